"""A resource as a COinS span, by which reference managers see a work on a page that names several.

Sources: ANSI/NISO Z39.88-2004 (OpenURL 1.0) with its key/encoded-value formats for books, journals and Dublin Core,
and the COinS convention. Where the formats leave a choice, it is the one that Zotero reads without loss.
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from ..catalogue.model import Person, Resource
from ..catalogue.people import is_family_first
from ..catalogue.vocabulary import ResourceType
from ..citation.model import Work, work_of
from ..citation.names import given_and_suffix
from ..citation.reference import clean

__all__ = [
    "coins",
]

_FORMAT = "info:ofi/fmt:kev:mtx:"
#: Types without a format of their own go out as Dublin Core, with the name that Zotero gives them.
_DUBLIN_CORE = {
    ResourceType.BLOG: "blogPost",
    ResourceType.WEB_PAGE: "webpage",
    ResourceType.COURSE: "webpage",
    ResourceType.VIDEO: "videoRecording",
    ResourceType.AUDIO: "audioRecording",
    ResourceType.CONFERENCE_PAPER: "presentation",
    ResourceType.ARTICLE: "webpage",
}
_GENRES = {
    ResourceType.BOOK: "book",
    ResourceType.REPORT: "report",
    ResourceType.TOOLKIT: "report",
    ResourceType.CHAPTER: "bookitem",
    ResourceType.CONFERENCE_PAPER: "proceeding",
    ResourceType.JOURNAL_ARTICLE: "article",
    ResourceType.ARTICLE: "article",
}

Pairs = list[tuple[str, str | None]]


def _family(work: Work) -> str:
    """The format that carries the work: `journal`, `book` or `dc`."""
    kind = work.resource.type
    if kind is ResourceType.JOURNAL_ARTICLE or (kind is ResourceType.ARTICLE and work.part):
        return "journal"
    if kind is ResourceType.CONFERENCE_PAPER and work.part:
        return "book" if work.editors else "journal"
    if kind in {ResourceType.BOOK, ResourceType.REPORT, ResourceType.TOOLKIT, ResourceType.CHAPTER}:
        return "book"
    return "dc"


def _titles(work: Work, family: str) -> Pairs:
    resource = work.resource
    title, container = work.printed, clean(resource.container or "") or work.container
    if family == "journal":
        return [("rft.atitle", title), ("rft.jtitle", container)]
    if family == "dc":
        series = container if resource.type in {ResourceType.VIDEO, ResourceType.AUDIO} else None
        return [
            ("rft.title", title),
            ("rft.source", container or clean(resource.conference or "")),
            ("rft.series", series),
        ]
    if resource.type in {ResourceType.CHAPTER, ResourceType.CONFERENCE_PAPER}:
        return [("rft.atitle", title), ("rft.btitle", container)]
    return [("rft.btitle", title), ("rft.series", clean(resource.container or ""))]


def _full_name(person: Person) -> str:
    """`Anna Gray`; with a comma where the family name has several words, or they would be cut apart."""
    if person.organisation:
        return clean(person.organisation)
    given, _ = given_and_suffix(person)
    family = clean(person.family or "")
    if given and (" " in family or is_family_first(family, given)):
        return f"{family}, {given}"
    return " ".join(part for part in (given, family) if part)


def _people(work: Work) -> Pairs:
    """The first maker in parts, all makers in full, everyone else as a contributor.

    Organisations among the makers stand apart, or they would be taken for people.
    """
    pairs: Pairs = []
    for index, person in enumerate(work.makers):
        given, _ = given_and_suffix(person)
        if person.organisation:
            pairs.append(("rft.aucorp", clean(person.organisation)))
        elif index == 0 and not (person.family and given):
            pairs.append(("rft.aulast", clean(person.family or "") or given))
        else:
            if index == 0:
                pairs += [("rft.aulast", clean(person.family or "")), ("rft.aufirst", given)]
            pairs.append(("rft.au", _full_name(person)))
    others = [person for person in (*work.resource.authors, *work.resource.editors) if person not in work.makers]
    return [*pairs, *(("rft.contributor", _full_name(person)) for person in others)]


def _pages(work: Work) -> Pairs:
    first, dash, last = work.pages.partition("–")
    if not dash or "," in work.pages:
        return [("rft.pages", work.pages)]
    return [("rft.pages", f"{first}-{last}"), ("rft.spage", first), ("rft.epage", last)]


def _pairs(resource: Resource) -> Pairs:
    work = work_of(resource)
    family = _family(work)
    publisher = work.publisher or clean(resource.publisher or "")
    pairs: Pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", _FORMAT + family)]
    if family == "dc":
        pairs += [("rft.type", _DUBLIN_CORE[resource.type]), ("rft.identifier", resource.url or resource.archived_url)]
    else:
        pairs += [("rft.genre", _GENRES[resource.type]), ("rft_id", resource.url or resource.archived_url)]
    pairs.append(("rft_id", f"info:doi/{resource.doi}" if resource.doi else None))
    pairs += [*_titles(work, family), *_people(work)]
    pairs += [
        ("rft.date", str(work.published) if work.published else None),
        ("rft.volume", resource.volume),
        ("rft.issue", resource.issue),
        *_pages(work),
        ("rft.edition", resource.edition),
        ("rft.publisher" if family == "dc" else "rft.pub", publisher),
        ("rft.place", resource.place),
        ("rft.conference", resource.conference),
        ("rft.isbn", resource.isbn),
        ("rft.issn", resource.issn),
        ("rft.language", resource.language),
    ]
    return pairs


def coins(resource: Resource) -> str:
    """An empty `<span class="Z3988">` whose title carries the record; escaped, ready for a page.

    It is `hidden`: readers of COinS look into the document, while a screen reader would read the title aloud.

    Use it on pages that name several works. A page about one work says who made it in its head instead: a reader
    of both would merge them into a false record.
    """
    encoded = "&".join(f"{key}={quote(clean(value), safe='')}" for key, value in _pairs(resource) if value)
    return f'<span class="Z3988" title="{escape(encoded)}" hidden></span>'
