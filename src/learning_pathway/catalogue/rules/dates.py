"""Dates lie in the past, agree with each other, and say when to look again."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from ..codes import Code
from ..dates import PartialDate
from ..model import INTERVAL_PATTERN
from ..raw import EntryKind, RawCatalogue, RawEntry, RuleProblem

__all__ = ["check"]

_DATES = {
    EntryKind.RESOURCE: ("published", "updated", "accessed", "added", "reviewed_on"),
    EntryKind.PATHWAY: ("accessibility_tested",),
}
#: Pairs of which the first cannot lie after the second, and why.
_ORDERS = (
    ("published", "accessed", "It was read before it was published"),
    ("updated", "accessed", "It was read before it was last changed, so the later change was not seen"),
    ("published", "updated", "It was changed before it was published"),
)
#: An editor's day may have begun before the server's.
_GRACE = timedelta(days=1)


def check(raw: RawCatalogue, today: date) -> Iterator[RuleProblem]:
    """Find dates in the future, dates that contradict each other, and reviews that are overdue."""
    last = today + _GRACE
    limit = PartialDate(last.year, last.month, last.day)
    for kind, fields in _DATES.items():
        for entry in raw.each(kind):
            for field in fields:
                day = _date(entry, field)
                if day is not None and day > limit:
                    message = f"`{field}` is {day}, which is in the future (today is {today.isoformat()})."
                    yield RuleProblem(Code.FUTURE_DATE, entry, message, "Check the year first.", (*entry.path, field))
    for entry in raw.each(EntryKind.RESOURCE):
        yield from _orders(entry, limit)
        yield from _overdue(entry, today)


def _orders(entry: RawEntry, limit: PartialDate) -> Iterator[RuleProblem]:
    reported: set[str] = set()
    for earlier, later, meaning in _ORDERS:
        first, second = _date(entry, earlier), _date(entry, later)
        if first is None or second is None or later in reported or max(first, second) > limit:
            continue
        if first.first_day > _last_day(second):
            reported.add(later)
            message = f"{meaning}: `{earlier}` is {first}, `{later}` is {second}."
            yield RuleProblem(Code.DATE_ORDER, entry, message, "Check both dates.", (*entry.path, later))


def _overdue(entry: RawEntry, today: date) -> Iterator[RuleProblem]:
    interval = entry.text("review_every")
    last = _date(entry, "reviewed_on") or _date(entry, "added")
    if interval is None or last is None or not re.fullmatch(INTERVAL_PATTERN, interval):
        return
    due = _later(last.first_day, interval)
    if due is not None and due < today:
        message = f"This was due for another look on {due.isoformat()}."
        remedy = f"Look at the resource, then write `reviewed_on: {today.isoformat()}`."
        yield RuleProblem(Code.REVIEW_OVERDUE, entry, message, remedy, (*entry.path, "review_every"))


def _later(day: date, interval: str) -> date | None:
    """The day an interval such as `6 months` later; the last of the month where there is no such day."""
    count, unit = int(interval.split()[0]), interval.split()[1].rstrip("s")
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None  # beyond the year 9999


def _date(entry: RawEntry, field: str) -> PartialDate | None:
    text = entry.text(field)
    return _parsed(text) if text else None


@lru_cache(maxsize=4096)  # the same days come again and again
def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None  # the model has said so


def _last_day(day: PartialDate) -> date:
    month = day.month or 12
    return date(day.year, month, day.day or calendar.monthrange(day.year, month)[1])
