"""JSON-LD (https://schema.org) of the page, of courses and of resources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ..catalogue.addresses import doi_address, written
from ..catalogue.model import Person, Resource
from ..catalogue.vocabulary import Access, Captions, PersonRole, ResourceType, SummarySource, Verb
from ..citation.model import work_of
from ..citation.reference import clean
from ..formats.columns import other_fields
from .context import Site
from .document import address, link
from .resource_view import ResourceView

__all__ = ["Thing", "known", "organisation", "place", "script", "trail", "website", "work_data"]

#: A thing of schema.org: its properties by name.
Thing = dict[str, Any]


def known(thing: Thing) -> Thing:
    """A thing without what is not known: no property is empty, and texts are single clean lines."""
    return {key: tidy for key, value in thing.items() if (tidy := _tidy(value)) not in (None, "", [])}


def _tidy(value: Any) -> Any:
    if isinstance(value, list):
        return [_tidy(part) for part in value]
    return clean(value) if isinstance(value, str) else value


def place(site: Site, here: str, path: str) -> str:
    """The address of the page at `path`: whole if the settings say where the site is, else relative to `here`."""
    base = site.catalogue.pathway.site_url
    return f"{base.rstrip('/')}/{address(path)}" if base else link(here, path)


def organisation(name: str | None) -> Thing | None:
    """An organisation by its name, if it has one."""
    return {"@type": "Organization", "name": clean(name)} if name else None


def trail(site: Site, here: str, *steps: tuple[str, str]) -> Thing:
    """Where a page stands: the pages above it and itself, as pairs of path and title. The home page comes first."""
    pages = (("index.md", site.catalogue.pathway.title), *steps)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": clean(title), "item": place(site, here, path)}
            for number, (path, title) in enumerate(pages, start=1)
        ],
    }


def website(site: Site) -> Thing:
    """The site itself, for its home page."""
    pathway = site.catalogue.pathway
    return known(
        {
            "@type": "WebSite",
            "name": pathway.title,
            "description": pathway.summary,
            "inLanguage": pathway.language,
            "url": place(site, "index.md", "index.md"),
            "publisher": organisation(pathway.organisation),
        }
    )


def script(things: Sequence[Thing]) -> str:
    """The things as one JSON-LD document that may stand inside a `<script>` element as it is.

    `<`, `>` and `&` are written as escapes, so that no title can close the element or begin another (HTML 13.2.5.4),
    and the two line separators that are no white space in JSON but end lines in older readers.
    """
    content = things[0] if len(things) == 1 else {"@graph": list(things)}
    text = json.dumps({"@context": "https://schema.org", **content}, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


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
    names = resource.type.row.schema_org
    length = view.site.durations["resource", resource.id]
    recording = view.verb in {Verb.WATCH, Verb.LISTEN}
    page = place(view.site, view.here, view.here)
    thing: Thing = {
        "@type": [names.part if work.part else names.alone, "LearningResource"],
        "@id": f"{page}#work" if page.startswith("http") else None,
        "name": resource.heading,
        "alternateName": [*resource.earlier_titles],
        **_creators(resource),
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
    return known({**thing, **dict(other_fields(resource, "schema_org", thing.keys() | _ELSEWHERE))})


#: Properties of fields that are part of a thing inside this one, or not there for every resource.
_ELSEWHERE = {"author", "editor", "volumeNumber", "issueNumber", "issn", "description"}
_WRITTEN = {ResourceType.ARTICLE, ResourceType.BLOG, ResourceType.REPORT, ResourceType.JOURNAL_ARTICLE}


def _creators(resource: Resource) -> dict[str, list[Thing]]:
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
    kind = resource.type.row.holder if part else "CreativeWorkSeries"
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
