"""Changes of entries as patches, and what they do in words: nothing is written here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from ..catalogue.files import ROOT_FILE
from ..catalogue.raw import LISTS, MODELS, RawEntry
from ..catalogue.types import EntryKind
from ..catalogue.yaml.document import Path
from ..catalogue.yaml.edit import Editor, Shared, SharedError
from ..catalogue.yaml.patch import Patch
from ..catalogue.yaml.tree import EditError
from ..editing.project import Change
from .controls import Control, Widget, choice_name
from .entries import CHILDREN, KINDS, Entries
from .forms import Titles, clean, shaped

__all__ = [
    "add_child",
    "add_entry",
    "edit_entry",
    "field_words",
    "move_child",
    "remove_child",
]


def edit_entry(
    entries: Entries, entry: RawEntry, controls: Sequence[Control], values: Mapping[str, Any], key: str
) -> Change:
    """Give some fields of an entry other values; None takes a field out.

    Raises:
        EditError: it cannot be done for sure.
    """
    changed = [
        (control, entry.data.get(control.name), new)
        for control in controls
        if control.name in values
        and clean(entry.data.get(control.name))
        != (new := in_order(control, entry.data.get(control.name), values[control.name]))
    ]
    order = tuple(MODELS[entry.kind].model_fields)

    def edit(editor: Editor, shared: Shared) -> None:
        for control, old, new in changed:
            put(editor, (*entry.path, control.name), control, old, new, order, shared)

    lines = [line for control, old, new in changed for line in field_words(control, clean(old), new, entries.titles)]
    is_settings = entry.kind is EntryKind.PATHWAY
    words = "Change the settings." if is_settings else f"Change the {entry.kind.words} “{entries.name(entry)}”."
    return one_place(entries, entry.document.file, (words, *lines), key, edit)


def one_place(
    entries: Entries, file: str, words: tuple[str, ...], key: str, edit: Callable[[Editor, Shared], None]
) -> Change:
    """An edit of one file as a change; a value that the file writes once for several entries changes in this one only.

    Raises:
        EditError: it cannot be done for sure.
    """
    before = entries.texts[file]
    editor, remarks = Editor(file, before), tuple[str, ...]()
    try:
        edit(editor, Shared.ASK)
    except SharedError:
        editor, remarks = Editor(file, before), (_SHARED,)
        edit(editor, Shared.HERE)
    return Change(words, (Patch(file, before, editor.text, (key,)),), remarks)


def in_order(control: Control, old: Any, new: Any) -> Any:
    """The chosen of a few in the order that they have in the file; new ones come last."""
    if control.widget is not Widget.CHECKS or not new:
        return new
    had = [part for part in clean(old) or [] if part in new]
    return [*had, *(part for part in new if part not in had)]


def put(
    editor: Editor,
    path: Path,
    control: Control,
    old: Any,
    new: Any,
    order: Sequence[str] = (),
    shared: Shared = Shared.ASK,
) -> None:
    """Bring one value up to date, and touch only the parts of it that differ."""
    if clean(old) == new:
        return
    if new is None:
        editor.unset(path, shared=shared)
    elif isinstance(old, dict) and isinstance(new, dict) and control.widget is Widget.GROUP:
        names = tuple(part.name for part in control.parts)
        for part in control.parts:
            put(editor, (*path, part.name), part, old.get(part.name), new.get(part.name), names, shared)
    elif isinstance(old, list) and isinstance(new, list) and clean(old):
        put_list(editor, path, control, old, new, shared)
    else:
        editor.set(path, shaped(control, new), order=order, shared=shared)


def put_list(
    editor: Editor, path: Path, control: Control, old: list[Any], new: list[Any], shared: Shared = Shared.ASK
) -> None:
    """Bring a list up to date: move, change, insert and remove as few items as possible."""
    row = control.parts[0] if control.parts else Control("", control.label, Widget.LINE)
    had, wanted = [_same(part) for part in old], [_same(part) for part in new]
    if sorted(had) == sorted(wanted):
        for place, item in enumerate(wanted):
            source = had.index(item, place)
            if source != place:
                editor.move((*path, source), (*path, place), shared=shared)
                had.insert(place, had.pop(source))
        return
    for tag, start, end, first, last in reversed(SequenceMatcher(None, had, wanted, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        both = min(end - start, last - first)
        for place in reversed(range(start + both, end)):
            editor.remove((*path, place), shared=shared)
        if last > first + both:
            parts = (shaped(row, part) for part in new[first + both : last])
            editor.insert((*path, start + both), *parts, shared=shared)
        for place in range(both):
            put(editor, (*path, start + place), row, old[start + place], new[first + place], shared=shared)


def _same(value: Any) -> str:
    return json.dumps(clean(value), sort_keys=True)


def add_entry(
    entries: Entries, kind: EntryKind, controls: Sequence[Control], values: Mapping[str, Any], name: str
) -> Change:
    """Add an entry with an id to the list of its kind, in the file that has most of that kind.

    Raises:
        EditError: it cannot be done for sure.
    """
    key = next(key for key, listed in LISTS.items() if listed is kind)
    counts = dict.fromkeys(entries.texts, 0)
    for _, entry in entries.of_kind(kind):
        counts[entry.document.file] += 1
    used = max(counts, key=lambda file: counts[file]) if any(counts.values()) else ROOT_FILE
    before = entries.texts.get(used, "")
    editor = Editor(used, before)
    data = as_written(kind, controls, {**values, "id": name})
    top = ("pathway", *LISTS)
    editor.insert((key, len(editor.data.get(key) or ())), data, gap=1, brackets=False, order=top)
    shown = KINDS.get(kind, kind.words).lower().removesuffix("s") if kind is not EntryKind.TIP_LIST else kind.words
    words = (f"Add the {shown} `{name}`.", *words_of_new(controls, values, entries))
    return Change(words, (Patch(used, before, editor.text, (name,)),))


def add_child(
    entries: Entries, parent: RawEntry, controls: Sequence[Control], values: Mapping[str, Any], name: str
) -> Change:
    """Add an entry at the end of the list inside another: a section, a step, a source, a tip.

    Raises:
        EditError: it cannot be done for sure.
    """
    key, kind, _ = CHILDREN[parent.kind]
    data = as_written(kind, controls, {**values, **({"id": name} if name else {})})
    inner = CHILDREN.get(kind)
    if inner is not None:
        data.setdefault(inner[0], [])
    order = tuple(MODELS[parent.kind].model_fields)
    place = (*parent.path, key, len(parent.data.get(key) or ()))
    words = (f"Add a {kind.words} to “{entries.name(parent)}”.", *words_of_new(controls, values, entries))
    return one_place(
        entries,
        parent.document.file,
        words,
        name,
        lambda editor, shared: editor.insert(place, data, order=order, shared=shared),
    )


def as_written(kind: EntryKind, controls: Sequence[Control], values: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a new entry, its keys in their usual order."""
    known = {control.name: control for control in controls}
    order = list(MODELS[kind].model_fields)
    keys = sorted((key for key, value in values.items() if value is not None), key=order.index)
    return {key: shaped(known[key], values[key]) if key in known else values[key] for key in keys}


def words_of_new(controls: Sequence[Control], values: Mapping[str, Any], entries: Entries) -> list[str]:
    """What a new entry says, a line for each field."""
    filled = (control for control in controls if values.get(control.name) is not None)
    return [line for control in filled for line in field_words(control, None, values[control.name], entries.titles)]


def move_child(entries: Entries, entry: RawEntry, place: int) -> Change:
    """Move an entry to another place in its own list.

    Raises:
        EditError: it cannot be done for sure.
    """
    parent = entry.parent
    if parent is None:
        raise EditError("only what is inside another entry has an order")
    goal = (*parent.path, CHILDREN[parent.kind][0], place)
    name, around = entries.name(entry), entries.name(parent)
    words = f"Move the {entry.kind.words} “{name}” of “{around}” from place {int(entry.path[-1]) + 1} to {place + 1}."
    return one_place(
        entries,
        entry.document.file,
        (words,),
        entry.name,
        lambda editor, shared: editor.move(entry.path, goal, shared=shared),
    )


def remove_child(entries: Entries, entry: RawEntry) -> Change:
    """Take an entry out of the list that it is in: a step that no one needs, a section that is empty.

    Raises:
        EditError: it cannot be done for sure.
    """
    parent = entry.parent
    if parent is None:
        raise EditError("a whole entry is retired, so that its address keeps working")
    words = f"Remove the {entry.kind.words} “{entries.name(entry)}” from “{entries.name(parent)}”."
    return one_place(
        entries,
        parent.document.file,
        (words,),
        entry.name,
        lambda editor, shared: editor.remove(entry.path, shared=shared),
    )


#: What is said where the file writes a value once for several entries.
_SHARED = (
    "The file has this value once for several entries (an anchor). Only this entry changes; the others keep what they "
    "have."
)
#: Characters of a value that are shown.
_LONGEST = 160


def field_words(control: Control, old: Any, new: Any, titles: Titles) -> list[str]:
    """The change of a field as lines, such as `Level: starter → intermediate`."""
    if control.widget is Widget.GROUP and isinstance(old or {}, dict) and isinstance(new or {}, dict):
        return [
            f"{control.label}, {line[0].lower()}{line[1:]}"
            for part in control.parts
            if (old or {}).get(part.name) != (new or {}).get(part.name)
            for line in field_words(part, (old or {}).get(part.name), (new or {}).get(part.name), titles)
        ]
    if control.widget in (Widget.LIST, Widget.CHECKS) and isinstance(old or [], list) and isinstance(new or [], list):
        return list(_list_words(control, old or [], new or [], titles))
    return [f"{control.label}: {_said(control, old, titles)} → {_said(control, new, titles)}"]


def _list_words(control: Control, old: list[Any], new: list[Any], titles: Titles) -> Iterator[str]:
    row = control.parts[0] if control.parts else control
    for part in old:
        if part not in new:
            yield f"{control.label}: without {_said(row, part, titles)}"
    for part in new:
        if part not in old:
            yield f"{control.label}: with {_said(row, part, titles)}"
    if sorted(map(str, old)) == sorted(map(str, new)):
        yield f"{control.label}: in another order, {'; '.join(_said(row, part, titles) for part in new)}"


def _said(control: Control, value: Any, titles: Titles) -> str:
    """A value as a line shows it."""
    if value is None:
        return f"not set ({choice_name(control.default)})" if control.default else "not set"
    if isinstance(value, dict):
        values = [_said(part, value[part.name], titles) for part in control.parts if part.name in value]
        return _short(", ".join(text.strip("“”") for text in values))
    if isinstance(value, list):
        return _short("; ".join(_said(control, part, titles) for part in value))
    text = str(value)
    if control.widget is Widget.FLAG:
        return {"true": "yes", "false": "no"}.get(text, text)
    if control.refers is not None:
        return titles.get(control.refers, {}).get(text, text)
    if control.widget is Widget.CHOICE:
        return choice_name(text)
    return _short(f"“{text}”" if control.widget in (Widget.LINE, Widget.TEXT) else text)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
