"""How a new result changes a link's state, and when trouble becomes an alarm."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ..verdicts import Urgency, Verdict
from .model import Baseline, CheckResult, LinkState, Validators, VerdictChange, is_good

if TYPE_CHECKING:  # a build reads states, and needs no settings of checks
    from ..settings import Alarms

__all__ = [
    "advance",
    "evidence_key",
    "falls",
    "is_due",
    "is_future",
    "is_suspect",
    "is_told_to_wait",
    "without_future_dates",
]

_LONGEST_HISTORY: Final = 200
"""Transitions kept for one link; the oldest go first."""
_LEEWAY: Final = timedelta(days=1)
"""How far ahead a day may lie: it may have begun already in another time zone."""
_TWO_MONTHS: Final = timedelta(days=61)
_NUMBER: Final = re.compile(r"\d+")
_ASIDE: Final = "the host's certificate"
"""How evidence begins that says nothing about the page."""
_TITLE_ALIKE: Final = 0.6
"""Likeness below which a page that is still the resource is described anew."""


def advance(
    record: LinkState,
    result: CheckResult,
    today: date,
    alarms: Alarms,
    *,
    validators: Validators | None = None,
) -> LinkState:
    """Return a link's state after the result of a check.

    Taking the same result in twice on one day changes nothing the second time, so that an interrupted run can
    be gone on with and two runs may overlap. A result from before the last check changes nothing at all.

    Args:
        record: what was known.
        result: what was found.
        today: the day of the check.
        alarms: when trouble becomes an alarm.
        validators: what the server gave for asking conditionally next time.
    """
    first_seen = record.first_seen or today
    if result.verdict is Verdict.NOT_CHECKED:
        if record.checked_on is not None:
            return replace(record, first_seen=first_seen)
        return replace(record, first_seen=first_seen, evidence=result.evidence, confidence=result.confidence)
    if record.checked_on is not None and today < record.checked_on:
        return record
    good = is_good(result.verdict)
    vouched = _still_vouched(record, result)
    failing = _is_failing(result.verdict) and not (vouched and vouched == evidence_key(result))
    new_day = record.checked_on is None or today > record.checked_on or record.failures == 0
    excused = bool(vouched) and not failing
    failures = 0 if good or excused else record.failures + (1 if failing and new_day else 0)
    first_failed = None if good or excused else (record.first_failed or (today if failing else None))
    history = _history(record, result.verdict, today)
    return replace(
        record,
        verdict=result.verdict,
        confidence=result.confidence,
        evidence=result.evidence,
        final_url=result.final_url,
        new_url=result.new_url,
        first_seen=first_seen,
        checked_on=today,
        last_good=today if good else record.last_good,
        first_failed=first_failed,
        failures=failures,
        alarm=failing and _is_alarm(result, failures, first_failed, history, today, alarms),
        history=history,
        baseline=_baseline(record.baseline, result.seen, today) if good else record.baseline,
        validators=validators if result.verdict is Verdict.OK else None,
        archived_url=None if good else record.archived_url,
        look_once=_should_be_looked_at(record, result),
        vouched=vouched,
    )


def _is_failing(verdict: Verdict) -> bool:
    return verdict.meaning.urgency is Urgency.TROUBLE or verdict is Verdict.UNWELL


def evidence_key(seen: CheckResult | LinkState) -> str:
    """Return what stays the same for as long as the same trouble is seen: numbers and days in it may change."""
    lines = [_NUMBER.sub("0", line) for line in seen.evidence if not line.startswith(_ASIDE)]
    return hashlib.sha256("\n".join((seen.verdict.value, *lines)).encode()).hexdigest()[:16]


def _still_vouched(record: LinkState, result: CheckResult) -> str:
    """Return the evidence that a person called a false alarm; nothing once the link is fine, or in other trouble."""
    if not record.vouched or is_good(result.verdict):
        return ""
    other = result.verdict.meaning.urgency is Urgency.TROUBLE and evidence_key(result) != record.vouched
    return "" if other else record.vouched


def _should_be_looked_at(record: LinkState, result: CheckResult) -> bool:
    """Keep a doubt until the page is seen to be the resource, by its title or by a person who looked since."""
    if not result.doubtful:
        return record.look_once and not result.identified
    known, looked = record.baseline, record.seen_by_person
    return looked is None or (known is not None and (not known.approved or looked <= known.on))


def _is_alarm(
    result: CheckResult,
    failures: int,
    first_failed: date | None,
    history: tuple[VerdictChange, ...],
    today: date,
    alarms: Alarms,
) -> bool:
    if result.certain:
        return True
    if first_failed is None:
        return False
    if result.sure_after is not None and failures > 1:
        began = max(first_failed, history[-1].on) if history else first_failed
        if (today - began).days >= result.sure_after:
            return True
    if failures < alarms.failures:
        return False
    lasted = (today - first_failed).days
    return lasted >= (alarms.unwell_days if result.verdict is Verdict.UNWELL else alarms.days)


def _history(record: LinkState, verdict: Verdict, today: date) -> tuple[VerdictChange, ...]:
    if verdict is record.verdict:
        return record.history
    change = VerdictChange(before=record.verdict, to=verdict, on=today)
    return (*record.history, change)[-_LONGEST_HISTORY:]


def _baseline(known: Baseline | None, seen: Baseline | None, today: date) -> Baseline | None:
    """Keep what is known of the page, unless the page has changed noticeably and is still the resource.

    What a person approved stays until a person approves something else.
    """
    if seen is None or (known is not None and known.approved):
        return known
    if known is not None and known.title == seen.title and known.kind == seen.kind and _alike(known, seen):
        return known
    return seen if seen.on == today else replace(seen, on=today)


def _alike(known: Baseline, seen: Baseline) -> bool:
    from ..text import likeness

    text = likeness(known.fingerprint, seen.fingerprint).text
    return text is None or text >= _TITLE_ALIKE


def falls(record: LinkState, before: date) -> int:
    """Count how often a link began to fail in the two months before a day."""
    since = before - _TWO_MONTHS
    return sum(
        since <= change.on < before and _is_failing(change.to) and not _is_failing(change.before)
        for change in record.history
    )


def is_suspect(record: LinkState) -> bool:
    """Tell whether a link is in trouble that is not yet, or already, an alarm."""
    return record.first_failed is not None


def is_told_to_wait(record: LinkState) -> bool:
    """Tell whether a link's host last answered only that it is asked too often (429)."""
    return record.verdict is Verdict.BLOCKED and any("(429)" in line for line in record.evidence)


def is_due(record: LinkState | None, today: date, *, days: int, spread: int) -> bool:
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
    return today - record.checked_on >= timedelta(days=days - spread)


def is_future(day: date | None, today: date) -> bool:
    """Tell whether a day lies in the future."""
    return day is not None and day > today + _LEEWAY


def without_future_dates(record: LinkState, today: date) -> LinkState:
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
