"""What would become of a file's records: added, known already, or refused; and the change that follows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..catalogue import Reading
from ..catalogue.editing import Patch, apply
from ..catalogue.insertion import insert
from .duplicates import Known, Twin
from .naming import propose, taken
from .record import Record, Refused, Source
from .trial import Trial

__all__ = ["Addition", "Plan", "make_plan", "write_plan"]


@dataclass(frozen=True, slots=True)
class Addition:
    """A work that would be added."""

    id: str
    record: Record

    @property
    def entry(self) -> dict[str, Any]:
        """The entry, as it would be written."""
        return {"id": self.id, **self.record.facts}


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done with a file, or with one page."""

    additions: tuple[Addition, ...]
    duplicates: tuple[tuple[Record, Twin], ...]
    refused: tuple[Refused, ...]
    remarks: tuple[str, ...] = ()
    format: str = ""

    def patch(self, root: Path, file: str) -> Patch | None:
        """The change to a file of the catalogue; None where there is nothing to add.

        Raises:
            EditError: the file leaves no place for it.
            OSError: the file cannot be read.
        """
        return insert(root, file, [addition.entry for addition in self.additions]) if self.additions else None


def make_plan(source: Source, reading: Reading, today: date, despite: Collection[str] = ()) -> Plan:
    """Decide what to do with the records of a file.

    Args:
        source: what was read.
        reading: the catalogue as it is.
        today: the day that new entries are `added` on.
        despite: records, by key or title, that are to be added although they look like a work that is there; or that
            work, by its id.
    """
    known, trial = Known(reading.catalogue), Trial(reading.catalogue, today)
    used = taken(reading.catalogue, reading.published)
    entries: dict[str, Record] = {}
    duplicates: list[tuple[Record, Twin]] = []
    refused = list(source.refused)
    for record in source:
        trial.prepare(record)
        twin = known.twin(record.facts)
        if twin is not None and (twin.certain or not _is_meant(record, twin, despite)):
            duplicates.append((record, twin))
            continue
        id_ = propose(record.key, record.facts, used)
        used.add(id_)
        known.add(id_, dict(record.facts))
        record.facts.setdefault("added", today.isoformat())
        entries[id_] = record
    for id_, reason in trial.refuse(entries).items():
        record = entries.pop(id_)
        refused.append(Refused(record.line, record.key, reason))
    additions = tuple(Addition(id_, record) for id_, record in entries.items())
    return Plan(
        additions, tuple(duplicates), tuple(sorted(refused, key=lambda r: r.line)), source.remarks, source.format
    )


def _is_meant(record: Record, twin: Twin, despite: Collection[str]) -> bool:
    title = record.facts.get("title") or record.facts.get("supplied_title")
    return not {record.key, title, twin.id}.isdisjoint(despite)


def write_plan(root: Path, patches: Sequence[Patch]) -> None:
    """Write the change, and make sure that every new entry is in the catalogue afterwards.

    Raises:
        EditError: the catalogue would not be sound; nothing was written.
        OSError: a file cannot be written; nothing was changed.
    """
    wanted = {id_ for patch in patches for id_ in patch.changed}

    def sound(reading: Reading) -> str | None:
        there = {resource.id for resource in reading.catalogue.resources} if reading.catalogue is not None else set()
        return None if wanted <= there else "an entry would be lost"

    apply(root, patches, sound)
