"""Rules for entries: what each needs, what a step may ask for, what a call must say, and their dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from ..dates import PartialDate
from ..did_you_mean import choice
from ..messages import shown
from ..model import Person, Resource, Step
from ..problems import Code
from ..raw import RawCatalogue, RawEntry, RuleProblem, misplaced, misspelt
from ..types import EntryKind, ResourceType, Status, Verb
from ..values import INTERVAL_PATTERN, PAGE_RANGE_PATTERN, pages_in

__all__ = ["check_calls", "check_cycles", "check_dates", "check_entries", "check_steps", "review_day"]


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
        if not {"title", "supplied_title"} & set(meant) and misplaced(entry) is None:
            remedy = "Add `title`; where the resource itself has none, add `supplied_title` with your own words."
            empty = (*entry.path, "title")
            if entry.document.key_node(empty) is not None:
                message = "There is nothing after `title:`, or a word that means nothing, such as `null`."
                yield RuleProblem(Code.MISSING_TITLE, entry, message, "Write the title after it.", empty, at_key=True)
                return
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


#: What people must be told before they answer (ISO/IEC TS 27560; UK GDPR, article 13).
REQUIRED = ("controller", "lawful_basis", "notice", "storage", "send_to")


def check_calls(raw: RawCatalogue, today: date) -> Iterator[RuleProblem]:
    """Find open calls that lack what people must be told, and calls that close before they open."""
    for entry in raw.each(EntryKind.CALL):
        opens, closes = _day(entry, "opens"), _day(entry, "closes")
        if opens and closes and closes < opens:
            message = f"The call closes on {closes}, before it opens on {opens}."
            yield RuleProblem(Code.DATE_ORDER, entry, message, "Check both dates.", (*entry.path, "closes"))
        if closes and closes >= today:
            yield from _incomplete(entry)


def _incomplete(entry: RawEntry) -> Iterator[RuleProblem]:
    missing = [field for field in REQUIRED if field not in entry.data]
    if missing:
        quoted = [f"`{field}`" for field in missing]
        names = " and ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)
        message = f"This call is open, and it lacks {names}, which people must be told before they answer."
        remedy = f"Add {names}, or let the call close in the past."
        yield RuleProblem(Code.CALL_INCOMPLETE, entry, message, remedy)
    elif str(entry.data.get("adults_only", "true")).lower() == "false":
        message = "This call is open to people under 18, whose answers are never shown."
        path = (*entry.path, "adults_only")
        yield RuleProblem(Code.CALL_INCOMPLETE, entry, message, "Delete `adults_only: false`.", path)
    elif "formats" in entry.data and "text" not in [form for _, form in entry.texts("formats")]:
        message = "This call is open, and no one can answer in writing, which some people need."
        path = (*entry.path, "formats")
        yield RuleProblem(Code.CALL_WITHOUT_TEXT, entry, message, "Add `text` to `formats`.", path)


def _day(entry: RawEntry, field: str) -> date | None:
    try:
        return date.fromisoformat(entry.text(field) or "")
    except ValueError:
        return None  # the model has said so


def check_cycles(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find modules that require each other, and resources that replace each other."""
    for cycle in _cycles(raw.entries[EntryKind.MODULE], "prerequisites"):
        message = f"These modules ask for each other first: {_round(cycle)}."
        path = (*cycle[0].path, "prerequisites")
        remedy = "Take one of these prerequisites out."
        yield RuleProblem(Code.PREREQUISITE_CYCLE, cycle[0], message, remedy, path, at_key=True)
    for cycle in _cycles(raw.entries[EntryKind.RESOURCE], "replaced_by"):
        message = f"These resources replace each other in a circle: {_round(cycle)}."
        path = (*cycle[0].path, "replaced_by")
        remedy = "Let one of them name a resource that is still active."
        yield RuleProblem(Code.REPLACEMENT_CYCLE, cycle[0], message, remedy, path, at_key=True)


def _round(cycle: Sequence[RawEntry]) -> str:
    """The ids of a cycle, back to the first; of a long one, those at both ends."""
    names = [f"`{entry.id}`" for entry in (*cycle, cycle[0])]
    return " → ".join(names if len(names) <= 12 else [*names[:6], "…", *names[-5:]])


def _cycles(entries: Sequence[RawEntry], field: str) -> list[list[RawEntry]]:
    """Every cycle that a walk along `field` closes, each beginning at the entry that is written first."""
    by_id: dict[str, RawEntry] = {}
    for entry in entries:
        if field in entry.data and entry.id is not None:  # an entry without the field closes no circle
            by_id.setdefault(entry.id, entry)
    order = {name: place for place, name in enumerate(by_id)}
    ways = {
        name: [way for _, way in entry.texts(field) if way in by_id and way != name] for name, entry in by_id.items()
    }
    found: dict[frozenset[str], list[str]] = {}
    finished: set[str] = set()
    for start in by_id:
        for cycle in _closed(start, ways, finished):
            first = min(range(len(cycle)), key=lambda place: order[cycle[place]])
            found.setdefault(frozenset(cycle), cycle[first:] + cycle[:first])
    return [[by_id[name] for name in cycle] for cycle in found.values()]


def _closed(start: str, ways: Mapping[str, Sequence[str]], finished: set[str]) -> Iterator[list[str]]:
    """The cycles met on a walk from `start`, depth first and without recursion."""
    if start in finished:
        return
    trail, waiting = [start], [iter(ways[start])]
    places = {start: 0}
    while waiting:
        step = next(waiting[-1], None)
        if step is None:
            waiting.pop()
            done = trail.pop()
            del places[done]
            finished.add(done)
        elif step in places:
            yield trail[places[step] :]
        elif step not in finished:
            places[step] = len(trail)
            trail.append(step)
            waiting.append(iter(ways[step]))


_DATES = {
    EntryKind.RESOURCE: ("published", "original_published", "updated", "accessed", "added", "reviewed_on"),
    EntryKind.PATHWAY: ("accessibility_tested",),
}
#: Pairs of which the first cannot lie after the second, and why.
_ORDERS = (
    ("published", "accessed", "It was read before it was published"),
    ("updated", "accessed", "It was read before it was last changed, so the later change was not seen"),
    ("published", "updated", "It was changed before it was published"),
    ("original_published", "published", "This edition came out before the original did"),
)
#: An editor's day may have begun before the server's.
_GRACE = timedelta(days=1)


def check_dates(raw: RawCatalogue, today: date) -> Iterator[RuleProblem]:
    """Find dates in the future, dates that contradict each other, and reviews that are overdue."""
    last = today + _GRACE
    limit = PartialDate(last.year, last.month, last.day)
    for kind, fields in _DATES.items():
        for entry in raw.each(kind):
            for field in fields:
                day = _date(entry, field)
                if day is not None and max(day, day.end or day) > limit:
                    message = f"`{field}` is {day}, which is in the future (today is {today.isoformat()})."
                    yield RuleProblem(Code.FUTURE_DATE, entry, message, "Check the year first.", (*entry.path, field))
    for entry in raw.each(EntryKind.RESOURCE):
        yield from _orders(entry, limit)
        yield from _overdue(entry, today)


def _orders(entry: RawEntry, limit: PartialDate) -> Iterator[RuleProblem]:
    reported: set[str] = set()
    for earlier, later, meaning in _ORDERS:
        first, second = _date(entry, earlier), _date(entry, later)
        if first is None or second is None or later in reported or max(first, second) > limit:
            continue
        if first.first_day > second.last_day:
            reported.add(later)
            message = f"{meaning}: `{earlier}` is {first}, `{later}` is {second}."
            yield RuleProblem(Code.DATE_ORDER, entry, message, "Check both dates.", (*entry.path, later))


def _overdue(entry: RawEntry, today: date) -> Iterator[RuleProblem]:
    due = review_day(entry)
    if due is not None and due < today:
        message = f"This was due for another look on {due.isoformat()}."
        remedy = f"Look at the resource, then write `reviewed_on: {today.isoformat()}`."
        yield RuleProblem(Code.REVIEW_OVERDUE, entry, message, remedy, (*entry.path, "review_every"))


def review_day(entry: RawEntry) -> date | None:
    """The day on which a resource is due for another look; None where no one has set one."""
    interval = entry.text("review_every")
    last = _date(entry, "reviewed_on") or _date(entry, "added")
    if interval is None or last is None or not re.fullmatch(INTERVAL_PATTERN, interval):
        return None
    return _later(last.first_day, interval)


def _later(day: date, interval: str) -> date | None:
    """The day an interval such as `6 months` later; the last of the month where there is no such day."""
    count, unit = int(interval.split()[0]), interval.split()[1].rstrip("s")
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None  # beyond the year 9999


def _date(entry: RawEntry, field: str) -> PartialDate | None:
    text = entry.text(field)
    return _parsed(text) if text else None


@lru_cache(maxsize=4096)  # the same days come again and again
def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None  # the model has said so
