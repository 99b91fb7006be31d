"""Dates as other software writes them, as far as they are certain."""

from __future__ import annotations

import re
from typing import Any

from ..catalogue.dates import PartialDate

__all__ = [
    "day",
    "from_csl",
    "minutes",
    "partial",
]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug"),
            *("september sept sep", "october oct", "november nov", "december dec"),
        ),
        start=1,
    )
    for name in names.split()
}
_NUMBERS = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?(?=$|[/T\s,;~?%.-])")
_WORDS = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?\s+)?(?P<month>[A-Za-z]{3,9})\.?"
    r"(?:\s+(?P<after>[0-9]{1,2})(?:st|nd|rd|th)?,)?,?\s+(?P<year>[0-9]{4})\s*$"
)
_DURATION = re.compile(
    r"P(?:([0-9]+)D)?(?:T(?:([0-9]+(?:\.[0-9]+)?)H)?(?:([0-9]+(?:\.[0-9]+)?)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)
_CLOCK = re.compile(r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-9]{2})")
_SPOKEN = re.compile(
    r"(?:([0-9]{1,3})\s*h(?:ours?|rs?)?\.?)?\s*(?:([0-9]{1,5})\s*m(?:in(?:ute)?s?)?\.?)?", re.IGNORECASE
)


def partial(text: str) -> str | None:
    """A date as the catalogue writes it: of `2022/09/18`, `18 September 2022`, `Sep 18, 2022` or `2022-09-18T10:00Z`.

    Of a span, the first day. None where the text says no date for certain: `03/04/2022` may mean two.
    """
    text = " ".join(text.split())
    try:
        return str(PartialDate.parse(text))
    except ValueError:
        pass
    if (match := _NUMBERS.match(text)) is not None:
        return _certain(match[1], match[2], match[3])
    if (match := _WORDS.fullmatch(text)) is not None and match["month"].lower() in _MONTHS:
        return _certain(match["year"], _MONTHS[match["month"].lower()], match["day"] or match["after"])
    return None


def _certain(year: str, month: str | int | None, day: str | None) -> str | None:
    """The date, less exactly where its day or its month cannot be: `2022-00-00` is 2022."""
    if int(month or 0) > 12:
        return year if int(year) else None
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
    """A date variable of CSL: `date-parts`, else `raw` or `literal`; of a span, the first day."""
    if isinstance(value, str | int):
        return partial(str(value))
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list) and first and first[0] is not None:
        year, month, of_month, *_ = [*map(str, first[:3]), "", ""]
        return partial("-".join(part for part in (year.zfill(4), month, of_month) if part))
    return partial(str(value.get("raw") or value.get("literal") or ""))


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
