"""Nothing comes before itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..codes import Code
from ..draft import Draft, Finding, Item, Kind

__all__ = ["check_cycles"]


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
