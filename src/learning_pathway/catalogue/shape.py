"""The model's verdict on a draft: which keys, values and shapes it refuses, one problem for each cause."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from itertools import chain
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from . import translation
from .codes import Code
from .document import Document, Path, Unvalued, mark_of
from .draft import LISTS, Draft, Finding
from .model import Catalogue
from .outline import Outline
from .sentence import cut_sentences, is_bare
from .structure import wrong_shape

__all__ = ["examine"]

#: The model's words for what should be a list, or an entry with keys, and is something else.
_COMPOUND = {"tuple_type": "a list", "model_type": "an entry with keys", "model_attributes_type": "an entry with keys"}


def examine(draft: Draft) -> tuple[Catalogue | None, Iterator[Finding]]:
    """Hold a draft against the model.

    Returns:
        The catalogue, or None where the model refuses it, and what it refuses.
    """
    top = (finding for document in draft.documents for finding in _top_level(draft, document))
    try:
        catalogue = Catalogue.model_validate(draft.merged())
    except ValidationError as error:
        found = (_finding(draft, details) for details in error.errors(include_url=False))
        return None, chain(top, (finding for finding in found if finding is not None))
    return catalogue, top


def _top_level(draft: Draft, document: Document) -> Iterator[Finding]:
    """Findings about the keys at the top of a file, which the merged catalogue no longer shows."""
    top = draft.owner(document, ())
    known = set(Catalogue.model_fields)
    for key, value in document.data.items():
        if key not in known:
            yield translation.unknown_key(top, (key,), known)
        elif key in LISTS and not isinstance(value, list):
            yield wrong_shape(top, (key,), value, "a list")
    yield from _unvalued(draft, document)
    if "pathway" in document.data and next(each for each in draft.documents if "pathway" in each.data) is not document:
        message = "The settings under `pathway` stand in another file already."
        yield Finding(
            Code.PATHWAY_TWICE, top, message, "Keep them in `resources.yaml` only.", ("pathway",), at_key=True
        )


def _unvalued(draft: Draft, document: Document) -> Iterator[Finding]:
    """Findings about keys without a value: those that no one knows, and those that are the end of a sentence."""
    if not document.unvalued:
        return
    outline = Outline(document)
    bare: list[tuple[Unvalued, Path]] = []
    named: set[str] = set()
    drafts = {item.path for item in draft.drafts if item.document is document}
    for each in document.unvalued:
        path = outline.path_at(mark_of(each.key))
        known = _fields(path[:-1])
        if not known:
            continue  # the shape is wrong there, which is reported already
        if is_bare(document, each):
            bare.append((each, path))
            named |= known & {each.key.value}
        elif each.key.value not in known and path[:2] not in drafts:
            yield translation.unknown_key(draft.owner(document, path), path, known)
    yield from cut_sentences(draft, document, bare, named)


def _finding(draft: Draft, details: ErrorDetails) -> Finding | None:
    """Translate one of the model's errors; None for one that a rule reports better."""
    document, path = _placed(draft, details["loc"])
    owner = draft.owner(document, path)
    kind, value = details["type"], details["input"]
    if kind == "extra_forbidden":
        return translation.unknown_key(owner, path, _fields(details["loc"][:-1]))
    if kind == "missing":
        return translation.missing_key(owner, path, value, _fields(details["loc"][:-1]))
    if value is None:
        return Finding(Code.EMPTY_VALUE, owner, "There is nothing after this dash.", "Fill it in or delete it.", path)
    if kind in _COMPOUND:
        return wrong_shape(owner, path, value, _COMPOUND[kind])
    if isinstance(value, list | dict):
        return wrong_shape(owner, path, value, "a text")
    return translation.bad_value(owner, path, str(value).strip(), kind, details.get("ctx", {}))


def _placed(draft: Draft, loc: tuple[int | str, ...]) -> tuple[Document, Path]:
    """The document that a place in the merged catalogue comes from, and the path there."""
    if loc and loc[0] in draft.places and len(loc) > 1:
        document, place = draft.places[str(loc[0])][int(loc[1])]
        return document, (loc[0], place, *loc[2:])
    with_settings = [document for document in draft.documents if "pathway" in document.data]
    return (with_settings or draft.documents)[0], loc


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
