"""Checking many addresses: hosts side by side, each host in its own turn, results as they come."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import TypeVar

from ..address import host_of

__all__ = ["interleave"]

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
    lanes: dict[str, deque[Task]] = defaultdict(deque)
    for task in tasks:
        lanes[host_of(address(task))].append(task)
    waiting = deque(sorted(lanes.values(), key=len, reverse=True))
    results: asyncio.Queue[tuple[Task, Result] | None] = asyncio.Queue()

    async def drain(lane: deque[Task]) -> None:
        while lane:
            task = lane.popleft()
            results.put_nowait((task, await work(task)))

    async def serve() -> None:
        while waiting:
            lane = waiting.popleft()
            async with asyncio.TaskGroup() as group:
                for _ in range(min(connections, len(lane))):
                    group.create_task(drain(lane))

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
