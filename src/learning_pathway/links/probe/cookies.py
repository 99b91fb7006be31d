"""Cookies within one check: many a healthy page sets one and redirects to itself."""

from __future__ import annotations

from http.cookies import SimpleCookie
from itertools import accumulate

from aiohttp import CookieJar
from yarl import URL

__all__ = ["Cookies"]

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
        self._jar.update_cookies(cookies, URL(url, encoded=True))

    def header(self, url: str) -> str:
        """Return the `Cookie` header for a request to `url`; empty if no cookie belongs there."""
        if self._jar is None:
            return ""
        cookies = self._jar.filter_cookies(URL(url, encoded=True))
        pairs = sorted(f"{name}={morsel.coded_value}" for name, morsel in cookies.items())
        lengths = accumulate(len(pair) + 2 for pair in pairs)
        return "; ".join(pair for pair, length in zip(pairs, lengths, strict=True) if length <= _LONGEST)
