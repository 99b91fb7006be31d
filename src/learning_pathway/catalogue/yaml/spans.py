"""The lines that an item of a list, or a key with its value, takes up in a YAML text, comments included."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from .tree import Node, NodeKind

__all__ = [
    "Span",
    "column_of",
    "comment_after",
    "gap_of",
    "has_comment",
    "line_end",
    "line_start",
    "newline_at",
    "span_of",
]

_BREAK = re.compile(r"\r\n|\r|\n|\Z")
#: What can be between two parts of a collection: blanks, line breaks and comments.
_BETWEEN = re.compile(r"(?:[ \t\r\n]|(?<![^ \t\r\n])#[^\r\n]*)*")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text that goes together."""

    start: int
    """Index of its first character: the first comment above it, where there are some."""
    head: int
    """Index of its dash or key."""
    end: int
    """Index after its last line break; the end of the text where it has none."""
    column: int
    """Column of its dash or key."""
    is_whole: bool
    """Whether nothing else is in its first line."""


def line_start(text: str, index: int) -> int:
    """Where the line that holds an index begins."""
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def _line_before(text: str, start: int) -> int:
    """Where the line begins that comes before the one that begins at `start`."""
    return line_start(text, start - 2 if text.endswith("\r\n", 0, start) else start - 1)


def line_end(text: str, index: int) -> int:
    """Where the next line begins; the end of the text where there is none."""
    found = _BREAK.search(text, index)
    return found.end() if found else len(text)


def column_of(text: str, index: int) -> int:
    """The column of an index, from 0."""
    return index - line_start(text, index)


def newline_at(text: str, index: int) -> str:
    """The line break nearest before an index, else the first after it, else the usual one."""
    last = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index))
    found = _BREAK.search(text, last - 1 if text[last - 1 : last + 1] == "\r\n" else max(last, 0))
    return found[0] if found and found[0] else "\n"


def comment_after(text: str, index: int) -> str:
    """The blanks and the comment at the end of a line, from an index on."""
    found = re.compile(r"[ \t]+(?:#[^\r\n]*)?(?=[\r\n]|\Z)").match(text, index)
    return found[0] if found else ""


def span_of(text: str, collection: Node, place: int) -> Span:
    """The span of an item of a block list, or of a key and its value in a block mapping.

    Comments straight above it in the same column belong to it, and so do deeper ones after it.
    """
    parts = collection.items or [key for key, _ in collection.pairs]
    ends = [item.end for item in collection.items] or [value.end for _, value in collection.pairs]
    floor = ends[place - 1] if place else 0
    is_list = collection.kind is NodeKind.SEQUENCE
    head = _dash(text, collection, place, floor) if is_list else parts[place].begin
    start = line_start(text, head)
    column = head - start
    is_whole = not text[start:head].strip()
    if not is_whole:
        start = head
    else:
        above = re.compile(rf" {{{column}}}#")
        while start and (before := _line_before(text, start)) >= floor and above.match(text, before):
            start = before
    return Span(start, head, _end(text, ends[place], column), column, is_whole)


def has_comment(text: str, node: Node, begin: int | None = None) -> bool:
    """Whether there is a comment inside a collection, or between `begin` and it."""
    at = node.begin if begin is None else begin
    for leaf in sorted((each for each in node.inside() if not each.is_collection), key=lambda each: each.begin):
        if "#" in text[at : leaf.begin] or (
            leaf.style in ("|", ">") and "#" in text[leaf.start : leaf.end].split("\n")[0]
        ):
            return True
        at = leaf.end
    return "#" in text[at : node.end]


def gap_of(text: str, collection: Node, default: int = 0) -> int:
    """How many blank lines the parts of a block list or mapping have between them as a habit."""
    count = len(collection.items or collection.pairs)
    spans = [span_of(text, collection, place) for place in range(count)]
    gaps = Counter(_blank_lines(text[one.end : two.start]) for one, two in pairwise(spans))
    return max(gaps, key=lambda gap: (gaps[gap], gap)) if gaps else default


def _blank_lines(text: str) -> int:
    """How many blank lines a stretch of whole lines ends with."""
    lines = re.split(r"\r\n|\r|\n", text)[:-1]
    return len(lines) - max((number for number, line in enumerate(lines, start=1) if line.strip()), default=0)


def _end(text: str, end: int, column: int) -> int:
    """Where a part ends that has its last character before `end`: after its line, and deeper comments below that."""
    end = line_end(text, end)
    deeper = re.compile(rf"(?:[ \t]*(?:\r\n|\r|\n))* {{{column + 1},}}#[^\r\n]*(?:\r\n|\r|\n|\Z)")
    while found := deeper.match(text, end):
        end = found.end()
    return end


def _dash(text: str, sequence: Node, place: int, floor: int) -> int:
    """Index of the dash of an item."""
    if place == 0:
        return sequence.start
    found = _BETWEEN.match(text, floor)
    return found.end() if found else floor
