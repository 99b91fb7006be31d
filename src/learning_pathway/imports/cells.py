"""One value of a resource, typed as text: in the cell of a table, or after `--set`."""

from __future__ import annotations

from collections.abc import Callable

from . import dates
from .people import from_cell
from .plain import plain
from .wording import doi

__all__ = ["read_cell"]


def _people(cell: str) -> object:
    return from_cell(cell) or None


def _ids(cell: str) -> object:
    return [word for part in cell.replace("\n", ";").split(";") if (word := plain(part))]


def _number(cell: str) -> object:
    text = plain(cell).replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _minutes(cell: str) -> object:
    return _number(cell) or dates.minutes(plain(cell))


def _doi(cell: str) -> object:
    return doi(plain(cell))


def _date(cell: str) -> object:
    return dates.partial(plain(cell))


def _day(cell: str) -> object:
    return dates.day(plain(cell))


#: How the text of a field is read where it is not simply its value. None means that it was not understood.
_READERS: dict[str, Callable[[str], object]] = {
    "authors": _people,
    "editors": _people,
    "themes": _ids,
    "related": _ids,
    "cites": _ids,
    "earlier_titles": _ids,
    "published": _date,
    "updated": _date,
    "accessed": _day,
    "added": _day,
    "reviewed_on": _day,
    "minutes": _minutes,
    "page_count": _number,
    "word_count": _number,
    "doi": _doi,
}


def read_cell(field: str, cell: str) -> object:
    """The value of a resource's field, as the model takes it; None where the text was not understood.

    Args:
        field: the field. People are written `Gray, Ida; Northern Forum; Lowe, Toby [guest]`, lists with semicolons.
        cell: the text.
    """
    return _READERS[field](cell) if field in _READERS else plain(cell) or None
