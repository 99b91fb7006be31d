"""What is left to do in a catalogue, the reviews that are due, and the balance of its modules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..catalogue.dates import Duration, total
from ..catalogue.fields import FIELDS
from ..catalogue.model import Catalogue, Module, Resource, Step, Task
from ..catalogue.problems import Code, Problem
from ..catalogue.raw import RawEntry
from ..catalogue.rules.entries import review_day
from ..catalogue.types import EntryKind, ResourceType, Status, Verb
from ..links.state.model import LinkState
from ..links.target import targets_of
from ..links.verdicts import Urgency
from .project import Project, title_of

__all__ = [
    "FACTS",
    "GROUPS",
    "Balance",
    "ProjectStatus",
    "Review",
    "Share",
    "StatusItem",
    "balances",
    "calendar",
    "is_in_trouble",
    "project_status",
    "reviews",
]


@dataclass(frozen=True, slots=True)
class Share:
    """One row of a balance: how many steps are of one sort, and how long they take together."""

    name: str
    """The sort; empty where it is unknown."""
    steps: int
    minutes: int

    def data(self) -> dict[str, Any]:
        """The share as JSON has it."""
        return {"name": self.name, "steps": self.steps, "minutes": self.minutes}


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of one module."""

    id: str
    title: str
    time: Duration
    types: tuple[Share, ...]
    levels: tuple[Share, ...]
    publishers: tuple[Share, ...]

    def data(self) -> dict[str, Any]:
        """The balance as JSON has it."""
        rows = {"types": self.types, "levels": self.levels, "publishers": self.publishers}
        return {
            "id": self.id,
            "title": self.title,
            "steps": self.time.parts,
            "minutes": self.time.minutes,
            "unknown_times": self.time.unknown,
            **{name: [share.data() for share in shares] for name, shares in rows.items()},
        }


def balances(catalogue: Catalogue) -> tuple[Balance, ...]:
    """The balance of each module, in the catalogue's order. Optional steps count as the others do."""
    resources = {resource.id: resource for resource in catalogue.resources}
    tasks = {task.id: task for task in catalogue.tasks}
    return tuple(_balance(module, resources, tasks, catalogue) for module in catalogue.modules)


def _balance(module: Module, resources: dict[str, Resource], tasks: dict[str, Task], catalogue: Catalogue) -> Balance:
    rows: list[tuple[Duration, str, str | None, str | None]] = []
    for step in (step for section in module.sections for step in section.steps):
        time, resource = _time(step, resources, tasks, catalogue)
        if resource is None:
            rows.append((time, "task", None, None))
        else:
            level = resource.level.value if resource.level is not None else ""
            rows.append((time, resource.type.value, level, resource.publisher or ""))
    time = total(row[0] for row in rows)
    columns = (_shares([(row[0], name) for row in rows if (name := row[place]) is not None]) for place in (1, 2, 3))
    return Balance(module.id, module.title, time, *columns)


def _time(
    step: Step, resources: dict[str, Resource], tasks: dict[str, Task], catalogue: Catalogue
) -> tuple[Duration, Resource | None]:
    if step.kind == "task":
        return tasks[step.target].duration, None
    resource = resources[step.target]
    return step.duration(resource, catalogue.pathway.rates), resource


def _shares(rows: list[tuple[Duration, Any]]) -> tuple[Share, ...]:
    """Steps and minutes by name, the largest share first."""
    steps, minutes = Counter[str](), Counter[str]()
    for time, name in rows:
        steps[name] += 1
        minutes[name] += time.minutes
    return tuple(
        Share(name, steps[name], minutes[name]) for name in sorted(steps, key=lambda each: (-steps[each], each))
    )


#: Octets of the longest line of a calendar (RFC 5545, 3.1).
_LONGEST_LINE = 75


@dataclass(frozen=True, slots=True)
class Review:
    """A resource that is due for another look."""

    id: str
    title: str
    day: date
    owner: str
    """Who looks after it; empty for no one."""
    file: str
    line: int

    def data(self) -> dict[str, Any]:
        """The review as JSON has it."""
        place = {"file": self.file, "line": self.line}
        return {"id": self.id, "title": self.title, "day": self.day.isoformat(), "owner": self.owner, **place}


def reviews(project: Project, until: date, owner: str | None = None) -> tuple[Review, ...]:
    """The reviews that are due until a day, the oldest first.

    Args:
        project: the project.
        until: the last day.
        owner: who looks after the resources; everyone where it is None.
    """
    found = (_review(entry) for entry in project.raw.each(EntryKind.RESOURCE))
    wanted = (each for each in found if each is not None and each.day <= until and owner in (None, each.owner))
    return tuple(sorted(wanted, key=lambda each: (each.day, each.id)))


def _review(entry: RawEntry) -> Review | None:
    day = review_day(entry)
    if day is None or entry.id is None or entry.text("status") == Status.ARCHIVED:
        return None
    return Review(entry.id, title_of(entry), day, entry.text("owner") or "", entry.document.file, entry.line)


def calendar(found: Iterable[Review], today: date) -> str:
    """The reviews as an iCalendar file (RFC 5545): a day-long event for each."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//learning-pathway//pathway due//EN", "CALSCALE:GREGORIAN"]
    for review in found:
        lines += [
            "BEGIN:VEVENT",
            f"UID:review-{review.id}-{review.day:%Y%m%d}@learning-pathway",
            f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{review.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{_next(review.day):%Y%m%d}",
            f"SUMMARY:{_text(f'Review: {review.title or review.id}')}",
            f"DESCRIPTION:{_text(_description(review))}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _description(review: Review) -> str:
    who = f"Owner: {review.owner}\n" if review.owner else ""
    return f"{who}{review.id} ({review.file}, line {review.line})"


def _text(text: str) -> str:
    """A text as the value of a property: control characters are left out."""
    plain = "".join(each for each in text if each.isprintable() or each == "\n")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in parts of 75 octets at most; all but the first begin with a space."""
    part, size = "", 0
    for character in line:
        width = len(character.encode("utf-8", "replace"))
        if size + width > _LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + width
    yield part


#: Facts that a learner wants to know of a resource. `minutes` stands for any kind of length.
FACTS = ("authors", "publisher", "published", "language", "minutes", "level", "access", "captions")
#: Fields any of which tells how long a text is.
_LENGTHS = ("minutes", "page_count", "word_count", "pages")
#: Each list, in the order in which they are shown: its title, and the codes of its problems.
GROUPS: Mapping[str, tuple[str, frozenset[str]]] = {
    "unknown-facts": ("Unknown facts", frozenset()),
    "reviews-due": ("Reviews due", frozenset()),
    "links-in-trouble": ("Links in trouble", frozenset()),
    "missing-reasons": ("Without a reason (`why`)", frozenset({Code.MISSING_WHY.value})),
    "unused-entries": (
        "Not used by any module",
        frozenset({Code.UNUSED_RESOURCE.value, Code.UNUSED_TASK.value, Code.UNUSED_THEME.value}),
    ),
    "lost-capitals": ("Names that references print with a small letter", frozenset({Code.LOST_CAPITAL.value})),
    "long-sentences": ("Very long sentences", frozenset({Code.LONG_SENTENCE.value})),
    "drafts": ("Drafts", frozenset({Code.DRAFT.value})),
}


@dataclass(frozen=True, slots=True)
class StatusItem:
    """One thing to do."""

    id: str
    title: str
    file: str
    line: int
    words: str
    """What there is to do, or what is wrong."""
    field: str = ""
    """The field that it is about; empty for none."""
    owner: str = ""
    """Who looks after the entry; empty for no one."""
    day: date | None = None
    column: int = 0
    """The column of what is at fault; 0 for the entry as a whole."""

    def data(self) -> dict[str, Any]:
        """The item as JSON has it."""
        keys = ("id", "title", "file", "line", "words", "field", "owner")
        day = {"day": self.day.isoformat()} if self.day is not None else {}
        return {**{key: getattr(self, key) for key in keys}, **day}


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """All that is left to do on a day."""

    day: date
    groups: Mapping[str, tuple[StatusItem, ...]]
    modules: tuple[Balance, ...]

    def data(self) -> dict[str, Any]:
        """The status as JSON has it."""
        groups = {
            name: {"title": GROUPS[name][0], "count": len(items), "items": [item.data() for item in items]}
            for name, items in self.groups.items()
        }
        return {
            "version": 1,
            "day": self.day.isoformat(),
            "groups": groups,
            "modules": [module.data() for module in self.modules],
        }


def project_status(project: Project, links: Mapping[str, LinkState], today: date) -> ProjectStatus:
    """What is left to do.

    Args:
        project: the project, read with the rules for titles.
        links: what is known of its links, by id.
        today: the day by which reviews are due.
    """
    catalogue = project.result.catalogue
    titles = {entry.name: title_of(entry) for entry in project.entries()}
    groups = {
        name: tuple(_of_problem(each, titles) for each in project.result.problems if each.code in codes)
        for name, (_, codes) in GROUPS.items()
    }
    groups["unknown-facts"] = tuple(_unknown_facts(project))
    groups["reviews-due"] = tuple(
        StatusItem(
            each.id, each.title, each.file, each.line, f"due on {each.day.isoformat()}", owner=each.owner, day=each.day
        )
        for each in reviews(project, today)
    )
    groups["links-in-trouble"] = tuple(_links(project, links))
    return ProjectStatus(today, groups, balances(catalogue) if catalogue is not None else ())


def _of_problem(problem: Problem, titles: Mapping[str, str]) -> StatusItem:
    title = titles.get(problem.id, "")
    return StatusItem(problem.id, title, problem.file, problem.line, problem.message, column=problem.column)


def _unknown_facts(project: Project) -> Iterator[StatusItem]:
    entries = [each for each in project.raw.each(EntryKind.RESOURCE) if each.text("status") != Status.ARCHIVED]
    for field in FACTS:
        for entry in entries:
            if _is_unknown(entry, field):
                words = f"`{field}` is unknown"
                owner = entry.text("owner") or ""
                place = (entry.document.file, entry.line)
                yield StatusItem(entry.id or "", title_of(entry), *place, words, field, owner)


def _is_unknown(entry: RawEntry, field: str) -> bool:
    """Whether a fact that a resource of this type usually has isn't there."""
    type_ = ResourceType(entry.text("type") or "") if entry.text("type") in set(ResourceType) else None
    if type_ is None or (field != "minutes" and type_ not in FIELDS[field].types):
        return False
    if field == "minutes":
        fields = _LENGTHS if type_.verb is Verb.READ else _LENGTHS[:1]
        return not any(entry.data.get(name) for name in fields)
    value = entry.data.get(field)
    return not value or value == "unknown"


def is_in_trouble(record: LinkState) -> bool:
    """Whether a link needs someone: not where a person has opened it since and found the resource there."""
    vouched = bool(record.vouched) and record.first_failed is None
    return (record.alarm or record.urgency is Urgency.TROUBLE) and not vouched


def _links(project: Project, links: Mapping[str, LinkState]) -> Iterator[StatusItem]:
    catalogue = project.result.catalogue
    if catalogue is None:
        return
    titles = {resource.id: resource.heading for resource in catalogue.resources}
    for target in targets_of(catalogue, project.result.locations):
        state = links.get(target.id)
        if state is None or state.url != target.url or not is_in_trouble(state):
            continue
        words = f"{state.verdict.meaning.label}: {state.verdict.meaning.remedy}"
        owner, title = target.owner or "", titles.get(state.resource_id, "")
        yield StatusItem(target.id, title, target.file, target.line, words, owner=owner, day=state.first_failed)
