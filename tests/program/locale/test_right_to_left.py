"""A pathway in a language that is written from right to left: pages, files and style sheets turn with it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from learning_pathway.packages import PACKAGES
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.files.downloads import course
from learning_pathway.site.handbook import handbook
from neutral import neutral_project
from tools import messages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: Sides of the page, where a start or an end is meant.
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)\b|^\s+(?:left|right):|text-align: (?:left|right)"
    r"|(?:margin|padding): \S+ (\S+) \S+ (?!\1;)\S+;",
    re.MULTILINE,
)
#: What is drawn or centred, and does not turn: the sign of a player, a dot under the middle of a word.
DRAWN = {"media.css": 3, "header.css": 2}
#: WeasyPrint, which prints the handbook, does not know sides that turn.
PRINTED = "handbook.css"


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return open_build(neutral_project(tmp_path / "project", "ar-XB"))


@pytest.mark.parametrize("rule", ["margin-left: 1em;", "  left: 0;", "text-align: right", "padding: 0 1px 0 2px;"])
def test_a_side_of_the_page_is_found(rule: str) -> None:
    assert PHYSICAL.search(rule)


@pytest.mark.parametrize("rule", ["margin-inline-start: 1em;", "text-align: start", "padding: 0 1px 3px 1px;"])
def test_a_side_that_turns_is_none(rule: str) -> None:
    assert not PHYSICAL.search(rule)


def test_style_sheets_name_starts_and_ends() -> None:
    sheets = [path for path in messages.THEME.rglob("*.css") if path.name != PRINTED]
    assert len(sheets) > 20
    found = {path.name: len(PHYSICAL.findall(path.read_text(encoding="utf-8"))) for path in sheets}
    assert {name: number for name, number in found.items() if number > DRAWN.get(name, 0)} == {}


def test_pages_are_told_which_way_they_are_written(build: Build) -> None:
    assert build.settings["direction"] == "rtl"
    assert build.settings["language"] == "ar-XB"
    assert build.site is not None
    redirects = [asset.text for asset in build.assets() if asset.path == "resources/was-0/index.html"]
    assert len(redirects) == 1
    assert '<html lang="ar-XB" dir="rtl">' in str(redirects[0])
    assert '<html lang="ar-XB" dir="rtl">' in handbook(build.site, style_sheet="x.css")


@pytest.mark.parametrize("kind", PACKAGES)
def test_every_page_of_a_package_says_so(build: Build, kind: str) -> None:
    assert build.site is not None
    with zipfile.ZipFile(io.BytesIO(PACKAGES[kind].write(course(build.site), None))) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith("html")]
    assert pages
    assert [page[:300] for page in pages if 'dir="rtl"' not in page[:400]] == []


@pytest.mark.browser
@pytest.mark.parametrize(("page_direction", "own"), [("rtl", "ltr"), ("ltr", "rtl"), ("rtl", "rtl"), ("ltr", "ltr")])
def test_a_title_begins_where_the_lines_of_its_page_do(browser: Browser, page_direction: str, own: str) -> None:
    sheet = (messages.THEME / "assets" / "stylesheets" / "base.css").read_text(encoding="utf-8")
    page = browser.new_page()
    page.set_content(
        f'<!doctype html><style>{sheet}</style><body dir="{page_direction}"><h2 dir="{own}">A title</h2><p>A line</p>'
    )
    edges = page.evaluate(
        """() => ["h2", "p"].map((name) => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector(name));
          const { left, right } = range.getBoundingClientRect();
          return Math.round(document.body.dir === "rtl" ? right : left);
        })"""
    )
    assert edges[0] == edges[1]
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize(("page_direction", "title"), [("rtl", "A title"), ("ltr", "שלום")])
def test_a_number_stays_out_of_the_title_before_it(browser: Browser, page_direction: str, title: str) -> None:
    sheet = (messages.THEME / "assets" / "stylesheets" / "base.css").read_text(encoding="utf-8")
    page = browser.new_page()
    page.set_content(
        f'<!doctype html><style>{sheet}</style><body dir="{page_direction}">'
        f'<p><a href="">{title}</a> <span>12</span></p>'
    )
    link, number = (page.locator(name).bounding_box() for name in ("a", "span"))
    assert link
    assert number
    assert number["x"] != link["x"]
    assert (number["x"] < link["x"]) == (page_direction == "rtl"), "it follows the title"
    page.context.close()
