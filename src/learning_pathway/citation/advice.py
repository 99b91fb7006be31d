"""Advice on what references make of titles."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue.problems import Code
from ..catalogue.raw import RawCatalogue, RawEntry, RuleProblem
from ..catalogue.vocabulary import EntryKind
from .title_case import lost_capitals, sentence_case

__all__ = ["check_titles"]

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
