"""What a reader returns: records with facts, what it left out, and what it refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .text import shown

__all__ = [
    "MOST_RECORDS",
    "Record",
    "Refused",
    "Source",
]

#: Records that one file may hold.
MOST_RECORDS = 20_000


@dataclass(frozen=True, slots=True)
class Refused:
    """A piece of a file that no record could be made of."""

    line: int
    """Where it begins, from 1."""
    name: str
    """What it calls itself; empty where it says nothing."""
    reason: str
    """Why it was refused, in a sentence."""


@dataclass(slots=True)
class Record:
    """One work as a file describes it, in the catalogue's words."""

    line: int
    """Where it begins in the file, from 1."""
    key: str = ""
    """What the file calls it."""
    facts: dict[str, Any] = field(default_factory=dict)
    """Values of a resource's fields, as the model takes them; without an id."""
    unmapped: list[str] = field(default_factory=list)
    """What the record says that the catalogue has no place for, a sentence fragment each."""

    def leave(self, name: str, value: object, reason: str = "") -> None:
        """Remember something that could not be kept."""
        self.unmapped.append(f"{shown(name, 40)}: {shown(value, 60)}{f' ({reason})' if reason else ''}")


@dataclass(frozen=True, slots=True)
class Source:
    """What came of reading a file."""

    format: str
    """A name in `readers.FORMATS`."""
    records: tuple[Record, ...] = ()
    refused: tuple[Refused, ...] = ()
    remarks: tuple[str, ...] = ()
    """What was assumed, in sentences: the encoding, the separator."""

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)
