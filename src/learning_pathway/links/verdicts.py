"""The table of verdicts: what a link check can say, what each word means, and the state of a link in words.

Code, documentation, pages and tests all read this one table. A verdict says what was seen now; `state/policy.py`
decides when a verdict that lasts becomes an alarm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ..locale import ENGLISH, Translations

if TYPE_CHECKING:
    from .state.model import LinkState

__all__ = [
    "MEANINGS",
    "LinkStatus",
    "Meaning",
    "Urgency",
    "Verdict",
    "key_dates",
    "link_status",
    "long_date",
    "remedy",
]


class Verdict(StrEnum):
    """What was seen at a link's address."""

    OK = "ok"
    MOVED = "moved"
    BLOCKED = "blocked"
    UNWELL = "unwell"
    BROKEN = "broken"
    HOLLOW = "hollow"
    DRIFTED = "drifted"
    GATED = "gated"
    REMOVED_VIDEO = "removed-video"
    FRAGMENT_MISSING = "fragment-missing"
    NOT_CHECKED = "not-checked"

    @property
    def meaning(self) -> Meaning:
        """The row of the table for this verdict."""
        return MEANINGS[self]


class Urgency(StrEnum):
    """How much a verdict asks of a maintainer, once it has lasted."""

    FINE = "fine"
    ADVICE = "advice"
    UNKNOWN = "unknown"
    TROUBLE = "trouble"

    @property
    def is_news(self) -> bool:
        """Whether a report has anything to say about it."""
        return self in (Urgency.UNKNOWN, Urgency.TROUBLE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row of the table of verdicts."""

    label: str
    """Label of a word or two."""
    learner: str
    """What it means to someone who wants to read the resource."""
    maintainer: str
    """What it means to someone who looks after the catalogue."""
    urgency: Urgency
    """How much it asks, once it has lasted."""
    remedy: str
    """What to do about it."""
    rank: int
    """Place in a report: the lowest number is the worst and comes first."""


MEANINGS: dict[Verdict, Meaning] = {
    Verdict.BROKEN: Meaning(
        "Broken",
        "This page cannot be reached at its address.",
        "The server says that the page does not exist, the domain no longer exists, the redirects form a loop, "
        "or the secure connection cannot be trusted.",
        Urgency.TROUBLE,
        "Find the resource's new address, add an archived copy, or retire the entry.",
        0,
    ),
    Verdict.REMOVED_VIDEO: Meaning(
        "Video removed",
        "This video is no longer public.",
        "The video service says that the video was deleted or made private.",
        Urgency.TROUBLE,
        "Find another upload by the same creator, or replace it.",
        1,
    ),
    Verdict.HOLLOW: Meaning(
        "Content gone",
        "The address still answers, but the resource is no longer there.",
        "The server answers normally, but shows a not-found page, a parked domain, a home page or a notice of "
        "withdrawal instead of the resource.",
        Urgency.TROUBLE,
        "Open it. If the resource is there, approve the page as it is. If not, treat the link as broken.",
        2,
    ),
    Verdict.DRIFTED: Meaning(
        "Changed",
        "The page at this address has changed since it was chosen.",
        "The page opens, but shows something other than the resource in the catalogue.",
        Urgency.TROUBLE,
        "Read it again. Approve the page if it is still right for the pathway, or change the entry.",
        3,
    ),
    Verdict.GATED: Meaning(
        "Now behind a sign-in",
        "This page now asks for an account or a payment.",
        "The catalogue says that it is free to read, but there is now a paywall or a sign-in.",
        Urgency.TROUBLE,
        "Correct `access` in the entry, or offer a free copy under `alternatives`.",
        4,
    ),
    Verdict.FRAGMENT_MISSING: Meaning(
        "Section not found",
        "The page is there, but the section that the link points to is not.",
        "The page opens, but no element has the id after the # in the address.",
        Urgency.TROUBLE,
        "Change the part after the # to the section's new id, or delete the # and what follows it.",
        5,
    ),
    Verdict.MOVED: Meaning(
        "Moved",
        "This page has a new address; the link still leads there.",
        "The server redirects permanently to a new address, which shows the same resource.",
        Urgency.ADVICE,
        "Change the address in the entry. `pathway links repair` does it for you.",
        6,
    ),
    Verdict.UNWELL: Meaning(
        "Not answering well",
        "The site had a problem when we last checked. It may open for you.",
        "The server failed, was under maintenance or did not answer in time. This says nothing about the resource.",
        Urgency.UNKNOWN,
        "Wait. It is checked again every day, and becomes an alarm only if it stays like this.",
        7,
    ),
    Verdict.BLOCKED: Meaning(
        "Cannot be checked",
        "The site refuses automatic checks. It will probably open for you.",
        "The site blocks the check: with a refusal, a challenge, a consent page or a sign-in. "
        "The check cannot tell whether the resource is there.",
        Urgency.UNKNOWN,
        "Open it yourself from time to time, and record that you saw it: `pathway links seen ID`.",
        8,
    ),
    Verdict.NOT_CHECKED: Meaning(
        "Not checked yet",
        "This link has not been checked yet.",
        "It is new, was left out, or the run stopped before it was checked.",
        Urgency.UNKNOWN,
        "Run `pathway links check`.",
        9,
    ),
    Verdict.OK: Meaning(
        "Fine",
        "This link works.",
        "The address shows the resource, as far as a check can tell.",
        Urgency.FINE,
        "Nothing to do.",
        10,
    ),
}


_LONG_UNWELL: Final = 21
"""Days of trouble after which waiting is no advice any more."""

_GONE: Final = frozenset({Verdict.BROKEN, Verdict.HOLLOW, Verdict.UNWELL, Verdict.REMOVED_VIDEO})
"""Verdicts that, once they have lasted, leave a learner with nothing at the address."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What to tell a learner about a link."""

    tone: str
    """`fine`, `unknown`, `changed`, `unchecked`, or `none` for a resource without an address."""
    words: str
    """The sentence."""
    is_gone: bool = False
    """Whether there is nothing at the address any more, so that something else should be offered."""
    is_trouble: bool = False
    """Whether something is wrong, or may be: all that a learner needs to hear of."""


def long_date(day: date) -> str:
    """Write a day as people in the UK do: `5 March 2026`."""
    return ENGLISH.day(day)


def link_status(record: LinkState, translations: Translations = ENGLISH) -> LinkStatus:
    """Say in one or two sentences what is known about a link. The text is plain: escape it before it goes into a page.

    A learner is told that a page has gone only when that has lasted (`LinkState.alarm`); until then, that we could not
    confirm the link, and when the resource was last seen.

    Args:
        record: what is known of the link.
        translations: the language to say it in.
    """
    t = translations
    if record.checked_on is None or record.verdict is Verdict.NOT_CHECKED:
        return LinkStatus("unchecked", t.gettext("Link not checked yet."))
    day = t.day(record.checked_on)
    if record.verdict in _GONE and record.alarm:
        return LinkStatus("changed", _gone(record, t), is_gone=True, is_trouble=True)
    if record.vouched and record.seen_by_person and record.first_failed is None:
        day_seen = t.day(record.seen_by_person)
        return LinkStatus("fine", t.gettext("A person opened this link on %(day)s.", day=day_seen))
    checked = t.gettext("Checked on %(day)s.", day=day)
    found = f"{t.gettext(record.verdict.meaning.learner)} {checked}"
    match record.verdict:
        case Verdict.OK | Verdict.MOVED:
            return LinkStatus("fine", t.gettext("Link checked and fine on %(day)s.", day=day))
        case Verdict.BLOCKED if record.seen_by_person:
            seen = t.gettext("A person opened it on %(day)s.", day=t.day(record.seen_by_person))
            return LinkStatus("unknown", f"{found} {seen}")
        case Verdict.BLOCKED | Verdict.UNWELL:
            return LinkStatus("unknown", found, is_trouble=record.verdict is Verdict.UNWELL)
    if record.alarm:
        return LinkStatus("changed", found, is_trouble=True)
    told = t.gettext("We could not confirm this link on %(day)s. We will check again.", day=day)
    if record.last_good:
        seen = t.gettext("The resource was last seen there on %(day)s.", day=t.day(record.last_good))
        told = f"{told} {seen}"
    return LinkStatus("unknown", told, is_trouble=True)


def remedy(record: LinkState) -> str:
    """Say what to do about a link that a report lists."""
    if record.look_once:
        return "Open it once. If the resource is there, record that you saw it: `pathway links seen ID`."
    days = (record.checked_on - record.first_failed).days if record.checked_on and record.first_failed else 0
    if record.verdict is Verdict.UNWELL and (record.alarm or days >= _LONG_UNWELL):
        return (
            "It has failed for weeks. Do not wait any longer: find the resource's new address, add an archived copy, "
            "or retire the entry."
        )
    return record.verdict.meaning.remedy


def _gone(record: LinkState, t: Translations) -> str:
    """That there is nothing at the address any more, and since when."""
    is_video = record.verdict is Verdict.REMOVED_VIDEO
    if record.last_good is not None:
        day = t.day(record.last_good)
        if is_video:
            return t.gettext("This video has gone: it was last there on %(day)s.", day=day)
        return t.gettext("This page has gone: it was last there on %(day)s.", day=day)
    if record.first_failed is not None:
        day = t.day(record.first_failed)
        if is_video:
            return t.gettext("This video has gone: it has not been found since %(day)s.", day=day)
        return t.gettext("This page has gone: it has not been found since %(day)s.", day=day)
    if is_video:
        return t.gettext("This video has gone: it cannot be found.")
    return t.gettext("This page has gone: it cannot be found.")


def key_dates(record: LinkState) -> Iterator[str]:
    """What a maintainer asks of a link that needs them: since when, when it was last good, and who has opened it."""
    walled = record.verdict is Verdict.BLOCKED
    if record.first_failed and not walled:  # what was seen before a wall stood there is no trouble of today
        days = "1 day" if record.failures == 1 else f"{record.failures} days"
        yield f"In trouble since {long_date(record.first_failed)}, on {days} of checks"
    if walled and record.since:
        yield f"Blocked since {long_date(record.since)}"
    if record.last_good:
        yield f"Last good on {long_date(record.last_good)}"
    if record.seen_by_person:
        yield f"Last opened by a person on {long_date(record.seen_by_person)}"
    elif walled:
        yield "No one has recorded yet that they opened it"
