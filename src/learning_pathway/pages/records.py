"""Record pages: everything that is known about one resource."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from ..catalogue.model import Resource
from ..citation.embedded import embedded
from .facts import facts_of
from .files.lists import offers
from .files.sitemap import dated
from .head import head
from .linkeddata import trail, work_data
from .page import Page, page
from .rendering import render
from .site import Site
from .views import ModuleView, ResourceView, StepView
from .words import STYLE

__all__ = ["record_pages"]


def record_pages(site: Site) -> Iterator[Page]:
    """One page for each resource, in the catalogue's order."""
    for resource in site.catalogue.resources:
        yield record_page(site, resource)


def citations(site: Site, resource: Resource) -> list[tuple[str, str, Markup]]:
    """The reference in each style: its name, what to call it, and its HTML."""
    return [
        (name, label, Markup(site.pieces.reference(name, resource).html))  # noqa: S704 - `cite` escapes
        for name, label in STYLE.items()
    ]


def record_page(site: Site, resource: Resource) -> Page:
    """The record of one resource."""
    here = f"resources/{resource.id}.md"
    view = ResourceView(site, here, resource)
    body = render(
        "record.md",
        here,
        view=view,
        resource=resource,
        facts=facts_of(view),
        citations=citations(site, resource),
        files=offers(resource.id),
        uses=[
            (ModuleView(site, here, use.module), use.section, StepView(site, here, use.step))
            for use in site.uses.get(("resource", resource.id), ())
        ],
        related=[ResourceView(site, here, other) for other in site.related_resources(resource)],
        cites=[ResourceView(site, here, site.resources[name]) for name in resource.cites],
        replaced_by=(ResourceView(site, here, site.resources[resource.replaced_by]) if resource.replaced_by else None),
        edit=site.edit_link("resource", resource.id),
    )
    return page(
        here,
        body,
        title=view.title,
        source=site.source("resource", resource.id),
        description=resource.summary or resource.why or "",
        hide=["navigation"],
        **head(
            "record",
            [work_data(view), trail(site, here, ("library/index.md", "Library"), (here, view.title))],
            embedded(resource, [theme.title for theme in view.themes]),
        ),
        **dated([resource], reviewed=True),
    )
