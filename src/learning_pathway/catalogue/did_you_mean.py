"""What an editor meant: the nearest valid key, id or word, and the value behind another way of writing it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from urllib.parse import unquote

from .text import without_accents
from .values import DOI_PATTERN, ISBN_PATTERN, ISSN_PATTERN

__all__ = [
    "LETTERS",
    "as_id",
    "brackets_match",
    "choice",
    "doi_meant",
    "interval_meant",
    "isbn_meant",
    "issn_meant",
    "key_meant",
    "language_meant",
    "minutes_meant",
    "nearest",
    "number_meant",
    "page_range_meant",
    "people_meant",
    "truth_meant",
    "word_meant",
]

#: Words that say nothing of which field a name of several words means, and those that say it only where no other does.
_FILLERS = frozenset(
    ("a", "an", "article", "document", "full", "in", "item", "of", "publication", "resource", "s", "the", "to", "video")
)
_NUMBERS = frozenset({"name", "names", "no", "number", "numbers"})
#: Fields that are dates: "date" and "year" beside the name of one of them say nothing more.
_DATES = frozenset({"accessed", "added", "original_published", "reviewed_on", "updated"})
#: Letters, made small, that do not come apart into a plain one and a mark.
LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_CLOSE_ENOUGH = 72.0
"""Score of `rapidfuzz.fuzz.ratio`, 0 to 100."""


@lru_cache(maxsize=1)
def _other_names() -> dict[str, dict[str, str]]:
    """The tables of other names, by their titles."""
    return tomllib.loads(files(__package__).joinpath("other_names.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=2)
def _by_name(table: str) -> dict[str, tuple[str, ...]]:
    """For each other name in a table: what it may mean, in the order of the table."""
    names = {own: others.split() for own, others in _other_names()[table].items()}
    every = dict.fromkeys(name for others in names.values() for name in others)
    return {name: tuple(own for own, others in names.items() if name in others) for name in every}


def nearest(typed: str, valid: Collection[str]) -> str | None:
    """The id or name that is closest to what was typed, or None where none is close."""
    from rapidfuzz import fuzz, process  # slow to import, and needed only when something is wrong

    folded = _folded(typed)
    if folded in valid:
        return folded
    # Sorted, unless they come in an order of their own: of two words that are equally near, the same is always chosen.
    words = list(valid) if isinstance(valid, Mapping | Sequence) else sorted(valid)
    found = process.extractOne(folded[:200], words, scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH)
    return str(found[0]) if found is not None else None


def key_meant(typed: str, known: Collection[str]) -> str | None:
    """The key that was meant by an unknown one, or None where that is unclear."""
    words = as_id(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", typed[:200])).split("-")
    key = "_".join(words)
    return _named(key, known, _by_name("fields")) or _together(words, known) or _close(key, known, _by_name("fields"))


def word_meant(typed: str, known: Collection[str]) -> str | None:
    """The fixed word that was meant by another one, or None where that is unclear."""
    word = as_id(typed[:200].replace("_", "-"))
    return _named(word, known, _by_name("words")) or _close(word, known, _by_name("words"))


def _named(name: str, known: Collection[str], meant: Mapping[str, tuple[str, ...]]) -> str | None:
    """What a name means as it is, as one of several or as several of one, or by what it is called elsewhere."""
    return _first((name, f"{name}s", name.removesuffix("s"), *meant.get(name, ())), known)


def _first(words: Iterable[str], known: Collection[str]) -> str | None:
    return next((word for word in words if word in known), None)


def _together(words: Sequence[str], known: Collection[str]) -> str | None:
    """The key that all words of a name mean: "Year of publication", "Journal name"; None where they differ."""
    telling = [word for word in words if word not in _FILLERS]
    meant = {word: _named(word, known, _by_name("fields")) for word in telling}
    if not _NUMBERS.issuperset(telling):
        meant = {word: key for word, key in meant.items() if word not in _NUMBERS}
    keys = set(meant.values())
    if len(keys) == 2 and keys - {"published"} <= _DATES:
        keys -= {"published"}
    return keys.pop() if len(keys) == 1 else None


def _close(typed: str, known: Collection[str], meant: Mapping[str, tuple[str, ...]]) -> str | None:
    """The one name that differs from what was typed by slips of the keyboard; None where there is none, or several."""
    words = frozenset().union(*map(_parts, known)) & set(re.split("[_-]", typed))
    own = {name: name for name in known if words <= _parts(name)}  # a word of another name is no slip
    alike = [name for name in meant if len(name) > 6 and abs(len(name) - len(typed)) <= _MOST_SLIPS]
    others = {name: found for name in alike if (found := _first(meant[name], known))}
    for names in (own, others):
        slips = {name: count for name in names if (count := _slips(typed, name))}
        near = {names[name] for name, count in slips.items() if count == min(slips.values())}
        if near:
            return near.pop() if len(near) == 1 else None
    return None


@lru_cache(maxsize=1_000)
def _parts(name: str) -> frozenset[str]:
    return frozenset(re.split("[_-]", name))


_MOST_SLIPS = 3


def _slips(typed: str, name: str) -> int:
    """How many letters are missing, too many, wrong or swapped; 0 where these are too many for the same name."""
    size, begins_alike = max(len(typed), len(name)), typed[:1] == name[:1]
    most = _MOST_SLIPS if size > 10 else 2 if size > 5 else 1
    if not begins_alike:  # the first letter is seldom mistyped
        most = 1
    if abs(len(typed) - len(name)) > most or (size < (4 if begins_alike else 5) and set(typed) != set(name)):
        return 0
    from rapidfuzz.distance import OSA  # slow to import, and needed only when something is wrong

    slips = int(OSA.distance(typed, name))
    return slips if slips <= most else 0


def as_id(text: str) -> str:
    """Make an id of a title or of a mistyped id; empty where no letter or digit is left."""
    plain = without_accents(text.casefold().translate(LETTERS))
    words = re.findall(r"[a-z0-9]+", re.sub("['\u2019]", "", plain))
    name = "-".join(words)
    while len(name) > 60 and "-" in name:
        name = name.rpartition("-")[0]
    return name[:80]


def choice(words: Iterable[str]) -> str:
    """Words as a choice: "`a`, `b` or `c`"."""
    quoted = [f"`{word}`" for word in words]
    return " or ".join(part for part in (", ".join(quoted[:-1]), *quoted[-1:]) if part)


def _folded(typed: str) -> str:
    return re.sub(r"\s+", "-", typed.strip().lower())


def doi_meant(text: str) -> str | None:
    """The DOI inside an address, braces or a sentence, without what belongs to those."""
    found = re.search(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/.+", unquote(unquote(text)), re.DOTALL)
    if found is None:
        return None
    words = re.sub(r"[{}\x00-\x1f\x7f]", "", re.split(r"[?#]", found[0])[0]).split()
    joined = "".join(words) if len(words) == 2 and re.search(r"[0-9/]", words[1]) else (words or [""])[0]
    plain = re.sub(r"<(?![0-9]+::?[A-Za-z0-9.-]+>).*|[^!-~]|[\"'`|\\^]|(?<![A-Za-z0-9.-])>", "", joined)
    while plain and not _is_doi(plain):
        plain = plain[:-1]
    return plain or None


def _is_doi(text: str) -> bool:
    return re.fullmatch(DOI_PATTERN, text) is not None and brackets_match(text)


def brackets_match(text: str) -> bool:
    """Whether a text closes no more brackets than it opens."""
    return all(text.count(last) <= text.count(first) for first, last in ("()", "[]"))


def isbn_meant(text: str) -> str | None:
    """The ISBN in a text such as `ISBN: 978–0–306–40615–7`."""
    return _standard_number(text, r"^\W*isbn(?:[- ]?1[03])?", ISBN_PATTERN)


def issn_meant(text: str) -> str | None:
    """The ISSN in a text such as `ISSN 1234 5679 (online)`."""
    found = _standard_number(text, r"^\W*e?issn(?:[- ]?l)?", ISSN_PATTERN)
    return f"{found[:4]}-{found[-4:]}" if found is not None else None


def _standard_number(text: str, label: str, pattern: str) -> str | None:
    plain = re.sub(label, "", text.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"\([^()]*\)", "", re.sub("[\u2010-\u2015\u2212]", "-", plain))
    plain = re.sub(r"[\s_.]+", "-", plain.strip(" :.;,#")).strip("-")
    for each in (plain, plain.replace("-", "")):
        if re.fullmatch(pattern, each):
            return each
    return None


def minutes_meant(text: str) -> int | None:
    """The whole minutes in a text such as `1h30`, `1:30`, `90 min`, `1½ hours` or `PT1H30M`; None for no length."""
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text.strip().lower()).replace(",", ".")
    plain = re.sub(r"\band\b|^(?:about|approx\w*\.?|ca\.?|c\.|~)", " ", plain).strip()
    plain = plain.replace("half an hour", "30 min").replace("an hour", "1 hour").replace("½", ".5").replace(" .5", ".5")
    if found := re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", plain):
        return int(found[1]) * 60 + int(found[2]) + (int(found[3] or 0) >= 30)
    found = re.fullmatch(
        r"(?:pt)?\s*(?:(\d+(?:\.\d+)?)\s*(?:hours?|hrs?|h|stunden?|std)\.?)?\s*"
        r"(?:(\d+(?:\.\d+)?)(?!\d)\s*(?:minutes?|minuten|mins?|m|'|\u2032|\u2019)?\.?)?\s*(?:(?<!\d)(\d+)\s*(?:seconds?|secs?|s)\.?)?",
        plain,
    )
    if found is None or not any(found.groups()):
        return None
    minutes = float(found[1] or 0) * 60 + float(found[2] or 0) + int(found[3] or 0) / 60
    return max(1, round(minutes)) if 0 < minutes <= 100_000 else None


def number_meant(text: str) -> int | None:
    """The whole number in a text such as `12 pp.` or `1,200`; None where there is none, or several."""
    numbers = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    if len(numbers) != 1 or re.search(r"h(?:ou)?rs?\b|\dh|-", text.lower()):
        return None
    whole, _, rest = numbers[0].partition(".")
    return int(whole.replace(",", "")[:12]) if not rest.strip("0") else None


def language_meant(text: str) -> str | None:
    """The language code that was meant by a name or a mistyped code."""
    plain = " ".join(text.lower().split())
    if plain in (codes := _other_names()["languages"]):
        return codes[plain]
    code = re.fullmatch(r"([a-z]{2,3})[_ ]([a-z]{2})", plain)
    return f"{code[1]}-{code[2].upper()}" if code else None


def interval_meant(text: str) -> str | None:
    """The interval that was meant by a word or an abbreviation."""
    plain = " ".join(text.lower().split())
    short = re.fullmatch(r"(?:every )?(\d{1,3}) ?(d|w|m|y|day|week|month|year|mo|yr)s?", plain)
    if short:
        unit = {"d": "day", "w": "week", "m": "month", "y": "year"}[short[2][0]]
        return f"1 {unit}" if int(short[1]) == 1 else f"{int(short[1])} {unit}s"
    return _other_names()["intervals"].get(plain)


def truth_meant(text: str) -> str | None:
    """`true` or `false`, where a yes or a no was meant."""
    return {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}.get(text.lower())


def page_range_meant(text: str) -> str | None:
    """The pages that a text may mean: `pp. 12 to 20` means `12-20`."""
    plain = re.sub(r"^(?:pages?|pp?)\b\.?\s*", "", text.strip().lower())
    found = re.fullmatch(r"([1-9][0-9]{0,5})(?:\s*(?:[-\u2010-\u2015\u2212]+|to|until)\s*([1-9][0-9]{0,5}))?", plain)
    if not found:
        return None
    return f"{found[1]}-{found[2]}" if found[2] else found[1]


#: Words that no person is called.
_ORGANISATION = re.compile(
    r"^The\b|\b(?:Academ\w+|Agency|Alliance|Association|Authority|BBC|Board|Borough|Centre|Center|Charity|Coalition|College"
    r"|Commission|Committee|Company|Confederation|Council|County|Department|Faculty|Federation|Forum|Foundation|Fund|Gov\w*"
    r"|Group|Health|Hub|Initiative|Inc|Institut\w*|Journal|Lab|League|Library|Limited|Ltd|Ministry|Museum|NHS|Network"
    r"|Office|Organi[sz]ation|Partnership|Press|Project|School|Service|Services|Society|Team|Trust|Union|Universit\w+|UK|UN)\b"
)


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
