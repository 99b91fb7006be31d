"""Resources as a table for a spreadsheet, one row each (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from ..catalogue.model import Person, Resource
from ..citation import cite

__all__ = [
    "CSV_HEAD",
    "csv_row",
]


def _people(people: Sequence[Person]) -> str:
    """`Sharp, C.; Northern Forum`; what someone other than an author did stands in brackets."""
    names = []
    for person in people:
        name = person.organisation or ", ".join(part for part in (person.family, person.given) if part)
        names.append(name if person.role.value == "author" else f"{name} [{person.role.value}]")
    return "; ".join(names)


#: The columns, in order: what is for editors only (notes, owners, reviews) stays out.
_COLUMNS: dict[str, Callable[[Resource], object]] = {
    "id": lambda r: r.id,
    "type": lambda r: r.type.value,
    "title": lambda r: r.title,
    "supplied_title": lambda r: r.supplied_title,
    "authors": lambda r: _people(r.authors),
    "editors": lambda r: _people(r.editors),
    "published": lambda r: r.published,
    "updated": lambda r: r.updated,
    "accessed": lambda r: r.accessed,
    "publisher": lambda r: r.publisher,
    "place": lambda r: r.place,
    "container": lambda r: r.container,
    "volume": lambda r: r.volume,
    "issue": lambda r: r.issue,
    "pages": lambda r: r.pages,
    "edition": lambda r: r.edition,
    "number": lambda r: r.number,
    "conference": lambda r: r.conference,
    "doi": lambda r: r.doi,
    "isbn": lambda r: r.isbn,
    "issn": lambda r: r.issn,
    "url": lambda r: r.url,
    "catalogue_url": lambda r: r.catalogue_url,
    "archived_url": lambda r: r.archived_url,
    "language": lambda r: r.language,
    "licence": lambda r: r.licence,
    "access": lambda r: r.access.value,
    "level": lambda r: r.level.value if r.level else None,
    "minutes": lambda r: r.minutes,
    "page_count": lambda r: r.page_count,
    "word_count": lambda r: r.word_count,
    "captions": lambda r: r.captions.value if r.captions else None,
    "themes": lambda r: "; ".join(r.themes),
    "summary": lambda r: r.summary,
    "summary_source": lambda r: r.summary_source.value if r.summary else None,
    "why": lambda r: r.why,
    "added": lambda r: r.added,
    "status": lambda r: r.status.value,
    "citation": lambda r: cite(r).text,
}


def _cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula: it gets an apostrophe (OWASP, CSV injection)."""
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


#: What a table begins with: a byte-order mark, which spreadsheets need to read accents, and the header row.
CSV_HEAD = "\ufeff" + _line(_COLUMNS)


def csv_row(resource: Resource) -> str:
    """The resource as a row of comma-separated values, with its line end (CRLF)."""
    return _line(_cell(column(resource)) for column in _COLUMNS.values())
