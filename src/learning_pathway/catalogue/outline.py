"""From a place in a file to the path of what is written there: the way back that `Document` does not have."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from yaml import MappingNode, Node, SequenceNode

from .document import Document, Mark, Path

__all__ = ["Outline"]


class Outline:
    """All values of a document in the order in which they are written. Making it walks the whole document once."""

    def __init__(self, document: Document) -> None:
        """Note where each value begins, and inside which other it stands."""
        self._starts: list[tuple[int, int, int]] = []
        """Line, column, and place in `_steps`, sorted."""
        self._steps: list[tuple[int, str | int]] = []
        """The place of the value around it in this list (-1 at the top), and its key there."""
        if document.node is not None:
            self._note(document.node)
        self._starts.sort()

    def path_at(self, mark: Mark) -> Path:
        """The path to the value that began last at or before a place; empty before the first."""
        last = bisect_right(self._starts, (mark.line - 1, mark.column - 1, len(self._steps)))
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
