"""From the catalogue to pages: finished HTML in documents for any site engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from .files import Asset, files
from .files.pieces import pieces
from .finding import finding
from .home import home_page, modules_page
from .learning import learning_pages
from .library import library_page, listing_pages, listings
from .linkhealth import has_link_health, link_health_page
from .modules import module_page
from .navigation import navigation
from .outline import alias_table, outline
from .page import Page, Recipe
from .permanence import redirects, retired_pages
from .records import record_page
from .routes import route_pages
from .search import search_page
from .sessions import session_pages
from .site import Site
from .themes import theme_pages
from .tips import tips_page

__all__ = ["Asset", "Page", "Recipe", "Site", "assets", "navigation", "recipes"]


def recipes(site: Site) -> Iterator[Recipe]:
    """What makes each page, or a few pages that belong together, in the order in which they stand.

    None needs what another has made, so that they can be followed in any order and in any process.
    """
    yield partial(single, home_page, site)
    yield partial(single, modules_page, site)
    for place, module in enumerate(site.modules.values(), start=1):
        yield partial(single, module_page, site, module, place)
    for module in site.modules.values():
        yield partial(session_pages, site, module)
    yield partial(route_pages, site)
    yield partial(theme_pages, site)
    yield partial(single, library_page, site)
    for shelf in listings(site):
        yield partial(listing_pages, site, shelf)
    for resource in site.catalogue.resources:
        yield partial(single, record_page, site, resource)
    yield partial(single, search_page, site)
    yield partial(learning_pages, site)
    if site.catalogue.tips:
        yield partial(single, tips_page, site)
    if has_link_health(site):
        yield partial(single, link_health_page, site)
    yield partial(retired_pages, site)


def single(make: Callable[..., Page], *of: object) -> list[Page]:
    """The one page that `make` makes."""
    return [make(*of)]


def assets(site: Site) -> Iterator[Asset]:
    """Every file that stands beside the pages: what browsers fetch, redirects, and files for other software.

    They are many, and no site engine needs to know of them: whoever builds a site writes them into it.
    """
    yield outline(site)
    yield from redirects(site)
    yield alias_table(site)
    yield from pieces(site)
    yield from finding(site)
    yield from files(site)
