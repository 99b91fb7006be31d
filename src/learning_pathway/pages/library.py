"""The library: every resource in one place, or in paged listings where there are too many for one page."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from ..catalogue.model import Resource
from ..catalogue.vocabulary import Level, ResourceType
from .files.lists import WHOLE, Offer, offers
from .head import head
from .linkeddata import trail
from .page import Page, page
from .rendering import render
from .site import Site
from .views import ResourceView
from .words import LEVEL

__all__ = ["library_pages", "library_titles"]

#: Listings repeat what the records say; in the search index they would only hide them.
UNSEARCHED: dict[str, Any] = {"search": {"exclude": True}}


@dataclass(frozen=True, slots=True)
class Shelf:
    """A listing: all resources of one type, theme or year."""

    facet: str
    value: str
    title: str
    resources: Sequence[Resource]

    def path(self, number: int = 1) -> str:
        """Path of the listing's page `number`, counted from 1."""
        stem = f"library/{self.facet}/{self.value}"
        return f"{stem}.md" if number == 1 else f"{stem}/{number}.md"

    def name(self, number: int = 1) -> str:
        """Title of the listing's page `number`."""
        return self.title if number == 1 else f"{self.title}, page {number}"

    def pages(self, most: int) -> range:
        """Numbers of the listing's pages, with at most `most` resources on each."""
        return range(1, ceil(len(self.resources) / most) + 1)


def library_pages(site: Site) -> Iterator[Page]:
    """One page with every resource up to the setting; beyond it, an overview and listings."""
    cases = shelves_of(site)
    if not cases:
        yield whole_library(site)
        return
    here = "library/index.md"
    body = render("library-overview.md", here, cases=cases, total=len(site.resources), files=whole_catalogue(site))
    yield page(
        here,
        body,
        title="Library",
        source="resources.yaml",
        hide=["navigation"],
        **UNSEARCHED,
        **library_head(site, here),
    )
    for shelves in cases.values():
        for shelf in shelves:
            yield from listing_pages(site, shelf)


def library_titles(site: Site) -> dict[str, str]:
    """The path of every page of the library, with its title."""
    most = site.catalogue.pathway.library_page_size
    listings = (shelf for shelves in shelves_of(site).values() for shelf in shelves)
    titles = {shelf.path(number): shelf.name(number) for shelf in listings for number in shelf.pages(most)}
    return {"library/index.md": "Library", **titles}


def shelves_of(site: Site) -> dict[str, list[Shelf]]:
    """The listings by what they sort by; none where one page holds everything."""
    if len(site.resources) <= site.catalogue.pathway.library_page_size:
        return {}
    resources = sorted_by_title(site.catalogue.resources)
    return {"Type": by_type(resources), "Theme": by_theme(site, resources), "Year": by_year(resources)}


def whole_library(site: Site) -> Page:
    """Every resource on one page, which a script may filter."""
    here = "library/index.md"
    views = [ResourceView(site, here, resource) for resource in sorted_by_title(site.catalogue.resources)]
    body = render(
        "library.md",
        here,
        views=views,
        types=present({kind: kind.label for kind in ResourceType}, {view.resource.type for view in views}),
        levels=present(dict(LEVEL), {view.resource.level for view in views}),
        themes={name: theme.title for name, theme in site.themes.items() if site.resources_by_theme[name]},
        files=whole_catalogue(site),
        edit=site.edit_link("pathway", "pathway"),
    )
    return page(
        here,
        body,
        title="Library",
        source="resources.yaml",
        hide=["navigation", "toc"],
        **UNSEARCHED,
        **library_head(site, here),
    )


def whole_catalogue(site: Site) -> list[Offer]:
    """The files of the whole catalogue, as the library offers them."""
    return offers(posixpath.basename(WHOLE)) if site.resources else []


def listing_pages(site: Site, shelf: Shelf) -> Iterator[Page]:
    """The pages of one listing."""
    most = site.catalogue.pathway.library_page_size
    for number in shelf.pages(most):
        here = shelf.path(number)
        part = shelf.resources[(number - 1) * most : number * most]
        body = render(
            "listing.md",
            here,
            shelf=shelf,
            number=number,
            pages=len(shelf.pages(most)),
            first=(number - 1) * most + 1,
            views=[ResourceView(site, here, resource) for resource in part],
        )
        yield page(
            here,
            body,
            title=shelf.name(number),
            source="resources.yaml",
            hide=["navigation", "toc"],
            **UNSEARCHED,
            **library_head(site, here, (here, shelf.name(number))),
        )


def library_head(site: Site, here: str, *below: tuple[str, str]) -> dict[str, Any]:
    """What a page of the library tells other software: where it stands."""
    return head("library", [trail(site, here, ("library/index.md", "Library"), *below)])


def by_type(resources: Sequence[Resource]) -> list[Shelf]:
    """A listing for each type that is in use."""
    found: dict[ResourceType, list[Resource]] = defaultdict(list)
    for resource in resources:
        found[resource.type].append(resource)
    return [Shelf("type", kind.value, kind.label, found[kind]) for kind in ResourceType if kind in found]


def by_theme(site: Site, resources: Sequence[Resource]) -> list[Shelf]:
    """A listing for each theme that is in use, and one for what has none."""
    found: dict[str, list[Resource]] = defaultdict(list)
    for resource in resources:
        for name in resource.themes or ("",):
            found[name].append(resource)
    shelves = [Shelf("theme", name, theme.title, found[name]) for name, theme in site.themes.items() if name in found]
    return [*shelves, *([Shelf("theme", "no--theme", "No theme", found[""])] if "" in found else [])]


def by_year(resources: Sequence[Resource]) -> list[Shelf]:
    """A listing for each year of publication, latest first, and one for what has no date."""
    found: dict[int, list[Resource]] = defaultdict(list)
    for resource in resources:
        found[resource.published.year if resource.published else 0].append(resource)
    years = sorted(found, reverse=True)
    return [Shelf("year", str(year or "no--date"), str(year or "No date"), found[year]) for year in years]


def sorted_by_title(resources: Sequence[Resource]) -> list[Resource]:
    """Resources as a reader looks for them: by title, letters' case set aside."""
    return sorted(resources, key=lambda resource: (resource.heading.casefold(), resource.id))


def present(choices: Mapping[ResourceType, str] | Mapping[Level, str], used: set[object]) -> dict[str, str]:
    """The choices that would find something."""
    return {key.value: label for key, label in choices.items() if key in used}
