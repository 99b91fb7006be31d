"""What becomes of a file's records: added, known already, or refused; and the change to the files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..catalogue import ReadResult
from ..catalogue.did_you_mean import as_id
from ..catalogue.ids import Published, keys_of
from ..catalogue.model import ID_PATTERN, Catalogue
from ..catalogue.rules.ids import RESERVED
from ..catalogue.yaml.patch import Patch, apply
from ..catalogue.yaml.writer import insert
from ..formats.model import Record, Refused, Source
from .dry_run import Trial
from .duplicates import Known, Twin

__all__ = [
    "Addition",
    "Plan",
    "make_plan",
    "propose",
    "taken",
    "write_plan",
]

#: Words of a title that an id does without.
_SMALL = frozenset(
    {
        "a", "about", "an", "and", "are", "as", "at", "be", "by", "for", "from", "how", "in", "into", "is", "it",
        "its", "of", "on", "or", "our", "the", "their", "to", "towards", "we", "what", "when", "why", "with", "your"
    }
)  # fmt: skip
_WORDS = 5
_LONGEST = 60


def taken(catalogue: Catalogue | None, published: Published) -> set[str]:
    """Every id that a resource has, had, or was published with."""
    keys = {*(keys_of(catalogue) if catalogue is not None else ()), *published.lines}
    return {key.partition(":")[2] for key in keys if key.startswith("resource:")}


def propose(key: str, facts: Mapping[str, Any], used: Iterable[str]) -> str:
    """An id for a work.

    Args:
        key: what the file calls it: it becomes the id where it can be one that a person made up.
        facts: its title and creators, of which the id is made otherwise: `sharp-know-good-work`.
        used: ids that cannot be had; see `taken`.
    """
    wanted = key if _is_good(key) else _made(facts)
    used = used if isinstance(used, set) else set(used)
    name, number = wanted, 1
    while name in used or name in RESERVED:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _is_good(key: str) -> bool:
    return re.fullmatch(ID_PATTERN, key) is not None and len(key) <= _LONGEST and re.search("[a-z]{2}", key) is not None


def _made(facts: Mapping[str, Any]) -> str:
    creators = [*(facts.get("authors") or ()), *(facts.get("editors") or ())]
    first = creators[0] if creators and isinstance(creators[0], Mapping) else {}
    creator = as_id(str(first.get("family") or first.get("organisation") or ""))
    words = as_id(str(facts.get("title") or facts.get("supplied_title") or "")).split("-")
    telling = [word for word in words if word not in _SMALL] or words
    short = "-".join([*creator.split("-")[:3], *telling[:_WORDS]]).strip("-")
    while len(short) > _LONGEST and "-" in short:
        short = short.rpartition("-")[0]
    return short[:_LONGEST].strip("-") or "work"


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


def make_plan(source: Source, reading: ReadResult, today: date, despite: Collection[str] = ()) -> Plan:
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

    def sound(reading: ReadResult) -> str | None:
        there = {resource.id for resource in reading.catalogue.resources} if reading.catalogue is not None else set()
        return None if wanted <= there else "an entry would be lost"

    apply(root, patches, sound)
