"""What a learner reads about a link: one calm sentence, never an alarm."""

from __future__ import annotations

from datetime import date

from .record import LinkRecord
from .verdicts import Verdict

__all__ = ["calm_sentence", "long_date"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def long_date(day: date) -> str:
    """Write a day as people in the UK do: `5 March 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def calm_sentence(record: LinkRecord | None) -> str:
    """Say in one sentence what is known about a link. The text is plain: escape it before it goes into a page.

    A learner is told that a page has gone only when that has lasted (`LinkRecord.alarm`); until then, that the site
    was having trouble.
    """
    if record is None or record.checked_on is None:
        return Verdict.NOT_CHECKED.meaning.learner
    day = long_date(record.checked_on)
    match record.verdict:
        case Verdict.OK | Verdict.MOVED:
            return f"Link checked and fine on {day}."
        case Verdict.BLOCKED:
            seen = f" Somebody opened it on {long_date(record.seen_by_person)}." if record.seen_by_person else ""
            return f"The site turns our check away, so open it to see.{seen}"
        case Verdict.GATED if record.alarm:
            return "This page now asks for a sign-in or a payment."
        case Verdict.FRAGMENT_MISSING if record.alarm:
            return "The page is there, but the part that the link points to has moved within it."
        case Verdict.DRIFTED if record.alarm:
            return "The page at this address has changed since it was chosen."
        case Verdict.REMOVED_VIDEO if record.alarm:
            return f"This video has gone: {_when(record)}."
        case Verdict.BROKEN | Verdict.HOLLOW | Verdict.UNWELL if record.alarm:
            return f"This page has gone: {_when(record)}."
    return f"The site was having trouble on {day}. It may well open for you."


def _when(record: LinkRecord) -> str:
    if record.last_good is not None:
        return f"it was last there on {long_date(record.last_good)}"
    if record.first_failed is not None:
        return f"it has not answered since {long_date(record.first_failed)}"
    return "it does not answer"
