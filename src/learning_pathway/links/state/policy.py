"""How a new result changes a link's state, and when trouble becomes an alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from ..rules.judge import Judgement
from ..settings import Alarms
from ..verdicts import Severity, Verdict
from .model import Baseline, Change, LinkRecord, Validators, is_good

__all__ = [
    "advance",
    "is_due",
    "is_future",
    "is_suspect",
    "without_future_dates",
]

_LONGEST_HISTORY: Final = 200
"""Transitions kept for one link; the oldest go first."""
_LEEWAY: Final = timedelta(days=1)
"""How far ahead a day may lie: it may have begun already in another time zone."""
_TITLE_ALIKE: Final = 0.6
"""Likeness below which a page that is still the resource is described anew."""


def advance(
    record: LinkRecord,
    judgement: Judgement,
    today: date,
    alarms: Alarms,
    *,
    validators: Validators | None = None,
) -> LinkRecord:
    """Take a judgement into a link's record.

    Taking the same judgement in twice on one day changes nothing the second time, so that an interrupted run can
    be gone on with and two runs may overlap. A judgement from before the last check changes nothing at all.

    Args:
        record: what was known.
        judgement: what was found.
        today: the day of the check.
        alarms: when trouble becomes an alarm.
        validators: what the server gave for asking conditionally next time.
    """
    first_seen = record.first_seen or today
    if judgement.verdict is Verdict.NOT_CHECKED:
        if record.checked_on is not None:
            return replace(record, first_seen=first_seen)
        return replace(record, first_seen=first_seen, evidence=judgement.evidence, confidence=judgement.confidence)
    if record.checked_on is not None and today < record.checked_on:
        return record
    good = is_good(judgement.verdict)
    failing = judgement.verdict.meaning.severity is Severity.TROUBLE or judgement.verdict is Verdict.UNWELL
    new_day = record.checked_on is None or today > record.checked_on or record.failures == 0
    failures = 0 if good else record.failures + (1 if failing and new_day else 0)
    first_failed = None if good else (record.first_failed or (today if failing else None))
    return replace(
        record,
        verdict=judgement.verdict,
        confidence=judgement.confidence,
        evidence=judgement.evidence,
        final_url=judgement.final_url,
        new_url=judgement.new_url,
        first_seen=first_seen,
        checked_on=today,
        last_good=today if good else record.last_good,
        first_failed=first_failed,
        failures=failures,
        alarm=failing and _is_alarm(judgement, failures, first_failed, today, alarms),
        history=_history(record, judgement.verdict, today),
        baseline=_baseline(record.baseline, judgement.seen, today) if good else record.baseline,
        validators=validators if judgement.verdict is Verdict.OK else None,
        archived_url=None if good else record.archived_url,
    )


def _is_alarm(judgement: Judgement, failures: int, first_failed: date | None, today: date, alarms: Alarms) -> bool:
    if judgement.certain:
        return True
    if first_failed is None or failures < alarms.failures:
        return False
    lasted = (today - first_failed).days
    return lasted >= (alarms.unwell_days if judgement.verdict is Verdict.UNWELL else alarms.days)


def _history(record: LinkRecord, verdict: Verdict, today: date) -> tuple[Change, ...]:
    if verdict is record.verdict:
        return record.history
    change = Change(before=record.verdict, to=verdict, on=today)
    return (*record.history, change)[-_LONGEST_HISTORY:]


def _baseline(known: Baseline | None, seen: Baseline | None, today: date) -> Baseline | None:
    """Keep what is known of the page, unless the page has changed noticeably and is still the resource.

    What a person approved stays until a person approves something else.
    """
    if seen is None or (known is not None and known.approved):
        return known
    if known is not None and known.title == seen.title and known.kind == seen.kind and _alike(known, seen):
        return known
    return replace(seen, on=today)


def _alike(known: Baseline, seen: Baseline) -> bool:
    from ..text import likeness

    text = likeness(known.fingerprint, seen.fingerprint).text
    return text is None or text >= _TITLE_ALIKE


def is_suspect(record: LinkRecord) -> bool:
    """Tell whether a link is in trouble that is not yet, or already, an alarm."""
    return record.first_failed is not None


def is_due(record: LinkRecord | None, today: date, *, days: int, spread: int) -> bool:
    """Tell whether a link should be checked today: suspects daily, others weekly, not all on the same day.

    Args:
        record: what is known, or None for a new link.
        today: the day of the run.
        days: the ordinary number of days between two checks.
        spread: a link's own offset, so that the checks of one host do not all fall on one day.
    """
    if record is not None and is_future(record.checked_on, today):
        return True
    if record is None or record.checked_on is None or is_suspect(record):
        return record is None or record.checked_on is None or today > record.checked_on
    return today >= record.checked_on + timedelta(days=days - spread)


def is_future(day: date | None, today: date) -> bool:
    """Tell whether a day lies in the future."""
    return day is not None and day > today + _LEEWAY


def without_future_dates(record: LinkRecord, today: date) -> LinkRecord:
    """Replace days in the future, left by a clock that ran ahead, with yesterday.

    Without it, every check until those days would be taken for one from before the last.
    """
    days = (record.first_seen, record.checked_on, record.last_good, record.first_failed, record.seen_by_person)
    if not any(is_future(day, today) for day in (*days, *(change.on for change in record.history))):
        return record
    yesterday = today - timedelta(days=1)
    baseline = record.baseline
    if baseline is not None and is_future(baseline.on, today):
        baseline = replace(baseline, on=yesterday)
    return replace(
        record,
        first_seen=_not_after(record.first_seen, yesterday, today),
        checked_on=_not_after(record.checked_on, yesterday, today),
        last_good=_not_after(record.last_good, yesterday, today),
        first_failed=_not_after(record.first_failed, yesterday, today),
        seen_by_person=_not_after(record.seen_by_person, yesterday, today),
        history=tuple(
            replace(change, on=yesterday) if is_future(change.on, today) else change for change in record.history
        ),
        baseline=baseline,
    )


def _not_after(day: date | None, instead: date, today: date) -> date | None:
    return instead if is_future(day, today) else day
