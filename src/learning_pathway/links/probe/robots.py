"""What robots.txt asks of programs (RFC 9309), for those who choose to be bound by it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from .exchange import Failure

if TYPE_CHECKING:
    from .asker import Asker

__all__ = ["Robots"]

_LONGEST = 500 * 1024
"""Bytes of robots.txt that are read (RFC 9309, 2.5)."""


class Robots:
    """Remembers, for one run, what each host's robots.txt says."""

    def __init__(self) -> None:
        self._rules: dict[str, asyncio.Task[RobotFileParser | None]] = {}

    async def allows(self, asker: Asker, url: str) -> bool:
        """Tell whether the address may be asked for.

        A robots.txt that is not there allows everything; a fault of the server forbids everything (RFC 9309, 2.3.1).
        """
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if parts.path == "/robots.txt":
            return True
        if root not in self._rules:
            self._rules[root] = asyncio.create_task(_read(asker, f"{root}/robots.txt"))
        rules = await self._rules[root]
        return rules is None or rules.can_fetch(asker.settings.probing.user_agent, url)


async def _read(asker: Asker, url: str) -> RobotFileParser | None:
    try:
        exchange = await asker.ask(url)
    except Failure:
        return None
    rules = RobotFileParser(url)
    if 500 <= exchange.status < 600:
        rules.parse(["User-agent: *", "Disallow: /"])
    elif exchange.status == 200:
        rules.parse(exchange.body.content[:_LONGEST].decode("utf-8", "replace").splitlines())
    else:
        return None
    return rules
