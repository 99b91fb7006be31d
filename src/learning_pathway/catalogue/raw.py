"""Entries as the editor wrote them, before the model has accepted them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from .codes import Code
from .did_you_mean import as_id
from .dropped import without_dropped
from .vocabulary import Status
from .yaml.document import Document, Path

__all__ = [
    "LISTS",
    "Draft",
    "Finding",
    "Item",
    "Kind",
]


class Kind(StrEnum):
    """What sort of entry an item is."""

    PATHWAY = "pathway"
    THEME = "theme"
    RESOURCE = "resource"
    TASK = "task"
    MODULE = "module"
    SECTION = "section"
    STEP = "step"
    ROUTE = "route"
    TIP_LIST = "tip-list"
    TIP_SOURCE = "tip-source"
    TIP = "tip"
    RETIRED = "retired"

    @property
    def words(self) -> str:
        """What an editor calls it."""
        return {"tip-list": "list of tips", "tip-source": "source of tips"}.get(self.value, self.value)


#: The top-level lists of the catalogue, and what each holds.
LISTS = {
    "themes": Kind.THEME,
    "resources": Kind.RESOURCE,
    "tasks": Kind.TASK,
    "modules": Kind.MODULE,
    "routes": Kind.ROUTE,
    "tips": Kind.TIP_LIST,
    "retired": Kind.RETIRED,
}
#: The lists whose entries can be drafts.
_STAGED = ("themes", "resources", "tasks", "modules", "routes", "tips")
#: The list inside an entry that holds further entries.
_INNER = {
    Kind.MODULE: ("sections", Kind.SECTION),
    Kind.SECTION: ("steps", Kind.STEP),
    Kind.TIP_LIST: ("sources", Kind.TIP_SOURCE),
    Kind.TIP_SOURCE: ("tips", Kind.TIP),
}


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One entry as it was written: a mapping whose values may be of any shape."""

    kind: Kind
    document: Document
    path: Path
    data: dict[str, Any]
    parent: Item | None = None

    @property
    def id(self) -> str | None:
        """Its id, or None where it has none that is a text."""
        return self.text("id")

    @property
    def name(self) -> str:
        """How problems name it: its id, after the module's for a section; a step has its section's name."""
        if self.kind is Kind.PATHWAY:
            return "pathway" if self.path else ""
        own = self.id
        if self.parent is None or self.kind is Kind.TIP:
            return own or (self.parent.name if self.parent else "")
        return "/".join(part for part in (self.parent.name, own) if part)

    @property
    def key(self) -> str:
        """What it is known by among all entries of its kind: its id, for a section or a source of tips its name."""
        return self.name if self.kind in (Kind.SECTION, Kind.TIP_SOURCE) else self.id or ""

    @property
    def suggested_id(self) -> str:
        """An id for an entry that has none, made of its title or its words; empty where there are none."""
        titles = (self.text(key) for key in ("title", "supplied_title", "prompt", "text"))
        return as_id(next((title for title in titles if title), ""))

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

    def children(self) -> Iterator[Item]:
        """The entries inside this one: sections of a module, steps of a section and so on."""
        inner = _INNER.get(self.kind)
        if inner is not None:
            key, kind = inner
            for path, data in self.mappings(key):
                yield Item(kind, self.document, path, data, self)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: a problem whose place is still a path into a document."""

    code: Code
    item: Item
    message: str
    remedy: str
    path: Path | None = None
    """The value at fault; the item itself where it is None."""
    at_key: bool = False
    """Whether the fault is the key that the path ends in."""
    instead: str | None = None
    """What to write in place of that value or key, as YAML; None where that cannot be worked out."""
    corrected: str = ""
    """The whole line as it should be, where more than one value or key of it changes."""


@dataclass(frozen=True)
class Draft:
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
    def items(self) -> dict[Kind, list[Item]]:
        """Every entry that is a mapping, by kind, in reading order."""
        items: dict[Kind, list[Item]] = {kind: [] for kind in Kind}
        for document in self.documents:
            pathway = document.data.get("pathway")
            if isinstance(pathway, dict):
                items[Kind.PATHWAY].append(Item(Kind.PATHWAY, document, ("pathway",), pathway))
            top = Item(Kind.PATHWAY, document, (), document.data)
            for key, kind in LISTS.items():
                for path, data in top.mappings(key):
                    if key not in _STAGED or not _is_draft(data):
                        _gather(Item(kind, document, path, data), items)
        return items

    @cached_property
    def drafts(self) -> list[Item]:
        """The entries that are not to be published yet, in reading order. `items` holds none of them."""
        tops = (Item(Kind.PATHWAY, document, (), document.data) for document in self.documents)
        return [
            Item(LISTS[key], top.document, path, data)
            for top in tops
            for key in _STAGED
            for path, data in top.mappings(key)
            if _is_draft(data)
        ]

    def each(self, *kinds: Kind) -> Iterable[Item]:
        """The entries of some kinds, in reading order within each."""
        for kind in kinds:
            yield from self.items[kind]

    def having(self, kind: Kind, field: str) -> Iterator[Item]:
        """The entries of a kind that have a field, in reading order."""
        return (item for item in self.items[kind] if field in item.data)

    def owner(self, document: Document, path: Path) -> Item:
        """The innermost entry that holds the value at `path`; for a value that is in none, the document itself."""
        item = Item(Kind.PATHWAY, document, (), document.data)
        if not path or path[0] not in {*LISTS, "pathway"}:
            return item
        key, kind = str(path[0]), LISTS.get(str(path[0]), Kind.PATHWAY)
        data: Any = document.data.get(key)
        if kind is Kind.PATHWAY:
            return Item(kind, document, ("pathway",), data) if isinstance(data, dict) else item
        place = 1
        parent: Item | None = None
        while place < len(path) and isinstance(data, list) and isinstance(data[int(path[place])], dict):
            data = data[int(path[place])]
            item = parent = Item(kind, document, path[: place + 1], data, parent)
            inner = _INNER.get(kind)
            if inner is None or path[place + 1 : place + 2] != (inner[0],):
                break
            data, kind, place = data.get(inner[0]), inner[1], place + 2
        return item

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


def _gather(item: Item, items: dict[Kind, list[Item]]) -> None:
    items[item.kind].append(item)
    for child in item.children():
        _gather(child, items)
