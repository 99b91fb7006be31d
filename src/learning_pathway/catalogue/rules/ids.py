"""Ids are given once, and what was an id is never given to something else. Which ids there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..codes import Code
from ..did_you_mean import nearest
from ..messages import shown
from ..raw import Draft, Finding, Item, Kind

__all__ = [
    "GLOBAL",
    "LOCAL",
    "MENTIONED",
    "MOST_SUGGESTIONS",
    "REFERENCES",
    "Directory",
    "beside",
    "check",
]

#: Kinds whose ids are unique in the whole catalogue.
GLOBAL = (Kind.RESOURCE, Kind.TASK, Kind.MODULE, Kind.THEME, Kind.ROUTE, Kind.TIP_LIST, Kind.TIP)
#: Kinds whose ids are unique inside the entry around them.
LOCAL = (Kind.SECTION, Kind.TIP_SOURCE)

#: How the names begin that the theme gives to parts of every page.
OWN_ANCHORS = "lp-"
#: The start of a folder, and names that Windows keeps for devices.
RESERVED = frozenset(
    {"index", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find ids that two entries share, now or over time."""
    owners: dict[tuple[str, str], Item] = {}
    for item in draft.each(*GLOBAL, *LOCAL):
        if item.id is not None:
            yield from _claim(owners, item, item.id)
            if item.id in RESERVED and item.kind in GLOBAL:
                message = f"`{item.id}` cannot be an id: as the name of a page's file it means something else."
                path = (*item.path, "id")
                yield Finding(Code.BAD_ID, item, message, f"Add a word, such as `{item.id}-{item.kind.value}`.", path)
            yield from _anchor(item, item.id)
    formers: dict[tuple[str, str], Item] = {}
    for item in draft.each(*GLOBAL, *LOCAL):
        if "formerly" in item.data:
            yield from _formers(owners, formers, item)
    yield from _retired(draft)


def _anchor(item: Item, name: str) -> Iterator[Finding]:
    """An id that names a part of a page may not be one that the page has already."""
    if item.kind in (Kind.SECTION, Kind.TIP_LIST) and name.startswith(OWN_ANCHORS):
        remedy = f"Choose another, such as `{name.removeprefix(OWN_ANCHORS) or item.kind.value}`."
        message = (
            f"`{name}` cannot be the id of a {item.kind.words}: ids that begin with `{OWN_ANCHORS}` are the page's own."
        )
    elif item.kind is Kind.TIP_LIST and name == "tip":
        message, remedy = (
            "`tip` cannot be the id of a list of tips: links to single tips begin with it.",
            "Write `tips`.",
        )
    else:
        return
    yield Finding(Code.BAD_ID, item, message, remedy, (*item.path, "id"))


def _claim(owners: dict[tuple[str, str], Item], item: Item, name: str) -> Iterator[Finding]:
    first = owners.setdefault((_scope(item), name), item)
    if first is not item:
        message = f"The id `{name}` belongs to another {item.kind.words} already: {_place(first)}."
        remedy = f"Give this one an id of its own, such as `{name}-2`, and use that where this one is meant."
        yield Finding(Code.DUPLICATE_ID, item, message, remedy, (*item.path, "id"))


def _formers(
    owners: dict[tuple[str, str], Item], formers: dict[tuple[str, str], Item], item: Item
) -> Iterator[Finding]:
    for path, name in item.texts("formerly"):
        owner = owners.get((_scope(item), name))
        first = formers.setdefault((_scope(item), name), item)
        if owner is item:
            message = f"`{name}` is the id that this {item.kind.words} has now, so it is not a former one."
        elif owner is not None:
            message = f"`{name}` is the id of another {item.kind.words}: {_place(owner)}."
        elif first is not item:
            message = f"`{name}` is a former id of another {item.kind.words} as well: {_place(first)}."
        else:
            continue
        yield Finding(Code.FORMER_ID_TAKEN, item, message, "Take it out of `formerly`.", path)


def _retired(draft: Draft) -> Iterator[Finding]:
    owners = {(item.kind.value, item.key): item for item in draft.each(*GLOBAL, *LOCAL) if item.id is not None}
    carried = {
        (item.kind.value, beside(item, former)): item
        for item in draft.each(*GLOBAL, *LOCAL)
        for _, former in item.texts("formerly")
    }
    seen: dict[tuple[str, str], Item] = {}
    for item in draft.each(Kind.RETIRED):
        if item.id is None:
            continue
        key = (item.text("kind") or Kind.RESOURCE.value, item.id)
        path = (*item.path, "id")
        if key in owners:
            message = f"`{item.id}` is retired here, and yet there is such an entry: {_place(owners[key])}."
            yield Finding(Code.RETIRED_ID_TAKEN, item, message, "Delete the entry or this line.", path)
        elif key in carried:
            message = f"`{item.id}` is retired here, and yet an entry carries on for it: {_place(carried[key])}."
            remedy = "Delete this line, or take the id out of `formerly` there."
            yield Finding(Code.RETIRED_ID_TAKEN, item, message, remedy, path)
        elif seen.setdefault(key, item) is not item:
            message = f"`{item.id}` is retired twice: see {_place(seen[key])}."
            yield Finding(Code.RETIRED_ID_TAKEN, item, message, "Delete one of the two.", path)
        yield from _form(item, key[0])


def _form(item: Item, kind: str) -> Iterator[Finding]:
    """Only an entry whose id is its own inside another one is named with a slash."""
    name = item.id or ""
    around = {Kind.SECTION.value: "module", Kind.TIP_SOURCE.value: "list"}.get(kind)
    if kind not in set(Kind) or not name or ("/" in name) == (around is not None):
        return
    what = Kind(kind).words
    if around is None:
        message = f"`{shown(name)}` cannot be the id of a {what}: it has a slash."
        remedy = f"Write `{shown(name.rpartition('/')[2])}`, or add the `kind` of what it was."
    else:
        message = f"`{shown(name)}` does not say which {around} the {what} was in."
        remedy = f"Write `{around}-id/{shown(name)}`, with the id of the {around}."
    yield Finding(Code.BAD_ID, item, message, remedy, (*item.path, "id"))


def beside(item: Item, name: str) -> str:
    """What an entry of this kind with another id would be known by."""
    return f"{item.parent.key}/{name}" if item.kind in LOCAL and item.parent is not None else name


def _scope(item: Item) -> str:
    if item.kind in LOCAL and item.parent is not None:
        return f"{item.kind} of {id(item.parent)}"
    return item.kind.value


def _place(item: Item) -> str:
    return f"{item.document.file}, line {item.document.at_value(item.path).line}"


class Reference(NamedTuple):
    """A field that mentions ids of another kind."""

    kind: Kind
    field: str
    target: Kind


REFERENCES = (
    Reference(Kind.PATHWAY, "modules", Kind.MODULE),
    Reference(Kind.RESOURCE, "themes", Kind.THEME),
    Reference(Kind.RESOURCE, "related", Kind.RESOURCE),
    Reference(Kind.RESOURCE, "cites", Kind.RESOURCE),
    Reference(Kind.RESOURCE, "replaced_by", Kind.RESOURCE),
    Reference(Kind.TASK, "themes", Kind.THEME),
    Reference(Kind.MODULE, "themes", Kind.THEME),
    Reference(Kind.MODULE, "prerequisites", Kind.MODULE),
    Reference(Kind.STEP, "read", Kind.RESOURCE),
    Reference(Kind.STEP, "watch", Kind.RESOURCE),
    Reference(Kind.STEP, "listen", Kind.RESOURCE),
    Reference(Kind.STEP, "task", Kind.TASK),
    Reference(Kind.ROUTE, "modules", Kind.MODULE),
    Reference(Kind.TIP_LIST, "resource", Kind.RESOURCE),
    Reference(Kind.TIP, "themes", Kind.THEME),
    Reference(Kind.TIP, "see", Kind.RESOURCE),
)
#: A catalogue with a thousand lost ids would wait for as many searches; by then, the pattern is plain.
MOST_SUGGESTIONS = 200
#: Kinds that are mentioned by id.
MENTIONED = (Kind.THEME, Kind.RESOURCE, Kind.TASK, Kind.MODULE)


class Directory:
    """Which ids there are, were, and are gone, by kind."""

    def __init__(self, draft: Draft) -> None:
        kinds = (*GLOBAL, *LOCAL)
        self.present = {kind: {_known_as(item): item for item in draft.each(kind)} for kind in kinds}
        self.former = {
            kind: {name: item.key for item in draft.having(kind, "formerly") for _, name in item.texts("formerly")}
            for kind in kinds
        }
        self.drafts = {(item.kind, item.id): item for item in draft.drafts if item.id is not None}
        """Entries that are not published yet, by kind and id."""
        self._nearest: dict[tuple[str, Kind], str | None] = {}
        self.retired: dict[tuple[str, str], Item] = {
            (item.text("kind") or Kind.RESOURCE.value, item.id): item
            for item in draft.each(Kind.RETIRED)
            if item.id is not None
        }

    def meant(self, name: str, target: Kind) -> str | None:
        """The id that a mention stands for: itself, the one that an entry has now, or the nearest; else None."""
        if name in self.present[target]:
            return name
        if name in self.former[target]:
            return self.former[target][name]
        key = (name, target)
        if key not in self._nearest and len(self._nearest) < MOST_SUGGESTIONS:
            self._nearest[key] = nearest(name, self.present[target])
        return self._nearest.get(key)


def _known_as(item: Item) -> str:
    """Its key; for an entry whose id is missing, which is reported already, the id that is suggested there."""
    return item.key if item.id is not None else item.suggested_id
