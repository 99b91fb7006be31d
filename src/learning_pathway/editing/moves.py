"""Move a step, a section or a module to another place, also into another file of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue.files import ROOT_FILE
from ..catalogue.messages import shown
from ..catalogue.raw import INNER, LISTS, RawEntry
from ..catalogue.types import EntryKind, Verb
from ..catalogue.yaml.document import Path
from ..catalogue.yaml.edit import Shared
from ..catalogue.yaml.tree import EditError
from ..locale import msgid, translations_for
from .entries import add_retired, refuse_taken, was_published
from .project import Change, FileEdits, Project, title_of

__all__ = [
    "MOVED",
    "move",
    "put",
]


#: Kinds that have an order of their own.
MOVED = (EntryKind.STEP, EntryKind.SECTION, EntryKind.MODULE)
#: Why a section is no longer in its old module, for learners who follow a link to it there.
_REASON = msgid("This section is now in “%(title)s”.")


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
        name: what to move. A step is `module-id/section-id/id` of what it points to, that id alone, or its number for
            the id.
        before: what it is to come before, of the same kind.
        after: what it is to come after.
        to: for a step the section, for a section the module, at whose end it is to be; with `before` or `after`, the
            one of that other step or section.
        kind: its kind, where entries of several kinds share the name.

    Raises:
        EditError: it cannot be done for sure.
    """
    kind = kind or _kind_called(project, name, to)
    if to is not None and kind is EntryKind.MODULE:
        raise EditError("`--to` is for steps and sections; a module goes before or after another one")
    other = before or after
    if (before is not None and after is not None) or (other is None and to is None):
        places = {EntryKind.STEP: ", or to a section", EntryKind.SECTION: ", or to a module"}
        raise EditError(f"say where the {kind.words} goes: before or after another one{places.get(kind, '')}")
    project.sound()
    if kind is EntryKind.MODULE:
        return _move_module(
            project, project.entry(name, kind), project.entry(other or "", kind), is_after=after is not None
        )
    around = _around(kind)
    entry = _step_called(project, name) if kind is EntryKind.STEP else project.entry(name, kind)
    parent = project.entry(to, around) if to is not None else None
    if other is None:
        assert parent is not None  # noqa: S101 - by the lines before
        return put(project, entry, parent, None)
    neighbour = _neighbour(project, entry, other, parent)
    assert neighbour.parent is not None  # noqa: S101 - a step is in a section, a section in a module
    return put(project, entry, neighbour.parent, int(neighbour.path[-1]) + (after is not None), neighbour)


def _around(kind: EntryKind) -> EntryKind:
    """The kind of entry that holds entries of a kind."""
    return next(outer for outer, (_, inner) in INNER.items() if inner is kind)


def _kind_called(project: Project, name: str, to: str | None) -> EntryKind:
    """The kind of what is to be moved; a step where nothing has the name.

    Raises:
        EditError: things of several kinds have it.
    """
    found = {entry.kind for entry in project.entries() if entry.kind in MOVED and name in (entry.key, entry.id)}
    found |= {step.kind for step in project.entries() if step.kind is EntryKind.STEP and name in _names(step)}
    if to is not None and len(found) > 1:
        places = {entry.kind for entry in project.entries() if to in (entry.key, entry.id)}
        found = {kind for kind in found if kind is not EntryKind.MODULE and _around(kind) in places} or found
    if len(found) > 1:
        kinds = [kind for kind in MOVED if kind in found]
        options = " or ".join(f"`--kind {kind}`" for kind in kinds)
        raise EditError(
            f"`{shown(name)}` is {' and '.join(f'a {kind.words}' for kind in kinds)}; say which with {options}"
        )
    return next(iter(found), EntryKind.STEP)


def _neighbour(project: Project, entry: RawEntry, name: str, parent: RawEntry | None) -> RawEntry:
    """The step or section that another one is to come before or after.

    Raises:
        EditError: there is none, or it is the other one itself.
    """
    if entry.kind is EntryKind.STEP:
        found = _step_called(project, name, parent)
    else:
        around = parent or entry.parent
        whole = f"{around.id}/{name}" if around is not None and "/" not in name else name
        found = project.entry(whole, entry.kind)
        if parent is not None and found.parent is not None and found.parent.key != parent.key:
            raise EditError(f"`{found.key}` is not in `{parent.key}`")
    if found.path == entry.path and found.document is entry.document:
        raise EditError(f"a {entry.kind.words} can't be put before or after itself")
    return found


def put(
    project: Project, entry: RawEntry, parent: RawEntry, place: int | None, neighbour: RawEntry | None = None
) -> Change:
    """Work out how the catalogue would be with a step or a section in another place.

    Args:
        project: the project.
        entry: the step or section.
        parent: the section or module that it is to be in.
        place: its place there, counted with the entry itself where it is there already; the end where it is None.
        neighbour: the entry by which an editor named the place.

    Raises:
        EditError: it cannot be done for sure.
    """
    key = INNER[parent.kind][0]
    count, own = len(parent.data.get(key) or ()), int(entry.path[-1])
    place = count if place is None else place
    file, target = parent.document.file, (*parent.path, key, place)
    edits, old = project.edits(), entry.parent
    assert old is not None  # noqa: S101 - steps and sections are inside another entry
    if (file, target[:-1]) == (entry.document.file, entry.path[:-1]):
        target = (*target[:-1], place - (own < place))
        if target == entry.path:
            raise EditError(f"the {entry.kind.words} is there already")
    elif sum(1 for _ in old.children()) == 1:
        raise EditError(
            f"it is the only {entry.kind.words} of the {old.kind.words} `{old.key}`, which would be empty; "
            f"retire or move the {old.kind.words} instead, or add another {entry.kind.words} first"
        )
    words, back = [_words(entry, parent, place, count, neighbour)], None
    leads_on = entry.kind is EntryKind.SECTION and old.key != parent.key and was_published(project, entry)
    if leads_on:
        if any(draft.kind is parent.kind and draft.key == parent.key for draft in project.raw.drafts):
            raise EditError(f"`{parent.key}` is a draft, so links to the section would lead nowhere; publish it first")
        back = _line_back(project, entry, parent)
        refuse_taken(project, entry, f"{parent.key}/{entry.id}", but=back)
    if file == entry.document.file:
        edits.of(file).move(entry.path, target, shared=Shared.HERE)
    else:
        edits.of(file).insert_written(target, edits.of(entry.document.file).take(entry.path))
    remarks = tuple[str, ...]()
    if leads_on:
        words += _lead_on(project, edits, entry, parent, back, (*target, "formerly"))
        if project.result.published.exists:
            remarks = ("Then run `pathway record-ids`, so that the new address is in the list of published ones.",)
    is_step = entry.kind is EntryKind.STEP  # problems name the section of a step
    renamed = (old.key, parent.key) if is_step else (entry.key, f"{parent.key}/{entry.id}")
    return Change(tuple(words), edits.patches(_name(entry)), remarks, renamed=(renamed,))


def _line_back(project: Project, section: RawEntry, module: RawEntry) -> RawEntry | None:
    """The line that leads from the place where a section is to be to where it is: it was there before."""
    for gone in project.raw.each(EntryKind.RETIRED):
        if gone.id == f"{module.key}/{section.id}" and gone.text("replacement") == section.key:
            return gone
    return None


def _lead_on(
    project: Project, edits: FileEdits, section: RawEntry, module: RawEntry, back: RawEntry | None, formerly: Path
) -> Iterator[str]:
    """Let links to a section in its old module lead to the new one."""
    key = f"{module.key}/{section.id}"
    for mention in project.mentions(section):
        if mention.entry is not back:
            edits.of(mention.entry.document.file).set(mention.path, key, shared=Shared.HERE)
    if "formerly" in section.data:
        edits.of(module.document.file).unset(formerly, shared=Shared.HERE)
    if back is not None:
        edits.of(back.document.file).remove(back.path, shared=Shared.HERE)
    language = project.result.catalogue.pathway.language if project.result.catalogue is not None else "en"
    reason = translations_for(language).gettext(_REASON, title=title_of(module) or module.key)
    add_retired(project, edits, section, key, reason)
    yield f"Links to `{section.key}` lead on: a line under `retired` says where it is."


def _words(entry: RawEntry, parent: RawEntry, place: int, count: int, neighbour: RawEntry | None) -> str:
    """The sentence that names a move."""
    old = entry.parent
    way = f" to `{parent.key}`" if old is not None and old.key != parent.key else ""
    if neighbour is not None:
        there = "before" if place == int(neighbour.path[-1]) else "after"
        way += f", {there} `{_local(neighbour)}`"
    else:
        way += ", to its end" if place == count and count else ", to its beginning" if count else ""
    return f"Move the {entry.kind.words} `{_local(entry)}` of `{old.key if old is not None else ''}`{way}."


def _move_module(project: Project, entry: RawEntry, neighbour: RawEntry, *, is_after: bool) -> Change:
    """Bring the order of the modules, which is in the settings, up to date."""
    if neighbour.key == entry.key:
        raise EditError("a module can't be put before or after itself")
    edits, catalogue = project.edits(), project.result.catalogue
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
    words = f"Move the module `{entry.key}`, {'after' if is_after else 'before'} `{neighbour.key}`."
    return Change((words,), edits.patches(entry.key))


def _step_called(project: Project, name: str, section: RawEntry | None = None) -> RawEntry:
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
    wholes = [_name(step) for step, _ in found]
    names = [
        whole if wholes.count(whole) == 1 else f"{step.name}/{number}"
        for whole, (step, number) in zip(wholes, found, strict=True)
    ]
    raise EditError(f"`{shown(name)}` could be {' or '.join(f'`{each}`' for each in names)}; write the whole name")


def _names(step: RawEntry) -> Iterator[str]:
    target = _local(step)
    if target and step.parent is not None:
        yield from (target, f"{step.name}/{target}", f"{step.parent.id}/{target}")


def _local(entry: RawEntry) -> str:
    """What an entry is called inside the one around it: a step by the id of what it points to."""
    if entry.kind is not EntryKind.STEP:
        return entry.id or ""
    return next((found for verb in Verb if (found := entry.text(verb.value))), "")


def _name(entry: RawEntry) -> str:
    return f"{entry.name}/{_local(entry)}" if entry.kind is EntryKind.STEP else entry.key
