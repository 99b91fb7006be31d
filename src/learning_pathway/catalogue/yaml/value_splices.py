"""Splices that replace a value, in the style of the old one."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml import ScalarNode

from .layout import (
    column_of,
    comment_after,
    fits_in_line,
    flow_value,
    has_comment,
    is_flow_list,
    item_lines,
    line_end,
    line_start,
    newline_at,
    pair_lines,
)
from .scalars import WIDTH, ScalarPlace, ScalarStyle, write_scalar
from .splices import Holder, Splice, habits_of
from .tree import Data, EditError, Node, NodeKind, Tree

__all__ = ["replace_value"]


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
        return [_in_flow(text, holder, mark + flow_value(value, _style(text, old, value)))]
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
    written = write_scalar(value, place, _style(text, old, value))
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


def _style(text: str, old: Node, value: Data) -> ScalarStyle:
    """How an old scalar is written, as the style for a new text."""
    if old.kind is not NodeKind.SCALAR:
        return ScalarStyle()
    first, *further = re.split(r"\r\n|\r|\n", text[old.start : old.end])
    further = [line for line in further if line.strip()]
    depth = min((len(line) - len(line.lstrip(" ")) for line in further), default=None)
    longest = max((len(line) for line in (" " * column_of(text, old.start) + first, *further)), default=0)
    resolve: Any = yaml.SafeLoader("").resolve
    tags = {resolve(ScalarNode, each, (True, False)) for each in (old.value, str(value))}
    bare = not old.style and old.value != "" and len(tags) == 1
    is_narrow = len(further) > 2 or (len(further) > 1 and old.style not in ("|", ">"))
    width = max(80, longest) if is_narrow else max(WIDTH, longest)
    has_digit = bool(re.match(r"[|>][+-]?[0-9]", first)) if old.style in ("|", ">") else False
    return ScalarStyle(old.style, bool(further) and old.style not in ("|", ">"), depth, has_digit, width, bare)
