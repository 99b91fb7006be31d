"""The time that servers give in their `Date` headers, to notice a wrong clock on this machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

__all__ = ["ClockError", "ServerTimes"]

_MADE_UP: Final = timedelta(days=1)
"""A given time that differs more than this from the real one is a test's or a maintainer's, not a clock's."""
_WRONG_BY: Final = timedelta(days=2)
_HOSTS: Final = 50
"""Hosts whose times are kept."""
_ENOUGH: Final = 3
"""Hosts that must agree that the clock of this machine is wrong."""


class ClockError(Exception):
    """This machine's clock is wrong, so that no day could be told; nothing was written."""


class ServerTimes:
    """What servers say the time is, in the `Date` of their answers (RFC 9110, 6.6.1)."""

    def __init__(self) -> None:
        self._said: dict[str, tuple[datetime, datetime]] = {}

    def hear(self, host: str, written: str) -> None:
        """Take in one answer's `Date`. Only the first few hosts count, each once."""
        if not written or host in self._said or len(self._said) >= _HOSTS:
            return
        try:
            said = parsedate_to_datetime(written)
        except (ValueError, TypeError, OverflowError):
            return
        self._said[host] = (said if said.tzinfo else said.replace(tzinfo=UTC), datetime.now(UTC))

    def disagreement(self, now: datetime) -> str | None:
        """Say how this machine's clock is wrong; None if it seems right, or too few servers were heard.

        A cache may keep an answer with its date for days, so what counts is the latest time that anyone named: a clock
        is ahead if every server is behind it, and behind if most servers are ahead of it.

        Args:
            now: the time that the run goes by. One that was made up is no one's clock, and never wrong.
        """
        if len(self._said) < _ENOUGH or abs(now - datetime.now(UTC)) > _MADE_UP:
            return None
        ahead = sorted(said - heard for said, heard in self._said.values())
        if ahead[-1] < -_WRONG_BY or ahead[len(ahead) // 2] > _WRONG_BY:
            ours = datetime.now(UTC)
            theirs = ours + (ahead[-1] if ahead[-1] < -_WRONG_BY else ahead[len(ahead) // 2])
            return f"this machine's clock says {ours:%Y-%m-%d}, but the servers that answered say {theirs:%Y-%m-%d}"
        return None
