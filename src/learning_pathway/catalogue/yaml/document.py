"""A YAML file: its values as typed, the position of each, the path at a position, and its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from ..problems import Code, Problem

__all__ = [
    "MAXIMUM_LINE",
    "Document",
    "EmptyKey",
    "FileProblem",
    "Path",
    "PathIndex",
    "Position",
    "line_at",
    "position_of",
    "quoted",
    "replaced",
    "spliced",
    "with_sources",
]


#: Keys from which on an index pays. An honest entry has fewer.
_MANY_KEYS = 100

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list places that lead from the top of a document to a value."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; line and column are counted from 1."""

    line: int
    column: int


class FileProblem(Exception):  # noqa: N818 - not an error of the program: a place in a file to report
    """Something in one file that is reported with its place."""

    def __init__(self, code: Code, position: Position, message: str, remedy: str, corrected: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.position = position
        self.message = message
        self.remedy = remedy
        self.corrected = corrected
        """The whole line as it should be; empty where that cannot be worked out."""


class EmptyKey(NamedTuple):
    """A key without a value."""

    mapping: MappingNode
    key: Node
    value: Node


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A file that could be read. Positions are looked up only for problems: most values never need theirs."""

    file: str
    data: dict[str, Any]
    node: Node | None
    text: str = field(default="", repr=False)
    empty_keys: tuple[EmptyKey, ...] = field(default=(), repr=False)
    """Keys without a value, which `data` leaves out."""
    _keys: dict[int, dict[str | int, tuple[Node, Node]]] = field(default_factory=dict, init=False, repr=False)

    def at_value(self, path: Path) -> Position:
        """Where the value at `path` begins; the nearest place above it where there is no such value."""
        found = Position(1, 1)
        for _, value in self._walk(path):
            found = position_of(value)
        return found

    def value_node(self, path: Path) -> Node | None:
        """The node of the value at `path`, or None where there is none."""
        return next((value for place, (_, value) in enumerate(self._walk(path)) if place == len(path)), None)

    def key_node(self, path: Path) -> Node | None:
        """The node of the key that `path` ends in, or None where there is none."""
        return next((key for place, (key, _) in enumerate(self._walk(path)) if place == len(path)), None)

    def at_key(self, path: Path) -> Position:
        """Where the key that `path` ends in is written; for a place in a list, where its value begins."""
        found = Position(1, 1)
        for key, value in self._walk(path):
            found = position_of(value if key is None else key)
        return found

    def _walk(self, path: Path) -> Iterator[tuple[Node | None, Node]]:
        """The key (None in a list and at the top) and the value at each stage of `path`, as far as it leads."""
        node = self.node
        if node is None:
            return
        yield None, node
        for step in path:
            pair: tuple[Node | None, Node] | None
            if isinstance(node, MappingNode):
                pair = self._pair(node, step)
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                pair = (None, node.value[step])
            else:
                pair = None
            if pair is None:
                return
            yield pair
            node = pair[1]

    def _pair(self, node: MappingNode, name: str | int) -> tuple[Node, Node] | None:
        """A key of a mapping with its value; looked up in an index where there are many."""
        if len(node.value) <= _MANY_KEYS:
            return next(((key, value) for key, value in node.value if key.value == name), None)
        if id(node) not in self._keys:
            pairs = ((key, value) for key, value in reversed(node.value) if isinstance(key, ScalarNode))
            self._keys[id(node)] = {key.value: (key, value) for key, value in pairs}
        return self._keys[id(node)].get(name)


def position_of(node: Node) -> Position:
    """Where a node begins."""
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)


class PathIndex:
    """All values of a document in the order in which they are written. Making it walks the whole document once."""

    def __init__(self, document: Document) -> None:
        """Note where each value begins, and inside which other one."""
        self._starts: list[tuple[int, int, int]] = []
        """Line, column, and place in `_steps`, sorted."""
        self._steps: list[tuple[int, str | int]] = []
        """The place of the value around it in this list (-1 at the top), and its key there."""
        if document.node is not None:
            self._note(document.node)
        self._starts.sort()

    def path_at(self, position: Position) -> Path:
        """The path to the value that began last at or before a place; empty before the first."""
        last = bisect_right(self._starts, (position.line - 1, position.column - 1, len(self._steps)))
        path: list[str | int] = []
        step = self._starts[last - 1][2] if last else -1
        while step >= 0:
            step, key = self._steps[step]
            path.append(key)
        return tuple(reversed(path))

    def _note(self, top: Node) -> None:
        seen = {id(top)}
        waiting = [(top, -1)]
        while waiting:
            node, around = waiting.pop()
            for key, first, value in _parts(node):
                self._starts.append((first.start_mark.line, first.start_mark.column, len(self._steps)))
                self._steps.append((around, key))
                if id(value) not in seen:
                    seen.add(id(value))
                    waiting.append((value, len(self._steps) - 1))


def _parts(node: Node) -> Iterator[tuple[str | int, Node, Node]]:
    """Each part of a list or mapping: its key, the node that it begins with, its value."""
    if isinstance(node, MappingNode):
        yield from ((str(key.value), key, value) for key, value in node.value)
    elif isinstance(node, SequenceNode):
        yield from ((place, item, item) for place, item in enumerate(node.value))


#: Characters of the longest line that is shown corrected.
MAXIMUM_LINE = 400

#: Characters of a line that a problem quotes.
MAXIMUM_SOURCE = 10_000

_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")

#: What a double-quoted text cannot hold as it is.
_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n"})


def quoted(text: str) -> str:
    """A text in quotes that hold it whole, whatever is in it."""
    if ('"' in text or "\\" in text) and "'" not in text and text.isprintable():
        return f"'{text}'"
    return f'"{text.translate(_ESCAPES)}"'


def line_at(text: str, index: int) -> tuple[int, int]:
    """Where the line around a character begins and ends, without its break."""
    start = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
    found = _BREAK.search(text, index)
    return start, found.start() if found is not None else len(text)


def spliced(text: str, start: int, end: int, words: str) -> str:
    """The line around a span with other words in its place; empty where the span leaves its line, or for a long one."""
    first, last = line_at(text, start)
    line = text[first:start] + words + text[end:last]
    return line if end <= last and len(line) <= MAXIMUM_LINE else ""


def replaced(text: str, node: Node, words: str) -> str:
    """The line around a value or key with other words in its place; empty where it goes over several lines."""
    return spliced(text, node.start_mark.index, node.end_mark.index, words)


def with_sources(problems: Iterable[Problem], texts: Mapping[str, str]) -> Iterator[Problem]:
    """The problems with the lines that they are about.

    Args:
        problems: problems of any files.
        texts: the text of each file that could be read, by its name.
    """
    lines: dict[str, list[str]] = {}
    for problem in problems:
        if problem.file not in lines:
            lines[problem.file] = re.split(r"\r\n|[\r\n]", texts.get(problem.file, ""))
        of_file = lines[problem.file]
        source = of_file[problem.line - 1] if problem.line <= len(of_file) else ""
        corrected = problem.corrected if problem.corrected != source else ""
        yield replace(problem, source=source[:MAXIMUM_SOURCE], corrected=corrected)
