"""A resource in the head of a page about it: Highwire Press tags, Dublin Core and Zotero's own names, for every type.

Sources: Google Scholar's inclusion guidelines (the `citation_` tags), the Dublin Core element set in HTML (DCMI's
DC-HTML), and what Zotero makes of both. Where they leave a choice, it is the one that Zotero reads without loss: it
takes the type of the work from `DC.type` where that is a name of its own, unless a `citation_` tag or `og:type` says
otherwise, and ignores JSON-LD.

Only a page about one work may carry these: two works in one head would become a single false record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..catalogue.address import doi_address
from ..catalogue.model import Resource
from ..catalogue.vocabulary import PersonRole, ResourceType, SummarySource
from .reference import clean
from .work import Work, work_of
from .zotero import Credit, credits_of, family_first, fits_highwire, item_type, own_facts, own_people, site_of

__all__ = ["as_properties", "embedded"]

_REPORTS = {ResourceType.REPORT, ResourceType.TOOLKIT}
_IN_SERIES = {*_REPORTS, ResourceType.BOOK, ResourceType.VIDEO, ResourceType.AUDIO}
_NOT_CREATORS = {PersonRole.EDITOR, PersonRole.TRANSLATOR}
#: What Zotero could take for a DOI, an ISBN or an ISSN in an address.
_LIKE_A_NUMBER = re.compile(r"10(?:\.\d+)?/|\d[\d-]{6,}[\dXx]")

Pairs = Iterator[tuple[str, str | None]]


def _people(work: Work) -> Pairs:
    """Everyone, in Highwire's form, in Dublin Core's and, where Zotero would misread the first, in Zotero's own."""
    people = credits_of(work)
    for credit in people:
        if credit.role not in _NOT_CREATORS:
            yield "citation_author", family_first(credit.person)
        elif credit.role is PersonRole.EDITOR:
            yield "citation_editor", family_first(credit.person)
    if not fits_highwire(work, people):
        yield from own_people(people)
    yield from _dublin_core_people(people)


def _dublin_core_people(people: list[Credit]) -> Pairs:
    """Creators and contributors; without a creator, contributors carry their role, or Zotero calls them authors."""
    creators = [credit for credit in people if credit.role not in _NOT_CREATORS]
    for credit in creators:
        yield "DC.creator", family_first(credit.person)
    for credit in people:
        if credit not in creators:
            yield "DC.contributor" + ("" if creators else f".{credit.role.value}"), family_first(credit.person)


def _container(work: Work) -> Pairs:
    """What holds the work, under the tag that tells readers its kind.

    Zotero takes the type from the last of these, so that of a conference comes last. A magazine has none: any of them
    would turn its articles into something else. `DC.source` names it.
    """
    resource, kind = work.resource, work.resource.type
    holder = clean(resource.container or "") or work.container
    is_paper = kind is ResourceType.CONFERENCE_PAPER
    if kind in _IN_SERIES and (work.part or kind in {*_REPORTS, ResourceType.BOOK}):
        yield "citation_series_title", holder
    elif work.part and (kind is ResourceType.CHAPTER or (is_paper and work.editors)):
        yield "citation_inbook_title", holder
        yield "citation_book_title", holder
    elif work.part and (is_paper or kind is ResourceType.JOURNAL_ARTICLE):
        yield "citation_journal_title", holder
    if is_paper:
        yield "citation_conference_title", resource.conference or holder
    else:
        yield "eprints.event_title", resource.conference


def _highwire(work: Work) -> Pairs:
    resource = work.resource
    publisher = work.publisher or clean(resource.publisher or "")
    first, dash, last = work.pages.partition("–")
    yield "citation_title", work.printed
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
    yield "citation_public_url", address or (doi_address(resource.doi) if resource.doi else None)
    yield "citation_abstract", resource.summary if resource.summary_source is SummarySource.PUBLISHER else None
    if address and address.lower().partition("?")[0].endswith(".pdf"):
        yield "citation_pdf_url", address


def _dublin_core(work: Work, subjects: Iterable[str]) -> Pairs:
    resource = work.resource
    address = resource.url or resource.archived_url or ""
    yield "DC.type", item_type(work)
    yield "DC.title", work.printed
    yield "DC.date", str(work.published) if work.published else None
    yield "DC.publisher", work.publisher or resource.publisher
    yield "DC.language", resource.language
    if resource.doi:
        yield "DC.identifier", f"DOI {resource.doi}"
    elif not _LIKE_A_NUMBER.search(address):
        yield "DC.identifier", address
    yield "DC.source", site_of(work)
    yield "DC.rights", resource.licence
    for subject in subjects:
        yield "DC.subject", subject


def as_properties(resource: Resource) -> frozenset[str]:
    """The names that stand under `property` in place of `name`, so that Zotero does not take people from them."""
    work = work_of(resource)
    return frozenset() if fits_highwire(work, credits_of(work)) else frozenset({"citation_author", "citation_editor"})


def embedded(resource: Resource, subjects: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """Names and contents of the `<meta>` elements of a page about `resource`, unescaped; what is unknown is left out.

    Args:
        resource: the work.
        subjects: what it is about, in words.
    """
    work = work_of(resource)
    pairs = (*_highwire(work), *_people(work), *_dublin_core(work, subjects), *own_facts(work))
    return tuple((name, text) for name, value in pairs if value and (text := clean(value)))
