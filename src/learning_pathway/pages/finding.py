"""What a browser needs to narrow the library down: facets as columns, and the cards of a large one.

A small library is on one page. For a large one the cards of the works are files of a few each, fetched as they are
shown. Words are looked up in the index of the whole site (`search`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ..catalogue.model import Resource
from .facets import FacetColumn, columns
from .files import Asset
from .rendering import render_text
from .site import Site
from .views import ResourceView

__all__ = ["CARDS_IN_A_FILE", "FINDING_PATH", "finding", "has_large_library", "in_order", "library_columns"]

FINDING_PATH = "assets/pathway/library/works.json"
CARDS_PATH = "assets/pathway/library/cards-{}.json"
#: Few enough that a screen of scattered works is light to fetch, enough that there are not as many files as works.
CARDS_IN_A_FILE = 10
#: Days are counted from here.
FIRST_DAY = date(2000, 1, 1)


def has_large_library(site: Site) -> bool:
    """Whether there are more works than the setting allows on one page."""
    return len(site.resources) > site.catalogue.pathway.library_page_size


def in_order(site: Site) -> list[Resource]:
    """Resources as a reader looks for them: by title, letters' case set aside."""
    return sorted(site.catalogue.resources, key=lambda resource: (resource.heading.casefold(), resource.id))


def library_columns(site: Site) -> list[FacetColumn]:
    """The library's facets; its works in the order of `in_order`."""
    return columns(site, in_order(site))


def finding(site: Site) -> Iterator[Asset]:
    """The files that the library's page fetches when someone begins to search."""
    resources = in_order(site)
    if not resources:
        return
    large = has_large_library(site)
    content: dict[str, Any] = {
        "format": "learning-pathway-library",
        "version": 1,
        "works": len(resources),
        "facets": [packed(column) for column in columns(site, resources)],
        "added": [(resource.added - FIRST_DAY).days if resource.added else None for resource in resources],
        "year": [resource.published.year if resource.published else None for resource in resources],
        "minutes": [ResourceView(site, "index.md", resource).minutes for resource in resources],
    }
    if large:
        content["cards"] = CARDS_IN_A_FILE
        yield from card_files(site, resources)
    yield Asset(FINDING_PATH, written(content))


def packed(column: FacetColumn) -> dict[str, Any]:
    """A column as data: a number for each work, or a list of them where it has several values or none."""
    return {
        "name": column.facet.name,
        "term": column.facet.term,
        "values": [[value.id, value.label] for value in column.values],
        "of": [places[0] if len(places) == 1 else list(places) for places in column.of],
    }


def card_files(site: Site, resources: Sequence[Resource]) -> Iterator[Asset]:
    """The works' cards as the library's page shows them, a few in each file."""
    here = "library/index.md"
    for start in range(0, len(resources), CARDS_IN_A_FILE):
        some = [ResourceView(site, here, resource) for resource in resources[start : start + CARDS_IN_A_FILE]]
        cards = render_text("cards.html", here, views=some).split("<!--card-->")
        yield Asset(
            CARDS_PATH.format(start // CARDS_IN_A_FILE), written([card.strip() for card in cards if card.strip()])
        )


def written(content: object) -> str:
    """Data as JSON, as short as it goes."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
