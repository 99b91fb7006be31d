"""What a careful editor would still do, and what drafts still need. Nothing here stops a build."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ...locale import coverage
from .. import model
from ..codes import Code
from ..did_you_mean import misspelt
from ..dropped import DROPPED_KEYS, DROPPED_VALUES, dropped_values
from ..model import LANGUAGE_PATTERN, Module, Pathway, Resource, Route, Theme
from ..raw import Draft, Finding, Item, Kind
from ..vocabulary import Captions, ResourceType, Status

__all__ = [
    "SETTINGS",
    "check_advice",
    "check_drafts",
]

#: Settings whose absence leaves something out, and what.
SETTINGS = {
    "summary": "the sentence that says what the pathway is",
    "site_url": "canonical addresses, feeds and the sitemap",
    "repository": "the links to edit a page",
    "organisation": "the name of the publisher",
    "contact": "a way to write to you",
}

#: The lists that make a site, if any of them holds something.
_CONTENT = ("resources", "tasks", "modules", "tips")
_ADVISED: dict[Kind, type[BaseModel]] = {
    Kind.RESOURCE: Resource,
    Kind.MODULE: Module,
    Kind.THEME: Theme,
    Kind.ROUTE: Route,
}
_FIELDS = {kind: frozenset(model.model_fields) for kind, model in _ADVISED.items()}


def check_advice(draft: Draft) -> Iterator[Finding]:
    """Find unset settings, missing words, unknown captions, and archived resources without a way on."""
    if not draft.documents:
        return
    if any(document.data for document in draft.documents) and (draft.complete or draft.items[Kind.PATHWAY]):
        yield from _settings(draft)
    for item in draft.each(Kind.PATHWAY):
        yield from _dropped(item)
    if draft.complete and not any(document.data.get(key) for document in draft.documents for key in _CONTENT):
        top = draft.owner(draft.documents[0], ())
        message = "The catalogue holds no resources, tasks, modules or tips."
        yield Finding(Code.EMPTY_CATALOGUE, top, message, "Add an entry under `resources:`.")
    for item in draft.each(Kind.RESOURCE):
        yield from _resource(item)
    for item in draft.each(Kind.MODULE, Kind.THEME, Kind.ROUTE):
        if _lacks(item, "summary"):
            yield _no_summary(item)


def _settings(draft: Draft) -> Iterator[Finding]:
    written = [document.data["pathway"] for document in draft.documents if "pathway" in document.data]
    if any(not isinstance(value, dict) for value in written):
        return  # the shape is wrong, which is reported already
    item = next(iter(draft.items[Kind.PATHWAY]), draft.owner(draft.documents[0], ()))
    settings = item.data if item.path else {}
    misspelt_names = misspelt(settings, frozenset(Pathway.model_fields)).values()
    for name, use in SETTINGS.items():
        if name not in settings and name not in misspelt_names:
            message = f"`{name}` is not set, so the site does without {use}."
            remedy = f"Add `{name}:` under `pathway`, if you have one."
            yield Finding(Code.SETTING_UNSET, item, message, remedy, item.path, at_key=True)
    language = item.text("language") if item.path else None
    if language and re.fullmatch(LANGUAGE_PATTERN, language) and (share := coverage(language)) < 1:
        message = f"The interface is not in `{language}` but in English: screen readers would misread it."
        remedy = "Write an English `language`, such as `en-GB`, and give each work in another language its own."
        if share:
            message = f"Not all of the interface is in `{language}` yet: screen readers misread what is in English."
            remedy = f"Translate the rest (`docs/guides/maintainers.md`). {remedy.replace('Write', 'Or write')}"
        yield Finding(Code.INTERFACE_IN_ENGLISH, item, message, remedy, (*item.path, "language"))


def _dropped(item: Item) -> Iterator[Finding]:
    for key, gone in DROPPED_KEYS.items():
        if key in item.data:
            message = f"`{key}` has no effect any more: the site does without {gone}."
            yield Finding(Code.SETTING_DROPPED, item, message, "Delete the line.", (*item.path, key), at_key=True)
    for key, place, value in dropped_values(item.data):
        message = f"`{value}` has no effect any more: the site does without {DROPPED_VALUES[key][value]}."
        remedy = f"Delete `{value}` from `{key}`."
        yield Finding(Code.SETTING_DROPPED, item, message, remedy, (*item.path, key, place))


def _resource(item: Item) -> Iterator[Finding]:
    is_archived = item.text("status") == Status.ARCHIVED
    if is_archived and "replaced_by" not in item.data:
        message = "This resource is archived and does not say what to read instead."
        remedy = "Add `replaced_by` if there is something better."
        yield Finding(Code.ARCHIVED_WITHOUT_REPLACEMENT, item, message, remedy, (*item.path, "status"), at_key=True)
    if not is_archived and "replaced_by" in item.data:
        message = "This resource names its replacement and is still recommended."
        remedy = "Add `status: archived`, or delete `replaced_by`."
        yield Finding(Code.REPLACED_BUT_ACTIVE, item, message, remedy, (*item.path, "replaced_by"), at_key=True)
    if is_archived:
        return
    if item.text("type") == ResourceType.VIDEO and item.text("captions") in (None, Captions.UNKNOWN):
        message = "No one has noted yet whether this video has captions."
        remedy = "Watch a minute of it and write `none`, `automatic` or `edited` under `captions`."
        path = (*item.path, "captions") if "captions" in item.data else None
        yield Finding(Code.CAPTIONS_UNKNOWN, item, message, remedy, path)
    if _lacks(item, "summary"):
        yield _no_summary(item)
    if _lacks(item, "why"):
        message = "This resource does not say why it is worth a learner's time."
        yield Finding(Code.MISSING_WHY, item, message, "Add `why`: a sentence of your own.")


def _lacks(item: Item, field: str) -> bool:
    """Whether a field is not there, not even misspelt: that is reported already."""
    return field not in item.data and field not in misspelt(item.data, _FIELDS[item.kind]).values()


def _no_summary(item: Item) -> Finding:
    message = f"This {item.kind.value} has no summary, so learners cannot tell what to expect."
    return Finding(Code.MISSING_SUMMARY, item, message, "Add `summary`: two or three sentences of your own.")


_MODELS: dict[Kind, type[BaseModel]] = {
    Kind.THEME: model.Theme,
    Kind.RESOURCE: model.Resource,
    Kind.TASK: model.Task,
    Kind.MODULE: model.Module,
    Kind.ROUTE: model.Route,
    Kind.TIP_LIST: model.TipList,
}
#: Fields that are named in one message.
_MOST_NAMED = 8


def check_drafts(draft: Draft) -> Iterator[Finding]:
    """Find the drafts, and ids that they share with entries that are published."""
    published = {(item.kind, item.id): item for item in draft.each(*_MODELS)}
    seen: dict[tuple[Kind, str | None], Item] = {}
    for item in draft.drafts:
        yield Finding(Code.DRAFT, item, _listed(item), _remedy(item), (*item.path, "status"), at_key=True)
        key = (item.kind, item.id)
        other = published.get(key) or seen.setdefault(key, item)
        if item.id is not None and other is not item:
            place = f"{other.document.file}, line {other.document.at_value(other.path).line}"
            message = f"The id `{item.id}` belongs to another {item.kind.words} already: {place}."
            remedy = f"Give this draft an id of its own, such as `{item.id}-2`."
            yield Finding(Code.DUPLICATE_ID, item, message, remedy, (*item.path, "id"))


def _listed(item: Item) -> str:
    return f"This {item.kind.words} is a draft, so nothing of it is published."


def _remedy(item: Item) -> str:
    missing, wrong = _needs(item)
    parts = [f"it still needs {_named(missing)}"] if missing else []
    parts += [f"{_named(wrong)} {'is' if len(wrong) == 1 else 'are'} not right yet"] if wrong else []
    ready = "Delete this line to publish it"
    return f"{ready}; {' and '.join(parts)}." if parts else f"{ready}."


def _needs(item: Item) -> tuple[list[str], list[str]]:
    """The fields that a draft lacks, and those that the model refuses."""
    try:
        _MODELS[item.kind].model_validate({key: value for key, value in item.data.items() if key != "status"})
    except ValidationError as error:
        found = error.errors(include_url=False)
    else:
        found = []
    missing = list(dict.fromkeys(_field(each) for each in found if each["type"] == "missing"))
    if item.kind is Kind.RESOURCE and not {"title", "supplied_title"} & item.data.keys():
        missing.append("title")
    return missing, list(dict.fromkeys(_field(each) for each in found if each["type"] != "missing"))


def _field(details: ErrorDetails) -> str:
    return next((str(part) for part in reversed(details["loc"]) if isinstance(part, str)), "it")


def _named(fields: list[str]) -> str:
    return ", ".join(f"`{field[:60]}`" for field in fields[:_MOST_NAMED])
