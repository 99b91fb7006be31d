"""Text made comparable: letters without case and accents, words that carry meaning."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["bare", "content_words", "segments", "words"]

#: Scripts that are written without spaces: each character counts as a word.
_UNSPACED: Final = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\uac00-\ud7af])")
#: What `bare` makes of each character of ASCII: many times as fast as a pattern.
_ASCII: Final = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)} | {ord("'"): None}
_NOT_WORD: Final = re.compile(r"[^\w]+|_+")
_SEPARATORS: Final = re.compile(r"\s+[|·•»›>‹«–—\-:/~]+\s+|\s*[|»«·•]\s*|:\s+|\s::\s")  # noqa: RUF001 - these marks are meant
_LITTLE: Final = frozenset(
    """a an and are as at be by can do does for from has have how i in into is it its my no not of on or our so that the
    their there this to us was we what when where which who why will with you your about vs via
    de la le les des du et en un une pour dans sur au aux
    der die das und ein eine von zu mit für den im auf
    el los las del y por para con una
    il di e per che con gli
    yr ar i y o a ac yn""".split()  # noqa: SIM905 - reads better as text
)


def bare(text: str) -> str:
    """Reduce text to small letters and digits, one space between words; accents and punctuation go."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("'", "")).casefold()
    plain = "".join([character for character in plain if not unicodedata.combining(character)])
    return " ".join(_NOT_WORD.sub(" ", _UNSPACED.sub(r" \1 ", plain)).split())


def words(text: str) -> list[str]:
    """List the words of a text, bare."""
    return bare(text).split()


def content_words(text: str) -> list[str]:
    """List the words of a text that carry meaning: not the little ones, unless there are no others."""
    every = words(text)
    return [word for word in every if word not in _LITTLE] or every


def segments(title: str) -> list[str]:
    """Split a page's title at the marks that set the site's name apart; the whole comes first."""
    parts = [part.strip() for part in _SEPARATORS.split(title) if part and part.strip()]
    return list(dict.fromkeys([title.strip(), *parts])) if title.strip() else []
