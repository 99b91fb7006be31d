"""What is left to do, with the form for each item, the balance of each module, and the links to look after.

Buttons beside links do what `pathway links seen`, `approve` and `repair` do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice, zip_longest

from aiohttp import web

from ..catalogue.files import STATE_FILE
from ..catalogue.model import Catalogue
from ..catalogue.types import EntryKind
from ..catalogue.yaml.document import Path
from ..catalogue.yaml.tree import EditError
from ..editing.fixes import approval_change, known_copies, links_without_copies, lost_links, repair_change, seen_change
from ..editing.project import Change, Project
from ..editing.status import FACTS, GROUPS, StatusItem, is_in_trouble
from ..links.repair import archived_copies, keeps_links
from ..links.report.text import key_dates, long_date, remedy
from ..links.review import Approval, NoPageError, look
from ..links.settings import Settings, SettingsError
from ..links.state.file import LinkStates, read_health
from ..links.state.model import LinkState
from ..links.target import Target, targets_of
from ..links.verdicts import Verdict
from .controls import controls_for
from .entries import Entries, Owners, key_of
from .requests import Asked, entry_href, html, missing, refused, show_held
from .workbench import Proposal, Sound, Workbench

__all__ = [
    "LinkPages",
    "ToDo",
    "ToDoItem",
    "field_href",
    "field_of_link",
    "link_anchor",
    "next_rows",
]

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
class ToDoItem:
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
        places = ItemLinks(self.workbench.entries())
        lists = [
            (name, title, len(items), [places.row(group, item) for item in items[:_MOST]])
            for group in _ORDER
            for name, title, items in _lists(group, status.groups[group])
        ]
        return html("to_do.html", lists=lists, modules=status.modules)

    def next(self, project: Project, entries: Entries) -> tuple[list[ToDoItem], int]:
        """The next five things to do, and how many there are in all."""
        groups, places = self.workbench.status(project).groups, ItemLinks(entries)
        rows = {name: [places.row(name, item) for item in groups[name][:5]] for name in _ORDER}
        return next_rows(rows, 5), sum(map(len, groups.values()))


def next_rows(groups: Mapping[str, list[ToDoItem]], count: int) -> list[ToDoItem]:
    """The first of each list, then the second of each, and so on."""
    rounds = chain.from_iterable(zip_longest(*groups.values()))
    return list(islice((row for row in rounds if row is not None), count))


class ItemLinks:
    """Finds the form or the page that items lead to."""

    def __init__(self, entries: Entries) -> None:
        """Take the entries as they are written now."""
        self.entries, self.owners = entries, Owners(entries.texts)

    def row(self, group: str, item: StatusItem) -> ToDoItem:
        """An item with the address of its form; of the list of resources where there is no form."""
        kind, key, path = self._place(group, item)
        entry = self.entries.get(kind, key)
        if entry is None:
            return ToDoItem(f"/list/{EntryKind.RESOURCE}", item.title or item.id, item.words, item.owner, group)
        if group == "links-in-trouble":
            href = link_href(item.id)
        else:
            href = field_href(kind, key, path or (item.field or _FIELDS.get(group, ""),))
        words = f"{_LABELS[item.field]}: unknown" if group == "unknown-facts" else item.words
        return ToDoItem(href, self.entries.name(entry), words, item.owner, group)

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


#: Seconds that a look at a page may take, and one at archives, and the links that archives are asked for at a time.
_PATIENCE, _ARCHIVE_PATIENCE, _MOST_ASKED = 60, 120, 20


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link to look after."""

    id: str
    anchor: str
    title: str
    href: str
    """The address of its field in the form of its resource."""
    url: str
    label: str
    lines: tuple[str, ...]
    """Why, and since when."""
    remedy: str
    repair: str
    """What a repair would write; empty where it can't do anything."""


class LinkPages:
    """Lists links, and works out what a button would change."""

    def __init__(self, workbench: Workbench) -> None:
        """Take the project."""
        self.workbench = workbench

    def show(self, _: Asked) -> web.Response:
        """Links in trouble, links that have moved, and links that only a person can look at."""
        return self._page()

    def change(self, asked: Asked) -> web.Response:
        """Show what a button would change, and keep it until someone agrees."""
        id_, do = asked.fields.get("link", ""), asked.fields.get("do", "")
        catalogue, targets, health = self._links()
        target = next((each for each in targets if each.id == id_), None)
        if target is None and not (do == "repair" and not id_):
            return self._page("The catalogue has no such link. It may have changed meanwhile.")
        keeps: Sound = lambda _: None  # noqa: E731 - as `Proposal` has it
        try:
            if do == "repair":
                wanted = [target] if target else targets
                change = self._repaired(catalogue, wanted, health, asks="archives" in asked.fields)
                keeps = keeps_links(change.patches)
            elif target is not None and do == "seen":
                change = seen_change(self.workbench.root, id_, datetime.now(UTC).date())
            elif target is not None and do == "approve":
                change = self._approved(target, self.workbench.settings(catalogue))
            else:
                return missing()
        except (NoPageError, SettingsError) as error:
            return self._page(f"{str(error)[:1].upper()}{str(error)[1:]}.")
        except TimeoutError:
            return self._page("There was no answer in time. Nothing was changed.")
        except EditError as error:
            return refused(error, "/links")
        if not change.patches:
            return self._page(" ".join(["There is nothing to repair.", *change.remarks]))
        return show_held(self.workbench, Proposal(change, "/links", keeps))

    def _approved(self, target: Target, settings: Settings) -> Change:
        """The approval of a page as it is now. Its server is asked."""
        now, reach = datetime.now(UTC), self.workbench.reach
        work = look(target, settings, reach.guard, now, ca=reach.ca)
        with self.workbench.others_go_on():
            approval = asyncio.run(asyncio.wait_for(work, _PATIENCE))
        change = approval_change(self.workbench.root, target.id, approval, now.date())
        return Change(change.words, change.patches, tuple(page_words(approval)))

    def _repaired(
        self, catalogue: Catalogue | None, targets: list[Target], health: LinkStates, *, asks: bool
    ) -> Change:
        """New addresses and archived copies for some links. Archives are asked where someone wants it."""
        copies = known_copies(targets, health)
        remarks = list[str]()
        unknown = links_without_copies(targets, health)
        if asks and unknown:
            work = archived_copies(self.workbench.client(catalogue), unknown[:_MOST_ASKED])
            with self.workbench.others_go_on():
                copies |= asyncio.run(asyncio.wait_for(work, _ARCHIVE_PATIENCE))
            without = [target.id for target, _ in unknown[:_MOST_ASKED] if target.id not in copies]
            remarks += [f"No archive has a copy of `{id_}` that shows the resource." for id_ in without]
            if len(unknown) > _MOST_ASKED:
                remarks.append(f"Archives were asked for {_MOST_ASKED} of {len(unknown)}. Save, and repair again.")
        change, left = repair_change(self.workbench.root, targets, health, copies)
        remarks += [f"The place of `{id_}` in the file could not be told for sure; change it by hand." for id_ in left]
        return Change(change.words, change.patches, tuple(remarks))

    def _links(self) -> tuple[Catalogue | None, list[Target], LinkStates]:
        reading = self.workbench.reading()
        targets = list(targets_of(reading.catalogue, reading.locations)) if reading.catalogue is not None else []
        return reading.catalogue, targets, read_health(self.workbench.root / STATE_FILE)

    def _page(self, error: str = "") -> web.Response:
        catalogue, targets, health = self._links()
        lists = list(self._lists(targets, health, self.workbench.entries()))
        return html(
            "links.html",
            status=409 if error else 200,
            error=error,
            is_sound=catalogue is not None,
            damage=health.damage,
            is_checked=bool(health.links),
            swept_on=health.swept_on,
            day=long_date,
            lists=[(name, title, len(rows), rows[:_MOST]) for name, title, rows in lists],
            repairs=sum(bool(row.repair) for _, _, rows in lists for row in rows),
            lost=len(lost_links(targets, health)),
        )

    def _lists(
        self, targets: Iterable[Target], health: LinkStates, entries: Entries
    ) -> Iterator[tuple[str, str, list[LinkRow]]]:
        known = [(each, state) for each in targets if (state := health.of(each.id)) and state.url == each.url]
        copies = known_copies([target for target, _ in known], health)
        trouble = [pair for pair in known if is_in_trouble(pair[1])]
        moved = [pair for pair in known if pair[1].verdict is Verdict.MOVED and pair[1].new_url]
        to_open = [
            (target, state)
            for target, state in known
            if (state.look_once or (state.verdict is Verdict.BLOCKED and not state.seen_by_person)) and not state.alarm
        ]
        titles = (("trouble", "In trouble", trouble), ("moved", "Moved", moved), ("open", "To open yourself", to_open))
        for name, title, pairs in titles:
            yield name, title, [row_of(target, state, copies.get(target.id, ""), entries) for target, state in pairs]


def row_of(target: Target, state: LinkState, copy: str, entries: Entries) -> LinkRow:
    """A link as the page shows it; `copy` is the archived copy that is known."""
    key, _, field = target.id.partition("/")
    moved = state.new_url if state.verdict is Verdict.MOVED else None
    advice = "" if moved or state.look_once or state.verdict is Verdict.BLOCKED else remedy(state)
    return LinkRow(
        target.id,
        link_anchor(target.id),
        entries.title(EntryKind.RESOURCE, key),
        field_href(EntryKind.RESOURCE, key, field_of_link(field) or ("url",)),
        target.url,
        state.verdict.meaning.label,
        (*state.evidence[:3], *key_dates(state)),
        advice,
        moved or copy,
    )


def page_words(approval: Approval) -> Iterator[str]:
    """What a page looks like that is to be approved."""
    page = approval.page
    if page.title:
        yield f"Its title is “{page.title}”."
    facts = [
        f"language {page.language}" if page.language else "",
        f"{page.words:,} words" if page.words else "",
        page.kind,
    ]
    if any(facts):
        yield f"It has: {', '.join(filter(None, facts))}."
    if approval.final_url and approval.final_url != approval.url:
        yield f"The address led to {approval.final_url}"
