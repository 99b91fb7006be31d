"""The library on one page: a complete list without scripts; with them, searched by words, facets and order."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def shown(page: Page) -> int:
    return page.locator(".lp-result:visible").count()


def tick(page: Page, facet: str, value: str) -> None:
    group = page.locator(f"details[data-facet={facet}]")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    group.locator(f"input[value='{value}']").check()


def expect_results(page: Page, words: str) -> None:
    """The count is seen, and spoken."""
    expect(page.locator(".lp-library__count")).to_have_text(words)
    expect(page.locator(".lp-live")).to_have_text(words)


@pytest.fixture
def library(open_context: Callable[..., Page], site_address: str) -> Page:
    page = open_context()
    page.goto(site_address + "library/")
    expect(page.locator("[data-lp-library=ready]")).to_be_visible()
    return page


def test_without_scripts_every_resource_is_listed_and_no_form_shown(
    open_context: Callable[..., Page], site_address: str, library: Page
) -> None:
    page = open_context(java_script_enabled=False)
    page.goto(site_address + "library/")
    found = page.locator(".lp-library__count").get_attribute("data-found")
    assert str(shown(page)) == str(shown(library)) == found
    expect(page.locator(".lp-filters")).to_be_hidden()


def test_nothing_is_fetched_before_somebody_searches(open_context: Callable[..., Page], site_address: str) -> None:
    page = open_context()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site_address + "library/", wait_until="networkidle")
    assert not [url for url in asked if "resources.json" in url or ("/search/" in url and "/javascripts/" not in url)]
    tick(page, "type", "video")
    expect(page.locator(".lp-chip")).to_have_count(1)
    assert [url for url in asked if "resources.json" in url]


def test_words_and_choices_narrow_the_list_together_and_counts_follow(library: Page) -> None:
    every = shown(library)
    videos = int(library.locator(".lp-tick:has([value=video]) .lp-tick__count").inner_text())
    tick(library, "type", "video")
    expect(library.locator(".lp-result:visible")).to_have_count(videos)
    assert library.locator(".lp-result:visible:not([data-type=video])").count() == 0
    reports = int(library.locator(".lp-tick:has([value=report]) .lp-tick__count").inner_text())
    tick(library, "type", "report")  # a second value of the same facet widens
    expect(library.locator(".lp-result:visible")).to_have_count(videos + reports)
    library.get_by_label("Search", exact=True).fill("collaborat")
    expect(library.locator(".lp-library__count")).not_to_have_text(f"{videos + reports} of {every} results")
    expect_results(library, f"{shown(library)} of {every} results")
    assert 0 < shown(library) < videos + reports
    total = sum(
        int(library.locator(f".lp-tick:has([value={kind}]) .lp-tick__count").inner_text())
        for kind in ("video", "report")
    )
    assert total == shown(library)


def test_words_are_found_among_people_and_reasons_without_accents_and_capitals(library: Page) -> None:
    library.get_by_label("Search", exact=True).fill("WÖRRALL")
    expect(library.locator(".lp-chips")).to_be_visible()
    expect(library.locator(".lp-result__title a[href*='worrall-2009']")).to_have_count(1)
    assert shown(library) < 5


def test_the_title_weighs_most_and_order_can_be_chosen(library: Page) -> None:
    library.get_by_label("Search", exact=True).fill("trust")
    expect(library.locator(".lp-result__title").first).to_contain_text("rust")
    library.get_by_label("Sort by").select_option("year")

    def years() -> list[int]:
        texts = library.locator(".lp-result .lp-step__publication").all_inner_texts()
        return [int(text[-4:]) for text in texts if text[-4:].isdigit()]

    until(library, lambda: years() == sorted(years(), reverse=True))
    assert len(years()) > 3


def test_nothing_found_is_told_and_starting_over_brings_all_back(library: Page) -> None:
    every = shown(library)
    library.get_by_label("Search", exact=True).fill("xyzzy")
    expect_results(library, "No results. Remove a filter or try fewer words.")
    assert shown(library) == 0
    library.get_by_role("button", name="Start over").click()
    expect(library.locator(".lp-result:visible")).to_have_count(every)
    expect(library.get_by_label("Search", exact=True)).to_be_focused()
    expect_results(library, f"{every} results")


def test_what_was_chosen_has_an_address_to_share_and_back_undoes_each_step(
    library: Page, open_context: Callable[..., Page]
) -> None:
    every = shown(library)
    tick(library, "level", "starter")
    expect(library.locator(".lp-chip")).to_have_count(1)
    starters = shown(library)
    tick(library, "type", "video")
    expect(library.locator(".lp-chip")).to_have_count(2)
    number = shown(library)
    again = open_context()
    again.goto(library.url)
    expect(again.locator(".lp-result:visible")).to_have_count(number)
    expect(again.locator("input[value=starter]")).to_be_checked()
    library.go_back()
    expect(library.locator(".lp-result:visible")).to_have_count(starters)
    expect(library.locator("input[value=video]")).not_to_be_checked()
    library.go_back()
    expect(library.locator(".lp-result:visible")).to_have_count(every)
    library.go_forward()
    expect(library.locator(".lp-result:visible")).to_have_count(starters)


def test_a_chip_takes_its_choice_away_and_the_next_one_has_the_focus(library: Page) -> None:
    tick(library, "type", "video")
    tick(library, "level", "starter")
    expect(library.locator(".lp-chip")).to_have_count(2)
    library.get_by_role("button", name="Remove Type: Video").press("Enter")
    expect(library.locator(".lp-chip")).to_have_count(1)
    expect(library.locator(".lp-chip")).to_be_focused()
    expect(library.locator("input[value=video]")).not_to_be_checked()


def test_a_record_leads_back_to_the_results_that_it_was_found_in(library: Page) -> None:
    tick(library, "type", "video")
    expect(library.locator(".lp-chip")).to_have_count(1)
    results = library.url
    library.locator(".lp-result__title a").first.click()
    expect(library.get_by_role("link", name="Start over")).to_be_visible()
    library.get_by_role("link", name="Back to results").click()
    expect(library.locator("input[value=video]")).to_be_checked()
    assert library.url == results


def test_a_record_that_was_opened_otherwise_offers_no_way_back(library: Page, site_address: str) -> None:
    library.goto(site_address + "resources/worrall-2009/")
    expect(library.locator("[data-lp-came]")).to_have_count(1)
    expect(library.get_by_role("link", name="Back to")).to_have_count(0)


def test_an_address_with_unknown_choices_finds_nothing_wrong(library: Page, open_context: Callable[..., Page]) -> None:
    again = open_context()
    errors: list[str] = []
    again.on("pageerror", lambda error: errors.append(str(error)))
    again.goto(library.url + "?type=spaceship&elements=1&q=&sort=__proto__&show=-1&theme=%22%5D")
    expect(again.locator(".lp-result:visible")).to_have_count(shown(library))
    assert errors == []


def test_the_form_is_never_sent(library: Page) -> None:
    library.get_by_label("Search", exact=True).fill("trust")
    library.keyboard.press("Enter")
    expect(library.locator(".lp-chips")).to_be_visible()
    assert "?q=trust" in library.url
    assert shown(library) > 0


def test_the_count_is_spoken_when_the_typing_rests_and_not_on_every_key(library: Page) -> None:
    expect(library.locator(".lp-live")).to_be_attached()
    library.evaluate(
        """() => { window.spoken = [];
          const status = document.querySelector('.lp-live');
          new MutationObserver(() => window.spoken.push(status.textContent)).observe(status, { childList: true }); }"""
    )
    library.get_by_label("Search", exact=True).press_sequentially("trust", delay=60)
    expect(library.locator(".lp-library__count")).to_contain_text(" of ")
    expect(library.locator(".lp-live")).to_contain_text(" of ")
    assert len(library.evaluate("window.spoken")) < len("trust")


def test_the_count_is_not_spoken_over_what_somebody_did_meanwhile(library: Page) -> None:
    library.get_by_label("Search", exact=True).fill("trust")
    expect(library.locator(".lp-library__count")).to_contain_text(" of ")
    library.locator(".lp-result:visible .lp-save").first.click()
    expect(library.locator(".lp-live")).to_contain_text("Saved:")
    library.wait_for_timeout(800)
    expect(library.locator(".lp-live")).to_contain_text("Saved:")


@pytest.mark.parametrize(
    ("path", "field", "results"),
    [("library/", "#lp-filter-text", ".lp-result"), ("search/", "[data-lp-search] input", ".lp-search__result")],
)
def test_words_typed_before_the_scripts_arrive_are_searched_for(
    open_context: Callable[..., Page], site_address: str, path: str, field: str, results: str
) -> None:
    page, waiting = open_context(), list[Route]()
    page.route("**/pathway.mjs", lambda route: waiting.append(route))
    page.goto(site_address + path, wait_until="commit")
    page.locator(field).fill("inertia")
    until(page, "document.readyState == 'interactive'")
    every = page.locator(results).count()
    for route in waiting:
        route.continue_()
    expect(page.locator(results).filter(has_text="nertia").first).to_be_visible()
    expect(page).to_have_url(re.compile("q=inertia"))
    expect(page.locator(results)).not_to_have_count(every)
