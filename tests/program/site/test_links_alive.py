"""No link of a built site is dead: in both forms of address, below a path, and before anyone named its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, expect

from crawling import crawl, get
from siteproject import copy_project, mkdocs, pathway, stage
from siteserver import serve_folder

if TYPE_CHECKING:
    from conftest import Once

pytestmark = pytest.mark.engine

FOLDERS = "use_directory_urls: true"


@pytest.fixture(
    scope="session", params=["folders", pytest.param("files", marks=pytest.mark.full_only), "files, staged"]
)
def address(request: pytest.FixtureRequest, site: Path, once: Once) -> Iterator[str]:
    """Where the site is served below a path that its settings do not know."""
    kind = str(request.param)
    built = (
        site if kind == "folders" else once(kind, lambda folder: build_with_files(folder, "staged" in kind)) / "site"
    )
    with serve_folder(built, "/below/a/path/") as root:
        yield root


def build_with_files(folder: Path, staged: bool) -> None:
    """Build the site with a file, not a folder, for each page: by the hook, or as another engine would."""
    project = copy_project(folder / "project")
    configuration = project / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    assert FOLDERS in text
    configuration.write_text(text.replace(FOLDERS, FOLDERS.replace("true", "false")), encoding="utf-8")
    if staged:
        assert stage(project, folder / "staged").returncode == 0
    done = mkdocs(folder / "staged" if staged else project, folder / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    if staged:
        assert pathway("precache", folder / "site").returncode == 0


def test_every_link_of_every_page_leads_somewhere(address: str) -> None:
    """To a page or a file that is there, and to a part of it that is there."""
    found = crawl(address)
    assert found.dead == []
    assert len(found.parts) > 200
    assert len(found.seen) > 200
    for name in ("about", "privacy", "contribute", "accessibility"):
        assert {f"{address}{name}/", f"{address}{name}.html"} & found.seen


@pytest.mark.matrix
@pytest.mark.browser
@pytest.mark.parametrize("missing", ["no-such-page", "no/such/page/", "modules/no/such/page/at/all/"])
def test_the_page_for_what_is_missing_is_whole_at_any_depth(browser: Browser, address: str, missing: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    answer = page.goto(address + missing)
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_css("font-family", re.compile("Literata"))
    expect(page.locator(".lp-scheme fieldset")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
        assert link.startswith(address), link
        assert get(urldefrag(link).url)[0] == 200 or "#lp-main" in link, link
    page.get_by_role("link", name="Browse the library").click()
    expect(page).to_have_url(re.compile(re.escape(address) + "library/"))
    context.close()


@pytest.mark.browser
def test_the_page_for_what_is_missing_can_be_read_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "no/such/page/")
    expect(page.locator("h1")).to_be_visible()
    context.close()
