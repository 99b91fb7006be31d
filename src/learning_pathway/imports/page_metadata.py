"""Facts about one resource, each with its source, as the metadata and the JSON-LD of its page tell them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ..catalogue.types import ResourceType
from ..formats import dates
from ..formats.mappings import SCHEMA
from ..formats.names import Facts, all_people, from_parts, known, organisation, people_in, person_named
from ..formats.text import doi, isbns, issns, language, plain
from ..web.content import things
from ..web.model import PageMetadata

__all__ = ["JSON_LD", "Fact", "Metadata", "read_open_graph", "read_page_tags", "read_schema"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What one source says about one field."""

    field: str
    """A field of a resource."""
    value: Any
    """The value, as the model takes it."""
    source: str
    """Where it was found, in words: `JSON-LD`, `the title of the page`."""


#: UTF-8 that was read as Windows-1252: `cafÃ©`, `â€™`.
_MISREAD = re.compile(r"[ÃÂ][\u0080-\u00bf\u0152-\u2122]|â[\u0080\u20ac][\u0080-\u2122]")


def _unbroken(text: str) -> str:
    """Repair a text that was decoded wrongly; empty where letters are lost."""
    if _MISREAD.search(text):
        with suppress(UnicodeError):
            text = text.encode("cp1252").decode("utf-8")
    return "" if "\ufffd" in text or _MISREAD.search(text) else text


@dataclass(slots=True)
class Metadata:
    """All that was found, the most telling source first."""

    facts: list[Fact] = field(default_factory=list)

    def add(self, name: str, value: Any, source: str) -> None:
        """Take a fact; one that says nothing is left out, and a text in a broken encoding is repaired or left out."""
        value = _unbroken(value) if isinstance(value, str) else value
        if value not in (None, "", [], {}):
            self.facts.append(Fact(name, value, source))

    def best(self) -> dict[str, Fact]:
        """For each field the fact that is believed."""
        found: dict[str, Fact] = {}
        for fact in self.facts:
            found.setdefault(fact.field, fact)
        return found

    def others(self) -> Iterator[Fact]:
        """Facts that say something else than the one that is believed."""
        best = self.best()
        seen = {(name, str(fact.value)) for name, fact in best.items()}
        for fact in self.facts:
            if (key := (fact.field, str(fact.value))) not in seen:
                seen.add(key)
                yield fact


HIGHWIRE, DUBLIN, GRAPH = "Highwire metadata", "Dublin Core metadata", "Open Graph metadata"

#: Highwire tags that name what holds the work, and the type that follows from them.
_HOLDERS = (
    ("citation_journal_title", ResourceType.JOURNAL_ARTICLE),
    ("citation_conference_title", ResourceType.CONFERENCE_PAPER),
    ("citation_inbook_title", ResourceType.CHAPTER),
    ("citation_book_title", ResourceType.CHAPTER),
)


def read_page_tags(page: PageMetadata, metadata: Metadata) -> None:
    """Add what the Highwire tags and Dublin Core of a page say."""
    _highwire(page, metadata)
    _dublin(page, metadata)


def _highwire(page: PageMetadata, metadata: Metadata) -> None:
    for name, kind in _HOLDERS:
        if held := page.first(name):
            metadata.add("type", kind.value, HIGHWIRE)
            metadata.add("container", plain(held), HIGHWIRE)
    if institution := page.first("citation_technical_report_institution"):
        metadata.add("type", ResourceType.REPORT.value, HIGHWIRE)
        metadata.add("publisher", plain(institution), HIGHWIRE)
    metadata.add("title", plain(page.first("citation_title", "bepress_citation_title")), HIGHWIRE)
    authors = page.all("citation_author", "bepress_citation_author", "citation_authors")
    metadata.add("authors", all_people(authors, by_name=True), HIGHWIRE)
    metadata.add("editors", all_people(page.all("citation_editor"), by_name=True), HIGHWIRE)
    written = page.first("citation_publication_date", "citation_date", "citation_online_date", "citation_year")
    metadata.add("published", dates.partial(written), HIGHWIRE)
    metadata.add("publisher", plain(page.first("citation_publisher")), HIGHWIRE)
    for tag, name in (("volume", "volume"), ("issue", "issue"), ("technical_report_number", "number")):
        metadata.add(name, plain(page.first(f"citation_{tag}")), HIGHWIRE)
    first, last = plain(page.first("citation_firstpage")), plain(page.first("citation_lastpage"))
    metadata.add("pages", "-".join(part for part in (first, last if last != first else "") if part), HIGHWIRE)
    metadata.add("doi", doi(page.first("citation_doi", "bepress_citation_doi")), HIGHWIRE)
    metadata.add("issn", next(iter(issns(page.first("citation_issn"))), None), HIGHWIRE)
    metadata.add("isbn", next(iter(isbns(page.first("citation_isbn"))), None), HIGHWIRE)
    metadata.add("language", language(plain(page.first("citation_language"))), HIGHWIRE)


def _dublin(page: PageMetadata, metadata: Metadata) -> None:
    def all_of(*names: str) -> list[str]:
        return page.all(*(f"{space}.{name}" for name in names for space in ("dcterms", "dc")))

    def first_of(*names: str) -> str:
        return plain(next(iter(all_of(*names)), ""))

    metadata.add("title", first_of("title"), DUBLIN)
    metadata.add("authors", all_people(all_of("creator")), DUBLIN)
    metadata.add("published", dates.partial(first_of("issued", "date.issued", "date", "created")), DUBLIN)
    metadata.add("publisher", first_of("publisher"), DUBLIN)
    metadata.add("language", language(first_of("language")), DUBLIN)
    metadata.add("doi", next((found for text in all_of("identifier") if (found := doi(text))), None), DUBLIN)


def read_open_graph(page: PageMetadata, metadata: Metadata) -> None:
    """Add what Open Graph, other metadata and the page itself say: they tell least."""
    kind = page.first("og:type").lower()
    if kind.startswith("video"):
        metadata.add("type", ResourceType.VIDEO.value, GRAPH)
    elif kind == "book":
        metadata.add("type", ResourceType.BOOK.value, GRAPH)
    elif kind == "article":
        metadata.add("type", ResourceType.ARTICLE.value, GRAPH)
    metadata.add("title", plain(page.first("og:title", "twitter:title")), GRAPH)
    metadata.add("authors", all_people(page.all("article:author", "book:author")), GRAPH)
    metadata.add("published", dates.partial(page.first("article:published_time", "book:release_date")), GRAPH)
    metadata.add("updated", dates.partial(page.first("article:modified_time", "og:updated_time")), GRAPH)
    metadata.add("publisher", plain(page.first("og:site_name")), GRAPH)
    metadata.add("isbn", next(iter(isbns(page.first("book:isbn"))), None), GRAPH)
    metadata.add("minutes", _seconds(page.first("video:duration", "og:video:duration")), GRAPH)
    said = "metadata of the page"
    metadata.add("minutes", dates.minutes(page.first("duration")), said)
    metadata.add("authors", all_people(page.all("author")), said)
    metadata.add("published", dates.partial(page.first("datepublished", "date", "uploaddate")), said)
    metadata.add("title", plain(page.title), "the title of the page")
    metadata.add("language", language(plain(page.language or page.first("og:locale"))), "the language of the page")


def _seconds(written: str) -> int | None:
    return dates.minutes(f"PT{written}S") if written.isdigit() and len(written) < 8 else None


JSON_LD = "JSON-LD"

#: Properties whose text is the value of one of our fields.
_TEXTS = {"volumeNumber": "volume", "issueNumber": "issue", "pagination": "pages", "bookEdition": "edition"}
_COUNTS = {"numberOfPages": "page_count", "wordCount": "word_count"}
#: Properties that name what holds the work.
_WHOLES = ("isPartOf", "partOfSeries", "partOfSeason")

Thing = Mapping[str, Any]


def read_schema(page: PageMetadata, metadata: Metadata) -> None:
    """Add what the most telling object of a page's JSON-LD says."""
    found = [thing for block in page.linked_data for thing in things(block)]
    ranked = sorted((thing for thing in found if _rank(thing) is not None), key=lambda thing: _rank(thing) or 0)
    if ranked:
        _read(_resolved(ranked[0], _named(found)), metadata)


def _named(found: list[dict[str, Any]]) -> dict[str, Thing]:
    """The objects that others refer to by their `@id`."""
    by_size = sorted((thing for thing in found if isinstance(thing.get("@id"), str)), key=len)
    return {thing["@id"]: thing for thing in by_size}


def _resolved(thing: Thing, named: Mapping[str, Thing]) -> Thing:
    """An object whose values that only refer to others, as `{"@id": …}`, are those others."""

    def resolve(value: Any) -> Any:
        if isinstance(value, list):
            return [resolve(part) for part in value[:100]]
        is_reference = isinstance(value, dict) and isinstance(value.get("@id"), str) and not _text(value, "name")
        return named.get(value["@id"], value) if is_reference else value

    return {name: resolve(value) for name, value in thing.items()}


def _types(thing: Thing) -> list[str]:
    value = thing.get("@type")
    names = value if isinstance(value, list) else [value]
    return [name.rpartition("/")[2] for name in names if isinstance(name, str)]


def _rank(thing: Thing) -> int | None:
    order = list(SCHEMA)
    places = [order.index(name) for name in _types(thing) if name in SCHEMA]
    return min(places) if places and _text(thing, "headline", "name") else None


def _read(thing: Thing, metadata: Metadata) -> None:
    kind = next(SCHEMA[name] for name in SCHEMA if name in _types(thing))
    metadata.add("type", kind.value, JSON_LD)
    metadata.add("title", _text(thing, "headline", "name"), JSON_LD)
    authors = _people(thing.get("author")) or _people(thing.get("creator"))
    metadata.add("authors", authors, JSON_LD)
    metadata.add("editors", _people(thing.get("editor")), JSON_LD)
    metadata.add("publisher", _name(thing.get("publisher")), JSON_LD)
    metadata.add("published", dates.partial(_text(thing, "datePublished", "uploadDate")), JSON_LD)
    metadata.add("updated", dates.partial(_text(thing, "dateModified")), JSON_LD)
    metadata.add("language", _language(thing.get("inLanguage")), JSON_LD)
    metadata.add("minutes", dates.minutes(_text(thing, "duration", "timeRequired")), JSON_LD)
    for name in _WHOLES:
        whole = thing.get(name)
        if isinstance(whole, dict) and "WebSite" not in _types(whole) and "WebPage" not in _types(whole):
            metadata.add("container", _text(whole, "name"), JSON_LD)
            metadata.add("issn", next(iter(issns(_text(whole, "issn"))), None), JSON_LD)
    for name, ours in _TEXTS.items():
        metadata.add(ours, _text(thing, name), JSON_LD)
    for name, ours in _COUNTS.items():
        count = _text(thing, name)
        metadata.add(ours, int(count) if count.isascii() and count.isdigit() and len(count) < 9 else None, JSON_LD)
    metadata.add("isbn", next(iter(isbns(_text(thing, "isbn"))), None), JSON_LD)
    metadata.add("licence", _licence(thing.get("license")), JSON_LD)
    metadata.add("doi", _doi(thing), JSON_LD)
    if str(thing.get("isAccessibleForFree", "")).rpartition("/")[2].lower() == "true":
        metadata.add("access", "free", JSON_LD)


def _text(thing: Thing, *names: str) -> str:
    """The first of these properties that is a text or a number."""
    for name in names:
        value = thing.get(name)
        if isinstance(value, list):
            value = next((part for part in value if isinstance(part, str)), None)
        if isinstance(value, str | int) and not isinstance(value, bool) and (text := plain(str(value)[:2_000])):
            return text
    return ""


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value, "name") if isinstance(value, dict) else plain(value) if isinstance(value, str) else ""


def _people(value: Any) -> list[Facts]:
    listed = value if isinstance(value, list) else [value]
    return known(person for part in listed[:100] for person in _persons(part))


def _persons(value: Any) -> list[Facts | None]:
    """The people that a value names: an object is one, a text may name several."""
    if isinstance(value, str):
        return people_in(value)
    name = _text(value, "name") if isinstance(value, dict) and not _text(value, "familyName") else ""
    several = people_in(name) if name else []
    is_group = isinstance(value, dict) and any(kind.endswith("Organization") for kind in _types(value))
    return several if len(several) > 1 and not is_group else [_person(value)]


def _person(value: Any) -> Facts | None:
    if not isinstance(value, dict):
        return None
    if _text(value, "familyName"):
        return from_parts(_text(value, "familyName"), _text(value, "givenName"), _text(value, "honorificSuffix"))
    name = _text(value, "name")
    kinds = _types(value)
    if "Person" in kinds:
        return person_named(name, person=True)
    return organisation(name) if any(kind.endswith("Organization") for kind in kinds) else person_named(name)


def _language(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    return language(plain(value)) if isinstance(value, str) else ""


def _licence(value: Any) -> str:
    return _text(value, "name", "url") if isinstance(value, dict) else plain(value) if isinstance(value, str) else ""


def _doi(thing: Thing) -> str | None:
    for name in ("identifier", "sameAs", "@id", "url"):
        value = thing.get(name)
        for part in value if isinstance(value, list) else [value]:
            text = part.get("value") if isinstance(part, dict) else part
            if isinstance(text, str) and ("doi" in text.lower() or text.startswith("10.")) and (found := doi(text)):
                return found
    return None
