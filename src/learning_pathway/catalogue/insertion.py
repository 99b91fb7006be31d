"""Adding entries to the list of resources of a file; what stands there keeps its every byte."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from .composing import TooDeepError
from .document import Document, Flaw
from .editing import EditError, Patch, text_before
from .files import FOLDER, ROOT_FILE
from .loading import load
from .writing import written_entry

__all__ = ["NEW_FILE", "file_for", "insert"]

#: Where new entries go when no one says otherwise.
NEW_FILE = f"{FOLDER}/new.yaml"
_HEADER = """\
# yaml-language-server: $schema={schema}
#
# Works that were added by `pathway`. Move each to the file of the module that uses it.

"""
_LIST = "resources"


def file_for(name: str) -> str:
    """The name of a file of the catalogue, as it is written from the project's folder.

    Raises:
        EditError: a catalogue would not read such a file.
    """
    parts = Path(name.replace("\\", "/")).parts
    in_folder = len(parts) == 2 and parts[0] == FOLDER and parts[1].endswith(".yaml") and not parts[1].startswith(".")
    if parts == (ROOT_FILE,) or in_folder:
        return "/".join(parts)
    raise EditError(f"`{name}` is no file of the catalogue; write `{ROOT_FILE}`, or `{FOLDER}/` and a name in `.yaml`")


def insert(root: Path, file: str, entries: Sequence[Mapping[str, Any]]) -> Patch:
    """Work out how a file would be with further resources at the end of its list, without changing it.

    Args:
        root: the project's folder.
        file: the file, as `file_for` gives it; it need not exist.
        entries: the facts of each resource, its `id` among them.

    Raises:
        EditError: the file cannot be read, or its list is written in a way that leaves no place for certain.
        OSError: the file cannot be read.
    """
    before = text_before(root / file)
    ids = tuple(str(entry["id"]) for entry in entries)
    if before is None:
        schema = "../" * file.count("/") + "schema/resources.schema.json"
        start = _HEADER.format(schema=schema) if (root / "schema" / "resources.schema.json").exists() else ""
        body = "\n".join(written_entry(entry) for entry in entries)
        return Patch(file, None, f"{start}{_LIST}:\n{body}", ids)
    document = _read(file, before)
    end = "\r\n" if "\r\n" in before else "\n"
    lines = _lines(before)
    place = _place(file, document, lines, end)
    apart = end if _has_gaps(document, lines) else ""
    body = apart.join(written_entry(entry, place.indent, end) for entry in entries)
    kept, rest = "".join(place.lines), "".join(lines[len(place.lines) :])
    if kept and not kept.endswith(("\n", "\r")):
        kept += end
    if rest and not rest[0].isspace():
        body += end
    after = f"{kept}{place.opening if place.opening is not None else apart}{body}{rest}"
    _compare(file, document, _read(file, after), ids)
    return Patch(file, before, after, ids)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where new entries go."""

    lines: list[str]
    """The lines before it."""
    indent: int = 2
    """Columns before a dash there."""
    opening: str | None = None
    """What has to come before the first entry; None where others stand before it."""


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends, as YAML counts them."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def _read(file: str, text: str) -> Document:
    try:
        loaded = load(file, text.removeprefix("\ufeff"))
    except (Flaw, TooDeepError) as error:
        raise EditError(f"{file} cannot be read: {error}") from error
    if loaded.document is None:
        first = loaded.flaws[0] if loaded.flaws else None
        where = f" Line {first.mark.line}: {first.message}" if first else ""
        raise EditError(f"{file} cannot be read.{where} Run `pathway check`")
    return loaded.document


def _place(file: str, document: Document, lines: list[str], end: str) -> _Place:
    node = document.node
    if node is None:
        return _Place(lines, opening=f"{_LIST}:{end}")
    if not isinstance(node, MappingNode) or node.flow_style:
        raise EditError(f"{file} is written in brackets; write `{_LIST}:` in a line of its own, and its entries below")
    found = next(((key, value) for key, value in node.value if key.value == _LIST), None)
    if found is None:
        return _Place(lines, opening=f"{end}{_LIST}:{end}")
    key, value = found
    number = key.start_mark.line
    if isinstance(value, ScalarNode) and not value.value and not value.style:
        return _Place(lines[: number + 1], opening="")
    if isinstance(value, SequenceNode) and not value.value and value.end_mark.line == number:
        line = lines[number]
        emptied = line[: value.start_mark.column].rstrip() + line[value.end_mark.column :]
        return _Place([*lines[:number], emptied], opening="")
    if not isinstance(value, SequenceNode) or value.flow_style:
        raise EditError(
            f"{file}, line {number + 1}: the list `{lines[number].strip()[:60]}` is written in brackets; "
            "write each entry below it, after a dash"
        )
    first = lines[value.value[0].start_mark.line]
    return _Place(lines[: _last_line(value, lines) + 1], len(first) - len(first.lstrip(" ")))


def _last_line(node: Node, lines: Sequence[str]) -> int:
    """The last line, from 0, that a value takes up; comments and empty lines after it are not its own."""
    while isinstance(node, SequenceNode | MappingNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    number = min(int(node.end_mark.line) - (node.end_mark.column == 0), len(lines) - 1)
    while number > node.start_mark.line and not lines[number].strip():
        number -= 1
    return max(number, int(node.start_mark.line))


def _has_gaps(document: Document, lines: Sequence[str]) -> bool:
    """Whether the entries of the file's list stand apart from each other."""
    pairs = document.node.value if isinstance(document.node, MappingNode) else []
    node = next((value for key, value in pairs if key.value == _LIST), None)
    starts = [entry.start_mark.line for entry in node.value[1:]] if isinstance(node, SequenceNode) else []
    return not starts or any(not lines[start - 1].strip() for start in starts)


def _compare(file: str, before: Document, after: Document, ids: Sequence[str]) -> None:
    """Make sure that nothing but the new entries has changed."""
    old, new = dict(before.data), dict(after.data)
    entries = list(new.pop(_LIST, None) or [])
    kept = list(old.pop(_LIST, None) or [])
    added = entries[len(kept) :]
    if old != new or entries[: len(kept)] != kept or [entry.get("id") for entry in added] != list(ids):
        raise EditError(f"{file}: the place for new entries could not be told for sure; name another file")
