"""Lists and mappings as lines of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .patch import EditError
from .scalars import STEP, WIDTH, Bare, Place, Style, write_scalar
from .tree import Data

__all__ = [
    "Excerpt",
    "Habits",
    "as_data",
    "fits_in_line",
    "flow_value",
    "is_flow_list",
    "item_lines",
    "pair_lines",
]


@dataclass(frozen=True, slots=True)
class Habits:
    """How a file writes lists."""

    list_offset: int = STEP
    """Columns that the dashes of a list are further in than its key."""
    dash_gap: int = 1
    """Blanks between a dash and what follows it."""
    has_flow_lists: bool = False
    """Whether short lists of texts are in brackets."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An item of a block list with its comments, as it is written."""

    lines: tuple[str, ...]
    column: int
    """Column of its dash."""
    value: Data
    has_comments: bool

    @classmethod
    def of(cls, text: str, column: int, value: Data, *, has_comments: bool) -> Excerpt:
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


def flow_value(value: Data, style: Style | None = None) -> str:
    """A value in one line, as it is written inside brackets.

    Raises:
        EditError: it has comments, which would be lost there.
    """
    if isinstance(value, Excerpt):
        if value.has_comments:
            raise EditError("comments would be lost inside brackets; write the list below its key")
        value = value.value
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {flow_value(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow_value, value)) + "]"
    return "null" if value is None else write_scalar(value, Place(flow=True), style).head


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
    written = write_scalar(value, Place(column, len(name) + 1))
    return [f"{name} {written.head}", *written.lines]


def item_lines(value: Data, column: int, habits: Habits) -> list[str]:
    """The lines of an item of a list; its dash is at `column`."""
    if isinstance(value, Excerpt):
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
        written = write_scalar(value, Place(column, inner))
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
    return write_scalar(key, Place(flow=True)).head
