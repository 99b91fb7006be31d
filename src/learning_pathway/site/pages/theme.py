"""Theme pages, and the page of tips."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalogue.model import Theme, Tip, TipList, TipSource
from ..context import Site
from ..document import Page, page
from ..files.feeds import feed_name
from ..files.references import offers
from ..files.webmanifest import dated
from ..head import head
from ..labels import TIP_SOURCE
from ..linked_data import trail
from ..module_view import ModuleView
from ..rendering import render
from ..resource_view import ResourceView, ThemeView
from ..retired_anchors import notices_of_tips, source_anchors

__all__ = [
    "theme_pages",
    "tips_page",
]


def theme_pages(site: Site) -> Iterator[Page]:
    """The list of themes, then a page for each."""
    here = "themes/index.md"
    shelves = [
        (ThemeView(site, here, theme), len(site.resources_by_theme[name]), len(site.modules_by_theme[name]))
        for name, theme in site.themes.items()
    ]
    body = render("themes.html", here, site.language, shelves=shelves, edit=site.edit_link("pathway", "pathway"))
    yield page(
        here, body, title=site.translations.gettext("Themes"), source=site.source("pathway", "pathway"), hide=["toc"]
    )
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
        site.language,
        theme=theme,
        modules=[ModuleView(site, here, module) for module in site.modules_by_theme[theme.id][:most]],
        resources=[ResourceView(site, here, resource) for resource in resources[:most]],
        total=len(resources),
        tips=site.tips_by_theme[theme.id],
        files=offers(site, theme.id) if resources else [],
        feed=feed,
        edit=site.edit_link("theme", theme.id),
    )
    return page(
        here,
        body,
        title=theme.title,
        source=site.source("theme", theme.id),
        description=theme.summary or "",
        **head(
            "theme", [trail(site, here, ("themes/index.md", site.translations.gettext("Themes")), (here, theme.title))]
        ),
        feed=feed,
        **dated(resources),
    )


def tips_page(site: Site) -> Page:
    """Every tip, below the source in which it was gathered."""
    here = "tips/index.md"

    def drawn_from(tips: TipList) -> ResourceView | None:
        return ResourceView(site, here, site.resources[tips.resource]) if tips.resource else None

    def themes(tip: Tip) -> list[ThemeView]:
        return [ThemeView(site, here, site.themes[name]) for name in tip.themes]

    def see(tip: Tip) -> list[ResourceView]:
        return [ResourceView(site, here, site.resources[name]) for name in tip.see]

    met: set[str] = set()

    def coins(view: ResourceView) -> str:
        """What a reference manager reads of a work, where the page first mentions it: twice would be two works."""
        if view.resource.id in met:
            return ""
        met.add(view.resource.id)
        return view.coins

    def former(tips: TipList, source: TipSource) -> list[str]:
        return source_anchors(tips, source)[1:]

    body = render(
        "tips.html",
        here,
        site.language,
        lists=[(tips, drawn_from(tips), site.edit_link("tip-list", tips.id)) for tips in site.catalogue.tips],
        kinds=TIP_SOURCE,
        themes=themes,
        see=see,
        former=former,
        coins=coins,
        gone=notices_of_tips(site),
    )
    steps = trail(site, here, (here, site.translations.gettext("Tips")))
    return page(
        here,
        body,
        title=site.translations.gettext("Tips"),
        source=site.source("pathway", "pathway"),
        **head("tips", [steps]),
    )
