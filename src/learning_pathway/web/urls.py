"""URLs as a browser sends them, and where a redirect leads."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
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


@lru_cache(maxsize=4_096)
def request_url(url: str) -> str | None:
    """Write an address as a browser sends it: punycode host, percent-encoded path, no fragment, no default port.

    Returns:
        The address, or None if it cannot be read or is neither http nor https.
    """
    if len(url) > LONGEST:
        return None
    try:
        parsed = URL(url.strip())
    except ValueError:
        return None
    if parsed.protocol not in ("http:", "https:") or not parsed.hostname:
        return None
    if parsed.username or parsed.password:
        parsed.username = parsed.password = ""
    parsed.hash = ""
    return str(parsed.href)


def resolve(base: str, location: str) -> str:
    """Work out where a `Location` leads (RFC 9110, 10.2.2; relative, Unicode and raw bytes are met in the wild).

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


@lru_cache(maxsize=4_096)
def host_of(url: str) -> str:
    """Return the host of an address as a browser writes it, or an empty string."""
    try:
        return str(URL(url.strip()).hostname).rstrip(".")
    except ValueError:
        return ""


@lru_cache(maxsize=4_096)
def registered_name(url: str) -> str:
    """Return the part of an address's host that someone registered, such as `example.co.uk`; else the whole host."""
    host = host_of(url)
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
    try:
        return str(URL(url.strip()).pathname)
    except ValueError:
        return ""


def written_host(url: str) -> str:
    """Return the host of an address as it is written, or an empty string; faster than `host_of`, for many links."""
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
