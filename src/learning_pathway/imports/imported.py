"""What earlier imports wrote, in `imported.json`: a later import tells an editor's changes by it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rapidfuzz import fuzz

from ..catalogue.model import Resource
from ..catalogue.yaml.patch import Patch, text_before
from ..catalogue.yaml.tree import EditError
from ..formats.model import Record

__all__ = ["FILE", "Imported", "comparable", "read_imported"]

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


def read_imported(root: Path) -> Imported:
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
