"""The line that a problem is about, with a caret below its place, and the line as it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import combining, east_asian_width

from ..problem import Problem

__all__ = ["excerpt", "visible"]

#: Columns that a line takes up at most.
WIDTH = 100


def excerpt(problem: Problem) -> list[str]:
    """The line with its number, the caret, and the line as it should be; nothing for a whole file."""
    if not problem.source.strip():
        return []
    gutter = len(str(problem.line))
    before, after = problem.source[: problem.column - 1], problem.source[problem.column - 1 :]
    left, right = _cropped(before, after)
    shown = [f"{problem.line} | {left}{right}", f"{'':{gutter}} | {'':{_width(left)}}^"]
    if problem.corrected:
        shown.append(f"{'':{gutter}} > {_cut(visible(problem.corrected), WIDTH * 4)}")
    return shown


def visible(text: str) -> str:
    """A text in which every character can be seen: invisible ones as codes, tabs as four spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text.replace("\t", "    "))


def _shown(character: str) -> str:
    if character == " " or (character.isprintable() and not _is_hidden(character)):
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def _is_hidden(character: str) -> bool:
    return re.match("[\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u00ad\ufeff]", character) is not None


def _cropped(before: str, after: str) -> tuple[str, str]:
    """The visible text on both sides of a place, shortened to the width."""
    left = _cut(visible(before[-WIDTH * 2 :])[::-1], WIDTH * 2 // 3)[::-1] if before else ""
    if len(before) > WIDTH * 2 and not left.startswith("…"):
        left = f"…{left}"
    return left, _cut(visible(after[: WIDTH * 2]), WIDTH - _width(left))


def _cut(text: str, width: int) -> str:
    """A text up to a number of columns, with an ellipsis for what is left out."""
    columns = list(_columns(text))
    if sum(columns) <= width:
        return text
    place = used = 0
    while used + columns[place] < width:
        used += columns[place]
        place += 1
    return f"{text[:place]}…"


def _columns(text: str) -> Iterator[int]:
    return (0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def _width(text: str) -> int:
    return sum(_columns(text))
