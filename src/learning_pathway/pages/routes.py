"""Route pages: ways through several modules."""

from __future__ import annotations

from collections.abc import Iterator

from .head import head
from .linkeddata import route_data, trail
from .page import Page, page
from .rendering import render
from .site import Site
from .views import RouteView

__all__ = ["route_pages"]


def route_pages(site: Site) -> Iterator[Page]:
    """The list of routes, then a page for each."""
    here = "routes/index.md"
    views = [RouteView(site, here, route) for route in site.catalogue.routes]
    body = render("routes.html", here, routes=views, edit=site.edit_link("pathway", "pathway"))
    yield page(here, body, title="Routes", source=site.source("pathway", "pathway"), hide=["toc"])
    for route in site.catalogue.routes:
        here = f"routes/{route.id}.md"
        view = RouteView(site, here, route)
        body = render("route.html", here, view=view, edit=site.edit_link("route", route.id))
        steps = trail(site, here, ("routes/index.md", "Routes"), (here, route.title))
        yield page(
            here,
            body,
            title=route.title,
            source=site.source("route", route.id),
            description=route.summary or "",
            **head("route", [route_data(view), steps]),
        )
