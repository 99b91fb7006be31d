"""Fingerprints of a text: small enough to keep for every link, good enough to know a page again.

Each is a bottom-k sketch (Broder 1997, doi:10.1109/SEQUEN.1997.666900): the k smallest of the hashes of a set's
members. Two sketches give an estimate of how much the sets have in common. One sketch is of runs of three words; the
other is of what survives a translation: numbers, names written with capitals, and addresses.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from heapq import nsmallest
from itertools import accumulate
from typing import Final

from .plaintext import bare

__all__ = ["Likeness", "fingerprint", "likeness"]

_TEXT_SIZE: Final = 64
_BONES_SIZE: Final = 32
_LONGEST: Final = 120_000
"""Characters of a text that count."""
_BONE: Final = re.compile(r"\b(?:\d[\d.,]*\d|(?<![.!?] )[A-Z][\w'’-]{2,}(?: [A-Z][\w'’-]{2,})*)\b")


class Likeness:
    """How much two texts have in common, each figure from 0 to 1; None where it cannot be told."""

    __slots__ = ("bones", "text")

    def __init__(self, text: float | None, bones: float | None) -> None:
        self.text = text
        self.bones = bones


def fingerprint(text: str) -> str:
    """Make the fingerprint of a text: two sketches in base 64, a full stop between them."""
    text = text[:_LONGEST]
    runs = _runs(bare(text))
    bones = {zlib.crc32(bone.casefold().encode("utf-8", "replace")) for bone in _BONE.findall(text)}
    return f"{_sketch(runs, _TEXT_SIZE)}.{_sketch(bones, _BONES_SIZE)}"


def _runs(text: str) -> set[int]:
    """Hash each run of three words of a bare text: a slice of it. Made of `map`, since every page goes through here."""
    joined = text.encode("utf-8", "replace")
    starts = [0, *accumulate(map((1).__add__, map(len, joined.split(b" "))))]
    if len(starts) < 4:
        return {zlib.crc32(joined)} if joined else set()
    ends = map((-1).__add__, starts[3:])
    return set(map(zlib.crc32, map(joined.__getitem__, map(slice, starts, ends))))


def _sketch(hashes: set[int], size: int) -> str:
    smallest = nsmallest(size, hashes)
    return base64.b64encode(struct.pack(f">{len(smallest)}I", *smallest)).decode("ascii")


def likeness(one: str, other: str) -> Likeness:
    """Compare two fingerprints. What cannot be read counts as unknown."""
    try:
        (text_one, bones_one), (text_other, bones_other) = (_unpack(each) for each in (one, other))
    except ValueError:
        return Likeness(None, None)
    return Likeness(_common(text_one, text_other, _TEXT_SIZE), _common(bones_one, bones_other, _BONES_SIZE))


def _unpack(written: str) -> tuple[list[int], list[int]]:
    text, _, bones = written.partition(".")
    return _numbers(text), _numbers(bones)


def _numbers(written: str) -> list[int]:
    raw = base64.b64decode(written, validate=True)
    return list(struct.unpack(f">{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))


def _common(one: list[int], other: list[int], size: int) -> float | None:
    """Estimate the Jaccard index of two sets from their sketches."""
    if not one or not other:
        return None
    union = nsmallest(size, set(one) | set(other))
    shared = set(one) & set(other)
    return sum(1 for number in union if number in shared) / len(union)
