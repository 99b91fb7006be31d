"""HTTP client: rate limits, robots.txt, cookies and redirects, never to a private address."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp import CookieJar
from yarl import URL

from .guard import Guard, GuardedResolver, UnsafeAddressError
from .hosts import Batches, HostPausedError, HostQueues, RobotsRules, ServerTimes, seconds_to_wait
from .model import Trouble, WebSettings
from .response import RequestError, Response, ask
from .urls import host_of, request_url, resolve

__all__ = [
    "Client",
    "Cookies",
    "open_page",
]

_FULL_ACCEPT = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.9,*;q=0.5",
    "Upgrade-Insecure-Requests": "1",
}
_PLAIN_ACCEPT = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
_ASKED_TO_WAIT = frozenset({429, 503})


class Client:
    """The one place from which requests leave. Use it as an asynchronous context manager."""

    def __init__(self, settings: WebSettings, guard: Guard, ca: Path | None = None) -> None:
        self.settings = settings
        self.server_times = ServerTimes()
        self._guard = guard
        self._ca = ca
        self._queues = HostQueues(settings.politeness)
        self._batches = Batches()
        self._robots = RobotsRules(self._ask_host, settings.probing.name)

    async def __aenter__(self) -> Self:
        context = None if self._ca is None else _trusting(self._ca)
        self._resolver = GuardedResolver(self._guard)
        self._kept = self._session(context, fresh=False)
        self._fresh = self._session(context, fresh=True)
        return self

    def _session(self, context: ssl.SSLContext | None, *, fresh: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=0,
            ssl=context or True,  # aiohttp has made a context of the usual authorities
            resolver=self._resolver,
            use_dns_cache=False,
            force_close=fresh,
            socket_factory=self._resolver.open_socket,
        )
        probing = self.settings.probing
        return aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=probing.connect_seconds, sock_read=probing.answer_seconds
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            max_line_size=65_536,
            max_field_size=65_536,
            max_headers=512,
            headers={"User-Agent": probing.user_agent, "Accept-Encoding": "gzip, deflate"},
        )

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._kept.close()
        await self._fresh.close()
        await self._resolver.close()
        # Lets the transports of TLS connections finish closing; see aiohttp's guide, "Graceful shutdown".
        await asyncio.sleep(0)

    async def ask(
        self,
        url: str,
        *,
        full_accept: bool = False,
        cookie: str = "",
        extra: dict[str, str] | None = None,
        want_fragment: bool = False,
        fresh: bool = False,
    ) -> Response:
        """Ask for an address in its host's turn, and wait and ask once more where the host says to.

        Raises:
            RequestError: no answer came, the guard refused, or the host is to be left alone.
        """
        host = host_of(url)
        if self.settings.politeness.robots and not await self._robots.allows(url):
            raise RequestError(Trouble.ROBOTS, f"robots.txt of {host} asks programs to stay away from this address")
        response = await self._ask_once(url, host, full_accept, cookie, extra, want_fragment, fresh)
        if response.status in _ASKED_TO_WAIT and "retry-after" in response.headers:
            wait = seconds_to_wait(response.headers["retry-after"], datetime.now(UTC))
            if wait is not None and self._queues.hold(host, wait):
                response = await self._ask_once(url, host, full_accept, cookie, extra, want_fragment, fresh)
        await self._batches.next()
        return response

    async def _ask_host(self, url: str) -> Response:
        """Ask for a host's robots.txt, which forbids nothing about itself."""
        return await self._ask_once(url, host_of(url), False, "", None, False, False)

    def is_pinned(self, url: str) -> bool:
        """Tell whether the address of a link's host was given with the command, so that no look-up is needed."""
        if not self._guard.pins:
            return False
        parts = urlsplit(request_url(url) or "")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return (host_of(url), port) in self._guard.pins

    async def answers(self, url: str) -> bool:
        """Tell whether anything answers at an address."""
        wire = request_url(url)
        try:
            return wire is not None and (await self.ask(wire, fresh=True)).status > 0
        except RequestError as failure:
            return failure.trouble in (Trouble.SILENT, Trouble.RESET, Trouble.MALFORMED, Trouble.HELD)

    async def knows(self, name: str) -> bool:
        """Tell whether a name can be looked up."""
        try:
            return bool(await self._resolver.resolve(name, 443))
        except OSError:
            return False

    async def finds(self, name: str) -> bool:
        """Tell whether looking a name up leads anywhere, be it to an address that the guard refuses."""
        try:
            return bool(await self._resolver.resolve(name, 443))
        except UnsafeAddressError:
            return True
        except OSError:
            return False

    async def _ask_once(
        self,
        url: str,
        host: str,
        full_accept: bool,
        cookie: str,
        extra: dict[str, str] | None,
        want_fragment: bool,
        fresh: bool,
    ) -> Response:
        probing = self.settings.probing
        headers = dict(_FULL_ACCEPT if full_accept else _PLAIN_ACCEPT)
        headers.update(extra or {})
        if cookie:
            headers["Cookie"] = cookie
        try:
            async with self._queues.turn(host):
                response = await ask(
                    self._fresh if fresh or full_accept else self._kept,
                    self._resolver,
                    URL(url, encoded=True),
                    headers=headers,
                    probing=probing,
                    limit=probing.fragment_bytes if want_fragment else probing.body_bytes,
                )
        except HostPausedError as error:
            raise RequestError(Trouble.HELD, str(error)) from error
        self.server_times.hear(host, response.headers.get("date", ""))
        return response


def _trusting(ca: Path) -> ssl.SSLContext:
    """Trust the authorities of a file too."""
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(cafile=str(ca))
    except ssl.SSLError as error:
        raise OSError(f"{ca} holds no certificates in PEM") from error
    return context


_LONGEST = 8_000
"""Characters of cookies that are sent back: servers refuse longer headers."""


class Cookies:
    """Keeps what hosts set during one check, and forgets it afterwards. Nothing goes to a host that did not set it."""

    def __init__(self) -> None:
        self._jar: CookieJar | None = None

    def keep(self, cookies: SimpleCookie, url: str) -> None:
        """Remember the cookies that the answer from `url` set."""
        if not cookies:
            return
        if self._jar is None:
            self._jar = CookieJar(unsafe=True)
        try:
            self._jar.update_cookies(cookies, URL(url, encoded=True))
        except (ValueError, TypeError, OverflowError):
            # A cookie that makes no sense is none.
            return

    def header(self, url: str) -> str:
        """Return the `Cookie` header for a request to `url`; empty if no cookie belongs there."""
        if self._jar is None:
            return ""
        cookies = self._jar.filter_cookies(URL(url, encoded=True))
        pairs = sorted(f"{name}={morsel.coded_value}" for name, morsel in cookies.items())
        pairs = [pair for pair in pairs if pair.isprintable()]
        lengths = accumulate(len(pair) + 2 for pair in pairs)
        return "; ".join(pair for pair, length in zip(pairs, lengths, strict=True) if length <= _LONGEST)


async def open_page(
    client: Client, url: str, headers: Mapping[str, str] | None = None, *, redirects: int | None = None
) -> tuple[str, Response]:
    """Ask for an address and follow its redirects, each of them under guard.

    Args:
        client: sends the requests.
        url: the address.
        headers: headers to send besides its own.
        redirects: how many are followed; as many as the settings say where it is None.

    Returns:
        The address that answered, and the answer, whatever its status is.

    Raises:
        RequestError: no answer came, or the redirects lead nowhere.
    """
    limit = client.settings.probing.redirects if redirects is None else redirects
    for _ in range(limit + 1):
        wire = request_url(url)
        if wire is None:
            raise RequestError(Trouble.BAD_ADDRESS, f"`{url[:200]}` is not an address of the web")
        answer = await client.ask(wire, extra=dict(headers or {}), fresh=True)
        if not 300 <= answer.status < 400 or answer.status == 304 or "location" not in answer.headers:
            return url, answer
        url = resolve(url, answer.headers["location"])
    raise RequestError(Trouble.TOO_MANY_REDIRECTS, f"more than {limit} redirects")
