"""Reading a plain text as if it were a page."""

from __future__ import annotations

import re
from typing import Final

from .observation import Page
from .page import LONGEST_TEXT

__all__ = ["read_text"]

_WORD: Final = re.compile(r"\w+")


def read_text(source: str) -> Page:
    """Read a plain text as a page: its first line, if it is short, is its title."""
    text = " ".join(source.split())[:LONGEST_TEXT]
    first = next((line.strip() for line in source.splitlines() if line.strip()), "")
    words = len(_WORD.findall(text))
    return Page(title=first if len(first) <= 200 else "", text=text, words=words, all_words=words)
