"""Move a step, a section or a module, or give an entry another id; every mention follows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..catalogue.did_you_mean import as_id
from ..catalogue.files import ROOT_FILE
from ..catalogue.messages import shown
from ..catalogue.raw import LISTS, RawEntry
from ..catalogue.rules.ids import LOCAL, sibling_key
from ..catalogue.types import EntryKind, Verb
from ..catalogue.values import ID_PATTERN
from ..catalogue.yaml.anchors import value_at
from ..catalogue.yaml.document import Path
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.tree import EditError
from .project import Change, FileEdits, Mention, Project, line_of

__all__ = [
    "MOVED",
    "move",
    "move_step",
    "rename",
    "step_called",
]


#: Kinds that have an order of their own.
MOVED = (EntryKind.STEP, EntryKind.SECTION, EntryKind.MODULE)


def move(
    project: Project,
    name: str,
    *,
    before: str | None = None,
    after: str | None = None,
    to: str | None = None,
    kind: EntryKind | None = None,
) -> Change:
    """Work out how the catalogue would be with a step, a section or a module in another place.

    Args:
        project: the project.
        name: what to move.
        before: what it is to come before, of the same kind.
        after: what it is to come after.
        to: for a step, a section.
        kind: its kind, where entries of several kinds share the name.

    Raises:
        EditError: it cannot be done for sure.
    """
    if to is not None and kind in (EntryKind.SECTION, EntryKind.MODULE):
        raise EditError(f"`--to` is for steps; a {kind.words} goes before or after another one")
    kind = kind or (EntryKind.STEP if to is not None else _kind_called(project, name))
    if kind is EntryKind.STEP:
        return move_step(project, name, before=before, after=after, to=to)
    other = before or after
    if other is None or (before is not None and after is not None):
        raise EditError(f"say where the {kind.words} goes: before or after another one")
    project.sound()
    entry = project.entry(name, kind)
    whole = f"{entry.parent.id}/{other}" if entry.parent is not None and "/" not in other else other
    neighbour = project.entry(whole, kind)
    if neighbour.key == entry.key:
        raise EditError(f"a {kind.words} can't be put before or after itself")
    edits, is_after = project.edits(), after is not None
    if kind is EntryKind.SECTION:
        _move_section(edits, entry, neighbour, is_after=is_after)
    else:
        _move_module(project, edits, entry, neighbour, is_after=is_after)
    words = f"Move the {kind.words} `{entry.key}`, {'after' if is_after else 'before'} `{neighbour.key}`."
    return Change((words,), edits.patches(entry.key))


def _kind_called(project: Project, name: str) -> EntryKind:
    """The kind of what is to be moved; a step where nothing has the name.

    Raises:
        EditError: things of several kinds have it.
    """
    found = {entry.kind for entry in project.entries() if entry.kind in MOVED and name in (entry.key, entry.id)}
    found |= {step.kind for step in project.entries() if step.kind is EntryKind.STEP and name in _names(step)}
    if len(found) > 1:
        kinds = [kind for kind in MOVED if kind in found]
        options = " or ".join(f"`--kind {kind}`" for kind in kinds)
        raise EditError(
            f"`{shown(name)}` is {' and '.join(f'a {kind.words}' for kind in kinds)}; say which with {options}"
        )
    return next(iter(found), EntryKind.STEP)


def _move_section(edits: FileEdits, entry: RawEntry, neighbour: RawEntry, *, is_after: bool) -> None:
    if entry.parent is None or neighbour.parent is None or entry.parent.key != neighbour.parent.key:
        raise EditError(
            f"`{entry.key}` and `{neighbour.key}` are in two modules, and old links to a section name its module; "
            "move its steps instead (`pathway move STEP --to SECTION`)"
        )
    own, place = int(entry.path[-1]), int(neighbour.path[-1]) + is_after
    place -= own < place
    if place == own:
        raise EditError("the section is there already")
    edits.of(entry.document.file).move(entry.path, (*entry.path[:-1], place), shared=Shared.HERE)


def _move_module(project: Project, edits: FileEdits, entry: RawEntry, neighbour: RawEntry, *, is_after: bool) -> None:
    """Bring the order of the modules, which is in the settings, up to date."""
    catalogue = project.result.catalogue
    order = [module.id for module in catalogue.modules] if catalogue is not None else []
    for each in (entry, neighbour):
        if each.id not in order:
            raise EditError(f"`{each.key}` is a draft, so it has no place yet")
    settings = next(iter(project.raw.each(EntryKind.PATHWAY)), None)
    written = [name.strip() for _, name in settings.texts("modules")] if settings is not None else []
    missing = [name for name in order if name not in written]
    names = [*written, *missing]
    own, place = names.index(entry.key), names.index(neighbour.key) + is_after
    place -= own < place
    if place == own:
        raise EditError("the module is there already")
    editor, path = edits.of(settings.document.file if settings is not None else ROOT_FILE), ("pathway", "modules")
    if settings is None:
        editor.set(path[:1], {path[1]: missing}, order=("pathway", *LISTS))
    elif missing:
        editor.insert((*path, len(written)), *missing, shared=Shared.HERE)
    editor.move((*path, own), (*path, place), shared=Shared.HERE)


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
        edits.of(document.file).move(step.path, target, shared=Shared.HERE)
    else:
        edits.of(document.file).insert_written(target, edits.of(step.document.file).excerpt(step.path))
        edits.of(step.document.file).remove(step.path, shared=Shared.HERE)
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


#: Characters of the longest id.
_LONGEST = 80
#: Mentions that are named one by one.
_MOST_NAMED = 20


def rename(project: Project, name: str, new: str, kind: EntryKind | None = None) -> Change:
    """Work out how the catalogue would be with another id for an entry.

    Args:
        project: the project.
        name: the entry's id now; `module-id/section-id` for a section.
        new: its new id, without the module's.
        kind: its kind, where entries of several kinds share the id.

    Raises:
        EditError: it cannot be done for sure.
    """
    project.sound()
    entry = project.entry(name, kind)
    _refuse_bad_id(entry, new)
    _refuse_taken(project, entry, new)
    inner = list(_inner_mentions(project, entry, new))
    mentions = list(project.mentions(entry))
    edits, own = project.edits(), entry.document.file
    plain = [each for each in mentions if each.field != "replacement"]
    for file in dict.fromkeys([own, *(each.entry.document.file for each in plain)]):
        paths = [each.path for each in plain if each.entry.document.file == file]
        if file == own:
            edits.of(file).rename(entry.path, new, paths)
        else:
            edits.of(file).set_all(dict.fromkeys(paths, new), shared=Shared.HERE)
    replacements = [(each, sibling_key(entry, new)) for each in mentions if each.field == "replacement"]
    for mention, value in [*replacements, *inner]:
        edits.of(mention.entry.document.file).set(mention.path, value, shared=Shared.HERE)
    _forget(edits.of(own), entry, new)
    words = (f"Rename the {entry.kind.words} `{entry.key}` to `{sibling_key(entry, new)}`.",)
    followers = _followers([*mentions, *(mention for mention, _ in inner)])
    return Change(words + followers, edits.patches(sibling_key(entry, new)), tuple(_remarks(project, entry)))


def _refuse_bad_id(entry: RawEntry, new: str) -> None:
    if new == entry.id:
        raise EditError(f"`{new}` is its id already")
    if re.fullmatch(ID_PATTERN, new) is None or len(new) > _LONGEST:
        inner = entry.kind in LOCAL and "/" in new
        meant = as_id(new.rpartition("/")[2] if inner else new)[:_LONGEST].strip("-")
        hint = f"; write `{meant}`" if meant and meant != entry.id else ""
        raise EditError(
            f"`{shown(new)}` can't be an id: ids are small letters, digits and single hyphens, at most {_LONGEST}{hint}"
        )


def _refuse_taken(project: Project, entry: RawEntry, new: str) -> None:
    key = sibling_key(entry, new)
    for other in project.entries():
        if other.kind is not entry.kind or (other.path == entry.path and other.document is entry.document):
            continue
        if other.key == key:
            raise EditError(f"`{key}` is the id of another {entry.kind.words} already ({_line(other)})")
        if any(sibling_key(other, former) == key for _, former in other.texts("formerly")):
            raise EditError(f"`{key}` is a former id of another {entry.kind.words} ({_line(other)})")
    for gone in project.raw.each(EntryKind.RETIRED):
        if gone.id == key and (gone.text("kind") or EntryKind.RESOURCE.value) == entry.kind.value:
            raise EditError(f"`{key}` is retired ({_line(gone)}), so nothing else can have it")


def _inner_mentions(project: Project, entry: RawEntry, new: str) -> Iterator[tuple[Mention, str]]:
    """Mentions of what is inside the entry and is named after it, each with its new value."""
    inner = {EntryKind.MODULE: EntryKind.SECTION, EntryKind.TIP_LIST: EntryKind.TIP_SOURCE}.get(entry.kind)
    for gone in project.raw.each(EntryKind.RETIRED) if inner is not None else ():
        replacement = gone.text("replacement") or ""
        outer, slash, name = replacement.partition("/")
        if gone.text("kind") == inner and slash and outer == entry.id:
            yield Mention(gone, "replacement", (*gone.path, "replacement")), f"{new}/{name}"


def _forget(editor: Editor, entry: RawEntry, new: str) -> None:
    """Take the new id out of the former ones, where an entry gets back an id that it had."""
    former = value_at(editor.data, (*entry.path, "formerly"))
    if new in former:
        editor.remove((*entry.path, "formerly", former.index(new)), shared=Shared.HERE)


def _followers(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """A sentence about the mentions that follow; none where nothing mentions the entry."""
    counted = Counter(mention.words for mention in mentions)
    if not counted:
        return ()
    named = [f"{words} {count} times" if count > 1 else words for words, count in counted.items()]
    rest = len(named) - _MOST_NAMED
    more = f" and {rest:,} more" if rest > 0 else ""
    return (f"Mentions that follow: {', '.join(named[:_MOST_NAMED])}{more}.",)


def _remarks(project: Project, entry: RawEntry) -> Iterator[str]:
    if entry.kind is EntryKind.SECTION:
        yield "Old links to the section lead on. The old id stays under `formerly`: leave it there."
    else:
        yield "Old links and learners' progress lead on. The old id stays under `formerly`: leave it there."
    if project.result.published.exists:
        yield "Then run `pathway record-ids`, so that the new id is in the list of published ones."
    if entry.kind in (EntryKind.THEME, EntryKind.CALL):
        yield f"Answers and samples still name the {entry.kind.words} by its old id; `pathway check` lists them."


def _line(entry: RawEntry) -> str:
    return f"{entry.document.file}, line {line_of(entry)}"
