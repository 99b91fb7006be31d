"""What nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator

from ..codes import Code
from ..draft import Draft, Finding, Kind
from ..vocabulary import Status
from .directory import REFERENCES, Directory

__all__ = ["check_usage"]


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
