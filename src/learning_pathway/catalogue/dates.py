"""Dates as libraries know them (EDTF), and as people write them; and how long things take: unknown is never zero."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ..locale import ENGLISH, Translations

__all__ = [
    "OPEN",
    "Duration",
    "PartialDate",
    "date_meant",
    "dates_meant",
    "in_hours",
    "rounded_minutes",
    "span_meant",
    "total",
]

_POINT = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
_WRITTEN = re.compile(_POINT)
#: Where a span has not ended.
OPEN = ".."
_SEASONS = range(21, 25)


@dataclass(frozen=True, order=True, slots=True)
class PartialDate:
    """A date known to the year, the season, the month or the day; perhaps the first of a span.

    Unknown parts are 0, so that earlier sorts first.

    Attributes:
        year: the year.
        month: from 1 to 12, or 0.
        day: from 1 to 31, or 0.
        season: 1 for spring, 2 for summer, 3 for autumn and 4 for winter, or 0.
        until: the end of the span in the same parts, `(9999,)` where it has not ended; empty where this is no span.
    """

    year: int
    month: int = 0
    day: int = 0
    season: int = 0
    until: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, a season (``2011-24``) or a span (``2019/2020``, ``2015/..``).

        Raises:
            ValueError: the text has another form, names a day that does not exist, or ends before it begins.
        """
        first, slash, last = text.partition("/")
        start = cls._point(first)
        if not slash:
            return start
        if last == OPEN:
            return cls(*start.parts, until=(9999,))
        end = cls._point(last)
        if end.last_day < start.first_day or end == start:
            raise ValueError(f"not a span: {text!r}")
        return cls(*start.parts, until=end.parts)

    @classmethod
    def _point(cls, text: str) -> PartialDate:
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f"not a date: {text!r}")
        year, month, day = (int(part or 0) for part in match.groups())
        if month in _SEASONS and year and not match[3]:
            return cls(year, season=month - 20)
        date(year, month or 1, day or 1)  # raises ValueError where there is no such day
        if (match[2] and not month) or (match[3] and not day):
            raise ValueError(f"not a date: {text!r}")
        return cls(year, month, day)

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month or self.season:
            text += f"-{self.month or self.season + 20:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text + (f"/{self.end or OPEN}" if self.until else "")

    @property
    def parts(self) -> tuple[int, int, int, int]:
        """Year, month, day and season."""
        return self.year, self.month, self.day, self.season

    @property
    def start(self) -> PartialDate:
        """The date without the end of its span."""
        return PartialDate(*self.parts)

    @property
    def end(self) -> PartialDate | None:
        """The end of the span; None where there is none, or it has not ended."""
        return PartialDate(*self.until) if len(self.until) == 4 else None

    @property
    def years(self) -> str:
        """The years: `2020`, `2019–2020`, `2015–present`."""
        if not self.until or self.until[0] == self.year:
            return str(self.year)
        return f"{self.year}–{self.until[0] if self.end else 'present'}"

    @property
    def is_plain(self) -> bool:
        """Whether it is a year, a month or a day."""
        return not (self.season or self.until)

    @property
    def last_day(self) -> date:
        """The latest day that this date can mean; of a span that has not ended, of its beginning."""
        if self.end:
            return self.end.last_day
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def first_day(self) -> date:
        """The earliest day that this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def validate(value: Any) -> PartialDate:
            if isinstance(value, PartialDate):
                return value
            try:
                return cls.parse(str(value))
            except ValueError:
                raise PydanticCustomError(
                    "partial_date", "not a date; write YYYY, YYYY-MM or YYYY-MM-DD", {"found": str(value)}
                ) from None

        return core_schema.no_info_plain_validator_function(validate, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        pattern = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(/([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|\.\.))?$"
        return {"anyOf": [{"type": "string", "pattern": pattern}, {"type": "integer", "minimum": 1, "maximum": 9999}]}


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SEPARATED = re.compile(r"(\d{1,4})[-/. ]+(\d{1,2}|[a-z]+)[-/., ]+(\d{1,4})(?:[t ]\d.*)?")


def date_meant(text: str) -> PartialDate | None:
    """The date that was meant, day before month as in the UK; None where that is unclear."""
    return next(iter(dates_meant(text)), None)


def dates_meant(text: str) -> tuple[PartialDate, ...]:
    """The dates that may be meant: one, two where day and month may be either, none where it is unclear."""
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b|\bof\b|^\W+|\W+$", "", " ".join(text.lower().split()))
    plain = re.sub(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,? |^(?:c|ca|circa|published|on)\.? ", "", plain)
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", plain):
        return _existing([(found[1], found[2], found[3])])
    if found := re.fullmatch(r"([a-z]+)\.? (\d{1,2}),? (\d{4})", plain):
        return _existing([(found[3], found[1], found[2])])
    if found := _SEPARATED.fullmatch(plain):
        first, middle, last = found[1], found[2], found[3]
        if len(first) == 4:
            return _existing([(first, middle, last)]) or _existing([(first, last, middle)])
        readings = [(last, middle, first), (last, first, middle)]
        return _existing(readings if re.fullmatch(r"\d+[/. -]\d+[/. -]\d{4}.*", plain) else readings[:1])
    if found := re.fullmatch(r"(?:spring|summer|autumn|fall|winter|early|late|mid)?[ -]*(\d{4})", plain):
        return _existing([(found[1], "0", "0")])
    if found := re.fullmatch(r"([a-z]+|\d{1,2})[-/., ]+(\d{4})|(\d{4})[-/., ]+([a-z]+|\d{1,2})", plain):
        return _existing([(found[2] or found[3], found[1] or found[4], "0")])
    return ()


_SPAN = re.compile(
    r"(?:from )?(\d{4}(?:-\d\d){0,2})\s*(?:[/\u2013\u2014-]|\b(?:to|until|till)\b)\s*"
    r"(\d{4}(?:-\d\d){0,2}|\.{1,3}|\?|present|now|today|ongoing)"
)
_NO_END = re.compile(r"(?:since|from) (\d{4})|(\d{4})\s*[/\u2013\u2014-]")
#: An academic or financial year: `2018/19`.
_SPLIT_YEAR = re.compile(r"(\d\d)(\d\d)\s*[/\u2013\u2014-]\s*(\d\d)")


def span_meant(text: str) -> PartialDate | None:
    """The span that was meant by one in another form, or from its end to its beginning; None where it is none."""
    plain = " ".join(text.lower().split())
    first, last = "", ""
    if (found := _SPLIT_YEAR.fullmatch(plain)) and (int(found[2]) + 1) % 100 == int(found[3]):
        first, last = found[1] + found[2], f"{int(found[1] + found[2]) + 1:04d}"
    elif found := _NO_END.fullmatch(plain):
        first, last = found[1] or found[2], OPEN
    elif found := _SPAN.fullmatch(plain):
        first, last = found[1], found[2] if found[2][0].isdigit() else OPEN
    try:
        if last == OPEN:
            return PartialDate.parse(f"{first}/{last}")
        ends = sorted((PartialDate.parse(first), PartialDate.parse(last)))
        return ends[0] if ends[0] == ends[1] else PartialDate.parse(f"{ends[0]}/{ends[1]}")
    except ValueError:  # such as the year 0000, or nothing that looks like a span
        return None


def _existing(readings: list[tuple[str, str, str]]) -> tuple[PartialDate, ...]:
    """The dates that exist among year, month and day in words or numbers, each once."""
    dates: dict[PartialDate, None] = {}
    for year, month, day in readings:
        parts = [f"{int(part):02d}" for part in (str(_month(month)), day if day.isdigit() else "99") if int(part)]
        try:
            if len(year) == 4 and int(_month(month) or 0) <= 12 and (_month(month) or month == "0"):
                dates[PartialDate.parse("-".join((year, *parts)))] = None
        except ValueError:
            continue
    return tuple(dates)


def _month(text: str) -> int:
    """The number of a month by its number or English name; 0 where it is none."""
    if text.isdigit():
        return int(text)
    return next((place for place, name in enumerate(_MONTHS, start=1) if len(text) > 2 and name.startswith(text)), 0)


_HOUR: Final = 60
_LONG: Final = 2 * _HOUR
_STEP: Final = 5
"""Shorter sums and estimates are rounded to so many minutes, those from two hours on to half an hour.
A sum with unknown parts is a least: it is cut to half an hour from one hour on."""


@dataclass(frozen=True, slots=True)
class Duration:
    """The time of one thing, or of several together."""

    minutes: int = 0
    unknown: int = 0
    """How many of the things have no time."""
    estimated: bool = False
    """Whether some of the minutes were worked out from pages or words, or are typical."""
    typical: bool = False
    """Whether some of the minutes are the published usual length of a type."""
    parts: int = 1

    @property
    def is_known(self) -> bool:
        """Whether every part of it has a time."""
        return self.unknown == 0

    def in_words(self, translations: Translations = ENGLISH) -> str:
        """The time for use in a sentence; empty where nothing is known."""
        t, time = translations, self.rounded(translations)
        if not time or not (self.unknown or self.estimated):
            return time
        if self.unknown:
            return t.gettext("more than %(time)s", time=time)
        if self.parts > 1:
            return t.gettext("about %(time)s, partly estimated", time=time)
        if self.typical:
            return t.gettext("about %(time)s, estimated", time=time)
        return t.gettext("about %(time)s", time=time)

    def in_short(self, translations: Translations = ENGLISH) -> str:
        """The same time in few words: ``2½ hours+`` where a part is unknown; empty where all is."""
        time = self.rounded(translations)
        return translations.gettext("%(time)s+", time=time) if time and self.unknown else time

    def rounded(self, translations: Translations = ENGLISH) -> str:
        """The minutes as every page tells them: stated ones are exact, others only as exact as they are known."""
        t = translations
        if not self.minutes:
            return ""
        if self.unknown:
            return _in_half_hours(rounded_minutes(self.minutes, _HOUR, up=False), t)
        is_worked_out = self.parts == 1 and not self.typical  # to the minute, but for the longer ones
        if not self.estimated or (is_worked_out and self.minutes < _HOUR):
            return in_hours(self.minutes, t)
        return _in_half_hours(rounded_minutes(self.minutes), t)

    @property
    def iso(self) -> str | None:
        """The minutes as an ISO 8601 duration (``PT25M``); None where a part is unknown or only typical."""
        return f"PT{self.minutes}M" if self.is_known and self.minutes and not self.typical else None


def in_hours(minutes: int, translations: Translations = ENGLISH) -> str:
    """Minutes in words: ``1 minute``, ``45 minutes``, ``2 hours``, ``1 hour 20 minutes``."""
    hours, rest = divmod(minutes, _HOUR)
    in_hours = translations.ngettext("%(number)s hour", "%(number)s hours", hours)
    in_minutes = translations.ngettext("%(number)s minute", "%(number)s minutes", rest)
    if hours and rest:
        return translations.gettext("%(hours)s %(minutes)s", hours=in_hours, minutes=in_minutes)
    return in_hours if hours else in_minutes


def total(parts: Iterable[Duration]) -> Duration:
    """The sum of several durations."""
    minutes = unknown = number = 0
    estimated = typical = False
    for part in parts:
        minutes += part.minutes
        unknown += part.unknown
        number += part.parts
        estimated = estimated or part.estimated
        typical = typical or part.typical
    return Duration(minutes, unknown, estimated, typical, number)


def rounded_minutes(minutes: int, long: int = _LONG, *, up: bool = True) -> int:
    """To five minutes, or to half an hour from `long` on; never to nothing, and never up unless `up` says so."""
    unit = _STEP if minutes < long else _HOUR // 2
    return (minutes + (unit // 2 if up else 0)) // unit * unit or (unit if up else minutes)


def _in_half_hours(minutes: int, t: Translations) -> str:
    """As `in_hours`, with ½ for half an hour."""
    hours, rest = divmod(minutes, _HOUR)
    if hours and rest == _HOUR // 2:
        return t.gettext("%(hours)s½ hours", hours=t.number(hours))
    return in_hours(minutes, t)
