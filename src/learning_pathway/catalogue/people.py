"""Names of people: their order, and the people in a line of names."""

from __future__ import annotations

import re

__all__ = [
    "has_no_initials",
    "is_family_first",
    "people_meant",
]

#: Han, hiragana, katakana, bopomofo and hangul, with their marks of length and repetition.
_EAST_ASIAN = (
    "\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff"
    "\uff66-\uffdc\U00016ff0-\U00016ff6\U0001b000-\U0001b2ff\U00020000-\U0003347f"
)
_NAME = re.compile(f"[{_EAST_ASIAN}]+(?: [{_EAST_ASIAN}]+)*")
#: Names from elsewhere are written in katakana alone, in their own order.
_KATAKANA = re.compile("[\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f ]+")


def is_family_first(family: str | None, given: str | None) -> bool:
    """Whether both names are in an East Asian script, so that they are written together, the family's first."""
    if not family or not given or not _NAME.fullmatch(family) or not _NAME.fullmatch(given):
        return False
    return not (_KATAKANA.fullmatch(family) and _KATAKANA.fullmatch(given))


def has_no_initials(name: str) -> bool:
    """Whether a name begins in an East Asian script, which has no initials."""
    return _NAME.match(name) is not None


#: Words that no person is called.
_ORGANISATION = re.compile(
    r"^The\b|\b(?:Academ\w+|Agency|Alliance|Association|Authority|BBC|Board|Borough|Centre|Center|Charity|Coalition|College"
    r"|Commission|Committee|Company|Confederation|Council|County|Department|Faculty|Federation|Forum|Foundation|Fund|Gov\w*"
    r"|Group|Health|Hub|Initiative|Inc|Institut\w*|Journal|Lab|League|Library|Limited|Ltd|Ministry|Museum|NHS|Network"
    r"|Office|Organi[sz]ation|Partnership|Press|Project|School|Service|Services|Society|Team|Trust|Union|Universit\w+|UK|UN)\b"
)
_PARTICLE = re.compile(r"(?:^| )(van|von|der|den|de|da|di|du|la|le|ter|ap|ab|ferch|al|el|bin|ibn)$")


def person_meant(text: str) -> dict[str, str] | None:
    """The person or organisation that a name means; None for no name, or several."""
    name = re.sub(r"(?<=\w{3})\.$", "", " ".join(text.strip().strip(";").split()))
    if not name or re.search(r"[;&/\[\]{}]|\band\b|\bet al\b|\d", name):
        return {"organisation": name} if _is_organisation(name) and ";" not in name else None
    if _is_organisation(name):
        return {"organisation": name}
    family, comma, given = name.partition(", ")
    if comma:
        return {"family": family, "given": given} if "," not in given and " " not in family.strip() else None
    if found := re.fullmatch(r"(\S+) ([A-Z]{1,3}|(?:[A-Z]\.){1,3})", name):
        return {"family": found[1], "given": found[2]}
    given, _, family = name.rpartition(" ")
    while (
        found := re.search(r"(?:^| )((?:van|von|der|den|de|da|di|du|la|le|ter|ap|ab|ferch|al|el|bin|ibn))$", given)
    ) is not None:
        family, given = f"{found[1]} {family}", given[: found.start()]
    return {"family": family, "given": given} if given else {"family": family}


def people_meant(text: str) -> list[dict[str, str]] | None:
    """The people in a line of names; None where that is not certain."""
    whole = person_meant(text)
    if whole is not None:
        return [whole]
    parts = [part for part in re.split(r"\s*;\s*|\s*&\s*|,?\s+and\s+", text.strip()) if part]
    if len(parts) == 1 or any("," in part and " " in part.partition(",")[0] for part in parts):
        parts = [part for part in re.split(r"\s*[,;&]\s*|,?\s+and\s+", text.strip()) if part]
        if any(" " not in part for part in parts):
            return None
    people = [person_meant(part) for part in parts]
    return [person for person in people if person is not None] if people and all(people) and len(people) <= 20 else None


def _is_organisation(name: str) -> bool:
    return bool(_ORGANISATION.search(name)) or (name.isupper() and len(name) > 1 and "." not in name)
