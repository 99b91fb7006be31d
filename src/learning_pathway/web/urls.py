"""URLs as a browser sends them, and where a redirect leads."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from ada_url import URL

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

__all__ = [
    "fragment_of",
    "host_of",
    "path_of",
    "registered_name",
    "request_url",
    "resolve",
    "written_host",
]

LONGEST = 8_000
"""Characters of the longest address that is followed."""


class _Address(NamedTuple):
    """An address as a browser reads it."""

    request: str | None
    host: str
    path: str


@lru_cache(maxsize=8_192)
def _read(url: str) -> _Address:
    """Read an address once for all that is asked of it."""
    try:
        parsed = URL(url.strip())
        host, path = str(parsed.hostname), str(parsed.pathname)
    except ValueError:
        return _Address(None, "", "")
    if len(url) > LONGEST or parsed.protocol not in ("http:", "https:") or not host:
        return _Address(None, host.rstrip("."), path)
    if "@" in url and (parsed.username or parsed.password):
        parsed.username = parsed.password = ""
    if "#" in url:
        parsed.hash = ""
    return _Address(str(parsed.href), host.rstrip("."), path)


def request_url(url: str) -> str | None:
    """Write an address as a browser sends it: punycode host, percent-encoded path, no fragment, no default port.

    Returns:
        The address, or None if it cannot be read or is neither http nor https.
    """
    return _read(url).request


def resolve(base: str, location: str) -> str:
    """Return where a `Location` leads (RFC 9110, 10.2.2), be it relative, Unicode or raw bytes.

    A fragment of `base` is carried over where the new address has none.
    """
    try:
        location.encode("utf-8")
    except UnicodeEncodeError:
        raw = location.encode("utf-8", "surrogateescape")
        location = quote(raw, safe="!#$%&'()*+,/:;=?@[]~")
    try:
        target = urljoin(urldefrag(base)[0], location.strip().replace("\\", "/"))
    except ValueError:
        return location
    fragment = fragment_of(base)
    return f"{target}#{fragment}" if fragment and "#" not in target else target


def fragment_of(url: str) -> str:
    """Return what follows the first # of an address, as written."""
    return url.partition("#")[2]


def host_of(url: str) -> str:
    """Return the host of an address as a browser writes it, or an empty string."""
    return _read(url).host


def registered_name(url: str) -> str:
    """Return the part of an address's host that someone registered, such as `example.co.uk`; else the whole host."""
    return _registered_part(host_of(url))


@lru_cache(maxsize=4_096)
def _registered_part(host: str) -> str:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return _suffixes().privatesuffix(host) or host
    return host


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    # Reading the list takes a tenth of a second, and few runs need it.
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def path_of(url: str) -> str:
    """Return the path of an address, or an empty string."""
    return _read(url).path


def written_host(url: str) -> str:
    """Return the host of an address as it is written, or an empty string; faster than `host_of`, for many links."""
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
