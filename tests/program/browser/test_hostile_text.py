"""Text that means attributes to an engine's Markdown does nothing in a real browser, on no kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hostileproject import project
from hostiletext import HOSTILE
from siteproject import mkdocs
from siteserver import serve_folder

pytestmark = pytest.mark.browser

#: The attributes of a fence; HTML in pieces; links of hostile schemes.
TEXT = "\n\n".join((HOSTILE[0], *HOSTILE[4:7]))


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = project(tmp_path_factory.mktemp("hostile"), TEXT)
    built = mkdocs(made, made.parent / "site")
    assert built.returncode == 0, built.stdout + built.stderr
    return made.parent / "site"


@pytest.fixture(scope="module")
def address(hostile_site: Path) -> Iterator[str]:
    with serve_folder(hostile_site) as origin:
        yield origin


def test_hostile_text_runs_nothing(browser: Browser, hostile_site: Path, address: str, full: bool) -> None:
    """On every page in full; as a sample on the first of each folder and every third of the others."""
    found = (path for path in hostile_site.rglob("index.html") if 'http-equiv="refresh"' not in path.read_text())
    pages = sorted(path.relative_to(hostile_site).as_posix() for path in found)
    assert len(pages) > 25
    if not full:
        of_folders = {name.partition("/")[0]: name for name in reversed(pages)}
        pages = sorted({*of_folders.values(), *pages[::3]})
    context = browser.new_context()
    page = context.new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(page.url), dialog.dismiss()))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for name in pages:
        page.goto(address + name, wait_until="load")
        page.keyboard.press("Tab")
        assert page.evaluate(HANDLERS) == [], name
    assert ran == []
    assert [request for request in requests if not request.startswith((address, "data:"))] == []
    context.close()


#: Elements that an attribute could make run something, and the ones that may only come from the theme.
HANDLERS = """() => [...document.querySelectorAll("*")]
  .filter((one) => [...one.attributes].some(({ name, value }) => name.startsWith("on") || name === "autofocus"
    || /^\\s*(javascript|data|vbscript):/i.test(value) && name !== "content" && name !== "title"))
  .map((one) => one.outerHTML.slice(0, 200))"""
