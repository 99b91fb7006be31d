"""Pages of modules and routes, of their sessions, and notices of retired sections."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ...catalogue.dates import Duration, total
from ...catalogue.model import Module, Retired, Route
from ...locale import Translations
from ..context import Site, resources_of, steps_of
from ..document import Asset, Page, PageBody, address, link, page
from ..files.downloads import package_downloads
from ..files.feeds import feed_name
from ..head import breadcrumbs, dated, head, module_data, route_data
from ..labels import reference_downloads
from ..module_view import ModuleView, RouteView, SectionView, StepView
from ..rendering import render
from ..resource_view import ThemeView

__all__ = [
    "DATA_PATH",
    "SESSION_PAGES",
    "SESSION_PATH",
    "Notice",
    "facilitator_page",
    "handout_page",
    "has_sessions",
    "has_tasks",
    "lead_page",
    "module_page",
    "notices_of_module",
    "route_page",
    "routes_page",
    "session_data",
    "session_paths",
]


def module_page(site: Site, module: Module, place: int) -> Page:
    """The page of one module; `place` is its number in the pathway."""
    here = f"modules/{module.id}.md"
    before, after = site.neighbours(module)
    view = ModuleView(site, here, module)
    resources = resources_of(site, module)
    feed = feed_name(site, module.title, resources)
    body = render(
        "module.html",
        here,
        site.language,
        view=view,
        place=place,
        places=len(site.modules),
        themes=[ThemeView(site, here, site.themes[name]) for name in site.themes_of_module(module)[:4]],
        prerequisites=[ModuleView(site, here, site.modules[name]) for name in module.prerequisites],
        routes=[RouteView(site, here, route) for route in site.routes_by_module[module.id]],
        tips=site.tips_for(module),
        gone=notices_of_module(site, module, here),
        related=[ModuleView(site, here, other) for other in site.related_modules(module)],
        before=ModuleView(site, here, before) if before else None,
        after=ModuleView(site, here, after) if after else None,
        files=reference_downloads(site, module.id) if resources else [],
        packages=package_downloads(site, module),
        feed=feed,
        edit=site.edit_link("module", module.id),
    )
    return page(
        here,
        body,
        title=module.title,
        source=site.source("module", module.id),
        description=module.summary or "",
        **head(
            "module",
            [
                module_data(view),
                breadcrumbs(
                    site, here, ("modules/index.md", site.translations.gettext("Modules")), (here, module.title)
                ),
            ],
        ),
        feed=feed,
        **dated(resources),
    )


def routes_page(site: Site) -> Page:
    """The list of routes."""
    here = "routes/index.md"
    views = [RouteView(site, here, route) for route in site.catalogue.routes]
    body = render("routes.html", here, site.language, routes=views, edit=site.edit_link("pathway", "pathway"))
    return page(
        here, body, title=site.translations.gettext("Routes"), source=site.source("pathway", "pathway"), hide=["toc"]
    )


def route_page(site: Site, route: Route) -> Page:
    """The page of one route."""
    here = f"routes/{route.id}.md"
    view = RouteView(site, here, route)
    body = render("route.html", here, site.language, view=view, edit=site.edit_link("route", route.id))
    steps = breadcrumbs(site, here, ("routes/index.md", site.translations.gettext("Routes")), (here, route.title))
    return page(
        here,
        body,
        title=route.title,
        source=site.source("route", route.id),
        description=route.summary or "",
        **head("route", [route_data(view), steps]),
    )


#: The page that makes an agenda, and the data that it reads.
SESSION_PATH = "session/index.md"
DATA_PATH = "assets/pathway/session.json"
#: Modules whose notes the page links to; beyond this number, the list of modules does.
MOST_LISTED = 60

#: Names of the pages that a module can have besides its own.
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


def has_sessions(site: Site) -> bool:
    """Whether a module has a task, so that there is something to do together."""
    return any(has_tasks(module) for module in site.modules.values())


def lead_page(site: Site) -> Page:
    """The page that makes an agenda; without scripts it links to the notes and the handout of each module."""
    here = SESSION_PATH
    gettext = site.translations.gettext
    modules = [ModuleView(site, here, module) for module in site.modules.values() if has_tasks(module)]
    routes = [RouteView(site, here, route) for route in site.catalogue.routes]
    used = {theme for task in site.catalogue.tasks for theme in task.themes if ("task", task.id) in site.uses}
    body = render(
        "session.html",
        here,
        site.language,
        modules=modules,
        listed=modules if len(modules) <= MOST_LISTED else [],
        routes=[view for view in routes if view.has_tasks],
        themes=[theme for name, theme in site.themes.items() if name in used],
    )
    return page(
        here,
        body,
        title=gettext("Lead a session"),
        source=site.source("pathway", "pathway"),
        description=gettext("Get an agenda with times, a message to send before and a handout for your group."),
        hide=["toc"],
    )


def session_data(site: Site) -> Asset:
    """What the agenda needs beside the outline: facilitators' notes, and where to find what is read before."""
    steps = dict.fromkeys(step.key for module in site.modules.values() for step in steps_of(module))
    notes = {f"task:{name}": site.tasks[name].facilitator_note for kind, name in steps if kind == "task"}
    links = {
        f"resource:{name}": site.resources[name].url or address(f"resources/{name}.md")
        for kind, name in steps
        if kind == "resource"
    }
    content = {
        "format": "learning-pathway-session",
        "version": 1,
        "notes": {key: note for key, note in notes.items() if note},
        "links": links,
    }
    return Asset(DATA_PATH, json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")


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
    return session_page(
        site, module, here, body, site.translations.gettext("%(module)s: for facilitators", module=module.title)
    )


def handout_page(site: Site, module: Module) -> Page:
    """The tasks alone, with room to write."""
    here = f"modules/{module.id}/handout.md"
    view = ModuleView(site, here, module)
    tasks = [step.task for section in view.sections for step in section.steps if step.task]
    body = render("handout.html", here, site.language, view=view, tasks=tasks, edit=site.edit_link("module", module.id))
    return session_page(site, module, here, body, site.translations.gettext("%(module)s: handout", module=module.title))


def session_page(site: Site, module: Module, path: str, body: PageBody, title: str) -> Page:
    """A session page; its words are in the search index already, with the module."""
    return page(
        path,
        body,
        title=title,
        source=site.source("module", module.id),
        search={"exclude": True},
        hide=["navigation", "toc"],
    )


def planned(sections: Sequence[SectionView], translations: Translations) -> list[tuple[SectionView, list[PlannedStep]]]:
    """Every step with the time at which it begins; what follows a step of unknown length begins "at least" then."""
    passed: list[Duration] = []
    plan = []
    for section in sections:
        rows = []
        for step in section.steps:
            rows.append(PlannedStep(step, start_time(total(passed), translations)))
            passed.append(step.duration)
        plan.append((section, rows))
    return plan


def start_time(passed: Duration, translations: Translations) -> str:
    """The start of a step, given how long those before it take."""
    time = passed.rounded(translations)
    if not time:
        return translations.gettext("At the start") if passed.is_known else ""
    if passed.unknown:
        return translations.gettext("At least %(time)s in", time=time)
    if passed.estimated:
        return translations.gettext("About %(time)s in", time=time)
    return translations.gettext("%(time)s in", time=time)


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened to a retired part of a page.

    Attributes:
        anchor: the name that the part had within the page.
        reason: why it is gone.
        href: where to go instead, if there is such a place.
        title: the title of that place.
    """

    anchor: str
    reason: str
    href: str | None = None
    title: str = ""


def notices_of_module(site: Site, module: Module, here: str) -> list[Notice]:
    """The retired sections of a module, whatever the module was called when they went, for its page at `here`."""
    names = {module.id, *module.formerly}
    taken = {name for section in module.sections for name in (section.id, *section.formerly)}
    found: dict[str, Notice] = {}
    for gone in site.catalogue.retired:
        outer, _, inner = gone.id.partition("/")
        if gone.kind == "section" and outer in names and inner not in taken:
            found.setdefault(inner, Notice(inner, gone.reason, *_section(site, here, gone)))
    return list(found.values())


def _section(site: Site, here: str, gone: Retired) -> tuple[str, str] | tuple[()]:
    """The link to the section that replaced another, and its title."""
    outer, _, inner = (gone.replacement or "").partition("/")
    sections = site.modules[outer].sections if outer in site.modules else ()
    title = next((section.title for section in sections if section.id == inner), None)
    return () if title is None else (link(here, f"modules/{outer}.md#{inner}"), title)
