"""What stands in the site's navigation."""

from __future__ import annotations

from typing import Any

from .learning import LEARNING_PAGES
from .page import document
from .site import Site

__all__ = ["navigation"]

#: Modules in the navigation. A theme writes the whole navigation into every page, so beyond this number it would
#: make a site grow with the square of its modules; then the list of modules stands alone.
MOST_MODULES = 40


def navigation(site: Site) -> list[Any]:
    """The navigation in the form of MkDocs: paths, and sections as ``{title: [paths]}``.

    Record pages and listings stay out of it (the same reason: measured at 1,000 pages, 80 seconds against 12).
    """
    modules = [document(f"modules/{name}.md") for name in site.modules] if len(site.modules) <= MOST_MODULES else []
    entries: list[Any] = [{"Home": "index.md"}, {"Modules": ["modules/index.md", *modules]}]
    if site.catalogue.routes:
        routes = [document(f"routes/{route.id}.md") for route in site.catalogue.routes]
        entries.append({"Routes": ["routes/index.md", *routes]})
    if site.themes:
        entries.append({"Themes": ["themes/index.md", *(document(f"themes/{name}.md") for name in site.themes)]})
    entries.append({"Library": "library/index.md"})
    if site.catalogue.tips:
        entries.append({"Tips": "tips/index.md"})
    entries.append({"Your learning": list(LEARNING_PAGES)})
    return entries
