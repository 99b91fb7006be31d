"""Modules, their sections, and the routes that lead through them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ...catalogue.model import Module, Route, Section, Step
from ...catalogue.vocabulary import Verb
from ..site import steps_of
from ..words import VERB, count
from .step import StepView
from .view import View

__all__ = ["ModuleView", "RouteView", "SectionView"]


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
        return self.site.duration(view.module for view in self.modules).words

    @property
    def size(self) -> str:
        """How many modules it has."""
        return count(len(self.modules), "module")
