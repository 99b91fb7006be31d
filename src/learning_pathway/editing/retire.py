"""Retire an entry: delete it, and leave a line with the reason. Or archive a resource, which keeps its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..catalogue.raw import RawEntry
from ..catalogue.rules.ids import sibling_key
from ..catalogue.types import EntryKind, ResourceType, Status, Verb
from ..catalogue.yaml.anchors import value_at
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.tree import EditError
from ..catalogue.yaml.writer import RESOURCE_KEYS
from .project import Change, FileEdits, Mention, Project, title_of

__all__ = ["add_retired", "archive", "retire", "was_published"]


def retire(
    project: Project,
    name: str,
    *,
    replaced_by: str | None = None,
    reason: str | None = None,
    kind: EntryKind | None = None,
) -> Change:
    """Work out how the catalogue would be without an entry. What mentions it names its replacement, or nothing.

    Args:
        project: the project.
        name: the entry's id; `module-id/section-id` for a section.
        replaced_by: id of the entry of the same kind to go to instead.
        reason: why it is gone, for learners; made from the replacement's title where there is one.
        kind: its kind, where entries of several kinds share the id.

    Raises:
        EditError: it cannot be done for sure.
    """
    project.sound()
    entry = project.entry(name, kind)
    heir = _heir(project, entry, replaced_by)
    mentions = [each for each in project.mentions(entry) if not _is_inside(each.entry, entry)]
    _refuse_bound(entry, heir, mentions)
    edits = project.edits()
    words = [f"Retire the {entry.kind.words} `{entry.key}`" + (f"; `{heir.key}` replaces it." if heir else ".")]
    words += list(_follow(edits, mentions, heir))
    edits.of(entry.document.file).remove(entry.path, shared=Shared.HERE)
    if was_published(project, entry):
        add_retired(project, edits, entry, heir.key if heir is not None else None, _reason(project, heir, reason))
    else:
        words.append("It was never published, so nothing is left in its place.")
    return Change(tuple(words), edits.patches(entry.key), _remarks(entry, mentions))


def archive(project: Project, name: str, *, replaced_by: str | None = None) -> Change:
    """Work out how the catalogue would be with a resource archived: its page stays, and steps lead to the replacement.

    Args:
        project: the project.
        name: the resource's id.
        replaced_by: id of the resource to read instead.

    Raises:
        EditError: it cannot be done for sure.
    """
    project.sound()
    entry = project.entry(name, EntryKind.RESOURCE)
    if entry.text("status") == Status.ARCHIVED and replaced_by in (None, entry.text("replaced_by")):
        raise EditError(f"`{entry.key}` is archived already")
    heir = _heir(project, entry, replaced_by)
    steps = [each for each in project.mentions(entry) if each.entry.kind is EntryKind.STEP]
    if steps and heir is None:
        raise EditError(f"{_named(steps)} would lead to an archived resource; say what replaces it, or take them out")
    _refuse_bound(entry, heir, steps)
    edits = project.edits()
    words = [f"Archive the resource `{entry.key}`" + (f"; `{heir.key}` replaces it." if heir else ".")]
    words += list(_follow(edits, steps, heir))
    changes = {(*entry.path, "status"): Status.ARCHIVED.value}
    if heir is not None:
        changes[(*entry.path, "replaced_by")] = heir.key
    edits.of(entry.document.file).set_all(changes, order=RESOURCE_KEYS, shared=Shared.HERE)
    return Change(tuple(words), edits.patches(entry.key), _remarks(entry, steps))


def _heir(project: Project, entry: RawEntry, replaced_by: str | None) -> RawEntry | None:
    """The entry that replaces another one.

    Raises:
        EditError: there is no such entry, or it can't.
    """
    if replaced_by is None:
        return None
    heir = project.entry(replaced_by, entry.kind)
    if heir.key == entry.key:
        raise EditError(f"`{entry.key}` can't replace itself")
    if heir.text("status") in (Status.DRAFT, Status.ARCHIVED):
        raise EditError(f"`{heir.key}` is {heir.text('status')}, so it can't replace another entry")
    return heir


def _is_inside(entry: RawEntry, outer: RawEntry) -> bool:
    return entry.document is outer.document and entry.path[: len(outer.path)] == outer.path


def _refuse_bound(entry: RawEntry, heir: RawEntry | None, mentions: Iterable[Mention]) -> None:
    """Refuse where a mention can neither follow nor go."""
    steps = [each for each in mentions if each.entry.kind is EntryKind.STEP and each.field != "rests_on"]
    if steps and heir is None:
        raise EditError(f"{_named(steps)} leads to `{entry.key}`; say what replaces it, or take the steps out first")
    for step in steps:
        assert heir is not None  # noqa: S101 - by the lines before
        type_ = heir.text("type")
        if type_ in set(ResourceType) and Verb(step.field) not in ResourceType(type_).row.fits:
            raise EditError(
                f"{step.words} can't lead to `{heir.key}`, which is of type {type_}; change or take out that step first"
            )
        section = step.entry.parent
        if section is not None and any(each.text(step.field) == heir.id for each in section.children()):
            raise EditError(f"`{section.key}` has a step for `{heir.key}` already; take one of the two out first")


def _follow(edits: FileEdits, mentions: Iterable[Mention], heir: RawEntry | None) -> Iterator[str]:
    """Let mentions name the replacement, or take them out; yields sentences about that."""
    followed: list[Mention] = []
    removed: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: (each.entry.document.file, _sortable(each)), reverse=True):
        editor = edits.of(mention.entry.document.file)
        new = None if heir is None else heir.key if mention.field == "replacement" else heir.id
        others = [name for path, name in mention.entry.texts(mention.field) if path != mention.path]
        if new is None or new in others or (heir is not None and _is_same(mention.entry, heir)):
            _take_out(editor, mention)
            removed.append(mention)
        else:
            editor.set(mention.path, new, shared=Shared.HERE)
            followed.append(mention)
    if followed:
        yield f"Mentions that follow: {_named(reversed(followed))}."
    if removed:
        yield f"Mentions that go: {_named(reversed(removed))}."


def _sortable(mention: Mention) -> tuple[tuple[bool, int, str], ...]:
    """A path that can be compared with others: places by number, keys by name."""
    return tuple((isinstance(step, str), step if isinstance(step, int) else 0, str(step)) for step in mention.path)


def _take_out(editor: Editor, mention: Mention) -> None:
    key = (*mention.entry.path, mention.field)
    data = value_at(editor.data, key)
    if isinstance(data, list) and len(data) > 1:
        editor.remove(mention.path, shared=Shared.HERE)
    else:
        editor.unset(key, shared=Shared.HERE)


def _is_same(one: RawEntry, other: RawEntry) -> bool:
    return one.kind is other.kind and one.key == other.key


def was_published(project: Project, entry: RawEntry) -> bool:
    """Whether someone may have a link to it: a draft that isn't in the list of published ids never was."""
    published, outer = project.result.published.lines, entry
    while outer.parent is not None:
        outer = outer.parent
    return not any(_is_same(outer, draft) for draft in project.raw.drafts) or f"{entry.kind}:{entry.key}" in published


def add_retired(project: Project, edits: FileEdits, entry: RawEntry, replacement: str | None, reason: str) -> None:
    """Write a line for each id that goes with an entry.

    Raises:
        EditError: it cannot be done for sure.
    """
    lines = [_line(each, key, replacement if each.kind is entry.kind else None, reason) for each, key in _gone(entry)]
    file = _file_of_retired(project, entry)
    place = len(edits.of(file).data.get("retired") or ())
    edits.of(file).insert(("retired", place), *lines, shared=Shared.HERE)


def _gone(entry: RawEntry) -> Iterator[tuple[RawEntry, str]]:
    """Each id that goes with an entry: its own, its former ones, and those of tips inside it."""
    yield entry, entry.key
    yield from ((entry, sibling_key(entry, former)) for _, former in entry.texts("formerly"))
    if entry.kind in (EntryKind.TIP_LIST, EntryKind.TIP_SOURCE):
        for child in entry.children():
            if child.kind is EntryKind.TIP_SOURCE:
                yield from (inner for inner in _gone(child) if inner[0].kind is EntryKind.TIP)
            else:
                yield from _gone(child)


def _line(entry: RawEntry, key: str, replacement: str | None, reason: str) -> dict[str, str]:
    """A line of the list of retired ids."""
    line = {"id": key}
    if entry.kind is not EntryKind.RESOURCE:
        line["kind"] = entry.kind.value
    line["reason"] = reason
    if replacement is not None:
        line["replacement"] = replacement
    return line


def _reason(project: Project, heir: RawEntry | None, reason: str | None) -> str:
    if reason and reason.strip():
        return reason.strip()
    catalogue = project.result.catalogue
    if heir is None or catalogue is None or not catalogue.pathway.language.startswith("en"):
        raise EditError("say why it goes, in a sentence for learners (`--reason`)")
    title = title_of(heir) or heir.key
    return f"Replaced by “{title}”." if len(title) <= 200 else "Something better has replaced it."


def _file_of_retired(project: Project, entry: RawEntry) -> str:
    """The file for a line about a retired entry: its own if that has such a list, else the first that has."""
    files = [each.document.file for each in project.raw.each(EntryKind.RETIRED)]
    own = entry.document.file
    return own if own in files or not files else files[0]


def _remarks(entry: RawEntry, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """What is left to read: introductions that were written for the entry."""
    steps = [each for each in mentions if each.entry.kind is EntryKind.STEP and each.field != "rests_on"]
    introduced = [each for each in steps if each.entry.text("introduction")]
    return (f"Read these introductions, written for `{entry.key}`: {_named(introduced)}.",) if introduced else ()


def _named(mentions: Iterable[Mention]) -> str:
    return ", ".join(dict.fromkeys(mention.words for mention in mentions))
