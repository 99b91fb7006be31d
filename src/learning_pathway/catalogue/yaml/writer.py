"""New entries as an editor would write them, and their place in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from ..files import FOLDER, ROOT_FILE
from ..model import Resource
from .document import Document, Flaw
from .loader import load
from .nodes import TooDeepError
from .patch import EditError, Patch, text_before

__all__ = [
    "NEW_FILE",
    "WIDTH",
    "file_for",
    "insert",
    "written_entry",
]

#: Columns that a line of a folded text takes up at most.
WIDTH = 110
#: Keys whose values are never anything but themselves, so that `2011` needs no quotes.
_BARE = frozenset({"published", "updated", "accessed", "added", "minutes", "page_count", "word_count", "reviewed_on"})


class _Folded(str):
    """A text that goes over several lines."""

    __slots__ = ()


class _Bare(str):
    """A date or a number."""

    __slots__ = ()


class _Writer(yaml.SafeDumper):
    """PyYAML's, with list items further in than their key, as editors write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's signature
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _bare(writer: yaml.SafeDumper, text: _Bare) -> yaml.ScalarNode:
    # With the tag that the resolver would give, no quotes are put around what may be taken for a number or a day.
    tag = writer.resolve(yaml.ScalarNode, str(text), (True, False))  # type: ignore[no-untyped-call]
    return writer.represent_scalar(tag, str(text))


_Writer.add_representer(_Folded, lambda writer, text: writer.represent_scalar("tag:yaml.org,2002:str", text, style=">"))
_Writer.add_representer(_Bare, _bare)


def written_entry(facts: Mapping[str, Any], indent: int = 2, line_end: str = "\n") -> str:
    """An entry of the list of resources, from its dash to the end of its last line.

    Args:
        facts: values of the entry's keys, as the model takes them. Keys come in the model's order; empty values not
            at all.
        indent: columns before the dash.
        line_end: how lines end in the file.
    """
    order = [key for key in Resource.model_fields if key != "formerly"]
    content = {key: _shaped(key, facts[key], indent) for key in _ordered(facts, order) if _says(facts[key])}
    text = yaml.dump(
        [content], Dumper=_Writer, allow_unicode=True, sort_keys=False, width=WIDTH - indent, indent=2, line_break="\n"
    )
    return "".join(f"{' ' * indent if line else ''}{line}{line_end}" for line in text.removesuffix("\n").split("\n"))


def _ordered(facts: Mapping[str, Any], order: list[str]) -> list[str]:
    return sorted(facts, key=lambda key: order.index(key) if key in order else len(order))


def _says(value: Any) -> bool:
    return value is not None and value not in ("", (), [], {})


def _shaped(key: str, value: Any, indent: int) -> Any:
    if isinstance(value, Mapping):
        return {inner: _shaped(inner, part, indent + 4) for inner, part in value.items() if _says(part)}
    if isinstance(value, list | tuple):
        return [_shaped("", part, indent + 4) for part in value]
    text = str(value)
    if key in _BARE:
        return _Bare(text)
    is_long = len(text) + len(key) + indent + 4 > WIDTH and " " in text
    return _Folded(text) if is_long else text


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
