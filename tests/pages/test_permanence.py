"""Addresses that were published once never become dead ends."""

from __future__ import annotations

import json
from typing import Any

import yaml

from learning_pathway.pages.edition import Edition
from learning_pathway.pages.page import address
from smallcatalogue import CATALOGUE, Open

RETIRED = """
retired:
  - {id: film, reason: The maker took the film back., replacement: known}
  - {id: gone, kind: module, reason: Its subject is part of another module now., replacement: first}
  - {id: old-think, kind: task, reason: Nobody missed it.}
"""


def published(edition: Edition) -> dict[str, str]:
    """Every published address with a page or a redirect behind it, and the text there."""
    found = {address(page.path): page.text for page in edition.pages()}
    for asset in edition.assets():
        if asset.path.endswith("index.html"):
            found[asset.path.removesuffix("index.html")] = asset.text
    return found


WITH_PAGES = {"known", "unknown", "paged", "first", "second", "trust", "power", "both"}


def renamed(value: Any) -> Any:
    """The catalogue with another id for everything that has a page, and the old one under `formerly`."""
    if isinstance(value, dict):
        new = {key: renamed(inner) for key, inner in value.items()}
        if value.get("id") in WITH_PAGES:
            new["formerly"] = [value["id"]]
        return new
    if isinstance(value, list):
        return [renamed(inner) for inner in value]
    return f"new-{value}" if value in WITH_PAGES else value


def test_every_former_address_leads_on_after_everything_was_renamed(open_catalogue: Open) -> None:
    before = published(open_catalogue())
    after = published(open_catalogue(json.dumps(renamed(yaml.load(CATALOGUE, yaml.BaseLoader)))))
    assert set(before) <= set(after)
    assert len(after) == len(before) + 8 + 4  # and beside each module's page, the facilitator's and the handout


def test_a_redirect_speaks_to_browsers_people_and_search_engines(open_catalogue: Open) -> None:
    text = CATALOGUE.replace("{id: known,", "{id: known, formerly: [older],").replace(
        "repository:", "site_url: https://example.org/pathway\n  repository:"
    )
    redirect = published(open_catalogue(text))["resources/older/"]
    assert '<meta http-equiv="refresh" content="0; url=../known/">' in redirect
    assert '<a href="../known/">A known length</a>' in redirect
    assert '<link rel="canonical" href="https://example.org/pathway/resources/known/">' in redirect


def test_a_retired_entry_keeps_its_address_with_the_reason_and_the_replacement(open_catalogue: Open) -> None:
    edition = open_catalogue(CATALOGUE + RETIRED)
    assert not edition.problems, edition.problem_list
    pages = published(edition)
    assert "The maker took the film back." in pages["resources/film/"]
    assert '<a href="../known/">A known length</a>' in pages["resources/film/"]
    assert '<a href="../first/">First</a>' in pages["modules/gone/"]


def test_old_links_to_parts_of_a_page_still_find_them(open_catalogue: Open) -> None:
    text = CATALOGUE.replace("id: theory\n", "id: theory\n        formerly: [ideas]\n")
    text = text.replace("{id: think,", "{id: think, formerly: [ponder],")
    text = text.replace("{id: listen,", "{id: listen, formerly: [hear],")
    pages = published(open_catalogue(text))
    for anchor, where in (("ideas", "modules/first/"), ("task--ponder", "modules/first/"), ("tip--hear", "tips/")):
        assert f'<a id="{anchor}"></a>' in pages[where]
