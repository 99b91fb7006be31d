"""Every page and file of the site: its path, and the function that makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from .context import Site
from .document import Page, Recipe
from .files.api import api_files
from .files.feeds import feed_files
from .files.llms import llms_file
from .files.model import Asset
from .files.references import list_files, pieces
from .files.webmanifest import not_kept, webmanifest_files
from .learner_index import alias_table, outline
from .navigation import navigation
from .pages.index import home_page, modules_page
from .pages.learner import learning_pages
from .pages.library import finding, library_page, listing_pages, listings
from .pages.link_health import has_link_health, link_health_page
from .pages.module import module_page, route_pages
from .pages.record import record_page
from .pages.search import search_page
from .pages.session import session_pages
from .pages.theme import theme_pages, tips_page
from .redirects import redirects, retired_pages

__all__ = [
    "Asset",
    "Page",
    "Recipe",
    "Site",
    "assets",
    "files",
    "navigation",
    "recipes",
]


def files(site: Site) -> Iterator[Asset]:
    """Every such file of a site, one at a time."""
    yield from list_files(site)
    yield from api_files(site)
    yield from feed_files(site)
    yield from webmanifest_files(site)
    yield from llms_file(site)


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
    yield not_kept(site)
    yield from redirects(site)
    yield alias_table(site)
    yield from pieces(site)
    yield from finding(site)
    yield from files(site)
