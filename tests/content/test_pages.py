"""The pages of this pathway: valid, accessible on a phone, whole in a narrow window, and without a dead link."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from axes import faults, use_colours
from crawling import crawl
from htmlchecker import checker_command, faults_by_folder
from layout import apart

#: The pages that every pathway has: the first of each kind, or all of what is written by hand.
PATTERNS = (
    *("index.html", "modules/index.html", "modules/*/index.html", "library/index.html", "resources/*/index.html"),
    *("themes/index.html", "themes/*/index.html", "tips/index.html", "routes/index.html", "routes/*/index.html"),
    *("calls/index.html", "calls/*/index.html"),
    *("about/index.html", "contribute/index.html", "accessibility/index.html", "privacy/index.html"),
)


def first(site: Path, pattern: str) -> str:
    """The address of the first page that the pattern names, relative to the site."""
    path = min(site.glob(pattern))
    return path.relative_to(site).as_posix().removesuffix("index.html")


@pytest.mark.engine
def test_every_page_is_valid(site: Path, full: bool, tmp_path: Path) -> None:
    """All of them in full; as a sample those of `PATTERNS`, since the program's own tests check every kind of page."""
    for page in () if full else map(partial(first, site), PATTERNS):
        (tmp_path / page).mkdir(parents=True, exist_ok=True)
        shutil.copy(site / page / "index.html", tmp_path / page)
    checked = site if full else tmp_path
    assert len(list(checked.rglob("*.html"))) > 15
    assert faults_by_folder(checker_command(full=full), {"site": checked}) == {"site": []}


def test_every_link_within_the_site_leads_somewhere(site_address: str, site: Path) -> None:
    found = crawl(site_address)
    assert found.dead == []
    assert len(found.seen) >= len(list(site.rglob("index.html")))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.matrix
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_page_is_accessible_and_whole_on_a_phone(page: Page, site: Path, site_address: str, pattern: str) -> None:
    """In light or in dark, half of the pages each."""
    page.goto(site_address + first(site, pattern))
    assert page.locator("h1").count() == 1
    use_colours(page, "dark" if PATTERNS.index(pattern) % 2 else "light")
    assert faults(page) == ""
    assert apart(page) == {}
