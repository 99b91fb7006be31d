"""The lines of a YAML text: those that an item or a key takes up, and those that a list or mapping is written as."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import yaml
from yaml import ScalarNode

from .scalars import STEP, WIDTH, Bare, ScalarPlace, ScalarStyle, write_scalar
from .tree import Data, EditError, Node, NodeKind, Tree

__all__ = [
    "Habits",
    "Span",
    "WrittenItem",
    "as_data",
    "column_of",
    "comment_after",
    "fits_in_line",
    "flow_value",
    "gap_of",
    "habits_of",
    "has_comment",
    "is_flow_list",
    "item_lines",
    "line_end",
    "line_start",
    "newline_at",
    "pair_lines",
    "span_of",
    "style_of",
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


@dataclass(frozen=True, slots=True)
class Habits:
    """The style of lists in a file."""

    list_offset: int = STEP
    """Columns that the dashes of a list are further in than its key."""
    dash_gap: int = 1
    """Blanks between a dash and what follows it."""
    has_flow_lists: bool = False
    """Whether short lists of texts are in brackets."""


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """An item of a block list with its comments, as it is written."""

    lines: tuple[str, ...]
    column: int
    """Column of its dash."""
    value: Data
    has_comments: bool

    @classmethod
    def of(cls, text: str, column: int, value: Data, *, has_comments: bool) -> WrittenItem:
        """The item in whole lines of a text."""
        lines = re.split(r"\r\n|\r|\n", text)
        return cls(tuple(lines if lines[-1] else lines[:-1]), column, value, has_comments)

    def at(self, column: int) -> list[str]:
        """Its lines with the dash at another column."""
        by = column - self.column
        if by >= 0:
            return [" " * by + line if line else "" for line in self.lines]
        return [line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in self.lines]


def as_data(value: Any) -> Data:
    """A value as it reads back from YAML: texts, lists and dicts; numbers, dates and truth values as bare texts."""
    if isinstance(value, Mapping):
        return {str(key): as_data(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(part) for part in value]
    if isinstance(value, bool):
        return Bare(str(value).lower())
    if isinstance(value, int | float | date):
        return Bare(value.isoformat() if isinstance(value, date) else str(value))
    return value if value is None or isinstance(value, Bare) else str(value)


def flow_value(value: Data, style: ScalarStyle | None = None) -> str:
    """A value in one line, as it is written inside brackets.

    Raises:
        EditError: it has comments, which would be lost there.
    """
    if isinstance(value, WrittenItem):
        if value.has_comments:
            raise EditError("comments would be lost inside brackets; write the list below its key")
        value = value.value
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {flow_value(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow_value, value)) + "]"
    return "null" if value is None else write_scalar(value, ScalarPlace(flow=True), style).head


def pair_lines(key: str, value: Data, column: int, habits: Habits) -> list[str]:
    """The lines of a key and its value; the key begins at `column`."""
    name = f"{' ' * column}{_key(key)}:"
    if value is None:
        return [name]
    if (
        isinstance(value, list)
        and value
        and not (is_flow_list(value, habits) and fits_in_line(flow_value(value), len(name) + 1))
    ):
        offset = column + habits.list_offset
        return [name, *(line for item in value for line in item_lines(item, offset, habits))]
    if isinstance(value, dict) and value:
        return [name, *_mapping_lines(value, column + STEP, habits)]
    if isinstance(value, list | dict):
        return [f"{name} {flow_value(value)}"]
    written = write_scalar(value, ScalarPlace(column, len(name) + 1))
    return [f"{name} {written.head}", *written.lines]


def item_lines(value: Data, column: int, habits: Habits) -> list[str]:
    """The lines of an item of a list; its dash is at `column`."""
    if isinstance(value, WrittenItem):
        return value.at(column)
    inner = column + 1 + habits.dash_gap
    start = f"{' ' * column}-{' ' * habits.dash_gap}"
    if isinstance(value, dict) and value:
        lines = list(_mapping_lines(value, inner, habits))
    elif isinstance(value, list) and value:
        lines = [line for item in value for line in item_lines(item, inner, habits)]
    elif isinstance(value, list | dict) or value is None:
        lines = [" " * inner + flow_value(value)]
    else:
        written = write_scalar(value, ScalarPlace(column, inner))
        lines = [" " * inner + written.head, *written.lines]
    return [start + lines[0][inner:], *lines[1:]]


def is_flow_list(value: Data, habits: Habits) -> bool:
    """Whether a file would have a value in brackets: a list of texts, where its other lists of texts are."""
    return habits.has_flow_lists and isinstance(value, list) and all(isinstance(part, str) for part in value)


def fits_in_line(text: str, column: int) -> bool:
    """Whether a text that begins at `column` stays within the width of a line."""
    return column + len(text) <= WIDTH


def _mapping_lines(value: Mapping[str, Data], column: int, habits: Habits) -> Iterator[str]:
    for key, part in value.items():
        yield from pair_lines(key, part, column, habits)


def _key(key: str) -> str:
    return write_scalar(key, ScalarPlace(flow=True)).head


def habits_of(tree: Tree) -> Habits:
    """The most common style of lists in a file."""
    offsets, forms = Counter[int](), Counter[bool]()
    for node in tree.root.inside() if tree.root else ():
        for key, value in node.pairs:
            if value.kind is NodeKind.SEQUENCE and not node.flow:
                if not value.flow:
                    offsets[column_of(tree.text, value.start) - column_of(tree.text, key.begin)] += 1
                if value.items and not any(item.is_collection for item in value.items):
                    forms[value.flow] += 1
    usual = Habits()
    offset = max(offsets, key=lambda each: offsets[each]) if offsets else usual.list_offset
    return Habits(offset, has_flow_lists=forms[True] > forms[False])


def style_of(text: str, old: Node, value: Data) -> ScalarStyle:
    """How an old scalar is written, as the style for a new text."""
    if old.kind is not NodeKind.SCALAR:
        return ScalarStyle()
    first, *further = re.split(r"\r\n|\r|\n", text[old.start : old.end])
    further = [line for line in further if line.strip()]
    depth = min((len(line) - len(line.lstrip(" ")) for line in further), default=None)
    longest = max((len(line) for line in (" " * column_of(text, old.start) + first, *further)), default=0)
    resolve: Any = yaml.SafeLoader("").resolve
    tags = {resolve(ScalarNode, each, (True, False)) for each in (old.value, str(value))}
    bare = not old.style and old.value != "" and len(tags) == 1
    is_narrow = len(further) > 2 or (len(further) > 1 and old.style not in ("|", ">"))
    width = max(80, longest) if is_narrow else max(WIDTH, longest)
    has_digit = bool(re.match(r"[|>][+-]?[0-9]", first)) if old.style in ("|", ">") else False
    return ScalarStyle(old.style, bool(further) and old.style not in ("|", ">"), depth, has_digit, width, bare)
