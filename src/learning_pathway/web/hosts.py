"""What is kept of each host during a run: its turn, its robots.txt, and the time that it tells."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar
from urllib.parse import urlsplit

from protego import Protego

from .model import Politeness
from .response import RequestError, Response
from .urls import host_of, request_url, resolve

__all__ = [
    "Batches",
    "ClockError",
    "HostPausedError",
    "HostQueues",
    "RobotsRules",
    "ServerTimes",
    "any_true",
    "interleave",
    "seconds_to_wait",
]


class HostPausedError(Exception):
    """The host asked to be left alone for longer than this run waits."""


_BATCH: Final = 0.01
"""Seconds from one batch to the next."""


class _HostQueue:
    """One host's turn-taking: so many at a time, so far apart."""

    def __init__(self, connections: int) -> None:
        self.places = asyncio.Semaphore(connections)
        self.gate = asyncio.Lock()
        self.next_start = 0.0
        self.closed = False


class HostTurn:
    """One request's turn with its host."""

    __slots__ = ("_gap", "_host", "_queue")

    def __init__(self, queue: _HostQueue, host: str, gap: float) -> None:
        self._queue, self._host, self._gap = queue, host, gap

    async def __aenter__(self) -> None:
        """Wait for the turn.

        Raises:
            HostPausedError: the host is to be left alone for the rest of the run.
        """
        queue = self._queue
        await queue.places.acquire()
        try:
            async with queue.gate:
                while not queue.closed and (wait := queue.next_start - time.monotonic()) > 0:
                    await asyncio.sleep(wait)
                queue.next_start = _planned(queue.next_start, self._gap) + self._gap
            if queue.closed:
                raise HostPausedError(f"{self._host} asked to be left alone for longer than this run waits")
        except BaseException:
            queue.places.release()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._queue.places.release()


class HostQueues:
    """HostTurn-taking for all hosts of a run."""

    def __init__(self, politeness: Politeness) -> None:
        self._politeness = politeness
        self._queues: dict[str, _HostQueue] = {}

    def _queue(self, host: str) -> _HostQueue:
        queue = self._queues.get(host)
        if queue is None:
            queue = self._queues[host] = _HostQueue(self._politeness.connections)
        return queue

    def turn(self, host: str) -> HostTurn:
        """Wait for a turn with a host, and hold a place for as long as the request takes: `async with`."""
        return HostTurn(self._queue(host), host, self._politeness.gap)

    def hold(self, host: str, seconds: float) -> bool:
        """Leave a host alone for a while; return False if it asked for longer than this run waits."""
        queue = self._queue(host)
        if seconds > self._politeness.longest_wait:
            queue.closed = True
            return False
        queue.next_start = max(queue.next_start, time.monotonic() + seconds)
        return True


class Batches:
    """Lets those who wait go on together, a hundred times a second.

    What came is read and judged for many links in a row then, and the processor sleeps in between: it took a tenth less
    time than waking for each of a thousand links a second, since every time its caches were empty.
    """

    def __init__(self) -> None:
        self._opening: asyncio.Event | None = None

    async def next(self) -> None:
        """Wait for the next batch."""
        if self._opening is None:
            self._opening = asyncio.Event()
            asyncio.get_running_loop().call_later(_BATCH, self._open)
        await self._opening.wait()

    def _open(self) -> None:
        if self._opening is not None:
            self._opening.set()
            self._opening = None


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
    except (ValueError, TypeError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


_LONGEST: Final = 500 * 1024
"""Bytes of robots.txt that are read (RFC 9309, 2.5)."""
_REDIRECTS: Final = 5
"""Redirects of robots.txt that are followed (RFC 9309, 2.3.1.2)."""
_FORBIDS_ALL: Final = "User-agent: *\nDisallow: /"


class RobotsRules:
    """Remembers, for one run, what each host's robots.txt says."""

    def __init__(self, fetch: Callable[[str], Awaitable[Response]], name: str) -> None:
        """Start without knowing anything.

        Args:
            fetch: asks for an address, under guard and in its host's turn.
            name: the name that a robots.txt calls the check by.
        """
        self._fetch = fetch
        self._name = name
        self._rules: dict[str, asyncio.Task[Protego | None]] = {}

    async def allows(self, url: str) -> bool:
        """Tell whether the address may be asked for.

        A robots.txt that is not there allows everything; a fault of the server forbids everything (RFC 9309, 2.3.1).
        """
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if parts.path == "/robots.txt":
            return True
        if root not in self._rules:
            self._rules[root] = asyncio.create_task(self._read(f"{root}/robots.txt"))
        rules = await self._rules[root]
        return rules is None or bool(rules.can_fetch(url, self._name))

    async def _read(self, url: str) -> Protego | None:
        here: str | None = url
        for _ in range(_REDIRECTS + 1):
            if here is None:
                return None
            try:
                response = await self._fetch(here)
            except RequestError:
                return None
            if not (300 <= response.status < 400 and "location" in response.headers):
                break
            here = request_url(resolve(here, response.headers["location"]))
        if 500 <= response.status < 600:
            return Protego.parse(_FORBIDS_ALL)
        if response.status != 200:
            return None
        return Protego.parse(response.body.content[:_LONGEST].decode("utf-8", "replace"))


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


Task = TypeVar("Task")
Result = TypeVar("Result")


async def interleave(
    tasks: Iterable[Task],
    address: Callable[[Task], str],
    work: Callable[[Task], Awaitable[Result]],
    *,
    hosts: int,
    connections: int,
) -> AsyncGenerator[tuple[Task, Result], None]:
    """Do some work for every task, many hosts at a time, and give each result as soon as it is there.

    Hosts with the most tasks begin first, because they take longest. If the caller stops listening, all work stops.

    Args:
        tasks: what is to be done.
        address: the address that a task is about.
        work: does it.
        hosts: hosts at the same time.
        connections: tasks of one host at the same time.
    """
    queues: dict[str, deque[Task]] = defaultdict(deque)
    for task in tasks:
        queues[host_of(address(task))].append(task)
    waiting = deque(sorted(queues.values(), key=len, reverse=True))
    results: asyncio.Queue[tuple[Task, Result] | None] = asyncio.Queue()

    async def drain(queue: deque[Task]) -> None:
        while queue:
            task = queue.popleft()
            results.put_nowait((task, await work(task)))

    async def serve() -> None:
        while waiting:
            queue = waiting.popleft()
            async with asyncio.TaskGroup() as group:
                for _ in range(min(connections, len(queue))):
                    group.create_task(drain(queue))

    async def serve_all() -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(hosts, len(waiting))):
                    group.create_task(serve())
        finally:
            results.put_nowait(None)

    everything = asyncio.create_task(serve_all())
    try:
        while (result := await results.get()) is not None:
            yield result
        await everything
    finally:
        everything.cancel()
        await asyncio.gather(everything, return_exceptions=True)


async def any_true(questions: Iterable[Coroutine[None, None, bool]]) -> bool:
    """Ask all at once, and wait for no more answers once one is yes."""
    tasks = [asyncio.create_task(question) for question in questions]
    try:
        for answered in asyncio.as_completed(tasks):
            if await answered:
                return True
        return False
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
