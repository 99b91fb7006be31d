"""What becomes of a file's records: added, known already, or refused; and the change to the files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..catalogue.did_you_mean import as_id
from ..catalogue.fields import RESOURCE_KEYS
from ..catalogue.files import ROOT_FILE
from ..catalogue.ids import Published, keys_of
from ..catalogue.model import Catalogue
from ..catalogue.reader import ReadResult
from ..catalogue.rules.ids import RESERVED
from ..catalogue.values import ID_PATTERN
from ..catalogue.yaml.document import Path as Place
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.patch import Patch, text_before
from ..catalogue.yaml.tree import EditError
from ..editing.journal import save
from ..editing.project import Change
from ..formats.model import Record, Refused, Source
from ..formats.text import shown
from .add import insert, insert_themes, shaped_value
from .dry_run import DryRun
from .matching import Imported, KnownResources, Match, Update, comparable, compare, facts_now

__all__ = [
    "Addition",
    "Plan",
    "import_change",
    "keeps_entries",
    "make_plan",
    "propose",
    "taken",
    "update_patches",
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
    duplicates: tuple[tuple[Record, Match], ...]
    refused: tuple[Refused, ...]
    updates: tuple[Update, ...] = ()
    themes: tuple[tuple[str, str], ...] = ()
    """New themes, by id and title."""
    remarks: tuple[str, ...] = ()
    format: str = ""
    program: str = ""

    @property
    def changes(self) -> int:
        """How many entries would be added or changed."""
        return len(self.additions) + sum(bool(update.made) for update in self.updates)

    def patches(self, reading: ReadResult, file: str) -> list[Patch]:
        """The changes to the catalogue's files; new entries go into `file`.

        Raises:
            EditError: a file leaves no place for it.
            OSError: a file cannot be read.
        """
        root = reading.root
        patches = {patch.file: patch for patch in update_patches(root, reading, self.updates)}
        if self.additions:
            patches[file] = insert(root, file, [addition.entry for addition in self.additions], patches.get(file))
        if self.themes:
            patches[ROOT_FILE] = insert_themes(root, self.themes, patches.get(ROOT_FILE))
        return [patches[name] for name in sorted(patches)]

    def patch(self, root: Path, file: str) -> Patch | None:
        """The change to a file of the catalogue by new entries alone; None where there are none.

        Raises:
            EditError: the file leaves no place for it.
            OSError: the file cannot be read.
        """
        return insert(root, file, [addition.entry for addition in self.additions]) if self.additions else None

    def imported_patch(self, imported: Imported) -> Patch | None:
        """The change to the record of what imports wrote; None where there is none."""
        added = ((each.id, each.record.key, self.format, comparable(each.record.facts)) for each in self.additions)
        updated = (
            (
                update.id,
                update.record.key,
                self.format,
                {**imported.facts(update.id), **{change.field: change.after for change in update.made}},
            )
            for update in self.updates
        )
        return imported.patch([*added, *updated])


def make_plan(
    source: Source,
    reading: ReadResult,
    today: date,
    despite: Collection[str] = (),
    *,
    imported: Imported | None = None,
    themes_from_keywords: bool = False,
) -> Plan:
    """Decide what to do with the records of a file.

    Args:
        source: what was read.
        reading: the catalogue as it is.
        today: the day that new entries are `added` on.
        despite: records, by key or title, that are to be added although they look like a work that is there; or that
            work, by its id.
        imported: what earlier imports wrote; None where entries are only added.
        themes_from_keywords: whether a keyword that no theme is called becomes a new theme.
    """
    sorter = _Sorter(source.format, reading, imported or Imported())
    dry_run = DryRun(reading.catalogue, today, adds_themes=themes_from_keywords)
    for record in source:
        dry_run.prepare(record)
        sorter.sort(record, despite)
    refused = list(source.refused)
    entries = {**sorter.updated, **sorter.added}
    for id_, reason in dry_run.refuse(entries).items():
        record = entries[id_]
        sorter.added.pop(id_, None)
        sorter.updated.pop(id_, None)
        refused.append(Refused(record.line, record.key, reason))
    for record in sorter.added.values():
        record.facts.setdefault("added", today.isoformat())
    updates = sorter.updates()
    named = {theme for record in sorter.added.values() for theme in record.facts.get("themes") or ()}
    named |= {
        theme for update in updates for change in update.made if change.field == "themes" for theme in change.after
    }
    return Plan(
        tuple(Addition(id_, record) for id_, record in sorter.added.items()),
        tuple(sorter.duplicates),
        tuple(sorted(refused, key=lambda refusal: refusal.line)),
        updates,
        tuple((id_, title) for id_, title in dry_run.new_themes.items() if id_ in named),
        source.remarks,
        source.format,
        source.program,
    )


class _Sorter:
    """Tells records that are new from those of entries that are there."""

    def __init__(self, form: str, reading: ReadResult, imported: Imported) -> None:
        self._form, self._imported = form, imported
        self._known, self._now = KnownResources(reading.catalogue), facts_now(reading)
        self._used = taken(reading.catalogue, reading.published)
        self._ids = {
            old: resource.id
            for resource in (reading.catalogue.resources if reading.catalogue is not None else ())
            for old in (*resource.formerly, resource.id)
        }
        self.added: dict[str, Record] = {}
        self.updated: dict[str, Record] = {}
        self.duplicates: list[tuple[Record, Match]] = []

    def sort(self, record: Record, despite: Collection[str]) -> None:
        """Put a record among those to add, to update, or those that are there already."""
        match = self._known.find(record.facts)
        imported = self._imported_as(record, match)
        if imported is not None and imported not in self.updated:
            self.updated[imported] = record
        elif imported is not None:
            self.duplicates.append((record, Match(imported, "stands twice in the file", certain=True)))
        elif match is not None and (match.certain or not _is_meant(record, match, despite)):
            self.duplicates.append((record, match))
        else:
            id_ = propose(record.key, record.facts, self._used)
            self._used.add(id_)
            self._known.add(id_, dict(record.facts))
            self.added[id_] = record

    def _imported_as(self, record: Record, match: Match | None) -> str | None:
        """The id of the entry that an earlier import made of a record; None where there is none."""
        if match is not None and match.certain and match.id in self._imported.entries:
            return self._ids.get(match.id)
        id_ = self._imported.match(record, self._form)
        return self._ids.get(id_) if id_ is not None else None

    def updates(self) -> tuple[Update, ...]:
        """Entries whose source has changed. Those without a change join the duplicates."""
        found: list[Update] = []
        for id_, record in self.updated.items():
            last = next(
                (
                    self._imported.facts(old)
                    for old, new in self._ids.items()
                    if new == id_ and self._imported.facts(old)
                ),
                {},
            )
            changes = compare(record, last, self._now[id_])
            if changes:
                found.append(Update(id_, record, changes))
            else:
                self.duplicates.append((record, Match(id_, "was imported before and has not changed", certain=True)))
        return tuple(found)


def _is_meant(record: Record, match: Match, despite: Collection[str]) -> bool:
    title = record.facts.get("title") or record.facts.get("supplied_title")
    return not {record.key, title, match.id}.isdisjoint(despite)


def update_patches(root: Path, reading: ReadResult, updates: Iterable[Update]) -> list[Patch]:
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


def _patch(root: Path, file: str, updates: Sequence[Update]) -> Patch:
    before = text_before(root / file)
    if before is None:
        raise EditError(f"{file} is gone; run it again")
    editor = Editor(file, before)
    places = {str(entry.get("id")): place for place, entry in enumerate(editor.data.get("resources") or ())}
    for update in updates:
        if update.id not in places:
            raise EditError(f"{file}: the entry `{update.id}` was not found")
        place = places[update.id]
        wanted: dict[Place, Any] = {
            ("resources", place, change.field): shaped_value(change.field, change.after) for change in update.made
        }
        editor.set_all(wanted, order=RESOURCE_KEYS, shared=Shared.HERE)
    return Patch(file, before, editor.text, tuple(update.id for update in updates))


def import_change(plan: Plan, reading: ReadResult, imported: Imported, file: str, name: str) -> Change:
    """Work out the change to the catalogue, and to the record of what imports wrote.

    It has no patches where nothing is to be done. New entries go into `file`; the imported file is called `name`.

    Raises:
        EditError: a file leaves no place for it.
        OSError: a file cannot be read.
    """
    noted = plan.imported_patch(imported)
    patches = (*plan.patches(reading, file), *([noted] if noted is not None else []))
    return Change((f"Import resources of {shown(name)}.",), patches)


def write_plan(root: Path, change: Change) -> None:
    """Write a change with its entry in the diary, and make sure that every new entry is in the catalogue afterwards.

    Raises:
        EditError: the catalogue would not be sound; nothing was written.
        OSError: a file cannot be written; nothing was changed.
    """
    save(root, change, sound=keeps_entries(change))


def keeps_entries(change: Change) -> Callable[[ReadResult], str | None]:
    """A test for `journal.save`: every new entry is in the catalogue afterwards."""
    wanted = {id_ for patch in change.patches for id_ in patch.changed}

    def sound(reading: ReadResult) -> str | None:
        there = {resource.id for resource in reading.catalogue.resources} if reading.catalogue is not None else set()
        return None if wanted <= there else "an entry would be lost"

    return sound
