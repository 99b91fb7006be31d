"""The words of a WebVTT file, without its times, settings and marks (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

import html
import re

__all__ = ["spoken_words"]

_TIMES = re.compile(r"(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}\s+-->\s+(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}")
_MARK = re.compile(r"<[^>]{0,200}>")


def spoken_words(text: str) -> str:
    """What is said, one line for each cue, in the order of the file."""
    spoken: list[str] = []
    for block in re.split(r"\n{2,}", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.split("\n")
        place = next((place for place, line in enumerate(lines[:2]) if _TIMES.match(line)), None)
        if place is not None:
            words = html.unescape(_MARK.sub("", " ".join(lines[place + 1 :])))
            spoken.append(" ".join(words.split()))
    return "\n".join(line for line in spoken if line)
