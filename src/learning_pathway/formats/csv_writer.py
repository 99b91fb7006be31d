"""Write tables for spreadsheets (RFC 4180), one row for each resource."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from ..catalogue.fields import FIELDS, words
from ..catalogue.model import Person, Resource
from ..citation import cite

__all__ = ["COLUMNS", "CSV_HEAD", "FORMULA", "csv_row"]

#: What a formula begins with, also in the wide letters of East Asian keyboards.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - they are meant


def _people_cell(people: Sequence[Person]) -> str:
    """`Sharp, C.; Northern Forum`; the role of anyone but an author is in brackets."""
    names = []
    for person in people:
        name = person.organisation or ", ".join(part for part in (person.family, person.given) if part)
        name += f" {{{person.account}}}" if person.account else ""
        names.append(name if person.role.value == "author" else f"{name} [{person.role.value}]")
    return _several(names)


def _several(values: Iterable[str]) -> str:
    """Several values in one cell."""
    return "; ".join(value.replace(";", ";;") for value in values)


def _own(resource: Resource, name: str) -> str:
    return words(getattr(resource, name))


#: How a cell is written where it is not simply the field's value.
_CELLS: dict[str, Callable[[Resource], object]] = {
    "authors": lambda resource: _people_cell(resource.authors),
    "editors": lambda resource: _people_cell(resource.editors),
    "earlier_titles": lambda resource: _several(resource.earlier_titles),
    "alternatives": lambda resource: _several(words((copy,)) for copy in resource.alternatives),
    "summary_source": lambda resource: resource.summary_source.value if resource.summary else None,
}
#: The column of references, which is no field.
_CITATION = 39
_NUMBERED = {number: name for name, row in FIELDS.items() if isinstance(number := row.csv, int)}
#: The columns, in order: what is for editors only (notes, owners, reviews) stays out.
COLUMNS: dict[str, Callable[[Resource], object]] = {
    name: _CELLS.get(name, partial(_own, name=name)) for _, name in sorted({**_NUMBERED, _CITATION: "citation"}.items())
} | {"citation": lambda resource: cite(resource).text}


def _cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula: it gets an apostrophe (OWASP, CSV injection)."""
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text.startswith(tuple(FORMULA)) else text


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


#: What a table begins with: a byte-order mark, which spreadsheets need to read accents, and the header row.
CSV_HEAD = "\ufeff" + _line(COLUMNS)


def csv_row(resource: Resource) -> str:
    """The resource as a row of comma-separated values, with its line end (CRLF)."""
    return _line(_cell(column(resource)) for column in COLUMNS.values())
