"""Session pages of a module: the plan for the facilitator, and a handout of the tasks for everyone else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...catalogue.durations import in_hours
from ...catalogue.model import Module
from ...locale import Translations
from ..context import Site, steps_of
from ..document import Page, PageBody, page
from ..module_view import ModuleView, SectionView, StepView
from ..rendering import render
from ..retired_anchors import notices_of_module

__all__ = ["SESSION_PAGES", "facilitator_page", "handout_page", "has_tasks", "session_paths"]


#: Names of the session pages in a module's folder.
SESSION_PAGES = ("facilitator", "handout")


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step in the plan of a session.

    Attributes:
        step: the step.
        begins: when it begins, in words, counted from the start of the session; empty where nothing is known yet.
    """

    step: StepView
    begins: str


def session_paths(module: Module) -> tuple[str, ...]:
    """Paths of the session pages of a module."""
    names = SESSION_PAGES if has_tasks(module) else SESSION_PAGES[:1]
    return tuple(f"modules/{module.id}/{name}.md" for name in names)


def has_tasks(module: Module) -> bool:
    """Whether there is anything for a handout."""
    return any(step.kind == "task" for step in steps_of(module))


def facilitator_page(site: Site, module: Module) -> Page:
    """Timings, group modes, notes and prompts, in the order of the session."""
    here = f"modules/{module.id}/facilitator.md"
    view = ModuleView(site, here, module)
    body = render(
        "facilitator.html",
        here,
        site.language,
        view=view,
        plan=planned(view.sections, site.translations),
        handout=f"modules/{module.id}/handout.md" if has_tasks(module) else None,
        gone=notices_of_module(site, module, here),
        edit=site.edit_link("module", module.id),
    )
    return beside(
        site, module, here, body, site.translations.gettext("%(module)s: for facilitators", module=module.title)
    )


def handout_page(site: Site, module: Module) -> Page:
    """The tasks alone, with room to write."""
    here = f"modules/{module.id}/handout.md"
    view = ModuleView(site, here, module)
    tasks = [step.task for section in view.sections for step in section.steps if step.task]
    body = render("handout.html", here, site.language, view=view, tasks=tasks, edit=site.edit_link("module", module.id))
    return beside(site, module, here, body, site.translations.gettext("%(module)s: handout", module=module.title))


def beside(site: Site, module: Module, path: str, body: PageBody, title: str) -> Page:
    """A page that goes with a module's own; the search index has its words already."""
    return page(
        path,
        body,
        title=title,
        source=site.source("module", module.id),
        search={"exclude": True},
        hide=["navigation", "toc"],
    )


def planned(sections: Sequence[SectionView], translations: Translations) -> list[tuple[SectionView, list[PlannedStep]]]:
    """Every step with the time at which it begins.

    A step of unknown length makes all later beginnings a least: "at least 40 minutes in".
    """
    passed, certain = 0, True
    plan = []
    for section in sections:
        rows = []
        for step in section.steps:
            rows.append(PlannedStep(step, beginning(passed, certain, translations)))
            if step.minutes is None:
                certain = False
            passed += step.minutes or 0
        plan.append((section, rows))
    return plan


def beginning(passed: int, certain: bool, translations: Translations) -> str:
    """When a step begins, given the minutes that have passed and whether they are all that has."""
    if not passed:
        return translations.gettext("At the start") if certain else ""
    time = in_hours(passed, translations)
    if certain:
        return translations.gettext("%(time)s in", time=time)
    return translations.gettext("At least %(time)s in", time=time)
