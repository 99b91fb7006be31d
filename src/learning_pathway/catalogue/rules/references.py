"""Every id that is mentioned belongs to an entry of the right kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..codes import Code
from ..document import Path
from ..draft import Draft, Finding, Item, Kind
from ..suggestion import choice
from ..translation import shown
from .directory import MENTIONED, REFERENCES, Directory

__all__ = ["check_references"]


def check_references(draft: Draft, directory: Directory) -> Iterator[Finding]:
    """Find mentions of ids that lead nowhere, or to the wrong kind of entry, or twice to the same."""
    for kind, field, target in REFERENCES:
        for item in draft.having(kind, field):
            yield from _mentions(directory, item, field, target)
    for item in draft.having(Kind.RETIRED, "replacement"):
        kind_name = item.text("kind") or Kind.RESOURCE.value
        if kind_name in directory.present:
            yield from _mentions(directory, item, "replacement", Kind(kind_name))


def _mentions(directory: Directory, item: Item, field: str, target: Kind) -> Iterator[Finding]:
    written = item.data.get(field)
    if isinstance(written, str) and re.search(r"[\s,]", written.strip()):
        return  # several ids in one text: the shape is wrong, which is reported already
    seen: set[str] = set()
    for path, name in item.texts(field):
        if name in seen:
            message = f"`{name}` stands twice in `{field}`."
            yield Finding(Code.REPEATED_REFERENCE, item, message, "Delete one of the two.", path)
        elif name == item.id and item.kind is target:
            message = f"`{name}` is this {target.words} itself."
            yield Finding(Code.SELF_REFERENCE, item, message, f"Take it out of `{field}`.", path)
        elif name and name not in directory.present[target]:
            yield _missing(directory, item, path, name, target)
        seen.add(name)


def _missing(directory: Directory, item: Item, path: Path, name: str, target: Kind) -> Finding:
    if (unpublished := directory.drafts.get((target, name))) is not None:
        line = unpublished.document.at_value(unpublished.path).line
        message = f"The {target.words} `{name}` is a draft ({unpublished.document.file}, line {line})."
        remedy = "Publish it too, take the mention out, or make this entry a draft as well."
        return Finding(Code.DRAFT_REFERENCE, item, message, remedy, path)
    new = directory.former[target].get(name)
    if new is not None:
        message = f"The {target.words} `{name}` has another id now."
        return Finding(Code.FORMER_REFERENCE, item, message, f"Write `{new}`.", path)
    gone = directory.retired.get((target.value, name))
    if gone is not None:
        replacement = gone.text("replacement")
        remedy = f"Write `{replacement}`, its replacement." if replacement else "Take it out."
        return Finding(Code.RETIRED_REFERENCE, item, f"The {target.words} `{name}` is retired.", remedy, path)
    other = next((kind for kind in MENTIONED if kind is not target and name in directory.present[kind]), None)
    if other is not None:
        return _wrong_kind(item, path, name, target, other)
    close = directory.meant(name, target)
    remedy = f"Did you mean `{close}`?" if close else f"Add a {target.words} with this id, or take the mention out."
    return Finding(Code.UNKNOWN_REFERENCE, item, f"There is no {target.words} `{shown(name)}`.", remedy, path)


def _wrong_kind(item: Item, path: Path, name: str, target: Kind, other: Kind) -> Finding:
    message = f"`{name}` is a {other.words}; a {target.words} is expected here."
    remedy = f"Write the id of a {target.words}."
    if item.kind is Kind.STEP and other is Kind.TASK:
        remedy = f"Write `task: {name}`."
    elif item.kind is Kind.STEP and other is Kind.RESOURCE:
        remedy = f"Write {choice(['read', 'watch', 'listen'])} in place of `task`."
    return Finding(Code.WRONG_KIND, item, message, remedy, path)
