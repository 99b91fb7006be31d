"""URLs as a browser sends them, where a redirect leads, and which video a URL shows."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, quote, urldefrag, urljoin, urlsplit

from ada_url import URL

from .model import Services

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

__all__ = [
    "fragment_of",
    "host_of",
    "path_of",
    "registered_name",
    "request_url",
    "resolve",
    "video_of",
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


_YOUTUBE_ID = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


_NO_VIDEOS = frozenset({"videoseries", "live_stream"})
"""What YouTube's addresses have instead of a video's id where a playlist or a channel is embedded."""


def video_of(url: str, services: Services) -> tuple[str, str] | None:
    """Tell which service's video an address shows.

    Returns:
        `youtube` or `vimeo`, and the video's id; None if the address shows no single video of theirs.
    """
    host = host_of(url)
    if host not in services.youtube_hosts and host not in services.vimeo_hosts:
        return None
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    if host in services.youtube_hosts and services.youtube_oembed:
        watched = dict(parse_qsl(parts.query)).get("v", "")
        if watched:
            found = watched
        elif len(steps) == 2 and steps[0] in ("embed", "shorts", "live", "v", "e") and steps[1] not in _NO_VIDEOS:
            found = steps[1]
        elif len(steps) == 1 and host.endswith("youtu.be"):
            found = steps[0]
        else:
            return None
        return ("youtube", found) if 6 <= len(found) <= 20 and set(found) <= _YOUTUBE_ID else None
    if host in services.vimeo_hosts and services.vimeo_oembed:
        numbers = [step for step in steps if step.isdigit()]
        return (
            ("vimeo", numbers[0])
            if numbers and steps[0] in (numbers[0], "video", "channels", "groups", "album")
            else None
        )
    return None
