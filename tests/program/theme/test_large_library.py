"""A library of 500 resources, in real Chromium: found by words and facets, by keyboard alone, and light."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from axes import faults
from generated import write_catalogue
from published import folder_of
from siteproject import copy_project, mkdocs
from siteserver import serve_folder

pytestmark = [pytest.mark.browser, pytest.mark.engine]

WORKS = 500


@pytest.fixture(scope="module")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a generated catalogue of that many resources."""
    project = copy_project(tmp_path_factory.mktemp("large") / "project")
    shutil.rmtree(project / "resources")
    for name in ("link-health.json", "published-ids.txt"):
        (project / name).unlink(missing_ok=True)
    write_catalogue(project, WORKS)
    site = project / "site"
    built = mkdocs(project, site)
    assert built.returncode == 0, built.stdout + built.stderr
    return site


@pytest.fixture(scope="module")
def large_address(large_site: Path) -> Iterator[str]:
    with serve_folder(large_site, "/below/a/path/") as address:
        yield address


@pytest.fixture
def library(open_context: Callable[..., Page], large_address: str) -> Page:
    page = open_context(viewport={"width": 1280, "height": 900})
    page.goto(large_address + "library/")
    expect(page.locator("[data-lp-library=ready]")).to_be_visible()
    return page


def test_words_facets_and_order_with_the_keyboard_alone(library: Page) -> None:
    """From the top of the page to a record and back, without a pointer."""
    keys = library.keyboard
    expect(library.get_by_role("heading", name="By type")).to_be_visible()
    for _ in range(40):
        keys.press("Tab")
        if library.evaluate("document.activeElement.id") == "lp-filter-text":
            break
    keys.type("duties")
    expect(library.locator(".lp-results > .lp-result")).to_have_count(20)
    expect(library.get_by_role("heading", name="By type")).to_be_hidden()
    for _ in range(40):
        keys.press("Tab")
        if library.evaluate("document.activeElement.value") == "video":
            break
    keys.press("Space")
    expect(library.locator("input[value=video]")).to_be_checked()
    expect(library.locator(".lp-result:not([data-type=video])")).to_have_count(0)
    expect(library.locator(".lp-library__count")).to_have_text("25 of 500 results")
    assert not faults(library)
    more = library.get_by_role("button", name="Show more")
    more.focus()
    keys.press("Enter")
    expect(library.locator(".lp-results > .lp-result")).to_have_count(25)
    expect(library.locator(".lp-result").nth(20).get_by_role("link").first).to_be_focused()
    keys.press("Enter")
    expect(library.get_by_role("link", name="Back to results")).to_be_visible()
    library.get_by_role("link", name="Back to results").focus()
    keys.press("Enter")
    expect(library.locator(".lp-results > .lp-result")).to_have_count(25)
    assert library.url.endswith("?q=duties&type=video&show=40")


def test_on_a_phone_facets_are_folded_and_no_fault_is_found(
    open_context: Callable[..., Page], large_address: str
) -> None:
    page = open_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto(large_address + "library/?q=duties&theme=trust")
    expect(page.locator(".lp-result")).to_have_count(20)
    expect(page.locator(".lp-facet").first).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(page.locator("input[value=trust]")).to_be_checked()
    assert not faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_people_and_accents_are_found_and_every_word_must_fit(library: Page) -> None:
    field = library.get_by_label("Search", exact=True)
    field.fill("Chowdhüry")
    expect(library.locator(".lp-step__maker").first).to_contain_text("Chowdhury")
    field.fill("part 377")
    expect(library.locator(".lp-result__title").first).to_contain_text("part 377")
    field.fill("xyzzyqua")
    expect(library.locator(".lp-library__count")).to_contain_text("No results.")


def test_facets_alone_need_no_search_index(library: Page) -> None:
    asked: list[str] = []
    library.on("request", lambda request: asked.append(request.url))
    library.locator("input[value=video]").check()
    expect(library.locator(".lp-library__count")).to_have_text("41 of 500 results")
    assert not [url for url in asked if "/search/" in url]
    assert len([url for url in asked if "cards-" in url]) <= 20


def test_every_value_of_a_long_facet_can_be_brought(library: Page) -> None:
    group = library.locator("details[data-facet=publisher]")
    group.locator("summary").click()
    group.get_by_role("button", name="Show all 97").press("Enter")
    expect(group.locator("input")).to_have_count(97)
    expect(group.locator("input").nth(12)).to_be_focused()
    group.locator("input").nth(12).check()
    expect(library.locator(".lp-library__count")).to_contain_text("of 500 results")
    chosen = library.url
    library.goto(chosen)
    expect(library.locator("details[data-facet=publisher] input:checked")).to_have_count(1)


def test_without_the_index_words_are_said_to_be_missing_and_facets_work(library: Page) -> None:
    library.route("**/assets/*/search/**", lambda route: route.abort())
    library.get_by_label("Search", exact=True).fill("duties")
    expect(library.locator(".lp-library__count")).to_contain_text("Search isn’t available at the moment")
    library.locator("input[value=video]").check()
    expect(library.locator(".lp-result")).to_have_count(20)


def test_the_search_page_finds_works_and_other_pages_in_the_same_index(
    open_context: Callable[..., Page], large_address: str
) -> None:
    page = open_context()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(large_address + "search/?q=duties")
    expect(page.locator(".lp-search__result")).to_have_count(20)
    page.get_by_role("button", name="Show more results").click()
    expect(page.locator(".lp-search__result")).to_have_count(40)
    expect(page.locator(".lp-search__result a").nth(20)).to_be_focused()
    assert page.url.endswith("?q=duties&show=40")
    page.get_by_role("searchbox", name="Search the whole site").fill("privacy")
    expect(page.locator(".lp-search__result h2").first).to_have_text("Privacy")
    assert page.locator(".lp-search__result h2 a").first.get_attribute("href") == f"{large_address}privacy/"
    assert not [url for url in asked if not url.startswith(large_address)]
    assert len([url for url in asked if "/terms-" in url]) <= 3


def test_searching_stores_nothing(library: Page) -> None:
    library.get_by_label("Search", exact=True).fill("duties")
    expect(library.locator(".lp-result")).to_have_count(20)
    stored = library.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,"
        " (await indexedDB.databases()).length]"
    )
    assert stored[:3] == [0, 0, 0]
    assert library.context.cookies() == []


def test_the_index_is_kept_for_reading_offline(large_site: Path) -> None:
    listed = (large_site / "assets" / "pathway" / "precache.js").read_text(encoding="utf-8")
    for path in ("search/index.json", "library/resources.json", "library/cards-0.json"):
        assert f'"{folder_of(large_site)}/{path}"' in listed
