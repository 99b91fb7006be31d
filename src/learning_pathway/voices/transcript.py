"""Transcripts and captions in WebVTT (https://www.w3.org/TR/webvtt1/): words, faults, and what is published."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cue", "CueFault", "caption_faults", "cues", "plain_captions", "spoken_between", "spoken_words"]

_TIME = r"((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})"
_TIMES = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}")
_MARK = re.compile(r"<[^>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said between two times, in seconds."""

    start: float
    end: float
    words: str


@dataclass(frozen=True, slots=True)
class CueFault:
    """What is wrong with captions, and in which line."""

    line: int
    message: str


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


def caption_faults(text: str, seconds: int | None) -> Iterator[CueFault]:
    """What keeps captions from being shown with a recording of so many seconds.

    Browsers drop what is wrong without a word, so that a person who reads captions misses it.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"WEBVTT([ \t]|$)", lines[0]):
        yield CueFault(1, "The first line is not `WEBVTT`.")
    before, count = 0.0, 0
    for number, line in enumerate(lines, start=1):
        if "-->" not in line:
            continue
        count += 1
        match = _TIMES.match(line)
        if match is None:
            yield CueFault(number, "The times are not written as `00:01.000 --> 00:04.000`.")
            continue
        start, end = _seconds(match[1]), _seconds(match[2])
        if end <= start:
            yield CueFault(number, "The cue ends before it begins.")
        if start < before:
            yield CueFault(number, "The cue begins before the one above it.")
        if seconds is not None and start > seconds:
            yield CueFault(number, "The cue begins after the end of the recording.")
        if not any(part.strip() for part in lines[number : number + 1]):
            yield CueFault(number, "The cue has no words.")
        before = start
    if not count:
        yield CueFault(1, "There are no cues in it.")


def plain_captions(text: str) -> str:
    """Captions with times and words only: notes, speakers' names, styles and settings are left out."""
    blocks = [
        f"{_time(cue.start)} --> {_time(cue.end)}\n{html.escape(cue.words, quote=False).replace('--&gt;', '→')}"
        for cue in cues(text)
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


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


def _time(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
