"""A document of the search index: what a search can find, its words by weight, and what a result shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["SearchDocument", "SearchWeights"]


@dataclass(frozen=True, slots=True)
class SearchWeights:
    """What a word counts in each field of a document, from 1 to 15.

    Attributes:
        title: in the title.
        people: among those who made and published it.
        labels: among its type, level and themes.
        text: in its text.
    """

    title: int
    people: int
    labels: int
    text: int


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that a search can find.

    Attributes:
        address: relative to the site, with an anchor where it is a part of a page.
        title: as a result shows it.
        kind: what it is, in a word or two.
        weights: of its words.
        byline: who made it.
        language: of its title, as a BCP 47 tag, where that is not the site's.
        titles: other titles that it is found by.
        people: who made and published it, and when.
        labels: its type, level and themes.
        text: its own words, from which an excerpt is taken; in the site's language.
    """

    address: str
    title: str
    kind: str
    weights: SearchWeights
    byline: str = ""
    language: str = ""
    titles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    text: tuple[str, ...] = field(default=())


#: Characters of a document's text that an excerpt can be taken from.
LONGEST_TEXT = 3_000


def result_data(documents: Iterable[SearchDocument]) -> list[list[str]]:
    """What a result shows of each document."""
    return [
        [document.title, document.address, document.kind, document.byline, document.language, excerpt(document.text)]
        for document in documents
    ]


def excerpt(text: Iterable[str]) -> str:
    """The text of a document, its paragraphs on lines of their own, as far as excerpts are taken from it."""
    whole = "\n".join(" ".join(paragraph.split()) for paragraph in text)
    return whole if len(whole) <= LONGEST_TEXT else whole[:LONGEST_TEXT].rpartition(" ")[0] + " …"
