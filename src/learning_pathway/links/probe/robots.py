"""What robots.txt asks of programs (RFC 9309), for those who choose to be bound by it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from ..address import resolve, wire_form
from .exchange import Exchange, Failure

__all__ = ["Robots"]

_LONGEST: Final = 500 * 1024
"""Bytes of robots.txt that are read (RFC 9309, 2.5)."""
_REDIRECTS: Final = 5
"""Redirects of robots.txt that are followed (RFC 9309, 2.3.1.2)."""
_FORBIDS_ALL: Final = "User-agent: *\nDisallow: /"


class Robots:
    """Remembers, for one run, what each host's robots.txt says."""

    def __init__(self, fetch: Callable[[str], Awaitable[Exchange]], name: str) -> None:
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
                exchange = await self._fetch(here)
            except Failure:
                return None
            if not (300 <= exchange.status < 400 and "location" in exchange.headers):
                break
            here = wire_form(resolve(here, exchange.headers["location"]))
        if 500 <= exchange.status < 600:
            return Protego.parse(_FORBIDS_ALL)
        if exchange.status != 200:
            return None
        return Protego.parse(exchange.body.content[:_LONGEST].decode("utf-8", "replace"))
