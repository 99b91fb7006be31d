"""The table of verdicts: what a link check can say, and what each word means.

Code, documentation, pages and tests all read this one table. A verdict says what was seen now; whether
anybody is called to act is decided by persistence (see `history`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MEANINGS", "Meaning", "Severity", "Verdict"]


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


class Severity(StrEnum):
    """How much a verdict asks of a maintainer, once it has lasted."""

    FINE = "fine"
    ADVICE = "advice"
    UNKNOWN = "unknown"
    TROUBLE = "trouble"

    @property
    def is_news(self) -> bool:
        """Whether a report has anything to say about it."""
        return self in (Severity.UNKNOWN, Severity.TROUBLE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row of the table of verdicts."""

    label: str
    """A word or two, to stand beside a link."""
    learner: str
    """What it means to somebody who wants to read the work."""
    maintainer: str
    """What it means to somebody who looks after the catalogue."""
    severity: Severity
    """How much it asks, once it has lasted."""
    remedy: str
    """What to do about it."""
    rank: int
    """Place in a report: the lowest number is the worst and comes first."""


MEANINGS: dict[Verdict, Meaning] = {
    Verdict.BROKEN: Meaning(
        "Broken",
        "This page cannot be reached at its address.",
        "The address is gone: the server says so, the name no longer exists, the redirects go round in a circle, "
        "or the secure connection cannot be trusted.",
        Severity.TROUBLE,
        "Find the work's new address, offer an archived copy, or retire the entry.",
        0,
    ),
    Verdict.REMOVED_VIDEO: Meaning(
        "Video removed",
        "This video is no longer public.",
        "The video service says that the video was deleted or made private.",
        Severity.TROUBLE,
        "Look for another upload by the same maker, or put an alternative in its place.",
        1,
    ),
    Verdict.HOLLOW: Meaning(
        "Content gone",
        "The address still answers, but the work is no longer there.",
        "The server answers as if all were well, but what it shows is a not-found page, a parked domain, a home "
        "page or a notice of withdrawal in place of the work.",
        Severity.TROUBLE,
        "Open it. If the work is there after all, approve the page as it is; if not, treat the link as broken.",
        2,
    ),
    Verdict.DRIFTED: Meaning(
        "Changed",
        "The page at this address has changed since it was chosen.",
        "The address is alive, but shows something other than what was catalogued.",
        Severity.TROUBLE,
        "Read it again. Approve the page if it still earns its place, or change the entry.",
        3,
    ),
    Verdict.GATED: Meaning(
        "Now behind a sign-in",
        "This page now asks for an account or a payment.",
        "The catalogue calls it free to read, but a paywall or a sign-in has appeared.",
        Severity.TROUBLE,
        "Correct `access` in the entry, or offer a free copy under `alternatives`.",
        4,
    ),
    Verdict.FRAGMENT_MISSING: Meaning(
        "Section not found",
        "The page is there, but the part that the link points to is not.",
        "The page answers, but has no element of the name that follows the # in the address.",
        Severity.TROUBLE,
        "Point the link to the part's new name, or drop the # and what follows it.",
        5,
    ),
    Verdict.MOVED: Meaning(
        "Moved",
        "This page has a new address; the link still leads there.",
        "The server says that the work has moved for good, and the new address shows the same work.",
        Severity.ADVICE,
        "Write the new address into the entry: `pathway links repair` does it for you.",
        6,
    ),
    Verdict.UNWELL: Meaning(
        "Not answering well",
        "The site was having trouble when we last looked. It may well open for you.",
        "The server failed, was under maintenance or did not answer in time. It says nothing about the work.",
        Severity.UNKNOWN,
        "Wait: it is tried again daily, and called broken only if it stays this way.",
        7,
    ),
    Verdict.BLOCKED: Meaning(
        "Cannot be checked",
        "The site turns automatic checks away. It will most likely open for you.",
        "A wall stands between the check and the page: a refusal, a challenge, a consent page or a log-in. "
        "Nobody can tell from here whether the work is there.",
        Severity.UNKNOWN,
        "Open it yourself now and then, and record that you saw it: `pathway links seen ID`.",
        8,
    ),
    Verdict.NOT_CHECKED: Meaning(
        "Not checked yet",
        "This link has not been checked yet.",
        "No check has come to a result: it is new, was left out, or the run stopped before its turn.",
        Severity.UNKNOWN,
        "Run `pathway links check`.",
        9,
    ),
    Verdict.OK: Meaning(
        "Fine",
        "This link was checked, and works.",
        "The address answers with the work, as far as a check can tell.",
        Severity.FINE,
        "Nothing.",
        10,
    ),
}
