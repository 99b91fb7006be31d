"""Importing again: what earlier imports wrote (`imported.json`), and what a new one changes of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError
from rapidfuzz import fuzz

from ..catalogue import ReadResult
from ..catalogue.model import Resource
from ..catalogue.yaml.document import Path
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.patch import Patch, text_before
from ..catalogue.yaml.tree import EditError
from ..catalogue.yaml.writer import RESOURCE_KEYS, shaped_value
from ..formats.model import Record

__all__ = ["FILE", "Change", "Imported", "Update", "comparable", "compare", "read_imported", "update_patches"]

FILE = "imported.json"
_VERSION = 1
#: Fields that an import never changes.
_FIXED = frozenset({"id", "added", "formerly"})
#: From which likeness on, 0 to 100, titles with the same key are taken for one resource's.
_SAME_TITLE = 60.0


def comparable(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts in the form in which the catalogue has them, so that two imports can be compared."""
    try:
        resource = Resource.model_validate({**facts, "id": "x"})
    except ValidationError:
        return {}
    return {name: value for name, value in written(resource).items() if name not in _FIXED}


def written(resource: Resource) -> dict[str, Any]:
    """A resource's facts that are not left out in its entry."""
    return resource.model_dump(mode="json", exclude_defaults=True)


@dataclass(frozen=True, slots=True)
class Imported:
    """The entries that were imported: by id, the key that the source has for each, and the facts that it gave."""

    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    text: str | None = None
    """The file as it is; None where there is none."""

    def facts(self, id_: str) -> Mapping[str, Any]:
        """What the last import gave an entry."""
        fields: Mapping[str, Any] = self.entries.get(id_, {}).get("fields", {})
        return fields

    def match(self, record: Record, form: str) -> str | None:
        """The entry that a record was imported as: the same key in the same format, for a title that is like it."""
        for id_, entry in self.entries.items():
            if record.key and (entry.get("key"), entry.get("format")) == (record.key, form):
                titles = [
                    str(facts.get("title") or facts.get("supplied_title") or "")
                    for facts in (entry.get("fields", {}), record.facts)
                ]
                if fuzz.token_sort_ratio(*titles) >= _SAME_TITLE:
                    return id_
        return None

    def patch(self, given: Iterable[tuple[str, str, str, Mapping[str, Any]]]) -> Patch | None:
        """The file with what an import gives: id, key, format and facts of each entry; None where nothing changes."""
        entries = dict(self.entries)
        for id_, key, form, facts in given:
            entries[id_] = {"key": key, "format": form, "fields": dict(facts)}
        if entries == self.entries:
            return None
        data = {"version": _VERSION, "entries": dict(sorted(entries.items()))}
        return Patch(FILE, self.text, json.dumps(data, ensure_ascii=False, indent=1) + "\n", ())


def read_imported(root: FilePath) -> Imported:
    """Read what earlier imports wrote.

    Raises:
        EditError: the file is damaged, or of a later version.
    """
    text = text_before(root / FILE)
    if text is None:
        return Imported()
    try:
        data = json.loads(text)
        entries = data["entries"] if data["version"] == _VERSION else None
    except (ValueError, TypeError, KeyError, RecursionError):
        entries = None
    is_sound = isinstance(entries, dict) and all(
        isinstance(entry, dict) and isinstance(entry.get("fields"), dict) for entry in entries.values()
    )
    if not is_sound:
        raise EditError(
            f"{FILE} is damaged, or of a later version; restore it from git, or delete it: then no entry is known to "
            "be imported"
        )
    return Imported(entries or {}, text)


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
