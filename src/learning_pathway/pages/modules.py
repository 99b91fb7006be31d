"""Module pages: sections of steps, each a card."""

from __future__ import annotations

from ..catalogue.model import Module
from .files.feeds import feed_name
from .files.lists import offers, works_of
from .files.packages import package_offers
from .files.sitemap import dated
from .head import head
from .linkeddata import module_data, trail
from .notices import notices_of_module
from .page import Page, page
from .rendering import render
from .site import Site
from .views import ModuleView, RouteView, ThemeView

__all__ = ["module_page"]


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
        files=offers(module.id) if works else [],
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
            [module_data(view), trail(site, here, ("modules/index.md", "Modules"), (here, module.title))],
            markdown=True,
        ),
        feed=feed,
        **dated(works),
    )
