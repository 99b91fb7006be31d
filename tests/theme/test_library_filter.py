"""The library's filters: a complete list without scripts; with them, a narrower one, told in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def shown(page: Page) -> int:
    return page.locator(".lp-result:visible").count()


@pytest.fixture
def library(open_context: Callable[..., Page], site_address: str) -> Page:
    page = open_context()
    page.goto(site_address + "library/")
    expect(page.locator("[data-lp-library=ready]")).to_be_visible()
    return page


def test_without_scripts_every_work_is_listed_and_no_filter_shown(
    open_context: Callable[..., Page], site_address: str, library: Page
) -> None:
    page = open_context(java_script_enabled=False)
    page.goto(site_address + "library/")
    assert shown(page) == shown(library) > 50
    expect(page.locator(".lp-filters")).to_be_hidden()


def test_words_and_choices_narrow_the_list_together(library: Page) -> None:
    every = shown(library)
    library.get_by_label("Type", exact=True).select_option("video")
    videos = shown(library)
    assert 0 < videos < every
    assert library.locator(".lp-result:visible:not([data-type=video])").count() == 0
    library.get_by_label("Find words").fill("collaborat")
    assert 0 < shown(library) < videos
    status = library.locator(".lp-filters").get_by_role("status")
    expect(status).to_have_text(f"{shown(library)} of {every} works fit.")


def test_accents_and_capitals_do_not_matter(library: Page) -> None:
    library.get_by_label("Find words").fill("CÖLLABORATIVE")
    folded = shown(library)
    library.get_by_label("Find words").fill("collaborative")
    assert shown(library) == folded > 0


def test_nothing_found_is_told_and_clearing_brings_all_back(library: Page) -> None:
    every = shown(library)
    library.get_by_label("Find words").fill("xyzzy")
    assert shown(library) == 0
    status = library.locator(".lp-filters").get_by_role("status")
    expect(status).to_contain_text("Nothing fits")
    library.get_by_role("button", name="Clear").click()
    expect(library.locator(".lp-result:visible")).to_have_count(every)
    expect(status).to_have_text(f"All {every} works are shown.")


def test_a_filtered_list_has_an_address_to_share(library: Page, open_context: Callable[..., Page]) -> None:
    library.get_by_label("Level").select_option("starter")
    library.get_by_label("Find words").fill("trust")
    number = shown(library)
    again = open_context()
    again.goto(library.url)
    expect(again.get_by_label("Level")).to_have_value("starter")
    expect(again.locator(".lp-result:visible")).to_have_count(number)


def test_an_address_with_unknown_choices_shows_everything(library: Page, open_context: Callable[..., Page]) -> None:
    again = open_context()
    again.goto(library.url + "?type=spaceship&elements=1&q=")
    expect(again.locator(".lp-result:visible")).to_have_count(shown(library))


def test_the_form_is_never_sent(library: Page) -> None:
    library.get_by_label("Find words").fill("trust")
    library.keyboard.press("Enter")
    assert "?q=trust" in library.url
    assert shown(library) > 0
