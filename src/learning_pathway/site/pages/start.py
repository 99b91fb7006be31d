"""A taste of the pathway: one thing to read or watch and one question, in half an hour at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ...catalogue.model import Module, Step
from ...catalogue.types import Mode, Status
from ..context import Site
from ..document import Page, page
from ..module_view import ModuleView, StepView
from ..rendering import render
from ..resource_view import ResourceView

__all__ = ["START_PATH", "Taster", "start_page", "start_titles", "taster_of"]

START_PATH = "start/index.md"
MOST_MINUTES = 30
#: The page's words are a module's; in the search index they would only hide it.
_UNSEARCHED: dict[str, Any] = {"search": {"exclude": True}}


@dataclass(frozen=True, slots=True)
class Taster:
    """A resource, the task that follows it, and where to go on.

    Attributes:
        module: the module that both are in.
        reading: the step with the resource.
        task: the step with the task.
        after: the step that follows them; None at the module's end.
    """

    module: Module
    reading: Step
    task: Step
    after: Step | None


def taster_of(site: Site) -> Taster | None:
    """The first pair that fits, in the pathway's order; one with a task for someone alone before any other."""
    found = list(_pairs(site))
    alone = (one for one in found if site.tasks[one.task.target].mode is Mode.ALONE)
    return next(iter((*alone, *found)), None)


def _pairs(site: Site) -> Iterator[Taster]:
    for module in site.modules.values():
        for section in module.sections:
            for place, (reading, task) in enumerate(pairwise(section.steps)):
                if reading.kind == "resource" and task.kind == "task" and _fits(site, reading, task):
                    after = section.steps[place + 2] if place + 2 < len(section.steps) else None
                    yield Taster(module, reading, task, after)


def _fits(site: Site, reading: Step, task: Step) -> bool:
    resource = site.resources[reading.target]
    is_there = resource.status is Status.ACTIVE and not ResourceView(site, START_PATH, resource).link_state.is_gone
    together = site.duration_of_steps((reading, task))
    return bool(resource.url) and is_there and together.is_known and together.minutes <= MOST_MINUTES


def start_titles(site: Site) -> dict[str, str]:
    """The path of the page with its title; empty where there is none."""
    return {START_PATH: _title(site)} if taster_of(site) else {}


def _title(site: Site) -> str:
    return site.translations.gettext("Start: %(number)s minutes", number=MOST_MINUTES)


def start_page(site: Site, taster: Taster) -> Page:
    """The page of the taster."""
    view = ModuleView(site, START_PATH, taster.module)
    title = _title(site)
    body = render(
        "start.html",
        START_PATH,
        site.language,
        title=title,
        module=view,
        steps=[StepView(site, START_PATH, step) for step in (taster.reading, taster.task)],
        after=StepView(site, START_PATH, taster.after) if taster.after else None,
    )
    return page(
        START_PATH, body, title=title, source=site.source("module", taster.module.id), hide=["toc"], **_UNSEARCHED
    )
