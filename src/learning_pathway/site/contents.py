"""Every page and file of the site with the function that makes it, the navigation, the footer, and `llms.txt`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from ..catalogue.addresses import href
from ..catalogue.model import Resource
from ..catalogue.text import direction, isolated
from .context import Site
from .document import Asset, Page, PageBuilder, document
from .files.api import FOLDER as API_FOLDER
from .files.api import api_files
from .files.downloads import list_files, pieces
from .files.feeds import feed_files
from .files.offline import not_kept, recalled_file, webmanifest_files
from .head import page_url
from .pages.call import call_builders
from .pages.index import home_page, modules_page, theme_page, themes_page, tips_page
from .pages.learner import (
    LEARNING_PAGES,
    START_PATH,
    alias_table,
    learner_outline,
    learning_page,
    start_page,
    taster_of,
)
from .pages.library import library_page, library_search_files, listing_page, listings
from .pages.maintenance import LINK_HEALTH_PATH, SUGGEST_PATH, has_link_health, link_health_page, suggest_page
from .pages.module import (
    SESSION_PATH,
    facilitator_page,
    handout_page,
    has_sessions,
    has_tasks,
    lead_page,
    module_page,
    route_page,
    routes_page,
    session_data,
)
from .pages.record import record_page
from .pages.search import SEARCH_PATH, search_page
from .published import redirects, retired_page, retired_path

__all__ = [
    "asset_makers",
    "assets",
    "footer",
    "llms_file",
    "navigation",
    "one_line",
    "page_builders",
]


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
        yield builder_of(LINK_HEALTH_PATH, link_health_page, site)
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
    return chain.from_iterable(make(site) for make in asset_makers())


def asset_makers() -> tuple[Callable[[Site], Iterator[Asset]], ...]:
    """What makes them, in any order and in any process; what takes longest comes first."""
    return (
        pieces,
        list_files,
        library_search_files,
        api_files,
        data_for_tools,
        redirects,
        feed_files,
        webmanifest_files,
        llms_file,
        recalled_file,
    )


def data_for_tools(site: Site) -> Iterator[Asset]:
    """What the learner's tools and the offline copy read."""
    yield learner_outline(site)
    if has_sessions(site):
        yield session_data(site)
    yield not_kept(site)
    yield alias_table(site)


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


_FOOTER = "`extra.footer` in mkdocs.yml"
_FOOTER_LINK = 'Write each link as `- {title: "About", path: about/}`.'


def footer(links: object, docs: Path, directories: bool) -> list[dict[str, str]]:
    """The links at the foot of every page, at the addresses that the site engine gives to these documents.

    Args:
        links: from the settings: a title, and a path such as ``about/``.
        docs: the folder of the hand-written documents.
        directories: whether each page gets a folder of its own (`use_directory_urls`).

    Raises:
        ValueError: they are no links.
    """
    if links is None:
        return []
    if not isinstance(links, list):
        raise ValueError(f"{_FOOTER} is no list. {_FOOTER_LINK}")
    for link in links:
        is_link = isinstance(link, dict) and all(isinstance(link.get(key), str) for key in ("title", "path"))
        if not is_link or not link["title"].strip():
            raise ValueError(f"{_FOOTER} holds `{link}`, which is no title with a path. {_FOOTER_LINK}")
        if link["path"] and not href(link["path"]):
            raise ValueError(f"{_FOOTER} leads to `{link['path']}`, which no page may link to. {_FOOTER_LINK}")
    return [{**link, "path": published_path(link["path"], docs, directories)} for link in links]


def published_path(path: str, docs: Path, directories: bool) -> str:
    """Where the document of the page at `path` is published."""
    name = path.rstrip("/")
    if directories or name == path or not (docs / f"{name}.md").is_file():
        return path
    return f"{name}.html"


LLMS_PATH = "llms.txt"
_ACTIVE = re.compile(r"([\\`*_\[\]#|~])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_OPENS_A_LIST = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def llms_file(site: Site) -> Iterator[Asset]:
    """The file: data first, then pages; resources up to the setting for one page of the library."""
    pathway = site.catalogue.pathway
    most = pathway.library_page_size
    data = page_url(site, "index.md", "index.md").removesuffix("./") + f"{API_FOLDER}/index.json"
    modules = (_page_line(site, f"modules/{each.id}.md", each.title, each.summary) for each in site.modules.values())
    resources = (
        _page_line(site, f"resources/{each.id}.md", _title(each), each.summary)
        for each in site.catalogue.resources[:most]
    )
    more = len(site.resources) - most
    parts = [
        f"# {one_line(pathway.title)}",
        f"> {one_line(pathway.summary)}" if pathway.summary else "",
        "Summaries are the editors' own, unless a page says otherwise; the resources belong to their creators.",
        "## Data",
        f"- [Everything as JSON](<{data}>)",
        "## Modules" if site.modules else "",
        _resource_list(modules),
        "## Resources" if site.resources else "",
        _resource_list(resources),
        f"{more:,} more are listed in the library: <{page_url(site, 'index.md', 'library/index.md')}>"
        if more > 0
        else "",
    ]
    yield Asset(LLMS_PATH, "\n\n".join(part for part in parts if part) + "\n")


def one_line(text: str) -> str:
    """Text as one line without active Markdown."""
    line = _ENTITY.sub("&amp;", _ACTIVE.sub(r"\\\1", " ".join(text.split())))
    line = line.replace("<", "&lt;").replace(">", "&gt;")
    return _OPENS_A_LIST.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", line)


def _title(resource: Resource) -> str:
    """The title, in the direction of its language."""
    language = resource.language if resource.title else None
    return isolated(resource.heading, direction(language) if language else None)


def _page_line(site: Site, path: str, title: str, summary: str | None) -> str:
    link = f"[{one_line(title)}](<{page_url(site, 'index.md', path)}>)"
    return f"{link}: {one_line(summary)}" if summary else link


def _resource_list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
