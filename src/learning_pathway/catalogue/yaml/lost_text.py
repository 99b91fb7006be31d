"""Text that an editor typed and YAML drops: after `#`, after `&`, and after a comma in braces."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from ..messages import shown
from ..problems import Code
from ..raw import RawCatalogue, RuleProblem
from .document import Document, EmptyKey, FileProblem, Path, Position, line_at, quoted, spliced

__all__ = ["cut_sentences", "is_bare", "lost_text"]


def is_bare(document: Document, empty_keys: EmptyKey) -> bool:
    """Whether a key is in braces without even a colon."""
    between = document.text[empty_keys.key.end_mark.index : empty_keys.value.start_mark.index]
    is_written = empty_keys.value.end_mark.index > empty_keys.value.start_mark.index
    return bool(empty_keys.mapping.flow_style) and ":" not in between and not is_written


def cut_sentences(
    raw: RawCatalogue, document: Document, bare: list[tuple[EmptyKey, Path]], known: set[str]
) -> Iterator[RuleProblem]:
    """One problem for each run of keys without a colon, at its first.

    Args:
        raw: the catalogue.
        document: the file that holds the keys.
        bare: the keys, with their paths.
        known: those of them that the model knows.
    """
    keys = {id(each.key) for each, _ in bare}
    for each, path in bare:
        pairs: list[tuple[Node, Node]] = each.mapping.value
        place = next(number for number, (key, _) in enumerate(pairs) if key is each.key)
        if place and id(pairs[place - 1][0]) in keys:
            continue  # goes on from the one before
        last = place
        while last + 1 < len(pairs) and id(pairs[last + 1][0]) in keys:
            last += 1
        yield _rule_problem(raw, document, path, each.mapping, place, last, is_known=each.key.value in known)


def _rule_problem(
    raw: RawCatalogue, document: Document, path: Path, mapping: MappingNode, first: int, last: int, *, is_known: bool
) -> RuleProblem:
    owner = raw.owner(document, path)
    pairs: list[tuple[Node, Node]] = mapping.value
    rest = document.text[pairs[first][0].start_mark.index : pairs[last][0].end_mark.index]
    value = pairs[first - 1][1] if first else None
    if is_known or not isinstance(value, ScalarNode) or not value.value or value.style:
        message = f"`{shown(rest)}` is in braces without a colon and a value, so it is never shown."
        remedy = "Write `key: value`, or put the sentence that it belongs to in double quotes."
        return RuleProblem(Code.LOST_TEXT, owner, message, remedy, path, at_key=True)
    name = shown(pairs[first - 1][0].value)
    begin, end = value.start_mark.index, pairs[last][0].end_mark.index
    corrected = spliced(document.text, begin, end, quoted(document.text[begin:end]))
    message = f"Inside braces, a comma ends the value of `{name}`, so the text from `{shown(rest)}` on is lost."
    remedy = f"Put the sentence in double quotes: {name}: {quoted(shown(document.text[begin:end]))}."
    return RuleProblem(Code.UNKNOWN_KEY, owner, message, remedy, path, at_key=True, corrected=corrected)


#: Where a comment or an anchor may begin, or a value after a `!` by itself.
_CANDIDATE = re.compile(
    r"""[#&](?:(?<![^\s"'\[\]{},:|>+-].)|(?<=[|>][1-9].)|(?<=[|>][+-][1-9].))|(?:(?<=[:,-][ ])|(?<=[\[{]))!(?=\s)"""
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
        position = Position(node.start_mark.line + 1, node.start_mark.column + 1)
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
