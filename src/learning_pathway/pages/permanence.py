"""Addresses that were published once never become dead ends.

An entry with `formerly` gets a redirect at each of its old addresses; a retired one gets a plain page with the reason
and what to go to instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..catalogue.model import Module, Resource, Route, Theme
from .outline import Asset
from .page import Page, address, link, page
from .rendering import render
from .site import Site

__all__ = ["FOLDERS", "redirects", "retired_pages"]

#: Where the page of each kind of entry stands. Kinds that are not named here have no page of their own.
FOLDERS = {"resource": "resources", "module": "modules", "theme": "themes", "route": "routes"}


def redirects(site: Site) -> Iterator[Asset]:
    """A static page at each former address, which leads to the present one.

    It says the same to browsers (`refresh`), to people (a link) and to search engines (`canonical`, RFC 6596).
    """
    base = site.catalogue.pathway.site_url
    for kind, entries in entries_with_pages(site).items():
        for entry in entries.values():
            for former in entry.formerly:
                here, there = f"{FOLDERS[kind]}/{former}.md", f"{FOLDERS[kind]}/{entry.id}.md"
                href = link(here, there)
                text = render(
                    "redirect.html",
                    here,
                    href=href,
                    canonical=f"{base.rstrip('/')}/{address(there)}" if base else href,
                    title=title_of(entry),
                    language=site.catalogue.pathway.language,
                )
                yield Asset(address(here) + "index.html", text + "\n")


def retired_pages(site: Site) -> Iterator[Page]:
    """A page at the address of each retired entry that had one."""
    present = entries_with_pages(site)
    for entry in site.catalogue.retired:
        if entry.kind not in FOLDERS:
            continue
        here = f"{FOLDERS[entry.kind]}/{entry.id}.md"
        instead = None
        if entry.replacement:
            instead = (
                f"{FOLDERS[entry.kind]}/{entry.replacement}.md",
                title_of(present[entry.kind][entry.replacement]),
            )
        body = render(
            "retired.md",
            here,
            entry=entry,
            instead=instead,
            edit=site.edit_link("retired", entry.id),
        )
        yield page(
            here,
            body,
            title="No longer here",
            source=site.source("retired", entry.id),
            search={"exclude": True},
            hide=["navigation", "toc"],
        )


def entries_with_pages(site: Site) -> Mapping[str, Mapping[str, Resource | Module | Theme | Route]]:
    """Every entry that has a page of its own, by kind and id."""
    routes = {entry.id: entry for entry in site.catalogue.routes}
    return {"resource": site.resources, "module": site.modules, "theme": site.themes, "route": routes}


def title_of(entry: Resource | Module | Theme | Route) -> str:
    """What to call an entry in a link to it."""
    return entry.heading if isinstance(entry, Resource) else entry.title
