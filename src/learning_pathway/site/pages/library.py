"""The library: its order, every resource on one page or in paged listings, and its search data."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from ...catalogue.model import Resource
from ...catalogue.types import ResourceType, Status
from ...locale import Translations
from ..context import Site, grouped
from ..document import Asset, Page, page
from ..facets import FacetColumn, columns
from ..files.downloads import LIBRARY
from ..files.feeds import feed_name
from ..head import breadcrumbs, head
from ..labels import Download, reference_downloads
from ..rendering import render, render_text
from ..resource_view import ResourceView

__all__ = [
    "CARDS_IN_A_FILE",
    "LIBRARY_DATA_PATH",
    "by_title",
    "has_large_library",
    "in_order",
    "library_columns",
    "library_page",
    "library_search_files",
    "library_titles",
    "listing_page",
    "listings",
    "title_ranks",
]


def in_order(site: Site) -> list[Resource]:
    """Resources as the library and its search data have them, the most useful first.

    Those that modules use come first, and the more that is known of a resource, the earlier; last come those that we
    no longer recommend or whose title we made up.
    """

    def drawbacks(resource: Resource) -> tuple[bool, bool, bool, int]:
        facts = (
            resource.authors or resource.editors or resource.publisher,
            resource.url,
            resource.summary,
            resource.why,
        )
        is_timed = site.durations["resource", resource.id].is_known
        missing = sum(not fact for fact in (*facts, is_timed))
        unused = ("resource", resource.id) not in site.uses
        return resource.title is None, resource.status is Status.ARCHIVED, unused, missing

    return sorted(by_title(site), key=drawbacks)


def by_title(site: Site) -> list[Resource]:
    """Resources by title, letters' case set aside."""
    return sorted(site.catalogue.resources, key=lambda resource: (resource.heading.casefold(), resource.id))


def title_ranks(site: Site, resources: Sequence[Resource]) -> list[int]:
    """For each resource, its place by title."""
    ranks = {resource.id: rank for rank, resource in enumerate(by_title(site))}
    return [ranks[resource.id] for resource in resources]


LIBRARY_DATA_PATH = "assets/pathway/library/resources.json"
CARDS_PATH = "assets/pathway/library/cards-{}.json"
#: Few enough that a screen of scattered results is light to fetch, enough to need few files.
CARDS_IN_A_FILE = 10
#: Days are counted from here.
FIRST_DAY = date(2000, 1, 1)


def has_large_library(site: Site) -> bool:
    """Whether there are more resources than the setting allows on one page."""
    return len(site.resources) > site.catalogue.pathway.library_page_size


def library_columns(site: Site) -> list[FacetColumn]:
    """The library's facets; its resources in the order of `in_order`."""
    return columns(site, in_order(site))


def library_search_files(site: Site) -> Iterator[Asset]:
    """The files that the library's page fetches when someone begins to search."""
    resources = in_order(site)
    if not resources:
        return
    large = has_large_library(site)
    content: dict[str, Any] = {
        "format": "learning-pathway-library",
        "version": 1,
        "works": len(resources),
        "title": title_ranks(site, resources),
        "facets": [column_data(column) for column in columns(site, resources)],
        "added": [(resource.added - FIRST_DAY).days if resource.added else None for resource in resources],
        "year": [resource.published.year if resource.published else None for resource in resources],
        "minutes": [ResourceView(site, "index.md", resource).minutes for resource in resources],
    }
    if large:
        content["cards"] = CARDS_IN_A_FILE
        yield from card_files(site, resources)
    yield Asset(LIBRARY_DATA_PATH, to_json(content))


def column_data(column: FacetColumn) -> dict[str, Any]:
    """A column as data: a number for each resource, or a list of them where it has several values or none."""
    return {
        "name": column.facet.name,
        "term": column.term,
        "values": [[value.id, value.label] for value in column.values],
        "of": [places[0] if len(places) == 1 else list(places) for places in column.of],
    }


def card_files(site: Site, resources: Sequence[Resource]) -> Iterator[Asset]:
    """The cards of the resources as the library shows them, a few in each file."""
    here = "library/index.md"
    for start in range(0, len(resources), CARDS_IN_A_FILE):
        some = [ResourceView(site, here, resource) for resource in resources[start : start + CARDS_IN_A_FILE]]
        cards = render_text("cards.html", here, site.language, views=some).split("<!--card-->")
        yield Asset(
            CARDS_PATH.format(start // CARDS_IN_A_FILE), to_json([card.strip() for card in cards if card.strip()])
        )


def to_json(content: object) -> str:
    """Data as JSON, as short as possible."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


#: Listings repeat what the records say; in the search index they would only hide them.
UNSEARCHED: dict[str, Any] = {"search": {"exclude": True}}
#: Values of a facet that are in the page; a script adds the others on request.
MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing: all resources of one type, theme or year."""

    facet: str
    value: str
    title: str
    resources: Sequence[Resource]

    def facet_words(self, translations: Translations) -> str:
        """What the listing sorts by, as its pages say it above their titles."""
        return {
            "type": translations.gettext("type"),
            "theme": translations.gettext("theme"),
            "year": translations.gettext("year"),
        }[self.facet]

    def path(self, number: int = 1) -> str:
        """Path of the listing's page `number`, counted from 1."""
        stem = f"library/{self.facet}/{self.value}"
        return f"{stem}.md" if number == 1 else f"{stem}/{number}.md"

    def name(self, translations: Translations, number: int = 1) -> str:
        """Title of the listing's page `number`."""
        if number == 1:
            return self.title
        return translations.gettext("%(title)s, page %(number)s", title=self.title, number=translations.number(number))

    def pages(self, most: int) -> range:
        """Numbers of the listing's pages, with at most `most` resources on each."""
        return range(1, ceil(len(self.resources) / most) + 1)


def listings(site: Site) -> Iterator[Listing]:
    """The listings of a large library; none where its own page holds every resource."""
    for _, _, found in listing_groups(site):
        yield from found


def library_titles(site: Site) -> dict[str, str]:
    """The path of every page of the library, with its title."""
    most = site.catalogue.pathway.library_page_size
    titles = {
        listing.path(number): listing.name(site.translations, number)
        for listing in listings(site)
        for number in listing.pages(most)
    }
    return {"library/index.md": site.translations.gettext("Library"), **titles}


def listing_groups(site: Site) -> list[tuple[str, str, list[Listing]]]:
    """The listings by what they sort by, with its name and a heading; none where one page holds everything."""
    if not has_large_library(site):
        return []
    resources, gettext = by_title(site), site.translations.gettext
    return [
        ("type", gettext("By type"), by_type(site, resources)),
        ("theme", gettext("By theme"), by_theme(site, resources)),
        ("year", gettext("By year"), by_year(site, resources)),
    ]


def library_page(site: Site) -> Page:
    """Every resource, or the way to the listings where there are too many; and a form to search them."""
    here = "library/index.md"
    cases = listing_groups(site)
    views = [] if cases else [ResourceView(site, here, resource) for resource in in_order(site)]
    body = render(
        "library.html",
        here,
        site.language,
        views=views,
        cases=cases,
        total=len(site.resources),
        columns=library_columns(site),
        most=MOST_VALUES,
        files=whole_catalogue(site),
        feed=feed_name(site, "", site.catalogue.resources),
        edit=site.edit_link("pathway", "pathway"),
    )
    return page(
        here,
        body,
        title=site.translations.gettext("Library"),
        source="resources.yaml",
        hide=["navigation", "toc"],
        **UNSEARCHED,
        **library_head(site, here),
    )


def whole_catalogue(site: Site) -> list[Download]:
    """The files of the whole catalogue, as the library offers them."""
    return reference_downloads(site, posixpath.basename(LIBRARY)) if site.resources else []


def listing_page(site: Site, listing: Listing, number: int) -> Page:
    """The page `number` of one listing, counted from 1."""
    most = site.catalogue.pathway.library_page_size
    here = listing.path(number)
    title = listing.name(site.translations, number)
    part = listing.resources[(number - 1) * most : number * most]
    body = render(
        "listing.html",
        here,
        site.language,
        listing=listing,
        facet=listing.facet_words(site.translations),
        title=title,
        number=number,
        pages=len(listing.pages(most)),
        first=(number - 1) * most + 1,
        views=[ResourceView(site, here, resource) for resource in part],
    )
    return page(
        here,
        body,
        title=title,
        source="resources.yaml",
        hide=["navigation", "toc"],
        **UNSEARCHED,
        **library_head(site, here, (here, title)),
    )


def library_head(site: Site, here: str, *below: tuple[str, str]) -> dict[str, Any]:
    """Metadata of a page of the library: its breadcrumbs."""
    return head(
        "library", [breadcrumbs(site, here, ("library/index.md", site.translations.gettext("Library")), *below)]
    )


def by_type(site: Site, resources: Sequence[Resource]) -> list[Listing]:
    """A listing for each type that is in use."""
    found = grouped((resource.type, resource) for resource in resources)
    return [
        Listing("type", kind.value, site.translations.gettext(kind.label), found[kind])
        for kind in ResourceType
        if kind in found
    ]


def by_theme(site: Site, resources: Sequence[Resource]) -> list[Listing]:
    """A listing for each theme that is in use, and one for what has none."""
    found = grouped((name, resource) for resource in resources for name in resource.themes or ("",))
    found_listings = [
        Listing("theme", name, theme.title, found[name]) for name, theme in site.themes.items() if name in found
    ]
    return [
        *found_listings,
        *([Listing("theme", "no--theme", site.translations.gettext("No theme"), found[""])] if "" in found else []),
    ]


def by_year(site: Site, resources: Sequence[Resource]) -> list[Listing]:
    """A listing for each year of publication, latest first, and one for what has no date."""
    found = grouped((each.published.year if each.published else 0, each) for each in resources)
    years = sorted(found, reverse=True)
    no_date = site.translations.gettext("No date")
    return [Listing("year", str(year or "no--date"), str(year or no_date), found[year]) for year in years]
