"""Module and route pages, and the courses of https://schema.org that they describe."""

from __future__ import annotations

from collections.abc import Sequence

from ...catalogue.model import Module, Route
from ...catalogue.types import Access
from ..context import Site
from ..document import Page, page
from ..files.feeds import feed_name
from ..files.packages import package_downloads
from ..files.references import reference_downloads, resources_of
from ..head import Thing, breadcrumbs, dated, head, organisation, page_url, without_empty
from ..module_view import ModuleView, RouteView
from ..relations import steps_of
from ..rendering import render
from ..resource_view import ThemeView
from ..retired_anchors import notices_of_module

__all__ = ["module_data", "module_page", "route_data", "route_page", "routes_page"]


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
