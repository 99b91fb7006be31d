"""The table of verdicts: what a link check can say, and what each word means.

Code, documentation, pages and tests all read this one table. A verdict says what was seen now; `state/policy.py`
decides when a verdict that lasts becomes an alarm.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MEANINGS", "Meaning", "Urgency", "Verdict"]


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
    harshness: int
    """Of two opinions that differ, the one with the lower number counts."""


MEANINGS: dict[Verdict, Meaning] = {
    Verdict.BROKEN: Meaning(
        "Broken",
        "This page cannot be reached at its address.",
        "The server says that the page does not exist, the domain no longer exists, the redirects form a loop, "
        "or the secure connection cannot be trusted.",
        Urgency.TROUBLE,
        "Find the resource's new address, add an archived copy, or retire the entry.",
        rank=0,
        harshness=9,
    ),
    Verdict.REMOVED_VIDEO: Meaning(
        "Video removed",
        "This video is no longer public.",
        "The video service says that the video was deleted or made private.",
        Urgency.TROUBLE,
        "Find another upload by the same creator, or replace it.",
        rank=1,
        harshness=8,
    ),
    Verdict.HOLLOW: Meaning(
        "Content gone",
        "The address still answers, but the resource is no longer there.",
        "The server answers normally, but shows a not-found page, a parked domain, a home page or a notice of "
        "withdrawal instead of the resource.",
        Urgency.TROUBLE,
        "Open it. If the resource is there, approve the page as it is. If not, treat the link as broken.",
        rank=2,
        harshness=7,
    ),
    Verdict.DRIFTED: Meaning(
        "Changed",
        "The page at this address has changed since it was chosen.",
        "The page opens, but shows something other than the resource in the catalogue.",
        Urgency.TROUBLE,
        "Read it again. Approve the page if it is still right for the pathway, or change the entry.",
        rank=3,
        harshness=4,
    ),
    Verdict.GATED: Meaning(
        "Now behind a sign-in",
        "This page now asks for an account or a payment.",
        "The catalogue says that it is free to read, but there is now a paywall or a sign-in.",
        Urgency.TROUBLE,
        "Correct `access` in the entry, or offer a free copy under `alternatives`.",
        rank=4,
        harshness=3,
    ),
    Verdict.FRAGMENT_MISSING: Meaning(
        "Section not found",
        "The page is there, but the section that the link points to is not.",
        "The page opens, but no element has the id after the # in the address.",
        Urgency.TROUBLE,
        "Change the part after the # to the section's new id, or delete the # and what follows it.",
        rank=5,
        harshness=2,
    ),
    Verdict.MOVED: Meaning(
        "Moved",
        "This page has a new address; the link still leads there.",
        "The server redirects permanently to a new address, which shows the same resource.",
        Urgency.ADVICE,
        "Change the address in the entry. `pathway links repair` does it for you.",
        rank=6,
        harshness=1,
    ),
    Verdict.UNWELL: Meaning(
        "Not answering well",
        "The site had a problem when we last checked. It may open for you.",
        "The server failed, was under maintenance or did not answer in time. This says nothing about the resource.",
        Urgency.UNKNOWN,
        "Wait. It is checked again every day, and becomes an alarm only if it stays like this.",
        rank=7,
        harshness=6,
    ),
    Verdict.BLOCKED: Meaning(
        "Cannot be checked",
        "The site refuses automatic checks. It will probably open for you.",
        "The site blocks the check: with a refusal, a challenge, a consent page or a sign-in. "
        "The check cannot tell whether the resource is there.",
        Urgency.UNKNOWN,
        "Open it yourself from time to time, and record that you saw it: `pathway links seen ID`.",
        rank=8,
        harshness=5,
    ),
    Verdict.NOT_CHECKED: Meaning(
        "Not checked yet",
        "This link has not been checked yet.",
        "It is new, was left out, or the run stopped before it was checked.",
        Urgency.UNKNOWN,
        "Run `pathway links check`.",
        rank=9,
        harshness=10,
    ),
    Verdict.OK: Meaning(
        "Fine",
        "This link works.",
        "The address shows the resource, as far as a check can tell.",
        Urgency.FINE,
        "Nothing to do.",
        rank=10,
        harshness=0,
    ),
}
