"""One full stop after a value that ends with one: `{{ organisation }}.` of "Verein e. V." is "Verein e. V."."""

from __future__ import annotations

import re

__all__ = ["mark", "marked", "settled"]

#: Put after such a value until the text around it is known. Unicode keeps this character out of all texts.
_MARK = "\ufdd0"
_STOPS = ".!?…‽؟\u06d4।॥。\uff61\u0589\u1362\u104a\u104b\uff0e\uff01\uff1f"
_CLOSERS = "'\"’”»\u200e\u200f\u2069"
#: It may be followed by closing quotation marks, marks of direction, and the ends of elements.
_ENDED = re.compile(f"[{_STOPS}][{_CLOSERS}]*(?:</[a-z]+>)*$")
#: The last characters that such a value may have: nearly all values have another.
_LAST = frozenset(f"{_STOPS}{_CLOSERS}>\n")
#: A full stop right after the value, or after the elements that it stands in, which ends a sentence.
_DOUBLED = re.compile(rf"{_MARK}((?:</[a-z0-9]+>|[*_])*)\.(?![\w.])")


def mark(text: str) -> str:
    """What to put after a text that ends a sentence by itself; nothing for any other."""
    return _MARK if text[-1:] in _LAST and _ENDED.search(text) else ""


def marked(value: object) -> object:
    """The value of an expression in a template, with the mark after it."""
    return value + mark(value) if isinstance(value, str) else value


def settled(text: str) -> str:
    """The text without marks, and without the full stops that they make needless."""
    return _DOUBLED.sub(r"\1", text).replace(_MARK, "") if _MARK in text else text
