"""One value of a resource, typed as text: in the cell of a table, or after `--set`."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from functools import partial

from ..catalogue.suggestion import word_meant
from ..catalogue.vocabulary import Access, Captions, Level, ResourceType, Status, SummarySource
from . import dates
from .kinds import by_label
from .people import from_cell
from .plain import plain
from .wording import doi

__all__ = ["read_cell"]


def _people(cell: str) -> object:
    return from_cell(cell) or None


def _ids(cell: str) -> object:
    return [word for part in cell.replace("\n", ";").split(";") if (word := plain(part))]


def _copies(cell: str) -> object:
    """Other copies: what each is, then its address: `author's copy https://example.org/a`."""
    copies = []
    for part in re.split(r";\s+|\n", cell):
        label, _, url = part.strip().rpartition(" ")
        if not plain(label) or not url.startswith(("http://", "https://")):
            return None
        copies.append({"url": url, "label": plain(label)})
    return copies


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


def _type(cell: str) -> object:
    return by_label(plain(cell)) or _word(ResourceType, cell)


def _word(words: type[StrEnum], cell: str) -> object:
    """The fixed word that was meant: `beginner` is `starter`."""
    text = plain(cell)
    return word_meant(text, list(words)) if text else None


#: How the text of a field is read where it is not simply its value. None means that it was not understood.
_READERS: dict[str, Callable[[str], object]] = {
    "authors": _people,
    "editors": _people,
    "alternatives": _copies,
    "themes": _ids,
    "related": _ids,
    "cites": _ids,
    "earlier_titles": _ids,
    "published": _date,
    "updated": _date,
    "accessed": _day,
    "added": _day,
    "reviewed_on": _day,
    "type": _type,
    "access": partial(_word, Access),
    "level": partial(_word, Level),
    "captions": partial(_word, Captions),
    "status": partial(_word, Status),
    "summary_source": partial(_word, SummarySource),
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
    value = _READERS[field](cell) if field in _READERS else plain(cell) or None
    return value.value if isinstance(value, StrEnum) else value
