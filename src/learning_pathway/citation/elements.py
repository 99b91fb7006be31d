"""Names, months and spoken numbers, as references print them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalogue.language import isolated
from ..catalogue.model import Person
from ..catalogue.values import has_no_initials, is_family_first
from .reference import clean

__all__ = [
    "MONTHS",
    "SEASONS",
    "apa_list",
    "apa_names",
    "given_and_suffix",
    "harvard_list",
    "initials",
    "inverted",
    "name_parts",
    "spoken",
    "straight",
]

_OPENERS = "('\"\u201c\u2018"
_SUFFIX = re.compile(r"(?P<name>.*[^\s,])(?:\s*,\s*|\s+)(?P<suffix>(?i:Jr|Sr)\.?|II|III|IV)")


def initials(given: str, gap: str = " ") -> str:
    """Given names as initials: `Mary-Jane P.` is `M.-J. P.` (APA 7, 9.8); small words (`de`, `van`) stay whole.

    Args:
        given: given names or initials.
        gap: what stands between two initials.
    """
    words = re.sub(r"\.(?=\w)", ". ", clean(given)).split()
    keep_small = any(word[:1].isupper() for word in words)
    written = []
    for word in words:
        if keep_small and word.islower() and len(word) > 1:
            written.append(f" {word}")
        elif has_no_initials(word):
            written.append(word)
        else:
            parts = [part for part in re.split("[-\u2010\u2011]", word) if part.strip(".")]
            written.append("-".join(f"{part.lstrip(_OPENERS)[:1]}." for part in parts))
    return gap.join(part for part in written if part).replace("  ", " ").strip()


def given_and_suffix(person: Person) -> tuple[str, str]:
    """Given names, and a suffix such as `Jr.` that follows them, after a comma or without one."""
    return _parted(clean(person.given or ""))


def _parted(name: str) -> tuple[str, str]:
    found = _SUFFIX.fullmatch(name)
    if found is None:
        return name, ""
    suffix = found["suffix"]
    return found["name"], suffix if suffix in {"II", "III", "IV"} else f"{suffix.rstrip('.').title()}."


def name_parts(person: Person) -> tuple[str, str, str]:
    """Family name, given names, and the suffix that is written with either: `Gates Jr.`."""
    (family, with_family), (given, suffix) = _parted(clean(person.family or "")), given_and_suffix(person)
    return family, given, suffix or with_family


def inverted(person: Person, gap: str = " ") -> str:
    """`Sharp, C.`, 王小明; an organisation, or someone with one name, stays as it is."""
    family, given, suffix = name_parts(person)
    whole = _whole(person, given)
    name = whole or ", ".join(part for part in (family, initials(given, gap), suffix) if part)
    return isolated(f"{name} [{clean(person.account)}]" if person.account else name)


def straight(person: Person, gap: str = " ") -> str:
    """`C. Sharp`, 王小明, as names stand after `In`."""
    family, given, suffix = name_parts(person)
    whole = _whole(person, given)
    name = whole or " ".join(part for part in (initials(given, gap), family) if part)
    return isolated(f"{name}, {suffix}" if suffix and not whole else name)


def _whole(person: Person, given: str) -> str:
    """A name that no style takes apart; empty for any other.

    East Asian names are written together without a comma, and their given names have no initials: so do references in
    Chinese (GB/T 7714), Japanese (SIST 02) and Korean print them, and so do those in English that keep the script.
    """
    if person.organisation:
        return clean(person.organisation)
    if not person.family:
        return given
    family = clean(person.family)
    return f"{family}{given}" if is_family_first(family, given) else ""


def apa_list(names: Sequence[str], *, inverted: bool = True) -> str:
    """Names joined after APA 7, 9.8: `&` before the last; of 21 or more, the first 19, an ellipsis and the last.

    Args:
        names: the names, each already in its form.
        inverted: whether family names come first; then a comma precedes `&` even between two.
    """
    if len(names) > 20:
        return ", ".join(names[:19]) + f", … {names[-1]}"
    if len(names) < 2:
        return "".join(names)
    comma = "," if inverted or len(names) > 2 else ""
    return ", ".join(names[:-1]) + f"{comma} & {names[-1]}"


def apa_names(people: Sequence[Person]) -> str:
    """People as the author element of APA 7; two groups are joined without a comma (9.8)."""
    names = [inverted(person) for person in people]
    return apa_list(names, inverted=not (len(people) == 2 and all(person.organisation for person in people)))


def harvard_list(names: Sequence[str]) -> str:
    """Names joined with `and`, no comma before it (Cite Them Right)."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + f" and {names[-1]}"


#: English months by number; nothing stands at 0, as in a date whose month is unknown.
MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


#: Seasons by number, likewise.
SEASONS = ("", "Spring", "Summer", "Fall", "Winter")


_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = (
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip


def spoken(number: int) -> str:
    """A number up to 9999 in words: `nineteen eighty four`, `three thousand`."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        head, rest = _TENS[number // 10 - 2], number % 10
    elif number < 1_000 or (1_100 <= number < 2_000 and number % 100):
        century = "" if number > 1_000 else " hundred"
        head, rest = spoken(number // 100) + century, number % 100
    else:
        head, rest = f"{spoken(number // 1_000)} thousand", number % 1_000
    return f"{head} {spoken(rest)}" if rest else head
