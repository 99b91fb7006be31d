"""A resource as a RIS record.

Sources: the RIS format of Research Information Systems, in the form that EndNote and Zotero read today.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue.fields import other_fields
from ..catalogue.model import Person, Resource
from ..catalogue.types import Form, PersonRole
from ..citation.elements import given_and_suffix
from ..citation.model import CitedResource, cited_resource
from ..citation.reference import clean
from .mappings import RIS
from .ris_tags import WHY

__all__ = ["ris_record"]

_TAGS = {PersonRole.TRANSLATOR: "A4"}


def _type(cited: CitedResource) -> str:
    """A paper in serial proceedings goes out as an article: readers of `CONF` take its ISSN for an ISBN."""
    names = cited.resource.type.row.ris
    if cited.resource.type.form is Form.PAPER and cited.part and not cited.editors:
        return "JOUR"
    return names.part if cited.part else names.alone


def _name(person: Person) -> str:
    if person.organisation:
        return clean(person.organisation)
    given, suffix = given_and_suffix(person)
    return ", ".join(part for part in (clean(person.family or ""), given, suffix) if part)


def _people(cited: CitedResource) -> Iterator[tuple[str, str | None]]:
    authors = cited.resource.authors or (() if cited.role is PersonRole.EDITOR else cited.creators)
    for person in authors:
        if person.role is not PersonRole.EDITOR:
            yield _TAGS.get(person.role, "AU"), _name(person)
    for person in (*cited.resource.editors, *(each for each in authors if each.role is PersonRole.EDITOR)):
        yield "ED", _name(person)


def _fields(cited: CitedResource) -> Iterator[tuple[str, str | None]]:
    resource = cited.resource
    kind = _type(cited)
    yield "TY", kind
    yield "ID", resource.id
    yield "TI", cited.printed
    yield from _people(cited)
    yield "T2", resource.container or (cited.container if cited.part else None) or resource.conference
    yield "T3", resource.container if resource.type.form is Form.RECORDING else None
    yield "C3", resource.conference
    yield "M3", resource.type.label if RIS[kind] is not resource.type else None
    yield "M3", resource.genre if kind == "THES" else None
    if cited.published:
        date = cited.published
        yield "PY", str(date.year)
        month, day = f"{date.month:02}" if date.month else "", f"{date.day:02}" if date.day else ""
        more = "" if date.is_plain else f"/{date}"  # RIS has no form for seasons and spans, but room for a remark
        yield "DA", f"{date.year}/{month}/{day}{more}" if month or more else None
    elif resource.in_press:
        yield "PY", "in press"
    yield "VL", resource.volume
    yield "IS", resource.issue
    yield from _pages(cited)
    yield "ET", resource.edition
    yield "M1", resource.number
    yield "PB", resource.publisher or cited.publisher
    yield "CY", resource.place
    yield "SN", resource.isbn
    yield "SN", resource.issn
    yield "DO", resource.doi
    yield "UR", resource.url or resource.archived_url
    yield "Y2", f"{resource.accessed:%Y/%m/%d}/" if resource.accessed else None
    yield "LA", resource.language
    yield "DP", resource.library_catalogue
    yield "DB", resource.database
    yield "AN", resource.accession_number
    for theme in resource.themes:
        yield "KW", theme
    yield "AB", resource.summary
    yield "N1", f"{WHY}{resource.why}" if resource.why else None


def _pages(cited: CitedResource) -> Iterator[tuple[str, str | None]]:
    """First and last page; of a book on its own, how many it has."""
    if cited.resource.type.row.csl.alone == "book" and not cited.pages:
        yield "SP", str(cited.resource.page_count or "")
        return
    first, dash, last = cited.pages.partition("–")
    split = dash and last and "," not in cited.pages
    yield "SP", first if split else cited.pages
    yield "EP", last if split else None


def ris_record(resource: Resource) -> str:
    """The resource as one RIS record, from `TY` to `ER`, each line closed by a line feed.

    Every value is one line: nothing that a title holds can begin a field or end the record.
    """
    fields = list(_fields(cited_resource(resource)))
    fields += other_fields(resource, "ris", {*(tag for tag, _ in fields), "AU", "ED", "KW", "PY"})
    lines = [f"{tag}  - {clean(value)}" for tag, value in fields if value and clean(value)]
    return "\n".join([*lines, "ER  - ", ""])
