"""New resources as an editor would write them, and their place in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

from ..dates import PartialDate
from ..files import FOLDER, ROOT_FILE
from ..model import Resource
from .edit import Editor
from .layout import Habits, as_data, item_lines
from .patch import Patch, text_before
from .scalars import Bare
from .tree import Data, EditError

__all__ = ["NEW_FILE", "RESOURCE_KEYS", "file_for", "insert", "insert_themes", "shaped_value", "written_entry"]

_BARE_TYPES = frozenset({int, date, PartialDate})


def _types(annotation: Any) -> Iterator[Any]:
    """The types in an annotation such as `Annotated[int, …] | None`."""
    parts = get_args(annotation)
    if not parts:
        yield annotation
    for part in parts[:1] if get_origin(annotation) is Annotated else parts:
        yield from _types(part)


@cache
def _bare_keys() -> frozenset[str]:
    """Keys whose values are never anything but themselves, so that `2011` needs no quotes."""
    return frozenset(name for name, row in Resource.model_fields.items() if _BARE_TYPES & set(_types(row.annotation)))


#: The keys of a resource in their usual order.
RESOURCE_KEYS = tuple(Resource.model_fields)
#: Where new entries go when no one says otherwise.
NEW_FILE = f"{FOLDER}/new.yaml"
_HEADER = """\
# yaml-language-server: $schema={schema}
#
# Resources that were added by `pathway`. Move each to the file of the module that uses it.

"""
_LIST = "resources"
#: The keys of the project's file in their usual order.
_TOP_KEYS = ("pathway", "themes", _LIST)


def written_entry(facts: Mapping[str, Any], indent: int = 2) -> str:
    """An entry of the list of resources, from its dash to the end of its last line.

    Args:
        facts: values of the entry's keys, as the model takes them. Keys come in the model's order; empty values not
            at all.
        indent: columns before the dash.
    """
    return "".join(f"{line}\n" for line in item_lines(_entry(facts), indent, Habits()))


def _entry(facts: Mapping[str, Any]) -> Data:
    """The data of an entry: keys in order, without empty values; what needs no quotes is marked."""
    rank = {key: number for number, key in enumerate(RESOURCE_KEYS)}
    keys = sorted(facts, key=lambda key: rank.get(key, len(rank)))
    return {key: shaped_value(key, facts[key]) for key in keys if _says(facts[key])}


def _says(value: Any) -> bool:
    return value is not None and value not in ("", (), [], {})


def shaped_value(key: str, value: Any) -> Data:
    """The data of one field of a resource, as an entry has it."""
    if isinstance(value, Mapping):
        return {inner: shaped_value(inner, part) for inner, part in value.items() if _says(part)}
    if isinstance(value, list | tuple):
        return [shaped_value("", part) for part in value]
    return Bare(value) if key in _bare_keys() else as_data(value)


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


def insert(root: Path, file: str, entries: Sequence[Mapping[str, Any]], earlier: Patch | None = None) -> Patch:
    """Work out how a file would be with further resources at the end of its list, without changing it.

    Args:
        root: the project's folder.
        file: the file, as `file_for` gives it; it need not exist.
        entries: the facts of each resource, its `id` among them.
        earlier: another change to the same file, which is made before.

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
    editor = Editor(file, earlier.after if earlier is not None else before)
    editor.insert((_LIST, len(editor.data.get(_LIST) or ())), *map(_entry, entries), gap=1, brackets=False)
    return Patch(file, before, editor.text, (*(earlier.changed if earlier is not None else ()), *ids))


def insert_themes(root: Path, themes: Sequence[tuple[str, str]], earlier: Patch | None = None) -> Patch:
    """Work out how the project's own file would be with further themes, by id and title, without changing it.

    Raises:
        EditError: the file cannot be read, or its list leaves no place for certain.
        OSError: the file cannot be read.
    """
    before = text_before(root / ROOT_FILE)
    editor = Editor(ROOT_FILE, earlier.after if earlier is not None else before or "")
    values = [{"id": as_data(id_), "title": as_data(title)} for id_, title in themes]
    editor.insert(("themes", len(editor.data.get("themes") or ())), *values, order=_TOP_KEYS)
    return Patch(ROOT_FILE, before, editor.text, earlier.changed if earlier is not None else ())
