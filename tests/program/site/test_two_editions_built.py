"""Two editions as MkDocs builds them: what people kept of the first still answers from the second, in a browser too."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, Route, expect

from axes import faults
from casetable import case_table
from editions import FIRST, SECOND, anchors, target
from learning_pathway.site.published import compare_ids, write_ids
from siteproject import copy_project, mkdocs
from siteserver import serve_folder

if TYPE_CHECKING:
    from conftest import Once

pytestmark = pytest.mark.engine

BASE, ORIGIN = "/pathway/", "https://site.example"
#: A reason and a title that would break out of their places if anything let them.
HOSTILE = "</p></main><script>window.broken=1</script><img src=x onerror=window.broken=1> [x](javascript:x) {: #x }"


def edition(project: Path, text: str, name: str) -> None:
    """Publish `text` from the project, strictly, as the site `name` beside it."""
    (project / "resources.yaml").write_text(text, encoding="utf-8")
    write_ids(compare_ids(project, date(2025, 6, 30)))
    built = mkdocs(project, project.parent / name)
    assert built.returncode == 0, built.stdout + built.stderr


@pytest.fixture(scope="module")
def sites(once: Once) -> tuple[Path, Path]:
    """The sites of the first edition and of the second."""
    folder = once("editions", publish)
    return folder / "first", folder / "second"


def publish(folder: Path) -> None:
    """Build both editions of one project, below `folder`."""
    project = copy_project(folder / "project")
    shutil.rmtree(project / "resources")
    (project / "published-ids.txt").unlink()
    (project / "link-health.json").unlink(missing_ok=True)
    (project / "docs" / "contribute.md").write_text("# Contribute\n\nIt links to entries of another catalogue.\n")
    edition(project, FIRST, "first")
    (project / "docs" / "library" / "type").mkdir(parents=True)
    (project / "docs" / "library" / "type" / "video.md").write_text("# Films\n\nWritten by hand.\n", encoding="utf-8")
    second = SECOND.replace("reason: Its maker took it back.", f"reason: {json.dumps(HOSTILE)}")
    second = second.replace("title: Another title", f"title: {json.dumps(HOSTILE)}")
    edition(project, second, "second")


def pages(site: Path) -> dict[str, str]:
    """Every page of a built site by its address."""
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): path.read_text(encoding="utf-8")
        for path in site.rglob("index.html")
    }


def test_every_address_of_the_first_edition_answers_from_the_second(sites: tuple[Path, Path]) -> None:
    first, second = (pages(site) for site in sites)
    assert len(first) > 55
    assert sorted(first.keys() - second.keys()) == []
    for here in first:
        there = follow(here, second)
        assert there in second, here
        assert target(second[there]) is None, here


def follow(here: str, second: dict[str, str]) -> str:
    """Where a visit of `here` ends."""
    href = target(second[here])
    return here if href is None else urljoin(f"{ORIGIN}/{here}", href).removeprefix(f"{ORIGIN}/")


def test_every_part_of_a_page_answers_where_its_address_leads(sites: tuple[Path, Path]) -> None:
    first, second = (pages(site) for site in sites)
    wanted = {
        (here, str(node["id"]))
        for here, text in first.items()
        for node in BeautifulSoup(text, "html.parser").select("article [id]")
        if str(node["id"]) in anchors(here, text)
    }
    lost = {
        (here, name)
        for here, name in wanted
        if BeautifulSoup(second[follow(here, second)], "html.parser").find(id=name) is None
    }
    assert {"theory", "practice", "one", "resource--known", "tip--listen", "advice", "advice--event"} <= {
        name for here, name in wanted - lost
    }
    assert len(wanted) > 25
    assert {here for here, _ in lost if here.startswith("tips")} == {"tips/"}
    assert {name for here, name in lost if here == "tips/"} == {"proverbs--old"}


def test_a_page_written_by_hand_stands_before_a_redirect(sites: tuple[Path, Path]) -> None:
    text = pages(sites[1])["library/type/video/"]
    assert "Written by hand." in text
    assert target(text) is None


def test_a_notice_of_retirement_is_kept_out_of_every_search(sites: tuple[Path, Path]) -> None:
    _, second = sites
    notice = BeautifulSoup((second / "resources/film/index.html").read_text(encoding="utf-8"), "html.parser")
    assert [str(node["content"]) for node in notice.select('meta[name="robots"]')] == ["noindex"]
    files = second.glob("assets/*/search/documents-*.json")
    found = [json.loads(path.read_text(encoding="utf-8"))["documents"] for path in files]
    places = {address.partition("#")[0] for some in found for _, address, *_ in some}
    assert "resources/paged/" in places
    assert places.isdisjoint({"resources/film/", "modules/third/", "routes/short/", "themes/power/"})
    shown = BeautifulSoup((second / "modules/second/index.html").read_text(encoding="utf-8"), "html.parser")
    assert shown.select('meta[name="robots"]') == []


@pytest.fixture(scope="module")
def address(sites: tuple[Path, Path]) -> Iterator[str]:
    """Where the second edition is served, below a path of its host."""
    with serve_folder(sites[1], BASE) as root:
        yield root


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.matrix
@pytest.mark.browser
@pytest.mark.parametrize(
    ("kept", "now"),
    [
        ("resources/known/", "resources/known-work/"),
        ("modules/first/", "modules/beginning/"),
        ("modules/first/#theory", "modules/beginning/#theory"),
        ("modules/first/#resource--known", "modules/beginning/#resource--known"),
        ("modules/first/facilitator/#theory", "modules/beginning/facilitator/#theory"),
        ("modules/first/#practice", "modules/beginning/#practice"),
        ("modules/first/#task--think", "modules/second/#task--ponder"),
        ("modules/second/#task--rest", "modules/beginning/#task--rest"),
        ("modules/second/#resource--blog-1", "modules/beginning/#resource--weblog"),
        ("modules/second/#task--share", "modules/second/#task--share"),
        ("modules/second/#resource--blog-8", "resources/blog-8/"),
        ("library/type/blog/", "library/"),
        ("library/theme/trust/", "library/"),
        ("tips/#advice--event", "tips/#advice--event"),
        ("tips/#tip--ask", "tips/#tip--ask"),
    ],
)
def test_a_kept_link_brings_a_reader_to_what_it_stood_for(page: Page, address: str, kept: str, now: str) -> None:
    page.goto(address + kept)
    page.wait_for_url(address + now)
    page.wait_for_load_state("networkidle")
    assert page.url == address + now
    assert page.locator("h1").count() == 1
    name = now.partition("#")[2]
    if name and "share" not in name:
        expect(page.locator(f'[id="{name}"]')).to_be_in_viewport()


@pytest.mark.browser
def test_without_scripts_a_redirect_leads_to_the_page(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "modules/first/#theory")
    page.wait_for_url(re.compile(re.escape(address + "modules/beginning/")))
    context.close()


@pytest.mark.browser
def test_what_became_of_a_part_is_told_only_to_who_asked_for_it(page: Page, address: str) -> None:
    page.goto(address + "modules/second/")
    expect(page.locator(".lp-gone p")).to_be_hidden()
    page.goto(address + "modules/second/#two")
    page.reload()
    expect(page.locator(".lp-gone p:target")).to_contain_text("It moved to the beginning. Instead, go to Two.")
    assert faults(page) == ""
    page.locator(".lp-gone p:target a").click()
    page.wait_for_url(address + "modules/beginning/#two")


@pytest.mark.browser
@pytest.mark.matrix
@pytest.mark.parametrize("kept", ["resources/known/", "modules/first/handout/", "library/year/2004/"])
def test_axe_finds_nothing_on_a_redirect(browser: Browser, address: str, kept: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()

    def answer(route: Route) -> None:
        """Let the redirect itself through, and answer what it leads to with nothing, so that the browser stays."""
        if route.request.url == address + kept:
            route.continue_()
        else:
            route.fulfill(status=204)

    page.route("**/*", answer)
    page.goto(address + kept)
    page.wait_for_load_state("networkidle")
    assert page.url == address + kept
    assert page.locator("h1").inner_text() == "This page has moved"
    assert page.evaluate("window.broken") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, options=rules).response
        assert "document-title" in {rule["id"] for rule in found["passes"]}
        assert [violation["id"] for violation in found["violations"]] == []
    context.close()


@pytest.mark.browser
@case_table("kept", ["resources/film/", "modules/third/", "routes/short/", "themes/power/"])
def test_axe_finds_nothing_on_a_notice_of_retirement(page: Page, address: str, kept: str) -> None:
    answer = page.goto(address + kept)
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").inner_text() == "This page is no longer here"
    assert page.evaluate("window.broken") is None
    assert faults(page) == ""
