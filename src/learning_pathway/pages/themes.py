"""Theme pages: what the whole pathway has on one subject."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue.model import Theme
from .files.feeds import feed_name
from .files.lists import offers
from .files.sitemap import dated
from .head import head
from .linkeddata import trail
from .page import Page, page
from .rendering import render
from .site import Site
from .views import ModuleView, ResourceView, ThemeView

__all__ = ["theme_pages"]


def theme_pages(site: Site) -> Iterator[Page]:
    """The list of themes, then a page for each."""
    here = "themes/index.md"
    shelves = [
        (ThemeView(site, here, theme), len(site.resources_by_theme[name]), len(site.modules_by_theme[name]))
        for name, theme in site.themes.items()
    ]
    body = render("themes.html", here, shelves=shelves, edit=site.edit_link("pathway", "pathway"))
    yield page(here, body, title="Themes", source=site.source("pathway", "pathway"), hide=["toc"])
    for theme in site.themes.values():
        yield theme_page(site, theme)


def theme_page(site: Site, theme: Theme) -> Page:
    """The page of one theme. Resources beyond the setting for one page are in the library's listing."""
    here = f"themes/{theme.id}.md"
    resources = site.resources_by_theme[theme.id]
    feed = feed_name(site, theme.title, resources)
    most = site.catalogue.pathway.library_page_size
    body = render(
        "theme.html",
        here,
        theme=theme,
        modules=[ModuleView(site, here, module) for module in site.modules_by_theme[theme.id][:most]],
        resources=[ResourceView(site, here, resource) for resource in resources[:most]],
        total=len(resources),
        tips=site.tips_by_theme[theme.id],
        files=offers(theme.id) if resources else [],
        feed=feed,
        edit=site.edit_link("theme", theme.id),
    )
    return page(
        here,
        body,
        title=theme.title,
        source=site.source("theme", theme.id),
        description=theme.summary or "",
        **head("theme", [trail(site, here, ("themes/index.md", "Themes"), (here, theme.title))]),
        feed=feed,
        **dated(resources),
    )
