"""No link of a built site is dead: in both forms of address, below a path, and before anyone named its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, expect

from siteproject import copy_project, mkdocs, program, run, stage
from siteserver import serve_folder

pytestmark = pytest.mark.engine

#: Attributes that hold addresses.
NAMES = ("href", "src", "action", "data-home")
FOLDERS = "use_directory_urls: true"


@pytest.fixture(scope="module", params=["folders", "files", "files, staged"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served below a path that its settings do not know."""
    project = copy_project(tmp_path_factory.mktemp("links") / "project")
    configuration = project / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    assert FOLDERS in text
    if request.param != "folders":
        configuration.write_text(text.replace(FOLDERS, FOLDERS.replace("true", "false")), encoding="utf-8")
    built = project
    if "staged" in request.param:
        built = project.parent / "staged"
        assert stage(project, built).returncode == 0
    done = mkdocs(built, project.parent / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    if built != project:
        assert run([program("pathway"), "precache", project.parent / "site"]).returncode == 0
    with serve_folder(project.parent / "site", "/below/a/path/") as root:
        yield root


def references(html: str, here: str) -> set[str]:
    """Every address of this server that a page names."""
    nodes = BeautifulSoup(html, "html.parser").find_all(True)
    found = {urljoin(here, str(node[name])) for node in nodes for name in NAMES if node.get(name)}
    found |= {urljoin(here, name) for name in re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', html)}
    return {urldefrag(one).url for one in found if urlsplit(one).netloc == urlsplit(here).netloc}


def get(address: str) -> tuple[int, str, str]:
    try:
        with urlopen(address, timeout=10) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode("utf-8", "replace")
    except HTTPError as error:
        with error:
            return error.code, "", ""


def test_every_link_of_every_page_leads_somewhere(address: str) -> None:
    waiting, seen, dead = [(address, "")], {address}, []
    while waiting:
        here, source = waiting.pop()
        status, kind, text = get(here)
        if status != 200:
            dead.append((here.removeprefix(address), source))
        for found in references(text, here) - seen if kind == "text/html" else ():
            seen.add(found)
            waiting.append((found, here.removeprefix(address)))
    assert dead == []
    assert len(seen) > 200
    for name in ("about", "privacy", "contribute", "accessibility"):
        assert {f"{address}{name}/", f"{address}{name}.html"} & seen


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
