"""One YAML file of the catalogue: its values as the editor typed them, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from yaml import MappingNode, Node, SequenceNode

__all__ = ["Document", "Mark", "Path"]

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list places that lead from the top of a document to a value."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; line and column are counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read. Positions are looked up only for problems: most values never need theirs."""

    file: str
    data: dict[str, Any]
    node: Node | None

    def at_value(self, path: Path) -> Mark:
        """Where the value at `path` begins; the nearest place above it where there is no such value."""
        found = Mark(1, 1)
        for _, value in self._walk(path):
            found = _mark(value)
        return found

    def at_key(self, path: Path) -> Mark:
        """Where the key that `path` ends in is written; for a place in a list, where its value begins."""
        found = Mark(1, 1)
        for key, value in self._walk(path):
            found = _mark(value if key is None else key)
        return found

    def path_at(self, mark: Mark) -> Path:
        """The path to the innermost value, or key with its value, that is written around a place."""
        here = (mark.line - 1, mark.column - 1)
        path: Path = ()
        node = self.node
        while node is not None:
            inner: tuple[str | int, Node] | None = None
            for key, first, value in _parts(node):
                if (first.start_mark.line, first.start_mark.column) > here:
                    break
                inner = key, value
            if inner is None:
                break
            path, node = (*path, inner[0]), inner[1]
        return path

    def _walk(self, path: Path) -> Iterator[tuple[Node | None, Node]]:
        """The key (None in a list and at the top) and the value at each stage of `path`, as far as it leads."""
        node = self.node
        if node is None:
            return
        yield None, node
        for step in path:
            if isinstance(node, MappingNode):
                pair = next(((key, value) for key, value in node.value if key.value == step), None)
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                pair = (None, node.value[step])
            else:
                pair = None
            if pair is None:
                return
            yield pair
            node = pair[1]


def _parts(node: Node) -> Iterator[tuple[str | int, Node, Node]]:
    """Each part of a list or mapping: its key, the node that it begins with, its value."""
    if isinstance(node, MappingNode):
        yield from ((str(key.value), key, value) for key, value in node.value)
    elif isinstance(node, SequenceNode):
        yield from ((place, item, item) for place, item in enumerate(node.value))


def _mark(node: Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)
