"""Give an entry another id: every mention follows, and the old id leads on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..catalogue.did_you_mean import as_id
from ..catalogue.messages import shown
from ..catalogue.raw import RawEntry
from ..catalogue.rules.ids import LOCAL, sibling_key
from ..catalogue.types import EntryKind
from ..catalogue.values import ID_PATTERN
from ..catalogue.yaml.anchors import value_at
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.tree import EditError
from .project import Change, Mention, Project, line_of

__all__ = ["refuse_taken", "rename"]


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
    refuse_taken(project, entry, sibling_key(entry, new))
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
    key = sibling_key(entry, new)
    words = (f"Rename the {entry.kind.words} `{entry.key}` to `{key}`.",)
    followers = _followers([*mentions, *(mention for mention, _ in inner)])
    return Change(words + followers, edits.patches(key), tuple(_remarks(project, entry)), renamed=((entry.key, key),))


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
            raise EditError(f"`{key}` is the id of another {entry.kind.words} already ({_line(other)})")
        if any(sibling_key(other, former) == key for _, former in other.texts("formerly")):
            raise EditError(f"`{key}` is a former id of another {entry.kind.words} ({_line(other)})")
    for gone in project.raw.each(EntryKind.RETIRED):
        if gone is not but and gone.id == key and (gone.text("kind") or EntryKind.RESOURCE.value) == entry.kind.value:
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
