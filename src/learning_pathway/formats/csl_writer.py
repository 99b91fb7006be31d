"""A resource as CSL-JSON, the language of citation processors and reference managers.

Source: Citation Style Language 1.0.2, appendices III (types) and IV (variables), and its JSON schema for data.
Titles go out as printed; styles decide their case. What CSL has no variable for, or what a citation says otherwise than
the catalogue does, travels in `custom`, which the schema keeps for that; nothing but our own reader looks there.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ..catalogue.dates import PartialDate
from ..catalogue.fields import CUSTOM, columns, other_fields
from ..catalogue.model import Person, Resource
from ..catalogue.types import Form, PersonRole, Verb
from ..citation.elements import given_and_suffix, pages
from ..citation.model import CitedResource, cited_resource
from ..citation.reference import clean

__all__ = ["OWN", "OWN_FIELDS", "csl_item"]

#: CSL has no variables for speakers and people interviewed; they are the creators of what they say.
_VARIABLES = {PersonRole.SPEAKER: "author", PersonRole.INTERVIEWEE: "author", PersonRole.WITH: "author"}
#: The key in `custom` under which facts are that only our own reader understands.
OWN = "learning-pathway"
#: Facts that CSL has no variable for.
_UNNAMED = tuple(field for field, name in columns("csl").items() if name == CUSTOM)
#: Everything that may be under that key.
OWN_FIELDS = frozenset({*_UNNAMED, "type", "authors", "editors", "published", "publisher", "container", "url"})


def _name(person: Person) -> dict[str, str]:
    if person.organisation:
        return {"literal": clean(person.organisation)}
    given, suffix = given_and_suffix(person)
    if not person.family:
        return {"literal": given}
    parts = {"family": clean(person.family), "given": given, "suffix": suffix}
    return {key: value for key, value in parts.items() if value}


def _date(day: PartialDate | date | None) -> dict[str, Any] | None:
    """A date variable; of a span that has not ended, its beginning: CSL has no other form."""
    if day is None:
        return None
    ends = (day, day.end) if isinstance(day, PartialDate) and day.end else (day,)
    parts = [[part for part in (end.year, end.month, end.day) if part] for end in ends]
    season = day.season if isinstance(day, PartialDate) else 0
    return {"date-parts": parts, **({"season": season} if season else {})}


def _genre(cited: CitedResource) -> str | None:
    """The description in brackets; of a recording the medium, of a thesis without the university."""
    kind = cited.resource.type
    if kind.form is Form.RECORDING or cited.resource.medium:
        return None
    return kind.row.medium.alone if kind.row.csl.alone == "thesis" else cited.medium


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
        resource: the resource.

    Returns:
        a dictionary ready for `json.dumps`, without empty fields. `DOI` and `URL` may both be there; `URL` is the
        address of the resource, never that of a library's record about it.
    """
    cited, kind = cited_resource(resource), resource.type
    container = resource.container or (cited.container if kind.row.publisher_holds else None)
    in_series = bool(container) and kind.form is Form.MONOGRAPH
    people = _people(resource)
    if not people and kind.form is Form.RECORDING:  # the channel that uploaded it
        people = {"author": [_name(person) for person in cited.creators]}
    item: dict[str, Any] = {
        "id": resource.id,
        "type": kind.row.csl.part if cited.part else kind.row.csl.alone,
        "title": cited.printed,
        **people,
        "container-title": None if in_series or not cited.container else container,
        "collection-title": container if in_series else None,
        "publisher": cited.publisher or (None if kind.row.publisher_holds else resource.publisher),
        "publisher-place": resource.place if not resource.conference else None,
        "event-title": resource.conference,
        "event-place": resource.place if resource.conference else None,
        "volume": resource.volume,
        "issue": resource.issue,
        "page": pages(resource.pages or "").replace("–", "-"),
        "edition": resource.edition,
        "number": None if in_series else resource.number,
        "collection-number": resource.number if in_series else None,
        "genre": resource.genre or _genre(cited),
        "medium": resource.medium or (cited.medium if kind.form is Form.RECORDING else None),
        "status": "in press" if resource.in_press else None,
        "issued": _date(cited.published),
        "original-date": _date(resource.original_published),
        "accessed": _date(resource.accessed),
        "DOI": resource.doi,
        "ISSN": resource.issn,
        "ISBN": resource.isbn,
        "URL": resource.url or resource.archived_url,
        "language": resource.language,
        "source": resource.library_catalogue,
        "number-of-pages": str(resource.page_count or ""),
        "dimensions": f"{resource.minutes} min" if resource.minutes and kind.verb is not Verb.READ else None,
        "keyword": ", ".join(resource.themes),
        "abstract": resource.summary,
        "annote": resource.why,
    }
    item |= other_fields(resource, "csl", {*item, CUSTOM, "author", "editor"})
    item = {key: clean(value) if isinstance(value, str) else value for key, value in item.items() if value}
    return {**item, "custom": {OWN: _own(resource, item)}}


def _own(resource: Resource, item: dict[str, Any]) -> dict[str, Any]:
    """Fields that only our own reader understands: those without a variable, and those that a variable changes."""
    written = resource.model_dump(mode="json", exclude_defaults=True)
    own: dict[str, Any] = {"type": resource.type.value}
    is_plain = all(
        person.role is PersonRole.AUTHOR and (person.family or person.organisation) and not person.account
        for person in resource.authors
    )
    if not is_plain or not resource.authors:
        own["authors"] = written.get("authors", [])
    if any(person.account for person in resource.editors):
        own["editors"] = written["editors"]
    if resource.updated or (resource.published and not resource.published.is_plain):
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
