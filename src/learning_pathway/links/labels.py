"""The state of a link in words, for learners and for maintainers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..locale import ENGLISH, Translations
from .state.model import LinkState
from .verdicts import Verdict

__all__ = ["LinkStatus", "key_dates", "link_status", "long_date", "remedy"]

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
