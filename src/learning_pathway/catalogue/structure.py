"""A text, a list or an entry with keys where another of the three is wanted, in words, and what was meant."""

from __future__ import annotations

import re
from typing import Any

from yaml import MappingNode

from . import model
from .codes import Code
from .correction import line_at
from .correction import quoted as _quoted
from .document import Path
from .draft import Finding, Item
from .people import people_meant
from .repair import Suggestion, plain_characters
from .translation import as_yaml, shown, subject_of

__all__ = ["wrong_shape"]

#: What an item of a list looks like, where it is an entry with keys.
_EXAMPLES = {
    "alternatives": "{label: …, url: …}",
    "authors": "{family: …, given: …}",
    "editors": "{family: …, given: …}",
    "steps": "read: resource-id",
}
#: Fields whose texts may well begin with a bracket.
_PROSE = frozenset(
    {
        *(
            "title",
            "supplied_title",
            "title_sentence",
            "summary",
            "why",
            "introduction",
            "prompt",
            "text",
            "note",
            "reason",
        ),
        *(
            "note",
            "reason",
            "access_note",
            "facilitator_note",
            "audience",
            "publisher",
            "container",
            "conference",
            "place",
            "label",
        ),
    }
)
_ID_LISTS = frozenset({"themes", "related", "cites", "formerly", "prerequisites", "modules", "see", "packages"})


def wrong_shape(owner: Item, path: Path, value: Any, wanted: str) -> Finding:
    """A text, a list or an entry with keys where another of the three is wanted."""
    found = "an entry with keys" if isinstance(value, dict) else "a list" if isinstance(value, list) else "a text"
    message = f"{subject_of(path)} should be {wanted}, and is {found}."
    if wanted == "a list" and isinstance(value, str) and (meant := _list_marks(owner, path)) is not None:
        return Finding(meant.code, owner, meant.message, meant.remedy, path, corrected=meant.line)
    instead = _shape_meant(path, value, wanted) or _enclosed(owner, path, value, wanted)
    remedy = f"Write `{instead}`." if instead is not None else _shape_remedy(path, value, wanted)
    return Finding(Code.WRONG_SHAPE, owner, message, remedy, path, instead=instead)


def _list_marks(owner: Item, path: Path) -> Suggestion | None:
    """The first line of a list whose marks are no hyphens, or lack the space after them; None for any other text."""
    node = owner.document.value_node(path)
    if node is None or not owner.document.text:
        return None
    start, end = line_at(owner.document.text, node.start_mark.index)
    line, number = owner.document.text[start:end], node.start_mark.line + 1
    if line[: node.start_mark.column].strip(" "):
        return None
    if (meant := plain_characters(line, number)) is not None:
        return meant
    found = re.fullmatch(r"( *)-(\w.*)", line)
    message = "This line begins with a hyphen without a space, so it is no list item."
    corrected = f"{found[1]}- {found[2]}" if found is not None else ""
    return (
        Suggestion(number, corrected, message, "Write a space after the hyphen.", 0, Code.WRONG_SHAPE)
        if found
        else None
    )


def _enclosed(owner: Item, path: Path, value: Any, wanted: str) -> str | None:
    """A single entry in braces as the list of one that is wanted."""
    node = owner.document.value_node(path)
    if wanted != "a list" or not isinstance(value, dict) or not isinstance(node, MappingNode) or not node.flow_style:
        return None
    text = owner.document.text[node.start_mark.index : node.end_mark.index]
    return f"[{text}]" if len(path) > 1 and "\n" not in text else None


def _shape_meant(path: Path, value: Any, wanted: str) -> str | None:
    """What to write for a text in the place of a list or an entry, or for a list in the place of a text."""
    field = next((part for part in reversed(path) if isinstance(part, str)), "")
    if isinstance(value, list) and wanted == "a text" and all(isinstance(part, str) for part in value):
        if field in _PROSE:
            return _quoted(f"[{', '.join(value)}]") if 0 < len(value) < 10 else None
        return as_yaml(value[0]) if len(value) == 1 else None
    if not isinstance(value, str) or not value.strip() or len(value) > 200 or "\n" in value.strip():
        return None
    text = value.strip()
    if field in ("authors", "editors"):
        people = people_meant(text)
        if people is None or (wanted != "a list" and len(people) > 1):
            return None
        written = [f"{{{', '.join(f'{key}: {as_yaml(part)}' for key, part in person.items())}}}" for person in people]
        return f"[{', '.join(written)}]" if wanted == "a list" else written[0]
    if wanted != "a list" or field in _EXAMPLES or (path[0] != field and len(path) < 2):
        return None
    if field in _ID_LISTS:
        parts = [part for part in re.split(r"[,;\s]+", text) if part]
        return f"[{', '.join(parts)}]" if all(re.fullmatch(model.ID_PATTERN, part) for part in parts) else None
    return f"[{as_yaml(text)}]" if len(path) > 1 else None


def _shape_remedy(path: Path, value: Any, wanted: str) -> str:
    field = next((part for part in reversed(path) if isinstance(part, str)), "")
    if wanted == "a text":
        if isinstance(value, list):
            return "Write one text, without square brackets or dashes."
        return "Write plain words; if they hold a colon, put all of them in double quotes."
    if wanted != "a list":
        example = _EXAMPLES.get(field)
        return f"Write it as in `- {example}`." if example else "Write `key: value` in lines of their own, further in."
    if isinstance(value, dict):
        first = shown(next(iter(value), "…"))
        by_id = isinstance(value.get(first), dict) or (len(path) == 1 and first != "id")
        return f"Begin each item with `- `, as in `- {'id: ' if by_id else ''}{first}`."
    if field in _EXAMPLES:
        return f"Begin each item in a line of its own, as in `- {_EXAMPLES[field]}`."
    is_plain = re.fullmatch(r"[^\[\]{}:#\"'\n]{1,60}", str(value).strip())
    return f"Write `[{str(value).strip()}]`." if is_plain else "Begin each item in a line of its own with `- `."
