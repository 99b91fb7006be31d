"""Our check, and a plain asynchronous client with the same manners, each as a process of its own."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from learning_pathway.links.check import check
from learning_pathway.links.settings import Politeness, Settings
from learning_pathway.links.target import Target
from learning_pathway.web.guard import Guard
from learning_pathway.web.hosts import HostQueues

MANNERS = {"connections": 10, "gap": 0.05, "hosts": 64}


async def ours(urls: list[str]) -> int:
    """Check every URL as the command does, state file and journal included."""
    targets = [Target(f"r{place}", url, (f"Page {url.rpartition('/')[2]}",)) for place, url in enumerate(urls)]
    settings = Settings.model_validate({"politeness": MANNERS})
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "link-health.json"
        done = await check(targets, state, settings, Guard.parse(allow=("127.0.0.0/8",)), datetime.now(UTC))
    return sum(record.verdict.value == "ok" for record in done.report.records)


async def plain(urls: list[str]) -> int:
    """Get every URL and read its body: no judging, no remembering."""
    queues = HostQueues(Politeness.model_validate(MANNERS))
    good = 0

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def get(url: str) -> None:
            nonlocal good
            async with queues.turn(url.split("/")[2]), session.get(url) as response:
                await response.read()
                good += response.status == 200

        async with asyncio.TaskGroup() as group:
            for url in urls:
                group.create_task(get(url))
    return good


if __name__ == "__main__":
    chosen = {"ours": ours, "plain": plain}[sys.argv[1]]
    print(asyncio.run(chosen(Path(sys.argv[2]).read_text(encoding="utf-8").split())))
