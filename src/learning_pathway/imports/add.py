"""One new resource: what was given and found, as a record, and the questions that are left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..catalogue.addresses import refusal
from ..catalogue.did_you_mean import key_meant
from ..catalogue.model import Resource
from ..catalogue.types import Access, Level, ResourceType, Verb
from ..formats.csv_table import read_cell
from ..formats.model import Record, Source
from ..formats.text import doi, own_title, shown
from .page_metadata import Fact, Metadata

__all__ = [
    "BY_HAND",
    "QUESTIONS",
    "AddError",
    "FoundField",
    "Question",
    "as_cell",
    "facts_given",
    "fields_missing",
    "found_fields",
    "found_lines",
    "source_of",
    "the_address",
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
