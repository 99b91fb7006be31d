"""Move a step before or after another one, or to the end of a section."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue.messages import shown
from ..catalogue.raw import RawEntry
from ..catalogue.types import EntryKind, Verb
from ..catalogue.yaml.document import Path
from ..catalogue.yaml.tree import EditError
from .change import Change
from .project import Project

__all__ = ["move_step", "step_called"]


def move_step(
    project: Project, name: str, *, before: str | None = None, after: str | None = None, to: str | None = None
) -> Change:
    """Work out how the catalogue would be with a step in another place.

    Args:
        project: the project.
        name: the step: `module-id/section-id/id` of what it points to, that id alone, or its number for the id.
        before: the step that it is to come before.
        after: the step that it is to come after.
        to: the section at whose end it is to be; with `before` or `after`, the section of that step.

    Raises:
        EditError: it cannot be done for sure.
    """
    if (before is None) == (after is None) and (before is not None or to is None):
        raise EditError("say where the step goes: before or after another step, or to a section")
    project.sound()
    step = step_called(project, name)
    section = project.entry(to, EntryKind.SECTION) if to is not None else None
    other = before or after
    neighbour = step_called(project, other, section) if other is not None else None
    target = _place(step, neighbour, section, is_after=after is not None)
    document = (neighbour or section or step).document
    if document is step.document and target == step.path:
        raise EditError("the step is there already")
    edits = project.edits()
    if document is step.document:
        edits.of(document.file).move(step.path, target)
    else:
        edits.of(document.file).insert_written(target, edits.of(step.document.file).excerpt(step.path))
        edits.of(step.document.file).remove(step.path)
    return Change((_words(step, neighbour, section, is_after=after is not None),), edits.patches(_name(step)))


def step_called(project: Project, name: str, section: RawEntry | None = None) -> RawEntry:
    """The step called `name`, in a section where one is given.

    Raises:
        EditError: there is none, or more than one.
    """
    steps = [
        (step, number)
        for entry in project.entries()
        if entry.kind is EntryKind.SECTION and (section is None or entry.key == section.key)
        for number, step in enumerate(entry.children(), start=1)
    ]
    found = [each for each in steps if name in _names(each[0])]
    found = found or [(step, number) for step, number in steps if name == f"{step.name}/{number}"]
    if len(found) == 1:
        return found[0][0]
    if not found:
        inside = f" in `{section.key}`" if section is not None else ""
        raise EditError(f"there is no step `{shown(name)}`{inside}; write `module-id/section-id/id`")
    wholes = [f"{step.name}/{_target(step)}" for step, _ in found]
    names = [
        whole if wholes.count(whole) == 1 else f"{step.name}/{number}"
        for whole, (step, number) in zip(wholes, found, strict=True)
    ]
    raise EditError(f"`{shown(name)}` could be {' or '.join(f'`{each}`' for each in names)}; write the whole name")


def _names(step: RawEntry) -> Iterator[str]:
    target = _target(step)
    if target and step.parent is not None:
        yield from (target, f"{step.name}/{target}", f"{step.parent.id}/{target}")


def _target(step: RawEntry) -> str:
    """Id of what a step points to."""
    return next((found for verb in Verb if (found := step.text(verb.value))), "")


def _name(step: RawEntry) -> str:
    return f"{step.name}/{_target(step)}"


def _place(step: RawEntry, neighbour: RawEntry | None, section: RawEntry | None, *, is_after: bool) -> Path:
    """The path of the step's new place, counted without the step itself."""
    if neighbour is not None:
        if neighbour.path == step.path and neighbour.document is step.document:
            raise EditError("a step can't be put before or after itself")
        last = neighbour.path[-1]
        assert isinstance(last, int)  # noqa: S101 - a step is an item of a list
        steps, place = neighbour.path[:-1], last + is_after
    else:
        assert section is not None  # noqa: S101 - there is one, or a neighbour
        steps, place = (*section.path, "steps"), sum(1 for _ in section.children())
    document = (neighbour or section or step).document
    own = step.path[-1]
    if document is step.document and steps == step.path[:-1] and isinstance(own, int) and own < place:
        place -= 1
    elif step.parent is not None and sum(1 for _ in step.parent.children()) == 1:
        raise EditError(
            f"it is the only step of the section `{step.name}`, which would be empty; take the section out instead, or "
            "add another step first"
        )
    return (*steps, place)


def _words(step: RawEntry, neighbour: RawEntry | None, section: RawEntry | None, *, is_after: bool) -> str:
    there = neighbour.name if neighbour is not None else section.key if section is not None else ""
    way = f" to `{there}`" if there != step.name else ""
    if neighbour is not None:
        way += f", {'after' if is_after else 'before'} `{_target(neighbour)}`"
    else:
        way += ", to its end"
    return f"Move the step `{_target(step)}` of `{step.name}`{way}."
