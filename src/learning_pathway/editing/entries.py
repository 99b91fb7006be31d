"""Changes of whole entries: give one another id, retire it, or archive a resource, which keeps its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..catalogue.did_you_mean import as_id
from ..catalogue.fields import RESOURCE_KEYS
from ..catalogue.messages import shown
from ..catalogue.raw import RawEntry
from ..catalogue.rules.ids import LOCAL, sibling_key
from ..catalogue.types import EntryKind, ResourceType, Status, Verb
from ..catalogue.values import ID_PATTERN
from ..catalogue.yaml.anchors import value_at
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.tree import EditError
from .project import Change, FileEdits, Mention, Project, title_of

__all__ = [
    "add_retired",
    "archive",
    "refuse_taken",
    "rename",
    "retire",
    "was_published",
]

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
    key = sibling_key(entry, new)
    refuse_taken(project, entry, key)
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
    for mention, value in [*((each, key) for each in mentions if each.field == "replacement"), *inner]:
        edits.of(mention.entry.document.file).set(mention.path, value, shared=Shared.HERE)
    _forget(edits.of(own), entry, new)
    words = (f"Rename the {entry.kind.words} `{entry.key}` to `{key}`.",)
    followers = _followers([*mentions, *(mention for mention, _ in inner)])
    return Change(
        words + followers, edits.patches(key), tuple(_rename_remarks(project, entry)), renamed=((entry.key, key),)
    )


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


def refuse_taken(project: Project, entry: RawEntry, key: str, *, but: RawEntry | None = None) -> None:
    """Refuse a key that an entry of the same kind has, had, or is retired under in a line other than `but`.

    Raises:
        EditError: it is taken.
    """
    for other in project.entries():
        if other.kind is not entry.kind or (other.path == entry.path and other.document is entry.document):
            continue
        if other.key == key:
            raise EditError(f"`{key}` is the id of another {entry.kind.words} already ({other.written_at})")
        if any(sibling_key(other, former) == key for _, former in other.texts("formerly")):
            raise EditError(f"`{key}` is a former id of another {entry.kind.words} ({other.written_at})")
    for gone in project.raw.each(EntryKind.RETIRED):
        if gone is not but and gone.id == key and (gone.text("kind") or EntryKind.RESOURCE.value) == entry.kind.value:
            raise EditError(f"`{key}` is retired ({gone.written_at}), so nothing else can have it")


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


def _rename_remarks(project: Project, entry: RawEntry) -> Iterator[str]:
    led = "links to the section" if entry.kind is EntryKind.SECTION else "links and learners' progress"
    yield f"Old {led} lead on. The old id stays under `formerly`: leave it there."
    if project.result.published.exists:
        yield "Then run `pathway record-ids`, so that the new id is in the list of published ones."
    if entry.kind in (EntryKind.THEME, EntryKind.CALL):
        yield f"Answers and samples still name the {entry.kind.words} by its old id; `pathway check` lists them."


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
    return Change(tuple(words), edits.patches(entry.key), _introductions(entry, mentions))


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
    return Change(tuple(words), edits.patches(entry.key), _introductions(entry, steps))


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
    lines = [
        _retired_line(each, key, replacement if each.kind is entry.kind else None, reason) for each, key in _gone(entry)
    ]
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


def _retired_line(entry: RawEntry, key: str, replacement: str | None, reason: str) -> dict[str, str]:
    """A line of the list of retired ids."""
    kind = {} if entry.kind is EntryKind.RESOURCE else {"kind": entry.kind.value}
    return {"id": key, **kind, "reason": reason, **({"replacement": replacement} if replacement is not None else {})}


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


def _introductions(entry: RawEntry, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """What is left to read: introductions that were written for the entry."""
    steps = [each for each in mentions if each.entry.kind is EntryKind.STEP and each.field != "rests_on"]
    introduced = [each for each in steps if each.entry.text("introduction")]
    return (f"Read these introductions, written for `{entry.key}`: {_named(introduced)}.",) if introduced else ()


def _named(mentions: Iterable[Mention]) -> str:
    return ", ".join(dict.fromkeys(mention.words for mention in mentions))
