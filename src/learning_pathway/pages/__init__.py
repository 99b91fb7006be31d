"""From the catalogue to pages: Markdown with front matter, for any site engine that reads it."""

from __future__ import annotations

from collections.abc import Iterator

from .files import Asset, files
from .files.pieces import pieces
from .finding import finding
from .home import home_page, modules_page
from .learning import learning_pages
from .library import library_pages
from .linkhealth import has_link_health, link_health_page
from .modules import module_pages
from .navigation import navigation
from .outline import alias_table, outline
from .page import Page
from .permanence import redirects, retired_pages
from .records import record_pages
from .routes import route_pages
from .sessions import session_pages
from .site import Site
from .themes import theme_pages
from .tips import tips_page

__all__ = ["Asset", "Page", "Site", "assets", "build", "files", "navigation"]


def build(site: Site) -> Iterator[Page]:
    """Every page that the catalogue makes, one at a time."""
    yield home_page(site)
    yield modules_page(site)
    yield from module_pages(site)
    yield from session_pages(site)
    yield from route_pages(site)
    yield from theme_pages(site)
    yield from library_pages(site)
    yield from record_pages(site)
    yield from learning_pages(site)
    if site.catalogue.tips:
        yield tips_page(site)
    if has_link_health(site):
        yield link_health_page(site)
    yield from retired_pages(site)


def assets(site: Site) -> Iterator[Asset]:
    """Every file that stands beside the pages."""
    yield outline(site)
    yield from redirects(site)
    yield alias_table(site)
    yield from pieces(site)
    yield from finding(site)
