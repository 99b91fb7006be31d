"""Pages of modules and routes, of their sessions, and the courses of https://schema.org that they describe."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ...catalogue.durations import Duration, total
from ...catalogue.model import Module, Route
from ...catalogue.types import Access
from ...locale import Translations
from ..context import Site, resources_of, steps_of
from ..document import Asset, Page, PageBody, address, page
from ..files.downloads import package_downloads
from ..files.feeds import feed_name
from ..head import Thing, breadcrumbs, dated, head, organisation, page_url, without_empty
from ..labels import reference_downloads
from ..module_view import ModuleView, RouteView, SectionView, StepView
from ..rendering import render
from ..resource_view import ThemeView
from ..retired_anchors import notices_of_module

__all__ = [
    "DATA_PATH",
    "SESSION_PAGES",
    "SESSION_PATH",
    "facilitator_page",
    "handout_page",
    "has_sessions",
    "has_tasks",
    "lead_page",
    "module_data",
    "module_page",
    "route_data",
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


_KIND = ["Course", "LearningResource"]


def module_data(view: ModuleView) -> Thing:
    """A module: its outcomes are what it teaches, its resources are its parts."""
    module, site = view.module, view.site
    resources = dict.fromkeys(step.target for step in steps_of(module) if step.kind == "resource")
    return without_empty(
        {
            **_course(site, view.here, module.title, module.summary, site.duration([module]).iso),
            "learningResourceType": "Module",
            "teaches": [*module.outcomes],
            "about": [
                {"@type": "DefinedTerm", "name": site.themes[name].title} for name in site.themes_of_module(module)[:4]
            ],
            "coursePrerequisites": [
                _part(site, view.here, f"modules/{name}.md", site.modules[name].title) for name in module.prerequisites
            ],
            "isAccessibleForFree": _is_free([site.resources[name].access for name in resources]),
            "hasPart": [
                {
                    "@type": "LearningResource",
                    "name": site.resources[name].heading,
                    "url": page_url(site, view.here, f"resources/{name}.md"),
                }
                for name in resources
            ],
        }
    )


def route_data(view: RouteView) -> Thing:
    """A route: the modules that it leads through, in order."""
    route, site = view.route, view.site
    modules = [module.module for module in view.modules]
    return without_empty(
        {
            **_course(site, view.here, route.title, route.summary, site.duration(modules).iso),
            "learningResourceType": "Route",
            "audience": without_empty({"@type": "Audience", "audienceType": route.audience})
            if route.audience
            else None,
            "hasPart": [_part(site, view.here, f"modules/{module.id}.md", module.title) for module in modules],
        }
    )


def _course(site: Site, here: str, title: str, summary: str | None, time: str | None) -> Thing:
    """What every course says. A time of which a part is unknown is not said at all."""
    pathway = site.catalogue.pathway
    sitting = {"@type": "CourseInstance", "courseMode": "online", "courseWorkload": time} if time else None
    return {
        "@type": _KIND,
        "name": title,
        "description": summary,
        "inLanguage": pathway.language,
        "url": page_url(site, here, here),
        "provider": organisation(pathway.organisation),
        "timeRequired": time,
        "hasCourseInstance": sitting,
    }


def _part(site: Site, here: str, path: str, title: str) -> Thing:
    return without_empty({"@type": "Course", "name": title, "url": page_url(site, here, path)})


def _is_free(found: Sequence[Access]) -> bool | None:
    """Whether all that a module asks for can be opened without paying; None where someone has to find out."""
    if Access.PAYWALLED in found:
        return False
    return True if all(access is Access.FREE for access in found) else None


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
