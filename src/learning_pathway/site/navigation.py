"""The site's navigation and footer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .context import Site
from .document import document
from .pages.learner import LEARNING_PAGES

__all__ = [
    "footer",
    "navigation",
]

#: Modules in the navigation. A theme writes the whole navigation into every page, so beyond this number it would
#: make a site grow with the square of its modules; then the list of modules stands alone.
MOST_MODULES = 40


def navigation(site: Site) -> list[Any]:
    """The navigation in the form of MkDocs: paths, and sections as ``{title: [paths]}``.

    Record pages and listings stay out of it (the same reason: measured at 1,000 pages, 80 seconds against 12).
    """
    modules = [document(f"modules/{name}.md") for name in site.modules] if len(site.modules) <= MOST_MODULES else []
    gettext = site.translations.gettext
    entries: list[Any] = [{gettext("Home"): "index.md"}, {gettext("Modules"): ["modules/index.md", *modules]}]
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
    return [{**link, "path": published(str(link["path"]), docs, directories)} for link in links or ()]


def published(path: str, docs: Path, directories: bool) -> str:
    """Where the document of the page at `path` is published."""
    name = path.rstrip("/")
    if directories or name == path or not (docs / f"{name}.md").is_file():
        return path
    return f"{name}.html"
