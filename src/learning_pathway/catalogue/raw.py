"""Entries as the editor wrote them, before the model has accepted them, without settings of earlier versions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from . import model
from .did_you_mean import as_id, key_meant
from .problems import Code
from .types import EntryKind, Status
from .yaml.document import Document, Path

__all__ = [
    "DROPPED_KEYS",
    "DROPPED_VALUES",
    "INNER",
    "LISTS",
    "MODELS",
    "RawCatalogue",
    "RawEntry",
    "RuleProblem",
    "dropped_values",
    "misplaced",
    "misspelt",
    "place_as_written",
    "without_dropped",
]


#: Keys below `pathway`, and what each was for.
DROPPED_KEYS = {"record_history": "the history of each record, read from git"}
#: Values in lists below `pathway`, and what each was for.
DROPPED_VALUES = {"packages": {"gift": "the tasks as GIFT questions"}}


def dropped_values(settings: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Each dropped value: its key, its place in the list there, and the value."""
    for key, gone in DROPPED_VALUES.items():
        values = settings.get(key)
        for place, value in enumerate(values if isinstance(values, list) else ()):
            if isinstance(value, str) and value.strip() in gone:
                yield key, place, value.strip()


def without_dropped(settings: Any) -> Any:
    """The settings without dropped keys and values; anything that is not a mapping as it is."""
    if not isinstance(settings, dict):
        return settings
    kept = {key: value for key, value in settings.items() if key not in DROPPED_KEYS}
    for key in {key for key, _, _ in dropped_values(settings)}:
        gone = DROPPED_VALUES[key]
        kept[key] = [value for value in kept[key] if not (isinstance(value, str) and value.strip() in gone)]
    return kept


def place_as_written(settings: Any, key: str, place: int) -> int:
    """The place, in the list `key` as it was written, of the value at `place` in the list without dropped values."""
    gone = {at for name, at, _ in dropped_values(settings) if name == key} if isinstance(settings, dict) else set()
    values = settings.get(key) if isinstance(settings, dict) else None
    left = [at for at in range(len(values)) if at not in gone] if isinstance(values, list) else []
    return left[place] if place < len(left) else place


#: The top-level lists of the catalogue, and what each holds.
LISTS = {
    "themes": EntryKind.THEME,
    "resources": EntryKind.RESOURCE,
    "tasks": EntryKind.TASK,
    "modules": EntryKind.MODULE,
    "routes": EntryKind.ROUTE,
    "tips": EntryKind.TIP_LIST,
    "calls": EntryKind.CALL,
    "retired": EntryKind.RETIRED,
}
#: The lists whose entries can be drafts.
_STAGED = ("themes", "resources", "tasks", "modules", "routes", "tips", "calls")
#: The model of each kind of entry.
MODELS: Mapping[EntryKind, type[BaseModel]] = MappingProxyType(
    {
        EntryKind.PATHWAY: model.Pathway,
        EntryKind.THEME: model.Theme,
        EntryKind.RESOURCE: model.Resource,
        EntryKind.TASK: model.Task,
        EntryKind.MODULE: model.Module,
        EntryKind.SECTION: model.Section,
        EntryKind.STEP: model.Step,
        EntryKind.ROUTE: model.Route,
        EntryKind.TIP_LIST: model.TipList,
        EntryKind.TIP_SOURCE: model.TipSource,
        EntryKind.TIP: model.Tip,
        EntryKind.CALL: model.Call,
        EntryKind.RETIRED: model.Retired,
    }
)
#: The list inside an entry that holds further entries.
INNER = {
    EntryKind.MODULE: ("sections", EntryKind.SECTION),
    EntryKind.SECTION: ("steps", EntryKind.STEP),
    EntryKind.TIP_LIST: ("sources", EntryKind.TIP_SOURCE),
    EntryKind.TIP_SOURCE: ("tips", EntryKind.TIP),
}


@dataclass(frozen=True, slots=True, eq=False)
class RawEntry:
    """One entry as it was written: a mapping whose values may be of any shape."""

    kind: EntryKind
    document: Document
    path: Path
    data: dict[str, Any]
    parent: RawEntry | None = None
    id: str | None = field(init=False)
    """Its id, or None where it has none that is a text."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.text("id"))  # a dozen rules ask for it

    @property
    def name(self) -> str:
        """How problems name it: its id, after the module's for a section; a step has its section's name."""
        if self.kind is EntryKind.PATHWAY:
            return "pathway" if self.path else ""
        own = self.id
        if self.parent is None or self.kind is EntryKind.TIP:
            return own or (self.parent.name if self.parent else "")
        return "/".join(part for part in (self.parent.name, own) if part)

    @property
    def key(self) -> str:
        """What it is known by among all entries of its kind: its id, for a section or a source of tips its name."""
        return self.name if self.kind in (EntryKind.SECTION, EntryKind.TIP_SOURCE) else self.id or ""

    @property
    def suggested_id(self) -> str:
        """An id for an entry that has none, made of its title or its words; empty where there are none."""
        titles = (self.text(key) for key in ("title", "supplied_title", "prompt", "text", "question"))
        return as_id(next((title for title in titles if title), ""))

    @property
    def line(self) -> int:
        """The line that it begins in."""
        return self.document.at_value(self.path).line

    @property
    def written_at(self) -> str:
        """Its file and line, in words."""
        return f"{self.document.file}, line {self.line}"

    def text(self, key: str) -> str | None:
        """The value of `key`, if it is a text, without the spaces around it."""
        value = self.data.get(key)
        return value.strip() if isinstance(value, str) else None

    def texts(self, key: str) -> Iterator[tuple[Path, str]]:
        """The texts in the list under `key`, or the one text there, each with its path in the document."""
        value = self.data.get(key)
        if isinstance(value, str):
            yield (*self.path, key), value.strip()
        elif isinstance(value, list):
            for place, part in enumerate(value):
                if isinstance(part, str):
                    yield (*self.path, key, place), part.strip()

    def mappings(self, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
        """The mappings in the list under `key`, each with its path in the document."""
        value = self.data.get(key)
        if isinstance(value, list):
            for place, part in enumerate(value):
                if isinstance(part, dict):
                    yield (*self.path, key, place), part

    def children(self) -> Iterator[RawEntry]:
        """The entries inside this one: sections of a module, steps of a section and so on."""
        inner = INNER.get(self.kind)
        if inner is not None:
            key, kind = inner
            for path, data in self.mappings(key):
                yield RawEntry(kind, self.document, path, data, self)


#: The key that tells an entry of a kind from all others.
_TELLING = {
    EntryKind.RESOURCE: "type",
    EntryKind.TASK: "prompt",
    EntryKind.MODULE: "sections",
    EntryKind.SECTION: "steps",
    EntryKind.ROUTE: "modules",
    EntryKind.TIP_LIST: "sources",
    EntryKind.CALL: "question",
}


def misplaced(entry: RawEntry) -> tuple[str, EntryKind] | None:
    """The key of an entry that only another kind has, and that kind; None where it is one of its own."""
    own = MODELS[entry.kind].model_fields.keys() if entry.path else ()
    for kind, key in _TELLING.items() if own else ():
        if key in entry.data and key not in own and key_meant(key, own) is None:
            return key, kind
    return None


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """A problem that a rule found; its place is still a path into a document."""

    code: Code
    entry: RawEntry
    message: str
    remedy: str
    path: Path | None = None
    """The value at fault; the entry itself where it is None."""
    at_key: bool = False
    """Whether the fault is the key that the path ends in."""
    instead: str | None = None
    """What to write instead of that value or key, as YAML; None where unknown."""
    corrected: str = ""
    """The whole line as it should be, where more than one value or key of it changes."""


@dataclass(frozen=True)
class RawCatalogue:
    """All documents of a catalogue together."""

    documents: tuple[Document, ...]
    complete: bool = True
    """Whether every file could be read; if not, an id that is not found may be in one that was not."""
    places: dict[str, list[tuple[Document, int]]] = field(default_factory=dict, init=False)
    """For each top-level list: the document and the place there of each part, in reading order."""

    def __post_init__(self) -> None:
        for key in LISTS:
            self.places[key] = [
                (document, place)
                for document in self.documents
                if isinstance(parts := document.data.get(key), list)
                for place in range(len(parts))
                if key not in _STAGED or not _is_draft(parts[place])
            ]

    @cached_property
    def entries(self) -> dict[EntryKind, list[RawEntry]]:
        """Every entry that is a mapping, by kind, in reading order."""
        entries: dict[EntryKind, list[RawEntry]] = {kind: [] for kind in EntryKind}
        for document in self.documents:
            pathway = document.data.get("pathway")
            if isinstance(pathway, dict):
                entries[EntryKind.PATHWAY].append(RawEntry(EntryKind.PATHWAY, document, ("pathway",), pathway))
            top = RawEntry(EntryKind.PATHWAY, document, (), document.data)
            for key, kind in LISTS.items():
                for path, data in top.mappings(key):
                    if key not in _STAGED or not _is_draft(data):
                        _gather(RawEntry(kind, document, path, data), entries)
        return entries

    @cached_property
    def drafts(self) -> list[RawEntry]:
        """The entries that are not to be published yet, in reading order. `entries` holds none of them."""
        tops = (RawEntry(EntryKind.PATHWAY, document, (), document.data) for document in self.documents)
        return [
            RawEntry(LISTS[key], top.document, path, data)
            for top in tops
            for key in _STAGED
            for path, data in top.mappings(key)
            if _is_draft(data)
        ]

    def each(self, *kinds: EntryKind) -> Iterable[RawEntry]:
        """The entries of some kinds, in reading order within each."""
        for kind in kinds:
            yield from self.entries[kind]

    def having(self, kind: EntryKind, field: str) -> Iterator[RawEntry]:
        """The entries of a kind that have a field, in reading order."""
        return (entry for entry in self.entries[kind] if field in entry.data)

    def owner(self, document: Document, path: Path) -> RawEntry:
        """The innermost entry that holds the value at `path`; for a value that is in none, the document itself."""
        entry = RawEntry(EntryKind.PATHWAY, document, (), document.data)
        if not path or path[0] not in {*LISTS, "pathway"}:
            return entry
        key, kind = str(path[0]), LISTS.get(str(path[0]), EntryKind.PATHWAY)
        data: Any = document.data.get(key)
        if kind is EntryKind.PATHWAY:
            return RawEntry(kind, document, ("pathway",), data) if isinstance(data, dict) else entry
        place = 1
        parent: RawEntry | None = None
        while place < len(path) and isinstance(data, list) and isinstance(data[int(path[place])], dict):
            data = data[int(path[place])]
            entry = parent = RawEntry(kind, document, path[: place + 1], data, parent)
            inner = INNER.get(kind)
            if inner is None or path[place + 1 : place + 2] != (inner[0],):
                break
            data, kind, place = data.get(inner[0]), inner[1], place + 2
        return entry

    def merged(self) -> dict[str, Any]:
        """One mapping of everything, as the model takes it."""
        merged: dict[str, Any] = {}
        for document in self.documents:
            for key, value in document.data.items():
                if key in LISTS and isinstance(value, list):
                    parts = value if key not in _STAGED else [part for part in value if not _is_draft(part)]
                    merged.setdefault(key, []).extend(parts)
                elif key == "pathway":
                    merged.setdefault(key, without_dropped(value))
        return merged


def _is_draft(part: Any) -> bool:
    status = part.get("status") if isinstance(part, dict) else None
    return isinstance(status, str) and status.strip() == Status.DRAFT


def _gather(entry: RawEntry, entries: dict[EntryKind, list[RawEntry]]) -> None:
    entries[entry.kind].append(entry)
    for child in entry.children():
        _gather(child, entries)


def misspelt(written: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """For each unknown key of an entry that has a likely meaning: the key that was meant."""
    unknown = [key for key in written if key not in known]
    return {key: meant for key in unknown if (meant := key_meant(key, known)) is not None}
