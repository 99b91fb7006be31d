"""Whether a page is the resource that the catalogue names, and phrases by which it says that something is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from enum import IntEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Final

from ...web.model import WebPage, frozen_dataclass
from ..target import Target
from ..text import content_words, folded, segments, words

__all__ = [
    "AGE_GATE",
    "ANYWHERE",
    "ASTRAY",
    "BODY_NOT_FOUND",
    "CHALLENGE",
    "CHOOSER",
    "CONSENT",
    "CONSENT_OR_PAY",
    "CONSENT_WORDS",
    "DEFAULT_PAGE",
    "DEMAND",
    "FAULT",
    "FILLER",
    "GATE",
    "GATE_BESIDE_OTHERS",
    "GEO",
    "HIJACK",
    "LOGIN",
    "MAINTENANCE",
    "MOVED_NOTICE",
    "NOT_A_RESOURCE",
    "NOT_FOUND",
    "OPEN_TO_ALL",
    "ORDINARY",
    "OTHER_BUSINESS",
    "OTHER_EDITION",
    "PARKED",
    "PARKING_HOSTS",
    "READ_ON",
    "REFUSAL",
    "REGRET",
    "SALE",
    "SHELVES",
    "SHOP",
    "SUSPENDED",
    "SWITCHED_OFF",
    "TRADE",
    "VIDEO_GONE",
    "WITHDRAWN",
    "WITHDRAWN_ANYWHERE",
    "WITHDRAWN_ELSEWHERE",
    "Identity",
    "Phrases",
    "TitleMatch",
    "identify",
]

_TABLES: Final[dict[str, str]] = tomllib.loads((files(__package__) / "phrases.toml").read_text(encoding="utf-8"))


def _bare(table: str) -> frozenset[str]:
    """Return the phrases of a table, bare, with each kind of recording in the place of `{recording}`."""
    kinds = _TABLES["recordings"].split(";")
    written = [
        phrase.replace("{recording}", kind)
        for phrase in _TABLES[table].split(";")
        for kind in (kinds if "{recording}" in phrase else kinds[:1])
    ]
    return frozenset(filter(None, map(folded, written)))


_PHRASES: Final = {table: _bare(table) for table in _TABLES}


def _key(phrase: str) -> str:
    """Return the longest word of a bare phrase, without which a text cannot have the phrase."""
    return max(phrase.split(), key=len)


_KEYS: Final = frozenset(_key(phrase) for phrases in _PHRASES.values() for phrase in phrases)


@lru_cache(maxsize=256)
def _keys_of(text: str) -> frozenset[str]:
    """Return the words of a bare text that are the longest of any phrase: most texts have few."""
    return _KEYS.intersection(text.split())


class Phrases:
    """Phrases to search for in bare text, as whole words."""

    def __init__(self, *tables: str) -> None:
        """Take the phrases of some tables."""
        self._bare = sorted(frozenset[str]().union(*(_PHRASES[table] for table in tables)))
        self._keys = frozenset(map(_key, self._bare))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{_merged(self._bare)})(?!\w)")

    def search(self, text: str) -> re.Match[str] | None:
        """Find the first phrase, the longest if several begin there."""
        # A text has no phrase if it has the longest word of none: that is told in a tenth of the time.
        return None if self._keys.isdisjoint(_keys_of(text)) else self._pattern.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find every phrase."""
        return iter(()) if self._keys.isdisjoint(_keys_of(text)) else self._pattern.finditer(text)


def _merged(phrases: list[str]) -> str:
    """Write sorted phrases as a tree of their common beginnings, which is searched many times as fast as a list."""
    branches = []
    for first, group in groupby(phrases, key=lambda phrase: phrase[:1]):
        rest = list(group)
        if first:
            common = _common_beginning(rest[0], rest[-1])
            branches.append(f"{re.escape(common)}{_ending([phrase[len(common) :] for phrase in rest])}")
    return "|".join(branches)


def _common_beginning(first: str, last: str) -> str:
    """Return what the first and the last of some sorted texts, and so all of them, begin with."""
    different = next((place for place, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), None)
    return first[: min(len(first), len(last)) if different is None else different]


def _ending(rest: list[str]) -> str:
    if rest == [""]:
        return ""
    return f"(?:{_merged(rest)}){'' if rest[0] else '?'}"


NOT_FOUND: Final = Phrases("not_found")
BODY_NOT_FOUND: Final = Phrases("body_not_found")
NOT_A_RESOURCE: Final = Phrases("not_a_resource")
PARKED: Final = Phrases("parked")
SUSPENDED: Final = Phrases("suspended")
DEFAULT_PAGE: Final = Phrases("default_page")
CHALLENGE: Final = Phrases("challenge")
CHOOSER: Final = Phrases("chooser")
CONSENT: Final = Phrases("consent")
CONSENT_WORDS: Final = Phrases("consent_words")
GEO: Final = Phrases("geo")
AGE_GATE: Final = Phrases("age_gate")
LOGIN: Final = Phrases("login")
GATE: Final = Phrases("gate")
GATE_BESIDE_OTHERS: Final = Phrases("gate_beside_others")
DEMAND: Final = Phrases("demand")
OPEN_TO_ALL: Final = Phrases("open_to_all")
OTHER_EDITION: Final = Phrases("other_edition")
READ_ON: Final = Phrases("read_on")
WITHDRAWN: Final = Phrases("withdrawn")
MAINTENANCE: Final = Phrases("maintenance")
FAULT: Final = Phrases("fault")
HIJACK: Final = Phrases("hijack")
VIDEO_GONE: Final = Phrases("video_gone")
MOVED_NOTICE: Final = Phrases("moved_notice")
REGRET: Final = Phrases("regret")
ASTRAY: Final = Phrases("astray")
OTHER_BUSINESS: Final = Phrases("other_business")
REFUSAL: Final = Phrases("refusal")
SWITCHED_OFF: Final = Phrases("switched_off")
SALE: Final = Phrases("sale")
SHOP: Final = Phrases("shop")
TRADE: Final = Phrases("trade")
CONSENT_OR_PAY: Final = Phrases("consent_or_pay")
WITHDRAWN_ANYWHERE: Final = Phrases("withdrawn", "withdrawn_elsewhere")
WITHDRAWN_ELSEWHERE: Final = Phrases("withdrawn_elsewhere")
ANYWHERE: Final = frozenset(folded(_TABLES["anywhere"]).split())
ORDINARY: Final = frozenset(folded(word) for word in _TABLES["ordinary"].split(";"))
FILLER: Final = frozenset(folded(_TABLES["filler"]).split())
PARKING_HOSTS: Final = frozenset(_TABLES["parking_hosts"].split())
SHELVES: Final = frozenset(_TABLES["shelves"].split())


_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class TitleMatch(IntEnum):
    """How well a page fits the catalogue's title."""

    UNKNOWN = -1
    NONE = 0
    CREATOR = 1
    FAIR = 2
    STRONG = 3


@frozen_dataclass
class Identity:
    """How well a page fits, and why."""

    match: TitleMatch
    evidence: str
    coverage: float | None = None
    """Share of the title's words of meaning that occur anywhere on the page; None if there are too few to tell."""
    other_edition: bool = False
    """Whether the page has the resource's title with another year in it."""

    @property
    def found(self) -> bool:
        """Whether the page shows the resource."""
        return self.match >= TitleMatch.FAIR


def identify(page: WebPage | None, target: Target) -> Identity:
    """Compare a page with what the catalogue knows of the resource."""
    if page is None:
        return Identity(TitleMatch.UNKNOWN, "what came is not a web page, so its title could not be compared")
    if not target.titles:
        return Identity(TitleMatch.UNKNOWN, "the catalogue has no title of the resource to compare with")
    named = [page.title, *page.names, *page.headings[:2]]
    for title in target.titles:
        shown = _name_that_fits(title, named)
        if shown:
            return Identity(TitleMatch.STRONG, f"the page has the resource's title: “{shown[:160]}”", 1.0)
    other = next((name for name in named for title in target.titles if _is_other_edition(title, name)), None)
    if other is not None:
        return Identity(
            TitleMatch.NONE, f"the page has the resource's title with another year: “{other[:160]}”", other_edition=True
        )
    everything = f" {folded(' '.join([*named, *page.headings, page.description, page.text]))} "
    creator = next(
        (
            creator
            for creator in target.creators
            if f" {folded(creator)} " in f"{everything}{folded(' '.join(page.creators))} "
        ),
        None,
    )
    coverage = max(_coverage(title, everything) for title in target.titles)
    for title in target.titles:
        if len(content_words(title)) >= 3 and f" {folded(title)} " in everything:
            return Identity(TitleMatch.FAIR, f"the resource's title is in the page's text: “{title[:160]}”", 1.0)
    part = (
        None if creator is None else next((part for title in target.titles for part in _parts_of(title, named)), None)
    )
    if part is not None:
        return Identity(
            TitleMatch.FAIR, f"the page names {creator} and a part of the resource's title: “{part[:160]}”", coverage
        )
    known = coverage if max(len(content_words(title)) for title in target.titles) >= 3 else None
    if creator is not None:
        if coverage >= 0.75:
            return Identity(
                TitleMatch.FAIR, f"the page names {creator} and uses the words of the resource's title", known
            )
        return Identity(TitleMatch.CREATOR, f"the page names {creator}, but does not have the resource's title", known)
    return Identity(TitleMatch.NONE, "neither the resource's title nor its creators are on the page", known)


def _name_that_fits(title: str, named: list[str]) -> str | None:
    """Return the first of a page's names that is the title, or nearly so."""
    wanted = folded(title)
    meaning = content_words(title)
    for name in named:
        stray = NOT_A_RESOURCE.search(folded(name))
        if stray and stray[0] not in wanted:
            continue
        if any(_fits(wanted, meaning, segment) for segment in segments(name)):
            return name
    return None


def _fits(wanted: str, meaning: list[str], segment: str) -> bool:
    shown = folded(segment)
    if not shown or not wanted:
        return False
    if shown == wanted:
        return True
    if _years_differ(wanted, shown):
        return False
    theirs = content_words(segment)
    if meaning == theirs and len(meaning) >= 2:
        return True
    if len(meaning) >= 2 and f" {wanted} " in f" {shown} ":
        return len(meaning) / len(theirs) >= 0.5
    # A long title is often cut short in `title`, or printed without its subtitle.
    if (len(theirs) >= 3 and wanted.startswith(shown)) or (len(theirs) >= 4 and f" {shown} " in f" {wanted} "):
        return True
    common = len(set(meaning) & set(theirs))
    return len(meaning) >= 3 and common / len(set(meaning)) >= 0.8 and common / len(set(theirs)) >= 0.5


def _parts_of(title: str, named: list[str]) -> Iterator[str]:
    """List the parts of a title, before or after its colon, that are all that a page calls itself but for its site."""
    shown = {folded(segment) for name in named for segment in segments(name)}
    for part in segments(title)[1:]:
        if len(content_words(part)) >= 2 and folded(part) in shown:
            yield part


def _years_differ(one: str, other: str) -> bool:
    ours, theirs = set(_YEAR.findall(one)), set(_YEAR.findall(other))
    return bool(ours) and bool(theirs) and not ours & theirs


def _is_other_edition(title: str, name: str) -> bool:
    """Tell whether a name is the title but for its year, as the next of a yearly report is."""
    plain = folded(_YEAR.sub(" ", title))
    return len(plain.split()) >= 2 and any(
        _years_differ(title, segment) and folded(_YEAR.sub(" ", segment)) == plain for segment in segments(name)
    )


def _coverage(title: str, everything: str) -> float:
    meaning = {word for word in content_words(title) if len(word) > 2} or set(words(title))
    if not meaning:
        return 0.0
    return sum(1 for word in meaning if f" {word}" in everything) / len(meaning)
