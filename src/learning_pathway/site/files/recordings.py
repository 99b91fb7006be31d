"""Recordings of answers and their captions, where they may be shown, under names that no one guesses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ...voices.collection import Voice
from ...voices.store import published_files
from ..context import Site
from .model import BinaryAsset

__all__ = ["Recording", "recording_files", "recording_of"]

#: Digits of the SHA-256 in a name: a changed file has another.
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Recording:
    """The recording of an answer, as its page plays it.

    Attributes:
        kind: `audio` or `video`.
        name: its file, beside the page.
        captions: the file of its captions, beside the page; empty where there are none.
        minutes: how long it is, as `1:34`.
    """

    kind: str
    name: str
    captions: str
    minutes: str


def recording_of(voice: Voice) -> Recording | None:
    """The recording of an answer, where it may be shown."""
    found = list(_files(voice))
    if not found:
        return None
    record = voice.answer.record
    seconds = record.seconds or 0
    minutes = f"{seconds // 60}:{seconds % 60:02}" if seconds else ""
    return Recording(record.kind.value, found[0][0], found[1][0] if len(found) > 1 else "", minutes)


def recording_files(site: Site) -> Iterator[BinaryAsset]:
    """Each recording that may be shown, and its captions."""
    for voice in site.voices.voices.values():
        for name, data in _files(voice):
            yield BinaryAsset(f"voices/{voice.id}/{name}", data)


def _files(voice: Voice) -> Iterator[tuple[str, bytes]]:
    """Name and content of the recording, then of its captions."""
    if voice.permission.media:
        endings = (PurePosixPath(voice.answer.media_file).suffix, ".vtt")
        for ending, (hashed, data) in zip(endings, published_files(voice.answer).items(), strict=False):
            yield f"{hashed[:_DIGITS]}{ending}", data
