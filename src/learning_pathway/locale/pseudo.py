"""Pseudo-languages, made from the messages themselves: what is not marked in them is not translated."""

from __future__ import annotations

import re

__all__ = ["PSEUDO", "pseudo"]

#: English with accents in brackets, and English written from right to left, by the tags that CLDR gives to them.
PSEUDO = ("en-XA", "ar-XB")
_ACCENTED = str.maketrans(
    "AaBCcDdEeGgHhIiJjKkLlNnOoPRrSsTtUuWwYyZz",
    "ÅåßÇçÐðÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöÞŔŕŠšŢţÛûŴŵÝýŽž",
)
#: What stays as it is: places for values, elements, and entities.
_KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&#?\w+;)")
_WORD = re.compile(r"[^\W\d_]+")
#: RIGHT-TO-LEFT OVERRIDE and POP DIRECTIONAL FORMATTING (UAX #9).
_RLO, _PDF = "\u202e", "\u202c"


def pseudo(message: str, language: str) -> str:
    """A message in a pseudo-language."""
    marked = _reversed if language == "ar-XB" else _accented
    return "".join(marked(part) if place % 2 == 0 else part for place, part in enumerate(_KEPT.split(message)))


def _accented(text: str) -> str:
    """Text with accents, in brackets: placeholders stay outside them."""
    return f"⟦{text.translate(_ACCENTED)}⟧" if _WORD.search(text) else text


def _reversed(text: str) -> str:
    """Text in which each word is shown from right to left."""
    return _WORD.sub(lambda word: f"{_RLO}{word[0]}{_PDF}", text)
