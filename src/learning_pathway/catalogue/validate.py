"""Validate raw entries against the model: one problem for each cause."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml import MappingNode

from . import messages, values
from .did_you_mean import as_id, people_meant
from .messages import as_yaml, cut_sentences, is_bare, shown, subject_of
from .model import Catalogue
from .problems import Code
from .raw import DROPPED_KEYS, LISTS, RawCatalogue, RawEntry, RuleProblem, misplaced, place_as_written
from .types import EntryKind, Verb
from .yaml.corrections import Suggestion, plain_characters
from .yaml.document import Document, EmptyKey, Path, PathIndex, line_at, position_of
from .yaml.document import quoted as _quoted

__all__ = ["examine", "hidden_kind", "hides_uses", "wrong_shape"]

#: What an item of a list looks like, where it is an entry with keys.
_EXAMPLES = {
    "alternatives": "{label: …, url: …}",
    "authors": "{family: …, given: …}",
    "editors": "{family: …, given: …}",
    "steps": "read: resource-id",
}
#: Fields whose texts may well begin with a bracket.
_PROSE = frozenset({
    "access_note", "audience", "conference", "container", "facilitator_note", "introduction", "label", "note",
    "outcome", "place", "prompt", "publisher", "question", "reason", "statement", "summary", "supplied_title",
    "text", "title", "title_sentence", "why",
})  # fmt: skip
_ID_LISTS = frozenset(
    {"themes", "related", "cites", "formerly", "prerequisites", "modules", "see", "packages", "rests_on", "formats"}
)


def wrong_shape(owner: RawEntry, path: Path, value: Any, wanted: str) -> RuleProblem:
    """A text, a list or an entry with keys where another of the three is wanted."""
    found = "an entry with keys" if isinstance(value, dict) else "a list" if isinstance(value, list) else "a text"
    message = f"{subject_of(path)} should be {wanted}, and is {found}."
    if wanted == "a list" and isinstance(value, str) and (meant := _list_marks(owner, path)) is not None:
        return RuleProblem(meant.code, owner, meant.message, meant.remedy, path, corrected=meant.line)
    instead = _shape_meant(path, value, wanted) or _enclosed(owner, path, value, wanted)
    remedy = f"Write `{instead}`." if instead is not None else _shape_remedy(path, value, wanted)
    return RuleProblem(Code.WRONG_SHAPE, owner, message, remedy, path, instead=instead)


def _list_marks(owner: RawEntry, path: Path) -> Suggestion | None:
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


def _enclosed(owner: RawEntry, path: Path, value: Any, wanted: str) -> str | None:
    """A single entry in braces as the list of one that is wanted."""
    node = owner.document.value_node(path)
    if wanted != "a list" or not isinstance(value, dict) or not isinstance(node, MappingNode) or not node.flow_style:
        return None
    text = owner.document.text[node.start_mark.index : node.end_mark.index]
    if len(path) < 2 or "\n" in text:
        return None
    is_list = re.fullmatch(r"\{[^{}:]*\}", text) is not None  # in the wrong brackets
    return f"[{text[1:-1].strip()}]" if is_list else f"[{text}]"


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
        return f"[{', '.join(parts)}]" if all(re.fullmatch(values.ID_PATTERN, part) for part in parts) else None
    return f"[{as_yaml(text)}]" if len(path) > 1 else None


def _shape_remedy(path: Path, value: Any, wanted: str) -> str:
    field = next((part for part in reversed(path) if isinstance(part, str)), "")
    if wanted == "a text":
        if isinstance(value, list) and value and field in set(Verb):
            return f"Make a step of each, as in `- {field}: {shown(str(value[0]))}`."
        if isinstance(value, list):
            return "Write one text, without square brackets or dashes."
        return "Write plain words; if they hold a colon, put all of them in double quotes."
    if wanted != "a list":
        return _entry_remedy(field, value)
    if isinstance(value, dict):
        first = shown(next(iter(value), "…"))
        by_id = isinstance(value.get(first), dict) or (len(path) == 1 and first != "id")
        has_text = not by_id and field not in _ID_LISTS and isinstance(value.get(first), str)
        rest = f": {shown(value[first])}" if has_text else ""
        return f"Begin each item with `- `, as in `- {'id: ' if by_id else ''}{first}{rest}`."
    if field in _EXAMPLES:
        return f"Begin each item in a line of its own, as in `- {_EXAMPLES[field]}`."
    is_plain = re.fullmatch(r"[^\[\]{}:#\"'\n]{1,60}", str(value).strip())
    return f"Write `[{str(value).strip()}]`." if is_plain else "Begin each item in a line of its own with `- `."


#: What an item of a list is written with beside its id, with `…` for the text that is there.
_KEYS_OF = {
    "resources": ("type: …", "title: TEXT"),
    "themes": ("title: TEXT",),
    "tasks": ("prompt: TEXT",),
    "modules": ("title: TEXT", "sections:"),
    "sections": ("title: TEXT", "steps:"),
    "routes": ("title: TEXT", "modules: […]"),
}


def _entry_remedy(field: str, value: Any) -> str:
    """What to write for a text in the place of an entry."""
    text = shown(value) if isinstance(value, str) else ""
    if field == "steps" and re.fullmatch(values.ID_PATTERN, text):
        return f"Write `- read: {text}`, or with `watch`, `listen` or `task` in place of `read`."
    if field in _KEYS_OF and text:
        is_address = re.match(r"https?://|www\.", text) is not None
        keys = ["type: …", "title: …", f"url: {text}"] if field == "resources" and is_address else []
        keys = keys or [key.replace("TEXT", text) for key in _KEYS_OF[field]]
        return f"Write `- id: {(not is_address and as_id(text)) or '…'}`, and below it {_and(keys)}."
    example = _EXAMPLES.get(field)
    return f"Write it as in `- {example}`." if example else "Write `key: value` in lines of their own, further in."


def _and(words: Sequence[str]) -> str:
    quoted = [f"`{word}`" for word in words]
    return " and ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)


#: The model's words for what should be a list, or an entry with keys, and is something else.
_COMPOUND = {"tuple_type": "a list", "model_type": "an entry with keys", "model_attributes_type": "an entry with keys"}


def examine(raw: RawCatalogue) -> tuple[Catalogue | None, Iterator[RuleProblem]]:
    """Validate a raw catalogue with the model.

    Returns:
        The catalogue, or None where the model refuses it, and what it refuses.
    """
    top = (problem for document in raw.documents for problem in _top_level(raw, document))
    try:
        catalogue = Catalogue.model_validate(raw.merged())
    except ValidationError as error:
        found = (_problem(raw, details) for details in error.errors(include_url=False))
        return None, chain(top, (problem for problem in found if problem is not None))
    return catalogue, top


def _top_level(raw: RawCatalogue, document: Document) -> Iterator[RuleProblem]:
    """Problems of the keys at the top of a file, which the merged catalogue no longer shows."""
    top = raw.owner(document, ())
    known = set(Catalogue.model_fields)
    if "id" in document.data and known.isdisjoint(document.data):
        message = "The file holds one entry, and not the list that it belongs to."
        remedy = (
            f"Begin with `resources:`, and write `- id: {shown(str(document.data['id']))}` and the rest further in."
        )
        yield RuleProblem(Code.WRONG_SHAPE, top, message, remedy, ("id",), at_key=True)
        return
    for key, value in document.data.items():
        if key not in known:
            yield from filter(None, [messages.unknown_key(top, (key,), known)])
        elif key in LISTS and not isinstance(value, list):
            yield wrong_shape(top, (key,), value, "a list")
    yield from _empty_key(raw, document)
    if "pathway" in document.data and next(each for each in raw.documents if "pathway" in each.data) is not document:
        message = "The settings under `pathway` are in another file already."
        yield RuleProblem(
            Code.PATHWAY_TWICE, top, message, "Keep them in `resources.yaml` only.", ("pathway",), at_key=True
        )


def _empty_key(raw: RawCatalogue, document: Document) -> Iterator[RuleProblem]:
    """Problems of keys without a value: those that no one knows, and those that are the end of a sentence."""
    if not document.empty_keys:
        return
    path_index = PathIndex(document)
    bare: list[tuple[EmptyKey, Path]] = []
    named: set[str] = set()
    drafts = {item.path for item in raw.drafts if item.document is document}
    for each in document.empty_keys:
        path = path_index.path_at(position_of(each.key))
        known = _fields(path[:-1])
        if not known:
            continue  # the shape is wrong there, which is reported already
        if is_bare(document, each):
            bare.append((each, path))
            named |= known & {each.key.value}
        elif each.key.value not in known and path[:2] not in drafts and not _is_dropped(path):
            yield from filter(None, [messages.unknown_key(raw.owner(document, path), path, known)])
    yield from cut_sentences(raw, document, bare, named)


def _is_dropped(path: Path) -> bool:
    return len(path) == 2 and path[0] == "pathway" and path[1] in DROPPED_KEYS


def _problem(raw: RawCatalogue, details: ErrorDetails) -> RuleProblem | None:
    """Translate one of the model's errors; None for one that a rule reports better."""
    document, path = _placed(raw, details["loc"])
    owner = raw.owner(document, path)
    kind, value = details["type"], details["input"]
    if kind == "extra_forbidden":
        return messages.unknown_key(owner, path, _fields(details["loc"][:-1]))
    if kind == "missing":
        return messages.missing_key(owner, path, value, _fields(details["loc"][:-1]))
    if value is None:
        return RuleProblem(
            Code.EMPTY_VALUE, owner, "There is nothing after this dash.", "Fill it in or delete it.", path
        )
    if kind in _COMPOUND:
        return wrong_shape(owner, path, value, _COMPOUND[kind])
    if isinstance(value, list | dict):
        return wrong_shape(owner, path, value, "a text")
    return messages.bad_value(owner, path, str(value).strip(), kind, details.get("ctx", {}))


def _placed(raw: RawCatalogue, loc: tuple[int | str, ...]) -> tuple[Document, Path]:
    """The document that a place in the merged catalogue comes from, and the path there."""
    if loc and loc[0] in raw.places and len(loc) > 1:
        document, place = raw.places[str(loc[0])][int(loc[1])]
        return document, (loc[0], place, *loc[2:])
    with_settings = [document for document in raw.documents if "pathway" in document.data]
    document = (with_settings or raw.documents)[0]
    if len(loc) == 3 and isinstance(loc[2], int):
        return document, (*loc[:2], place_as_written(document.data.get("pathway"), str(loc[1]), loc[2]))
    return document, loc


def _fields(loc: tuple[int | str, ...]) -> set[str]:
    """The keys that the model knows at a place."""
    model: type[BaseModel] | None = Catalogue
    for part in loc:
        if isinstance(part, str) and model is not None:
            field = model.model_fields.get(part)
            model = _inner_model(field.annotation) if field is not None else None
    return set(model.model_fields) if model is not None else set()


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, BaseModel) else None
    return next((found for part in typing.get_args(annotation) if (found := _inner_model(part)) is not None), None)


#: Fields of resources that mention entries which need to be used.
_MENTIONS = (("themes",), ("rests_on",))


def hides_uses(rule_problem: RuleProblem) -> bool:
    """Whether what the model refuses may mention entries that would then seem unused."""
    entry, path = rule_problem.entry, rule_problem.path or ()
    is_mention = entry.kind is not EntryKind.RESOURCE or path[len(entry.path) :][:1] in _MENTIONS
    return rule_problem.code in (Code.WRONG_SHAPE, Code.MISSING_KEY) and is_mention


def hidden_kind(rule_problem: RuleProblem) -> EntryKind | None:
    """The kind of entries that may be in a list or an item that could not be understood, or in a wrong place."""
    path = rule_problem.path or ()
    if rule_problem.code is Code.WRONG_SHAPE and 0 < len(path) <= 2:
        return LISTS.get(str(path[0]))
    if rule_problem.code is not Code.UNKNOWN_KEY:
        return None
    if len(path) == 1 or path[-1] in LISTS:
        return LISTS.get(rule_problem.instead or str(path[-1]))
    found = misplaced(rule_problem.entry)
    return found[1] if found is not None and path[-1] == found[0] else None
