"""What the metadata in the head of a page say: Highwire Press tags, Dublin Core, Open Graph, and the rest.

Sources: Google Scholar's inclusion guidelines (Highwire Press tags); DCMI Metadata Terms, and their expression in HTML
(DC-HTML); the Open Graph protocol (https://ogp.me).
"""

from __future__ import annotations

import re

from ..catalogue.vocabulary import PersonRole, ResourceType
from . import dates
from .evidence import Evidence
from .people import Facts, from_parts, inverted, known
from .plain import plain
from .webpage import WebPage
from .wording import doi, isbns, issns, language

__all__ = ["read_metadata", "read_open_graph", "spoken"]

HIGHWIRE, DUBLIN, GRAPH = "Highwire metadata", "Dublin Core metadata", "Open Graph metadata"

#: Highwire tags that name what holds the work, and the type that follows from them.
_HOLDERS = (
    ("citation_journal_title", ResourceType.JOURNAL_ARTICLE),
    ("citation_conference_title", ResourceType.CONFERENCE_PAPER),
    ("citation_inbook_title", ResourceType.CHAPTER),
    ("citation_book_title", ResourceType.CHAPTER),
)
_PARTICLES = frozenset("af al de del della der di du la le ten ter van von zu".split())  # noqa: SIM905 - reads better as text
#: Words that people are not called.
_OF_GROUPS = re.compile(
    r"\b(?:academy|agency|alliance|association|authority|blog|board|bureau|centre|center|charity|college|commission"
    r"|company|committee|council|department|editors?|faculty|federation|forum|foundation|fund|government|group|hub|inc"
    r"|initiative|institute|journal|limited|ltd|library|magazine|media|ministry|network|news|office|organi[sz]ation"
    r"|partnership|podcast|press|programme|project|school|services?|society|staff|team|trust|union|university|writer)\b",
    re.IGNORECASE,
)


def spoken(name: str, role: PersonRole = PersonRole.AUTHOR, *, person: bool = False) -> Facts | None:
    """A name as `Gray, Ida` or `Ida Gray`; what does not look like a person's is an organisation.

    Args:
        name: the name.
        role: what they did.
        person: whether it is known to be a person's.
    """
    name = plain(re.sub(r"^by\s+", "", name.strip(), flags=re.IGNORECASE))
    if re.match(r"(?:https?:)?//", name):
        return None
    words = name.split()
    if "," in name or not 1 < len(words) <= 5 or (not person and not _is_person(words)):
        return inverted(name, role) if "," in name or not person else from_parts(name, role=role)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return from_parts(" ".join(words[start:]), " ".join(words[:start]), role=role)


def _is_person(words: list[str]) -> bool:
    name = " ".join(words)
    return (
        len(words) <= 4
        and all(word[:1].isupper() or word.lower() in _PARTICLES for word in words)
        and not any(word.isupper() and len(word) > 2 for word in words)
        and _OF_GROUPS.search(name) is None
    )


def read_metadata(page: WebPage, evidence: Evidence) -> None:
    """Add what the Highwire tags and Dublin Core of a page say."""
    _highwire(page, evidence)
    _dublin(page, evidence)


def _highwire(page: WebPage, evidence: Evidence) -> None:
    for name, kind in _HOLDERS:
        if held := page.first(name):
            evidence.add("type", kind.value, HIGHWIRE)
            evidence.add("container", plain(held), HIGHWIRE)
    if institution := page.first("citation_technical_report_institution"):
        evidence.add("type", ResourceType.REPORT.value, HIGHWIRE)
        evidence.add("publisher", plain(institution), HIGHWIRE)
    evidence.add("title", plain(page.first("citation_title", "bepress_citation_title")), HIGHWIRE)
    authors = page.all("citation_author", "bepress_citation_author", "citation_authors")
    names = authors[0].split(";") if len(authors) == 1 else authors
    evidence.add("authors", known(spoken(name, person=_OF_GROUPS.search(name) is None) for name in names), HIGHWIRE)
    evidence.add("editors", known(spoken(name, person=True) for name in page.all("citation_editor")), HIGHWIRE)
    written = page.first("citation_publication_date", "citation_date", "citation_online_date", "citation_year")
    evidence.add("published", dates.partial(written), HIGHWIRE)
    evidence.add("publisher", plain(page.first("citation_publisher")), HIGHWIRE)
    for tag, name in (("volume", "volume"), ("issue", "issue"), ("technical_report_number", "number")):
        evidence.add(name, plain(page.first(f"citation_{tag}")), HIGHWIRE)
    first, last = plain(page.first("citation_firstpage")), plain(page.first("citation_lastpage"))
    evidence.add("pages", "-".join(part for part in (first, last if last != first else "") if part), HIGHWIRE)
    evidence.add("doi", doi(page.first("citation_doi", "bepress_citation_doi")), HIGHWIRE)
    evidence.add("issn", next(iter(issns(page.first("citation_issn"))), None), HIGHWIRE)
    evidence.add("isbn", next(iter(isbns(page.first("citation_isbn"))), None), HIGHWIRE)
    evidence.add("language", language(plain(page.first("citation_language"))), HIGHWIRE)


def _dublin(page: WebPage, evidence: Evidence) -> None:
    def all_of(*names: str) -> list[str]:
        return page.all(*(f"{space}.{name}" for name in names for space in ("dcterms", "dc")))

    def first_of(*names: str) -> str:
        return plain(next(iter(all_of(*names)), ""))

    evidence.add("title", first_of("title"), DUBLIN)
    evidence.add("authors", known(spoken(name) for name in all_of("creator")), DUBLIN)
    evidence.add("published", dates.partial(first_of("issued", "date.issued", "date", "created")), DUBLIN)
    evidence.add("publisher", first_of("publisher"), DUBLIN)
    evidence.add("language", language(first_of("language")), DUBLIN)
    evidence.add("doi", next((found for text in all_of("identifier") if (found := doi(text))), None), DUBLIN)


def read_open_graph(page: WebPage, evidence: Evidence) -> None:
    """Add what Open Graph, other metadata and the page itself say: they tell least."""
    kind = page.first("og:type").lower()
    if kind.startswith("video"):
        evidence.add("type", ResourceType.VIDEO.value, GRAPH)
    elif kind == "book":
        evidence.add("type", ResourceType.BOOK.value, GRAPH)
    elif kind == "article":
        evidence.add("type", ResourceType.ARTICLE.value, GRAPH)
    evidence.add("title", plain(page.first("og:title", "twitter:title")), GRAPH)
    evidence.add("authors", known(spoken(name) for name in page.all("article:author", "book:author")), GRAPH)
    evidence.add("published", dates.partial(page.first("article:published_time", "book:release_date")), GRAPH)
    evidence.add("updated", dates.partial(page.first("article:modified_time", "og:updated_time")), GRAPH)
    evidence.add("publisher", plain(page.first("og:site_name")), GRAPH)
    evidence.add("isbn", next(iter(isbns(page.first("book:isbn"))), None), GRAPH)
    evidence.add("minutes", _seconds(page.first("video:duration", "og:video:duration")), GRAPH)
    said = "metadata of the page"
    evidence.add("minutes", dates.minutes(page.first("duration")), said)
    evidence.add("authors", known(spoken(name) for name in page.all("author")), said)
    evidence.add("published", dates.partial(page.first("datepublished", "date", "uploaddate")), said)
    evidence.add("title", plain(page.title), "the title of the page")
    evidence.add("language", language(plain(page.language or page.first("og:locale"))), "the language of the page")


def _seconds(written: str) -> int | None:
    return dates.minutes(f"PT{written}S") if written.isdigit() and len(written) < 8 else None
