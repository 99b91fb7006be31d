"""What a change of a field does, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .controls import Control, Widget
from .form_data import Titles

__all__ = ["field_words"]

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
        return f"not said ({control.default})" if control.default else "not said"
    if isinstance(value, dict):
        values = [_said(part, value[part.name], titles) for part in control.parts if part.name in value]
        return _short(", ".join(values))
    if isinstance(value, list):
        return _short("; ".join(_said(control, part, titles) for part in value))
    text = str(value)
    if control.widget is Widget.FLAG:
        return {"true": "yes", "false": "no"}.get(text, text)
    if control.refers is not None:
        return titles.get(control.refers, {}).get(text, text)
    return _short(f"“{text}”" if control.widget in (Widget.LINE, Widget.TEXT) else text)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
