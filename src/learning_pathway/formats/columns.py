"""Names of fields in a format, and the fields that need no treatment of their own, from the table of fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..catalogue.fields import FIELDS, words
from ..catalogue.model import Resource

__all__ = [
    "columns",
    "other_fields",
    "other_names",
]


def columns(name: str) -> dict[str, str]:
    """The name of each field in a format that has one, by field; `name` is a column of the table of fields."""
    named = ((field, getattr(row, name)) for field, row in FIELDS.items())
    return {field: cell for field, cell in named if isinstance(cell, str)}


def other_fields(resource: Resource, name: str, written: Collection[str]) -> Iterator[tuple[str, str]]:
    """Names in a format and values of the fields whose names are not `written` already; what is unknown is left out."""
    for field, cell in columns(name).items():
        if cell not in written and (value := words(getattr(resource, field))):
            yield cell, value


def other_names(name: str, known: Collection[str]) -> dict[str, str]:
    """The field of each name in a format that is not `known` to its reader already."""
    return {cell: field for field, cell in columns(name).items() if cell not in known}
