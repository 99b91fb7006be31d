"""What readers do works whichever engine built the site, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from marking import MODULE, expect_state, mark, open_folds, open_steps, unfold
from saving import open_saved, save_work, titles
from siteserver import serve_folder
from writing import TASK, open_journal, open_module, write

pytestmark = [pytest.mark.browser, pytest.mark.engine]

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
#: Every engine on every screen; the sample of a short run has two engines on two screens.
CASES = [
    *(("zensical", "phone"), ("mkdocs", "phone"), ("properdocs", "phone"), ("mkdocs-ng", "phone")),
    *(("mkdocs-ng", "desk"), ("mkdocs", "desk"), ("properdocs", "desk"), ("zensical", "desk")),
]


@pytest.fixture
def used(
    request: pytest.FixtureRequest, browser: Browser, kept_offline: Callable[[str], Path]
) -> Iterator[tuple[BrowserContext, str]]:
    """A browser on a screen, and the address of the site by an engine."""
    engine, screen = request.param
    context = browser.new_context(**(PHONE if screen == "phone" else DESK))
    context.set_default_timeout(20_000)
    with serve_folder(kept_offline(engine), "/below/") as address:
        yield context, address
        context.close()


@pytest.mark.matrix
@pytest.mark.parametrize("used", CASES, indirect=True, ids=["-".join(case) for case in CASES])
def test_a_reader_finds_marks_writes_and_reads_offline(used: tuple[BrowserContext, str]) -> None:
    context, address = used
    page = context.new_page()
    for step in (search, narrow, mark_a_step, write_an_answer, save_for_later, read_offline):
        step(page, address)
    page.close()


def search(page: Page, address: str) -> None:
    """From the header: a field, or on a narrow screen a link to the search page."""
    page.goto(address)
    field = page.locator(".lp-find__input")
    if field.is_visible():
        field.fill("inertia")
        field.press("Enter")
    else:
        page.locator("header").get_by_role("link", name="Search", exact=True).click()
        page.locator("[data-lp-search] input").fill("inertia")
    results = page.locator(".lp-search__result")
    expect(results.first.locator("mark").first).to_be_visible()
    results.first.get_by_role("link").first.click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("inertia", ignore_case=True)


def narrow(page: Page, address: str) -> None:
    page.goto(address + "library/")
    count = page.locator(".lp-library__count")
    expect(page.locator("[data-lp-library=ready]")).to_be_attached()
    before = page.locator(".lp-result").count()
    sheet = page.locator(".lp-filters__open")
    if narrow_screen := sheet.is_visible():
        sheet.click()
        expect(page.get_by_role("dialog", name="Filters")).to_be_visible()
    facet = page.locator(".lp-facet").first
    if not facet.locator("label.lp-tick").first.is_visible():
        facet.locator("summary").first.click()
    facet.locator("label.lp-tick").first.click()
    if narrow_screen:
        page.get_by_role("button", name=re.compile(r"Show \d+ result")).click()
    expect(page.locator(".lp-chip")).to_have_count(1)
    expect(count).to_contain_text(" of ")
    assert 0 < page.locator(".lp-result:visible").count() < before
    page.go_back()
    expect(page.locator(".lp-chip")).to_have_count(0)


def mark_a_step(page: Page, address: str) -> None:
    open_steps(page, address)
    mark(page, f"task:{TASK}", "Done")
    open_steps(page, address)
    expect_state(page, f"task:{TASK}", "Done")
    page.goto(address)
    expect(page.locator(".lp-resume")).to_contain_text("Next:")


def write_an_answer(page: Page, address: str) -> None:
    open_module(page, address)
    write(page, "Whichever engine made this page")
    open_journal(page, address)
    expect(page.locator(".lp-entry__text")).to_have_text("Whichever engine made this page")


def save_for_later(page: Page, address: str) -> None:
    open_steps(page, address)
    key = page.locator(".lp-step[data-key^='resource:']:has(.lp-save)").first.get_attribute("data-key") or ""
    unfold(page, key)
    save_work(page, key)
    assert len(titles(open_saved(page, address))) == 1


def read_offline(page: Page, address: str) -> None:
    page.goto(address + "my/")
    open_folds(page)
    page.get_by_role("button", name="Make available offline").click()
    expect(page.get_by_role("button", name="Remove from this device")).to_be_visible(timeout=60_000)
    page.context.set_offline(True)
    try:
        page.goto(address + MODULE)
        expect_state(page, f"task:{TASK}", "Done")
        page.goto(address + "search/?q=inertia")
        expect(page.locator(".lp-search__result").first).to_be_visible()
    finally:
        page.context.set_offline(False)
