"""The pages that belong to no single entry: they come and go with the size and the contents of the catalogue."""

from __future__ import annotations

from .learning import LEARNING_TITLES
from .library import library_titles
from .search import SEARCH_PATH
from .site import Site

__all__ = ["standing"]


def standing(site: Site) -> dict[str, str]:
    """The path of each such page of this edition, with its title, without making the page."""
    tips = {"tips/index.md": "Tips"} if site.catalogue.tips else {}
    return {
        "index.md": site.catalogue.pathway.title,
        "modules/index.md": "Modules",
        "routes/index.md": "Routes",
        "themes/index.md": "Themes",
        **library_titles(site),
        SEARCH_PATH: "Search",
        **LEARNING_TITLES,
        **tips,
    }
