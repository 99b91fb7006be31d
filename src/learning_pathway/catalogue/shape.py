"""The model's verdict on a draft, in our words: keys, values and shapes, one problem for each cause."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .codes import Code
from .document import Document, Path
from .draft import LISTS, Draft, Finding, Item, Kind
from .model import (
    DOI_PATTERN,
    ID_PATTERN,
    INNER_ID_PATTERN,
    INTERVAL_PATTERN,
    ISBN_PATTERN,
    ISSN_PATTERN,
    LANGUAGE_PATTERN,
    Catalogue,
)
from .suggestion import as_id, choice, key_meant, misspelt, word_meant

__all__ = ["examine"]

#: For each pattern of the model: the code, what is wrong, and what to write.
_PATTERNS = {
    LANGUAGE_PATTERN: (Code.BAD_LANGUAGE, "is no language code", "Write a code such as `en`, `en-GB`, `cy` or `gd`."),
    DOI_PATTERN: (
        Code.BAD_DOI,
        "is not the form of a DOI",
        "Write the part that begins with `10.`, as in `10.1234/abc`.",
    ),
    ISSN_PATTERN: (Code.BAD_ISSN, "is not the form of an ISSN", "Write eight digits with a hyphen, as in `1234-5679`."),
    ISBN_PATTERN: (
        Code.BAD_ISBN,
        "is not the form of an ISBN",
        "Write ten or thirteen digits, with or without hyphens.",
    ),
    INTERVAL_PATTERN: (Code.BAD_INTERVAL, "is no length of time", "Write a number and a unit, as in `6 months`."),
}
_NUMBERS = {"int_parsing", "int_type", "int_from_float", "int_parsing_size", "greater_than_equal", "less_than_equal"}
_COMPOUND = {"tuple_type", "model_type", "model_attributes_type", "missing", "extra_forbidden"}


def examine(draft: Draft) -> tuple[Catalogue | None, list[Finding]]:
    """Hold a draft against the model.

    Returns:
        The catalogue, or None where the model refuses it, and what it refuses.
    """
    findings = [finding for document in draft.documents for finding in _top_level(draft, document)]
    try:
        catalogue = Catalogue.model_validate(draft.merged())
    except ValidationError as error:
        found = (_finding(draft, details) for details in error.errors(include_url=False, include_context=True))
        findings.extend(finding for finding in found if finding is not None)
        return None, findings
    return catalogue, findings


def _top_level(draft: Draft, document: Document) -> Iterator[Finding]:
    """Findings about the keys at the top of a file, which the merged catalogue no longer shows."""
    top = draft.owner(document, ())
    known = set(Catalogue.model_fields)
    for key, value in document.data.items():
        if key not in known:
            yield _unknown_key(top, (key,), known)
        elif key in LISTS and not isinstance(value, list):
            yield _wrong_shape(top, (key,), value, "a list")
    if "pathway" in document.data and next(each for each in draft.documents if "pathway" in each.data) is not document:
        message = "The settings under `pathway` stand in another file already."
        yield Finding(
            Code.PATHWAY_TWICE, top, message, "Keep them in `resources.yaml` only.", ("pathway",), at_key=True
        )


def _finding(draft: Draft, details: ErrorDetails) -> Finding | None:
    """Translate one of the model's errors; None for one that a rule reports better."""
    document, path = _placed(draft, details["loc"])
    owner = draft.owner(document, path)
    kind, value = details["type"], details["input"]
    if kind == "extra_forbidden":
        return _unknown_key(owner, path, _fields(details["loc"][:-1]))
    if kind == "missing":
        return _missing_key(owner, path, value, _fields(details["loc"][:-1]))
    if value is None:
        return Finding(Code.EMPTY_VALUE, owner, "There is nothing after this dash.", "Fill it in or delete it.", path)
    if kind in _COMPOUND:
        return _wrong_shape(owner, path, value, "a list" if kind == "tuple_type" else "an entry with keys")
    if isinstance(value, list | dict):
        return _wrong_shape(owner, path, value, "a text")
    return _bad_value(owner, path, str(value).strip(), details)


def _placed(draft: Draft, loc: tuple[int | str, ...]) -> tuple[Document, Path]:
    if loc and loc[0] in draft.places and len(loc) > 1:
        document, place = draft.places[str(loc[0])][int(loc[1])]
        return document, (loc[0], place, *loc[2:])
    with_settings = [document for document in draft.documents if "pathway" in document.data]
    return (with_settings or draft.documents)[0], loc


def _unknown_key(owner: Item, path: Path, known: set[str]) -> Finding:
    key = str(path[-1])
    meant = key_meant(key, known)
    if meant is not None:
        remedy = f"Write `{meant}`."
    elif owner.kind is Kind.RESOURCE and len(path) == len(owner.path) + 1:
        remedy = "Delete it, or move the remark into `note`, which is never published."
    else:
        remedy = f"Delete it. The keys that belong here are {_listed(sorted(known))}."
    return Finding(Code.UNKNOWN_KEY, owner, f"The key `{_shown(key)}` is not known here.", remedy, path, at_key=True)


def _missing_key(owner: Item, path: Path, entry: Any, known: set[str]) -> Finding | None:
    key = str(path[-1])
    if isinstance(entry, dict) and key in misspelt(entry, known).values():
        return None  # the unknown key says it already
    title = entry.get("title") or entry.get("prompt") or entry.get("text") if isinstance(entry, dict) else None
    suggested = as_id(title) if key == "id" and isinstance(title, str) else ""
    remedy = f"Add `{key}: {suggested}`." if suggested else f"Add a line that begins with `{key}:`."
    what = owner.kind.replace("-", " ") if len(path) == len(owner.path) + 1 else "entry"
    return Finding(Code.MISSING_KEY, owner, f"This {what} needs a value for `{key}`.", remedy, path, at_key=True)


def _wrong_shape(owner: Item, path: Path, value: Any, wanted: str) -> Finding:
    found = "an entry with keys" if isinstance(value, dict) else "a list" if isinstance(value, list) else "a text"
    message = f"{_subject(path)} should be {wanted}, and is {found}."
    if wanted == "a list":
        short = f"[{value.strip()}]" if isinstance(value, str) and len(value) < 60 and "[" not in value else "[…]"
        remedy = f"Write `{short}`, or begin each item in a line of its own with `- `."
    elif wanted == "a text":
        remedy = "Write plain words; if they hold a colon, put all of them in double quotes."
    else:
        remedy = "Write `key: value` in lines of their own, indented further than the line above."
    return Finding(Code.WRONG_SHAPE, owner, message, remedy, path)


def _bad_value(owner: Item, path: Path, text: str, details: ErrorDetails) -> Finding | None:
    kind, context, subject = details["type"], details.get("ctx", {}), _subject(path)
    shown = _shown(text)
    if kind == "string_pattern_mismatch" and context["pattern"] in (ID_PATTERN, INNER_ID_PATTERN):
        return _bad_id(owner, path, text)
    if kind == "string_pattern_mismatch":
        code, wrong, remedy = _PATTERNS[context["pattern"]]
        found = re.search(r"10\.[0-9]{4,9}/\S+", text)
        return Finding(
            code,
            owner,
            f"`{shown}` {wrong}.",
            f"Write `{found[0]}`." if code is Code.BAD_DOI and found else remedy,
            path,
        )
    if kind in ("enum", "literal_error"):
        words = re.findall(r"'([^']*)'", str(context["expected"]))
        meant = word_meant(text, words)
        remedy = f"Write `{meant}`." if meant else f"Write {choice(words)}."
        remedy += f" The words to choose from are {_listed(words)}." if meant else ""
        return Finding(Code.UNKNOWN_VALUE, owner, f"{subject} cannot be `{shown}`.", remedy, path)
    if kind in _NUMBERS:
        return Finding(Code.BAD_NUMBER, owner, f"{subject} cannot be `{shown}`.", _number_remedy(kind, context), path)
    if kind in ("day", "partial_date"):
        remedy = "Write the day as in `2024-05-17`" + (", or stop at year or month." if kind != "day" else ".")
        return Finding(Code.BAD_DATE, owner, f"{subject} is `{shown}`, which is no date as we write it.", remedy, path)
    if kind.startswith("bool"):
        return Finding(Code.BAD_FLAG, owner, f"{subject} cannot be `{shown}`.", "Write `true` or `false`.", path)
    if kind == "string_too_long":
        message = f"{subject} has {len(text):,} characters; at most {context['max_length']:,} are allowed."
        return Finding(Code.TOO_LONG, owner, message, "Shorten it.", path)
    if kind == "string_too_short":
        return Finding(
            Code.EMPTY_VALUE, owner, f"{subject} holds nothing.", "Write something or delete the line.", path
        )
    return Finding(
        Code.WRONG_SHAPE, owner, f"{subject} cannot be `{shown}`.", "Compare it with the list of fields.", path
    )


def _bad_id(owner: Item, path: Path, text: str) -> Finding | None:
    field = next(part for part in reversed(path) if isinstance(part, str))
    if field not in ("id", "formerly"):
        return None  # a mention of an id: the rule for references knows which ids there are
    suggested = as_id(text)
    remedy = f"Write `{suggested}`." if suggested else "Use small letters, digits and hyphens."
    message = f"`{_shown(text)}` cannot be an id: ids have small letters, digits and single hyphens."
    return Finding(Code.BAD_ID, owner, message, remedy, path)


def _number_remedy(kind: str, context: dict[str, Any]) -> str:
    if kind == "greater_than_equal":
        return f"Write a whole number of at least {context['ge']:,}, or leave the field out."
    if kind == "less_than_equal":
        return f"Write a whole number of at most {context['le']:,}."
    return "Write a whole number in digits, without a unit."


def _fields(loc: tuple[int | str, ...]) -> set[str]:
    """The keys that the model knows at a place."""
    model: Any = Catalogue
    for part in loc:
        if isinstance(part, str) and model is not None:
            field = model.model_fields.get(part)
            model = _inner_model(field.annotation) if field is not None else None
    return set(model.model_fields) if model is not None else set()


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, BaseModel) else None
    return next((found for part in typing.get_args(annotation) if (found := _inner_model(part)) is not None), None)


def _subject(path: Path) -> str:
    if not path:
        return "This"
    if isinstance(path[-1], str):
        return f"`{path[-1]}`"
    field = next((part for part in reversed(path) if isinstance(part, str)), "")
    return f"Item {path[-1] + 1} of `{field}`"


def _listed(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _shown(text: str) -> str:
    """A value short enough, and plain enough, to stand in a message."""
    plain = "".join(character if character.isprintable() else "\ufffd" for character in text[:61]).replace("`", "'")
    return plain if len(text) <= 60 else plain[:60] + "…"
