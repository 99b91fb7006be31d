"""YAML text as nodes with positions, and nodes as the text that the editor typed."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode
from yaml.composer import Composer
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from ..problems import Code
from .corrections import plain_characters, without_width
from .document import EmptyKey, FileProblem, Position, line_at, position_of, quoted, spliced

__all__ = [
    "MAXIMUM_ALIASED",
    "MAXIMUM_DEPTH",
    "TooDeepError",
    "ValueBuilder",
    "compose",
]

#: Levels of lists and mappings inside each other. The deepest entry of a catalogue has nine. Without a limit,
#: a file of opening brackets overflows the C stack and ends the process.
MAXIMUM_DEPTH = 40


class TooDeepError(yaml.MarkedYAMLError):
    """Lists and mappings are nested deeper than `MAXIMUM_DEPTH`."""


class _Resolver:
    """A resolver that gives no scalar a type, and checks the depth.

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
        pure: use the slow parser even where libyaml is available.

    Returns:
        The root nodes. An explicit tag is in a node's `tag`, which is None otherwise; a plain scalar's `style`
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


#: How much text and how many values aliases may add to one file, a value counting as one and so do 100 characters.
MAXIMUM_ALIASED = 100_000
#: Problems in one file. One slip may cause thousands.
MAXIMUM_FLAWS = 1_000
#: What a plain scalar that means "no value" looks like (YAML 1.2.2, 10.3.2).
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
#: Tags of YAML itself and of the programs that read it, as they are written; any other is a word that begins with `!`.
_TYPE_TAG = re.compile(r"!!(?:binary|bool|float|int|map|merge|null|omap|pairs|seq|set|str|timestamp|value|python/.*)")
_HARMLESS_TAGS = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})


class ValueBuilder:
    """Builds the values of one document and collects its problems."""

    def __init__(self, text: str, *, aliased: bool) -> None:
        """Begin with nothing.

        Args:
            text: the file's text.
            aliased: whether it may hold aliases, so that shared nodes must be watched.
        """
        self._text = text
        self.problems: list[FileProblem] = []
        """What was found so far."""
        self.empty_keys: list[EmptyKey] = []
        """Keys without a value, which the values leave out."""
        self.repeated: set[int] = set()
        """Nodes that an alias repeats, by `id`."""
        self._aliased = aliased
        self._built: dict[int, tuple[Any, int]] = {}
        self._open: set[int] = set()
        self._repeated = 0
        self._weight = 0

    def value(self, node: Node) -> Any:
        """The value of a node: a dict without empty values, a list, a text, or None.

        Raises:
            FileProblem: aliases repeat too much or without end, or there are too many problems.
        """
        if self._aliased:
            return self._shared(node)
        return self._plain(node)

    def _plain(self, node: Node) -> Any:
        if node.tag is not None:
            self._check_tag(node)
        if isinstance(node, ScalarNode):
            text: str = node.value
            if node.tag is not None and not text:
                return str(node.tag)  # the word is reported already, and the key has not lost its value otherwise
            return self._nothing(node) if text in _NOTHING and not node.style else text
        if isinstance(node, SequenceNode):
            return [self.value(item) for item in node.value]
        return self._mapping(node) if isinstance(node, MappingNode) else None

    def _mapping(self, node: MappingNode) -> dict[str, Any]:
        values: dict[str, Any] = {}
        places: dict[str, Node] = {}
        for key, item in node.value:
            name = self._key(key)
            if name is None or name in places:
                self.repeated.add(id(item))  # it is reported here, whatever it repeats
            if name is None:
                continue
            if name in places:
                first = position_of(places[name])
                message = f"`{name}` is here a second time; the first is in line {first.line}."
                self._report(
                    FileProblem(
                        Code.DUPLICATE_KEY, position_of(key), message, _duplicate_remedy(node, places[name], item)
                    )
                )
                continue
            places[name] = key
            value = self.value(item)
            if value is not None:
                values[name] = value
            else:
                self.empty_keys.append(EmptyKey(node, key, item))
        return values

    def _nothing(self, node: ScalarNode) -> None:
        """No value; where a word says so, advice that nothing is shown of it."""
        if node.value:
            message = f"`{node.value}` means “no value” in YAML, so nothing is shown."
            remedy = f'Delete the line, or write `"{node.value}"` if the word itself is meant.'
            self._report(FileProblem(Code.NO_VALUE, position_of(node), message, remedy))

    def _key(self, key: Node) -> str | None:
        if not isinstance(key, ScalarNode):
            message = "There is a list or a mapping where a key belongs."
            self._report(
                FileProblem(Code.ODD_KEY, position_of(key), message, "Write a word, then a colon, then the value.")
            )
            return None
        if key.tag is not None:
            self._check_tag(key)
        name: str = key.value
        if key.style:
            return name
        if not name.isascii() and (problem := self._odd_character(key)) is not None:
            self._report(problem)
            return without_width(name) if without_width(name).isascii() else None
        if name == "<<":
            message = "`<<` merges one entry into another, which is not read here."
            self._report(FileProblem(Code.MERGE_KEY, position_of(key), message, "Write the fields out."))
            return None
        if name in _NOTHING:
            message = "The key before this colon is missing."
            self._report(FileProblem(Code.ODD_KEY, position_of(key), message, "Write a word before the colon."))
            return None
        return name

    def _odd_character(self, key: Node) -> FileProblem | None:
        """The message for a key with characters that only look like a space or a hyphen."""
        start, end = line_at(self._text, key.start_mark.index)
        meant = plain_characters(self._text[start:end], key.start_mark.line + 1)
        if meant is None or meant.column <= key.start_mark.column or meant.column > key.end_mark.column:
            return None
        return FileProblem(meant.code, Position(meant.number, meant.column), meant.message, meant.remedy, meant.line)

    def _check_tag(self, node: Node) -> None:
        if node.tag in _HARMLESS_TAGS:
            return
        tag = str(node.tag).replace("tag:yaml.org,2002:", "!!")[:80]
        message = f"The tag `{tag}` asks for a kind of value that a catalogue does not have."
        remedy, corrected = "Delete the tag; the value can stay.", ""
        if not _TYPE_TAG.fullmatch(tag):
            message = f"YAML takes `{tag}` for a tag, so the word would not be shown."
            remedy = "Put the whole value in double quotes if the word belongs to it, or delete it."
            if isinstance(node, ScalarNode) and not node.style and not re.fullmatch(r"[\d.:/-]+", node.value):
                start = node.start_mark.index
                typed = self._text[start : node.end_mark.index].rstrip()
                corrected = spliced(self._text, start, start + len(typed), quoted(typed))
        self._report(FileProblem(Code.EXPLICIT_TAG, position_of(node), message, remedy, corrected))

    def _report(self, problem: FileProblem) -> None:
        if len(self.problems) >= MAXIMUM_FLAWS:
            message = f"This file has more than {MAXIMUM_FLAWS:,} problems of this kind; the rest is left out."
            raise FileProblem(Code.TOO_MANY_PROBLEMS, problem.position, message, "Fix those above first.")
        self.problems.append(problem)

    def _shared(self, node: Node) -> Any:
        """Build a node once however often it is repeated, and bound what the repetitions add."""
        key = id(node)
        if key in self._built:
            value, weight = self._built[key]
            self.repeated.add(key)
            self._weight += weight
            self._repeated += weight
            if self._repeated > MAXIMUM_ALIASED:
                message = f"Aliases repeat more than {MAXIMUM_ALIASED:,} values in this file."
                raise FileProblem(
                    Code.TOO_MANY_ALIASES,
                    position_of(node),
                    message,
                    "Write the entries out instead of repeating them.",
                )
            return value
        if key in self._open:
            message = "This value repeats itself without end: an alias inside it names it."
            remedy = "Write the value out instead of the alias."
            raise FileProblem(Code.ENDLESS_ALIAS, position_of(node), message, remedy)
        before = self._weight
        self._weight += 1 + (len(node.value) // 100 if isinstance(node, ScalarNode) else 0)
        self._open.add(key)
        value = self._plain(node)
        self._open.discard(key)
        self._built[key] = (value, self._weight - before)
        return value


def _duplicate_remedy(mapping: MappingNode, first: Node, second: Node) -> str:
    """How to keep both values where both are lists, else one."""
    kept = next(value for key, value in mapping.value if key is first)
    if isinstance(kept, SequenceNode) and isinstance(second, SequenceNode) and second.value and not second.flow_style:
        line = first.start_mark.line + 1
        return f"Move these items up, to the end of the list in line {line}, and delete this line."
    return "Keep one of the two."
