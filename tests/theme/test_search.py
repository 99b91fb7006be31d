"""The search page: nothing fetched before somebody searches, results that are only text, an address to share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from smallsite import HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def test_the_field_in_the_header_leads_to_results(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(small_address, wait_until="networkidle")
    assert not [url for url in asked if "search_index" in url]
    page.get_by_role("searchbox", name="Search this site").fill("turnips")
    page.keyboard.press("Enter")
    expect(page.locator(".lp-search__count")).to_have_text("1 page found for “turnips”.")
    page.get_by_role("link", name="Plain").last.click()
    expect(page.locator("h1")).to_have_text("Plain")


def test_results_follow_the_typing_and_stand_in_the_address(
    open_context: Callable[..., Page], small_address: str
) -> None:
    page = open_context()
    page.goto(small_address + "search.html")
    expect(page.locator("[data-lp-search=ready]")).to_be_visible()
    field = page.get_by_role("searchbox", name="Words to look for")
    expect(field).to_be_focused()
    page.keyboard.type("leek")
    expect(page.locator(".lp-search__result h2")).to_have_text(["Plain"])
    assert page.url.endswith("?q=leek")
    field.fill("xyzzy")
    expect(page.get_by_role("status")).to_have_text("Nothing found for “xyzzy”. Try a shorter or simpler word.")
    field.fill("")
    expect(page.locator(".lp-search__result")).to_have_count(0)


def test_a_hostile_title_stays_text_among_the_results(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context()
    page.goto(small_address + "search.html?q=aubergine")
    expect(page.locator(".lp-search__result")).to_have_count(1)
    expect(page.locator(".lp-search__result h2")).to_contain_text("window.broken=1")
    assert page.locator(".lp-search__result").get_by_role("link").last.get_attribute("href").endswith("/hostile/#one")
    assert page.evaluate("window.broken") is None
    assert page.locator(".lp-search__result :not(h2, p, a, mark)").count() == 0
    assert HOSTILE.split(">")[0] not in page.locator(".lp-search__results").inner_html()


@pytest.mark.parametrize("query", ["*", "+", "-", "title:", '"', "~1", "</script>", "a" * 3000])
def test_no_query_breaks_the_search(open_context: Callable[..., Page], small_address: str, query: str) -> None:
    page = open_context()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(small_address + "search.html")
    expect(page.locator("[data-lp-search=ready]")).to_be_visible()
    field = page.get_by_role("searchbox", name="Words to look for")
    field.fill(query)
    expect(page.get_by_role("status")).to_contain_text("found for")
    field.fill("turnips")
    expect(page.get_by_role("status")).to_have_text("1 page found for “turnips”.")
    assert errors == []


def test_an_index_that_cannot_be_fetched_is_told_and_tried_again(
    open_context: Callable[..., Page], small_address: str
) -> None:
    page = open_context()
    page.route("**/search_index.json", lambda route: route.abort())
    page.goto(small_address + "search.html?q=turnips")
    expect(page.locator("[data-lp-search=ready]")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("could not be fetched")
    page.unroute("**/search_index.json")
    page.get_by_role("button", name="Search").last.click()
    expect(page.get_by_role("status")).to_have_text("1 page found for “turnips”.")


def test_without_scripts_the_page_says_so(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context(java_script_enabled=False)
    page.goto(small_address + "search.html")
    expect(page.locator("#lp-main")).to_contain_text("Searching needs JavaScript")
    expect(page.get_by_role("searchbox")).to_have_count(0)
