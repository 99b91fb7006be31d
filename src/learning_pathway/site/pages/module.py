"""Module and route pages."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalogue.model import Module
from ..context import Site
from ..course_data import module_data, route_data
from ..document import Page, page
from ..files.feeds import feed_name
from ..files.packages import package_offers
from ..files.references import offers, works_of
from ..files.webmanifest import dated
from ..head import head
from ..linked_data import trail
from ..module_view import ModuleView, RouteView
from ..rendering import render
from ..resource_view import ThemeView
from ..retired_anchors import notices_of_module

__all__ = [
    "module_page",
    "route_pages",
]


def module_page(site: Site, module: Module, place: int) -> Page:
    """The page of one module; `place` is its number in the pathway."""
    here = f"modules/{module.id}.md"
    before, after = site.neighbours(module)
    view = ModuleView(site, here, module)
    works = works_of(site, module)
    feed = feed_name(site, module.title, works)
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
        files=offers(site, module.id) if works else [],
        packages=package_offers(site, module),
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
                trail(site, here, ("modules/index.md", site.translations.gettext("Modules")), (here, module.title)),
            ],
        ),
        feed=feed,
        **dated(works),
    )


def route_pages(site: Site) -> Iterator[Page]:
    """The list of routes, then a page for each."""
    here = "routes/index.md"
    views = [RouteView(site, here, route) for route in site.catalogue.routes]
    body = render("routes.html", here, site.language, routes=views, edit=site.edit_link("pathway", "pathway"))
    yield page(
        here, body, title=site.translations.gettext("Routes"), source=site.source("pathway", "pathway"), hide=["toc"]
    )
    for route in site.catalogue.routes:
        here = f"routes/{route.id}.md"
        view = RouteView(site, here, route)
        body = render("route.html", here, site.language, view=view, edit=site.edit_link("route", route.id))
        steps = trail(site, here, ("routes/index.md", site.translations.gettext("Routes")), (here, route.title))
        yield page(
            here,
            body,
            title=route.title,
            source=site.source("route", route.id),
            description=route.summary or "",
            **head("route", [route_data(view), steps]),
        )
