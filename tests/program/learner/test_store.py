"""The store beneath the tools: nothing is lost between tabs, devices, clocks and killed browsers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from profiles import running
from waiting import until

pytestmark = pytest.mark.browser

OPEN = """async (home) => {
  window.store = await (await import(
    new URL('store/store.mjs', document.querySelector('[type=module]').src))).openStore();
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def opened(page: Page, site: str) -> Page:
    """A page of the site with its store at hand as `store`."""
    page.goto(site + "about/")
    page.evaluate(OPEN, site)
    return page


def texts(page: Page, key: str = "task:t") -> list[str]:
    """The text of an answer, and those beside it."""
    record = page.evaluate("(key) => store.record('answers', key)", key) or {}
    versions = [record, *record.get("others", [])]
    return [version["value"]["text"] for version in versions if "value" in version]


def write(page: Page, text: str, base: int | None = None, key: str = "task:t") -> dict[str, Any]:
    return page.evaluate(
        "([key, text, base]) => store.set('answers', key, {text, prompt: 'Why?'}, base === null ? {} : {base})",
        [key, text, base],
    )


def test_opening_the_store_makes_nothing(context: BrowserContext, site_address: str) -> None:
    page = opened(context.new_page(), site_address)
    assert page.evaluate("[store.status, [...store.entries('progress')].length]") == ["empty", 0]
    assert page.evaluate("indexedDB.databases()") == []


def test_what_is_said_to_be_saved_outlives_a_killed_browser(
    browser: Browser, site_address: str, tmp_path: Path
) -> None:
    with running(browser, tmp_path) as chromium:
        page = opened(chromium.context.pages[0], site_address)
        for number in range(20):
            write(page, f"word {number}")
        page.evaluate("store.set('saved', 'resource:r', { place: 1, title: 'A resource' })")
        assert page.evaluate("store.status") == "saved"
        chromium.kill()
    with running(browser, tmp_path) as chromium:
        page = opened(chromium.context.pages[0], site_address)
        assert texts(page) == ["word 19"]
        assert page.evaluate("store.get('saved', 'resource:r')") == {"place": 1, "title": "A resource"}


def test_two_tabs_that_write_at_once_keep_every_word(context: BrowserContext, site_address: str) -> None:
    one, two = (opened(context.new_page(), site_address) for _ in range(2))
    base = write(one, "begun")["at"]
    # Both go on from the same text without having seen what the other makes of it, keystroke by keystroke.
    bases = {one: base, two: base}
    for number in range(1, 4):
        for page, word in ((one, "left"), (two, "right")):
            bases[page] = write(page, f"begun {word} {number}", bases[page])["at"]
    for page in (one, two):
        until(page, "store.record('answers', 'task:t').value.text === 'begun right 3'")
        assert texts(page) == ["begun right 3", "begun left 3"], "one text of each, not one of each keystroke"
    assert texts(opened(context.new_page(), site_address)) == ["begun right 3", "begun left 3"]


def test_a_tab_that_has_seen_the_other_s_text_replaces_it(context: BrowserContext, site_address: str) -> None:
    one, two = (opened(context.new_page(), site_address) for _ in range(2))
    first = write(one, "first")
    until(two, "store.record('answers', 'task:t')")
    write(two, "second", first["at"])
    assert texts(two) == ["second"]


def test_fast_writing_in_one_tab_keeps_one_text(context: BrowserContext, site_address: str) -> None:
    page = opened(context.new_page(), site_address)
    page.evaluate("""async () => {
      const all = [];
      for (let n = 1; n <= 50; n += 1) {
        all.push(store.set('answers', 'task:t', { text: 'x'.repeat(n), prompt: '' }, { base: 0 }));
      }
      await Promise.all(all);
    }""")
    assert texts(page) == ["x" * 50]
    assert texts(opened(context.new_page(), site_address)) == ["x" * 50]


def test_a_discarded_text_is_gone_for_every_tab(context: BrowserContext, site_address: str) -> None:
    one, two = (opened(context.new_page(), site_address) for _ in range(2))
    write(one, "left", 0)
    write(two, "right", 0)
    one.evaluate("""async () => {
      const {value, at, others: [drop]} = store.record('answers', 'task:t');
      await store.change([{section: 'answers', key: 'task:t', value, base: at, drop}]);
    }""")
    until(two, "!store.record('answers', 'task:t').others")
    assert texts(two) == ["right"]


@pytest.mark.full_only
def test_a_clock_that_jumps_loses_nothing(context: BrowserContext, site_address: str) -> None:
    page = context.new_page()
    page.clock.install(time="2031-05-05T12:00:00Z")
    opened(page, site_address)
    write(page, "in the future")
    page.evaluate("store.set('progress', 'resource:r', 'doing')")
    page.clock.set_fixed_time("2026-05-05T12:00:00Z")
    write(page, "back again")
    page.evaluate("store.set('progress', 'resource:r', 'done')")
    fresh = opened(context.new_page(), site_address)
    assert texts(fresh) == ["back again"]
    record = fresh.evaluate("store.record('progress', 'resource:r')")
    assert record["value"] == "done"
    assert fresh.evaluate("(when) => new Date(when).getFullYear()", record["when"]) == 2026


def test_a_deletion_reaches_every_tab(context: BrowserContext, site_address: str) -> None:
    one, two = (opened(context.new_page(), site_address) for _ in range(2))
    write(one, "private")
    until(two, "store.record('answers', 'task:t')")
    two.evaluate("store.deleteEverything()")
    until(one, "store.status === 'empty' && !store.rows().length")
    assert one.evaluate("indexedDB.databases()") == []
    write(one, "written after")
    until(two, "store.record('answers', 'task:t')?.value.text === 'written after'")
