"""What is left to do, with the form that each item leads to, and the balance of each module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from aiohttp import web

from ..catalogue.types import EntryKind
from ..catalogue.yaml.document import Path
from ..editing.project import Project
from ..editing.status import FACTS, GROUPS, StatusItem
from .controls import controls_for
from .entries import Entries, Owners, key_of
from .requests import Asked, entry_href, html, missing
from .workbench import Workbench

__all__ = ["Row", "ToDo", "field_href", "field_of_link", "link_anchor", "next_rows"]

#: The lists in the order of what harms learners most.
_ORDER = (
    "links-in-trouble",
    "reviews-due",
    "missing-reasons",
    "unknown-facts",
    "lost-capitals",
    "long-sentences",
    "drafts",
    "unused-entries",
)
#: The field that an item of a list is about, where it says none itself.
_FIELDS = {"reviews-due": "reviewed_on", "missing-reasons": "why", "drafts": "status"}
#: Lists of resources. The others are of problems, which say where they are.
_OF_RESOURCES = frozenset({"links-in-trouble", "reviews-due", "unknown-facts"})
#: Rows of a list that are shown.
_MOST = 100
#: What the form calls each field of a resource.
_LABELS = {control.name: control.label for control in controls_for(EntryKind.RESOURCE)}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do, and the address of the form for it."""

    href: str
    title: str
    words: str
    owner: str
    group: str


class ToDo:
    """Finds the forms for what is left to do."""

    def __init__(self, workbench: Workbench) -> None:
        """Take the project."""
        self.workbench = workbench

    def page(self, asked: Asked) -> web.Response:
        """Everything that is left to do, and the balance of each module."""
        if asked.rest:
            return missing()
        status = self.workbench.status(self.workbench.project_today())
        places = Places(self.workbench.entries())
        lists = [
            (name, title, len(items), [places.row(group, item) for item in items[:_MOST]])
            for group in _ORDER
            for name, title, items in _lists(group, status.groups[group])
        ]
        return html("to_do.html", lists=lists, modules=status.modules)

    def next(self, project: Project, entries: Entries) -> tuple[list[Row], int]:
        """The next five things to do, and how many there are in all."""
        groups, places = self.workbench.status(project).groups, Places(entries)
        rows = {name: [places.row(name, item) for item in groups[name][:5]] for name in _ORDER}
        return next_rows(rows, 5), sum(map(len, groups.values()))


def next_rows(groups: Mapping[str, list[Row]], count: int) -> list[Row]:
    """The first of each list, then the second of each, and so on."""
    rounds = chain.from_iterable(zip_longest(*groups.values()))
    return list(islice((row for row in rounds if row is not None), count))


class Places:
    """Finds the form or the page that items lead to."""

    def __init__(self, entries: Entries) -> None:
        """Take the entries as they are written now."""
        self.entries, self.owners = entries, Owners(entries.texts)

    def row(self, group: str, item: StatusItem) -> Row:
        """An item with the address of its form; of the list of resources where there is no form."""
        kind, key, path = self._place(group, item)
        entry = self.entries.get(kind, key)
        if entry is None:
            return Row(f"/list/{EntryKind.RESOURCE}", item.title or item.id, item.words, item.owner, group)
        if group == "links-in-trouble":
            href = link_href(item.id)
        else:
            href = field_href(kind, key, path or (item.field or _FIELDS.get(group, ""),))
        words = f"{_LABELS[item.field]}: unknown" if group == "unknown-facts" else item.words
        return Row(href, self.entries.name(entry), words, item.owner, group)

    def _place(self, group: str, item: StatusItem) -> tuple[EntryKind, str, Path]:
        """Kind and key of the entry that an item is about, and the path inside it, where the item is about a value."""
        if group in _OF_RESOURCES:
            return EntryKind.RESOURCE, item.id.partition("/")[0], ()
        place = self.owners.at(item.file, item.line, item.column)
        if place is None:
            return EntryKind.RESOURCE, "", ()
        return place[0].kind, key_of(place[0]), () if group in _FIELDS else place[1]


def link_href(name: str) -> str:
    """The address of a link among those to look after."""
    return f"/links#{link_anchor(name)}"


def link_anchor(name: str) -> str:
    """What the part of the page is called that is about a link."""
    return f"l-{name.replace('/', '--')}"


def field_href(kind: EntryKind, key: str, path: Path) -> str:
    """The address of a field in an entry's form; of the form where it has no such field."""
    known = {control.name for control in controls_for(kind)}
    anchor = f"#f-{'-'.join(map(str, path))}" if path and path[0] in known else ""
    return f"{entry_href(kind, key)}{anchor}"


def field_of_link(address: str) -> Path:
    """The field with a further address of a resource, as the ids of links name it."""
    name, _, number = address.rpartition("-")
    if number.isdecimal():
        return (name, int(number) - 1, "url")
    return (address.replace("-", "_"),) if address else ()


def _lists(group: str, items: Sequence[StatusItem]) -> Iterator[tuple[str, str, Sequence[StatusItem]]]:
    """Name, title and items of each list that a group is shown as: unknown facts have one for each field."""
    if group != "unknown-facts":
        yield group, GROUPS[group][0].replace("`", ""), items
        return
    for field in FACTS:
        yield f"unknown-{field}", f"Unknown: {_LABELS[field].lower()}", [item for item in items if item.field == field]
