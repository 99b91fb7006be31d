"""How long things take: as stated, from pages or words, or as things of a type usually do; unknown is never zero."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Final

from ..locale import ENGLISH, Translations
from .model import Rates, Resource, Step, Task
from .types import TypicalLength, Verb
from .values import PAGE_RANGE_PATTERN

__all__ = [
    "Duration",
    "in_hours",
    "of_resource",
    "of_step",
    "of_task",
    "pages_in",
    "total",
]

_PAGE_RANGE: Final = re.compile(PAGE_RANGE_PATTERN)
_MOST_PAGES: Final = 2_000
"""A range that is longer is a slip."""
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
            return _in_half_hours(_rounded(self.minutes, _HOUR, up=False), t)
        is_worked_out = self.parts == 1 and not self.typical  # to the minute, but for the longer ones
        if not self.estimated or (is_worked_out and self.minutes < _HOUR):
            return in_hours(self.minutes, t)
        return _in_half_hours(_rounded(self.minutes), t)

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


def of_resource(resource: Resource, rates: Rates) -> Duration:
    """Stated minutes, else worked out from words or pages, else the usual length of its type, else unknown."""
    if resource.minutes is not None:
        return Duration(resource.minutes)
    if resource.type.verb is Verb.READ:
        words = resource.word_count
        if words is None and resource.page_count is not None:
            words = resource.page_count * rates.words_per_page
        if words is None and resource.pages is not None:
            words = pages_in(resource.pages) * rates.words_per_journal_page
        if words:
            return Duration(_reading(words, rates), estimated=True)
    length = resource.type.row.length
    return _usual(length, rates) if length else Duration(unknown=1)


def of_step(step: Step, resource: Resource, rates: Rates) -> Duration:
    """The time of the part that a step asks for (unknown where its pages cannot be counted), else of the whole."""
    if not step.pages:
        return of_resource(resource, rates)
    pages = 1 if step.pages.isdecimal() else pages_in(step.pages)
    if not pages:
        return Duration(unknown=1)
    words = rates.words_per_journal_page if resource.pages else rates.words_per_page
    return Duration(_reading(pages * words, rates), estimated=True)


def of_task(task: Task) -> Duration:
    """The time that the task suggests, or unknown."""
    return Duration(task.minutes) if task.minutes is not None else Duration(unknown=1)


def pages_in(span: str) -> int:
    """The number of pages of a complete range such as ``274-282``; 0 where the text is anything else."""
    found = _PAGE_RANGE.match(span)
    if not found or not found[2]:
        return 0
    first, last = int(found[1]), found[2]
    # "274-82" is short for "274-282".
    end = int(found[1][: -len(last)] + last) if len(last) < len(found[1]) else int(last)
    return end - first + 1 if first <= end < first + _MOST_PAGES else 0


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


def _reading(words: int, rates: Rates) -> int:
    return ceil(words / rates.words_per_minute)


def _usual(length: TypicalLength, rates: Rates) -> Duration:
    minutes = length.minutes or _reading(length.words, rates)
    return Duration(_rounded(minutes), estimated=True, typical=True)


def _rounded(minutes: int, long: int = _LONG, *, up: bool = True) -> int:
    """To five minutes, or to half an hour from `long` on; never to nothing, and never up unless `up` says so."""
    unit = _STEP if minutes < long else _HOUR // 2
    return (minutes + (unit // 2 if up else 0)) // unit * unit or (unit if up else minutes)


def _in_half_hours(minutes: int, t: Translations) -> str:
    """As `in_hours`, with ½ for half an hour."""
    hours, rest = divmod(minutes, _HOUR)
    if hours and rest == _HOUR // 2:
        return t.gettext("%(hours)s½ hours", hours=t.number(hours))
    return in_hours(minutes, t)
