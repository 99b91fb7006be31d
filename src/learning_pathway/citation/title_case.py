"""Sentence case for English titles (APA 7, 6.17 and 9.19): small letters but for first words and proper nouns.

The catalogue keeps titles as printed. A title is judged in stretches, from one colon, dash or closing mark to the
next: a stretch counts as set in capitals when more of its telling words begin with a capital than not. Only such
a stretch is lowered, so that the proper nouns of a title that is in sentence case already survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from ..catalogue.problems import Code
from ..catalogue.raw import RawCatalogue, RawEntry, RuleProblem
from ..catalogue.types import EntryKind
from .proper_nouns import SMALL, WORD, from_capitals, is_common, protected_places, word_list
from .reference import clean

__all__ = ["check_titles", "continued", "lost_capitals", "sentence_case"]

_BREAK = re.compile(r":\s+|\s+[–—|-]\s+|—|[?!.…]['\"”’)\]]*\s+|(?<=\w)/(?=\w)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[^\W\d]|vs|dr|mrs?|ms|prof|st|no|nos|vol|pp?|ed|eds|etc|e\.g|i\.e|cf))$", re.IGNORECASE
)
_STOP = re.compile("[:?!/]")
_AS_PRINTED = ("–", "—", "-", "/", "|", "…", "...")
_HYPHENS = frozenset("-\u2010\u2011")


def lost_capitals(title: str, names: Iterable[str] = ()) -> list[str]:
    """The words that `sentence_case` lowers and that may be names, such as `Urban`, each once.

    `names` is what the record knows, as there; a single word of it, such as `Collaborate`, may be a name here.
    """
    single = {clean(name) for name in names if " " not in clean(name)}
    lowered = sentence_case(title, names)
    pairs = zip(WORD.finditer(clean(title)), WORD.finditer(lowered), strict=True)
    lost = (re.sub(r"['’]s?$", "", before[0]) for before, after in pairs if before[0][:1] != after[0][:1])
    return list(dict.fromkeys(word for word in lost if word in single or word in word_list("words_and_names.txt")))


def _has_own_form(word: str) -> bool:
    """Whether capitals belong to the word itself: `NHS`, `YouTube`, `COVID-19`, `I'm`, `B`, `example.org`."""
    core = re.sub(r"['’]s$", "", word)
    if len(core) == 1:
        return core not in "AaEe"
    return core[1:] != core[1:].lower() or bool(re.search(r"\d|\.|^I['’]", core[1:] if core[0] != "I" else core))


def _stretches(title: str) -> list[tuple[int, int]]:
    """Where the stretches of `title` begin and end; an abbreviation's full stop ends none."""
    starts = [0]
    for match in _BREAK.finditer(title):
        if match[0].startswith(".") and _ABBREVIATED.search(title[max(0, match.start() - 6) : match.start()]):
            continue
        if match[0] != "/" or _ends_at(title, match.start(), starts[-1]):
            starts.append(match.end())
    return list(zip(starts, [*starts[1:], len(title)], strict=True))


def _lowered(title: str, start: int, words: list[re.Match[str]], keep: set[int], *, raised: bool) -> str:
    """One stretch with its first word raised, if it should be, and the others lowered, but for those at `keep`."""
    out, position = [], start
    for index, word in enumerate(words):
        out.append(title[position : word.start()])
        text, position = word[0], word.end()
        if index == 0 and raised:
            text = text if _has_own_form(text) else text[0].upper() + text[1:]
        elif word.start() not in keep:
            text = text[0].lower() + text[1:]
        out.append(text)
    return "".join(out)


def _ends_at(title: str, slash: int, start: int) -> bool:
    """Whether a slash parts two titles, and not two words: `The Big Picture/Academic Writing`.

    `start` is where the stretch before it begins.
    """
    stop = _STOP.search(title, slash + 1)
    before = WORD.finditer(title, start, slash)
    after = WORD.finditer(title, slash + 1, stop.start() if stop else len(title))
    return len(list(islice(before, 3))) > 2 and len(list(islice(after, 2))) > 1


def sentence_case(title: str, names: Iterable[str] = (), *, subtitle_raised: bool = True) -> str:
    """An English title in sentence case.

    Args:
        title: the title as printed.
        names: names that the record knows (creators, publisher); those of several words keep their capitals.
        subtitle_raised: whether a word after a colon has a capital, as in APA, or a small letter, as in Harvard.

    Returns:
        the title with its punctuation untouched. Words with inner capitals, acronyms, proper nouns of the table and
        first words (also after a colon, a question or exclamation mark) keep or get their capitals; after a dash,
        a slash or an upright line, a word stays as it is.
    """
    title = clean(title)
    is_from_capitals = title.isupper() and " " in title
    if is_from_capitals:
        title = from_capitals(title)
    protected = protected_places(title, [clean(name) for name in names])
    out = []
    main_title_in_capitals: bool | None = None
    for start, end in _stretches(title):
        words = list(WORD.finditer(title, start, end))
        keep = {
            word.start()
            for word in words
            if word.start() in protected or _has_own_form(word[0]) or not is_common(word[0])
        }
        telling = [
            w[0]
            for w in words[1:]
            if w[0][0].isalpha()
            and w.start() not in keep
            and not SMALL.fullmatch(w[0])
            and title[w.start() - 1] not in _HYPHENS
        ]
        in_capitals = sum(word[0].isupper() for word in telling) * 2 > len(telling)
        if main_title_in_capitals is None:
            main_title_in_capitals = in_capitals if telling else None
        elif len(telling) == 1:  # too little to tell: `Case study: Barking and Dagenham`
            in_capitals = main_title_in_capitals
        mark = title[:start].rstrip()[-1:]
        as_printed = title[:start].rstrip().endswith(_AS_PRINTED) and not is_from_capitals
        raised = not as_printed and (subtitle_raised or mark != ":")
        keep |= {word.start() for word in words[:1] if as_printed}
        unlowered = {word.start() for word in words[0 if raised else 1 :]} | keep
        kept = keep if in_capitals or not telling else unlowered
        stretch = _lowered(title, start, words, kept, raised=raised)
        out.append(stretch + title[words[-1].end() if words else start : end])
    return "".join(out)


def continued(title: str) -> str:
    """A title in sentence case with a small letter after a colon, but for a word that may be a name there."""

    def written(match: re.Match[str]) -> str:
        return match[0].lower() if SMALL.fullmatch(match[1]) else match[0]

    return re.sub(r"(?<=: )([A-Z][a-z]*)(?![\w'’-])", written, title)


#: Words that a message names.
_MOST_NAMED = 8


def check_titles(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find words of titles that references print with a small letter and that may be names."""
    for entry in raw.each(EntryKind.RESOURCE):
        title, language = entry.text("title"), entry.text("language") or "en"
        if not title or "title_sentence" in entry.data or language.lower().partition("-")[0] != "en":
            continue
        names = list(_names(entry))
        if lost := lost_capitals(title, names):
            message = f"In references, this title lost a capital: {', '.join(lost[:_MOST_NAMED])}."
            remedy = f"Add `title_sentence` with the names as they should be: `{sentence_case(title, names)}`."
            yield RuleProblem(Code.LOST_CAPITAL, entry, message, remedy, (*entry.path, "title"))


def _names(entry: RawEntry) -> Iterator[str]:
    """The names that an entry states: people, organisations, its publisher, its conference."""
    for field in ("authors", "editors"):
        for _, person in entry.mappings(field):
            parts = [person.get("given"), person.get("family")]
            name = person.get("organisation") or " ".join(part for part in parts if isinstance(part, str))
            if isinstance(name, str):
                yield name
    yield from filter(None, (entry.text("publisher"), entry.text("conference")))
