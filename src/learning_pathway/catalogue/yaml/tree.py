"""YAML text as a tree of nodes with positions, in which an alias is a node of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

import yaml

from .document import Path

__all__ = ["NOTHING", "Data", "EditError", "Node", "NodeKind", "Tree", "parse"]


class EditError(Exception):
    """A change would have damaged the catalogue; nothing was written. The message says why."""


Data: TypeAlias = Any
"""Values of a YAML file: dicts, lists, texts and None."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Plain scalars that mean "no value".
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
#: An anchor or a tag in front of a value, with the blanks, line breaks and comments after it.
_PROPERTIES = re.compile(r"(?:(?:&[\w-]+|!<[^>]*>|![^\s,\[\]{}]*)(?:[ \t\r\n]|(?<=[ \t\r\n])#[^\r\n]*)*)+")


class NodeKind(Enum):
    """What a node is."""

    SCALAR = "scalar"
    SEQUENCE = "sequence"
    MAPPING = "mapping"
    ALIAS = "alias"


@dataclass(slots=True, eq=False)
class Node:
    """One value or key as it is written."""

    kind: NodeKind
    begin: int
    """Index of its first character, anchor and tag included."""
    start: int
    """Index of its content: after anchor and tag."""
    end: int
    """Index after its last character; comments and blank lines after it are not part of it."""
    style: str = ""
    """How a scalar is written: `'`, `"`, `|` or `>`; empty for plain."""
    value: str = ""
    """The text of a scalar, or the name that an alias refers to."""
    flow: bool = False
    """Whether a collection is written in brackets."""
    anchor: str | None = None
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        """Whether it means "no value"."""
        return self.kind is NodeKind.SCALAR and not self.style and self.value in NOTHING

    @property
    def is_collection(self) -> bool:
        """Whether it is a list or a mapping."""
        return self.kind in (NodeKind.SEQUENCE, NodeKind.MAPPING)

    def children(self) -> Iterator[Node]:
        """The nodes directly inside it, in the order of the text."""
        yield from self.items
        for pair in self.pairs:
            yield from pair

    def inside(self) -> Iterator[Node]:
        """The node and everything inside it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(node.children())


@dataclass(slots=True, eq=False)
class Tree:
    """A parsed text."""

    text: str
    root: Node | None
    anchors: dict[str, Node]
    """The node that each anchor names."""
    aliases: dict[str, list[Node]]
    """The aliases of each anchor, in the order of the text."""

    def target(self, node: Node) -> Node:
        """The node that holds the value: the anchored one for an alias, else the node itself."""
        return self.anchors[node.value] if node.kind is NodeKind.ALIAS else node

    def is_shared(self, node: Node) -> bool:
        """Whether the same value is used elsewhere in the text."""
        return node.kind is NodeKind.ALIAS or bool(node.anchor and self.aliases.get(node.anchor))

    def sharers(self, node: Node) -> list[Node]:
        """The anchored node and its aliases, for one of them."""
        name = node.value if node.kind is NodeKind.ALIAS else node.anchor
        return [self.anchors[name], *self.aliases.get(name, ())] if name in self.anchors else []

    def data(self) -> Data:
        """The values; what an alias repeats is the same object in each place.

        Raises:
            EditError: a key is no text, or is twice in one mapping.
        """
        return {} if self.root is None or self.root.is_nothing else self._value(self.root, {})

    def paths(self) -> Iterator[tuple[Path, Node]]:
        """Each node with its path; what an alias repeats comes once, where it is written."""
        waiting: list[tuple[Path, Node]] = [] if self.root is None else [((), self.root)]
        while waiting:
            path, node = waiting.pop()
            yield path, node
            waiting.extend(((*path, place), item) for place, item in enumerate(node.items))
            waiting.extend(((*path, key.value), value) for key, value in node.pairs)

    def line(self, index: int) -> int:
        """The number of the line that holds an index, from 1."""
        return len(re.findall(r"\r\n|\r|\n", self.text[:index])) + 1

    def _value(self, node: Node, known: dict[int, Data]) -> Data:
        node = self.target(node)
        if id(node) in known:
            return known[id(node)]
        value: Data
        if node.kind is NodeKind.SCALAR:
            return None if node.is_nothing else node.value
        if node.kind is NodeKind.SEQUENCE:
            value = [self._value(item, known) for item in node.items]
        else:
            value = {}
            for key, item in node.pairs:
                name = self.target(key)
                if name.kind is not NodeKind.SCALAR or name.value in value:
                    fault = "is not a text" if name.kind is not NodeKind.SCALAR else f"`{name.value}` is there twice"
                    raise EditError(f"line {self.line(key.begin)}: this key {fault}; run `pathway check`")
                value[name.value] = self._value(item, known)
        if node.anchor:
            known[id(node)] = value
        return value


def parse(text: str) -> Tree:
    """Parse a text of one document.

    Args:
        text: without a byte-order mark; its size, depth and aliases have been checked (see `loader.load`).

    Raises:
        yaml.YAMLError: it is not YAML.
    """
    tree = Tree(text, None, {}, {})
    events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            if tree.root is not None:
                raise yaml.YAMLError("a second document begins here")
            tree.root = _node(event, events, tree)
    return tree


def _node(event: Any, events: Iterator[Any], tree: Tree) -> Node:
    begin, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.AliasEvent):
        if event.anchor not in tree.anchors:
            raise yaml.YAMLError(f"`*{event.anchor}` comes before `&{event.anchor}`")
        node = Node(NodeKind.ALIAS, begin, begin, end, value=event.anchor)
        tree.aliases.setdefault(event.anchor, []).append(node)
        return node
    anchor = getattr(event, "anchor", None)
    start = _content(tree.text, begin) if anchor or getattr(event, "tag", None) else begin
    if isinstance(event, yaml.ScalarEvent):
        start = min(start, end)
        style = event.style or ""
        node = Node(NodeKind.SCALAR, begin, start, _scalar_end(tree.text, start, end, style), style, event.value)
    elif isinstance(event, yaml.SequenceStartEvent):
        node = Node(NodeKind.SEQUENCE, begin, start, end, flow=bool(event.flow_style))
        last = next(events)
        while not isinstance(last, yaml.SequenceEndEvent):
            node.items.append(_node(last, events, tree))
            last = next(events)
        node.end = _end_of(last) if node.flow else node.items[-1].end
    else:
        node = Node(NodeKind.MAPPING, begin, start, end, flow=bool(getattr(event, "flow_style", False)))
        last = next(events)
        while not isinstance(last, yaml.MappingEndEvent):
            key = _node(last, events, tree)
            node.pairs.append((key, _node(next(events), events, tree)))
            last = next(events)
        node.end = _end_of(last) if node.flow else node.pairs[-1][1].end
    if anchor:
        if anchor in tree.anchors:
            raise yaml.YAMLError(f"`&{anchor}` is there twice")
        node.anchor = anchor
        tree.anchors[anchor] = node
    return node


def _end_of(event: Any) -> int:
    return int(event.end_mark.index)


def _content(text: str, begin: int) -> int:
    found = _PROPERTIES.match(text, begin)
    return found.end() if found else begin


def _scalar_end(text: str, start: int, end: int, style: str) -> int:
    """Where a scalar ends: the parser counts the blank lines after a block scalar to it, which need not be its text."""
    if style not in ("|", ">"):
        return end
    header, *lines = re.split(r"\r\n|\r|\n", text[start:end])
    if "+" in header.partition("#")[0]:
        return end - (2 if text.endswith("\r\n", start, end) else text.endswith(("\r", "\n"), start, end))
    depth = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
    written = text[start:end].rstrip("\r\n")
    while lines and (not lines[-1].strip() and len(lines[-1]) <= depth):
        lines.pop()
        last = max(written.rfind("\n"), written.rfind("\r"))
        written = (written[:last] if last >= 0 and not written[last:].strip() else written).rstrip("\r\n")
    return start + len(written)
