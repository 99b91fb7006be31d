"""Which links a run checks, and in which order."""

from __future__ import annotations

import asyncio
import zlib
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from ..web.urls import host_of
from .state.file import LinkStates
from .state.model import LinkState
from .state.policy import is_due, is_suspect
from .target import Target
from .verdicts import Verdict

__all__ = [
    "Selection",
    "interleave",
    "select_links",
]

_WEEK: Final = 7


class Selection(StrEnum):
    """Which links a run checks."""

    ALL = "all"
    SUSPECTS = "suspects"
    DUE = "due"


def select_links(targets: Sequence[Target], health: LinkStates, today: date, choice: Selection) -> list[Target]:
    """Choose the links that a run checks.

    Args:
        targets: all links of the catalogue.
        health: what is known of them.
        today: the day of the run.
        choice: `all`; `suspects`, those in trouble, never checked or left out for over a week; or `due`, those and the
            ones whose week is over. Each link's week is shortened by a day or two of its own, so that not all are due
            on one day.
    """
    if choice is Selection.ALL:
        return list(targets)
    return [target for target in targets if _is_chosen(target, health.of(target.id), today, choice)]


def _is_chosen(target: Target, record: LinkState | None, today: date, choice: Selection) -> bool:
    if record is None or record.checked_on is None or record.url != target.url or is_suspect(record):
        return True
    if _was_put_off(record, today):
        return True
    return choice is Selection.DUE and is_due(record, today, days=_WEEK, spread=zlib.crc32(target.id.encode()) % 3)


def _was_put_off(record: LinkState, today: date) -> bool:
    """Tell whether a link's host asked to be left alone before the link's turn came, so that another day must do."""
    if record.verdict is Verdict.BLOCKED and any("(429)" in line for line in record.evidence):
        return record.checked_on != today
    return record.checked_on is not None and today > record.checked_on + timedelta(days=_WEEK)


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
