"""The people and organisations that a line of names stands for."""

from __future__ import annotations

import re

__all__ = ["people_meant"]

#: Words that no person is called.
_ORGANISATION = re.compile(
    r"^The\b|\b(?:Academ\w+|Agency|Alliance|Association|Authority|BBC|Board|Borough|Centre|Center|Charity|Coalition|College"
    r"|Commission|Committee|Company|Confederation|Council|County|Department|Faculty|Federation|Forum|Foundation|Fund|Gov\w*"
    r"|Group|Health|Hub|Initiative|Inc|Institut\w*|Journal|Lab|League|Library|Limited|Ltd|Ministry|Museum|NHS|Network"
    r"|Office|Organi[sz]ation|Partnership|Press|Project|School|Service|Services|Society|Team|Trust|Union|Universit\w+|UK|UN)\b"
)
_PARTICLE = re.compile(r"(?:^| )(van|von|der|den|de|da|di|du|la|le|ter|ap|ab|ferch|al|el|bin|ibn)$")


def person_meant(text: str) -> dict[str, str] | None:
    """The person or organisation that a name stands for; None for no name, or several."""
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
    """The people that a line of names stands for; None where that is anyone's guess."""
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
