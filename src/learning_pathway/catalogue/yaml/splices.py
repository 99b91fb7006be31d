"""Changes of a YAML text as splices: which characters of the text are replaced, and by what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from .document import Path
from .layout import (
    Habits,
    Span,
    column_of,
    comment_after,
    fits_in_line,
    flow_value,
    gap_of,
    habits_of,
    has_comment,
    is_flow_list,
    item_lines,
    line_end,
    line_start,
    newline_at,
    pair_lines,
    span_of,
    style_of,
)
from .scalars import ScalarPlace, write_scalar
from .tree import Data, EditError, Node, NodeKind, Tree

__all__ = [
    "Holder",
    "Splice",
    "add_items",
    "add_key",
    "apply_splices",
    "delete_part",
    "empty_collection",
    "new_top",
    "replace_value",
]


class Splice(NamedTuple):
    """Characters of a text, from `start` up to `end`, and the text that replaces them."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ListForm:
    """How new items of a list are written, where the list itself does not say."""

    gap: int = 0
    """Blank lines between items."""
    brackets: bool = True
    """Whether they may be inside brackets."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The place of a value: a key of a mapping, or an index of a list."""

    collection: Node
    place: int
    """Number of the pair or item in the collection."""

    @property
    def value(self) -> Node:
        """The node of the value."""
        if self.collection.kind is NodeKind.SEQUENCE:
            return self.collection.items[self.place]
        return self.collection.pairs[self.place][1]

    @property
    def key(self) -> Node | None:
        """The node of the key; None in a list."""
        return self.collection.pairs[self.place][0] if self.collection.pairs else None

    def column(self, text: str) -> int:
        """Column of the key or dash."""
        if self.key is not None:
            return column_of(text, self.key.begin)
        return span_of(text, self.collection, self.place).column

    def after(self, text: str) -> int:
        """Index after the colon or dash."""
        if self.key is None:
            return span_of(text, self.collection, self.place).head + 1
        found = re.compile(r"(?:[ \t\r\n]|(?<=[ \t\r\n])#[^\r\n]*)*:").match(text, self.key.end)
        return found.end() if found else self.key.end


def apply_splices(text: str, splices: Sequence[Splice]) -> str:
    """A text with splices made; whether it ends in a line break stays as it was.

    Raises:
        EditError: two splices overlap.
    """
    new, floor = text, len(text) + 1
    for (start, end, words), _ in sorted(zip(splices, range(len(splices)), strict=True), key=_order, reverse=True):
        if end > floor:
            raise EditError("two of the changes are about the same place")
        new, floor = new[:start] + words + new[end:], start
    ended, ends = text.endswith(("\n", "\r")), new.endswith(("\n", "\r"))
    if ends and not ended and text:
        return new[: -2 if new.endswith("\r\n") else -1]
    return new + newline_at(text, len(text)) if ended and not ends and new else new


def _order(numbered: tuple[Splice, int]) -> tuple[int, int, int]:
    return numbered[0].start, numbered[0].end, numbered[1]


def add_key(tree: Tree, mapping: Node, key: str, value: Data, order: Sequence[str]) -> Splice:
    """The splice that writes a new key: after the nearest key before it in `order`, else at the end of the mapping."""
    text = tree.text
    rank = {name: number for number, name in enumerate(order)}
    ranks = [rank.get(name.value, -1) for name, _ in mapping.pairs]
    best = max((each for each in ranks if -1 < each < rank.get(key, -1)), default=None)
    place = ranks.index(best) if best is not None else len(ranks) - 1
    if mapping.flow:
        pair = f"{flow_value(key)}: {flow_value(value)}"
        if not mapping.pairs:
            return Splice(mapping.start + 1, mapping.start + 1, pair)
        end = mapping.pairs[place][1].end
        return Splice(end, end, f", {pair}")
    span = span_of(text, mapping, place)
    column = column_of(text, mapping.pairs[0][0].begin)
    return _below(text, span.end, pair_lines(key, value, column, habits_of(tree)), gap_of(text, mapping))


def _below(text: str, index: int, lines: Sequence[str], gap: int) -> Splice:
    """The splice that adds lines after a part that ends at an index."""
    newline = newline_at(text, index)
    lead = "" if not index or text[:index].endswith(("\n", "\r")) else newline
    return Splice(index, index, lead + newline * gap + "".join(f"{line}{newline}" for line in lines))


def add_items(tree: Tree, sequence: Node, place: int, items: Sequence[Data], form: ListForm) -> Splice:
    """The splice that adds items to a list that has some.

    Args:
        tree: the text.
        sequence: the list.
        place: number of the first new item.
        items: their values.
        form: how they are written.

    Raises:
        EditError: the list is inside brackets, or begins in the middle of a line.
    """
    text, count = tree.text, len(sequence.items)
    if sequence.flow and not form.brackets:
        raise EditError(
            f"line {tree.line(sequence.start)}: this list is written in brackets; put each entry in lines of its own"
        )
    if sequence.flow:
        flat = ", ".join(map(flow_value, items))
        if place < count:
            return Splice(sequence.items[place].begin, sequence.items[place].begin, f"{flat}, ")
        return Splice(sequence.items[-1].end, sequence.items[-1].end, f", {flat}")
    span = span_of(text, sequence, min(place, count - 1))
    if place < count and not span.is_whole:
        raise EditError(
            f"line {tree.line(span.head)}: this list begins in the middle of a line; write it below its key"
        )
    between = re.compile(r"-( *)(?=[^ \r\n#])").match(text, span.head)
    habits = replace(habits_of(tree), dash_gap=len(between[1]) if between and between[1] else 1)
    parts = [_item(value, sequence, span.column, habits, form) for value in items]
    gap = gap_of(text, sequence, form.gap)
    lines = [line for part in parts for line in (*[""] * gap, *part)][gap:]
    if place >= count:
        return _below(text, span.end, lines, gap)
    newline = newline_at(text, span.start)
    return Splice(span.start, span.start, "".join(f"{line}{newline}" for line in (*lines, *[""] * gap)))


def _item(value: Data, sequence: Node, column: int, habits: Habits, form: ListForm) -> list[str]:
    """The lines of a new item: in brackets where all its neighbours are and it fits in a line."""
    is_flow = (
        form.brackets
        and isinstance(value, list | dict)
        and all(item.is_collection and item.flow for item in sequence.items)
    )
    flat = f"{' ' * column}-{' ' * habits.dash_gap}{flow_value(value)}" if is_flow else ""
    return [flat] if flat and fits_in_line(flat, 0) else item_lines(value, column, habits)


def empty_collection(tree: Tree, holder: Holder) -> list[Splice]:
    """Splices that delete the only part of a block list or mapping: empty brackets stay."""
    text, collection = tree.text, holder.value
    brackets = "[]" if collection.kind is NodeKind.SEQUENCE else "{}"
    span = span_of(text, collection, 0)
    if not span.is_whole or line_start(text, span.head) <= holder.after(text):
        return [Splice(collection.start, collection.end, brackets)]
    after = text.index(f"&{collection.anchor}", holder.after(text)) if collection.anchor else holder.after(text)
    after += len(collection.anchor) + 1 if collection.anchor else 0
    return [Splice(after, after, f" {brackets}"), Splice(span.start, span.end, "")]


def new_top(tree: Tree, key: str, value: Data) -> Splice:
    """The splice that writes the first key of a text that has none."""
    return _below(tree.text, len(tree.text), pair_lines(key, value, 0, Habits()), 0)


def delete_part(tree: Tree, holder: Holder, path: Path) -> list[Splice]:
    """Splices that delete an item or a key, with the comments that belong to it and one gap of blank lines."""
    collection, place = holder.collection, holder.place
    count = len(collection.items or collection.pairs)
    if collection.flow:
        return list(_cut_from_flow(tree.text, collection, place))
    text, span = tree.text, span_of(tree.text, collection, place)
    following = span_of(text, collection, place + 1) if place + 1 < count else None
    if span.is_whole:
        return [_cut_lines(text, span, is_first=not place, is_last=following is None)]
    if following is None:
        raise EditError(f"line {tree.line(span.head)}: `{path[-1]}` cannot be taken out on its own")
    if not text[following.start : following.head].strip():
        return [Splice(span.head, following.head, "")]
    start = len(text[: span.head].rstrip(" "))  # comments of what follows stay in lines of their own
    return [Splice(start, span.end, newline_at(text, span.end))]


def _cut_lines(text: str, span: Span, *, is_first: bool, is_last: bool) -> Splice:
    """The splice that deletes whole lines, and one of the gaps around them where there are two."""
    before = re.search(r"(?:\A|(?<=\n)|(?<=\r)(?!\n))(?:[ \t]*(?:\r\n|\r|\n))+\Z", text[: span.start])
    if is_last:
        return Splice(before.start() if before else span.start, span.end, "")
    after = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*").match(text, span.end)
    return Splice(span.start, after.end() if after and (before or is_first) else span.end, "")


def _cut_from_flow(text: str, collection: Node, place: int) -> Iterator[Splice]:
    parts = [(item.begin, item.end) for item in collection.items] or [
        (key.begin, max(key.end, value.end)) for key, value in collection.pairs
    ]
    start, end = parts[place]
    if place + 1 < len(parts):
        yield Splice(start, parts[place + 1][0], "")
    elif place:
        comma = text.index(",", parts[place - 1][1])
        blanks = start - len(text[comma + 1 : start]) + len(text[comma + 1 : start].rstrip(" \t\r\n"))
        yield Splice(comma, comma + 1, "")
        yield Splice(blanks, end, "")
    else:
        yield Splice(start, end, "")


def replace_value(tree: Tree, holder: Holder, value: Data, anchor: str = "") -> list[Splice]:
    """Splices that replace a value.

    Raises:
        EditError: comments inside the old value would be lost.
    """
    text, old = tree.text, holder.value
    mark = f"&{anchor} " if anchor else ""
    if old.is_collection and has_comment(text, old):
        line = tree.line(old.begin)
        raise EditError(f"line {line}: there are comments inside the old value, which would be lost; change its parts")
    if holder.collection.flow:
        return [_in_flow(text, holder, mark + flow_value(value, style_of(text, old, value)))]
    if isinstance(value, list | dict):
        is_flow = not value or (old.flow and bool(old.items or old.pairs)) or _is_flow_target(tree, old)
        is_flow = is_flow or is_flow_list(value, habits_of(tree))
        if is_flow and fits_in_line(flow_value(value), column_of(text, old.begin)):
            return [*_without_lines(text, holder), *_inline(text, holder, mark + flow_value(value))]
        return _as_block(tree, holder, value, mark)
    if old.is_collection:
        written = write_scalar(value, ScalarPlace(holder.column(text), column_of(text, holder.after(text)) + 1))
        further = "".join(newline_at(text, old.end) + line for line in written.lines)
        return [*_without_lines(text, holder), *_inline(text, holder, mark + written.head, further)]
    return [_scalar(text, holder, value, mark)]


def _is_flow_target(tree: Tree, node: Node) -> bool:
    return node.kind is NodeKind.ALIAS and tree.target(node).flow


def _in_flow(text: str, holder: Holder, written: str) -> Splice:
    old, after = holder.value, holder.after(text)
    if old.start < old.end:
        start = old.start if old.kind is NodeKind.SCALAR else old.begin
        return Splice(start, old.end, written)
    has_colon = holder.key is not None and after > holder.key.end
    return Splice(old.end, old.end, f" {written}" if has_colon else f": {written}")


def _without_lines(text: str, holder: Holder) -> list[Splice]:
    """Splices that delete the lines of a block collection; none for a value of another kind."""
    old = holder.value
    if not old.is_collection or old.flow or line_start(text, old.begin) == line_start(text, holder.after(text)):
        return []
    return [Splice(line_end(text, holder.after(text)), line_end(text, old.end), "")]


def _inline(text: str, holder: Holder, written: str, further: str = "") -> list[Splice]:
    """Splices that write a value behind its key, in place of one in the same line or of lines that are gone."""
    old, after = holder.value, holder.after(text)
    if _without_lines(text, holder) or old.begin == old.end:
        return [Splice(after, after, f" {written}{further}")]
    return [Splice(old.begin, old.end, written + further)]


def _as_block(tree: Tree, holder: Holder, value: Data, mark: str) -> list[Splice]:
    text, old, after, column = tree.text, holder.value, holder.after(tree.text), holder.column(tree.text)
    newline, habits = newline_at(text, after), habits_of(tree)
    if holder.key is None:
        lines = item_lines(value, column, habits)
        if not mark and line_start(text, old.begin) == line_start(text, after):
            body = "".join(f"{line}{newline}" for line in lines)
            return [Splice(after - 1, line_end(text, old.end), body.lstrip(" "))]
        lines = [" " * (column + 1 + habits.dash_gap) + lines[0][column + 1 + habits.dash_gap :], *lines[1:]]
    else:
        lines = pair_lines("k", value, column, habits)[1:]
    head = f" {mark.strip()}" if mark else ""
    body = "".join(f"{line}{newline}" for line in lines)
    if gone := _without_lines(text, holder):
        return [Splice(after, after, head), Splice(gone[0].start, gone[0].end, body)]
    if old.begin < old.end and "#" in text[after : old.begin]:
        raise EditError(f"line {tree.line(after)}: there is a comment between this key and its value")
    end = line_end(text, max(after, old.end))
    lead = "" if text[:end].endswith(("\n", "\r")) else newline
    return [Splice(after, max(after, old.end), head), Splice(end, end, lead + body)]


def _scalar(text: str, holder: Holder, value: Data, mark: str) -> Splice:
    """The splice that replaces a scalar or alias by a text; the comment at the end of the line stays."""
    old, after = holder.value, holder.after(text)
    is_empty = old.start == old.end and not old.style
    start = max(after, old.end) if is_empty else old.start
    place = ScalarPlace(holder.column(text), column_of(text, start) + len(mark) + is_empty)
    written = write_scalar(value, place, style_of(text, old, value))
    newline, end = newline_at(text, start), max(start, old.end)
    head, lines = (" " if is_empty else "") + mark + written.head, written.lines
    if old.style in ("|", ">"):
        header = re.compile(r"[|>][0-9+-]*").match(text, old.start)
        comment = comment_after(text, header.end()) if header else ""
        if not written.is_block and lines:
            lines = (*lines[:-1], lines[-1] + comment)
        else:
            head += comment
    elif written.is_block:
        comment = comment_after(text, end)
        head, end = head + comment.rstrip(), end + len(comment)
    return Splice(start, end, newline.join((head, *lines)))
