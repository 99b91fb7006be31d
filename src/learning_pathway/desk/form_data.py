"""Values of an entry as the texts of a form, and the texts of a form as values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..catalogue.types import EntryKind
from ..catalogue.yaml.scalars import Bare
from .controls import Control, Widget

__all__ = ["Titles", "as_texts", "clean", "is_editable", "shaped", "value_meant", "values_of"]

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
