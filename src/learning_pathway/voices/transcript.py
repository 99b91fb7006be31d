"""The words of a WebVTT file, without its settings and marks (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cue", "cues", "spoken_between", "spoken_words"]

_TIME = r"((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})"
_TIMES = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}")
_MARK = re.compile(r"<[^>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said between two times, in seconds."""

    start: float
    end: float
    words: str


def cues(text: str) -> Iterator[Cue]:
    """The cues of a file that have words, in its order. What is no cue is passed over."""
    for block in re.split(r"\n{2,}", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.split("\n")
        times = next(((n, match) for n, line in enumerate(lines[:2]) if (match := _TIMES.match(line))), None)
        if times is not None:
            number, match = times
            words = " ".join(html.unescape(_MARK.sub("", " ".join(lines[number + 1 :]))).split())
            if words:
                yield Cue(_seconds(match[1]), _seconds(match[2]), words)


def spoken_words(text: str) -> str:
    """What is said, one line for each cue."""
    return "\n".join(cue.words for cue in cues(text))


def spoken_between(path: Path, start: int, end: int) -> str:
    """The times of a part of what is said, as `41.5,46.0`.

    Args:
        path: the WebVTT file.
        start: where the part begins in `spoken_words`.
        end: where it ends.
    """
    place, times = 0, list[float]()
    for cue in cues(path.read_text(encoding="utf-8-sig")):
        if place < end and place + len(cue.words) > start:
            times += [cue.start, cue.end]
        place += len(cue.words) + 1
    return f"{min(times):.1f},{max(times):.1f}" if times else ""


def _seconds(written: str) -> float:
    seconds = 0.0
    for part in written.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds
