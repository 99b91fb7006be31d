"""References on a record page: taken to the clipboard with italics or without, by mouse and by keyboard, or by hand."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axes import faults_in_light_and_dark
from waiting import until

pytestmark = pytest.mark.browser

PAPER = "resources/worrall-2009/"
PLAIN = (
    "Worrall, R. (2009). Co-creating public service leadership development in a new era of collaboration. "
    "Proceedings of the European Conference on Management, Leadership & Governance, 274–282."
)
READ = """async () => {
  const [item] = await navigator.clipboard.read();
  const flavours = {};
  for (const type of item.types) flavours[type] = await (await item.getType(type)).text();
  return flavours;
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 390, "height": 844})
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, site_address: str) -> Page:
    """The record, with a clipboard that the page may use."""
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site_address.rstrip("/"))
    page = context.new_page()
    page.goto(site_address + PAPER)
    return page


def test_copy_takes_italics_along_and_says_so(page: Page) -> None:
    page.get_by_role("button", name="Copy the APA (7th edition) reference", exact=True).click()
    expect(page.locator(".lp-live")).to_have_text("Copied.")
    taken = page.evaluate(READ)
    assert taken["text/plain"] == PLAIN
    assert (
        "<i>Proceedings of the European Conference on Management, Leadership &amp; Governance</i>" in taken["text/html"]
    )


def test_copy_as_plain_text_by_keyboard(page: Page) -> None:
    button = page.get_by_role("button", name="Copy as plain text the Harvard (Cite Them Right) reference")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".lp-live")).to_have_text("Copied.")
    taken = page.evaluate(READ)
    assert set(taken) == {"text/plain"}
    assert taken["text/plain"].startswith("Worrall, R. (2009) \N{LEFT SINGLE QUOTATION MARK}Co-creating")
    expect(button).to_be_focused()


def test_where_the_clipboard_is_refused_the_reference_is_selected(context: BrowserContext, site_address: str) -> None:
    page = context.new_page()
    page.add_init_script("delete Navigator.prototype.clipboard;")
    page.goto(site_address + PAPER)
    page.get_by_role("button", name="Copy the APA").click()
    expect(page.locator(".lp-live")).to_contain_text("The reference is selected")
    assert page.evaluate("getSelection().toString().trim()") == PLAIN
    assert faults_in_light_and_dark(page) == ""


def test_without_scripts_the_references_and_files_are_there_and_no_dead_button(
    browser: Browser, site_address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_address + PAPER)
    assert page.locator(".lp-citation p").first.inner_text() == PLAIN
    assert page.locator(".lp-copy").count() == 0
    hrefs = page.locator(".lp-exports a").evaluate_all("links => links.map(link => link.href)")
    assert [address.rpartition("/")[2] for address in hrefs] == [
        *("worrall-2009.ris", "worrall-2009.bib", "worrall-2009.csl.json")
    ]
    for address in hrefs:
        with urlopen(address, timeout=10) as response:
            assert response.read()
    context.close()


def test_the_buttons_take_the_room_that_was_kept_for_them(context: BrowserContext, site_address: str) -> None:
    page = context.new_page()
    held: list[object] = []
    page.route("**/ui/copy-button.mjs", lambda route: held.append(route))
    page.goto(site_address + PAPER)
    place = page.locator(".lp-citation").first
    until(page, "document.documentElement.classList.contains('js')")
    until(page, lambda: held)
    before = place.bounding_box()
    held[0].continue_()  # type: ignore[attr-defined]
    expect(page.locator(".lp-copy")).to_have_count(2)
    after = place.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["height"] - after["height"]) < 1
