"""New resources: what was given and found of one, the questions that are left, and the entry in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

from ..catalogue.addresses import refusal
from ..catalogue.dates import PartialDate
from ..catalogue.did_you_mean import key_meant
from ..catalogue.fields import RESOURCE_KEYS
from ..catalogue.files import FOLDER, ROOT_FILE
from ..catalogue.model import Resource
from ..catalogue.types import Access, Level, ResourceType, Verb
from ..catalogue.yaml.edit import Editor
from ..catalogue.yaml.layout import Habits, as_data, item_lines
from ..catalogue.yaml.patch import Patch, text_before
from ..catalogue.yaml.scalars import Bare
from ..catalogue.yaml.tree import Data, EditError
from ..formats.csv_reader import read_cell
from ..formats.model import Record, Source
from ..formats.text import doi, own_title, shown
from .page_metadata import Fact, Metadata

__all__ = [
    "BY_HAND",
    "NEW_FILE",
    "QUESTIONS",
    "AddError",
    "FoundField",
    "Question",
    "as_cell",
    "facts_given",
    "fields_missing",
    "file_for",
    "found_fields",
    "found_lines",
    "insert",
    "insert_themes",
    "shaped_value",
    "source_of",
    "the_address",
    "written_entry",
]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, about one field of a resource."""

    field: str
    words: str
    verbs: frozenset[Verb] = frozenset(Verb)
    """For which works it is asked: those to read, to watch or to listen to."""


_HEARD_OR_SEEN = frozenset({Verb.WATCH, Verb.LISTEN})

QUESTIONS = (
    Question("type", f"What is it? One of {', '.join(ResourceType)}"),
    Question("title", "Its title, as it is printed"),
    Question("authors", "Who made it? As in: Gray, Ida; Northern Forum"),
    Question("publisher", "Its publisher, site or channel"),
    Question("published", "When did it come out? YYYY, YYYY-MM or YYYY-MM-DD"),
    Question("language", "Its language, such as en"),
    Question("minutes", "How many minutes does it take?", _HEARD_OR_SEEN),
    Question("page_count", "How many pages has it?", frozenset({Verb.READ})),
    Question("access", f"What does one need to open it? One of {', '.join(Access)}"),
    Question("level", f"What does it ask of its reader? One of {', '.join(Level)}"),
    Question("themes", "Ids of its themes, with semicolons between"),
    Question("summary", "What does it say, in your own words?"),
    Question("why", "Why is it worth a learner's time?"),
)


def as_cell(value: Any) -> str:
    """A value as `read_cell` reads it back."""
    if isinstance(value, list | tuple):
        return "; ".join(map(as_cell, value))
    if isinstance(value, Mapping) and "url" in value:
        return f"{value.get('label', '')} {value['url']}"
    if isinstance(value, Mapping):
        name = value.get("organisation") or ", ".join(str(value[key]) for key in ("family", "given") if value.get(key))
        return f"{name} [{value['role']}]" if value.get("role") else str(name)
    return "" if value is None else str(value)


#: The source of what the editor said.
BY_HAND = "given by you"
#: Fields that a page is asked for, and that an editor may miss among what was found.
_ASKED_FOR = ("title", "authors", "published", "minutes", "language")


class AddError(Exception):
    """What was typed cannot be used. The message says what to write."""


def the_address(typed: str) -> str:
    """The address that was typed, or that of the DOI that was.

    Raises:
        AddError: it cannot be published.
    """
    typed = typed.strip()
    number = doi(typed) if re.match(r"(?:doi:\s*)?10\.", typed, re.IGNORECASE) else None
    url = f"https://doi.org/{number}" if number else typed
    reason = refusal(url)
    if reason is not None:
        raise AddError(f"`{shown(url, 200)}` {reason}")
    return url


def facts_given(settings: Iterable[str]) -> dict[str, Any]:
    """What was typed as FIELD=VALUE, as the model takes it.

    Raises:
        AddError: there is no such field, or its value was not understood.
    """
    facts: dict[str, Any] = {}
    fields = [name for name in Resource.model_fields if name != "formerly"]
    for setting in settings:
        name, sign, text = setting.partition("=")
        name = name.strip()
        if not sign or name not in fields:
            meant = key_meant(name, fields) if name else None
            hint = f"; did you mean `{meant}`?" if meant else f"; write FIELD=VALUE, with one of {', '.join(fields)}"
            raise AddError(f"`{shown(setting)}` sets no field of a resource{hint}")
        value = read_cell(name, text)
        if value is None and text.strip():
            raise AddError(f"`{shown(text)}` was not understood as `{name}`")
        facts[name] = value
    return facts


def source_of(url: str, given: Mapping[str, Any], metadata: Metadata) -> Source:
    """The work as one record: what was given by hand comes first; what no one knows stays empty."""
    facts = {name: fact.value for name, fact in metadata.best().items()}
    if "title" in facts:
        facts.update(own_title(str(facts.pop("title"))))
    number = doi(url) if "doi.org/" in url.lower() else None
    record = Record(1, str(given.get("id") or ""), {"url": url, **({"doi": number} if number else {}), **facts})
    if "title" in given or "supplied_title" in given:
        record.facts.pop("title", None)
        record.facts.pop("supplied_title", None)
    record.facts.update({name: value for name, value in given.items() if name != "id"})
    return Source("page", (record,))


@dataclass(frozen=True, slots=True)
class FoundField:
    """A field of a resource with the value that is believed, and what else was said."""

    field: str
    value: str
    source: str
    others: tuple[tuple[str, str], ...] = ()
    """Other values, each with its source."""


def found_fields(metadata: Metadata, given: Mapping[str, Any]) -> list[FoundField]:
    """What was found and where, in the order of a resource's fields."""
    best = {**metadata.best(), **{name: Fact(name, value, BY_HAND) for name, value in given.items()}}
    others: dict[str, list[tuple[str, str]]] = {}
    for fact in metadata.others():
        if fact.field not in given and fact.field != "type":
            others.setdefault(fact.field, []).append((as_cell(fact.value), fact.source))
    return [
        FoundField(name, as_cell(best[name].value), best[name].source, tuple(others.get(name, ())))
        for name in Resource.model_fields
        if name in best and best[name].value not in (None, "", [])
    ]


def fields_missing(metadata: Metadata, given: Mapping[str, Any]) -> list[str]:
    """Fields that a page is asked for, and that no one says."""
    best = metadata.best()
    return [name for name in _ASKED_FOR if name not in best and name not in given]


def found_lines(metadata: Metadata, given: Mapping[str, Any]) -> Iterable[str]:
    """What was found and where, what else was said, and what no one says."""
    found = found_fields(metadata, given)
    for each in found:
        yield f"  {each.field}: {shown(each.value, 100)}  ({each.source})"
    for each in found:
        for value, source in each.others:
            yield f"  {each.field} might also be: {shown(value, 80)}  ({source})"
    if missing := fields_missing(metadata, given):
        yield f"  not found: {', '.join(missing)}"


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
