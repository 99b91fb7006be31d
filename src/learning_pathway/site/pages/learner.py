"""Pages for a learner's start and for what they keep on their own device, and the outline that their scripts read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ...catalogue.model import Module, Step
from ...catalogue.types import Mode, Status
from ...formats.registry import FORMATS
from ...locale import msgid
from ..context import Site, steps_of
from ..document import Asset, Page, address, page
from ..module_view import ModuleView, RouteView, StepView
from ..rendering import render
from ..resource_view import ResourceView

__all__ = [
    "ALIASES_PATH",
    "LEARNING_PAGES",
    "OUTLINE_PATH",
    "START_PATH",
    "Taster",
    "alias_table",
    "learner_outline",
    "learning_page",
    "learning_titles",
    "start_page",
    "start_titles",
    "taster_of",
]

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
        after=taster.after,
    )
    return page(
        START_PATH, body, title=title, source=site.source("module", taster.module.id), hide=["toc"], **_UNSEARCHED
    )


#: Path, template, title and description of each page.
PAGES = (
    (
        "my/index.md",
        "learning.html",
        msgid("Your learning"),
        msgid("What you have done and written, kept on your own device. Export it, or delete it."),
    ),
    (
        "my/journal/index.md",
        "journal.html",
        msgid("Your journal"),
        msgid("What you have written under the tasks, kept on your own device. Read, search, edit or export it."),
    ),
    (
        "my/saved/index.md",
        "saved.html",
        msgid("Your saved list"),
        msgid("Readings, videos and podcasts to come back to, in your own order: print or export the list."),
    ),
    (
        "my/record/index.md",
        "learning-record.html",
        msgid("Your learning record"),
        msgid("What you have marked as done, with dates and times: your own record, to print or save."),
    ),
    (
        "my/plan/index.md",
        "plan.html",
        msgid("A study plan"),
        msgid("Choose what to learn, when to begin and at what pace, and get a file for your own calendar."),
    ),
)

#: Where they are, the overview first.
LEARNING_PAGES = tuple(path for path, *_ in PAGES)


def learning_titles(site: Site) -> dict[str, str]:
    """The path of each, with its title."""
    return {path: site.translations.gettext(title) for path, _, title, _ in PAGES}


def learning_page(site: Site, path: str) -> Page:
    """One of `LEARNING_PAGES`: the overview (progress, the file, what is stored, how to delete it), or another."""
    template, title, description = next(row for place, *row in PAGES if place == path)
    body = render(
        template,
        path,
        site.language,
        modules=[ModuleView(site, path, module) for module in site.modules.values()],
        start=START_PATH if taster_of(site) else None,
        routes=[RouteView(site, path, route) for route in site.catalogue.routes],
        formats=FORMATS,
        weekdays=site.translations.weekdays,
    )
    gettext = site.translations.gettext
    source = site.source("pathway", "pathway")
    return page(path, body, title=gettext(title), source=source, description=gettext(description))


OUTLINE_PATH = "assets/pathway/outline.json"
ALIASES_PATH = "assets/pathway/aliases.json"
FORMAT = "learning-pathway-outline"
VERSION = 1


def learner_outline(site: Site) -> Asset:
    """The outline of a site: modules, routes, steps, which ids follow which, and which are gone for good."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "title": site.catalogue.pathway.title,
        "language": site.catalogue.pathway.language,
        "aliases": aliases(site),
        "modules": [module_outline(site, module) for module in site.modules.values()],
        "routes": [
            {
                "id": route.id,
                "title": route.title,
                "path": address(f"routes/{route.id}.md"),
                "modules": list(route.modules),
            }
            for route in site.catalogue.routes
        ],
        "themes": [{"id": theme.id, "title": theme.title} for theme in site.themes.values()],
        "steps": steps(site),
        "retired": retired(site),
    }
    return Asset(OUTLINE_PATH, json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")


def alias_table(site: Site) -> Asset:
    """The aliases alone: a learner who has stored something needs them on every page, and seldom the rest."""
    content = {"format": "learning-pathway-aliases", "version": VERSION, "aliases": aliases(site)}
    return Asset(ALIASES_PATH, json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")


def aliases(site: Site) -> dict[str, str]:
    """Former keys, each with the key that took its place."""
    kinds = {
        "resource": site.catalogue.resources,
        "task": site.catalogue.tasks,
        "module": site.catalogue.modules,
        "theme": site.catalogue.themes,
        "route": site.catalogue.routes,
    }
    return {
        f"{kind}:{former}": f"{kind}:{entry.id}"
        for kind, entries in kinds.items()
        for entry in entries
        for former in entry.formerly
    }


def module_outline(site: Site, module: Module) -> dict[str, Any]:
    """A module: the keys of its steps by section, the minutes of steps that ask for a part, and the optional steps."""
    partial = (step for step in steps_of(module) if step.pages)
    parts = {f"{step.kind}:{step.target}": site.duration_of_step(step).minutes for step in partial}
    optional = [f"{step.kind}:{step.target}" for step in steps_of(module) if step.optional]
    return {
        "id": module.id,
        **({"minutes": parts} if parts else {}),
        **({"optional": optional} if optional else {}),
        "title": module.title,
        "path": address(f"modules/{module.id}.md"),
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "steps": [f"{step.kind}:{step.target}" for step in section.steps],
            }
            for section in module.sections
        ],
    }


def steps(site: Site) -> dict[str, Any]:
    """Every resource and task by its key: what to show of it where its page is not at hand.

    ``minutes`` is null where no one has stated a length; it is never zero.
    """
    found: dict[str, Any] = {}
    for resource in site.catalogue.resources:
        view, length = ResourceView(site, "index.md", resource), site.durations["resource", resource.id]
        found[f"resource:{resource.id}"] = {
            "verb": resource.type.verb,
            "title": resource.heading,
            "makers": view.creators,
            "minutes": length.minutes if length.is_known else None,
            "estimated": length.estimated,
            **({"typical": True} if length.typical else {}),
            **({"themes": list(resource.themes)} if resource.themes else {}),
            "path": address(f"resources/{resource.id}.md"),
            **view.attributes,
        }
    for task in site.catalogue.tasks:
        length = site.durations["task", task.id]
        found[f"task:{task.id}"] = {
            "verb": "task",
            "title": task.title or "",
            "prompt": task.prompt,
            "mode": task.mode,
            **({"themes": list(task.themes)} if task.themes else {}),
            "minutes": length.minutes if length.is_known else None,
        }
    return found


def retired(site: Site) -> dict[str, dict[str, str]]:
    """Every resource and task that is gone for good, by its key: why, and the key of what to go to instead."""
    return {
        f"{entry.kind}:{entry.id}": {
            "reason": entry.reason,
            **({"replacement": f"{entry.kind}:{entry.replacement}"} if entry.replacement else {}),
        }
        for entry in site.catalogue.retired
        if entry.kind in {"resource", "task"}
    }
