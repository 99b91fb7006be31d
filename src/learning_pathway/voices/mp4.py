"""Whether an MP4 file (ISO/IEC 14496-12) holds sound and pictures only, as recordings in the store have to."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

__all__ = ["mp4_fault"]

#: The boxes that a cleaned file has, by the box that they are in. Others may say who made it, where and when.
_ALLOWED = {
    b"": {b"ftyp", b"moov", b"mdat", b"free"},
    b"moov": {b"mvhd", b"trak", b"udta"},
    b"trak": {b"tkhd", b"edts", b"mdia"},
}
#: The list of facts about a file, without any.
_NO_FACTS = b"\x00\x00\x00\x08ilst"
_EMPTY_META = 53
_MOST = 100


class _FaultError(Exception):
    """What is wrong with a file."""


def mp4_fault(path: Path) -> str:
    """Why a file is no cleaned recording, as the rest of a sentence; empty where it is one.

    Raises:
        OSError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            _walk(file, b"", path.stat().st_size)
    except _FaultError as error:
        return str(error)
    except struct.error:
        return "is no complete MP4 file"
    return ""


def _walk(file: BinaryIO, parent: bytes, end: int) -> None:
    found = set[bytes]()
    for name, start, stop in _boxes(file, end):
        found.add(name)
        if name not in _ALLOWED[parent]:
            raise _FaultError("holds more than sound and pictures")
        if name in _ALLOWED:
            file.seek(start)
            _walk(file, name, stop)
        elif name == b"mvhd":
            _refuse_date(file, start)
        elif name == b"free" and stop - start > 0:
            raise _FaultError("holds bytes that nothing plays")
        elif name == b"udta":
            _refuse_facts(file, start, stop)
    needed = {b"": {b"ftyp", b"moov", b"mdat"}, b"moov": {b"mvhd", b"trak"}, b"trak": {b"mdia"}}
    if not needed[parent] <= found:
        raise _FaultError("is no complete MP4 file")


def _boxes(file: BinaryIO, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of the content of each box from here on."""
    place = file.tell()
    for _ in range(_MOST):
        if place == end:
            return
        file.seek(place)
        size, name = struct.unpack(">I4s", file.read(8))
        start = place + 8
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
            start += 8
        if place + size > end or place + size < start:
            break
        yield name, start, place + size
        place += size
    raise _FaultError("is no complete MP4 file")


def _refuse_date(file: BinaryIO, start: int) -> None:
    file.seek(start)
    version, created = struct.unpack(">B3xI", file.read(8))
    if version or created:
        raise _FaultError("says when it was made")


def _refuse_facts(file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    content = file.read(min(end - start, _EMPTY_META + 1))
    if len(content) != _EMPTY_META or not content.endswith(_NO_FACTS):
        raise _FaultError("says who made it, where or with what")
