"""What an entry needs beyond its single fields: a title, a maker's name, something inside."""

from __future__ import annotations

from collections.abc import Iterator

from ..codes import Code
from ..draft import Draft, Finding, Item, Kind
from ..model import Person, Resource
from ..suggestion import misspelt

__all__ = ["check_entries"]

_PERSON, _RESOURCE = frozenset(Person.model_fields), frozenset(Resource.model_fields)
#: Lists that make no sense empty.
_LISTS = (
    (Kind.MODULE, "sections", "section"),
    (Kind.SECTION, "steps", "step"),
    (Kind.ROUTE, "modules", "module"),
    (Kind.TIP_LIST, "sources", "source"),
    (Kind.TIP_SOURCE, "tips", "tip"),
)


def check_entries(draft: Draft) -> Iterator[Finding]:
    """Find entries that lack a title, makers without a name, and lists without items."""
    for item in draft.each(Kind.RESOURCE):
        yield from _title(item)
        for field in ("authors", "editors"):
            for path, person in item.mappings(field):
                if _PERSON.issuperset(person):
                    yield from _person(item, person, path)
    for kind, field, inner in _LISTS:
        for item in draft.each(kind):
            if item.data.get(field) == []:
                what = kind.words
                remedy = f"Add a {inner}, or take this {what} out."
                path = (*item.path, field)
                yield Finding(Code.EMPTY_LIST, item, f"This {what} has no {inner}s.", remedy, path, at_key=True)


def _title(item: Item) -> Iterator[Finding]:
    has_own, has_supplied = "title" in item.data, "supplied_title" in item.data
    if has_own and has_supplied:
        message = "The work has a title, so the one that you supplied is never shown."
        path = (*item.path, "supplied_title")
        yield Finding(Code.TWO_TITLES, item, message, "Delete `supplied_title`.", path, at_key=True)
    elif not has_own and not has_supplied:
        meant = misspelt(item.data, _RESOURCE).values()
        if not {"title", "supplied_title"} & set(meant):
            remedy = "Add `title`; where the work itself has none, add `supplied_title` with your own words."
            yield Finding(Code.MISSING_TITLE, item, "This resource has no title.", remedy)


def _person(item: Item, person: dict[str, object], path: tuple[str | int, ...]) -> Iterator[Finding]:
    has_names = "family" in person or "given" in person
    if "organisation" in person and has_names:
        message = "This maker is a person and an organisation at once."
        remedy = "Make two entries of it, or keep only one of the names."
        yield Finding(Code.BAD_PERSON, item, message, remedy, path)
    elif "organisation" not in person and "family" not in person:
        message = "This maker has no family name." if "given" in person else "This maker has no name."
        remedy = "Write `{family: …, given: …}`; for a single name, use `family`; or write `{organisation: …}`."
        yield Finding(Code.BAD_PERSON, item, message, remedy, path)
