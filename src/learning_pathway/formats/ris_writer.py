"""A resource as a RIS record.

Sources: the RIS format of Research Information Systems, in the form that EndNote and Zotero read today.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue.model import Person, Resource
from ..catalogue.types import Form
from ..catalogue.vocabulary import PersonRole
from ..citation.model import Work, work_of
from ..citation.names import given_and_suffix
from ..citation.reference import clean
from .mappings import RIS, other_fields
from .ris_tags import WHY

__all__ = [
    "ris_record",
]

_TAGS = {PersonRole.EDITOR: "ED", PersonRole.TRANSLATOR: "A4"}


def _type(work: Work) -> str:
    """A paper in serial proceedings goes out as an article: readers of `CONF` take its ISSN for an ISBN."""
    names = work.resource.type.row.ris
    if work.resource.type.form is Form.PAPER and work.part and not work.editors:
        return "JOUR"
    return names.part if work.part else names.alone


def _name(person: Person) -> str:
    if person.organisation:
        return clean(person.organisation)
    given, suffix = given_and_suffix(person)
    return ", ".join(part for part in (clean(person.family or ""), given, suffix) if part)


def _people(work: Work) -> Iterator[tuple[str, str | None]]:
    authors = work.resource.authors or (() if work.role is PersonRole.EDITOR else work.creators)
    for person in authors:
        yield _TAGS.get(person.role, "AU"), _name(person)
    for person in work.resource.editors:
        yield "ED", _name(person)


def _fields(work: Work) -> Iterator[tuple[str, str | None]]:
    resource = work.resource
    kind = _type(work)
    yield "TY", kind
    yield "ID", resource.id
    yield "TI", work.printed
    yield from _people(work)
    yield "T2", resource.container or (work.container if work.part else None) or resource.conference
    yield "T3", resource.container if resource.type.form is Form.RECORDING else None
    yield "C3", resource.conference
    yield "M3", resource.type.label if RIS[kind] is not resource.type else None
    yield "M3", resource.genre if kind == "THES" else None
    if work.published:
        date = work.published
        yield "PY", str(date.year)
        month, day = f"{date.month:02}" if date.month else "", f"{date.day:02}" if date.day else ""
        more = "" if date.is_plain else f"/{date}"  # RIS has no form for seasons and spans, but room for a remark
        yield "DA", f"{date.year}/{month}/{day}{more}" if month or more else None
    elif resource.in_press:
        yield "PY", "in press"
    yield "VL", resource.volume
    yield "IS", resource.issue
    yield from _pages(work)
    yield "ET", resource.edition
    yield "M1", resource.number
    yield "PB", resource.publisher or work.publisher
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


def _pages(work: Work) -> Iterator[tuple[str, str | None]]:
    """First and last page; of a book on its own, how many it has."""
    if work.resource.type.row.csl.alone == "book" and not work.pages:
        yield "SP", str(work.resource.page_count or "")
        return
    first, dash, last = work.pages.partition("–")
    split = dash and last and "," not in work.pages
    yield "SP", first if split else work.pages
    yield "EP", last if split else None


def ris_record(resource: Resource) -> str:
    """The resource as one RIS record, from `TY` to `ER`, each line closed by a line feed.

    Every value is one line: nothing that a title holds can begin a field or end the record.
    """
    fields = list(_fields(work_of(resource)))
    fields += other_fields(resource, "ris", {*(tag for tag, _ in fields), "AU", "ED", "KW", "PY"})
    lines = [f"{tag}  - {clean(value)}" for tag, value in fields if value and clean(value)]
    return "\n".join([*lines, "ER  - ", ""])
