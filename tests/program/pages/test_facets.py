"""Facets: every value in words, every work counted, and data that agrees with what the page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from learning_pathway.site.build import Build
from learning_pathway.site.facets import FACETS
from learning_pathway.site.pages.library import CARDS_IN_A_FILE, LIBRARY_DATA_PATH

Open = Callable[[str], Build]

CATALOGUE = """\
pathway: {title: Facets, library_page_size: 10}
themes: [{id: trust, title: Trust}, {id: power, title: Power}]
resources:
  - {id: b, type: video, title: Beta, published: 2020-05, minutes: 4, captions: edited, themes: [trust, power],
     authors: [{family: Nuñez, given: Ana}], publisher: "House, Home & Co", url: "https://example.org/b", language: cy}
  - {id: a, type: report, title: alpha <b>, published: 2009, page_count: 400, level: starter, themes: [trust],
     access: free, language: en-GB, added: 2024-05-01, summary: Of boats., why: It floats.}
  - {id: c, type: video, title: Gamma}
modules:
  - {id: first, title: First, sections: [{id: only, title: Only, steps: [{read: a}]}]}
"""


def works(edition: Build) -> dict[str, object]:
    found = {asset.path: asset.text for asset in edition.assets()}
    content = json.loads(found[LIBRARY_DATA_PATH])
    assert isinstance(content, dict)
    return content


def values(content: dict[str, object]) -> dict[str, list[list[str]]]:
    """For each facet, the labels that each work has."""
    return {
        facet["term"]: [
            [facet["values"][place][1] for place in (places if isinstance(places, list) else [places])]
            for places in facet["of"]
        ]
        for facet in content["facets"]  # type: ignore[attr-defined]
    }


def test_every_work_has_its_values_in_words(open_catalogue: Open) -> None:
    """The works stand in order of title: alpha, Beta, Gamma."""
    edition = open_catalogue(CATALOGUE)
    assert not edition.problems, edition.problem_list
    assert values(works(edition)) == {
        "Type": [["Report"], ["Video"], ["Video"]],
        "Theme": [["Trust"], ["Trust", "Power"], []],
        "Level": [["Starter"], [], []],
        "Time": [["Over an hour"], ["Up to 5 minutes", "Up to 15 minutes", "Up to 30 minutes", "Up to an hour"], []],
        "Module": [["First"], [], []],
        "Access": [["Free to open"], [], []],
        "Year": [["2009"], ["2020"], ["No date"]],
        "Publisher": [[], ["House, Home & Co"], []],
        "Language": [["English"], ["Welsh"], []],
        "Link": [["No public copy known"], [], ["No public copy known"]],
        "Captions": [[], ["Captions by a person"], []],
    }


def test_the_facets_are_as_many_as_learners_ask_for() -> None:
    assert {facet.name for facet in FACETS} == {
        *("type", "theme", "module", "level", "time", "access", "language", "publisher", "year", "link", "captions")
    }


def test_a_value_that_every_work_has_is_no_facet(open_catalogue: Open) -> None:
    text = "pathway: {title: One}\nresources: [{id: a, type: book, title: A}, {id: b, type: book, title: B}]\n"
    assert works(open_catalogue(text))["facets"] == []


def test_the_page_shows_the_same_counts_as_the_data(open_catalogue: Open) -> None:
    edition = open_catalogue(CATALOGUE)
    page = next(page.text for page in edition.pages() if page.path == "library/index.md")
    shown = {
        (name, value): int(count)
        for name, value, count in re.findall(r'name="(\w+)" value="([^"]*)">.*?__count">(\d+)<', page)
    }
    counted: dict[tuple[str, str], int] = {}
    for facet in works(edition)["facets"]:  # type: ignore[attr-defined]
        for places in facet["of"]:
            for place in places if isinstance(places, list) else [places]:
                key = (facet["name"], facet["values"][place][0].replace("&", "&amp;"))
                counted[key] = counted.get(key, 0) + 1
    assert shown == counted
    assert len(shown) > 15


def test_a_small_library_comes_without_cards_and_words(open_catalogue: Open) -> None:
    assert works(open_catalogue(CATALOGUE)).keys().isdisjoint({"cards", "words"})


@pytest.fixture
def large(open_catalogue: Open) -> Build:
    extra = "".join(f"  - {{id: r{n}, type: book, title: 'Work {n:02d} <i>'}}\n" for n in range(25))
    return open_catalogue(CATALOGUE.replace("modules:\n", extra + "modules:\n"))


def test_a_large_library_has_its_cards_in_files_of_a_few_in_the_order_of_the_data(large: Build) -> None:
    files = {asset.path: asset.text for asset in large.assets()}
    count = works(large)["works"]
    assert count == 28
    cards = [card for number in range(3) for card in json.loads(files[f"assets/pathway/library/cards-{number}.json"])]
    assert len(json.loads(files["assets/pathway/library/cards-0.json"])) == CARDS_IN_A_FILE
    keys = [re.search(r'data-key="resource:([^"]+)"', card)[1] for card in cards]  # type: ignore[index]
    assert keys == ["a", "b", "c", *(f"r{n}" for n in range(25))]
    assert all(card.startswith("<li ") and card.endswith("</li>") and "<i>" not in card for card in cards)
    assert "words" not in works(large)


def test_the_same_catalogue_gives_the_same_bytes(open_catalogue: Open, large: Build) -> None:
    again = {asset.path: asset.text for asset in large.assets()}
    assert {asset.path: asset.text for asset in large.assets()} == again
