"""DNS look-ups that give only addresses the guard allows."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from .guard import Guard

__all__ = [
    "GuardedResolver",
    "NameUnknownError",
    "NameUnsureError",
    "UnsafeAddressError",
]

_THREADS = 32
"""Look-ups at the same time: `getaddrinfo` blocks its thread, and a slow name must not hold up the rest."""


class UnsafeAddressError(OSError):
    """The guard refuses the address that was found."""


class NameUnknownError(OSError):
    """There is no such name."""


class NameUnsureError(OSError):
    """The look-up failed; that says nothing about the name."""


class GuardedResolver(AbstractResolver):
    """Finds the addresses of hosts, and hands out only those that the guard allows."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._allowed: set[tuple[str, int]] = set()
        self._admitted: set[tuple[str, int]] = set()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Look a host up.

        Raises:
            UnsafeAddressError: every address found is refused.
            NameUnknownError: there is no such name.
            NameUnsureError: the look-up failed.
        """
        key = host.lower().rstrip(".")
        pinned = self._guard.pins.get((key, port))
        numbers = [str(pinned)] if pinned is not None else await self._look_up(host, port, family)
        results: list[ResolveResult] = []
        refusals: list[str] = []
        for number in numbers:
            refusal = self._guard.refusal(key, port, ip_address(number))
            if refusal is None:
                results.append(self._allow(host, number, port))
            else:
                refusals.append(refusal)
        if not results:
            raise UnsafeAddressError(refusals[0] if refusals else f"{host} has no address")
        return results

    def _allow(self, host: str, number: str, port: int) -> ResolveResult:
        self._allowed.add((number, port))
        family = socket.AF_INET6 if ":" in number else socket.AF_INET
        return ResolveResult(hostname=host, host=number, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)

    async def _look_up(self, host: str, port: int, family: int) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(
                self._threads, lambda: socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
            )
        except socket.gaierror as error:
            if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
                raise NameUnknownError(f"no such name: {host}") from error
            raise NameUnsureError(f"looking up {host} failed: {error.strerror}") from error
        except UnicodeError as error:
            raise NameUnknownError(f"{host} cannot be a name") from error
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    def admit(self, host: str, port: int) -> None:
        """Let a host that is written as a number pass the guard; names pass it when they are looked up.

        Raises:
            UnsafeAddressError: the guard refuses the number.
        """
        if (host, port) in self._admitted:
            return
        try:
            number = ip_address(host)
        except ValueError:
            return
        refusal = self._guard.refusal(host, port, number)
        if refusal is not None:
            raise UnsafeAddressError(refusal)
        self._admitted.add((host, port))
        self._allowed.add((host, port))

    def open_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Make the socket for an address that was allowed before; anything else is refused at the last moment.

        Raises:
            UnsafeAddressError: the address never passed the guard.
        """
        family, kind, protocol, _, place = info
        if (str(place[0]), int(place[1])) not in self._allowed:
            raise UnsafeAddressError(f"{place[0]} never passed the guard")
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)
        return made

    async def close(self) -> None:
        """End the look-ups."""
        self._threads.shutdown(wait=False, cancel_futures=True)
