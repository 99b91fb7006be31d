"""Sentence case for English titles (APA 7, 6.17 and 9.19): small letters but for first words and proper nouns.

The catalogue keeps titles as printed. A stretch of a title, up to a colon or a dash, counts as set in capitals
when more of its longer words begin with a capital than not; only such a stretch is lowered, so that the proper
nouns of a title that is already in sentence case survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from .reference import clean

__all__ = ["sentence_case"]

_BREAK = re.compile(
    r"(:\s+|\s+[–—-]\s+|—|[?!]['\"”’)]*\s+|(?<!\b[A-Z])(?<!\b[Vv]s)(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bProf)(?<!\bSt)(?<!\bNo)(?<!\bVol)(?<!\be\.g)(?<!\bi\.e)\.['\"”’)]*\s+)"
)
_WORD = re.compile(r"[^\W_](?:[^\W_]|['’.·](?=[^\W_]))*")
_HONORIFIC = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir|Dame|Lord|Lady|St|Saint)\.?\s+$")
_SMALL = frozenset(
    "a an and as at but by for from if in into is it its nor of off on onto or our out over per so than that the their "
    "then this to up upon via was we what when where which who why will with within your you yet not be are".split()
)


@cache
def _proper_nouns() -> tuple[str, ...]:
    lines = files(__package__).joinpath("proper_nouns.txt").read_text("utf-8").splitlines()
    return tuple(line for line in (raw.partition("#")[0].strip() for raw in lines) if line)


@cache
def _proper_pattern() -> re.Pattern[str]:
    longest_first = sorted(_proper_nouns(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _protected(title: str, names: Iterable[str]) -> set[int]:
    """Positions of `title` that belong to proper nouns: of the table, of `names`, or after an honorific."""
    spans = [match.span() for match in _proper_pattern().finditer(title)]
    for name in names:
        if " " in name:
            spans += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", title)]
    spans += [match.span() for match in _WORD.finditer(title) if _HONORIFIC.search(title, 0, match.start())]
    return {position for start, end in spans for position in range(start, end)}


def _has_own_form(word: str) -> bool:
    """Whether capitals belong to the word itself: `NHS`, `YouTube`, `COVID-19`, `I'm`, `B`, `example.org`."""
    core = re.sub(r"['’]s$", "", word)
    return (
        any(char.isupper() for char in core[1:])
        or any(char.isdigit() for char in core[1:])
        or "." in core
        or re.fullmatch(r"I(['’](m|ll|ve|d))?", core) is not None
        or (len(core) == 1 and core not in "Aa")
    )


def _in_capitals(words: list[str]) -> bool:
    """Whether more of the words that a title would capitalise are capitalised than not."""
    telling = [word for word in words if word.lower() not in _SMALL and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in telling)
    return capitals * 2 > len(telling)


def _stretch(title: str, start: int, end: int, protected: set[int]) -> str:
    """The stretch from `start` to `end` in sentence case."""
    words = list(_WORD.finditer(title, start, end))
    first = words[0].start() if words else end
    telling = [m[0] for m in words if m.start() != first and m.start() not in protected and not _has_own_form(m[0])]
    lower = _in_capitals(telling)
    out, position = [], start
    for match in words:
        word = match[0]
        out.append(title[position : match.start()])
        position = match.end()
        if match.start() == first:
            out.append(word if _has_own_form(word) else word[0].upper() + word[1:])
        elif lower and match.start() not in protected and not _has_own_form(word):
            out.append(word[0].lower() + word[1:])
        else:
            out.append(word)
    return "".join(out) + title[position:end]


def sentence_case(title: str, names: Iterable[str] = ()) -> str:
    """An English title in sentence case.

    Args:
        title: the title as printed.
        names: names that the record knows (makers, publisher); those of several words keep their capitals.

    Returns:
        the title with its punctuation untouched. Words with inner capitals, acronyms, proper nouns of the table,
        and first words (also after a colon, a dash, a question or exclamation mark) keep or get their capitals.
    """
    title = clean(title)
    protected = _protected(title, [clean(name) for name in names])
    out, start = [], 0
    for match in _BREAK.finditer(title):
        out.append(_stretch(title, start, match.start(), protected) + match[0])
        start = match.end()
    return "".join(out) + _stretch(title, start, len(title), protected)
