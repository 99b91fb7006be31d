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
from ..raw import Draft, Finding, Item, Kind

__all__ = ["check"]

_DATES = {
    Kind.RESOURCE: ("published", "original_published", "updated", "accessed", "added", "reviewed_on"),
    Kind.PATHWAY: ("accessibility_tested",),
}
#: Pairs of which the first cannot lie after the second, and why.
_ORDERS = (
    ("published", "accessed", "It was read before it was published"),
    ("updated", "accessed", "It was read before it was last changed, so the later change was not seen"),
    ("published", "updated", "It was changed before it was published"),
    ("original_published", "published", "This edition came out before the work did"),
)
#: An editor's day may have begun before the server's.
_GRACE = timedelta(days=1)


def check(draft: Draft, today: date) -> Iterator[Finding]:
    """Find dates in the future, dates that contradict each other, and reviews that are overdue."""
    last = today + _GRACE
    limit = PartialDate(last.year, last.month, last.day)
    for kind, fields in _DATES.items():
        for item in draft.each(kind):
            for field in fields:
                day = _date(item, field)
                if day is not None and max(day, day.end or day) > limit:
                    message = f"`{field}` is {day}, which is in the future (today is {today.isoformat()})."
                    yield Finding(Code.FUTURE_DATE, item, message, "Check the year first.", (*item.path, field))
    for item in draft.each(Kind.RESOURCE):
        yield from _orders(item, limit)
        yield from _overdue(item, today)


def _orders(item: Item, limit: PartialDate) -> Iterator[Finding]:
    reported: set[str] = set()
    for earlier, later, meaning in _ORDERS:
        first, second = _date(item, earlier), _date(item, later)
        if first is None or second is None or later in reported or max(first, second) > limit:
            continue
        if first.first_day > second.last_day:
            reported.add(later)
            message = f"{meaning}: `{earlier}` is {first}, `{later}` is {second}."
            yield Finding(Code.DATE_ORDER, item, message, "Check both dates.", (*item.path, later))


def _overdue(item: Item, today: date) -> Iterator[Finding]:
    interval = item.text("review_every")
    last = _date(item, "reviewed_on") or _date(item, "added")
    if interval is None or last is None or not re.fullmatch(INTERVAL_PATTERN, interval):
        return
    due = _later(last.first_day, interval)
    if due is not None and due < today:
        message = f"This was due for another look on {due.isoformat()}."
        remedy = f"Look at the resource, then write `reviewed_on: {today.isoformat()}`."
        yield Finding(Code.REVIEW_OVERDUE, item, message, remedy, (*item.path, "review_every"))


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


def _date(item: Item, field: str) -> PartialDate | None:
    text = item.text(field)
    return _parsed(text) if text else None


@lru_cache(maxsize=4096)  # the same days come again and again
def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None  # the model has said so
