"""Modules, sections, steps and routes as pages show them, and which of them rest on an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..catalogue.dates import Duration
from ..catalogue.model import Module, Route, Section, Step, Task
from ..catalogue.types import Verb
from .basis_view import BasisView, basis_views
from .context import Site, steps_of
from .document import link
from .labels import MODE, MODE_IN_SENTENCE, VERB
from .resource_view import ResourceView, View

__all__ = [
    "Dependant",
    "ModuleView",
    "RouteView",
    "SectionView",
    "StepView",
    "TaskView",
    "dependants_of",
]


@dataclass(frozen=True)
class TaskView(View):
    """A reflection task."""

    task: Task

    @property
    def mode(self) -> str:
        """Alone, in pairs or in a group, in words."""
        return self.site.translations.gettext(MODE[self.task.mode])

    @property
    def mode_in_sentence(self) -> str:
        """The same within a sentence."""
        return self.site.translations.gettext(MODE_IN_SENTENCE[self.task.mode])

    @property
    def time(self) -> str:
        """How long to give it."""
        return self.in_words(self.site.durations["task", self.task.id])


@dataclass(frozen=True)
class StepView(View):
    """A step of a section.

    Attributes:
        step: what it shows.
        again: whether its page has shown the same resource or task before.
    """

    step: Step
    again: bool = False

    @property
    def verb(self) -> Verb:
        """What the step asks for."""
        return self.step.verb

    @property
    def verb_word(self) -> str:
        """READ, WATCH, LISTEN or TASK, as a word."""
        return self.site.translations.gettext(VERB[self.step.verb])

    @cached_property
    def resource(self) -> ResourceView | None:
        """What to read, watch or listen to."""
        if self.step.kind == "task":
            return None
        return ResourceView(self.site, self.here, self.site.resources[self.step.target])

    @cached_property
    def task(self) -> TaskView | None:
        """What to think about."""
        if self.step.kind != "task":
            return None
        return TaskView(self.site, self.here, self.site.tasks[self.step.target])

    @property
    def bases(self) -> list[BasisView]:
        """What the step and its task are based on."""
        task = self.site.tasks[self.step.target].rests_on if self.step.kind == "task" else ()
        return basis_views(self.site, self.here, (*self.step.rests_on, *task))

    @property
    def duration(self) -> Duration:
        """How long it takes."""
        return self.site.duration_of_step(self.step)

    @property
    def minutes(self) -> int | None:
        """How many minutes it takes, if known."""
        return self.duration.minutes if self.duration.is_known else None

    @property
    def time(self) -> str:
        """How long it takes, in words; empty where that is not known."""
        return self.in_words(self.duration)

    @property
    def part(self) -> str:
        """The pages that it asks for, in words; empty where it asks for the whole."""
        if not self.step.pages:
            return ""
        pages = self.step.pages.replace("-", "–")
        t = self.site.translations
        return t.gettext("pages %(pages)s", pages=pages) if "–" in pages else t.gettext("page %(page)s", page=pages)

    @property
    def formerly(self) -> tuple[str, ...]:
        """Former ids of what it points to."""
        entry = self.site.tasks if self.step.kind == "task" else self.site.resources
        return entry[self.step.target].formerly

    @property
    def key(self) -> str:
        """What a learner's progress and answers are kept under."""
        return f"{self.step.kind}:{self.step.target}"


@dataclass(frozen=True)
class SectionView(View):
    """A section of a module.

    Attributes:
        section: what it shows.
        earlier: keys of the steps of the sections before it.
    """

    section: Section
    earlier: frozenset[tuple[str, str]] = frozenset()

    @property
    def title(self) -> str:
        """Its heading."""
        return self.section.title

    @cached_property
    def steps(self) -> tuple[StepView, ...]:
        """Its steps."""
        met = set(self.earlier)
        views: list[StepView] = []
        for step in self.section.steps:
            views.append(StepView(self.site, self.here, step, again=step.key in met))
            met.add(step.key)
        return tuple(views)

    @property
    def time(self) -> str:
        """How long it takes."""
        return self.in_words(self.site.duration_of_steps(self.section.steps))

    @property
    def size(self) -> str:
        """How many steps it has."""
        return self.site.translations.ngettext("%(number)s step", "%(number)s steps", len(self.section.steps))


@dataclass(frozen=True)
class ModuleView(View):
    """A module, as its card and its page show it."""

    module: Module

    @property
    def title(self) -> str:
        """Its name."""
        return self.module.title

    @property
    def href(self) -> str:
        """Its page."""
        return self.to(f"modules/{self.module.id}.md")

    @property
    def time(self) -> str:
        """How long it takes."""
        return self.in_words(self.site.duration([self.module]))

    @property
    def short_time(self) -> str:
        """The same for a narrow column."""
        return self.site.duration([self.module]).in_short(self.site.translations)

    @property
    def tagline(self) -> str:
        """The first sentence of its summary."""
        return first_sentence(self.module.summary or "")

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Its steps, all sections together."""
        return tuple(steps_of(self.module))

    @property
    def has_tasks(self) -> bool:
        """Whether there is something to do together."""
        return any(step.kind == "task" for step in self.steps)

    @property
    def size(self) -> str:
        """How many steps it has."""
        return self.site.translations.ngettext("%(number)s step", "%(number)s steps", len(self.steps))

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """What it holds: each verb, and how many steps of it."""
        counted = ((verb, sum(step.verb is verb for step in self.steps)) for verb in Verb)
        return [(self.site.translations.gettext(VERB[verb]), number) for verb, number in counted if number]

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        """Its sections."""
        met: frozenset[tuple[str, str]] = frozenset()
        views: list[SectionView] = []
        for section in self.module.sections:
            views.append(SectionView(self.site, self.here, section, met))
            met |= {step.key for step in section.steps}
        return tuple(views)


@dataclass(frozen=True)
class RouteView(View):
    """A route, as its card and its page show it."""

    route: Route

    @property
    def title(self) -> str:
        """Its name."""
        return self.route.title

    @property
    def href(self) -> str:
        """Its page."""
        return self.to(f"routes/{self.route.id}.md")

    @cached_property
    def modules(self) -> tuple[ModuleView, ...]:
        """Its modules, in order."""
        return tuple(ModuleView(self.site, self.here, self.site.modules[name]) for name in self.route.modules)

    @property
    def time(self) -> str:
        """How long it takes: worked out from the modules, never asserted."""
        return self.in_words(self.site.duration(view.module for view in self.modules))

    @property
    def has_tasks(self) -> bool:
        """Whether there is something to do together."""
        return any(view.has_tasks for view in self.modules)

    @property
    def short_time(self) -> str:
        """The same for a narrow column."""
        return self.site.duration(view.module for view in self.modules).in_short(self.site.translations)

    @property
    def size(self) -> str:
        """How many modules it has."""
        return self.site.translations.ngettext("%(number)s module", "%(number)s modules", len(self.modules))


def first_sentence(text: str) -> str:
    """The first sentence of a text; a short word with a capital before a full stop, such as "Dr.", ends none."""
    for end in re.finditer(r"(\w+)[.!?…][’”)]*\s+", text):
        word = end[1]
        if len(word) > 3 or (word == word.lower() and len(word) > 1):
            return text[: end.end()].rstrip()
    return text


@dataclass(frozen=True, slots=True)
class Dependant:
    """Something that rests on an entry: what it is, its title and its page."""

    kind: str
    title: str
    href: str


def dependants_of(site: Site, here: str, name: str) -> list[Dependant]:
    """The themes, steps and tips that rest on a theme, tip or call, and the tips that answered a call."""
    gettext = site.translations.gettext
    themes = [
        Dependant(gettext("Theme"), theme.title, link(here, f"themes/{theme.id}.md"))
        for theme in site.themes.values()
        if name in theme.rests_on
    ]
    tips = [
        Dependant(gettext("Tip"), str(each.tip.text), f"{link(here, 'tips/index.md')}#tip--{each.tip.id}")
        for each in site.tips
        if name in each.tip.rests_on or name == each.source.call
    ]
    return [*themes, *_steps(site, here, name), *tips]


def _steps(site: Site, here: str, name: str) -> Iterator[Dependant]:
    """The steps that rest on an entry, themselves or by their task, each once."""
    for usages in site.uses.values():
        for usage in usages:
            view = StepView(site, here, usage.step)
            task = view.task
            if name in usage.step.rests_on or (task and name in task.task.rests_on):
                title = (
                    (task.task.title or str(task.task.prompt)) if task else str(view.resource and view.resource.title)
                )
                yield Dependant(site.translations.gettext("Step"), title, link(here, usage.path))
                break
