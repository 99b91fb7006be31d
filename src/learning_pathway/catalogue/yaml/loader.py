"""Load a YAML file as a `Document`, with everything that is wrong with it as YAML, and text that YAML drops.

Typed text is lost after `#`, after `&`, and after a comma in braces.
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from ..problems import Code
from .document import (
    Document,
    FileProblem,
    Position,
    character_problems,
    escaped_character_problems,
    line_at,
    position_at,
    position_of,
    quoted,
    spliced,
    without_control_characters,
)
from .nodes import MAXIMUM_DEPTH, TooDeepError, ValueBuilder, compose
from .syntax import explain

__all__ = [
    "LoadedFile",
    "LoadedFiles",
    "load",
    "without_collector",
]


_SEPARATOR = re.compile(r"^(?:---|\.\.\.)(?=[ \t\r\n]|$)", re.MULTILINE)
#: What git writes between two versions; `|||||||` before what both came from.
_CONFLICT = re.compile(r"^(?:<{7,}|>{7,}|\|{7,}|={7,})(?=[ \t\r]|$).*", re.MULTILINE)
_MARKS = ("<" * 7, ">" * 7, "|" * 7, "=" * 7)
_INDENTED = re.compile(r"^[ \t]+(?:<{7}|>{7})(?=[ \t\r]|$).*", re.MULTILINE)
_MOST_MARKS = 1_000
_ALIAS = re.compile(r"\*\S")


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A file that was read: its document, or None where it has no readable one, and its problems."""

    document: Document | None
    problems: tuple[FileProblem, ...] = ()


#: The text and content of each file by its name, for a program that reads the catalogue again after every change.
LoadedFiles = dict[str, tuple[str, LoadedFile]]


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the cyclic garbage collector: walking a million new nodes again and again costs more than all the rest."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def load(file: str, text: str, *, pure: bool = False) -> LoadedFile:
    """Read the text of one file.

    Args:
        file: its name, for the document.
        text: its text.
        pure: read with PyYAML's slow parser, as a machine without libyaml does.
    """
    odd = tuple(character_problems(text))
    text = without_control_characters(text)
    if any(sign in text for sign in _MARKS) and (conflicts := tuple(_conflicts(text))):
        return LoadedFile(None, conflicts)
    try:
        # A byte-order mark further on is reported above; the two parsers differ over it, so it is a space to both.
        nodes = compose(text[:1] + text[1:].replace("\ufeff", " "), pure=pure)
    except TooDeepError as error:
        message = f"Lists and mappings are nested more than {MAXIMUM_DEPTH} levels deep here."
        problem = FileProblem(
            Code.TOO_DEEP, position_at(error.problem_mark), message, "Look for a run of brackets that never close."
        )
        return LoadedFile(None, (*odd, problem))
    except yaml.YAMLError as error:
        if conflicts := tuple(_conflicts(text, _INDENTED)):
            return LoadedFile(None, conflicts)
        place: yaml.Mark | None = getattr(error, "problem_mark", None)
        second = _separator(text, place.index) if place is not None else None
        return LoadedFile(None, (*odd, explain(error, text) if second is None else _second_document(text, second)))
    except RecursionError:
        problem = FileProblem(
            Code.TOO_DEEP, Position(1, 1), "The file is nested too deeply to be read.", "Look for a run of brackets."
        )
        return LoadedFile(None, (*odd, problem))
    if not nodes or nodes[0] is None:
        return LoadedFile(Document(file, {}, None, text), odd)
    if len(nodes) > 1 and nodes[1] is not None:
        start = nodes[1].start_mark.index
        second = _separator(text, start + 4)
        return LoadedFile(None, (*odd, _second_document(text, start if second is None else second)))
    return _build(file, nodes[0], odd + tuple(escaped_character_problems(nodes[0], text)), text)


def _conflicts(text: str, pattern: re.Pattern[str] = _CONFLICT) -> Iterator[FileProblem]:
    """A problem for each conflict that a merge has left, at its first line."""
    groups: list[list[tuple[str, int]]] = []
    for match in islice(pattern.finditer(text), _MOST_MARKS):
        sign = match[0].strip()[0]
        if sign == "<" or not groups or groups[-1][-1][0] == ">":
            groups.append([])
        groups[-1].append((sign, text.count("\n", 0, match.start()) + 1))
    for group in groups:
        (sign, first), (_, last) = group[0], group[-1]
        lines = f", in lines {first} to {last}" if last > first else ""
        message = f"`{sign * 7}` is left over from a merge of two versions that differ here{lines}."
        remedy = "Keep the lines that you want, and delete those that begin with `<<<<<<<`, `=======` and `>>>>>>>`."
        yield FileProblem(Code.MERGE_CONFLICT, Position(first, 1), message, remedy)


def _separator(text: str, end: int) -> int | None:
    """Where a line ends the first document before a place; None where nothing comes before such a line."""
    for match in _SEPARATOR.finditer(text, 0, end):
        if any(line.strip() and not line.startswith(("#", "%")) for line in text[: match.start()].split("\n")):
            return match.start()
    return None


def _second_document(text: str, index: int) -> FileProblem:
    message = "A second document begins here; one file holds one document."
    remedy = "Delete this line, or move what follows into a file of its own. If it is text, indent it."
    return FileProblem(Code.SEVERAL_DOCUMENTS, Position(text.count("\n", 0, index) + 1, 1), message, remedy)


def _build(file: str, node: yaml.Node, odd: tuple[FileProblem, ...], text: str) -> LoadedFile:
    builder = ValueBuilder(text, aliased=_ALIAS.search(text) is not None)
    try:
        data = builder.value(node)
    except FileProblem as problem:
        return LoadedFile(None, (*odd, *builder.problems, problem))
    found = (*odd, *builder.problems, *lost_text(text, node, builder.repeated))
    if data is None:
        data = {}
    elif not isinstance(data, dict):
        message = "The file holds a list or a text, where keys such as `resources:` are expected."
        remedy = "Begin with `resources:` in a line of its own, and write the entries below it, two spaces further in."
        return LoadedFile(None, (*found, FileProblem(Code.WRONG_SHAPE, position_of(node), message, remedy)))
    return LoadedFile(Document(file, data, node, text, tuple(builder.empty_keys)), found)


#: Where a comment or an anchor may begin, or a value after a `!` by itself.
_CANDIDATE = re.compile(
    r"""[#&!](?:(?<!!)(?:(?<![^\s"'\[\]{},:|>+-].)|(?<=[|>][1-9].)|(?<=[|>][+-][1-9].))"""
    r"""|(?<=!)(?=\s)(?:(?<=[:,-][ ].)|(?<=[\[{].)))"""
)
_IS_COMMENT = re.compile(r"#+[ \t]")
#: Candidates in one file that are looked at.
_MOST = 1_000
_REMEDY = "Put the whole value in double quotes; if the rest is a comment, write a space after the `#`."


def lost_text(text: str, root: Node, repeated: Collection[int]) -> Iterator[FileProblem]:
    """Find text that is neither in the values nor meant as a comment.

    Args:
        text: the file's text.
        root: its document.
        repeated: nodes that an alias repeats, by `id`.
    """
    found = [match.start() for match in _CANDIDATE.finditer(text)]
    places = [place for place in found if text[place] != "#" or not _is_meant(text, place)][:_MOST]
    if places:
        yield from _CandidateSearch(text, repeated, set()).within(root, places)


def _is_meant(text: str, index: int) -> bool:
    """Whether the `#` at a place is meant as a comment by the rest of its line, an empty value aside."""
    if _IS_COMMENT.match(text, index):
        return True
    start, end = line_at(text, index)
    before = text[start:index]
    if not before.strip():
        return not text[index:end].strip("#")
    return before.endswith("  ") and not before.rstrip().endswith((":", "-", "?"))


@dataclass(frozen=True, slots=True)
class _CandidateSearch:
    """Find the candidates from the top down; what holds none is skipped."""

    text: str
    repeated: Collection[int]
    seen: set[int]

    def within(self, node: Node, places: Sequence[int]) -> Iterator[FileProblem]:
        """The problems among candidates that are in the span of a node, or right before its content."""
        if id(node) in self.seen:
            return
        self.seen.add(id(node))
        if places and places[0] == node.start_mark.index and not _begins_with_another(node):
            if self.text[places[0]] == "!" or (self.text[places[0]] == "&" and id(node) not in self.repeated):
                yield self._anchor(node)
            places = places[1:]
        if isinstance(node, ScalarNode):
            yield from self._header(node, places)
            return
        parts = list(_parts(node))
        starts = [first.start_mark.index for first, _ in parts]
        for number, (key, value) in enumerate(parts):
            begin = bisect_left(places, starts[number])
            until = bisect_left(places, starts[number + 1]) if number + 1 < len(parts) else len(places)
            if begin < until:
                yield from self._pair(node, key, value, places[begin:until])

    def _pair(self, around: Node, key: Node, value: Node, places: Sequence[int]) -> Iterator[FileProblem]:
        """The problems from the start of a key to the start of the next."""
        key_end, start, end = key.end_mark.index, value.start_mark.index, value.end_mark.index
        if key is not value:
            yield from self.within(key, [place for place in places if place < key_end])
        inner = [place for place in places if start <= place < end or (place == start == end)]
        yield from self.within(value, inner)
        for place in places:
            if place not in inner and place >= (key_end if key is not value else end) and self.text[place] == "#":
                yield from self._comment(place, around, key, value)

    def _comment(self, index: int, around: Node, key: Node, value: Node) -> Iterator[FileProblem]:
        start, end = line_at(self.text, index)
        column = index - start
        has_own_line = not self.text[start:index].strip()
        is_block = not getattr(around, "flow_style", False)
        is_scalar = isinstance(value, ScalarNode)
        if has_own_line:
            limit = key.start_mark.column + (0 if key is value else 1)
            if not (is_block and is_scalar and column >= limit):
                return
        elif self.text[start:index].endswith("  ") and value.end_mark.index > value.start_mark.index:
            return
        corrected = ""
        rest_end = start + len(self.text[start:end].rstrip())
        if is_block and is_scalar and value.start_mark.index >= start and not has_own_line:
            is_empty = value.start_mark.index == value.end_mark.index or value.start_mark.index > index
            begin = index if is_empty else value.start_mark.index
            corrected = spliced(self.text, begin, rest_end, quoted(self.text[begin:rest_end]))
        yield _problem(index, start, self.text.count("\n", 0, start) + 1, corrected)

    def _anchor(self, node: Node) -> FileProblem:
        """The problem of a name that nothing repeats, or of a `!` by itself, at the beginning of a value."""
        start, end = node.start_mark.index, node.end_mark.index
        name = re.match(r"&[^\s,\[\]{}]*", self.text[start:end] or self.text[start:])
        shown = name[0][:60] if name is not None else "&"
        typed = self.text[start:end].rstrip()
        is_scalar = isinstance(node, ScalarNode) and node.style not in ("|", ">")
        corrected = spliced(self.text, start, start + len(typed), quoted(typed)) if is_scalar and typed else ""
        message = f"`{shown}` is a name for repeating the value, and nothing repeats it, so the word is never shown."
        if name is None and self.text[start] == "!":
            message = "A `!` at the beginning is a sign of YAML's own, so it is never shown."
        position = position_of(node)
        return FileProblem(
            Code.LOST_TEXT, position, message, "Put the whole value in double quotes, or delete it.", corrected
        )

    def _header(self, node: ScalarNode, places: Sequence[int]) -> Iterator[FileProblem]:
        """What comes after the `|` or `>` that begins a long text."""
        if node.style not in ("|", ">"):
            return
        _, end = line_at(self.text, node.start_mark.index)
        for place in places:
            if place < end and self.text[place] == "#" and not self.text[:place].endswith("  "):
                start, _ = line_at(self.text, place)
                yield _problem(place, start, node.start_mark.line + 1, "")


def _problem(index: int, line_start: int, line: int, corrected: str) -> FileProblem:
    message = "The text from this `#` on is lost: YAML takes it for a comment."
    return FileProblem(Code.LOST_TEXT, Position(line, index - line_start + 1), message, _REMEDY, corrected)


def _parts(node: Node) -> Iterator[tuple[Node, Node]]:
    """Each key of a mapping with its value, each item of a list twice; what an alias repeats is elsewhere."""
    last = -1
    for part in node.value:
        key, value = part if isinstance(node, MappingNode) else (part, part)
        if key.start_mark.index > last:
            last = key.start_mark.index
            yield key, value


def _begins_with_another(node: Node) -> bool:
    """Whether the first part of a list or mapping begins where it does itself."""
    first = next(iter(node.value), None) if isinstance(node, MappingNode | SequenceNode) else None
    inner = first[0] if isinstance(first, tuple) else first
    return inner is not None and inner.start_mark.index == node.start_mark.index
