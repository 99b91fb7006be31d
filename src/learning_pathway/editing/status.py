"""What is left to do in a catalogue, as lists of items, and the balance of its modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..catalogue.fields import FIELDS
from ..catalogue.problems import Code, Problem
from ..catalogue.raw import RawEntry
from ..catalogue.types import EntryKind, ResourceType, Status, Verb
from ..links.state.model import LinkState
from ..links.target import targets_of
from ..links.verdicts import Urgency
from .balance import Balance, balances
from .project import Project, line_of, title_of
from .reviews import reviews

__all__ = ["FACTS", "GROUPS", "ProjectStatus", "StatusItem", "project_status"]

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
                place = (entry.document.file, line_of(entry))
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


def _links(project: Project, links: Mapping[str, LinkState]) -> Iterator[StatusItem]:
    catalogue = project.result.catalogue
    if catalogue is None:
        return
    titles = {resource.id: resource.heading for resource in catalogue.resources}
    for target in targets_of(catalogue, project.result.locations):
        state = links.get(target.id)
        if state is None or state.url != target.url or not (state.alarm or state.urgency is Urgency.TROUBLE):
            continue
        words = f"{state.verdict.meaning.label}: {state.verdict.meaning.remedy}"
        owner, title = target.owner or "", titles.get(state.resource_id, "")
        yield StatusItem(target.id, title, target.file, target.line, words, owner=owner, day=state.first_failed)
