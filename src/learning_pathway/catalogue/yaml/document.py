"""A YAML file: its values as typed, their positions, its lines, and characters that it should not have."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

from yaml import MappingNode, Mark, Node, ScalarNode, SequenceNode

from ..problems import Code, Problem

__all__ = [
    "MAXIMUM_LINE",
    "Document",
    "EmptyKey",
    "FileProblem",
    "Path",
    "PathIndex",
    "Position",
    "character_problems",
    "escaped_character_problems",
    "line_at",
    "position_at",
    "position_of",
    "quoted",
    "replaced",
    "spliced",
    "visible_text",
    "with_sources",
    "without_control_characters",
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
    return position_at(node.start_mark)


def position_at(mark: Mark | None) -> Position:
    """The position of a mark of the parser; the file's beginning where it gives none."""
    return Position(1, 1) if mark is None else Position(mark.line + 1, mark.column + 1)


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


_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff"
_HIDDEN = "\u202a-\u202e\u2066-\u2069"
_STRAY = "\u00ad\u200b\u2060\ufeff"
_TAG = "\U000e0000-\U000e007f"
_FLAG = re.compile(f"\U0001f3f4[{_TAG}]+")
_CONTROLS = re.compile(f"[{_CONTROL}]")
_SUSPECT = re.compile(f"[{_CONTROL}{_HIDDEN}{_STRAY}{_TAG}]")
_FLAG_OR_SUSPECT = re.compile(f"(?P<flag>{_FLAG.pattern})|{_SUSPECT.pattern}")
#: Half of a character: JSON can hold it, UTF-8 cannot.
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\[0abvefxuUNLP]")
#: A damaged file could give as many problems as it has lines.
_MOST_REPORTED = 100


def character_problems(text: str) -> list[FileProblem]:
    """Find what should not be in a file's text, the first of each line, at most 100."""
    found: list[FileProblem] = []
    if _SUSPECT.search(text) is None:
        return found
    for number, line in enumerate(text.split("\n"), start=1):
        if (suspect := _first(line)) is not None and len(found) < _MOST_REPORTED:
            found.append(_problem(suspect[0], Position(number, suspect.start() + 1)))
    return found


def without_control_characters(text: str) -> str:
    """The text with spaces for control characters and one kind of line break, so that places stay true."""
    if "\r" in text:
        text = re.sub(r"\r(?!\n)", "\n", text)
    return _CONTROLS.sub(" ", text) if _CONTROLS.search(text) else text


def visible_text(text: str) -> str:
    """The text as it is seen: spaces for control characters, and nothing for what is invisible and unwanted."""
    if text.isascii() and text.isprintable():
        return text
    text = _SURROGATE.sub("\ufffd", without_control_characters(text))
    return _FLAG_OR_SUSPECT.sub(lambda found: found["flag"] or "", text) if _SUSPECT.search(text) else text


def escaped_character_problems(node: Node, text: str) -> Iterator[FileProblem]:
    r"""Find such characters where they are written as codes (`"\u202e"`), in the document below `node`."""
    if _ESCAPE.search(text) is None:
        return
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, MappingNode):
            waiting.extend(part for pair in each.value for part in pair)
        elif isinstance(each, SequenceNode):
            waiting.extend(each.value)
        elif isinstance(each, ScalarNode) and each.style == '"' and (suspect := _first(each.value)) is not None:
            start, end = each.start_mark, each.end_mark
            if suspect[0] not in text[start.index : end.index]:
                yield _problem(suspect[0], Position(start.line + 1, start.column + 1))


def _first(text: str) -> re.Match[str] | None:
    if text.isascii() and text.isprintable():
        return None
    return _SUSPECT.search(_FLAG.sub(lambda flag: "x" * len(flag[0]), text).removesuffix("\r"))


def _problem(character: str, position: Position) -> FileProblem:
    name = f"U+{ord(character):04X}"
    if _CONTROLS.match(character):
        message = f"There is a control character ({name}) here, which no text needs."
        return FileProblem(
            Code.CONTROL_CHARACTER, position, message, "Delete it. It often comes with text copied from a PDF."
        )
    if re.match(f"[{_STRAY}]", character):
        message = f"There is an invisible character ({name}) here, which spoils searching and copying."
        return FileProblem(Code.STRAY_CHARACTER, position, message, "Delete it, or type the word again.")
    message = f"There is an invisible character ({name}) here that can change what people see."
    return FileProblem(Code.HIDDEN_CHARACTER, position, message, "Delete it and type the words again.")
