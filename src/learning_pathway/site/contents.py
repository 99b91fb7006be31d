"""Every page and file of the site with the function that makes it, the navigation and the footer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .context import Site
from .document import Page, PageBuilder, document
from .files.api import api_files, llms_file
from .files.feeds import feed_files
from .files.model import Asset
from .files.offline import not_kept, recalled_file, webmanifest_files
from .files.references import list_files, pieces
from .pages.call import call_builders
from .pages.index import home_page, modules_page, theme_page, themes_page, tips_page
from .pages.learner import LEARNING_PAGES, alias_table, learner_outline, learning_page
from .pages.library import library_page, library_search_files, listing_page, listings
from .pages.link_health import PATH as LINK_HEALTH
from .pages.link_health import has_link_health, link_health_page
from .pages.module import module_page, route_page, routes_page
from .pages.record import record_page
from .pages.search import SEARCH_PATH, search_page
from .pages.session import (
    SESSION_PATH,
    facilitator_page,
    handout_page,
    has_sessions,
    has_tasks,
    lead_page,
    session_data,
)
from .pages.start import START_PATH, start_page, taster_of
from .pages.suggest import SUGGEST_PATH, suggest_page
from .published import redirects, retired_page, retired_path

__all__ = ["assets", "files", "footer", "navigation", "page_builders"]


def files(site: Site) -> Iterator[Asset]:
    """Every such file of a site, one at a time."""
    yield from list_files(site)
    yield from api_files(site)
    yield from feed_files(site)
    yield from webmanifest_files(site)
    yield from llms_file(site)
    yield from recalled_file(site)


def page_builders(site: Site) -> Iterator[PageBuilder]:
    """The builder of each page, in the order of the site.

    They don't depend on each other, so they can be called in any order and in any process.
    """
    yield builder_of("index.md", home_page, site)
    if taster := taster_of(site):
        yield builder_of(START_PATH, start_page, site, taster)
    yield from module_builders(site)
    yield builder_of("routes/index.md", routes_page, site)
    for route in site.catalogue.routes:
        yield builder_of(f"routes/{route.id}.md", route_page, site, route)
    yield builder_of("themes/index.md", themes_page, site)
    for theme in site.themes.values():
        yield builder_of(f"themes/{theme.id}.md", theme_page, site, theme)
    yield builder_of("library/index.md", library_page, site)
    for listing in listings(site):
        for number in listing.pages(site.catalogue.pathway.library_page_size):
            yield builder_of(listing.path(number), listing_page, site, listing, number)
    for resource in site.catalogue.resources:
        yield builder_of(f"resources/{resource.id}.md", record_page, site, resource)
    yield builder_of(SEARCH_PATH, search_page, site)
    if has_sessions(site):
        yield builder_of(SESSION_PATH, lead_page, site)
    yield builder_of(SUGGEST_PATH, suggest_page, site)
    for path in LEARNING_PAGES:
        yield builder_of(path, learning_page, site, path)
    yield from optional_builders(site)


def module_builders(site: Site) -> Iterator[PageBuilder]:
    """The list of modules, and for each module its page and its session pages."""
    yield builder_of("modules/index.md", modules_page, site)
    for place, module in enumerate(site.modules.values(), start=1):
        yield builder_of(f"modules/{module.id}.md", module_page, site, module, place)
    for module in site.modules.values():
        yield builder_of(f"modules/{module.id}/facilitator.md", facilitator_page, site, module)
        if has_tasks(module):
            yield builder_of(f"modules/{module.id}/handout.md", handout_page, site, module)


def optional_builders(site: Site) -> Iterator[PageBuilder]:
    """Pages that a site has only if there is something on them."""
    if site.catalogue.tips:
        yield builder_of("tips/index.md", tips_page, site)
    yield from call_builders(site)
    if has_link_health(site):
        yield builder_of(LINK_HEALTH, link_health_page, site)
    for entry in site.catalogue.retired:
        if (here := retired_path(entry)) is not None:
            yield builder_of(here, retired_page, site, entry, here)


def builder_of(path: str, make: Callable[..., Page], *of: object) -> PageBuilder:
    """The builder of the one page at `path`."""
    return PageBuilder((document(path),), lambda: [make(*of)])


def assets(site: Site) -> Iterator[Asset]:
    """Every file that is not a page: what browsers fetch, redirects, and files for other software.

    They are many, and no site engine needs to know of them: the build writes them into the site.
    """
    yield learner_outline(site)
    if has_sessions(site):
        yield session_data(site)
    yield not_kept(site)
    yield from redirects(site)
    yield alias_table(site)
    yield from pieces(site)
    yield from library_search_files(site)
    yield from files(site)


#: Modules in the navigation. A theme writes the whole navigation into every page, so beyond this number it would
#: make a site grow with the square of its modules; then it holds the list of modules only.
MOST_MODULES = 40


def navigation(site: Site) -> list[Any]:
    """The navigation in the form of MkDocs: paths, and sections as ``{title: [paths]}``.

    Record pages and listings stay out of it (the same reason: measured at 1,000 pages, 80 seconds against 12).
    """
    modules = [document(f"modules/{name}.md") for name in site.modules] if len(site.modules) <= MOST_MODULES else []
    session = [SESSION_PATH] if has_sessions(site) else []
    gettext = site.translations.gettext
    entries: list[Any] = [{gettext("Home"): "index.md"}, {gettext("Modules"): ["modules/index.md", *modules, *session]}]
    if site.catalogue.routes:
        routes = [document(f"routes/{route.id}.md") for route in site.catalogue.routes]
        entries.append({gettext("Routes"): ["routes/index.md", *routes]})
    if site.themes:
        entries.append(
            {gettext("Themes"): ["themes/index.md", *(document(f"themes/{name}.md") for name in site.themes)]}
        )
    entries.append({gettext("Library"): "library/index.md"})
    if site.catalogue.tips:
        entries.append({gettext("Tips"): "tips/index.md"})
    entries.append({gettext("Your learning"): list(LEARNING_PAGES)})
    return entries


def footer(links: Sequence[dict[str, str]] | None, docs: Path, directories: bool) -> list[dict[str, str]]:
    """The links at the foot of every page, at the addresses that the site engine gives to these documents.

    Args:
        links: from the settings: a title, and a path such as ``about/``.
        docs: the folder of the hand-written documents.
        directories: whether each page gets a folder of its own (`use_directory_urls`).
    """
    return [{**link, "path": published_path(str(link["path"]), docs, directories)} for link in links or ()]


def published_path(path: str, docs: Path, directories: bool) -> str:
    """Where the document of the page at `path` is published."""
    name = path.rstrip("/")
    if directories or name == path or not (docs / f"{name}.md").is_file():
        return path
    return f"{name}.html"
