"""Invisible characters that change what people read, search or copy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from .codes import Code
from .yaml.document import FileProblem, Position

__all__ = [
    "character_problems",
    "cleaned",
    "escaped_character_problems",
    "seen",
]

_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff"
_HIDDEN = "\u202a-\u202e\u2066-\u2069"
_STRAY = "\u00ad\u200b\u2060\ufeff"
_TAG = "\U000e0000-\U000e007f"
_FLAG = re.compile(f"\U0001f3f4[{_TAG}]+")
_CONTROLS = re.compile(f"[{_CONTROL}]")
_SUSPECT = re.compile(f"[{_CONTROL}{_HIDDEN}{_STRAY}{_TAG}]")
#: Half of a character: JSON can hold it, UTF-8 cannot.
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\[0abvefxuUNLP]")
#: A damaged file could give as many problems as it has lines.
_MOST = 100


def character_problems(text: str) -> list[FileProblem]:
    """Find what should not be in a file's text, the first of each line, at most 100."""
    found: list[FileProblem] = []
    if _SUSPECT.search(text) is None:
        return found
    for number, line in enumerate(text.split("\n"), start=1):
        if (suspect := _first(line)) is not None and len(found) < _MOST:
            found.append(_problem(suspect[0], Position(number, suspect.start() + 1)))
    return found


def cleaned(text: str) -> str:
    """The text with spaces for control characters and one kind of line break, so that places stay true."""
    if "\r" in text:
        text = re.sub(r"\r(?!\n)", "\n", text)
    return _CONTROLS.sub(" ", text) if _CONTROLS.search(text) else text


def seen(text: str) -> str:
    """The text as it is seen: spaces for control characters, and nothing for what is invisible and unwanted."""
    if text.isascii() and text.isprintable():
        return text
    flags = [match.span() for match in _FLAG.finditer(text)]
    text = _SURROGATE.sub("\ufffd", cleaned(text))
    kept = (
        character
        for place, character in enumerate(text)
        if not _SUSPECT.match(character) or any(start <= place < end for start, end in flags)
    )
    return "".join(kept)


def escaped_character_problems(node: yaml.Node, text: str) -> Iterator[FileProblem]:
    r"""Find such characters where they are written as codes (`"\u202e"`), in the document below `node`."""
    if _ESCAPE.search(text) is None:
        return
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, yaml.MappingNode):
            waiting.extend(part for pair in each.value for part in pair)
        elif isinstance(each, yaml.SequenceNode):
            waiting.extend(each.value)
        elif isinstance(each, yaml.ScalarNode) and each.style == '"' and (suspect := _first(each.value)) is not None:
            start, end = each.start_mark, each.end_mark
            if suspect[0] not in text[start.index : end.index]:
                yield _problem(suspect[0], Position(start.line + 1, start.column + 1))


def _first(text: str) -> re.Match[str] | None:
    if text.isascii() and text.isprintable():
        return None
    return _SUSPECT.search(_FLAG.sub(lambda flag: "x" * len(flag[0]), text).removesuffix("\r"))


def _problem(character: str, position: Position) -> FileProblem:
    name = f"U+{ord(character):04X}"
    if _CONTROLS.match(character):
        message = f"There is a control character ({name}) here, which no text needs."
        return FileProblem(
            Code.CONTROL_CHARACTER, position, message, "Delete it. It often comes with text copied from a PDF."
        )
    if re.match(f"[{_STRAY}]", character):
        message = f"There is an invisible character ({name}) here, which spoils searching and copying."
        return FileProblem(Code.STRAY_CHARACTER, position, message, "Delete it, or type the word again.")
    message = f"There is an invisible character ({name}) here that can change what people see."
    return FileProblem(Code.HIDDEN_CHARACTER, position, message, "Delete it and type the words again.")
