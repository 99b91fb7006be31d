"""What an entry needs beyond its single fields, and what a step may ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..codes import Code
from ..did_you_mean import choice, misspelt
from ..durations import pages_in
from ..messages import shown
from ..model import PAGE_RANGE_PATTERN, Person, Resource, Step
from ..raw import EntryKind, RawCatalogue, RawEntry, RuleProblem
from ..types import ResourceType
from ..vocabulary import Status, Verb

__all__ = [
    "check_entries",
    "check_steps",
]

_PERSON, _RESOURCE = frozenset(Person.model_fields), frozenset(Resource.model_fields)
#: Lists that make no sense empty.
_LISTS = (
    (EntryKind.MODULE, "sections", "section"),
    (EntryKind.SECTION, "steps", "step"),
    (EntryKind.ROUTE, "modules", "module"),
    (EntryKind.TIP_LIST, "sources", "source"),
    (EntryKind.TIP_SOURCE, "tips", "tip"),
)


def check_entries(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find entries that lack a title, creators without a name, and lists without items."""
    for entry in raw.each(EntryKind.RESOURCE):
        yield from _title(entry)
        for field in ("authors", "editors"):
            for path, person in entry.mappings(field):
                if _PERSON.issuperset(person):
                    yield from _person(entry, person, path)
    for kind, field, inner in _LISTS:
        for entry in raw.each(kind):
            if entry.data.get(field) == []:
                what = kind.words
                remedy = f"Add a {inner}, or take this {what} out."
                path = (*entry.path, field)
                yield RuleProblem(Code.EMPTY_LIST, entry, f"This {what} has no {inner}s.", remedy, path, at_key=True)


def _title(entry: RawEntry) -> Iterator[RuleProblem]:
    has_own, has_supplied = "title" in entry.data, "supplied_title" in entry.data
    if has_own and has_supplied:
        message = "The resource has a title, so the one that you supplied is never shown."
        path = (*entry.path, "supplied_title")
        yield RuleProblem(Code.TWO_TITLES, entry, message, "Delete `supplied_title`.", path, at_key=True)
    elif not has_own and not has_supplied:
        meant = misspelt(entry.data, _RESOURCE).values()
        if not {"title", "supplied_title"} & set(meant):
            remedy = "Add `title`; where the resource itself has none, add `supplied_title` with your own words."
            yield RuleProblem(Code.MISSING_TITLE, entry, "This resource has no title.", remedy)


def _person(entry: RawEntry, person: dict[str, object], path: tuple[str | int, ...]) -> Iterator[RuleProblem]:
    has_names = "family" in person or "given" in person
    if "organisation" in person and has_names:
        message = "This creator is a person and an organisation at once."
        remedy = "Make two entries of it, or keep only one of the names."
        yield RuleProblem(Code.BAD_PERSON, entry, message, remedy, path)
    elif "organisation" not in person and "family" not in person:
        message = "This creator has no family name." if "given" in person else "This creator has no name."
        remedy = "Write `{family: …, given: …}`; for a single name, use `family`; or write `{organisation: …}`."
        yield RuleProblem(Code.BAD_PERSON, entry, message, remedy, path)


_STEP = frozenset(Step.model_fields)
_VERBS = tuple(verb.value for verb in Verb)
_TYPES = {type_.value: type_ for type_ in ResourceType}


def check_steps(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find steps without a verb, with several, with one that does not fit, or written twice."""
    resources = {entry.id: entry for entry in raw.each(EntryKind.RESOURCE) if entry.id is not None}
    for section in raw.each(EntryKind.SECTION):
        seen: set[tuple[Verb, str]] = set()
        for step in section.children():
            verbs = [Verb(key) for key in _VERBS if key in step.data]
            if len(verbs) != 1:
                yield from _count(step, verbs)
                continue
            target = step.text(verbs[0].value)
            if target is None:
                continue
            path = (*step.path, verbs[0].value)
            if (verbs[0], target) in seen:
                message = f"`{verbs[0].value}: {target}` is twice in this section."
                yield RuleProblem(Code.REPEATED_STEP, step, message, "Delete one of the two steps.", path)
            seen.add((verbs[0], target))
            yield from _part(step, verbs[0])
            if verbs[0] is not Verb.TASK and target in resources:
                yield from _fit(step, verbs[0], resources[target])


def _count(step: RawEntry, verbs: list[Verb]) -> Iterator[RuleProblem]:
    if verbs:
        names = " and ".join(f"`{verb.value}`" for verb in verbs)
        remedy = "Make a step of each: begin a new line with `- `."
        path = (*step.path, verbs[1].value)
        message = f"This step has {names}; a step has only one of them."
        yield RuleProblem(Code.SEVERAL_VERBS, step, message, remedy, path, at_key=True)
    elif not set(misspelt(step.data, _STEP).values()) & set(_VERBS):
        remedy = f"Add {choice(_VERBS)} with the id of a resource or a task."
        yield RuleProblem(Code.MISSING_VERB, step, "This step does not say what to do.", remedy)


def _part(step: RawEntry, verb: Verb) -> Iterator[RuleProblem]:
    """Find pages that no one can read: those of what is watched or done, and those that end before they begin."""
    pages = step.text("pages")
    if pages is None:
        return
    path = (*step.path, "pages")
    if verb is not Verb.READ:
        message = f"`pages` belongs to a step with `read`, and this one has `{verb.value}`."
        yield RuleProblem(Code.UNFITTING_VERB, step, message, "Delete `pages`.", path, at_key=True)
    elif re.match(PAGE_RANGE_PATTERN, pages) and not pages.isdecimal() and not pages_in(pages):
        message = f"`{shown(pages)}` does not lead from a first page to a last one."
        yield RuleProblem(Code.BAD_NUMBER, step, message, "Write the smaller number first, as in `12-20`.", path)


def _fit(step: RawEntry, verb: Verb, resource: RawEntry) -> Iterator[RuleProblem]:
    path = (*step.path, verb.value)
    type_ = _TYPES.get(resource.text("type") or "")
    if type_ is not None and verb not in type_.row.fits:
        fitting = choice(f"{verb.value}: {resource.id}" for verb in sorted(type_.row.fits))
        message = f"`{resource.id}` is of type {type_.value}, which no one can {verb.value}."
        if verb is Verb.READ:
            message = f"`{resource.id}` is of type {type_.value}, which is not for reading."
        yield RuleProblem(Code.UNFITTING_VERB, step, message, f"Write {fitting}.", path, at_key=True)
    if resource.text("status") == Status.ARCHIVED:
        replacement = resource.text("replaced_by")
        remedy = f"Point the step to `{replacement}`." if replacement else "Take the step out, or find a replacement."
        yield RuleProblem(Code.ARCHIVED_STEP, step, f"`{resource.id}` is archived.", remedy, path)
