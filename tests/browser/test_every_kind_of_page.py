"""Every kind of page, in real Chromium: accessible, private, calm on a phone and complete without scripts."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from axes import faults_in_light_and_dark
from kinds import KINDS, MISSING
from visits import visit

pytestmark = pytest.mark.browser

#: As a server sends them, in sum.
MOST_SCRIPT_BYTES = 30_000
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def open_page(page: Page, site_address: str, kind: str) -> None:
    """Open the page, and make sure that it was really served: an error page can be accessible, too."""
    response = page.goto(site_address + KINDS[kind], wait_until="load")
    assert response is not None
    assert response.status == (404 if KINDS[kind] == MISSING else 200)
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_light_and_dark(browser: Browser, site_address: str, kind: str, size: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    open_page(page, site_address, kind)
    assert faults_in_light_and_dark(page) == ""
    context.close()


def test_a_plain_visit_asks_no_other_site_stores_nothing_is_light_and_meets_no_error(
    browser: Browser, site: Path, site_address: str, kind: str
) -> None:
    """Open the page, read to the end, rest the pointer on links, leave."""
    seen = visit(browser, site_address + KINDS[kind])
    assert seen.requests
    assert [request for request in seen.requests if not request.startswith((site_address, "data:"))] == []
    assert seen.writes == []
    assert seen.left_behind == {}
    assert seen.errors == []
    assert 0 < weight_of_scripts(site, site_address, seen.requests) <= MOST_SCRIPT_BYTES


def test_a_page_names_every_script_that_it_begins_with(page: Page, site_address: str, kind: str) -> None:
    """Then a browser asks for all of them at once. What only this address calls for comes later."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url) if request.url.endswith(".mjs") else None)
    page.goto(site_address + KINDS[kind], wait_until="networkidle")
    named = page.locator("link[rel=modulepreload]").evaluate_all("links => links.map(link => link.href)")
    assert len(named) == len(set(named)) > 3
    by_address = {"lunr.mjs", "sitesearch.mjs", "fulltext.mjs", "excerpt.mjs", "pieces.mjs"}
    assert {url for url in asked - set(named) if url.rpartition("/")[2] not in by_address} == set()


def weight_of_scripts(site: Path, address: str, requests: list[str]) -> int:
    """Bytes of our own scripts; what is fetched when someone presses something is not among them."""
    ours = {request.partition("?")[0] for request in requests if "/javascripts/" in request}
    return sum(len(gzip.compress((site / name.removeprefix(address)).read_bytes(), 9)) for name in ours)


def test_the_recorder_would_see_every_way_of_storing(browser: Browser, site_address: str) -> None:
    """The tests above can fail: a page that stores and fetches in every way is caught at each."""
    store = """async () => {
      localStorage.setItem('a', '1'); localStorage.b = '2'; sessionStorage.setItem('c', '3');
      document.cookie = 'd=4'; await caches.open('e');
      await new Promise(done => { const open = indexedDB.open('f'); open.onsuccess = done; });
      localStorage.clear(); await cookieStore.set('g', '7');
      await fetch('https://example.invalid/h').catch(() => {});
    }"""
    seen = visit(browser, site_address, act=store)
    kinds = {write.split(" ")[0] for write in seen.writes}
    assert kinds >= {"local", "session", "cookie", "cache", "database"}
    assert set(seen.left_behind) == {"sessionStorage", "cookies", "caches", "databases"}
    assert "https://example.invalid/h" in seen.requests


def test_nothing_overflows_at_320_pixels(page: Page, site_address: str, kind: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_page(page, site_address, kind)
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
          .filter(node => node.getBoundingClientRect().right > innerWidth + 1 && !node.closest('[hidden]'))
          .map(node => node.outerHTML.slice(0, 120))"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, wide[:5]


def test_nothing_is_missing_without_scripts(browser: Browser, site_address: str, kind: str) -> None:
    seen = {}
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        open_page(page, site_address, kind)
        # What a search finds comes and goes with scripts.
        headings = page.locator("main :is(h1, h2, h3):visible:not(.lp-search__results *)").all_inner_texts()
        links = page.locator("main a[href]:visible:not(.lp-search__results *)").evaluate_all(
            "found => found.map(link => link.href)"
        )
        seen[scripts] = ([text.strip() for text in headings], links)
        context.close()
    assert seen[False][0] == seen[True][0]
    # Tools that need scripts say where they keep what a learner writes; without scripts there is nothing to say.
    own = {link for link in seen[True][1] if "/my/" in link}
    assert set(seen[False][1]) >= set(seen[True][1]) - own
    assert seen[False][0]


def test_the_first_key_leads_past_the_navigation(page: Page, site_address: str, kind: str) -> None:
    open_page(page, site_address, kind)
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    assert target.startswith("#")
    page.keyboard.press("Enter")
    assert page.evaluate("(id) => document.getElementById(id) !== null", target[1:])


def test_the_pages_tested_are_of_every_kind(site: Path) -> None:
    """A new kind of page, in a new folder, must be added to the table."""
    folders = {path.relative_to(site).parts[0] for path in site.rglob("index.html") if path.parent != site}
    assert folders == {address.split("/")[0] for address in KINDS.values() if "/" in address and address != MISSING}
