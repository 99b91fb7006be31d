"""Dates as other software writes them, as far as they are certain."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from babel.core import Locale

from ..catalogue.dates import PartialDate

__all__ = ["day", "from_csl", "is_approximate", "is_cut", "is_in_press", "minutes", "month", "of_parts", "partial"]

#: Languages in which other software names months, those first whose names win.
_NAMING = ("en", "de", "fr", "es", "it", "nl", "pt", "da", "sv", "nb", "pl", "cy", "ga")


@cache
def _months() -> dict[str, int]:
    """The numbers of months by their names and the short forms of them, in small letters and without full stops."""
    names = {"sept": 9}
    for naming in _NAMING:
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(naming).months[form][width].items():
                    names.setdefault(name.rstrip(".").lower(), number)
    return names


_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_NUMBERS = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?(?=$|[/T\s,;~?%.-])")
_MONTH_NAME = r"(?P<month>[^\W\d_]{3,12})\.?"
_WORDS = re.compile(
    rf"(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er|º|ª)?\.?\s+(?:de\s+)?)?{_MONTH_NAME}"
    r"(?:\s+(?P<after>[0-9]{1,2})(?:st|nd|rd|th)?,?(?=\s))?,?\s+(?:del?\s+)?(?P<year>[0-9]{4})\s*$"
)
#: A day as in German, or in eight digits.
_DOTTED = re.compile(r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.\s?(?P<year>[0-9]{4})")
_MONTH_FIRST = re.compile(r"(?P<month>0?[1-9]|1[0-2])/(?P<year>[0-9]{4})(?P<day>)")
_HYPHENS = re.compile(r"([0-9]{1,2})-([^\W\d_]{3,12})-([0-9]{4})")
_DIGITS = re.compile(r"(?P<year>(?:1[5-9]|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])")
#: A year before its month or season, as PubMed and the first RIS write them.
_YEAR_FIRST = re.compile(rf"(?P<year>[0-9]{{4}})(?:\s+|/+){_MONTH_NAME}(?:[\s/]+(?P<after>[0-9]{{1,2}}))?")
#: A year of copyright, or one that a cataloguer supplied: `c2004`, `©2004`, `[2004]`.
_COPYRIGHT = re.compile(r"^[\[(]*(?:c|©|cop\.?|dl|p|℗|ca?\.|circa)?\s*([0-9]{4}.*?)[\])]*$", re.IGNORECASE)
#: A season with its year again, as EBSCO writes it: `2014///Winter2014`.
_YEAR_TWICE = re.compile(r"([0-9]{4})/+([^\W\d_]{4,12})\s?\1/*")
_DASH = r"\s*(?:-{1,3}|[\u2010-\u2015/]|\bto\b)\s*"
_ONE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_SPAN = re.compile(rf"({_ONE}){_DASH}({_ONE})")
_SHORT_SPAN = re.compile(r"([0-9]{2})([0-9]{2})\s*[-\u2010-\u2015/]\s*([0-9]{2})/*")
_OPEN_SPAN = re.compile(rf"({_ONE})(?:/\.\.|\s*[\u2010-\u2015])")
_MONTHS_SPAN = re.compile(
    r"(?:(?P<before>[0-9]{4})\s+)?(?P<first>[^\W\d_]{3,12})\.?\s*[-\u2010-\u2015/]\s*(?:(?P<other>[0-9]{4})\s+)?"
    r"(?P<last>[^\W\d_]{3,12})\.?(?:\s+(?P<after>[0-9]{4}))?"
)
_DURATION = re.compile(
    r"P(?:([0-9]+)D)?(?:T(?:([0-9]+(?:\.[0-9]+)?)H)?(?:([0-9]+(?:\.[0-9]+)?)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)
_CLOCK = re.compile(r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-9]{2})")
_SPOKEN = re.compile(
    r"(?:([0-9]{1,3})\s*h(?:ours?|rs?)?\.?)?\s*(?:([0-9]{1,5})\s*m(?:in(?:ute)?s?)?\.?)?", re.IGNORECASE
)


def partial(text: str, *, edtf: bool = False) -> str | None:
    """A date as the catalogue writes it: of `2022/09/18`, `18 September 2022`, `Sep 18, 2022` or `2022-09-18T10:00Z`.

    None where the text says no date for certain: `03/04/2022` may mean two.

    Args:
        text: what is written. A year may be `c2004` or `[2004]`; spans of years and months are kept, with any dash.
        edtf: whether the format writes dates in EDTF, where `2012-22` is a summer; elsewhere it is ten years.
    """
    text = _YEAR_TWICE.sub(r"\2 \1", _HYPHENS.sub(r"\1 \2 \3", " ".join(text.split())))
    if (match := _COPYRIGHT.match(text)) is not None:
        text = match[1].strip()
    if edtf and re.fullmatch(rf"{_ONE}/", text):  # as BibLaTeX writes what goes on
        text += ".."
    return _season(text, edtf=edtf) or _span(text) or _one(text)


def is_in_press(text: str) -> bool:
    """Whether there are words instead of a date: it is accepted, and not published yet."""
    return re.fullmatch(r"\W*(?:in press|forthcoming|to appear|accepted|in print)\W*", text, re.IGNORECASE) is not None


def is_approximate(text: str) -> bool:
    """Whether a date is said to be near: `ca. 1998`, and `2011~` in EDTF."""
    return (
        re.match(r"\W*(?:ca?\.\s*|circa\s|about\s|approx\w*\.?\s)[0-9]|[0-9-]+[~?%]", text, re.IGNORECASE) is not None
    )


def is_cut(text: str, found: str | None) -> bool:
    """Whether a day or a month is lost of a date, since there is none such: `2022-02-30`."""
    match = _NUMBERS.match(text)
    stated = "-".join(part for part in match.groups() if part and int(part)) if match else ""
    return found is not None and "/" not in found and len(stated.split("-")) > len(found.split("-"))


def month(word: str) -> int | None:
    """The number of a month from its name, or a short form of it, in one of several languages."""
    return _months().get(word.strip().rstrip(".").lower())


def _one(text: str) -> str | None:
    for pattern in (_DOTTED, _DIGITS, _MONTH_FIRST):
        if (match := pattern.fullmatch(text)) is not None:
            return _certain(match["year"], match["month"], match["day"])
    if (match := _NUMBERS.match(text)) is not None:
        year_first = _YEAR_FIRST.match(text)
        if year_first is not None and (named := month(year_first["month"])):
            return _certain(match[1], named, year_first["after"])
        return _certain(match[1], match[2], match[3])
    if (match := _WORDS.fullmatch(text)) is not None and (named := month(match["month"])):
        return _certain(match["year"], named, match["day"] or match["after"])
    return None


def _season(text: str, *, edtf: bool) -> str | None:
    """A season: `Spring 2012`, `2012///Spring`, and in EDTF `2012-21`."""
    for pattern in (_WORDS, _YEAR_FIRST):
        match = pattern.fullmatch(text)
        if match is not None and match["month"].lower() in _SEASONS:
            return _taken(f"{match['year']}-{_SEASONS[match['month'].lower()]}") or match["year"]
    if edtf and re.fullmatch(r"[0-9]{4}-2[1-4]", text):
        return _taken(text) or text[:4]
    return None


def _span(text: str) -> str | None:
    """A span of years, months or days; None for what is no span, or one that the catalogue cannot hold."""
    if (match := _SPAN.fullmatch(text)) is not None:
        return _taken(f"{match[1]}/{match[2]}") or _taken(match[1])
    if (match := _SHORT_SPAN.fullmatch(text)) is not None and int(match[3]) > max(12, int(match[2])):
        return _taken(f"{match[1]}{match[2]}/{match[1]}{match[3]}") or f"{match[1]}{match[2]}"
    if (match := _OPEN_SPAN.fullmatch(text)) is not None:
        return _taken(f"{match[1]}/..") or _taken(match[1])
    if (match := _MONTHS_SPAN.fullmatch(text)) is not None:
        first, last = month(match["first"]), month(match["last"])
        start, end = match["before"] or match["after"], match["other"] or match["after"] or match["before"]
        if first and last and start and end:
            return _taken(f"{start}-{first:02}/{end}-{last:02}") or start
    return None


def _taken(text: str) -> str | None:
    """A date if the catalogue can hold it."""
    try:
        return str(PartialDate.parse(text))
    except ValueError:
        return None


def _certain(year: str, month: str | int | None, day: str | None) -> str | None:
    """The date, less exactly where its day or its month cannot be: `2022-00-00` is 2022."""
    try:
        return str(PartialDate.parse(f"{year}-{int(month or 0):02}-{int(day or 0):02}"))
    except ValueError:
        pass
    try:
        written = f"{year}-{int(month or 0):02}" if int(month or 0) and not int(day or 0) else year
        return str(PartialDate.parse(written)) if int(year) else None
    except ValueError:
        return None


def day(text: str) -> str | None:
    """A full day; None where the text says none."""
    found = partial(text)
    return found if found is not None and len(found) == 10 else None


def from_csl(value: Any) -> str | None:
    """A date variable of CSL: `date-parts` of a day or a span, with a `season`; else `raw` or `literal`."""
    if isinstance(value, str | int):
        return partial(str(value), edtf=True)
    if isinstance(value, list):
        return from_csl(value[0]) if value and not isinstance(value[0], list) else None
    if isinstance(value, dict) and value.get("year"):  # pandoc, before CSL had `date-parts`
        return partial(of_parts([value["year"], value.get("month"), value.get("day")]), edtf=True)
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    written = [of_parts(part) for part in parts[:2] if of_parts(part)] if isinstance(parts, list) else []
    if written:
        season = str(value.get("season") or "").strip().lower()
        number = int(season) if re.fullmatch(r"2?[1-4]", season) else _SEASONS.get(season, 0)
        if len(written) == 1 and len(written[0]) == 4 and number:
            return partial(f"{written[0]}-{number % 10 + 20}", edtf=True)
        return partial("/".join(written), edtf=True)
    return partial(str(value.get("edtf") or value.get("raw") or value.get("literal") or ""), edtf=True)


def of_parts(part: Any) -> str:
    """One of the `date-parts`: numbers or texts, some of which may be empty."""
    if not isinstance(part, list) or not part or part[0] is None:
        return ""
    year, *rest = [str(each) for each in part[:3] if each not in (None, "", 0)] or [""]
    return "-".join([year.zfill(4), *(each.zfill(2) for each in rest)]) if year else ""


def minutes(text: str) -> int | None:
    """Whole minutes, rounded up, of `PT14M30S`, `14:30`, `1:02:03`, `25 min` or `1 h 20 min`; None for the rest."""
    text = text.strip()
    if (match := _DURATION.fullmatch(text)) is not None and len(text) > 2:
        days, hours, mins, seconds = (float(part or 0) for part in match.groups())
        return _whole(days * 86_400 + hours * 3_600 + mins * 60 + seconds)
    if (match := _CLOCK.fullmatch(text)) is not None:
        return _whole(int(match[1] or 0) * 3_600 + int(match[2]) * 60 + int(match[3]))
    if text and (match := _SPOKEN.fullmatch(text)) is not None:
        return _whole(int(match[1] or 0) * 3_600 + int(match[2] or 0) * 60)
    return None


def _whole(seconds: float) -> int | None:
    return -int(-seconds // 60) or None if seconds < 6_000_000 else None
