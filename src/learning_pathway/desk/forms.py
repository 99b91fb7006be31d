"""A form as its template shows it: fields with their texts, rows of lists, and buttons that only change the form."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..catalogue.raw import RawEntry
from ..catalogue.types import EntryKind
from .controls import Control, Widget, controls_for, split
from .entries import Entries
from .form_data import as_texts, is_editable, places, values_of

__all__ = ["Box", "Form", "form_of", "new_form", "rearranged"]

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
    def is_long(self) -> bool:
        """Whether its text needs several lines."""
        return self.control.widget is Widget.TEXT or len(self.text) > _LINE or "\n" in self.text


@dataclass(frozen=True, slots=True)
class Form:
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


def form_of(entries: Entries, entry: RawEntry, key: str, version: str) -> Form:
    """The form of an entry as it is written."""
    controls = controls_for(entry.kind)
    texts: dict[str, str] = {}
    for control in controls:
        texts |= as_texts(control, entry.data.get(control.name), entries.titles)
    return Form(entry.kind, key, controls, texts, texts, entry.data, version)


def new_form(kind: EntryKind) -> Form:
    """The form of an entry that is not there yet."""
    return Form(kind, "", controls_for(kind), {}, {})


def rearranged(texts: Mapping[str, str], button: str) -> dict[str, str] | None:
    """The texts after a button of a list: a row moved, removed or added; None for any other button."""
    found = _ROW_BUTTON.fullmatch(button)
    if found is None:
        return None
    action, name, row = found[1], found[2], int(found[3] or 0)
    rows = places(texts, name)
    if action == "add":
        last = max(rows, default=-1)
        return {**texts, f"{name}.{min(last + 1, _MOST_ROWS)}.": ""}
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
