"""Programs and databases that export tables: what their columns fill, what they call types, and how they write."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

from ..catalogue.types import PersonRole, ResourceType
from .mappings import ZOTERO
from .names import Facts, inverted, known, person_named, with_initials

__all__ = [
    "ARTICLE_NUMBER",
    "DAY",
    "EXTRA",
    "FIRST_PAGE",
    "KEY",
    "LAST_PAGE",
    "MONTH",
    "QUIET",
    "SOURCE",
    "TableProgram",
    "program_of",
    "type_said",
]

#: What a column fills that is no field of its own: parts of `pages`, and what the file calls the record.
FIRST_PAGE, LAST_PAGE, ARTICLE_NUMBER, KEY = "(first page)", "(last page)", "(article number)", "(key)"
MONTH, DAY, SOURCE, EXTRA = "(month)", "(day)", "(source)", "(extra)"
#: Columns that say nothing about a resource, or say it again.
QUIET = frozenset({"key", "citation", "date added", "date modified", "short title", "journal abbreviation"})

_R = ResourceType


@dataclass(frozen=True, slots=True)
class TableProgram:
    """A program or database that exports tables.

    Attributes:
        name: its name, for people.
        marks: columns by which its tables are known, in small letters.
        columns: the field or the part of a field that each column fills, by its name in small letters.
        quiet: columns that say nothing about a resource, or say it again.
        types: its words for types, in small letters.
        usual: the type of a record whose word is not among them; None for a web page.
        roles: what the people of a column did, by its name in small letters.
        name_of: reads the name of one person.
        between: what stands between two people.
        closed: whether a full stop ends titles and lists of people.
        database: what `database` is for its records; empty where a column says it or it is none.
    """

    name: str
    marks: frozenset[str]
    columns: Mapping[str, str]
    quiet: Collection[str] = ()
    types: Mapping[str, ResourceType] = field(default_factory=dict)
    usual: ResourceType | None = None
    roles: Mapping[str, PersonRole] = field(default_factory=dict)
    name_of: Callable[[str, PersonRole], Facts | None] = inverted
    between: str = ";"
    closed: bool = False
    database: str = ""

    def people(self, cell: str, column: str) -> list[Facts]:
        """The people in a cell."""
        role = self.roles.get(column.strip().casefold(), PersonRole.AUTHOR)
        return known(self.name_of(name, role) for name in self.opened(cell).split(self.between)[:2_000])

    def opened(self, cell: str) -> str:
        """A title or a list of people without the full stop that this program puts after it."""
        return re.sub(r"(?<=[^.])\.(\]?)$", r"\1", cell.strip()) if self.closed else cell


#: What databases call types.
_TYPES: Mapping[str, ResourceType] = {
    **dict.fromkeys(
        ("article", "journal article", "ieee journals", "review", "editorial", "letter", "note", "short survey"),
        _R.JOURNAL_ARTICLE,
    ),
    **dict.fromkeys(
        ("conference paper", "conference proceedings article", "ieee conferences", "proceeding", "proceedings paper"),
        _R.CONFERENCE_PAPER,
    ),
    **dict.fromkeys(("book chapter", "chapter"), _R.CHAPTER),
    **dict.fromkeys(("book", "edited book", "monograph"), _R.BOOK),
    **dict.fromkeys(("dissertation", "thesis"), _R.THESIS),
    **dict.fromkeys(("preprint", "newspaper article", "news"), _R.ARTICLE),
    "report": _R.REPORT,
}
#: What people call types in tables of their own.
_SAID: Mapping[str, ResourceType] = {
    **_TYPES, "guide": _R.TOOLKIT, "tool": _R.TOOLKIT, "podcast": _R.AUDIO, "radio": _R.AUDIO,
    "film": _R.VIDEO, "documentary": _R.VIDEO, "webinar": _R.VIDEO, "ted talk": _R.VIDEO, "website": _R.WEB_PAGE,
    "webpage": _R.WEB_PAGE, "blog post": _R.BLOG, "blogpost": _R.BLOG, "magazine article": _R.ARTICLE,
    "working paper": _R.REPORT, "white paper": _R.REPORT, "policy brief": _R.REPORT, "policy paper": _R.REPORT,
    "phd thesis": _R.THESIS, "ebook": _R.BOOK, "e-book": _R.BOOK, "mooc": _R.COURSE, "online course": _R.COURSE,
    "presentation": _R.CONFERENCE_PAPER, "article": _R.ARTICLE, "report": _R.REPORT,
}  # fmt: skip


def type_said(words: str) -> ResourceType | None:
    """The type that someone calls so in a table; None for other words."""
    return _SAID.get(" ".join(words.split()).casefold())


#: Reads someone whose given names come first: `Odile Marsh`.
_straight = partial(person_named, person=True)
#: Columns that several databases have.
_COMMON = {
    "authors": "authors", "title": "title", "doi": "doi", "issn": "issn", "isbn": "isbn", "publisher": "publisher",
    "volume": "volume", "issue": "issue", "abstract": "summary", "language": "language", "source title": "container",
    "publication year": "published", "year": "published",
}  # fmt: skip
_PROGRAMS = (
    TableProgram(
        "Zotero",
        frozenset({"item type", "publication year"}),
        {
            **dict.fromkeys(("author", "director", "guest", "interviewer", "podcaster", "presenter"), "authors"),
            "rights": "licence", "type": "genre", "translator": "authors", "editor": "editors", "item type": "type",
            "title": "title", "key": KEY,
            **dict.fromkeys(("publication title", "series title", "series"), "container"), "isbn": "isbn",
            "issn": "issn", "doi": "doi", "url": "url", "abstract note": "summary", "publication year": "published",
            "date": "published",
            "access date": "accessed", "pages": "pages", "num pages": "page_count", "issue": "issue",
            "volume": "volume", "series number": "number", "number": "number", "publisher": "publisher",
            "place": "place", "language": "language", "library catalog": "library_catalogue",
            "manual tags": "themes", "automatic tags": "themes", "edition": "edition", "running time": "minutes",
            "conference name": "conference", "meeting name": "conference", "notes": "note", "extra": EXTRA,
        },
        types={name.casefold(): kind for name, kind in ZOTERO.items()},
        roles={
            "translator": PersonRole.TRANSLATOR, "director": PersonRole.DIRECTOR, "guest": PersonRole.GUEST,
            "interviewer": PersonRole.INTERVIEWER, "podcaster": PersonRole.HOST, "presenter": PersonRole.SPEAKER,
        },
    ),
    TableProgram(
        "Scopus",
        frozenset({"eid", "source title"}),
        {
            **_COMMON, "art. no.": ARTICLE_NUMBER, "page start": FIRST_PAGE, "page end": LAST_PAGE,
            "document type": "type", "language of original document": "language", "eid": "accession_number",
            "source": "database", "conference name": "conference", "author keywords": "themes", "editors": "editors",
        },
        (
            "author full names", "author(s) id", "page count", "cited by", "link", "publication stage", "open access",
            "affiliations", "authors with affiliations", "references", "correspondence address", "coden", "pubmed id",
            "abbreviated source title", "index keywords", "funding details", "funding texts", "conference code",
        ),
        _TYPES,
        _R.JOURNAL_ARTICLE,
        name_of=with_initials,
    ),
    TableProgram(
        "Dimensions",
        frozenset({"publication id", "dimensions url"}),
        {
            **_COMMON, "anthology title": "container", "book editors": "editors", "publication date": "published",
            "pubyear": "published", "pagination": "pages", "publication type": "type",
            "publication id": "accession_number",
        },
        (
            "rank", "pmid", "pmcid", "mesh terms", "open access", "authors (raw affiliation)", "corresponding authors",
            "authors affiliations", "times cited", "recent citations", "rcr", "fcr", "source linkout",
            "publication date (online)", "publication date (print)", "dimensions url",
            "fields of research (anzsrc 2020)", "sustainable development goals", "altmetric",
        ),
        _TYPES,
        _R.JOURNAL_ARTICLE,
        database="Dimensions",
    ),
    TableProgram(
        "IEEE Xplore",
        frozenset({"document title", "pdf link"}),
        {
            **_COMMON, "document title": "title", "publication title": "container", "start page": FIRST_PAGE,
            "end page": LAST_PAGE, "isbns": "isbn", "document identifier": "type", "author keywords": "themes",
        },
        (
            "author affiliations", "date added to xplore", "pdf link", "copyright year", "online date",
            "issue date", "meeting date", "article citation count", "patent citation count", "reference count",
            "ieee terms", "mesh_terms", "funding information",
        ),
        _TYPES,
        _R.CONFERENCE_PAPER,
        name_of=_straight,
        database="IEEE Xplore",
    ),
    TableProgram(
        "Lens.org",
        frozenset({"lens id", "source title"}),
        {
            **_COMMON, "author/s": "authors", "date published": "published", "publication type": "type",
            "issns": "issn", "start page": FIRST_PAGE, "end page": LAST_PAGE, "issue number": "issue",
            "lens id": "accession_number", "keywords": "themes", "source urls": "url",
        },
        (
            "source country", "fields of study", "external url", "citing patents count", "citing works count",
            "is open access", "open access license", "open access colour", "references", "pmid", "pmcid",
            "mesh terms", "chemicals", "funding", "microsoft academic id", "citing patents",
        ),
        _TYPES,
        _R.JOURNAL_ARTICLE,
        name_of=_straight,
        database="Lens.org",
    ),
    TableProgram(
        "Web of Science",
        frozenset({"article title", "source title"}),
        {
            **_COMMON, "article title": "title", "start page": FIRST_PAGE, "end page": LAST_PAGE,
            "article number": ARTICLE_NUMBER, "document type": "type", "conference title": "conference",
            "publisher city": "place", "book editors": "editors", "ut (unique wos id)": "accession_number",
            "author keywords": "themes",
        },
        (
            "publication type", "author full names", "book authors", "book author full names", "addresses",
            "affiliations", "reprint addresses", "email addresses", "researcher ids", "orcids", "cited references",
            "cited reference count", "times cited, wos core", "times cited, all databases", "180 day usage count",
            "since 2013 usage count", "keywords plus", "publisher address", "journal abbreviation",
            "web of science index", "journal iso abbreviation", "publication date", "wos categories", "research areas",
            "ids number",
            "open access designations", "date of export", "funding orgs", "funding text", "number of pages",
            "pubmed id",
        ),
        _TYPES,
        _R.JOURNAL_ARTICLE,
        database="Web of Science",
    ),
    TableProgram(
        "Publish or Perish",
        frozenset({"cites", "gsrank"}),
        {**_COMMON, "source": "container", "articleurl": "url"},
        (
            "cites", "gsrank", "querydate", "citesurl", "type", "citationurl", "ecc", "citesperyear", "citesperauthor",
            "authorcount", "age", "startpage", "endpage", "relatedurl", "fulltexturl",
        ),
        usual=_R.JOURNAL_ARTICLE,
        name_of=_straight,
        between=",",
    ),
    TableProgram(
        "Rayyan",
        frozenset({"key", "journal", "location", "notes"}),
        {
            **_COMMON, "key": KEY, "journal": "container", "pages": "pages", "url": "url", "location": "place",
            "notes": "note", "month": MONTH, "day": DAY,
        },
        ("pmc_id", "pubmed_id"),
        usual=_R.JOURNAL_ARTICLE,
        between=" and ",
    ),
    TableProgram(
        "Covidence",
        frozenset({"covidence #", "title"}),
        {
            **_COMMON, "published year": "published", "journal": "container", "pages": "pages",
            "accession number": "accession_number", "notes": "note", "tags": "themes", "published month": MONTH,
        },
        ("ref", "covidence #", "study"),
        usual=_R.JOURNAL_ARTICLE,
    ),
    TableProgram(
        "Overton",
        frozenset({"overton url", "title"}),
        {
            **_COMMON, "source title": "publisher", "published_on": "published", "translated title": "translated_title",
            "document url": "url", "overton policy document id": "accession_number", "overton id": "accession_number",
        },
        (
            "overton url", "source type", "citation count", "policy citations", "topics", "sdgs", "snippet",
            "related to sdgs", "pdf url", "pdf thumbnail",
        ),
        usual=_R.REPORT,
    ),
    TableProgram(
        "Embase",
        frozenset({"author names", "source", "emtree medical index terms"}),
        {
            **_COMMON, "author names": "authors", "source": SOURCE, "keywords": "themes", "publication type": "type",
            "article language": "language", "editors": "editors", "original title": "translated_title",
        },
        ("correspondence address", "original abstract", "copyright", "open url link", "clinical trial numbers"),
        _TYPES,
        _R.JOURNAL_ARTICLE,
        name_of=with_initials,
        between=",",
        database="Embase",
    ),
    TableProgram(
        "OpenAlex",
        frozenset({"authorships.author.display_name", "publication_year"}),
        {
            "id": "accession_number", "doi": "doi", "title": "title", "display_name": "title", "type": "type",
            "publication_year": "published", "publication_date": "published", "language": "language",
            "primary_location.source.display_name": "container", "primary_location.landing_page_url": "url",
            "authorships.author.display_name": "authors", "biblio.volume": "volume", "biblio.issue": "issue",
            "biblio.first_page": FIRST_PAGE, "biblio.last_page": LAST_PAGE, "primary_location.source.issn_l": "issn",
            "primary_location.source.host_organization_name": "publisher", "primary_location.license": "licence",
        },
        ("cited_by_count", "open_access.is_oa", "is_retracted", "is_paratext", "relevance_score", "has_fulltext"),
        {**_TYPES, "book-chapter": _R.CHAPTER, "other": _R.WEB_PAGE, "dataset": _R.WEB_PAGE},
        _R.JOURNAL_ARTICLE,
        name_of=_straight,
        between="|",
        database="OpenAlex",
    ),
    TableProgram(
        "PubMed",
        frozenset({"pmid", "journal/book"}),
        {**_COMMON, "journal/book": "container", "pmid": "accession_number"},
        ("citation", "first author", "create date", "pmcid", "nihms id"),
        usual=_R.JOURNAL_ARTICLE,
        name_of=with_initials,
        between=",",
        closed=True,
        database="PubMed",
    ),
    TableProgram(
        "Google Scholar",
        frozenset({"authors", "publication", "volume", "number", "pages", "year", "publisher"}),
        {**_COMMON, "publication": "container", "number": "issue", "pages": "pages"},
    ),
    TableProgram(
        "Calibre",
        frozenset({"author_sort", "title_sort", "uuid"}),
        {
            "authors": "authors", "title": "title", "comments": "summary", "isbn": "isbn", "languages": "language",
            "pubdate": "published", "publisher": "publisher", "series": "container", "tags": "themes",
        },
        (
            "author_sort", "cover", "formats", "id", "identifiers", "rating", "size", "timestamp", "title_sort", "uuid",
            "library_name",
        ),
        usual=_R.BOOK,
        name_of=_straight,
        between="&",
    ),
)  # fmt: skip


def program_of(header: Collection[str]) -> TableProgram | None:
    """The program whose table has these columns; None for a table of someone's own."""
    names = {name.strip().casefold() for name in header}
    return next((program for program in _PROGRAMS if program.marks <= names), None)
