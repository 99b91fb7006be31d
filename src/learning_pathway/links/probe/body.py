"""Reading an answer's body within bounds of size and time, and unpacking it without trust."""

from __future__ import annotations

import asyncio
import zlib
from dataclasses import dataclass

import aiohttp

__all__ = ["Body", "read_body"]

_PIECE = 65_536
_FOREIGN = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
"""Encodings that exist (IANA, HTTP Content Coding Registry), and were not asked for."""


@dataclass(frozen=True, slots=True)
class Body:
    """What was read of a body."""

    content: bytes
    """The content, unpacked."""
    cut: str = ""
    """Why the rest is missing; empty if nothing is.

    `limit`, `slow`, `truncated`, `encoding` (packed wrongly) or `foreign` (packed in a way that is not known here).
    """


class _Encoding:
    """Undoes one content encoding, never giving more than it is asked for."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if name in ("gzip", "x-gzip", "deflate") else None
        self._started = False

    @property
    def known(self) -> bool:
        # Browsers show what is said to be packed in a way that does not exist, such as "utf-8", as it is.
        return self._unpack is not None or not (self.name in _FOREIGN or "," in self.name)

    def feed(self, piece: bytes, room: int) -> bytes:
        if self._unpack is None:
            return piece[:room]
        try:
            content = self._unpack.decompress(piece, room)
        except zlib.error:
            if self.name != "deflate" or self._started:
                raise
            # Some servers send deflate without the zlib wrapper that RFC 9110, 8.4.1.2 asks for.
            self._unpack = zlib.decompressobj(-zlib.MAX_WBITS)
            content = self._unpack.decompress(piece, room)
        self._started = True
        return content


async def read_body(response: aiohttp.ClientResponse, *, limit: int, seconds: float) -> Body:
    """Read a body.

    Args:
        response: the answer, its headers already read, with automatic unpacking off.
        limit: bytes to read at most, counted packed and unpacked.
        seconds: the longest time to read.
    """
    encoding = _Encoding(response.headers.get("Content-Encoding", "").strip().lower())
    content = bytearray()
    received = 0
    try:
        async with asyncio.timeout(seconds):
            while piece := await response.content.read(_PIECE):
                received += len(piece)
                if encoding.known:
                    content += encoding.feed(piece, limit - len(content))
                if len(content) >= limit or received >= limit:
                    return Body(bytes(content), "limit")
    except TimeoutError:
        return Body(bytes(content), "slow")
    except zlib.error:
        return Body(bytes(content), "encoding")
    except (aiohttp.ClientError, ConnectionError, OSError):
        return Body(bytes(content), "truncated")
    if not encoding.known:
        return Body(b"", "foreign")
    return Body(bytes(content))
