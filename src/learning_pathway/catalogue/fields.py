"""The fields of a resource: one row each, with all that the site, the formats and the documentation say of a field.

A row is the field's declaration in the model. mypy refuses a row that lacks a column. Whatever names fields (records,
filters, search, readers and writers of formats, schema, reference) reads these rows; a field that needs no treatment
of its own is shown, written and read by its row alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from pydantic import Field

from ..locale import msgid
from .dates import Duration, PartialDate, rounded_minutes
from .types import Access, Captions, Level, ResourceType, Status, SummarySource, Verb
from .values import (
    Address,
    Alternative,
    Count,
    Day,
    Doi,
    Flag,
    Id,
    Identified,
    Interval,
    Isbn,
    Issn,
    Language,
    LongText,
    Minutes,
    Person,
    Rates,
    Text,
    pages_in,
)

__all__ = [
    "CUSTOM",
    "FIELDS",
    "FORMATS",
    "RESOURCE_KEYS",
    "At",
    "Audience",
    "FieldGroup",
    "FieldRow",
    "Loss",
    "Resource",
    "Search",
    "columns",
    "field",
    "on_record",
    "other_fields",
    "other_names",
    "words",
]


class Audience(Enum):
    """Who sees a field."""

    PUBLIC = "public"
    EDITORS = "editors"


class FieldGroup(Enum):
    """A group of fields on a record page; the page has them in this order."""

    MAKING = "who made it, where and when"
    WHOLE = "what it is part of"
    NUMBERS = "its standard numbers"
    LENGTH = "how long it is, and in what language"
    USE = "what it takes to use it"
    PROVENANCE = "where the record came from"


@dataclass(frozen=True, slots=True)
class At:
    """A place on the record page: a group, and the rank in it."""

    group: FieldGroup
    rank: int


class Search(StrEnum):
    """Which words of a document in the search index a field's words join; each counts differently."""

    TITLES = "titles"
    PEOPLE = "people"
    LABELS = "labels"
    TEXT = "text"


class Loss(Enum):
    """Why a format leaves a field out."""

    OURS = "What this pathway thinks of a resource, and how it keeps it, is no fact about the resource."
    EDITORS = "They are for editors, and never published."
    NEVER_CITED = "A library's record is never cited as the resource."
    NO_NAME = "The format has no field for them."


#: The name in CSL of a fact that CSL has no variable for: it goes into `custom`, under our own key.
CUSTOM = "custom"
Name = str | Loss


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """All that is said of one field. There are no defaults: a row says everything.

    Attributes:
        label: the field, as a learner reads it.
        help: what to write, for editors.
        example: a value, as an editor writes it.
        record: its place among the details of a record page; None where the page has another place for it, or none.
        types: the types that usually have it.
        audience: who sees it.
        csv: the number of its column in our table; the column is called after the field.
        csl: variable of CSL 1.0.2.
        bibtex: field of BibTeX or BibLaTeX.
        ris: tag of RIS.
        highwire: name of a `<meta>` element: Highwire Press, Dublin Core or Zotero's own.
        coins: key of a context object.
        schema_org: property of https://schema.org.
        search: how it is searched; None where it is not.
        facet: its name as a filter of the library; empty where it is none.
    """

    label: str
    help: str
    example: str
    record: At | None
    types: frozenset[ResourceType]
    audience: Audience
    csv: int | Loss
    csl: Name
    bibtex: Name
    ris: Name
    highwire: Name
    coins: Name
    schema_org: Name
    search: Search | None
    facet: str


#: The columns that name a field in a format.
FORMATS = ("csv", "csl", "bibtex", "ris", "highwire", "coins", "schema_org")

EVERY = frozenset(ResourceType)
WRITTEN = frozenset(kind for kind in ResourceType if kind.verb is Verb.READ)
FILMS = frozenset(kind for kind in ResourceType if kind.verb is Verb.WATCH)
RECORDINGS = EVERY - WRITTEN


def field(
    default: Any,
    label: str,
    help: str,  # noqa: A002 - it is what the column is called
    *,
    example: str,
    record: At | None,
    types: frozenset[ResourceType],
    audience: Audience,
    csv: int | Loss,
    csl: Name,
    bibtex: Name,
    ris: Name,
    highwire: Name,
    coins: Name,
    schema_org: Name,
    search: Search | None,
    facet: str,
) -> Any:
    """Declare a field of a resource by its row; `...` as the default makes it required."""
    info = Field(default, description=help)
    info.metadata.append(
        FieldRow(
            label=label,
            help=help,
            example=example,
            record=record,
            types=types,
            audience=audience,
            csv=csv,
            csl=csl,
            bibtex=bibtex,
            ris=ris,
            highwire=highwire,
            coins=coins,
            schema_org=schema_org,
            search=search,
            facet=facet,
        )
    )
    return info


# fmt: off
class Resource(Identified):
    """One resource that the pathway points to: its facts, and why we chose it."""

    id: Id = field(
        ..., msgid("Id"), "Permanent name: small letters, digits and hyphens. Never change it without `formerly`.",
        example="working-together", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=1, csl="id", bibtex="id", ris="ID", highwire=Loss.OURS,
        coins=Loss.OURS, schema_org=Loss.OURS, search=None, facet="",
    )
    formerly: tuple[Id, ...] = field(
        (), msgid("Earlier ids"), "Ids that this entry had before; learners' progress follows them.",
        example="[joint-work]", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=Loss.OURS, csl=Loss.OURS, bibtex=Loss.OURS, ris=Loss.OURS, highwire=Loss.OURS,
        coins=Loss.OURS, schema_org=Loss.OURS, search=None, facet="",
    )
    type: ResourceType = field(
        ..., msgid("Type"), "What kind of thing it is.",
        example="report", record=At(FieldGroup.MAKING, 1), types=EVERY, audience=Audience.PUBLIC,
        csv=2, csl="type", bibtex="entrysubtype", ris="TY", highwire="DC.type",
        coins="rft.genre", schema_org="learningResourceType", search=Search.LABELS, facet="type",
    )
    title: Text | None = field(
        None, msgid("Title"), "Title, exactly as the resource prints it.",
        example="Working together", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=3, csl="title", bibtex="title", ris="TI", highwire="citation_title",
        coins="rft.title", schema_org="name", search=None, facet="",
    )
    supplied_title: Text | None = field(
        None, msgid("Supplied title"), "A title of yours, where the resource's own is not known.",
        example="A talk about trust", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=4, csl="title", bibtex="title", ris="TI", highwire="citation_title",
        coins="rft.title", schema_org="name", search=None, facet="",
    )
    title_sentence: Text | None = field(
        None, msgid("Title in a citation"), "The title as a citation should print it, if ours comes out wrong.",
        example="How the Fair Work Act works", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=40, csl=CUSTOM, bibtex=Loss.NO_NAME, ris=Loss.NO_NAME, highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org=Loss.NO_NAME, search=None, facet="",
    )
    earlier_titles: tuple[Text, ...] = field(
        (), msgid("Earlier title"), "Titles that the same address carried before.",
        example="[Working jointly]", record=At(FieldGroup.MAKING, 8), types=EVERY, audience=Audience.PUBLIC,
        csv=41, csl=CUSTOM, bibtex=Loss.NO_NAME, ris=Loss.NO_NAME, highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org="alternateName", search=Search.TITLES, facet="",
    )
    translated_title: Text | None = field(
        None, msgid("Translated title"),
        "Title in the language of this site, of a resource in another language.",
        example="The house on the border", record=At(FieldGroup.MAKING, 9), types=EVERY, audience=Audience.PUBLIC,
        csv=52, csl=CUSTOM, bibtex="titletranslation", ris="TT", highwire="DCTERMS.alternative",
        coins=Loss.NO_NAME, schema_org="alternateName", search=Search.TITLES, facet="",
    )
    authors: tuple[Person, ...] = field(
        (), msgid("Author"), "Who made it, in the resource's order.",
        example="[{family: Gray, given: Ida}]", record=At(FieldGroup.MAKING, 2), types=EVERY, audience=Audience.PUBLIC,
        csv=5, csl="author", bibtex="author", ris="AU", highwire="citation_author",
        coins="rft.au", schema_org="author", search=Search.PEOPLE, facet="",
    )
    editors: tuple[Person, ...] = field(
        (), msgid("Editor"), "Editors of the book that a chapter is in, or of the resource.",
        example="[{organisation: Northern Forum}]", record=At(FieldGroup.MAKING, 3),
        types=EVERY, audience=Audience.PUBLIC,
        csv=6, csl="editor", bibtex="editor", ris="ED", highwire="citation_editor",
        coins="rft.contributor", schema_org="editor", search=Search.PEOPLE, facet="",
    )
    publisher: Text | None = field(
        None, msgid("Publisher"), "Publisher, site or channel.",
        example="Harbour Press", record=At(FieldGroup.MAKING, 4), types=EVERY, audience=Audience.PUBLIC,
        csv=10, csl="publisher", bibtex="publisher", ris="PB", highwire="citation_publisher",
        coins="rft.pub", schema_org="publisher", search=Search.PEOPLE, facet="publisher",
    )
    place: Text | None = field(
        None, msgid("Place"), "Place of publication.",
        example="Leith", record=At(FieldGroup.MAKING, 5), types=EVERY, audience=Audience.PUBLIC,
        csv=11, csl="publisher-place", bibtex="address", ris="CY", highwire="z:place",
        coins="rft.place", schema_org=Loss.NO_NAME, search=Search.PEOPLE, facet="",
    )
    published: PartialDate | None = field(
        None, msgid("Published"),
        "Date of publication: YYYY, YYYY-MM or YYYY-MM-DD; a season as `2011-24` (21 is spring, 24 winter); a span as "
        "`2019/2020`, or as `2015/..` where it goes on.",
        example="2021-03", record=At(FieldGroup.MAKING, 6), types=EVERY, audience=Audience.PUBLIC,
        csv=7, csl="issued", bibtex="date", ris="PY", highwire="citation_publication_date",
        coins="rft.date", schema_org="datePublished", search=Search.PEOPLE, facet="year",
    )
    original_published: PartialDate | None = field(
        None, msgid("First published"),
        "Date on which an older resource first came out, in another edition or language.",
        example="1966", record=At(FieldGroup.MAKING, 12), types=EVERY, audience=Audience.PUBLIC,
        csv=55, csl="original-date", bibtex="origdate", ris="OP", highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org=Loss.NO_NAME, search=None, facet="",
    )
    in_press: Flag = field(
        False, msgid("In press"),
        "`true` where it is accepted and not out yet; leave `published` out.",
        example="true", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=56, csl="status", bibtex="pubstate", ris="PY", highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org="creativeWorkStatus", search=None, facet="",
    )
    updated: PartialDate | None = field(
        None, msgid("Updated"), "Date on which the resource says it was last changed.",
        example="2022-11-04", record=At(FieldGroup.MAKING, 7), types=EVERY, audience=Audience.PUBLIC,
        csv=8, csl=CUSTOM, bibtex="updated", ris=Loss.NO_NAME, highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org="dateModified", search=None, facet="",
    )
    accessed: Day | None = field(
        None, msgid("Accessed"), "Day on which someone last read it at its address: YYYY-MM-DD.",
        example="2026-03-16", record=At(FieldGroup.PROVENANCE, 5), types=EVERY, audience=Audience.PUBLIC,
        csv=9, csl="accessed", bibtex="urldate", ris="Y2", highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org=Loss.NO_NAME, search=None, facet="",
    )
    genre: Text | None = field(
        None, msgid("Genre"),
        "What sort of its type it is: `Doctoral dissertation`, `Policy brief`.",
        example="Doctoral dissertation", record=At(FieldGroup.MAKING, 11), types=EVERY, audience=Audience.PUBLIC,
        csv=54, csl="genre", bibtex="type", ris="M3", highwire="z:genre",
        coins=Loss.NO_NAME, schema_org="genre", search=None, facet="",
    )
    medium: Text | None = field(
        None, msgid("Medium"),
        "What it is, where its type does not say it well: `Speech audio recording`.",
        example="Speech audio recording", record=At(FieldGroup.MAKING, 10), types=EVERY, audience=Audience.PUBLIC,
        csv=53, csl="medium", bibtex="howpublished", ris=Loss.NO_NAME, highwire="z:medium",
        coins="rft.format", schema_org="additionalType", search=None, facet="",
    )
    language: Language | None = field(
        None, msgid("Language"), "Language of the resource (BCP 47).",
        example="en", record=At(FieldGroup.LENGTH, 4), types=EVERY, audience=Audience.PUBLIC,
        csv=25, csl="language", bibtex="language", ris="LA", highwire="citation_language",
        coins="rft.language", schema_org="inLanguage", search=None, facet="language",
    )
    container: Text | None = field(
        None, msgid("Part of"), "Journal, proceedings, book, series or site that holds it.",
        example="Journal of Shared Work", record=At(FieldGroup.WHOLE, 1), types=EVERY, audience=Audience.PUBLIC,
        csv=12, csl="container-title", bibtex="journal", ris="T2", highwire="citation_journal_title",
        coins="rft.jtitle", schema_org="isPartOf", search=Search.PEOPLE, facet="",
    )
    volume: Text | None = field(
        None, msgid("Volume"), "Volume of the container.",
        example="33", record=At(FieldGroup.WHOLE, 4), types=EVERY, audience=Audience.PUBLIC,
        csv=13, csl="volume", bibtex="volume", ris="VL", highwire="citation_volume",
        coins="rft.volume", schema_org="volumeNumber", search=None, facet="",
    )
    issue: Text | None = field(
        None, msgid("Issue"), "Issue or episode number.",
        example="4", record=At(FieldGroup.WHOLE, 5), types=EVERY, audience=Audience.PUBLIC,
        csv=14, csl="issue", bibtex="issue", ris="IS", highwire="citation_issue",
        coins="rft.issue", schema_org="issueNumber", search=None, facet="",
    )
    pages: Text | None = field(
        None, msgid("Pages"), "Pages that it takes up in the container: `12-20`.",
        example="12-20", record=At(FieldGroup.WHOLE, 7), types=EVERY, audience=Audience.PUBLIC,
        csv=15, csl="page", bibtex="pages", ris="SP", highwire="citation_firstpage",
        coins="rft.pages", schema_org="pagination", search=None, facet="",
    )
    edition: Text | None = field(
        None, msgid("Edition"), "Edition of a book: `2nd`.",
        example="2nd", record=At(FieldGroup.WHOLE, 3), types=EVERY, audience=Audience.PUBLIC,
        csv=16, csl="edition", bibtex="edition", ris="ET", highwire="z:edition",
        coins="rft.edition", schema_org="bookEdition", search=None, facet="",
    )
    number: Text | None = field(
        None, msgid("Number"), "Report or series number.",
        example="12", record=At(FieldGroup.WHOLE, 6), types=EVERY, audience=Audience.PUBLIC,
        csv=17, csl="number", bibtex="number", ris="M1", highwire="citation_technical_report_number",
        coins=Loss.NO_NAME, schema_org="identifier", search=None, facet="",
    )
    conference: Text | None = field(
        None, msgid("Conference"), "Name of the conference, with its place and dates where known.",
        example="Conference on Trust, Leith, 4-5 May 2021",
        record=At(FieldGroup.WHOLE, 2), types=EVERY, audience=Audience.PUBLIC,
        csv=18, csl="event-title", bibtex="eventtitle", ris="C3", highwire="citation_conference_title",
        coins="rft.conference", schema_org=Loss.NO_NAME, search=Search.PEOPLE, facet="",
    )
    doi: Doi | None = field(
        None, msgid("DOI"), "DOI, without `https://doi.org/`.",
        example="10.5555/12345678", record=At(FieldGroup.NUMBERS, 1), types=EVERY, audience=Audience.PUBLIC,
        csv=19, csl="DOI", bibtex="doi", ris="DO", highwire="citation_doi",
        coins="rft_id", schema_org="sameAs", search=Search.PEOPLE, facet="",
    )
    issn: Issn | None = field(
        None, msgid("ISSN"), "ISSN of the journal or series.",
        example="1234-5679", record=At(FieldGroup.NUMBERS, 2), types=EVERY, audience=Audience.PUBLIC,
        csv=21, csl="ISSN", bibtex="issn", ris="SN", highwire="citation_issn",
        coins="rft.issn", schema_org="issn", search=Search.PEOPLE, facet="",
    )
    isbn: Isbn | None = field(
        None, msgid("ISBN"), "ISBN of the book or report.",
        example="978-0-306-40615-7", record=At(FieldGroup.NUMBERS, 3), types=EVERY, audience=Audience.PUBLIC,
        csv=20, csl="ISBN", bibtex="isbn", ris="SN", highwire="citation_isbn",
        coins="rft.isbn", schema_org="isbn", search=Search.PEOPLE, facet="",
    )
    url: Address | None = field(
        None, msgid("Address"), "Address of the resource itself. Leave it out where no public copy is known.",
        example="https://example.org/trust", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=22, csl="URL", bibtex="url", ris="UR", highwire="citation_public_url",
        coins="rft_id", schema_org="url", search=None, facet="",
    )
    catalogue_url: Address | None = field(
        None, msgid("Record elsewhere"), "Page of a library record about it; never cited as the resource.",
        example="https://library.example.org/123",
        record=At(FieldGroup.PROVENANCE, 4), types=EVERY, audience=Audience.PUBLIC,
        csv=23, csl=Loss.NEVER_CITED, bibtex=Loss.NEVER_CITED, ris=Loss.NEVER_CITED, highwire=Loss.NEVER_CITED,
        coins=Loss.NEVER_CITED, schema_org=Loss.NEVER_CITED, search=None, facet="",
    )
    archived_url: Address | None = field(
        None, msgid("Archived copy"), "An archived copy of the resource.",
        example="https://web.archive.org/web/2021/https://example.org/trust",
        record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=24, csl=CUSTOM, bibtex=Loss.NO_NAME, ris=Loss.NO_NAME, highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org="archivedAt", search=None, facet="",
    )
    alternatives: tuple[Alternative, ...] = field(
        (), msgid("Other versions"), "Other copies and forms.",
        example="[{url: https://example.org/a, label: web version}]",
        record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=42, csl=CUSTOM, bibtex=Loss.NO_NAME, ris=Loss.NO_NAME, highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org=Loss.NO_NAME, search=None, facet="",
    )
    transcript: Address | None = field(
        None, msgid("Transcript"), "Address of a transcript.",
        example="https://example.org/talk.txt", record=At(FieldGroup.LENGTH, 6),
        types=RECORDINGS, audience=Audience.PUBLIC,
        csv=43, csl=CUSTOM, bibtex=Loss.NO_NAME, ris=Loss.NO_NAME, highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org=Loss.NO_NAME, search=None, facet="",
    )
    library_catalogue: Text | None = field(
        None, msgid("Library catalogue"), "Library catalogue that the record came from.",
        example="National Library of Scotland", record=At(FieldGroup.PROVENANCE, 3),
        types=EVERY, audience=Audience.PUBLIC,
        csv=44, csl="source", bibtex="library", ris="DP", highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org=Loss.NO_NAME, search=None, facet="",
    )
    database: Text | None = field(
        None, msgid("Database"), "Database that lists it.",
        example="ERIC", record=At(FieldGroup.PROVENANCE, 1), types=EVERY, audience=Audience.PUBLIC,
        csv=45, csl=CUSTOM, bibtex=Loss.NO_NAME, ris="DB", highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org="identifier", search=None, facet="",
    )
    accession_number: Text | None = field(
        None, msgid("Accession number"), "Its number in that database.",
        example="ED601234", record=At(FieldGroup.PROVENANCE, 2), types=EVERY, audience=Audience.PUBLIC,
        csv=46, csl=CUSTOM, bibtex=Loss.NO_NAME, ris="AN", highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org="identifier", search=None, facet="",
    )
    access: Access = field(
        Access.UNKNOWN, msgid("Access"), "What a learner needs to open it.",
        example="free", record=At(FieldGroup.USE, 1), types=EVERY, audience=Audience.PUBLIC,
        csv=27, csl=CUSTOM, bibtex=Loss.NO_NAME, ris=Loss.NO_NAME, highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org="isAccessibleForFree", search=None, facet="access",
    )
    access_note: Text | None = field(
        None, msgid("Access note"), "One plain sentence for learners about getting at it.",
        example="You need to give an email address.", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=47, csl=CUSTOM, bibtex=Loss.NO_NAME, ris=Loss.NO_NAME, highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org=Loss.NO_NAME, search=None, facet="",
    )
    licence: Text | None = field(
        None, msgid("Licence"), "Licence of the resource, as it states it.",
        example="CC BY 4.0", record=At(FieldGroup.USE, 2), types=EVERY, audience=Audience.PUBLIC,
        csv=26, csl=CUSTOM, bibtex="copyright", ris=Loss.NO_NAME, highwire="DC.rights",
        coins=Loss.NO_NAME, schema_org="license", search=None, facet="",
    )
    level: Level | None = field(
        None, msgid("Level"), "How much it asks of its reader.",
        example="starter", record=At(FieldGroup.USE, 3), types=EVERY, audience=Audience.PUBLIC,
        csv=28, csl=Loss.OURS, bibtex=Loss.OURS, ris=Loss.OURS, highwire=Loss.OURS,
        coins=Loss.OURS, schema_org="educationalLevel", search=Search.LABELS, facet="level",
    )
    themes: tuple[Id, ...] = field(
        (), msgid("Themes"), "Ids of themes.",
        example="[trust]", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=33, csl="keyword", bibtex="keywords", ris="KW", highwire="DC.subject",
        coins=Loss.NO_NAME, schema_org="about", search=Search.LABELS, facet="theme",
    )
    minutes: Minutes | None = field(
        None, msgid("Time"), "Stated length in minutes. Leave it out rather than guess.",
        example="25", record=At(FieldGroup.LENGTH, 3), types=RECORDINGS, audience=Audience.PUBLIC,
        csv=29, csl=CUSTOM, bibtex="duration", ris=Loss.NO_NAME, highwire="z:runningTime",
        coins=Loss.NO_NAME, schema_org="timeRequired", search=None, facet="time",
    )
    page_count: Count | None = field(
        None, msgid("Length"), "Length in pages; a time is estimated from it.",
        example="48", record=At(FieldGroup.LENGTH, 1), types=WRITTEN, audience=Audience.PUBLIC,
        csv=30, csl="number-of-pages", bibtex="pagetotal", ris="SP", highwire="z:numPages",
        coins=Loss.NO_NAME, schema_org="numberOfPages", search=None, facet="",
    )
    word_count: Count | None = field(
        None, msgid("Length"), "Length in words; a time is estimated from it.",
        example="5200", record=At(FieldGroup.LENGTH, 2), types=WRITTEN, audience=Audience.PUBLIC,
        csv=31, csl=CUSTOM, bibtex=Loss.NO_NAME, ris=Loss.NO_NAME, highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org="wordCount", search=None, facet="",
    )
    captions: Captions | None = field(
        None, msgid("Captions"), "Captions of a video.",
        example="edited", record=At(FieldGroup.LENGTH, 5), types=FILMS, audience=Audience.PUBLIC,
        csv=32, csl=CUSTOM, bibtex=Loss.NO_NAME, ris=Loss.NO_NAME, highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org="accessibilityFeature", search=None, facet="captions",
    )
    summary: LongText | None = field(
        None, msgid("Summary"), "What it says, in your own words.",
        example="How two teams shared one budget.", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=34, csl="abstract", bibtex="abstract", ris="AB", highwire="citation_abstract",
        coins=Loss.NO_NAME, schema_org="description", search=Search.TEXT, facet="",
    )
    summary_source: SummarySource = field(
        SummarySource.EDITORS, msgid("Source of the summary"),
        "Whose words the summary is in: `publisher` where it is the resource's own abstract or blurb.",
        example="publisher", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=35, csl=CUSTOM, bibtex="abstractsource", ris=Loss.NO_NAME, highwire=Loss.NO_NAME,
        coins=Loss.NO_NAME, schema_org=Loss.NO_NAME, search=None, facet="",
    )
    why: LongText | None = field(
        None, msgid("Why we chose it"), "Why it is worth a learner's time.",
        example="It shows what trust costs.", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=36, csl="annote", bibtex="annotation", ris="N1", highwire=Loss.OURS,
        coins=Loss.OURS, schema_org=Loss.OURS, search=Search.TEXT, facet="",
    )
    related: tuple[Id, ...] = field(
        (), msgid("Goes well with"), "Ids of resources that go well with it.",
        example="[another-resource]", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=48, csl=Loss.OURS, bibtex=Loss.OURS, ris=Loss.OURS, highwire=Loss.OURS,
        coins=Loss.OURS, schema_org=Loss.OURS, search=None, facet="",
    )
    cites: tuple[Id, ...] = field(
        (), msgid("Cites"), "Ids of resources that it cites.",
        example="[another-resource]", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=49, csl=Loss.OURS, bibtex=Loss.OURS, ris=Loss.OURS, highwire=Loss.OURS,
        coins=Loss.OURS, schema_org=Loss.OURS, search=None, facet="",
    )
    added: Day | None = field(
        None, msgid("Added here"), "Day on which it joined the catalogue.",
        example="2026-03-16", record=At(FieldGroup.PROVENANCE, 6), types=EVERY, audience=Audience.PUBLIC,
        csv=37, csl=Loss.OURS, bibtex=Loss.OURS, ris=Loss.OURS, highwire=Loss.OURS,
        coins=Loss.OURS, schema_org=Loss.OURS, search=None, facet="",
    )
    reviewed_on: Day | None = field(
        None, msgid("Last reviewed"), "Day on which an editor last looked at it.",
        example="2026-03-16", record=At(FieldGroup.PROVENANCE, 7), types=EVERY, audience=Audience.PUBLIC,
        csv=50, csl=Loss.OURS, bibtex=Loss.OURS, ris=Loss.OURS, highwire=Loss.OURS,
        coins=Loss.OURS, schema_org=Loss.OURS, search=None, facet="",
    )
    review_every: Interval | None = field(
        None, msgid("Review every"), "How often to look again: `6 months`.",
        example="6 months", record=None, types=EVERY, audience=Audience.EDITORS,
        csv=Loss.OURS, csl=Loss.OURS, bibtex=Loss.OURS, ris=Loss.OURS, highwire=Loss.OURS,
        coins=Loss.OURS, schema_org=Loss.OURS, search=None, facet="",
    )
    owner: Text | None = field(
        None, msgid("Owner"), "Who looks after the entry: a name on the forge, such as `@name`.",
        example='"@name"', record=None, types=EVERY, audience=Audience.EDITORS,
        csv=Loss.EDITORS, csl=Loss.EDITORS, bibtex=Loss.EDITORS, ris=Loss.EDITORS, highwire=Loss.EDITORS,
        coins=Loss.EDITORS, schema_org=Loss.EDITORS, search=None, facet="",
    )
    status: Status = field(
        Status.ACTIVE, msgid("Status"),
        "`archived` keeps the page but stops recommending it; `draft` publishes nothing yet.",
        example="archived", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=38, csl=Loss.OURS, bibtex=Loss.OURS, ris=Loss.OURS, highwire=Loss.OURS,
        coins=Loss.OURS, schema_org=Loss.OURS, search=None, facet="",
    )
    replaced_by: Id | None = field(
        None, msgid("Replaced by"), "Id of the resource that takes an archived one's place.",
        example="a-better-resource", record=None, types=EVERY, audience=Audience.PUBLIC,
        csv=51, csl=Loss.OURS, bibtex=Loss.OURS, ris=Loss.OURS, highwire=Loss.OURS,
        coins=Loss.OURS, schema_org=Loss.OURS, search=None, facet="",
    )
    note: Text | None = field(
        None, msgid("Note"), "For editors; never published.",
        example="Ask the author for a new address.", record=None, types=EVERY, audience=Audience.EDITORS,
        csv=Loss.EDITORS, csl=Loss.EDITORS, bibtex=Loss.EDITORS, ris=Loss.EDITORS, highwire=Loss.EDITORS,
        coins=Loss.EDITORS, schema_org=Loss.EDITORS, search=None, facet="",
    )

    @property
    def heading(self) -> str:
        """The title to show: the resource's own, else the supplied one."""
        return self.title or self.supplied_title or self.id

    def duration(self, rates: Rates) -> Duration:
        """Stated minutes, else worked out from words or pages, else the usual length of its type, else unknown."""
        if self.minutes is not None:
            return Duration(self.minutes)
        if self.type.verb is Verb.READ:
            words = self.word_count
            if words is None and self.page_count is not None:
                words = self.page_count * rates.words_per_page
            if words is None and self.pages is not None:
                words = pages_in(self.pages) * rates.words_per_journal_page
            if words:
                return Duration(rates.minutes(words), estimated=True)
        length = self.type.row.length
        if length is None:
            return Duration(unknown=1)
        return Duration(rounded_minutes(length.minutes or rates.minutes(length.words)), estimated=True, typical=True)


#: The keys of a resource in their usual order.
RESOURCE_KEYS = tuple(Resource.model_fields)


# fmt: on


#: The row of each field, by name, in the model's order.
FIELDS = {
    name: next(part for part in info.metadata if isinstance(part, FieldRow))
    for name, info in Resource.model_fields.items()
}


def on_record(group: FieldGroup) -> list[str]:
    """The fields of a group of the record page, in its order."""
    placed = [(row.record.rank, name) for name, row in FIELDS.items() if row.record and row.record.group is group]
    return [name for _, name in sorted(placed)]


def words(value: object) -> str:
    """A field's value as text: words of a vocabulary, dates in ISO 8601, lists with semicolons; empty for none."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(words, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Person):
        return value.name
    if isinstance(value, Alternative):
        access = "" if value.access is Access.UNKNOWN else f" [{value.access}]"
        return f"{value.label} {value.url}{access}"
    return str(value)


def columns(name: str) -> dict[str, str]:
    """The name of each field in a format that has one, by field; `name` is a column of the table of fields."""
    named = ((field, getattr(row, name)) for field, row in FIELDS.items())
    return {field: cell for field, cell in named if isinstance(cell, str)}


def other_fields(resource: Resource, name: str, written: Collection[str]) -> Iterator[tuple[str, str]]:
    """Names in a format and values of the fields whose names are not `written` already; what is unknown is left out."""
    for field, cell in columns(name).items():
        if cell not in written and (value := words(getattr(resource, field))):
            yield cell, value


def other_names(name: str, known: Collection[str]) -> dict[str, str]:
    """The field of each name in a format that is not `known` to its reader already."""
    return {cell: field for field, cell in columns(name).items() if cell not in known}
