"""Every id that is mentioned belongs to an entry of the right kind, is used, and comes in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..codes import Code
from ..did_you_mean import choice
from ..messages import shown
from ..raw import EntryKind, RawCatalogue, RawEntry, RuleProblem
from ..vocabulary import Status
from ..yaml.document import Path
from .ids import MENTIONED, REFERENCES, IdIndex

__all__ = [
    "check_cycles",
    "check_references",
    "check_usage",
]


def check_references(raw: RawCatalogue, id_index: IdIndex) -> Iterator[RuleProblem]:
    """Find mentions of ids that lead nowhere, or to the wrong kind of entry, or twice to the same."""
    for kind, field, target in REFERENCES:
        for entry in raw.having(kind, field):
            yield from _mentions(id_index, entry, field, target)
    for entry in raw.having(EntryKind.RETIRED, "replacement"):
        kind_name = entry.text("kind") or EntryKind.RESOURCE.value
        if kind_name in id_index.present:
            yield from _mentions(id_index, entry, "replacement", EntryKind(kind_name))


def _mentions(id_index: IdIndex, entry: RawEntry, field: str, target: EntryKind) -> Iterator[RuleProblem]:
    written = entry.data.get(field)
    if isinstance(written, str) and re.search(r"[\s,]", written.strip()):
        return  # several ids in one text: the shape is wrong, which is reported already
    seen: set[str] = set()
    for path, name in entry.texts(field):
        if name in seen:
            message = f"`{name}` is twice in `{field}`."
            yield RuleProblem(Code.REPEATED_REFERENCE, entry, message, "Delete one of the two.", path)
        elif name == entry.id and entry.kind is target:
            message = f"`{name}` is this {target.words} itself."
            yield RuleProblem(Code.SELF_REFERENCE, entry, message, f"Take it out of `{field}`.", path)
        elif name and name not in id_index.present[target]:
            yield _missing(id_index, entry, path, name, target)
        seen.add(name)


def _missing(id_index: IdIndex, entry: RawEntry, path: Path, name: str, target: EntryKind) -> RuleProblem:
    if (unpublished := id_index.drafts.get((target, name))) is not None:
        line = unpublished.document.at_value(unpublished.path).line
        message = f"The {target.words} `{name}` is a draft ({unpublished.document.file}, line {line})."
        remedy = "Publish it too, take the mention out, or make this entry a draft as well."
        return RuleProblem(Code.DRAFT_REFERENCE, entry, message, remedy, path)
    new = id_index.former[target].get(name)
    if new is not None:
        message = f"The {target.words} `{name}` has another id now."
        return RuleProblem(Code.FORMER_REFERENCE, entry, message, f"Write `{new}`.", path)
    gone = id_index.retired.get((target.value, name))
    if gone is not None:
        replacement = gone.text("replacement")
        remedy = f"Write `{replacement}`, its replacement." if replacement else "Take it out."
        return RuleProblem(Code.RETIRED_REFERENCE, entry, f"The {target.words} `{name}` is retired.", remedy, path)
    other = next((kind for kind in MENTIONED if kind is not target and name in id_index.present[kind]), None)
    if other is not None:
        return _wrong_kind(entry, path, name, target, other)
    close = id_index.meant(name, target)
    remedy = f"Did you mean `{close}`?" if close else f"Add a {target.words} with this id, or take the mention out."
    return RuleProblem(Code.UNKNOWN_REFERENCE, entry, f"There is no {target.words} `{shown(name)}`.", remedy, path)


def _wrong_kind(entry: RawEntry, path: Path, name: str, target: EntryKind, other: EntryKind) -> RuleProblem:
    message = f"`{name}` is a {other.words}; a {target.words} is expected here."
    remedy = f"Write the id of a {target.words}."
    if entry.kind is EntryKind.STEP and other is EntryKind.TASK:
        remedy = f"Write `task: {name}`."
    elif entry.kind is EntryKind.STEP and other is EntryKind.RESOURCE:
        remedy = f"Write {choice(['read', 'watch', 'listen'])} in place of `task`."
    return RuleProblem(Code.WRONG_KIND, entry, message, remedy, path)


def check_usage(raw: RawCatalogue, id_index: IdIndex) -> Iterator[RuleProblem]:
    """Find resources, tasks and themes that no other entry uses."""
    used = _used(raw, id_index)
    for entry in raw.each(EntryKind.RESOURCE):
        if _is_idle(entry.id, used[EntryKind.RESOURCE]) and entry.text("status") != Status.ARCHIVED:
            message = "No module or list of tips uses this resource; learners meet it only in the library."
            yield RuleProblem(
                Code.UNUSED_RESOURCE, entry, message, "Add a step for it, or leave it for those who search."
            )
    for entry in raw.each(EntryKind.TASK):
        if _is_idle(entry.id, used[EntryKind.TASK]):
            message = "No module uses this task, so no learner will see it."
            yield RuleProblem(
                Code.UNUSED_TASK, entry, message, f"Add a step `- task: {entry.name}`, or delete the task."
            )
    for entry in raw.each(EntryKind.THEME):
        if _is_idle(entry.id, used[EntryKind.THEME]):
            message = "Nothing carries this theme, so its page would be empty."
            yield RuleProblem(Code.UNUSED_THEME, entry, message, "Add it to the `themes` of an entry, or delete it.")


def _used(raw: RawCatalogue, id_index: IdIndex) -> dict[EntryKind, set[str]]:
    """The ids that are mentioned, and those that were meant by a mention that leads nowhere: one slip, one problem."""
    used: dict[EntryKind, set[str]] = {kind: set() for kind in EntryKind}
    for kind, field, target in REFERENCES:
        if kind is EntryKind.RESOURCE and target is EntryKind.RESOURCE:
            continue  # being related to another resource is no way in for a learner
        for entry in raw.having(kind, field):
            for _, name in entry.texts(field):
                used[target].add(id_index.meant(name, target) or name)
    return used


def _is_idle(name: str | None, used: set[str]) -> bool:
    return name is not None and name not in used


def check_cycles(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find modules that require each other, and resources that replace each other."""
    for cycle in _cycles(raw.entries[EntryKind.MODULE], "prerequisites"):
        message = f"These modules ask for each other first: {_round(cycle)}."
        path = (*cycle[0].path, "prerequisites")
        remedy = "Take one of these prerequisites out."
        yield RuleProblem(Code.PREREQUISITE_CYCLE, cycle[0], message, remedy, path, at_key=True)
    for cycle in _cycles(raw.entries[EntryKind.RESOURCE], "replaced_by"):
        message = f"These resources replace each other in a circle: {_round(cycle)}."
        path = (*cycle[0].path, "replaced_by")
        remedy = "Let one of them name a resource that is still active."
        yield RuleProblem(Code.REPLACEMENT_CYCLE, cycle[0], message, remedy, path, at_key=True)


def _round(cycle: Sequence[RawEntry]) -> str:
    """The ids of a cycle, back to the first; of a long one, those at both ends."""
    names = [f"`{entry.id}`" for entry in (*cycle, cycle[0])]
    return " → ".join(names if len(names) <= 12 else [*names[:6], "…", *names[-5:]])


def _cycles(entries: Sequence[RawEntry], field: str) -> list[list[RawEntry]]:
    """Every cycle that a walk along `field` closes, each beginning at the entry that is written first."""
    by_id: dict[str, RawEntry] = {}
    for entry in entries:
        if field in entry.data and entry.id is not None:  # an entry without the field closes no circle
            by_id.setdefault(entry.id, entry)
    order = {name: place for place, name in enumerate(by_id)}
    ways = {
        name: [way for _, way in entry.texts(field) if way in by_id and way != name] for name, entry in by_id.items()
    }
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
