"""Texts as YAML scalars: plain, quoted, folded or literal, whichever reads back as the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml
from yaml import MappingNode, ScalarNode

from .nodes import compose
from .tree import NOTHING

__all__ = ["WIDTH", "Bare", "ScalarPlace", "ScalarStyle", "Written", "double_quoted", "write_scalar"]


#: Columns that a line of a text takes up at most.
WIDTH = 110
#: Columns that the lines of a block are further in than what they belong to.
STEP = 2
_STRING = "tag:yaml.org,2002:str"
#: Places where a line can break, so that reading gives the one space back.
_SPACE = re.compile(r"(?<=\S) (?=\S)")
#: Characters that a file cannot hold, or that no one would see there.
_UNSAFE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
_CODED = re.compile(f'["\\\\\t\n{_UNSAFE}]')
_NEEDS_CODES = re.compile(f"[{_UNSAFE}]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


class Bare(str):
    """A text that needs no quotes although it reads like a number, a date or a truth value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ScalarPlace:
    """Where a text is to be written."""

    parent: int = 0
    """Column of the key, or of the dash, that it belongs to: further lines are deeper than that."""
    column: int = 0
    """Column that its first line begins at."""
    flow: bool = False
    """Whether it is inside brackets."""
    newline: str = "\n"


@dataclass(frozen=True, slots=True)
class ScalarStyle:
    """How a text is to be written, if that is possible."""

    mark: str = ""
    """Empty for plain, or `'`, `"`, `|` or `>`."""
    wrapped: bool = False
    """Whether it goes over several lines."""
    depth: int | None = None
    """Column of its further lines."""
    has_digit: bool = False
    """Whether the header of a block states the indentation, as in `>2-`."""
    width: int = WIDTH
    bare: bool = False
    """Whether something that reads like a number goes without quotes."""


class Written(NamedTuple):
    """A scalar as it is written: what follows its key or dash, and whole further lines."""

    head: str
    lines: tuple[str, ...] = ()

    @property
    def is_block(self) -> bool:
        """Whether it is a header with a block below it."""
        return bool(self.lines) and self.head[:1] in ("|", ">")


def write_scalar(text: str, place: ScalarPlace, style: ScalarStyle | None = None) -> Written:
    """Write a text as YAML, in the given style if that holds it, else in the nearest one that does."""
    style = style or ScalarStyle()
    bare = style.bare or isinstance(text, Bare)
    text = str(text)
    for written in _candidates(text, place, style):
        if _is_unclear(written, bare=bare):
            continue
        if _reads_back(text, written, place):
            return written
    return Written(double_quoted(text))


def double_quoted(text: str) -> str:
    """A text in double quotes, with codes for characters that cannot be there as they are."""
    return '"' + _CODED.sub(lambda found: _code(found[0]), text) + '"'


def _code(character: str) -> str:
    number = ord(character)
    if number < 0x100:
        return _ESCAPES.get(character) or f"\\x{number:02X}"
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"


def _candidates(text: str, place: ScalarPlace, style: ScalarStyle) -> Iterator[Written]:
    """Ways to write a text, best first."""
    if _NEEDS_CODES.search(text):
        return
    needs_codes = '"' in text or "\\" in text
    quotes = {"'": (_single, double_quoted, str), '"': (double_quoted, _single, str)}
    inline = quotes.get(style.mark, (str, _single, double_quoted) if needs_codes else (str, double_quoted, _single))
    if not place.flow and _suits_block(text):
        is_long = " " in text and place.column + len(text) > style.width
        if style.mark in ("|", ">") or "\n" in text:
            yield from _blocks(text, place, style)
        elif is_long and style.wrapped:
            yield from (_wrapped(form(text), place, style) for form in inline)
        if is_long:
            yield from _blocks(text, place, style)
    yield from (Written(form(text)) for form in inline)


def _suits_block(text: str) -> bool:
    """Whether a block can hold a text so that no program that trims lines would change it."""
    return bool(text.strip()) and not re.search(r"[ \t]$|\n\n\Z", text, re.MULTILINE)


def _blocks(text: str, place: ScalarPlace, style: ScalarStyle) -> Iterator[Written]:
    lines = text.removesuffix("\n").split("\n")
    depth = style.depth if style.depth is not None and style.depth > place.parent else place.parent + STEP
    has_digit = style.has_digit or lines[0][:1] in ("", " ", "\t")
    digit = str(depth - place.parent) if has_digit else ""
    ending = f"{digit}{'' if text.endswith(chr(10)) else '-'}"
    has_odd_lines = any(line.startswith((" ", "\t")) for line in lines)
    is_folded = style.mark == ">" or (style.mark != "|" and any(depth + len(line) > WIDTH for line in lines))
    if is_folded and not has_odd_lines:
        folded = _folded(lines, max(style.width, WIDTH) - depth)
        yield Written(f">{ending}", tuple(f"{' ' * depth}{line}" if line else "" for line in folded))
    yield Written(f"|{ending}", tuple(f"{' ' * depth}{line}" if line else "" for line in lines))


def _folded(lines: list[str], width: int) -> Iterator[str]:
    """The lines of a folded block: one more line break than the text has wherever it has some."""
    is_after_text = False
    for line in lines:
        if line and is_after_text:
            yield ""
        yield from _broken(line, width)
        is_after_text = is_after_text or bool(line)


def _broken(line: str, width: int) -> Iterator[str]:
    """A line in pieces of at most some columns, as far as its words allow."""
    piece = ""
    for word in _SPACE.split(line):
        if piece and len(piece) + 1 + len(word) > width:
            yield piece
            piece = word
        else:
            piece = f"{piece} {word}" if piece else word
    yield piece


def _wrapped(text: str, place: ScalarPlace, style: ScalarStyle) -> Written:
    depth = style.depth if style.depth is not None and style.depth > place.parent else place.parent + STEP
    first, *rest = _broken(text, style.width - place.column)
    further = list(_broken(" ".join(rest), style.width - depth)) if rest else []
    return Written(first, tuple(f"{' ' * depth}{line}" for line in further))


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _is_unclear(written: Written, *, bare: bool) -> bool:
    """Whether other programs may take a plain text for something else than a text."""
    if written.head[:1] in ("'", '"', "|", ">") or written.lines:
        return False
    resolve: Any = yaml.SafeLoader("").resolve
    return not bare and resolve(ScalarNode, written.head, (True, False)) != _STRING


def _reads_back(text: str, written: Written, place: ScalarPlace) -> bool:
    """Whether a small file with the scalar in it gives the text back."""
    if "\n" in written.head or "\r" in written.head:
        return False
    key = f"{' ' * place.parent}k: "
    lines = [f"{{k: {written.head}}}"] if place.flow else [f"{key}{written.head}", *written.lines]
    try:
        roots = compose("\n".join(lines) + "\n")
    except yaml.YAMLError:
        return False
    root = roots[0] if len(roots) == 1 else None
    if not isinstance(root, MappingNode) or len(root.value) != 1:
        return False
    value = root.value[0][1]
    is_text = isinstance(value, ScalarNode) and value.tag is None and not getattr(value, "anchor", None)
    return is_text and value.value == text and (bool(value.style) or text not in NOTHING)
