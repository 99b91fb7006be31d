"""Good manners: how often a host is asked, and when it is left alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ..settings import Politeness

__all__ = ["HeldError", "Lanes", "seconds_to_wait"]


class HeldError(Exception):
    """The host asked to be left alone for longer than this run waits."""


class _Lane:
    """One host's turn-taking: so many at a time, so far apart."""

    def __init__(self, connections: int) -> None:
        self.places = asyncio.Semaphore(connections)
        self.gate = asyncio.Lock()
        self.next_start = 0.0
        self.closed = False


class Lanes:
    """Turn-taking for all hosts of a run."""

    def __init__(self, politeness: Politeness) -> None:
        self._politeness = politeness
        self._lanes: dict[str, _Lane] = {}

    def _lane(self, host: str) -> _Lane:
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = _Lane(self._politeness.connections)
        return lane

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn with a host, and hold a place for as long as the request takes.

        Raises:
            HeldError: the host is to be left alone for the rest of the run.
        """
        lane = self._lane(host)
        async with lane.places:
            async with lane.gate:
                while not lane.closed and (wait := lane.next_start - time.monotonic()) > 0:
                    await asyncio.sleep(wait)
                lane.next_start = _planned(lane.next_start, self._politeness.gap) + self._politeness.gap
            if lane.closed:
                raise HeldError(f"{host} asked to be left alone for longer than this run waits")
            yield

    def hold(self, host: str, seconds: float) -> bool:
        """Leave a host alone for a while; return False if it asked for longer than this run waits."""
        lane = self._lane(host)
        if seconds > self._politeness.longest_wait:
            lane.closed = True
            return False
        lane.next_start = max(lane.next_start, time.monotonic() + seconds)
        return True


def _planned(start: float, gap: float) -> float:
    """Return the start that the next one is counted from.

    A start that comes a little late counts as on time, so that late awakenings do not add up; but a host that was not
    asked for a while has no credit: two requests never begin closer together than half the gap.
    """
    now = time.monotonic()
    return start if now - start <= gap / 2 else now


def seconds_to_wait(retry_after: str, now: datetime) -> float | None:
    """Read a `Retry-After` header, in seconds or as a date (RFC 9110, 10.2.3).

    Returns:
        Seconds from `now`, never negative; None if the header says nothing that can be read.
    """
    written = retry_after.strip()
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        when = parsedate_to_datetime(written)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
