"""Every id that is mentioned belongs to an entry of the right kind, is used, and comes in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..codes import Code
from ..did_you_mean import choice
from ..messages import shown
from ..raw import Draft, Finding, Item, Kind
from ..vocabulary import Status
from ..yaml.document import Path
from .ids import MENTIONED, REFERENCES, Directory

__all__ = [
    "check_cycles",
    "check_references",
    "check_usage",
]


def check_references(draft: Draft, directory: Directory) -> Iterator[Finding]:
    """Find mentions of ids that lead nowhere, or to the wrong kind of entry, or twice to the same."""
    for kind, field, target in REFERENCES:
        for item in draft.having(kind, field):
            yield from _mentions(directory, item, field, target)
    for item in draft.having(Kind.RETIRED, "replacement"):
        kind_name = item.text("kind") or Kind.RESOURCE.value
        if kind_name in directory.present:
            yield from _mentions(directory, item, "replacement", Kind(kind_name))


def _mentions(directory: Directory, item: Item, field: str, target: Kind) -> Iterator[Finding]:
    written = item.data.get(field)
    if isinstance(written, str) and re.search(r"[\s,]", written.strip()):
        return  # several ids in one text: the shape is wrong, which is reported already
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
    if (unpublished := directory.drafts.get((target, name))) is not None:
        line = unpublished.document.at_value(unpublished.path).line
        message = f"The {target.words} `{name}` is a draft ({unpublished.document.file}, line {line})."
        remedy = "Publish it too, take the mention out, or make this entry a draft as well."
        return Finding(Code.DRAFT_REFERENCE, item, message, remedy, path)
    new = directory.former[target].get(name)
    if new is not None:
        message = f"The {target.words} `{name}` has another id now."
        return Finding(Code.FORMER_REFERENCE, item, message, f"Write `{new}`.", path)
    gone = directory.retired.get((target.value, name))
    if gone is not None:
        replacement = gone.text("replacement")
        remedy = f"Write `{replacement}`, its replacement." if replacement else "Take it out."
        return Finding(Code.RETIRED_REFERENCE, item, f"The {target.words} `{name}` is retired.", remedy, path)
    other = next((kind for kind in MENTIONED if kind is not target and name in directory.present[kind]), None)
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


def check_usage(draft: Draft, directory: Directory) -> Iterator[Finding]:
    """Find resources, tasks and themes that no other entry uses."""
    used = _used(draft, directory)
    for item in draft.each(Kind.RESOURCE):
        if _is_idle(item.id, used[Kind.RESOURCE]) and item.text("status") != Status.ARCHIVED:
            message = "No module or list of tips uses this resource; learners meet it only in the library."
            yield Finding(Code.UNUSED_RESOURCE, item, message, "Add a step for it, or leave it for those who search.")
    for item in draft.each(Kind.TASK):
        if _is_idle(item.id, used[Kind.TASK]):
            message = "No module uses this task, so no learner will see it."
            yield Finding(Code.UNUSED_TASK, item, message, f"Add a step `- task: {item.name}`, or delete the task.")
    for item in draft.each(Kind.THEME):
        if _is_idle(item.id, used[Kind.THEME]):
            message = "Nothing carries this theme, so its page would be empty."
            yield Finding(Code.UNUSED_THEME, item, message, "Add it to the `themes` of an entry, or delete it.")


def _used(draft: Draft, directory: Directory) -> dict[Kind, set[str]]:
    """The ids that are mentioned, and those that were meant by a mention that leads nowhere: one slip, one problem."""
    used: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for kind, field, target in REFERENCES:
        if kind is Kind.RESOURCE and target is Kind.RESOURCE:
            continue  # being related to another resource is no way in for a learner
        for item in draft.having(kind, field):
            for _, name in item.texts(field):
                used[target].add(directory.meant(name, target) or name)
    return used


def _is_idle(name: str | None, used: set[str]) -> bool:
    return name is not None and name not in used


def check_cycles(draft: Draft) -> Iterator[Finding]:
    """Find modules that require each other, and resources that replace each other."""
    for cycle in _cycles(draft.items[Kind.MODULE], "prerequisites"):
        message = f"These modules ask for each other first: {_round(cycle)}."
        path = (*cycle[0].path, "prerequisites")
        remedy = "Take one of these prerequisites out."
        yield Finding(Code.PREREQUISITE_CYCLE, cycle[0], message, remedy, path, at_key=True)
    for cycle in _cycles(draft.items[Kind.RESOURCE], "replaced_by"):
        message = f"These resources replace each other in a circle: {_round(cycle)}."
        path = (*cycle[0].path, "replaced_by")
        remedy = "Let one of them name a resource that is still active."
        yield Finding(Code.REPLACEMENT_CYCLE, cycle[0], message, remedy, path, at_key=True)


def _round(cycle: Sequence[Item]) -> str:
    """The ids of a cycle, back to the first; of a long one, those at both ends."""
    names = [f"`{item.id}`" for item in (*cycle, cycle[0])]
    return " → ".join(names if len(names) <= 12 else [*names[:6], "…", *names[-5:]])


def _cycles(items: Sequence[Item], field: str) -> list[list[Item]]:
    """Every cycle that a walk along `field` closes, each beginning at its item that is written first."""
    by_id: dict[str, Item] = {}
    for item in items:
        if field in item.data and item.id is not None:  # an entry without the field closes no circle
            by_id.setdefault(item.id, item)
    order = {name: place for place, name in enumerate(by_id)}
    ways = {name: [way for _, way in item.texts(field) if way in by_id and way != name] for name, item in by_id.items()}
    found: dict[frozenset[str], list[str]] = {}
    finished: set[str] = set()
    for start in by_id:
        for cycle in _closed(start, ways, finished):
            first = min(range(len(cycle)), key=lambda place: order[cycle[place]])
            found.setdefault(frozenset(cycle), cycle[first:] + cycle[:first])
    return [[by_id[name] for name in cycle] for cycle in found.values()]


def _closed(start: str, ways: Mapping[str, Sequence[str]], finished: set[str]) -> Iterator[list[str]]:
    """The cycles met on a walk from `start`, depth first and without recursion."""
    if start in finished:
        return
    trail, waiting = [start], [iter(ways[start])]
    places = {start: 0}
    while waiting:
        step = next(waiting[-1], None)
        if step is None:
            waiting.pop()
            done = trail.pop()
            del places[done]
            finished.add(done)
        elif step in places:
            yield trail[places[step] :]
        elif step not in finished:
            places[step] = len(trail)
            trail.append(step)
            waiting.append(iter(ways[step]))
