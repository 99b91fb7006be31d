"""Every kind of page, in real Chromium: accessible, private, calm on a phone and complete without scripts."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from axes import faults, use_colours
from kinds import KINDS, MISSING
from visits import visit

pytestmark = pytest.mark.browser

#: As a server sends them, in sum.
MOST_SCRIPT_BYTES = 30_000
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(node => node.getBoundingClientRect().right > innerWidth + 1 && !node.closest('[hidden]'))
  .map(node => node.outerHTML.slice(0, 120))"""
#: Scripts that only an address with a question in it, or a phone, calls for.
BY_ADDRESS = {"lunr.mjs", "sitesearch.mjs", "fulltext.mjs", "excerpt.mjs", "pieces.mjs", "walk.mjs"}
#: Those of parts that come last, so that no one waits for them: the colour switch with what it imports, and what is
#: folded on the learner's own page.
LAST = {"scheme.mjs", "messages.mjs", "local-storage.mjs"}
LAST_OF_MY_LEARNING = {"controls.mjs", "stored-data.mjs", "inventory.mjs", "clear-data.mjs", "download.mjs"}
#: Each is made by the same template as another kind: a record, the privacy statement, the list of themes.
ALIKE = {
    *("record of a paper without a public copy", "record of a video", "routes"),
    *("about", "contribute", "accessibility"),
}
#: What scripts make of what was asked or chosen; without scripts, each of these pages says what to use instead.
MADE = ".lp-search__results, .lp-session__shown"


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.full_only if kind in ALIKE else []) for kind in KINDS]
)
def test_a_page_is_private_light_accessible_and_complete_without_scripts(
    browser: Browser, site: Path, site_address: str, kind: str, full: bool
) -> None:
    """Open the page on a narrow phone, read to the end, rest the pointer on links, look at it closely, and leave.

    Axe looks at one of the four of phone and desktop, light and dark: each at every fourth kind of page. In full, at
    all of them.
    """
    address = site_address + KINDS[kind]
    outline: list[Outline] = []
    looks = [*product(SIZES, SCHEMES)]

    def look(page: Page) -> None:
        assert page.locator("h1").count() == 1
        assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
        outline.append(outline_of(page))
        assert_every_script_is_named(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.evaluate(WIDE)[:5]
        assert_the_first_key_leads_past_the_navigation(page)
        for size, scheme in looks if full else [looks[list(KINDS).index(kind) % len(looks)]]:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            use_colours(page, scheme)
            assert faults(page) == "", (size, scheme)
        page.emulate_media(media="print")

    seen = visit(browser, address, look=look, viewport={"width": 320, "height": 640})
    assert [request for request in seen.requests if not request.startswith((site_address, "data:"))] == []
    assert seen.writes == []
    assert seen.left_behind == {}
    assert seen.errors == []
    assert 0 < weight_of_scripts(site, site_address, seen.requests) <= MOST_SCRIPT_BYTES
    assert_nothing_is_missing(without_scripts(browser, address), outline[0])


@dataclass(frozen=True)
class Outline:
    """What a page shows in its main part.

    Attributes:
        headings: the text of each.
        links: where they lead, those to the learner's own pages apart.
    """

    headings: list[str]
    links: set[str]


def outline_of(page: Page) -> Outline:
    """The headings and links of the page; what a search finds, and an agenda, come and go with scripts."""
    headings = page.locator(f"main :is(h1, h2, h3):visible:not(:is({MADE}) *)").all_inner_texts()
    links = page.locator(f"main a[href]:visible:not(:is({MADE}) *)").evaluate_all(
        "found => found.map(link => link.href)"
    )
    return Outline([text.strip() for text in headings], set(links))


def without_scripts(browser: Browser, address: str) -> Outline:
    """The same of the page in a browser without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    response = page.goto(address)
    assert response is not None
    assert response.status == (404 if address.endswith(MISSING) else 200)
    found = outline_of(page)
    context.close()
    return found


def assert_nothing_is_missing(without: Outline, with_scripts: Outline) -> None:
    """Scripts fold the steps of a module on a phone, and say where they keep what a learner writes; nothing else."""
    without_folds = iter(without.headings)
    assert [title for title in with_scripts.headings if title not in without_folds] == [], "in the same order"
    assert with_scripts.headings
    assert without.links >= {link for link in with_scripts.links if "/my/" not in link}


def assert_every_script_is_named(page: Page) -> None:
    """Then a browser asks for all of them at once. What only this address calls for comes later."""
    named = page.locator("link[rel=modulepreload]").evaluate_all("links => links.map(link => link.href)")
    names = [url.rpartition("/")[2] for url in named]
    assert len(named) == len(set(named))
    assert {"pathway.mjs", "page.mjs"} <= set(names)
    asked = set(page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)"))
    scripts = {url for url in asked if url.endswith(".mjs")}
    later = BY_ADDRESS | LAST | (LAST_OF_MY_LEARNING if page.url.endswith("/my/") else set())
    assert {url for url in scripts - set(named) if url.rpartition("/")[2] not in later} == set()
    assert set(named) <= scripts, "and none that it does not need"


def assert_the_first_key_leads_past_the_navigation(page: Page) -> None:
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    assert target.startswith("#")
    page.keyboard.press("Enter")
    assert page.evaluate("(id) => document.getElementById(id) !== null", target[1:])


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


def test_the_pages_tested_are_of_every_kind(site: Path) -> None:
    """A new kind of page, in a new folder, must be added to the table."""
    folders = {path.relative_to(site).parts[0] for path in site.rglob("index.html") if path.parent != site}
    assert folders == {address.split("/")[0] for address in KINDS.values() if "/" in address and address != MISSING}
