"""Modules and routes as courses of https://schema.org."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue.vocabulary import Access
from .context import Site, steps_of
from .linked_data import Thing, known, organisation, place
from .module_view import ModuleView, RouteView

__all__ = ["module_data", "route_data"]


_KIND = ["Course", "LearningResource"]


def module_data(view: ModuleView) -> Thing:
    """A module: its outcomes are what it teaches, its works what it is made of."""
    module, site = view.module, view.site
    works = dict.fromkeys(step.target for step in steps_of(module) if step.kind == "resource")
    return known(
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
            "isAccessibleForFree": _is_free([site.resources[name].access for name in works]),
            "hasPart": [
                {
                    "@type": "LearningResource",
                    "name": site.resources[name].heading,
                    "url": place(site, view.here, f"resources/{name}.md"),
                }
                for name in works
            ],
        }
    )


def route_data(view: RouteView) -> Thing:
    """A route: the modules that it leads through, in order."""
    route, site = view.route, view.site
    modules = [module.module for module in view.modules]
    return known(
        {
            **_course(site, view.here, route.title, route.summary, site.duration(modules).iso),
            "learningResourceType": "Route",
            "audience": known({"@type": "Audience", "audienceType": route.audience}) if route.audience else None,
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
        "url": place(site, here, here),
        "provider": organisation(pathway.organisation),
        "timeRequired": time,
        "hasCourseInstance": sitting,
    }


def _part(site: Site, here: str, path: str, title: str) -> Thing:
    return known({"@type": "Course", "name": title, "url": place(site, here, path)})


def _is_free(found: Sequence[Access]) -> bool | None:
    """Whether all that a module asks for can be opened without paying; None where someone has to find out."""
    if Access.PAYWALLED in found:
        return False
    return True if all(access is Access.FREE for access in found) else None
