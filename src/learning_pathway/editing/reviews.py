"""Reviews: which resources are due for another look, when, and who looks after them; also as a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..catalogue.raw import RawEntry
from ..catalogue.rules.values import review_day
from ..catalogue.types import EntryKind, Status
from .project import Project, line_of, title_of

__all__ = ["Review", "calendar", "reviews"]

#: Octets of the longest line of a calendar (RFC 5545, 3.1).
_LONGEST_LINE = 75


@dataclass(frozen=True, slots=True)
class Review:
    """A resource that is due for another look."""

    id: str
    title: str
    day: date
    owner: str
    """Who looks after it; empty for no one."""
    file: str
    line: int

    def data(self) -> dict[str, Any]:
        """The review as JSON has it."""
        place = {"file": self.file, "line": self.line}
        return {"id": self.id, "title": self.title, "day": self.day.isoformat(), "owner": self.owner, **place}


def reviews(project: Project, until: date, owner: str | None = None) -> tuple[Review, ...]:
    """The reviews that are due until a day, the oldest first.

    Args:
        project: the project.
        until: the last day.
        owner: who looks after the resources; everyone where it is None.
    """
    found = (_review(entry) for entry in project.raw.each(EntryKind.RESOURCE))
    wanted = (each for each in found if each is not None and each.day <= until and owner in (None, each.owner))
    return tuple(sorted(wanted, key=lambda each: (each.day, each.id)))


def _review(entry: RawEntry) -> Review | None:
    day = review_day(entry)
    if day is None or entry.id is None or entry.text("status") == Status.ARCHIVED:
        return None
    return Review(entry.id, title_of(entry), day, entry.text("owner") or "", entry.document.file, line_of(entry))


def calendar(found: Iterable[Review], today: date) -> str:
    """The reviews as an iCalendar file (RFC 5545): a day-long event for each."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//learning-pathway//pathway due//EN", "CALSCALE:GREGORIAN"]
    for review in found:
        lines += [
            "BEGIN:VEVENT",
            f"UID:review-{review.id}-{review.day:%Y%m%d}@learning-pathway",
            f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{review.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{_next(review.day):%Y%m%d}",
            f"SUMMARY:{_text(f'Review: {review.title or review.id}')}",
            f"DESCRIPTION:{_text(_description(review))}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _description(review: Review) -> str:
    who = f"Owner: {review.owner}\n" if review.owner else ""
    return f"{who}{review.id} ({review.file}, line {review.line})"


def _text(text: str) -> str:
    """A text as the value of a property: control characters are left out."""
    plain = "".join(each for each in text if each.isprintable() or each == "\n")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in parts of 75 octets at most; all but the first begin with a space."""
    part, size = "", 0
    for character in line:
        width = len(character.encode("utf-8", "replace"))
        if size + width > _LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + width
    yield part
