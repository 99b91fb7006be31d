"""A document of the search index: one thing that a search can find, and its words by weight."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Document", "Weights"]


@dataclass(frozen=True, slots=True)
class Weights:
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
class Document:
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
    weights: Weights
    byline: str = ""
    language: str = ""
    titles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    text: tuple[str, ...] = field(default=())
