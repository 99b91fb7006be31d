"""What the templates show: one entry of the catalogue at a time, in words and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..catalogue.address import host
from ..catalogue.model import Module, Person, Resource, Route, Section, Step, Task, Theme
from ..catalogue.vocabulary import Captions, Status, Verb
from ..links.health import LinkRecord
from .linkstate import LinkState, link_state
from .page import link
from .players import Player, player_of
from .site import Site, steps_of
from .words import ACCESS, CAPTIONS, LEVEL, MODE, ROLE, VERB, count, people_in_words

__all__ = ["ModuleView", "ResourceView", "RouteView", "SectionView", "StepView", "TaskView", "ThemeView", "View"]


@dataclass(frozen=True)
class View:
    """Something of the site, seen from the page at `here`."""

    site: Site
    here: str

    def to(self, path: str) -> str:
        """A relative link to another page."""
        return link(self.here, path)


@dataclass(frozen=True)
class ThemeView(View):
    """A theme."""

    theme: Theme

    @property
    def title(self) -> str:
        """Its name."""
        return self.theme.title

    @property
    def href(self) -> str:
        """Its page."""
        return self.to(f"themes/{self.theme.id}.md")


@dataclass(frozen=True)
class ResourceView(View):
    """A resource, as cards and lists show it."""

    resource: Resource

    @property
    def title(self) -> str:
        """The title to show."""
        return self.resource.heading

    @property
    def supplied(self) -> bool:
        """Whether the title is an editor's, because the work's own is not known."""
        return self.resource.title is None

    @property
    def href(self) -> str:
        """Its record page."""
        return self.to(f"resources/{self.resource.id}.md")

    @property
    def verb(self) -> Verb:
        """What one does with it."""
        return self.resource.type.verb

    @property
    def verb_word(self) -> str:
        """READ, WATCH or LISTEN, as a word."""
        return VERB[self.verb]

    @property
    def type_word(self) -> str:
        """Its type in words."""
        return self.resource.type.label

    @property
    def makers(self) -> str:
        """Who made it, else who published it; empty where neither is known."""
        people = [named(person) for person in self.resource.authors or self.resource.editors]
        return people_in_words(people) or self.resource.publisher or self.resource.container or ""

    @property
    def publication(self) -> str:
        """Where and when it came out, leaving out what `makers` says already."""
        place = self.resource.container or self.resource.publisher or ""
        year = str(self.resource.published.year) if self.resource.published else ""
        return ", ".join(part for part in (place if place != self.makers else "", year) if part)

    @property
    def language(self) -> str | None:
        """Its language, where that is not the site's."""
        tag = self.resource.language
        site = self.site.catalogue.pathway.language
        return tag if tag and tag.split("-")[0] != site.split("-")[0] else None

    @property
    def host(self) -> str:
        """The name of the site that it is on; empty where no address is known."""
        return host(self.resource.url).removeprefix("www.") if self.resource.url else ""

    @property
    def doi_link(self) -> str:
        """Where its DOI leads, for a work whose own address is not known; empty where that helps nobody."""
        return f"https://doi.org/{self.resource.doi}" if self.resource.doi and not self.resource.url else ""

    @property
    def is_pdf(self) -> bool:
        """Whether the address leads straight to a PDF file."""
        return bool(self.resource.url and self.resource.url.lower().partition("?")[0].endswith(".pdf"))

    @property
    def time(self) -> str:
        """How long it takes, in words."""
        return self.site.durations["resource", self.resource.id].words

    @property
    def minutes(self) -> int | None:
        """How many minutes it takes, if known."""
        length = self.site.durations["resource", self.resource.id]
        return length.minutes if length.is_known else None

    @property
    def level(self) -> str:
        """Its level in words; empty where nobody has said."""
        return LEVEL[self.resource.level] if self.resource.level else ""

    @property
    def access(self) -> str:
        """What one needs in order to open it."""
        return ACCESS[self.resource.access]

    @property
    def captions(self) -> str:
        """What is known of the captions of a video."""
        if self.verb is not Verb.WATCH:
            return ""
        return CAPTIONS[self.resource.captions or Captions.UNKNOWN]

    @cached_property
    def player(self) -> Player | None:
        """How it can be played within the page; None where only a link can lead to it."""
        return player_of(self.resource, self.health)

    @property
    def archived(self) -> bool:
        """Whether the pathway no longer recommends it."""
        return self.resource.status is Status.ARCHIVED

    @cached_property
    def themes(self) -> tuple[ThemeView, ...]:
        """Its themes."""
        return tuple(ThemeView(self.site, self.here, self.site.themes[name]) for name in self.resource.themes)

    @cached_property
    def health(self) -> LinkRecord | None:
        """What the link checks found."""
        return self.site.health.of(self.resource.id)

    @cached_property
    def link_state(self) -> LinkState:
        """The state of its link, in calm words."""
        return link_state(self.resource, self.health, self.site.catalogue.pathway.language)


@dataclass(frozen=True)
class TaskView(View):
    """A reflection task."""

    task: Task

    @property
    def mode(self) -> str:
        """Alone, in pairs or in a group, in words."""
        return MODE[self.task.mode]

    @property
    def time(self) -> str:
        """How long to give it."""
        return self.site.durations["task", self.task.id].words if self.task.minutes else ""


@dataclass(frozen=True)
class StepView(View):
    """A step of a section."""

    step: Step

    @property
    def verb(self) -> Verb:
        """What the step asks for."""
        return self.step.verb

    @property
    def verb_word(self) -> str:
        """READ, WATCH, LISTEN or TASK, as a word."""
        return VERB[self.step.verb]

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
    def minutes(self) -> int | None:
        """How many minutes it takes, if known."""
        length = self.site.durations[self.step.key]
        return length.minutes if length.is_known else None

    @property
    def formerly(self) -> tuple[str, ...]:
        """Former ids of what it points to."""
        entry = self.site.tasks if self.step.kind == "task" else self.site.resources
        return entry[self.step.target].formerly

    @property
    def key(self) -> str:
        """What a learner's progress and answers are kept under."""
        return f"{self.step.kind}:{self.step.target}"

    @property
    def anchor(self) -> str:
        """A name for the step within its page, which stays when steps are put in another order.

        Two hyphens keep it apart from the ids of sections, which cannot hold them.
        """
        return f"{self.step.kind}--{self.step.target}"


@dataclass(frozen=True)
class SectionView(View):
    """A section of a module."""

    section: Section

    @property
    def title(self) -> str:
        """Its heading."""
        return self.section.title

    @cached_property
    def steps(self) -> tuple[StepView, ...]:
        """Its steps."""
        return tuple(StepView(self.site, self.here, step) for step in self.section.steps)

    @property
    def time(self) -> str:
        """How long it takes."""
        return self.site.duration_of_steps(self.section.steps).words


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
        return self.site.duration([self.module]).words

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Its steps, all sections together."""
        return tuple(steps_of(self.module))

    @property
    def size(self) -> str:
        """How many steps it has."""
        return count(len(self.steps), "step")

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """What it holds: each verb, and how many steps of it."""
        counted = ((verb, sum(step.verb is verb for step in self.steps)) for verb in Verb)
        return [(VERB[verb], number) for verb, number in counted if number]

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        """Its sections."""
        return tuple(SectionView(self.site, self.here, section) for section in self.module.sections)


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
        return self.site.duration(view.module for view in self.modules).words

    @property
    def size(self) -> str:
        """How many modules it has."""
        return count(len(self.modules), "module")


def named(person: Person) -> str:
    """A person's name, with what they did where that was not writing."""
    role = ROLE[person.role]
    return f"{person.name} ({role})" if role else person.name
