"""How long things take. Time is never invented: an unknown length stays unknown and is never counted as zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from ..locale import ENGLISH, Translations
from .model import Rates, Resource, Task
from .vocabulary import Verb

__all__ = [
    "Duration",
    "of_resource",
    "of_task",
    "total",
]


@dataclass(frozen=True, slots=True)
class Duration:
    """Known minutes, and the number of steps whose length no one has stated."""

    minutes: int = 0
    unknown: int = 0
    #: True where some of the minutes were worked out from pages or words.
    estimated: bool = False

    @property
    def is_known(self) -> bool:
        """Whether every part of it has a length."""
        return self.unknown == 0

    def in_words(self, translations: Translations = ENGLISH) -> str:
        """The duration of one thing or of many, for use in a sentence."""
        t = translations
        if not self.minutes and self.unknown == 1:
            return t.gettext("length not known")
        if not self.minutes:
            return t.ngettext(
                "%(number)s step without a stated length", "%(number)s steps without a stated length", self.unknown
            )
        spoken = in_hours(self.minutes, t)
        if self.unknown:
            return t.ngettext(
                "at least %(time)s; %(number)s step without a stated length",
                "at least %(time)s; %(number)s steps without a stated length",
                self.unknown,
                time=spoken,
            )
        return t.gettext("about %(time)s", time=spoken) if self.estimated else spoken

    @property
    def iso(self) -> str | None:
        """The known minutes as an ISO 8601 duration (``PT25M``), or None where a part is unknown."""
        return f"PT{self.minutes}M" if self.is_known and self.minutes else None


def in_hours(minutes: int, translations: Translations = ENGLISH) -> str:
    """Minutes in words: ``1 minute``, ``45 minutes``, ``2 hours``, ``1 hour 20 minutes``."""
    hours, rest = divmod(minutes, 60)
    in_hours = translations.ngettext("%(number)s hour", "%(number)s hours", hours)
    in_minutes = translations.ngettext("%(number)s minute", "%(number)s minutes", rest)
    if hours and rest:
        return translations.gettext("%(hours)s %(minutes)s", hours=in_hours, minutes=in_minutes)
    return in_hours if hours else in_minutes


def of_resource(resource: Resource, rates: Rates) -> Duration:
    """Stated minutes, else an estimate from words, else from pages (reading matter only), else unknown."""
    if resource.minutes is not None:
        return Duration(resource.minutes)
    words = resource.word_count
    if words is None and resource.page_count is not None:
        words = resource.page_count * rates.words_per_page
    if words is None or resource.type.verb is not Verb.READ:
        return Duration(unknown=1)
    return Duration(ceil(words / rates.words_per_minute), estimated=True)


def of_task(task: Task) -> Duration:
    """The time that the task suggests, or unknown."""
    return Duration(task.minutes) if task.minutes is not None else Duration(unknown=1)


def total(parts: Iterable[Duration]) -> Duration:
    """The sum of several durations."""
    minutes = unknown = 0
    estimated = False
    for part in parts:
        minutes += part.minutes
        unknown += part.unknown
        estimated = estimated or part.estimated
    return Duration(minutes, unknown, estimated)
