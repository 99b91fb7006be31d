"""Nothing is lost on a small window, with large text or with wide spacing, whatever the words (WCAG 1.4.4, 10, 12)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

import kinds
from casetable import case_table
from layout import apart, cut, small_targets
from longwords import KINDS
from toolstates import STATES, bring_about

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.matrix
@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_words_fit_on_every_kind_of_page(page: Page, long_words_address: str, kind: str) -> None:
    page.goto(long_words_address + KINDS[kind])
    assert page.locator("h1").count() == 1
    page.wait_for_timeout(200)
    assert apart(page) == {}
    assert small_targets(page) == []


@pytest.mark.matrix
@pytest.mark.parametrize("state", STATES)
def test_the_longest_words_fit_in_every_tool(page: Page, long_words_address: str, state: str) -> None:
    bring_about(state, page, long_words_address, KINDS)
    assert apart(page) == {}
    page.set_viewport_size({"width": 390, "height": 844})
    assert small_targets(page) == []


@pytest.mark.matrix
@pytest.mark.parametrize("kind", kinds.KINDS)
def test_nothing_is_lost_on_pages_of_the_site(page: Page, site_address: str, kind: str) -> None:
    page.goto(site_address + kinds.KINDS[kind])
    page.wait_for_timeout(200)
    assert apart(page) == {}
    assert small_targets(page) == []


#: Words of headings that are on more than one line.
_BROKEN = """() => [...document.querySelectorAll("h1, h2, h3")].flatMap((heading) => {
  const found = [], texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(/[\\p{L}\\p{N}’]+/gu)) {
    const range = document.createRange();
    range.setStart(texts.currentNode, word.index);
    range.setEnd(texts.currentNode, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.push(word[0]);
  }
  return found;
})"""


def test_headings_keep_their_words_whole_with_letters_twice_as_large(browser: Browser, site_address: str) -> None:
    """A phone of 390 px at 200 %: half as wide, in the browser's own measure. Chromium on Linux divides no words."""
    context = browser.new_context(viewport={"width": 195, "height": 422}, device_scale_factor=2)
    page = context.new_page()
    found = {}
    for kind in ("home", "module", "theme", "library", "route", "your learning"):
        page.goto(site_address + kinds.KINDS[kind])
        if broken := page.evaluate(_BROKEN):
            found[kind] = broken
    context.close()
    assert found == {}


@case_table(
    ("fault", "words"),
    [
        ("<p style='width: 900px'>A wide paragraph</p>", "scrolls sideways"),
        ("<p style='width: 60px; overflow: hidden; white-space: nowrap'>Cut at the right</p>", "cut at its edge"),
        ("<p style='height: 10px; overflow: clip'>Cut at the foot</p>", "cut at its edge"),
        (
            "<p style='width: 60px; text-overflow: ellipsis; overflow: hidden; white-space: nowrap'>Long words</p>",
            "ellipsis",
        ),
        ("<p style='position: absolute; left: -40px'>Too far to the left</p>", "outside the window"),
        ("<p style='width: 60px; white-space: nowrap'>Out of its own box</p>", "sticks out"),
        ("<div style='width: 60px'><h2 style='font-size: 24px'>One word each and more</h2></div>", "squeezed"),
        ("<ul style='height: 30px; overflow: auto'><li>1<li>2<li>3<li>4</ul>", "no name"),
    ],
)
def test_cut_text_is_noticed(page: Page, fault: str, words: str) -> None:
    page.set_content(f"<!doctype html><body style='margin: 0'>{fault}")
    assert any(words in found for found in cut(page)), cut(page)


def test_small_targets_are_noticed(page: Page) -> None:
    button = "<button style='padding: 0; border: 0; width: 15px; height: 15px'>x</button>"
    page.set_content(f"<!doctype html>{button}{button}")
    assert len(small_targets(page)) == 2
    page.set_content(
        f"<!doctype html>{button}<p style='margin: 30px'>{button}</p><p>Words <a href='#'>in a line</a>.</p>"
    )
    assert small_targets(page) == []
