"""Text from outside as plain text: no tags, no entities, no controls, nothing invisible, one line."""

from __future__ import annotations

import re
from html import unescape

from ..catalogue.characters import seen
from ..citation.reference import clean

__all__ = ["plain", "shown"]

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[!?][^<>]*>")
#: What could still begin a tag: text that was cut, or written so that taking a tag away makes another.
_OPENING = re.compile(r"<(?=[A-Za-z/!?])")
_ROUNDS = 4


def plain(text: str) -> str:
    """What a reader of `text` would see, in one line.

    Tags go and their content stays; entities (`&amp;`) become characters, also where they were written twice.
    """
    for _ in range(_ROUNDS):
        before = text
        text = _TAG.sub("", unescape(text) if "&" in text else text)
        if text == before:
            break
    return clean(seen(_OPENING.sub("", text)))


def shown(text: object, limit: int = 80) -> str:
    """A short form of something from outside, for a message on a terminal."""
    words = clean(seen(str(text)[: limit * 4]))
    return words if len(words) <= limit else f"{words[: limit - 1]}…"
