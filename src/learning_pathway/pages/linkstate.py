"""The state of a link in calm words: never a red alarm, never a dead end without an offer."""

from __future__ import annotations

from dataclasses import dataclass

from ..catalogue.model import Resource
from ..links.health import LinkRecord
from ..links.verdicts import Severity, Verdict
from .words import day_in_words

__all__ = ["LinkState", "link_state"]


@dataclass(frozen=True, slots=True)
class LinkState:
    """What to tell a learner about a link.

    Attributes:
        tone: ``fine``, ``unknown``, ``changed``, ``unchecked`` or ``none``; styles hang on it.
        words: one sentence.
    """

    tone: str
    words: str


def link_state(resource: Resource, record: LinkRecord | None, language: str) -> LinkState:
    """The sentence for a resource, given what the link checks found.

    Trouble that has not lasted is not told: `LinkRecord.alarm` says when it has.
    """
    if resource.url is None:
        return LinkState("none", "No public copy is known.")
    # An entry that found another address belongs to a link that has since been mended.
    if record is None or record.verdict is Verdict.NOT_CHECKED or record.url != resource.url:
        return LinkState("unchecked", "Link not checked yet.")
    day = f" on {day_in_words(record.checked_on, language)}" if record.checked_on else ""
    if record.verdict is Verdict.OK:
        return LinkState("fine", f"Link checked and fine{day}.")
    meaning = record.verdict.meaning
    if meaning.severity is Severity.TROUBLE and not record.alarm:
        seen = (
            f" The work was last seen there on {day_in_words(record.last_good, language)}." if record.last_good else ""
        )
        return LinkState("unknown", f"We could not confirm this link{day}; we will look again.{seen}")
    tone = "changed" if meaning.severity is Severity.TROUBLE else "unknown"
    return LinkState(tone, f"{meaning.learner} Checked{day}." if day else meaning.learner)
