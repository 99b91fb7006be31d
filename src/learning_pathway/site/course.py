"""The pathway as a course to use elsewhere: on a learning platform, or as a book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from ..catalogue.model import TipList
from ..packages.model import Course, CourseModule, CoursePage, CourseSection, CourseStep, shortened
from .context import Site, steps_of
from .document import address
from .handbook import references
from .labels import TIP_SOURCE
from .module_view import ModuleView, SectionView, StepView
from .rendering import render_text
from .selection import chosen_modules

__all__ = [
    "course",
]

HERE = "index.md"
#: A task without a title is called by the beginning of its prompt.
_LONGEST_NAME = 80


def course(site: Site, names: Sequence[str] = (), *, time: datetime | None = None) -> Course:
    """The course.

    Args:
        site: the catalogue.
        names: ids of the modules to take; all of them, in the pathway's order, if none is named.
        time: the moment that it is dated to; undated if None.

    Raises:
        UnknownModuleError: a name is not the id of a module.
    """
    modules = chosen_modules(site, names)
    pathway = site.catalogue.pathway
    whole = not names
    only = modules[0] if len(modules) == 1 and not whole else None
    views = [ModuleView(site, HERE, module) for module in modules]
    used = {step.target for module in modules for step in steps_of(module) if step.kind == "resource"}
    home = pathway.site_url.rstrip("/") + "/" if pathway.site_url else None
    about = fragment(
        site,
        "course-about.html",
        pathway=pathway,
        whole=whole,
        views=views,
        home=home,
        day=site.translations.day(time.date()) if time else None,
    )
    return Course(
        title=only.title if only else pathway.title,
        language=pathway.language,
        summary=(only.summary if only else pathway.summary) or "",
        about=about,
        publisher=pathway.organisation,
        address=home,
        modules=tuple(course_module(site, view, home) for view in views),
        pages=tuple(tips_page(site, tips) for tips in site.catalogue.tips if whole or tips.resource in used),
    )


def tips_page(site: Site, tips: TipList) -> CoursePage:
    """A list of tips. It goes with the whole pathway, and with modules that use the work that it was drawn from."""
    return CoursePage(f"tips-{tips.id}", tips.title, fragment(site, "course-tips.html", tips=tips, kinds=TIP_SOURCE))


def course_module(site: Site, view: ModuleView, home: str | None) -> CourseModule:
    """One module."""
    return CourseModule(
        id=view.module.id,
        title=view.title,
        introduction=fragment(site, "course-module.html", view=view),
        sections=tuple(course_section(section) for section in view.sections),
        references=tuple(in_new_tab(reference) for reference in references(site, view.module)),
        page=home + address(f"modules/{view.module.id}.md") if home else None,
    )


def in_new_tab(reference: Markup) -> Markup:
    """A reference whose links do not take the place of the page, which may stand in a platform's frame."""
    return Markup(str(reference).replace("<a href=", '<a target="_blank" rel="noopener noreferrer" href='))  # noqa: S704


def course_section(view: SectionView) -> CourseSection:
    """One section."""
    summary = view.section.summary
    introduction = fragment(view.site, "course-section.html", summary=summary) if summary else Markup()
    return CourseSection(view.section.id, view.title, introduction, tuple(course_step(step) for step in view.steps))


def course_step(view: StepView) -> CourseStep:
    """One step."""
    body = fragment(view.site, "course-step.html", step=view)
    if view.task:
        task = view.task.task
        return CourseStep(
            kind="task",
            target=task.id,
            verb=view.verb_word,
            title=task.title or shortened(task.prompt, _LONGEST_NAME),
            body=body,
            optional=view.step.optional,
            note=task.facilitator_note,
        )
    resource = view.resource
    assert resource is not None, "a step is a task or a resource"  # noqa: S101
    return CourseStep(
        kind="resource",
        target=resource.resource.id,
        verb=view.verb_word,
        title=resource.title,
        body=body,
        language=resource.language,
        direction=resource.direction,
        address=resource.resource.url,
        optional=view.step.optional,
    )


def fragment(site: Site, template: str, **values: object) -> Markup:
    """A piece of HTML."""
    return Markup(render_text(template, HERE, site.language, **values).strip())  # noqa: S704 - templates escape
