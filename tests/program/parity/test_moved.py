"""A staged folder is complete: moved to another place, other engines build a site from it that lacks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from lxml import html

from tree import files

pytestmark = pytest.mark.engine

BASE = "http://site.example/"
REFERENCES = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "srcset", "iframe": "src"}


def test_nothing_in_it_names_this_computer_or_the_project(moved: Path, root: Path) -> None:
    names = [str(moved.parent.parent / "project"), str(root), str(Path.home()) + "/"]
    staged = files(moved)
    assert [name for name, data in staged.items() if any(text.encode() in data for text in names)] == []
    assert {name.partition("/")[0] for name in staged} == {"docs", "theme", "mkdocs.yml"}


def test_it_holds_nothing_that_readers_should_not_get(moved: Path) -> None:
    names = files(moved).keys()
    assert [name for name in names if re.search(r"readme|/\.|__pycache__|\.py[co]?$|~$", name, re.IGNORECASE)] == []


@pytest.mark.parametrize("name", ["by_zensical", "by_properdocs"])
def test_another_engine_builds_it_and_no_file_is_missing(request: pytest.FixtureRequest, name: str) -> None:
    site: Path = request.getfixturevalue(name)
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 80
    assert sorted(missing(site, pages)) == []
    assert [path for path in site.rglob("*") if "readme" in path.name.lower()] == []


def missing(site: Path, pages: list[Path]) -> Iterator[tuple[str, str]]:
    """Each reference of a page or style sheet to a file of the site that is not there, with the page."""
    for page in pages:
        here = urljoin(BASE, page.relative_to(site).as_posix())
        document = html.document_fromstring(page.read_bytes())
        for tag, attribute in REFERENCES.items():
            for reference in document.xpath(f"//{tag}/@{attribute}"):
                if reference and not found(site, there := urljoin(here, reference)):
                    yield page.relative_to(site).as_posix(), there
    for sheet in site.rglob("*.css"):
        here = urljoin(BASE, sheet.relative_to(site).as_posix())
        for name in re.findall(r'url\(["\']?([^"\')]+)["\']?\)', sheet.read_text(encoding="utf-8")):
            if not found(site, there := urljoin(here, name)):
                yield sheet.relative_to(site).as_posix(), there


def found(site: Path, address: str) -> bool:
    """Whether an address leads out of the site, or to a file of it."""
    parts = urlsplit(urldefrag(address).url)
    if f"{parts.scheme}://{parts.netloc}/" != BASE:
        return True
    path = site / unquote(parts.path).lstrip("/")
    return path.is_file() or (path / "index.html").is_file()
