"""Clocks that are wrong: noticing it by what servers say the time is, and mending days that are still to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from .record import LinkRecord

__all__ = ["ClockError", "Clocks", "in_time", "is_to_come"]

_LEEWAY: Final = timedelta(days=1)
"""How far ahead a day may lie: it may have begun already where the other machine stands."""
_WRONG_BY: Final = timedelta(days=2)
_HOSTS: Final = 50
"""Hosts whose clocks are remembered."""
_ENOUGH: Final = 3
"""Hosts that must agree that the clock of this machine is wrong."""


class ClockError(Exception):
    """This machine's clock is wrong, so that no day could be told; nothing was written."""


class Clocks:
    """What servers say the time is, in the `Date` of their answers (RFC 9110, 6.6.1)."""

    def __init__(self) -> None:
        self._said: dict[str, tuple[datetime, datetime]] = {}

    def hear(self, host: str, written: str) -> None:
        """Take in one answer's `Date`. Only the first few hosts count, each once."""
        if not written or host in self._said or len(self._said) >= _HOSTS:
            return
        try:
            said = parsedate_to_datetime(written)
        except ValueError:
            return
        self._said[host] = (said if said.tzinfo else said.replace(tzinfo=UTC), datetime.now(UTC))

    def disagreement(self, now: datetime) -> str | None:
        """Say how this machine's clock is wrong; None if it seems right, or too few servers were heard.

        A cache may keep an answer with its date for days, so what counts is the latest time that anybody named: a clock
        is ahead if every server is behind it, and behind if most servers are ahead of it.

        Args:
            now: the time that the run goes by. One that was made up is nobody's clock, and never wrong.
        """
        if len(self._said) < _ENOUGH or abs(now - datetime.now(UTC)) > _LEEWAY:
            return None
        ahead = sorted(said - heard for said, heard in self._said.values())
        if ahead[-1] < -_WRONG_BY or ahead[len(ahead) // 2] > _WRONG_BY:
            ours = datetime.now(UTC)
            theirs = ours + (ahead[-1] if ahead[-1] < -_WRONG_BY else ahead[len(ahead) // 2])
            return f"this machine's clock says {ours:%Y-%m-%d}, but the servers that answered say {theirs:%Y-%m-%d}"
        return None


def is_to_come(day: date | None, today: date) -> bool:
    """Tell whether a day lies in the future."""
    return day is not None and day > today + _LEEWAY


def in_time(record: LinkRecord, today: date) -> LinkRecord:
    """Mend a record that a clock which ran ahead has left behind: days that are still to come become yesterday.

    Without it, every check until those days would be taken for one from before the last.
    """
    days = (record.first_seen, record.checked_on, record.last_good, record.first_failed, record.seen_by_person)
    if not any(is_to_come(day, today) for day in (*days, *(change.on for change in record.history))):
        return record
    yesterday = today - timedelta(days=1)
    baseline = record.baseline
    if baseline is not None and is_to_come(baseline.on, today):
        baseline = replace(baseline, on=yesterday)
    return replace(
        record,
        first_seen=_not_after(record.first_seen, yesterday, today),
        checked_on=_not_after(record.checked_on, yesterday, today),
        last_good=_not_after(record.last_good, yesterday, today),
        first_failed=_not_after(record.first_failed, yesterday, today),
        seen_by_person=_not_after(record.seen_by_person, yesterday, today),
        history=tuple(
            replace(change, on=yesterday) if is_to_come(change.on, today) else change for change in record.history
        ),
        baseline=baseline,
    )


def _not_after(day: date | None, instead: date, today: date) -> date | None:
    return instead if is_to_come(day, today) else day
