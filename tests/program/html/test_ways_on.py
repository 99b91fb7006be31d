"""Every page can be reached, and none is a dead end."""

from __future__ import annotations

import re
import shutil
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from casetable import case_table
from siteproject import copy_project, mkdocs
from siteserver import serve_folder
from smallcatalogue import CATALOGUE

BASE = "https://site.example/"
#: Parts of hand-written pages that have another name now: page, fragment, and the heading that it leads to.
FORMER = (
    ("about/", "tell-us-what-to-put-right", "Tell us about a mistake"),
    ("contribute/", "a-story-from-2020-a-course-made-by-its-learners", "Calls"),
    ("contribute/", "what-became-of-it", "Calls"),
    ("contribute/", "what-may-come", "Calls"),
)
EMPTY = "pathway: {title: Empty}\nthemes: [{id: lonely, title: Lonely}]\n"


def pages_of(site: Path) -> dict[str, html.HtmlElement]:
    """Every page by its path, as its address has it; redirects and the page for missing addresses are left out."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if path.name == "404.html" or 'http-equiv="refresh"' in text:
            continue
        name = path.relative_to(site).as_posix()
        found[re.sub(r"(^|/)index\.html$", r"\1", name)] = html.document_fromstring(text)
    return found


def links(path: str, part: html.HtmlElement, pages: dict[str, html.HtmlElement]) -> set[str]:
    """The other pages that a part of a page leads to."""
    targets = (urlsplit(urldefrag(urljoin(BASE + path, href)).url) for href in part.xpath(".//a/@href"))
    inside = {unquote(target.path.lstrip("/")) for target in targets if target.netloc == urlsplit(BASE).netloc}
    return {target for target in inside if target in pages and target != path}


@pytest.fixture(scope="session", params=["the site", "the longest words", "a small catalogue", "an empty catalogue"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, html.HtmlElement]:
    if request.param == "the site":
        site = request.getfixturevalue("site")
    elif request.param == "the longest words":
        site = request.getfixturevalue("long_words")
    else:
        project = copy_project(tmp_path_factory.mktemp("ways") / "project")
        shutil.rmtree(project / "resources")
        for name in ("link-health.json", "published-ids.txt"):
            (project / name).unlink(missing_ok=True)
        text = EMPTY if request.param == "an empty catalogue" else CATALOGUE
        (project / "resources.yaml").write_text(text, encoding="utf-8")
        site = project / "site"
        built = mkdocs(project, site)
        assert built.returncode == 0, built.stdout + built.stderr
    return pages_of(site)


@pytest.mark.matrix
@pytest.mark.engine
def test_every_page_can_be_reached_from_the_start(pages: dict[str, html.HtmlElement]) -> None:
    """But for the notices of pages that are gone: only old links lead there. A form leads to the search."""
    reached, waiting = {""}, deque([""])
    while waiting:
        path = waiting.popleft()
        new = links(path, pages[path], pages) - reached
        reached |= new
        waiting.extend(new)
    gone = {path for path, page in pages.items() if "This page is no longer here" in page.xpath("string(//h1)")}
    assert set(pages) - reached - gone == set()


@pytest.mark.engine
def test_every_page_leads_on(pages: dict[str, html.HtmlElement]) -> None:
    """In its own words, not only through the menu and the foot."""
    dead = []
    for path, page in pages.items():
        (main,) = page.xpath("//main")
        if not links(path, main, pages):
            dead.append(path)
    assert dead == []


def test_tips_and_other_modules_are_one_link_away(site: Path) -> None:
    """A step whose resource gave the tips of this site leads to them; one met elsewhere leads there."""
    pages = pages_of(site)
    (step,) = pages["modules/trust-power-conflict/"].xpath("//li[@data-key='resource:tips-on-leadership']")
    assert any("/tips/#" in href for href in step.xpath(".//a/@href"))
    assert any("/tips/#" in href for href in pages["resources/tips-on-leadership/"].xpath("//main//a/@href"))
    (again,) = pages["modules/collaborative-advantage/"].xpath(
        "//li[@data-key='resource:video-collaborative-advantage-inertia']"
    )
    first = "../collaborative-impact-leadership/#resource--video-collaborative-advantage-inertia"
    assert first in again.xpath(".//a/@href")


@pytest.mark.parametrize(("path", "fragment", "heading"), FORMER)
def test_a_link_to_a_part_that_was_renamed_leads_to_what_it_is_now(
    site: Path, path: str, fragment: str, heading: str
) -> None:
    page = html.document_fromstring((site / path / "index.html").read_text(encoding="utf-8"))
    [place] = page.xpath(f"//*[@id='{fragment}']")
    assert place.xpath("string(preceding::h2[1])").strip().startswith(heading)


def test_a_page_that_is_named_in_a_step_is_linked_there(site: Path) -> None:
    """Words such as "on the tips page" must not send anyone to look for it."""
    names = {"tips page": "/tips/", "library page": "", "glossary": "/glossary/", "study plan": "/my/plan/"}
    for path, page in pages_of(site).items():
        for step in page.xpath("//li[contains(@class, 'lp-step ')]"):
            words = " ".join(step.text_content().split()).lower()
            for name, part in names.items():
                if f"the {name}" in words and part:
                    assert any(part in href for href in step.xpath(".//a/@href")), (path, name)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.browser
@case_table("path", ["my/", "my/journal/", "my/saved/", "my/record/", "my/plan/"])
def test_an_empty_tool_leads_to_the_pathway(page: Page, site_address: str, path: str) -> None:
    page.goto(site_address + path)
    place = page.locator("main :is(.lp-journal, .lp-saved, .lp-learning-record, .lp-tiles, .lp-plan__times)")
    expect(place.get_by_role("link").first).to_be_visible()


@pytest.mark.browser
def test_the_page_for_missing_addresses_leads_on(page: Page, site: Path) -> None:
    with serve_folder(site) as address:
        page.goto(address + "no/such/page/")
        for link in page.locator("main a").all():
            answer = page.request.get(link.evaluate("(one) => one.href"))
            assert answer.status == 200
        assert page.locator("main a").count() >= 2
