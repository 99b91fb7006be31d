"""A resource as schema.org knows it: a work, and something to learn from."""

from __future__ import annotations

from collections.abc import Iterable

from ...catalogue.address import doi_address, written
from ...catalogue.model import Person, Resource
from ...catalogue.vocabulary import Access, Captions, PersonRole, ResourceType, SummarySource, Verb
from ...citation.work import work_of
from ..views import ResourceView
from .document import Thing, known, organisation, place

__all__ = ["work_data"]

#: The type of a work that stands alone, and of one that is part of another.
_TYPES = {
    ResourceType.ARTICLE: ("Article", "Article"),
    ResourceType.BLOG: ("BlogPosting", "BlogPosting"),
    ResourceType.REPORT: ("Report", "Report"),
    ResourceType.JOURNAL_ARTICLE: ("ScholarlyArticle", "ScholarlyArticle"),
    ResourceType.CONFERENCE_PAPER: ("ScholarlyArticle", "ScholarlyArticle"),
    ResourceType.CHAPTER: ("Chapter", "Chapter"),
    ResourceType.BOOK: ("Book", "Book"),
    ResourceType.TOOLKIT: ("CreativeWork", "CreativeWork"),
    ResourceType.COURSE: ("Course", "Course"),
    ResourceType.VIDEO: ("VideoObject", "VideoObject"),
    ResourceType.AUDIO: ("AudioObject", "PodcastEpisode"),
    ResourceType.WEB_PAGE: ("WebPage", "WebPage"),
}
#: What holds a part of each type.
_HOLDERS = {
    ResourceType.JOURNAL_ARTICLE: "Periodical",
    ResourceType.CONFERENCE_PAPER: "Periodical",
    ResourceType.ARTICLE: "Periodical",
    ResourceType.BLOG: "Blog",
    ResourceType.CHAPTER: "Book",
    ResourceType.AUDIO: "PodcastSeries",
    ResourceType.VIDEO: "CreativeWorkSeries",
}
#: What someone who did this is to the work; the rest contributed.
_PARTS_PLAYED = {
    PersonRole.AUTHOR: "author",
    PersonRole.SPEAKER: "author",
    PersonRole.EDITOR: "editor",
    PersonRole.TRANSLATOR: "translator",
}
#: What schema.org calls a summary in the words of each.
_SUMMARY = {SummarySource.EDITORS: "description", SummarySource.PUBLISHER: "abstract"}
_FREE = {Access.FREE: True, Access.PAYWALLED: False}


def work_data(view: ResourceView) -> Thing:
    """The work of a record page, with every fact that schema.org has a name for."""
    resource = view.resource
    work = work_of(resource)
    alone, part = _TYPES[resource.type]
    length = view.site.durations["resource", resource.id]
    recording = view.verb in {Verb.WATCH, Verb.LISTEN}
    page = place(view.site, view.here, view.here)
    return known(
        {
            "@type": [part if work.part else alone, "LearningResource"],
            "@id": f"{page}#work" if page.startswith("http") else None,
            "name": resource.heading,
            "alternateName": [*resource.earlier_titles],
            **_makers(resource),
            "publisher": organisation(resource.publisher),
            "datePublished": str(resource.published) if resource.published else None,
            "dateModified": str(resource.updated) if resource.updated else None,
            "uploadDate": _upload(resource),
            "inLanguage": resource.language,
            "url": resource.url,
            "sameAs": doi_address(resource.doi) if resource.doi else None,
            "identifier": _identifiers(resource),
            "isbn": resource.isbn,
            "isPartOf": _holder(resource, part=work.part),
            "pagination": work.pages,
            "numberOfPages": resource.page_count if resource.type is ResourceType.BOOK else None,
            "wordCount": resource.word_count if resource.type in _WRITTEN else None,
            "bookEdition": resource.edition if resource.type is ResourceType.BOOK else None,
            "reportNumber": resource.number if resource.type is ResourceType.REPORT else None,
            _SUMMARY[resource.summary_source]: resource.summary,
            "learningResourceType": view.type_word,
            "educationalLevel": view.level,
            "about": [{"@type": "DefinedTerm", "name": theme.title} for theme in view.themes],
            "timeRequired": length.iso,
            "duration": length.iso if recording and resource.minutes else None,
            "isAccessibleForFree": _FREE.get(resource.access),
            "accessibilityFeature": _accessible(resource),
            "license": _licence(resource.licence),
            "archivedAt": view.archived_copy,
            "mainEntityOfPage": page,
        }
    )


_WRITTEN = {ResourceType.ARTICLE, ResourceType.BLOG, ResourceType.REPORT, ResourceType.JOURNAL_ARTICLE}


def _makers(resource: Resource) -> dict[str, list[Thing]]:
    found: dict[str, list[Thing]] = {}
    for person in resource.authors:
        found.setdefault(_PARTS_PLAYED.get(person.role, "contributor"), []).append(_person(person))
    if resource.editors:
        found.setdefault("editor", []).extend(map(_person, resource.editors))
    return found


def _person(person: Person) -> Thing:
    if person.organisation:
        return known({"@type": "Organization", "name": person.organisation})
    names = {"name": person.name, "givenName": person.given, "familyName": person.family}
    return known({"@type": "Person", **names})


def _upload(resource: Resource) -> str | None:
    """The day on which a film or recording came out, where it is known to the day."""
    if resource.type is not ResourceType.VIDEO or resource.published is None or not resource.published.day:
        return None
    return str(resource.published)


def _identifiers(resource: Resource) -> list[Thing]:
    names = (
        ("DOI", resource.doi),
        (resource.database or "Accession number", resource.accession_number),
        ("Number", resource.number if resource.type is not ResourceType.REPORT else None),
    )
    return [known({"@type": "PropertyValue", "propertyID": name, "value": value}) for name, value in names if value]


def _holder(resource: Resource, *, part: bool) -> Thing | None:
    """What holds the work: a volume or an issue of it, where those are known."""
    if not resource.container:
        return None
    kind = _HOLDERS.get(resource.type, "CreativeWorkSeries") if part else "CreativeWorkSeries"
    holder: Thing = known({"@type": kind, "name": resource.container, "issn": resource.issn})
    if kind == "Periodical" and resource.volume:
        holder = known({"@type": "PublicationVolume", "volumeNumber": resource.volume, "isPartOf": holder})
    if kind == "Periodical" and resource.issue:
        holder = known({"@type": "PublicationIssue", "issueNumber": resource.issue, "isPartOf": holder})
    return holder


def _accessible(resource: Resource) -> list[str]:
    facts: Iterable[tuple[bool, str]] = (
        (resource.captions in {Captions.EDITED, Captions.AUTOMATIC}, "captions"),
        (resource.transcript is not None, "transcript"),
    )
    return [name for holds, name in facts if holds]


def _licence(licence: str | None) -> str | Thing | None:
    """A licence's address, else a work of that name: schema.org takes no bare words here."""
    if not licence or licence.startswith(("https://", "http://")):
        return written(licence) if licence else None
    return known({"@type": "CreativeWork", "name": licence})
