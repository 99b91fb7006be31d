"""Every id that is mentioned belongs to an entry of the right kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..codes import Code
from ..document import Path
from ..draft import Draft, Finding, Item, Kind
from ..suggestion import choice, nearest
from ..translation import shown
from .identity import GLOBAL, LOCAL

__all__ = ["REFERENCES", "Directory", "check"]


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
_TARGETS = (Kind.THEME, Kind.RESOURCE, Kind.TASK, Kind.MODULE)


class Directory:
    """Which ids there are, were, and are gone, by kind."""

    def __init__(self, draft: Draft) -> None:
        kinds = (*GLOBAL, *LOCAL)
        self.present = {kind: {_known_as(item): item for item in draft.each(kind)} for kind in kinds}
        self.former = {
            kind: {name: item.key for item in draft.each(kind) for _, name in item.texts("formerly")} for kind in kinds
        }
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


def check(draft: Draft) -> Iterator[Finding]:
    """Find mentions of ids that lead nowhere, or to the wrong kind of entry, or twice to the same."""
    directory = Directory(draft)
    for kind, field, target in REFERENCES:
        for item in draft.each(kind):
            yield from _mentions(directory, item, field, target)
    for item in draft.each(Kind.RETIRED):
        kind_name = item.text("kind") or Kind.RESOURCE.value
        if kind_name in directory.present:
            yield from _mentions(directory, item, "replacement", Kind(kind_name))


def _mentions(directory: Directory, item: Item, field: str, target: Kind) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, name in item.texts(field):
        if name in seen:
            message = f"`{name}` stands twice in `{field}`."
            yield Finding(Code.REPEATED_REFERENCE, item, message, "Delete one of the two.", path)
        elif name == item.id and item.kind is target:
            message = f"`{name}` is this {target.words} itself."
            yield Finding(Code.SELF_REFERENCE, item, message, f"Take it out of `{field}`.", path)
        elif name and name not in directory.present[target]:
            yield _missing(directory, item, path, name, target)
        seen.add(name)


def _missing(directory: Directory, item: Item, path: Path, name: str, target: Kind) -> Finding:
    new = directory.former[target].get(name)
    if new is not None:
        message = f"The {target.words} `{name}` has another id now."
        return Finding(Code.FORMER_REFERENCE, item, message, f"Write `{new}`.", path)
    gone = directory.retired.get((target.value, name))
    if gone is not None:
        replacement = gone.text("replacement")
        remedy = f"Write `{replacement}`, its replacement." if replacement else "Take it out."
        return Finding(Code.RETIRED_REFERENCE, item, f"The {target.words} `{name}` is retired.", remedy, path)
    other = next((kind for kind in _TARGETS if kind is not target and name in directory.present[kind]), None)
    if other is not None:
        return _wrong_kind(item, path, name, target, other)
    close = directory.meant(name, target)
    remedy = f"Did you mean `{close}`?" if close else f"Add a {target.words} with this id, or take the mention out."
    return Finding(Code.UNKNOWN_REFERENCE, item, f"There is no {target.words} `{shown(name)}`.", remedy, path)


def _wrong_kind(item: Item, path: Path, name: str, target: Kind, other: Kind) -> Finding:
    message = f"`{name}` is a {other.words}; a {target.words} is expected here."
    remedy = f"Write the id of a {target.words}."
    if item.kind is Kind.STEP and other is Kind.TASK:
        remedy = f"Write `task: {name}`."
    elif item.kind is Kind.STEP and other is Kind.RESOURCE:
        remedy = f"Write {choice(['read', 'watch', 'listen'])} in place of `task`."
    return Finding(Code.WRONG_KIND, item, message, remedy, path)


def _known_as(item: Item) -> str:
    """Its key; for an entry whose id is missing, which is reported already, the id that is suggested there."""
    return item.key if item.id is not None else item.suggested_id
