"""Pages stay short on a phone, for someone who comes for the first time."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from axes import faults
from marking import MINE, MODULE, mark

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 390, 844
LENGTH = "[document.body.innerText.split(/\\s+/).filter(Boolean).length, document.documentElement.scrollHeight]"


@dataclass(frozen=True, slots=True)
class Most:
    """The most words, and the most screens of `HEIGHT`, of a page."""

    words: int
    screens: float


LIMITS = {"": Most(450, 4), MODULE: Most(1_400, 9), MINE: Most(120, 3), "start/": Most(450, 4)}


def phone(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()


@pytest.mark.parametrize("path", LIMITS)
def test_a_page_has_few_words_and_screens(browser: Browser, site_address: str, path: str) -> None:
    page = phone(browser)
    page.goto(site_address + path, wait_until="networkidle")
    words, height = page.evaluate(LENGTH)
    page.context.close()
    assert 20 < words <= LIMITS[path].words
    assert height / HEIGHT <= LIMITS[path].screens


def test_the_first_result_of_the_library_is_on_the_first_screen(browser: Browser, site_address: str) -> None:
    page = phone(browser)
    page.goto(site_address + "library/")
    expect(page.locator("[data-lp-library=ready]")).to_be_attached()
    box = page.locator(".lp-result").first.bounding_box()
    page.context.close()
    assert box
    assert box["y"] + box["height"] < HEIGHT


def test_filters_are_in_a_sheet_that_says_how_many_it_would_show(browser: Browser, site_address: str) -> None:
    page = phone(browser)
    page.goto(site_address + "library/")
    expect(page.locator("[data-lp-library=ready]")).to_be_attached()
    every = page.locator(".lp-result").count()
    button = page.get_by_role("button", name="Filters")
    button.click()
    sheet = page.get_by_role("dialog", name="Filters")
    expect(sheet.get_by_role("button", name=f"Show {every} results")).to_be_visible()
    sheet.get_by_role("checkbox", name="Video").check()
    videos = page.locator(".lp-result[data-type=video]").count()
    assert faults(page) == ""
    sheet.get_by_role("button", name=f"Show {videos} results").click()
    expect(sheet).to_have_count(0)
    expect(button).to_be_focused()
    assert page.locator(".lp-result:visible").count() == videos
    assert "type=video" in page.url
    button.click()
    expect(sheet.get_by_role("checkbox", name="Video")).to_be_checked()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(button).to_be_focused()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_role("checkbox", name="Video")).to_be_visible()
    expect(button).to_be_hidden()
    page.context.close()


def test_the_library_begins_with_what_is_most_useful(browser: Browser, site_address: str) -> None:
    page = phone(browser)
    page.goto(site_address + "library/")
    keys = page.locator(".lp-result").evaluate_all("all => all.map(one => one.dataset.key)")
    made_up = [key for key in keys if key == "resource:video-beyond-the-hero"]
    assert keys.index(made_up[0]) > len(keys) / 2
    page.get_by_label("Sort by").select_option("title")
    expect(page).to_have_url(f"{site_address}library/?sort=title")
    titles = page.locator(".lp-result__title").all_inner_texts()
    expect(page.locator(".lp-result__title").first).to_have_text(min(titles, key=str.casefold))  # once it is sorted
    titles = page.locator(".lp-result__title").all_inner_texts()
    page.context.close()
    assert titles == sorted(titles, key=str.casefold)


@pytest.mark.parametrize("path", ["", MINE])
def test_someone_who_comes_back_goes_on_with_one_tap_and_sees_what_they_did_last(
    browser: Browser, site_address: str, path: str
) -> None:
    page = phone(browser)
    page.clock.install(time="2026-03-02T10:00:00Z")
    page.goto(site_address + MODULE)
    mark(page, str(page.locator(".lp-step").first.get_attribute("data-key")), "Done")
    title = page.locator(".lp-step__title").first.inner_text()
    page.goto(site_address + path)
    door = page.locator(".lp-door--first")
    expect(door.get_by_role("link")).to_have_text("Continue")
    expect(door).to_contain_text("Next: Who do you collaborate with?")
    expect(door).to_contain_text("2 March 2026")
    expect(door).to_contain_text(title)
    assert faults(page) == ""
    door.get_by_role("link").click()
    expect(page).to_have_url(f"{site_address}{MODULE}#task--who-do-you-collaborate-with")
    page.context.close()


def test_the_taster_has_one_thing_to_take_in_and_one_question(browser: Browser, site_address: str) -> None:
    page = phone(browser)
    page.goto(site_address)
    page.get_by_role("link", name="Start: 30 minutes").click()
    steps = page.locator(".lp-step")
    expect(steps).to_have_count(2)
    assert sum(int(str(minutes)) for minutes in steps.evaluate_all("all => all.map(o => o.dataset.minutes)")) <= 30
    expect(steps.last.get_by_role("textbox")).to_be_visible()
    expect(page.get_by_role("link", name="Go on with this module")).to_be_visible()
    page.context.close()
