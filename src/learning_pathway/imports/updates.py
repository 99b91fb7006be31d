"""What an import changes in entries that it wrote before: only what no editor has changed since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from ..catalogue import ReadResult
from ..catalogue.yaml.document import Path
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.patch import Patch, text_before
from ..catalogue.yaml.tree import EditError
from ..catalogue.yaml.writer import RESOURCE_KEYS, shaped_value
from ..formats.model import Record
from .imported import comparable, written

__all__ = ["Change", "Update", "compare", "update_patches"]


@dataclass(frozen=True, slots=True)
class Change:
    """One field that the source says otherwise than before."""

    field: str
    before: Any
    """The catalogue's value; None where it has none."""
    after: Any
    """The source's value."""
    is_made: bool
    """Whether the import changes it: not where an editor has changed it since the last import."""


@dataclass(frozen=True, slots=True)
class Update:
    """An entry that was imported before, with what the source says otherwise now."""

    id: str
    record: Record
    changes: tuple[Change, ...]

    @property
    def made(self) -> tuple[Change, ...]:
        """The changes that the import makes."""
        return tuple(change for change in self.changes if change.is_made)


def compare(record: Record, last: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """The fields whose value in the source has changed since the last import, in the catalogue's order.

    Args:
        record: what the source says.
        last: what it said at the last import.
        now: what the catalogue says.
    """
    said = comparable(record.facts)
    return tuple(
        Change(name, now.get(name), said[name], is_made=now.get(name) == last.get(name))
        for name in RESOURCE_KEYS
        if name in said and said[name] != last.get(name) and said[name] != now.get(name)
    )


def facts_now(reading: ReadResult) -> dict[str, dict[str, Any]]:
    """The facts of each entry of the catalogue, by each id that it has or had."""
    resources = reading.catalogue.resources if reading.catalogue is not None else ()
    return {id_: written(resource) for resource in resources for id_ in (*resource.formerly, resource.id)}


def update_patches(root: FilePath, reading: ReadResult, updates: Iterable[Update]) -> list[Patch]:
    """The change to each file that holds an entry to update.

    Raises:
        EditError: a place cannot be told for sure.
        OSError: a file cannot be read.
    """
    by_file: dict[str, list[Update]] = defaultdict(list)
    for update in updates:
        origin = reading.locations.of("resource", update.id)
        if update.made and origin is not None:
            by_file[origin.file].append(update)
    return [_patch(root, file, wanted) for file, wanted in sorted(by_file.items())]


def _patch(root: FilePath, file: str, updates: Sequence[Update]) -> Patch:
    before = text_before(root / file)
    if before is None:
        raise EditError(f"{file} is gone; run it again")
    editor = Editor(file, before)
    places = {str(entry.get("id")): place for place, entry in enumerate(editor.data.get("resources") or ())}
    for update in updates:
        if update.id not in places:
            raise EditError(f"{file}: the entry `{update.id}` was not found")
        place = places[update.id]
        wanted: dict[Path, Any] = {
            ("resources", place, change.field): shaped_value(change.field, change.after) for change in update.made
        }
        editor.set_all(wanted, order=RESOURCE_KEYS, shared=Shared.HERE)
    return Patch(file, before, editor.text, tuple(update.id for update in updates))
