"""Entries that are not published yet: each is listed, with what it still needs."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .. import model
from ..codes import Code
from ..draft import Draft, Finding, Item, Kind

__all__ = ["check_drafts"]

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
