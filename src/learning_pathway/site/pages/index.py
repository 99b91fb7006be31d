"""Index pages: home, modules, themes, tips and search, by path and title."""

from __future__ import annotations

from operator import itemgetter

from ...catalogue.model import Resource
from ..context import Site
from ..document import Page, page
from ..files.feeds import feed_name
from ..files.packages import package_offers
from ..files.webmanifest import dated
from ..head import head
from ..linked_data import website
from ..module_view import ModuleView, RouteView
from ..rendering import render
from ..resource_view import ResourceView
from .learner import learning_titles
from .library import library_titles
from .search import SEARCH_PATH

__all__ = [
    "home_page",
    "modules_page",
    "standing",
]

RECENT = 4


def home_page(site: Site) -> Page:
    """What this is, whom it is for, and the ways in."""
    here = "index.md"
    pathway = site.catalogue.pathway
    body = render(
        "home.html",
        here,
        site.language,
        pathway=pathway,
        modules=[ModuleView(site, here, module) for module in site.modules.values()],
        routes=[RouteView(site, here, route) for route in site.catalogue.routes],
        feed=feed_name(site, "", site.catalogue.resources),
        recent=[ResourceView(site, here, resource) for resource in recently_added(site, RECENT)],
        resources=len(site.resources),
        tips=len(site.tips),
        tasks=len(site.catalogue.tasks),
        edit=site.edit_link("pathway", "pathway"),
    )
    return page(
        here,
        body,
        title=pathway.title,
        source=site.source("pathway", "pathway"),
        description=pathway.summary or "",
        hide=["navigation", "toc"],
        **head("home", [website(site)]),
        **dated(site.catalogue.resources),
    )


def modules_page(site: Site) -> Page:
    """Every module, in the pathway's order."""
    here = "modules/index.md"
    views = [ModuleView(site, here, module) for module in site.modules.values()]
    packages = package_offers(site, None) if len(views) > 1 else []
    body = render(
        "modules.html", here, site.language, modules=views, packages=packages, edit=site.edit_link("pathway", "pathway")
    )
    return page(
        here, body, title=site.translations.gettext("Modules"), source=site.source("pathway", "pathway"), hide=["toc"]
    )


def recently_added(site: Site, most: int) -> list[Resource]:
    """The resources that joined last; none where no entry says when it did.

    Of one day's additions, the latest in the catalogue come first: editors add at the end.
    """
    dated = [(resource.added, resource) for resource in reversed(site.catalogue.resources) if resource.added]
    return [resource for _, resource in sorted(dated, key=itemgetter(0), reverse=True)[:most]]


def standing(site: Site) -> dict[str, str]:
    """The path of each such page of this edition, with its title, without making the page."""
    gettext = site.translations.gettext
    tips = {"tips/index.md": gettext("Tips")} if site.catalogue.tips else {}
    return {
        "index.md": site.catalogue.pathway.title,
        "modules/index.md": gettext("Modules"),
        "routes/index.md": gettext("Routes"),
        "themes/index.md": gettext("Themes"),
        **library_titles(site),
        SEARCH_PATH: gettext("Search"),
        **learning_titles(site),
        **tips,
    }
