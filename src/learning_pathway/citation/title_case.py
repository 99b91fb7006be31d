"""Sentence case for English titles (APA 7, 6.17 and 9.19): small letters but for first words and proper nouns.

The catalogue keeps titles as printed. A title is judged in stretches, from one colon, dash or closing mark to the
next: a stretch counts as set in capitals when more of its telling words begin with a capital than not. Only such
a stretch is lowered, so that the proper nouns of a title that is in sentence case already survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from .reference import clean

__all__ = [
    "sentence_case",
]

_BREAK = re.compile(r":\s+|\s+[–—-]\s+|—|[?!.…]['\"”’)\]]*\s+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[^\W\d]|vs|dr|mrs?|ms|prof|st|no|nos|vol|pp?|ed|eds|etc|e\.g|i\.e|cf))$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_](?:[^\W_]|['’.·](?=[^\W_]))*")
_HONORIFIC = re.compile(r"\b(?:(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir|Dame|Lord|Lady|St|Saint)\b\.?\s*)(?:[A-Z]\w+)?")
_SMALL = re.compile(
    "a|an|and|are|as|at|be|but|by|for|from|if|in|into|is|it|its|nor|not|of|off|on|onto|or|our|out|over|per|so|than|that|"
    "the|their|then|this|to|up|upon|via|was|we|what|when|where|which|who|why|will|with|within|yet|you|your",
    re.IGNORECASE,
)
#: Acronyms that are no words when a title is printed all in capitals.
_ACRONYM = re.compile("AI|BBC|CEO|CIC|DNA|EU|GP|HR|MP|MSP|NATO|NGO|NHS|OECD|TED|TV|UK|UN|UNESCO|USA")


@cache
def _proper_nouns(flags: int = 0) -> re.Pattern[str]:
    lines = files(__package__).joinpath("proper_nouns.txt").read_text("utf-8").splitlines()
    nouns = (line.partition("#")[0].strip() for line in lines)
    longest_first = sorted(filter(None, nouns), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", flags)


def _from_capitals(title: str) -> str:
    """A title printed all in capitals, as it would be with capitals for acronyms and proper nouns only."""
    lowered = _WORD.sub(lambda word: word[0] if _ACRONYM.fullmatch(word[0]) else word[0].lower(), title)
    return _proper_nouns(re.IGNORECASE).sub(lambda noun: noun[0].title(), lowered)


def _found(name: str, title: str) -> Iterator[tuple[int, int]]:
    """Where `name` stands in `title` as whole words."""
    start = title.find(name)
    while start >= 0:
        end = start + len(name)
        if not title[start - 1 : start].isalnum() and not title[end : end + 1].isalnum():
            yield start, end
        start = title.find(name, end)


def _protected(title: str, names: Iterable[str]) -> set[int]:
    """Positions of `title` inside proper nouns: of the table, of `names`, or next to an honorific."""
    spans = [match.span() for pattern in (_proper_nouns(), _HONORIFIC) for match in pattern.finditer(title)]
    spans += [span for name in names if " " in name for span in _found(name, title)]
    return {position for start, end in spans for position in range(start, end)}


def _has_own_form(word: str) -> bool:
    """Whether capitals belong to the word itself: `NHS`, `YouTube`, `COVID-19`, `I'm`, `B`, `example.org`."""
    core = re.sub(r"['’]s$", "", word)
    if len(core) == 1:
        return core not in "AaEe"
    return core[1:] != core[1:].lower() or bool(re.search(r"\d|\.|^I['’]", core[1:] if core[0] != "I" else core))


def _stretches(title: str) -> list[tuple[int, int]]:
    """Where the stretches of `title` begin and end; an abbreviation's full stop ends none."""
    starts = [
        0,
        *(
            match.end()
            for match in _BREAK.finditer(title)
            if not (match[0].startswith(".") and _ABBREVIATED.search(title[max(0, match.start() - 6) : match.start()]))
        ),
    ]
    return list(zip(starts, [*starts[1:], len(title)], strict=True))


def _lowered(title: str, start: int, words: list[re.Match[str]], keep: set[int]) -> str:
    """One stretch with its first word raised and the others lowered, but for those at `keep`."""
    out, position = [], start
    for index, word in enumerate(words):
        out.append(title[position : word.start()])
        text, position = word[0], word.end()
        if index == 0:
            text = text if _has_own_form(text) else text[0].upper() + text[1:]
        elif word.start() not in keep:
            text = text[0].lower() + text[1:]
        out.append(text)
    return "".join(out)


def sentence_case(title: str, names: Iterable[str] = ()) -> str:
    """An English title in sentence case.

    Args:
        title: the title as printed.
        names: names that the record knows (creators, publisher); those of several words keep their capitals.

    Returns:
        the title with its punctuation untouched. Words with inner capitals, acronyms, proper nouns of the table and
        first words (also after a colon, a dash, a question or exclamation mark) keep or get their capitals.
    """
    title = clean(title)
    if title.isupper() and " " in title:
        title = _from_capitals(title)
    protected = _protected(title, [clean(name) for name in names])
    out = []
    main_title_in_capitals: bool | None = None
    for start, end in _stretches(title):
        words = list(_WORD.finditer(title, start, end))
        keep = {word.start() for word in words if word.start() in protected or _has_own_form(word[0])}
        telling = [
            w[0] for w in words[1:] if w[0][0].isalpha() and w.start() not in keep and not _SMALL.fullmatch(w[0])
        ]
        in_capitals = sum(word[0].isupper() for word in telling) * 2 > len(telling)
        if main_title_in_capitals is None:
            main_title_in_capitals = in_capitals if telling else None
        elif len(telling) == 1:  # too little to tell: `Case study: Barking and Dagenham`
            in_capitals = main_title_in_capitals
        everything = {word.start() for word in words}
        stretch = _lowered(title, start, words, keep if in_capitals or not telling else everything)
        out.append(stretch + title[words[-1].end() if words else start : end])
    return "".join(out)
