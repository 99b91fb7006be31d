"""Record pages: everything that is known about one resource, and the same as JSON-LD."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from markupsafe import Markup

from ...catalogue.addresses import doi_address, written
from ...catalogue.dates import PartialDate
from ...catalogue.fields import other_fields
from ...catalogue.model import Person, Resource
from ...catalogue.text import isolated
from ...catalogue.types import Access, Captions, PersonRole, ResourceType, Status, SummarySource, Verb
from ...citation import STYLES, cite
from ...citation.model import cited_resource
from ...formats.highwire import as_properties, embedded
from ..context import RELATED_POOL, Site
from ..document import Page, page
from ..head import Thing, breadcrumbs, dated, head, organisation, page_url, without_empty
from ..labels import RECORD_FORMATS, reference_downloads
from ..rendering import render
from ..resource_view import ResourceView, player_of
from .record_fields import also_by, record_fields, versions_of

__all__ = ["record_page", "resource_data"]

#: How many resources one list names; the library has the rest.
MOST = 30
#: How many other resources it names for each creator.
MOST_BY_CREATOR = 6
#: How many related resources it names, if no editor has named more.
MOST_RELATED = 5


def other_resources(view: ResourceView, names: Sequence[str]) -> list[ResourceView]:
    """Other resources, as the page of this one names them; as many as one list holds."""
    return [ResourceView(view.site, view.here, view.site.resources[name]) for name in names[:MOST]]


def related_to(site: Site, resource: Resource) -> list[str]:
    """Related resources: those that it names, those that name it, then those that share most themes."""
    chosen = dict.fromkeys((*resource.related, *site.related_to.get(resource.id, ())))
    if len(chosen) < MOST_RELATED:
        shared: Counter[str] = Counter()
        for theme in resource.themes:
            for other in site.resources_by_theme[theme][:RELATED_POOL]:
                if other.status is Status.ACTIVE:
                    shared[other.id] += 1
        chosen.update(dict.fromkeys(name for name, _ in shared.most_common(MOST_RELATED + 1)))
    chosen.pop(resource.id, None)
    return list(chosen)[: max(MOST_RELATED, len(resource.related))]


def relations_of(view: ResourceView) -> list[tuple[str, str, list[ResourceView]]]:
    """Relations to other resources: heading, anchor and resources of each list that is not empty."""
    resource, site, gettext = view.resource, view.site, view.site.translations.gettext
    stated = (
        (gettext("Replaced by"), "replaced-by", (resource.replaced_by,) if resource.replaced_by else ()),
        (gettext("Replaces"), "replaces", site.replaces.get(resource.id, ())),
        (gettext("Cites"), "cites", resource.cites),
        (gettext("Cited by"), "cited-by", site.cited_by.get(resource.id, ())),
    )
    named = {name for _, _, names in stated for name in names}
    others = [other for other in related_to(site, resource) if other not in named]
    lists = (*stated, (gettext("Goes well with"), "related", others))
    return [(heading, anchor, other_resources(view, names)) for heading, anchor, names in lists if names]


def citations(site: Site, resource: Resource) -> list[tuple[str, str, Markup]]:
    """The reference in each style: its name, what to call it, and its HTML."""
    gettext = site.translations.gettext
    return [
        (name, gettext(style.label), Markup(cite(resource, name).html_in(site.language)))  # noqa: S704 - escaped
        for name, style in STYLES.items()
    ]


def record_page(site: Site, resource: Resource) -> Page:
    """The record of one resource."""
    here = f"resources/{resource.id}.md"
    view = ResourceView(site, here, resource)
    body = render(
        "record.html",
        here,
        site.language,
        view=view,
        resource=resource,
        facts=record_fields(view),
        citations=citations(site, resource),
        files=reference_downloads(site, resource.id, RECORD_FORMATS),
        uses=site.uses.get(("resource", resource.id), ()),
        versions=versions_of(view),
        lists=relations_of(view),
        also_by=[
            (
                person.name,
                also_by(number),
                other_resources(view, names[:MOST_BY_CREATOR]),
                max(0, len(names) - MOST_BY_CREATOR),
            )
            for number, (person, names) in enumerate(site.also_by(resource), start=1)
        ],
        pointing=site.tips_by_resource.get(resource.id, ())[:MOST],
        replaced_by=(ResourceView(site, here, site.resources[resource.replaced_by]) if resource.replaced_by else None),
        edit=site.edit_link("resource", resource.id),
    )
    return page(
        here,
        body,
        title=isolated(view.title, view.direction),
        source=site.source("resource", resource.id),
        description=resource.summary or resource.why or "",
        hide=["navigation"],
        **head(
            "record",
            [
                resource_data(view),
                breadcrumbs(site, here, ("library/index.md", site.translations.gettext("Library")), (here, view.title)),
            ],
            embedded(resource, [theme.title for theme in view.themes]),
            properties=as_properties(resource),
        ),
        **dated([resource], reviewed=True),
    )


#: The property for someone in this role; the rest contributed.
_PARTS_PLAYED = {
    PersonRole.AUTHOR: "author",
    PersonRole.SPEAKER: "author",
    PersonRole.EDITOR: "editor",
    PersonRole.TRANSLATOR: "translator",
    PersonRole.DIRECTOR: "director",
}
#: What schema.org calls a summary in the words of each.
_SUMMARY = {SummarySource.EDITORS: "description", SummarySource.PUBLISHER: "abstract"}
_FREE = {Access.FREE: True, Access.PAYWALLED: False}


def resource_data(view: ResourceView) -> Thing:
    """The resource of a record page, with every field that schema.org has a name for."""
    resource = view.resource
    cited = cited_resource(resource)
    names = resource.type.row.schema_org
    length = view.site.durations["resource", resource.id]
    recording = view.verb in {Verb.WATCH, Verb.LISTEN}
    in_book = cited.part and bool(resource.container) and resource.type.row.holder == "Book"
    page = page_url(view.site, view.here, view.here)
    thing: Thing = {
        "@type": [names.part if cited.part else names.alone, "LearningResource"],
        "@id": f"{page}#work" if page.startswith("http") else None,
        "name": resource.heading,
        "alternateName": [*resource.earlier_titles, *filter(None, (resource.translated_title,))],
        **_creators(resource),
        "publisher": organisation(resource.publisher),
        "datePublished": _iso(resource.published),
        "creativeWorkStatus": "In press" if resource.in_press else None,
        "dateModified": str(resource.updated) if resource.updated else None,
        "uploadDate": _upload(resource),
        "inLanguage": resource.language,
        "url": resource.url,
        "sameAs": doi_address(resource.doi) if resource.doi else None,
        "identifier": _identifiers(resource, in_book=in_book),
        "isbn": resource.isbn if resource.type is ResourceType.BOOK else None,
        "isPartOf": _holder(resource, part=cited.part),
        "pagination": cited.pages if resource.type in _PAGED else None,
        "numberOfPages": resource.page_count if resource.type is ResourceType.BOOK else None,
        "wordCount": resource.word_count if resource.type in _WRITTEN else None,
        "bookEdition": resource.edition if resource.type is ResourceType.BOOK else None,
        "episodeNumber": resource.number or resource.issue if _is_episode(resource) else None,
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
        "provider": organisation(_provider(resource)),
        **_recording(view, names.alone),
        "mainEntityOfPage": page,
    }
    return without_empty({**thing, **dict(other_fields(resource, "schema_org", thing.keys() | _ELSEWHERE))})


#: Properties of fields that are part of a thing inside this one, or not there for every resource.
_ELSEWHERE = {"author", "editor", "volumeNumber", "issueNumber", "issn", "description"}
#: What schema.org's `pagination` is for.
_PAGED = {
    *(ResourceType.ARTICLE, ResourceType.BLOG, ResourceType.REPORT, ResourceType.JOURNAL_ARTICLE),
    *(ResourceType.CONFERENCE_PAPER, ResourceType.CHAPTER),
}
_WRITTEN = {ResourceType.ARTICLE, ResourceType.BLOG, ResourceType.REPORT, ResourceType.JOURNAL_ARTICLE}


def _creators(resource: Resource) -> dict[str, list[Thing]]:
    found: dict[str, list[Thing]] = {}
    for person in resource.authors:
        part = _PARTS_PLAYED.get(person.role, "contributor")
        if part == "director" and resource.type is not ResourceType.VIDEO:  # schema.org knows directors of films alone
            part = "contributor"
        found.setdefault(part, []).append(_person(person))
    if resource.editors:
        found.setdefault("editor", []).extend(map(_person, resource.editors))
    return found


def _person(person: Person) -> Thing:
    if person.organisation:
        return without_empty({"@type": "Organization", "name": person.organisation})
    names = {"name": person.name, "givenName": person.given, "familyName": person.family}
    return without_empty({"@type": "Person", **names})


def _iso(when: PartialDate | None) -> str | None:
    """A date or span in ISO 8601, which has no seasons: the year of one."""
    if when is None:
        return None
    start, end = (replace(one, season=0, until=()) if one else None for one in (when, when.end))
    return f"{start}/{end or '..'}" if when.until else str(start)


def _upload(resource: Resource) -> str | None:
    """The day on which a film or recording came out, where it is known to the day."""
    if resource.type is not ResourceType.VIDEO or resource.published is None or not resource.published.day:
        return None
    return str(resource.published.start)


def _provider(resource: Resource) -> str | None:
    """Who offers the resource: the site that plays it, else the library or the publisher of a course."""
    player = player_of(resource, None)
    if player is not None and player.kind == "frame":
        return player.host
    return resource.library_catalogue or (resource.publisher if resource.type is ResourceType.COURSE else None)


def _recording(view: ResourceView, kind: str) -> Thing:
    """Where a film or recording plays, and its still: addresses that nothing on the page loads."""
    player = player_of(view.resource, None)
    if player is None:
        return {}
    media = {
        "embedUrl": player.embedded if player.kind == "frame" else None,
        "contentUrl": player.address if player.kind != "frame" else None,
        "thumbnailUrl": player.picture,
    }
    return media if kind == "VideoObject" else {"associatedMedia": without_empty({"@type": "AudioObject", **media})}


def _identifiers(resource: Resource, *, in_book: bool) -> list[Thing]:
    names = (
        ("DOI", resource.doi),
        ("ISBN", None if in_book or resource.type is ResourceType.BOOK else resource.isbn),
        ("ISSN", resource.issn if in_book else None),
        (resource.database or "Accession number", resource.accession_number),
        ("Number", None if resource.type is ResourceType.REPORT or _is_episode(resource) else resource.number),
    )
    return [
        without_empty({"@type": "PropertyValue", "propertyID": name, "value": value}) for name, value in names if value
    ]


def _is_episode(resource: Resource) -> bool:
    """Whether the resource is an episode of a podcast, whose number has a property of its own."""
    return resource.type is ResourceType.AUDIO and cited_resource(resource).part


def _holder(resource: Resource, *, part: bool) -> Thing | None:
    """What contains the resource: a volume or an issue, where those are known."""
    if not resource.container:
        return None
    kind = resource.type.row.holder if part else "CreativeWorkSeries"
    number = {"isbn": resource.isbn} if kind == "Book" else {"issn": resource.issn}
    holder: Thing = without_empty({"@type": kind, "name": resource.container, **number})
    if kind == "Periodical" and resource.volume:
        holder = without_empty({"@type": "PublicationVolume", "volumeNumber": resource.volume, "isPartOf": holder})
    if kind == "Periodical" and resource.issue:
        holder = without_empty({"@type": "PublicationIssue", "issueNumber": resource.issue, "isPartOf": holder})
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
    return without_empty({"@type": "CreativeWork", "name": licence})
