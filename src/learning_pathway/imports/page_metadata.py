"""Facts about one resource, each with its source, as the metadata of its page tell them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from ..catalogue.types import ResourceType
from ..formats import dates
from ..formats.names import Facts, all_people, is_group, known, listed, organisation
from ..formats.text import doi, isbns, issns, language, pages_of, plain
from ..web.marks import PageMetadata

__all__ = ["Fact", "Metadata", "read_open_graph", "read_page_tags", "repaired", "untitled"]


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


def repaired(page: PageMetadata) -> PageMetadata:
    """The page with what was decoded wrongly fixed, before spaces and signs in it are tidied."""
    metas = tuple((name, _unbroken(text) or text) for name, text in page.metas)
    return replace(page, title=_unbroken(page.title) or page.title, metas=metas)


@dataclass(slots=True)
class Metadata:
    """All that was found, the most telling source first."""

    facts: list[Fact] = field(default_factory=list)

    def add(self, name: str, value: Any, source: str) -> None:
        """Take a fact; one that says nothing is left out, and a text in a broken encoding is repaired or left out."""
        value = _unbroken(value) if isinstance(value, str) else value
        if isinstance(value, list) and not all(map(_unbroken, map(str, value))):
            return
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
    ("bepress_citation_journal_title", ResourceType.JOURNAL_ARTICLE),
    ("prism.publicationname", ResourceType.JOURNAL_ARTICLE),
    ("eprints.publication", ResourceType.JOURNAL_ARTICLE),
    ("citation_conference_title", ResourceType.CONFERENCE_PAPER),
    ("citation_inbook_title", ResourceType.CHAPTER),
    ("citation_book_title", ResourceType.CHAPTER),
)


#: Highwire tags that name who issued the work, likewise.
_INSTITUTIONS = (
    ("citation_technical_report_institution", ResourceType.REPORT),
    ("citation_dissertation_institution", ResourceType.THESIS),
)
#: Tags whose text is the value of one field.
_SAME = {"publisher": "publisher", "volume": "volume", "issue": "issue", "technical_report_number": "number"}
#: Names of PRISM and of EPrints, and others, for what Highwire's tags say.
_ELSEWHERE = {
    "title": ("eprints.title",),
    "publication_date": (
        *("citation_date", "citation_online_date", "citation_year", "bepress_citation_date"),
        *("prism.publicationdate", "eprints.date"),
    ),
    "publisher": ("eprints.publisher",),
    "volume": ("prism.volume", "eprints.volume"),
    "issue": ("prism.number", "eprints.number"),
    "firstpage": ("citation_first_page", "prism.startingpage"),
    "lastpage": ("citation_last_page", "prism.endingpage"),
    "doi": ("prism.doi", "eprints.id_number"),
    "issn": ("prism.issn", "eprints.issn"),
}
#: What repositories and journals write under `DC.type`, after what stands before a slash, without spaces and hyphens.
_DUBLIN_TYPES = {
    **dict.fromkeys(
        ("textserialjournal", "journalarticle", "researcharticle", "article"), ResourceType.JOURNAL_ARTICLE
    ),
    **dict.fromkeys(
        ("thesisordissertation", "thesis", "dissertation", "doctoralthesis", "masterthesis", "mastersthesis"),
        ResourceType.THESIS,
    ),
    **dict.fromkeys(("bookchapter", "bookpart", "booksection"), ResourceType.CHAPTER),
    **dict.fromkeys(("report", "technicalreport", "workingpaper", "monograph"), ResourceType.REPORT),
    **dict.fromkeys(("conferencepaper", "conferenceobject", "conferenceitem"), ResourceType.CONFERENCE_PAPER),
    "book": ResourceType.BOOK,
}


def read_page_tags(page: PageMetadata, metadata: Metadata) -> None:
    """Add what the Highwire tags and Dublin Core of a page say."""
    _highwire(page, metadata)
    _dublin(page, metadata)


def _highwire(page: PageMetadata, metadata: Metadata) -> None:
    for name, kind in _HOLDERS:
        if held := page.first(name):
            metadata.add("type", kind.value, HIGHWIRE)
            metadata.add("container", plain(held), HIGHWIRE)
    for name, kind in _INSTITUTIONS:
        if institution := page.first(name):
            metadata.add("type", kind.value, HIGHWIRE)
            metadata.add("publisher", plain(institution), HIGHWIRE)

    def said(name: str) -> str:
        return plain(page.first(f"citation_{name}", f"bepress_citation_{name}", *_ELSEWHERE.get(name, ())))

    metadata.add("title", said("title"), HIGHWIRE)
    authors = page.all("citation_author", "bepress_citation_author", "citation_authors", "eprints.creators_name")
    metadata.add("authors", _all_people(authors, by_name=True), HIGHWIRE)
    metadata.add("editors", _all_people(page.all("citation_editor"), by_name=True), HIGHWIRE)
    metadata.add("published", dates.partial(said("publication_date")), HIGHWIRE)
    for tag, name in _SAME.items():
        metadata.add(name, said(tag), HIGHWIRE)
    first, last = said("firstpage"), said("lastpage")
    pages = "-".join(part for part in (first, last if last != first else "") if part)
    metadata.add("pages", pages or page.first("eprints.pagerange"), HIGHWIRE)
    metadata.add("doi", doi(said("doi")), HIGHWIRE)
    metadata.add("issn", next(iter(issns(said("issn"))), None), HIGHWIRE)
    metadata.add("isbn", next(iter(isbns(said("isbn"))), None), HIGHWIRE)
    metadata.add("language", language(said("language")), HIGHWIRE)


def _dublin(page: PageMetadata, metadata: Metadata) -> None:
    def all_of(*names: str) -> list[str]:
        return page.all(*(f"{space}.{name}" for name in names for space in ("dcterms", "dc")))

    def first_of(*names: str) -> str:
        return plain(next(iter(all_of(*names)), ""))

    said = (re.sub(r"[\W_]", "", text.rpartition("/")[2]).lower() for text in all_of("type") + page.all("eprints.type"))
    if kind := next((_DUBLIN_TYPES[name] for name in said if name in _DUBLIN_TYPES), None):
        metadata.add("type", kind.value, DUBLIN)
    if kind is ResourceType.JOURNAL_ARTICLE and not first_of("source").startswith("http"):  # Open Journal Systems
        metadata.add("container", first_of("source"), DUBLIN)
        for part, name in (("volume", "volume"), ("issue", "issue")):
            metadata.add(name, first_of(f"source.{part}"), DUBLIN)
        metadata.add("pages", pages_of(first_of("identifier.pagenumber")), DUBLIN)
        metadata.add("issn", next(iter(issns(first_of("source.issn"))), None), DUBLIN)
    metadata.add("title", first_of("title"), DUBLIN)
    metadata.add("authors", _all_people(all_of("creator", "creator.personalname")), DUBLIN)
    metadata.add("published", dates.partial(first_of("issued", "date.issued", "date", "created")), DUBLIN)
    metadata.add("publisher", first_of("publisher"), DUBLIN)
    metadata.add("language", language(first_of("language")), DUBLIN)
    metadata.add(
        "doi", next((found for text in all_of("identifier", "identifier.doi") if (found := doi(text))), None), DUBLIN
    )


#: What tools that count readers call the date.
_DATES = ("parsely-pub-date", "sailthru.date")


def read_open_graph(page: PageMetadata, metadata: Metadata) -> None:
    """Add what Open Graph, other metadata and the page itself say: they tell least."""
    kind = page.first("og:type").lower()
    if kind.startswith("video"):
        metadata.add("type", ResourceType.VIDEO.value, GRAPH)
    elif kind == "book":
        metadata.add("type", ResourceType.BOOK.value, GRAPH)
    elif kind == "article":
        metadata.add("type", ResourceType.ARTICLE.value, GRAPH)
    metadata.add("title", plain(page.first("og:title", "twitter:title", "parsely-title")), GRAPH)
    metadata.add("authors", _all_people(page.all("article:author", "book:author")), GRAPH)
    metadata.add("published", dates.partial(page.first("article:published_time", "book:release_date")), GRAPH)
    metadata.add("updated", dates.partial(page.first("article:modified_time", "og:updated_time")), GRAPH)
    metadata.add("publisher", plain(page.first("og:site_name")), GRAPH)
    metadata.add("isbn", next(iter(isbns(page.first("book:isbn"))), None), GRAPH)
    metadata.add("minutes", _seconds(page.first("video:duration", "og:video:duration")), GRAPH)
    said = "metadata of the page"
    metadata.add("minutes", dates.minutes(page.first("duration")), said)
    metadata.add("authors", _all_people(page.all("author", "parsely-author", "sailthru.author")), said)
    metadata.add("published", dates.partial(page.first("datepublished", "date", "uploaddate", *_DATES)), said)
    metadata.add("title", plain(page.title), "the title of the page")
    metadata.add("language", language(plain(page.language or page.first("og:locale"))), "the language of the page")


#: What stands before and after the names of people, and is no part of them.
_HONORIFIC = re.compile(r"\b(?:Prof(?:essor)?|Dr|Mrs?|Ms)\b\.?\s+(?=[A-Z])")
_DEGREE = re.compile(
    r"(?<!\s),?\s+(?:Ph\.?D|D\.?Phil|Ed\.?D|M\.?D|M\.?Sc|B\.?Sc|MPH|MPA|MBA|RN|JD|[OMC]BE|FR[A-Z]{1,4})\.?(?=\s*(?:[,;&]|and\b|$))"
)


def untitled(names: str) -> str:
    """Names without titles and degrees: `Prof. Ida Gray, PhD` is `Ida Gray`."""
    return _DEGREE.sub("", _HONORIFIC.sub("", names))


def _all_people(texts: Iterable[str], *, by_name: bool = False) -> list[Facts]:
    """The people in several texts, each once; a text may list several, or be set in capitals after `By`."""
    found: list[Facts] = []
    for text in texts:
        if is_group(text.partition(",")[0]) and ";" not in text:  # `Department of Trade, Energy and Industry`
            found += known([organisation(text)])
        else:
            found += all_people(listed(_uncapitalised(untitled(text))), by_name=by_name)
    return list({str(person): person for person in found}.values())


def _uncapitalised(names: str) -> str:
    """Names after `By` that are all in capitals, as names are written elsewhere."""
    by, _, rest = names.strip().partition(" ")
    if by.lower() != "by" or not rest.replace(" and ", " ").isupper():
        return names
    return re.sub(r"[^\W\d_]+", lambda word: word[0] if word[0] == "and" else word[0].capitalize(), rest)


def _seconds(written: str) -> int | None:
    return dates.minutes(f"PT{written}S") if written.isdigit() and len(written) < 8 else None
