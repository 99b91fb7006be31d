"""A work as the head of a page about it names it: Highwire Press tags and Dublin Core, for every type of work.

Sources: Google Scholar's inclusion guidelines (the `citation_` tags), the Dublin Core element set in HTML (DCMI's
DC-HTML), and what Zotero makes of both. Where they leave a choice, it is the one that Zotero reads without loss: it
takes the type of the work from `DC.type` where that is a name of its own, and ignores JSON-LD.

Only a page about one work may carry these: two works in one head would become a single false record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..catalogue.model import Person, Resource
from ..catalogue.vocabulary import PersonRole, ResourceType
from .names import given_and_suffix
from .reference import clean
from .work import Work, work_of

__all__ = ["embedded"]

#: The type of a work that stands alone, and of one that is part of another, by Zotero's names.
_TYPES = {
    ResourceType.ARTICLE: ("webpage", "magazineArticle"),
    ResourceType.BLOG: ("blogPost", "blogPost"),
    ResourceType.REPORT: ("report", "report"),
    ResourceType.JOURNAL_ARTICLE: ("journalArticle", "journalArticle"),
    ResourceType.CONFERENCE_PAPER: ("conferencePaper", "conferencePaper"),
    ResourceType.CHAPTER: ("bookSection", "bookSection"),
    ResourceType.BOOK: ("book", "book"),
    ResourceType.TOOLKIT: ("report", "report"),
    ResourceType.COURSE: ("webpage", "webpage"),
    ResourceType.VIDEO: ("videoRecording", "videoRecording"),
    ResourceType.AUDIO: ("audioRecording", "podcast"),
    ResourceType.WEB_PAGE: ("webpage", "webpage"),
}
_JOURNALS = {ResourceType.JOURNAL_ARTICLE, ResourceType.ARTICLE, ResourceType.CONFERENCE_PAPER}
_REPORTS = {ResourceType.REPORT, ResourceType.TOOLKIT}
_NOT_AUTHORS = {PersonRole.EDITOR, PersonRole.TRANSLATOR}

Pairs = Iterator[tuple[str, str | None]]


def _name(person: Person) -> str:
    """`Gray, Anna`; an organisation as it is."""
    if person.organisation:
        return clean(person.organisation)
    given, suffix = given_and_suffix(person)
    return ", ".join(part for part in (clean(person.family or ""), f"{given} {suffix}".strip()) if part)


def _people(work: Work) -> tuple[list[str], list[str]]:
    """Authors, and whoever else had a hand in it."""
    resource = work.resource
    authors = [person for person in resource.authors if person.role not in _NOT_AUTHORS]
    others = [*resource.editors, *(person for person in resource.authors if person.role in _NOT_AUTHORS)]
    if not resource.authors and not resource.editors:
        authors = list(work.makers)
    return [_name(person) for person in authors], [_name(person) for person in others]


def _container(work: Work) -> Pairs:
    """What holds the work, under the tag that tells readers its kind."""
    resource = work.resource
    holder = clean(resource.container or "") or work.container
    if resource.type is ResourceType.CONFERENCE_PAPER:
        yield "citation_conference_title", resource.conference or holder
    if not work.part:
        yield "citation_series_title", holder if resource.type in {*_REPORTS, ResourceType.BOOK} else None
    elif resource.type is ResourceType.CHAPTER or (resource.type is ResourceType.CONFERENCE_PAPER and work.editors):
        yield "citation_book_title", holder
    elif resource.type in _JOURNALS:
        yield "citation_journal_title", holder


def _highwire(work: Work, authors: Iterable[str]) -> Pairs:
    resource = work.resource
    publisher = work.publisher or clean(resource.publisher or "")
    first, dash, last = work.pages.partition("–")
    yield "citation_title", work.printed
    for author in authors:
        yield "citation_author", author
    yield "citation_publication_date", str(work.published).replace("-", "/") if work.published else None
    yield from _container(work)
    yield "citation_volume", resource.volume
    yield "citation_issue", resource.issue
    if "," not in last:
        yield "citation_firstpage", first
        yield "citation_lastpage", last if dash else None
    if resource.type in _REPORTS:
        yield "citation_technical_report_institution", publisher
        yield "citation_technical_report_number", resource.number
    else:
        yield "citation_publisher", publisher
    yield "citation_doi", resource.doi
    yield "citation_issn", resource.issn
    yield "citation_isbn", resource.isbn
    yield "citation_language", resource.language
    address = resource.url or resource.archived_url
    yield "citation_public_url", address
    if address and address.lower().partition("?")[0].endswith(".pdf"):
        yield "citation_pdf_url", address


def _dublin_core(work: Work, authors: Iterable[str], others: Iterable[str], subjects: Iterable[str]) -> Pairs:
    resource = work.resource
    alone, part = _TYPES[resource.type]
    yield "DC.type", part if work.part else alone
    yield "DC.title", work.printed
    for author in authors:
        yield "DC.creator", author
    for other in others:
        yield "DC.contributor", other
    yield "DC.date", str(work.published) if work.published else None
    yield "DC.publisher", work.publisher or resource.publisher
    yield "DC.language", resource.language
    yield "DC.identifier", f"doi:{resource.doi}" if resource.doi else resource.url or resource.archived_url
    yield "DC.source", clean(resource.container or "") or None
    yield "DC.rights", resource.licence
    for subject in subjects:
        yield "DC.subject", subject


def embedded(resource: Resource, subjects: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """Names and contents of the `<meta>` elements of a page about `resource`, unescaped; what is unknown is left out.

    Args:
        resource: the work.
        subjects: what it is about, in words.
    """
    work = work_of(resource)
    authors, others = _people(work)
    pairs = (*_highwire(work, authors), *_dublin_core(work, authors, others, subjects))
    return tuple((name, text) for name, value in pairs if value and (text := clean(value)))
