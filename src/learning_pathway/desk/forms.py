"""A form as its template shows it: an entry's values as texts, rows of lists, and buttons that only change it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..catalogue.raw import RawEntry
from ..catalogue.types import EntryKind
from ..catalogue.yaml.scalars import Bare
from .controls import Control, Widget, controls_for, split
from .entries import Entries

__all__ = [
    "Box",
    "EntryForm",
    "Titles",
    "as_texts",
    "clean",
    "form_of",
    "is_editable",
    "new_form",
    "rearranged",
    "shaped",
    "value_meant",
    "values_of",
]

#: The title of each entry by kind and key.
Titles = Mapping[EntryKind, Mapping[str, str]]
_PICKED = re.compile(r"\[([a-z0-9]+(?:-[a-z0-9]+)*)\]\s*$")
_BARE = re.compile(r"[0-9][0-9./-]*|true|false")
_FLAGS = {"true": "yes", "false": "no"}
_FLAG_VALUES = {"yes": "true", "no": "false"}


def is_editable(control: Control, value: Any) -> bool:
    """Whether a value has a shape that the form can show; a hand-written one may have any."""
    if value is None:
        return True
    if control.widget is Widget.GROUP:
        return (
            isinstance(value, dict)
            and all(key in {part.name for part in control.parts} for key in value)
            and all(is_editable(part, value.get(part.name)) for part in control.parts)
        )
    if control.widget is Widget.LIST:
        return isinstance(value, list) and all(is_editable(control.parts[0], part) for part in value)
    if control.widget is Widget.CHECKS:
        return isinstance(value, list) and all(isinstance(part, str) for part in value)
    return isinstance(value, str)


def as_texts(control: Control, value: Any, titles: Titles, at: str = "") -> dict[str, str]:
    """The texts of a form's boxes for a value, by the names of the boxes."""
    name = f"{at}{control.name}" if control.name else at.removesuffix(".")
    if value is None or not is_editable(control, value):
        return {}
    if control.widget is Widget.CHECKS:
        return {f"{name}.{part.strip()}": "on" for part in value}
    if control.widget is Widget.GROUP:
        parts = (as_texts(part, value.get(part.name), titles, f"{name}.") for part in control.parts)
        return {box: text for texts in parts for box, text in texts.items()}
    if control.widget is Widget.LIST:
        rows = (as_texts(control.parts[0], part, titles, f"{name}.{place}.") for place, part in enumerate(value))
        return {box: text for texts in rows for box, text in texts.items()}
    return {name: _shown(control, value.strip(), titles)}


def _shown(control: Control, value: str, titles: Titles) -> str:
    if control.widget is Widget.FLAG:
        return _FLAGS.get(value.lower(), value)
    if control.refers is not None and (title := titles.get(control.refers, {}).get(value)):
        return f"{title} [{value}]"
    return value


def values_of(control: Control, texts: Mapping[str, str], titles: Titles, at: str = "") -> Any:
    """The value that the texts of a form's boxes mean; None where all are empty."""
    name = f"{at}{control.name}" if control.name else at.removesuffix(".")
    if control.widget is Widget.CHECKS:
        start = f"{name}."
        return sorted(box.removeprefix(start) for box, text in texts.items() if box.startswith(start) and text) or None
    if control.widget is Widget.GROUP:
        parts = {part.name: values_of(part, texts, titles, f"{name}.") for part in control.parts}
        return {key: value for key, value in parts.items() if value is not None} or None
    if control.widget is Widget.LIST:
        rows = (values_of(control.parts[0], texts, titles, f"{name}.{place}.") for place in places(texts, name))
        return [row for row in rows if row is not None] or None
    return value_meant(control, texts.get(name, "").strip(), titles) or None


def places(texts: Mapping[str, str], name: str) -> list[int]:
    """The numbers of a list's rows."""
    pattern = re.compile(rf"{re.escape(name)}\.([0-9]{{1,4}})(?:\.|$)")
    return sorted({int(found[1]) for box in texts if (found := pattern.match(box))})


def value_meant(control: Control, text: str, titles: Titles) -> str:
    """What the text of one box means: for a reference, the id of the entry that it names."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control.widget is Widget.FLAG:
        return _FLAG_VALUES.get(text, text)
    if control.refers is None:
        return text
    if found := _PICKED.search(text):
        return found[1]
    known = titles.get(control.refers, {})
    meant = [key for key, title in known.items() if title.casefold() == text.casefold()]
    return meant[0] if text not in known and len(meant) == 1 else text


def clean(value: Any) -> Any:
    """A value of a file as a form gives it back: without blanks at the ends of texts, None for nothing."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        return {key: part for key, inner in value.items() if (part := clean(inner)) is not None} or None
    if isinstance(value, Sequence):
        return [part for inner in value if (part := clean(inner)) is not None] or None
    return value


def shaped(control: Control, value: Any) -> Any:
    """A value of a form as the file gets it: what needs no quotes is marked."""
    if control.widget is Widget.GROUP and isinstance(value, Mapping):
        return {part.name: shaped(part, value[part.name]) for part in control.parts if part.name in value}
    if control.widget is Widget.LIST and isinstance(value, Sequence):
        return [shaped(control.parts[0], part) for part in value]
    if control.is_bare and isinstance(value, str) and _BARE.fullmatch(value):
        return Bare(value)
    return value


def _plain(text: str | None) -> str:
    return "\n".join((text or "").splitlines()).strip()


#: Rows of a list, at the most.
_MOST_ROWS = 400
#: Characters of a text that is typed in one line.
_LINE = 80
_ROW_BUTTON = re.compile(r"(up|down|add|remove):([a-z_.0-9]+)(?::([0-9]{1,3}))?")


@dataclass(frozen=True, slots=True)
class Box:
    """One field of a form, with what is in it."""

    control: Control
    name: str
    text: str = ""
    boxes: tuple[Box, ...] = ()
    """Fields of a group, rows of a list, or what can be ticked."""
    fixed: str = ""
    """A value that only the file can hold."""
    fault: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of its element."""
        return f"f-{self.name.replace('.', '-')}"

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not self.text and all(part.is_empty for part in self.boxes)

    @property
    def is_long(self) -> bool:
        """Whether its text needs several lines."""
        return self.control.widget is Widget.TEXT or len(self.text) > _LINE or "\n" in self.text


@dataclass(frozen=True, slots=True)
class EntryForm:
    """The form of an entry."""

    kind: EntryKind
    key: str
    controls: tuple[Control, ...]
    texts: Mapping[str, str]
    """What is in the boxes."""
    shown: Mapping[str, str]
    """What was in them when the form was first shown."""
    data: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""

    @property
    def is_unsaved(self) -> bool:
        """Whether something else is in the boxes than when the form was first shown."""
        return any(_plain(self.texts.get(box)) != _plain(self.shown.get(box)) for box in {*self.texts, *self.shown})

    def touched(self, entries: Entries) -> dict[str, Any]:
        """The values of the fields that the editor has changed; None for one that was emptied."""
        values: dict[str, Any] = {}
        for control in self.controls:
            new, old = (values_of(control, texts, entries.titles) for texts in (self.texts, self.shown))
            if new != old and is_editable(control, self.data.get(control.name)):
                values[control.name] = new
        return values

    def boxes(self, entries: Entries, faults: Mapping[str, Sequence[str]]) -> tuple[list[Box], list[Box]]:
        """The fields to show at once, and those to fold."""
        texts_type = {"type": self.texts["type"]} if self.texts.get("type") else {}
        first, folded = split(self.kind, self.controls, {**self.data, **texts_type})

        def made(control: Control) -> Box:
            value = self.data.get(control.name)
            fixed = "" if is_editable(control, value) else json.dumps(value, ensure_ascii=False, indent=2)
            return box_of(control, self.texts, entries, faults, fixed=fixed)

        return [made(each) for each in first], [made(each) for each in folded]

    @property
    def shown_json(self) -> str:
        """What was in the boxes at first, for the form to send back."""
        return json.dumps(self.shown, ensure_ascii=False)


def box_of(
    control: Control,
    texts: Mapping[str, str],
    entries: Entries,
    faults: Mapping[str, Sequence[str]],
    at: str = "",
    fixed: str = "",
) -> Box:
    """One field with the texts of its boxes."""
    name = f"{at}{control.name}" if control.name else at.removesuffix(".")
    fault = tuple(faults.get(name, ()))
    if control.widget is Widget.CHECKS and control.refers is not None:
        titles = {**entries.titles.get(control.refers, {})}
        for unknown in (box.rpartition(".")[2] for box in texts if box.startswith(f"{name}.")):
            titles.setdefault(unknown, unknown)
        ticks = (
            Box(Control(key, title, Widget.FLAG), f"{name}.{key}", texts.get(f"{name}.{key}", ""))
            for key, title in titles.items()
        )
        return Box(control, name, boxes=tuple(ticks), fixed=fixed, fault=fault)
    if control.widget is Widget.GROUP:
        parts = (box_of(part, texts, entries, faults, f"{name}.") for part in control.parts)
        return Box(control, name, boxes=tuple(parts), fixed=fixed, fault=fault)
    if control.widget is Widget.LIST:
        rows = places(texts, name)
        rows.append(max(rows, default=-1) + 1)
        parts = (box_of(control.parts[0], texts, entries, faults, f"{name}.{row}.") for row in rows)
        return Box(control, name, boxes=tuple(parts), fixed=fixed, fault=fault)
    return Box(control, name, texts.get(name, ""), fixed=fixed, fault=fault)


def form_of(entries: Entries, entry: RawEntry, key: str, version: str) -> EntryForm:
    """The form of an entry as it is written."""
    controls = controls_for(entry.kind)
    texts: dict[str, str] = {}
    for control in controls:
        texts |= as_texts(control, entry.data.get(control.name), entries.titles)
    return EntryForm(entry.kind, key, controls, texts, texts, entry.data, version)


def new_form(kind: EntryKind) -> EntryForm:
    """The form of an entry that is not there yet."""
    return EntryForm(kind, "", controls_for(kind), {}, {})


def rearranged(texts: Mapping[str, str], button: str) -> dict[str, str] | None:
    """The texts after a button of a list: a row moved, removed or added; None for any other button."""
    found = _ROW_BUTTON.fullmatch(button)
    if found is None:
        return None
    action, name, row = found[1], found[2], int(found[3] or 0)
    rows = places(texts, name)
    if action == "add":
        last = max(rows, default=-1)
        is_filled = any(text for box, text in texts.items() if re.match(rf"{re.escape(name)}\.{last}(?:\.|$)", box))
        return {**texts, f"{name}.{min(max(last + is_filled, 0), _MOST_ROWS)}.": ""}
    if row not in rows:
        return dict(texts)
    at = rows.index(row)
    order = rows[:]
    if action == "remove":
        order.pop(at)
    else:
        other = at - 1 if action == "up" else at + 1
        if 0 <= other < len(order):
            order[at], order[other] = order[other], order[at]
    kept = {box: text for box, text in texts.items() if not re.match(rf"{re.escape(name)}\.[0-9]+(?:\.|$)", box)}
    for new, old in enumerate(order):
        start = f"{name}.{old}"
        for box, text in texts.items():
            if box == start or box.startswith(f"{start}."):
                kept[f"{name}.{new}{box.removeprefix(start)}"] = text
    return kept
