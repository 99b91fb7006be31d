"""The page of tips, each list with its sources."""

from __future__ import annotations

from ..catalogue.model import Tip, TipList, TipSource
from .head import head
from .linkeddata import trail
from .notices import notices_of_tips, source_anchors
from .page import Page, page
from .rendering import render
from .site import Site
from .views import ResourceView, ThemeView
from .words import TIP_SOURCE

__all__ = ["tips_page"]


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
        lists=[(tips, drawn_from(tips), site.edit_link("tip-list", tips.id)) for tips in site.catalogue.tips],
        kinds=TIP_SOURCE,
        themes=themes,
        see=see,
        former=former,
        coins=coins,
        gone=notices_of_tips(site),
    )
    steps = trail(site, here, (here, "Tips"))
    return page(here, body, title="Tips", source=site.source("pathway", "pathway"), **head("tips", [steps]))
