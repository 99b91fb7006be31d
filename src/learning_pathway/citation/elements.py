"""Names, months, pages, volumes, editions and numbers, as references print them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalogue.model import Person, Resource
from ..catalogue.text import has_no_initials, is_family_first, isolated
from ..catalogue.types import Form, ResourceType
from .reference import clean

__all__ = [
    "MONTHS",
    "SEASONS",
    "apa_list",
    "apa_names",
    "article_number",
    "dashed",
    "edition",
    "given_and_suffix",
    "harvard_list",
    "initials",
    "inverted",
    "name_parts",
    "numbered_genre",
    "pages",
    "report_number",
    "spoken",
    "stated_number",
    "straight",
    "volumes",
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
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


#: Seasons by number, likewise.
SEASONS = ("", "Spring", "Summer", "Fall", "Winter")


_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


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


_RANGE = re.compile(
    r"(?<![\w:-])(?P<letters>[A-Za-z]*)(?P<first>\d+)\s*(?:-{1,3}|[\u2010-\u2014])\s*(?P<other>[A-Za-z]*)(?P<last>\d+)(?![\w:-])"
)
#: Pages of a foreword: `ix-xii`.
_ROMAN = re.compile(r"(?<![\w-])([ivxlc]+)\s*(?:-{1,3}|[\u2010-\u2014])\s*([ivxlc]+|\d+)(?![\w-])", re.IGNORECASE)
#: Pages of parts, as `1:12-1:20`.
_IN_PARTS = re.compile(r"(?<![\w-])(\d+:\d+)\s*(?:-{1,3}|[\u2010-\u2014])\s*(\d+:\d+)(?![\w:-])")
_ARTICLE = re.compile(
    r"(?:article|art\.?)(?: ?(?:no\.?|number|id))?:? ?(?P<number>(?=[\w.-]*\d)[\w.-]+)", re.IGNORECASE
)
_PAGE_WORD = re.compile(r"^(?:pp?\.?|pages?)\s*(?=[A-Za-z]*\d)", re.IGNORECASE)


def dashed(number: str) -> str:
    """A number, or a span of numbers with an en dash: `2-3` is `2–3` (APA 7, 6.6)."""
    return re.sub(r"(?<=\d)\s*[-\u2010-\u2013]+\s*(?=\d)", "–", clean(number))


def pages(span: str) -> str:
    """Pages with en dashes and whole numbers: `p274-82` is `274–282`, `7-7` is `7` (APA 7, 6.6 and 9.25)."""

    def written(match: re.Match[str]) -> str:
        letters, first, other, last = match["letters"], match["first"], match["other"], match["last"]
        if len(last) < len(first) and not other:
            longer = first[: len(first) - len(last)] + last
            last = longer if longer >= first else last
        whole = f"{letters}{first}"
        return whole if whole == f"{other or letters}{last}" else f"{whole}–{other or letters}{last}"

    span = _RANGE.sub(written, _PAGE_WORD.sub("", clean(span)))
    span = re.sub(r"(?<=\d)(?:\s*[;&]\s*|,)(?=[A-Za-z]?\d)", ", ", _ROMAN.sub(r"\1–\2", _IN_PARTS.sub(r"\1–\2", span)))
    return re.sub(r"(?<=\d)\s*-+$", "–", span)


def _is_article_number(pages: str) -> bool:
    """Whether what stands for pages is the number of an article: `e0193972`, or `1210255`, which no page has (9.27)."""
    return (
        re.fullmatch(r"[A-Za-z]{1,4}[\d.-]*\d{3,}[A-Za-z]?|e\d+|\d{6,}|[A-Za-z]{5,12}-\d{4}-\d{4,}", pages) is not None
    )


def article_number(resource: Resource) -> str:
    """The number of an article in place of its pages, without the word before it; empty for none."""
    span = clean(resource.pages or "")
    if found := _ARTICLE.fullmatch(span):
        return found["number"]
    if span:
        whole = pages(span)
        return whole if _is_article_number(whole) else ""
    number = clean(resource.number or "") if resource.type is ResourceType.JOURNAL_ARTICLE else ""
    return re.sub(r"^(?:article|art\.?|no\.?)\s*", "", number, flags=re.IGNORECASE)


def volumes(volume: str) -> str:
    """`Vol. 2` from `2`, `Vols. 1–3` from `1-3`; empty for none."""
    span = re.sub(r"(?<=\d)\s*[-\u2010-\u2014]+\s*(?=\d)", "–", clean(volume))
    several = re.search(r"\d\s*[–,&]\s*\d", span)
    return f"{'Vols.' if several else 'Vol.'} {span}" if span else ""


_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip
_VERSION = re.compile(r"(?:version|v\.?)\s*(\d[\w.+-]*)", re.IGNORECASE)


def edition(text: str, word: str) -> str:
    """The edition with the style's word for it: `2nd ed.` from `2`, `2nd edition` or `Second`; `Version 2.1` alone."""
    name = re.sub(r"\s*\b(edition|edn|ed)\b\.?$", "", clean(text), flags=re.IGNORECASE)
    if not name:
        return clean(text)
    if version := _VERSION.fullmatch(name):
        return f"Version {version[1]}"
    if re.search(r"\b(?:version|release|draft)\b", name, re.IGNORECASE):  # `Mar 14 version`
        return name
    if name.isdecimal() and len(name) < 5:
        name = _ordinal(int(name))
    name = re.sub(r"^[A-Za-z]+\b", _ordinal_of, name)
    name = re.sub(r"\brevised\b", lambda match: "rev." if match.start() else "Rev.", name, flags=re.IGNORECASE)
    return f"{name} {word}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _ordinal_of(word: re.Match[str]) -> str:
    """`2nd` from `Second`; any other word as it is."""
    name = word[0].casefold()
    return _ordinal(_ORDINALS.index(name) + 1) if name in _ORDINALS else word[0]


def report_number(number: str, series: str = "") -> str:
    """`No. 5` from `5`, `Papers on Place No. 5` in a series; what says what it is (`Working Paper 5`) stays."""
    words, _, _ = number.rpartition(" ")
    if not number or re.search(r"[^\W\d]{2}", words) or re.match(r"[A-Za-z]+:", number):
        return number
    return f"{series} No. {number}".strip()


def stated_number(resource: Resource, series: str = "") -> str:
    """The number of a whole after what it counts; of a thesis, `Publication No. 123` (APA 7, 10.6)."""
    number = clean(resource.number or "")
    if resource.type is ResourceType.THESIS and re.fullmatch(r"[\w-]*\d[\w-]*", number):
        return f"Publication No. {number}"
    return numbered_genre(resource) or report_number(number, series)


def numbered_genre(resource: Resource) -> str:
    """`Working Paper No. 5`: what sort of report it is before its bare number, in no series; empty for any other."""
    genre, number = clean(resource.genre or ""), clean(resource.number or "")
    if resource.type.form is not Form.MONOGRAPH or resource.type in {ResourceType.BOOK, ResourceType.THESIS}:
        return ""
    if not genre or resource.container or not re.match(r"[A-Za-z]{0,4}-?\d|[IVX]+$", number):
        return ""
    titled = re.sub(r"(?<![\w’-])[a-z](?=[a-z]{3})", lambda match: match[0].upper(), genre)
    return f"{titled[0].upper()}{titled[1:]} No. {number}"
