"""YAML text to nodes with positions, by PyYAML; nothing is converted and nothing is resolved.

PyYAML's own resolver follows YAML 1.1 (`no` becomes False, `12:30` becomes 750). Ours leaves every scalar the text
that the editor typed, so that the model alone decides what it means, as YAML 1.2's core schema allows.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.composer import Composer
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

__all__ = ["MAXIMUM_DEPTH", "TooDeepError", "compose"]

#: Levels of lists and mappings inside each other. The deepest entry of a catalogue has nine. Without a limit,
#: a file of opening brackets overflows the C stack and ends the process.
MAXIMUM_DEPTH = 40


class TooDeepError(yaml.MarkedYAMLError):
    """Lists and mappings are nested deeper than `MAXIMUM_DEPTH`."""


class _Resolver:
    """In place of PyYAML's: gives no scalar a type, and minds the depth on the way down.

    PyYAML calls it on the way to every node and back, half a million times for a large catalogue. Most nodes have the
    same parent as the one before, which costs one comparison; the way back costs a call of a function in C.
    """

    _parent: yaml.Node | None = None
    _parents: list[yaml.Node]
    ascend_resolver = int

    def resolve(self, _kind: object, _value: object, _implicit: object) -> None:
        return None

    def descend_resolver(self, parent: yaml.Node | None, _: object) -> None:
        if parent is self._parent and parent is not None:
            return
        self._parent = parent
        if parent is None:
            self._parents = []
        elif parent in self._parents:
            del self._parents[self._parents.index(parent) + 1 :]
        else:
            self._parents.append(parent)
            if len(self._parents) >= MAXIMUM_DEPTH:
                raise TooDeepError(problem_mark=parent.start_mark)


class _PureLoader(Reader, Scanner, Parser, _Resolver, Composer):
    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)


_loader: Any = _PureLoader
if yaml.__with_libyaml__:  # else PyYAML was built without it: slower, and the same otherwise
    from yaml._yaml import CParser

    class _FastLoader(_Resolver, CParser):
        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)

    _loader = _FastLoader


def compose(text: str, *, pure: bool = False) -> list[yaml.Node | None]:
    """Read the documents of a file, at most two of them (one is allowed; the second shows that there are more).

    Args:
        text: the file's text, without a byte-order mark.
        pure: use the slow parser even where libyaml is to be had.

    Returns:
        The root nodes. An explicit tag stands in a node's `tag`, which is None otherwise; a plain scalar's `style`
        is empty.

    Raises:
        yaml.YAMLError: the text is no YAML; with a `problem_mark` where its place is known.
        TooDeepError: nesting goes beyond `MAXIMUM_DEPTH`.
    """
    loader: Any = _PureLoader(text) if pure else _loader(text)
    roots: list[yaml.Node | None] = []
    try:
        while len(roots) < 2 and loader.check_node():
            roots.append(loader.get_node())
    finally:
        if hasattr(loader, "dispose"):
            loader.dispose()
    return roots
