"""A resource as CSL-JSON, the language of citation processors and reference managers.

Source: Citation Style Language 1.0.2, appendices III (types) and IV (variables), and its JSON schema for data.
Titles go out as printed; styles decide their case. What CSL has no variable for, or what a citation says otherwise than
the catalogue does, travels in `custom`, which the schema keeps for that; nothing but our own reader looks there.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ..catalogue.dates import PartialDate
from ..catalogue.model import Person, Resource
from ..catalogue.vocabulary import PersonRole, ResourceType, Verb
from ..citation.model import pages, work_of
from ..citation.names import given_and_suffix
from ..citation.reference import clean

__all__ = [
    "OWN",
    "OWN_FIELDS",
    "csl_item",
]

#: The CSL type of a work that stands alone, and of one that is part of another.
_TYPES = {
    ResourceType.ARTICLE: ("webpage", "article-magazine"),
    ResourceType.BLOG: ("webpage", "post-weblog"),
    ResourceType.REPORT: ("report", "report"),
    ResourceType.JOURNAL_ARTICLE: ("article-journal", "article-journal"),
    ResourceType.CONFERENCE_PAPER: ("paper-conference", "paper-conference"),
    ResourceType.CHAPTER: ("chapter", "chapter"),
    ResourceType.BOOK: ("book", "book"),
    ResourceType.TOOLKIT: ("report", "report"),
    ResourceType.COURSE: ("webpage", "webpage"),
    ResourceType.VIDEO: ("motion_picture", "motion_picture"),
    ResourceType.AUDIO: ("song", "broadcast"),
    ResourceType.WEB_PAGE: ("webpage", "webpage"),
}
#: CSL has no variables for speakers and people interviewed; they are the makers of what they say.
_VARIABLES = {PersonRole.SPEAKER: "author", PersonRole.INTERVIEWEE: "author"}
#: The key in `custom` under which facts are that only our own reader understands.
OWN = "learning-pathway"
#: Facts that CSL has no variable for.
_UNNAMED = (
    *("title_sentence", "earlier_titles", "updated", "archived_url", "alternatives", "transcript", "database"),
    *("accession_number", "access", "access_note", "minutes", "word_count", "captions", "summary_source"),
)
#: Everything that may stand under that key.
OWN_FIELDS = frozenset({*_UNNAMED, "type", "authors", "published", "publisher", "container", "url"})
#: Types whose container is a series: they are parts of nothing.
_MONOGRAPHS = {ResourceType.REPORT, ResourceType.TOOLKIT, ResourceType.BOOK}


def _name(person: Person) -> dict[str, str]:
    if person.organisation:
        return {"literal": clean(person.organisation)}
    given, suffix = given_and_suffix(person)
    if not person.family:
        return {"literal": given}
    parts = {"family": clean(person.family), "given": given, "suffix": suffix}
    return {key: value for key, value in parts.items() if value}


def _date(day: PartialDate | date | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[part for part in (day.year, day.month, day.day) if part]]} if day else None


def _people(resource: Resource) -> dict[str, list[dict[str, str]]]:
    people: dict[str, list[dict[str, str]]] = {}
    for person in resource.authors:
        people.setdefault(_VARIABLES.get(person.role, person.role.value), []).append(_name(person))
    if resource.editors:
        people.setdefault("editor", [])[:0] = [_name(person) for person in resource.editors]
    return people


def csl_item(resource: Resource) -> dict[str, Any]:
    """The resource as one CSL-JSON item.

    Args:
        resource: the work.

    Returns:
        a dictionary ready for `json.dumps`, without empty fields. `DOI` and `URL` may both be there; `URL` is the
        address of the work, never that of a library's record about it.
    """
    work = work_of(resource)
    alone, part = _TYPES[resource.type]
    container = resource.container or (work.container if resource.type is ResourceType.BLOG else None)
    in_series = bool(container) and resource.type in _MONOGRAPHS
    people = _people(resource)
    if not people and resource.type is ResourceType.VIDEO:  # the channel that uploaded it
        people = {"author": [_name(person) for person in work.makers]}
    item: dict[str, Any] = {
        "id": resource.id,
        "type": part if work.part else alone,
        "title": work.printed,
        **people,
        "container-title": None if in_series or not work.container else container,
        "collection-title": container if in_series else None,
        "publisher": work.publisher or (resource.publisher if resource.type is not ResourceType.BLOG else None),
        "publisher-place": resource.place if not resource.conference else None,
        "event-title": resource.conference,
        "event-place": resource.place if resource.conference else None,
        "volume": resource.volume,
        "issue": resource.issue,
        "page": pages(resource.pages or "").replace("–", "-"),
        "edition": resource.edition,
        "number": None if in_series else resource.number,
        "collection-number": resource.number if in_series else None,
        "genre": work.medium if resource.type in {ResourceType.COURSE, ResourceType.CONFERENCE_PAPER} else None,
        "medium": work.medium if resource.type in {ResourceType.VIDEO, ResourceType.AUDIO} else None,
        "issued": _date(work.published),
        "accessed": _date(resource.accessed),
        "DOI": resource.doi,
        "ISSN": resource.issn,
        "ISBN": resource.isbn,
        "URL": resource.url or resource.archived_url,
        "language": resource.language,
        "source": resource.library_catalogue,
        "license": resource.licence,
        "number-of-pages": str(resource.page_count or ""),
        "dimensions": f"{resource.minutes} min" if resource.minutes and resource.type.verb is not Verb.READ else None,
        "keyword": ", ".join(resource.themes),
        "abstract": resource.summary,
        "annote": resource.why,
    }
    item = {key: clean(value) if isinstance(value, str) else value for key, value in item.items() if value}
    return {**item, "custom": {OWN: _own(resource, item)}}


def _own(resource: Resource, item: dict[str, Any]) -> dict[str, Any]:
    """What only our own reader understands: facts without a variable, and facts that a variable says otherwise."""
    written = resource.model_dump(mode="json", exclude_defaults=True)
    own: dict[str, Any] = {"type": resource.type.value}
    is_plain = all(p.role is PersonRole.AUTHOR and (p.family or p.organisation) for p in resource.authors)
    if not is_plain or not resource.authors:
        own["authors"] = written.get("authors", [])
    if resource.updated:
        own["published"] = written.get("published")
    said = {
        "publisher": item.get("publisher"),
        "container": item.get("container-title") or item.get("collection-title"),
        "url": item.get("URL"),
    }
    for field, value in said.items():
        meant = getattr(resource, field)
        if (clean(meant) if meant else None) != value:
            own[field] = meant
    own.update({field: written[field] for field in _UNNAMED if field in written})
    return {field: value for field, value in own.items() if value or field in {*said, "published", "authors"}}
