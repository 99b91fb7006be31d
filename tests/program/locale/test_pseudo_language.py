"""A pathway in a pseudo-language: whatever a learner reads that is not marked is a word that no one can translate."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from learning_pathway.locale.translations import pseudo
from learning_pathway.packages import PACKAGES
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.files.downloads import course
from learning_pathway.site.handbook import handbook
from neutral import english, english_in_page, neutral_project
from published import folder_of
from siteproject import mkdocs

if TYPE_CHECKING:
    from conftest import Once

pytestmark = pytest.mark.engine

#: References are written as their style says, in English.
REFERENCES = ".lp-citation, .references, [data-title]"
TIME = datetime(2024, 5, 1, tzinfo=UTC)


def publish(folder: Path, language: str, page_size: int) -> None:
    built = mkdocs(neutral_project(folder / "project", language, page_size), folder / "site")
    assert built.returncode == 0, built.stdout + built.stderr


@pytest.fixture(scope="module")
def marked(once: Once) -> Path:
    """The project and the site of a pathway whose interface is marked."""
    return once("marked", lambda folder: publish(folder, "en-XA", 400))


@pytest.fixture(scope="module")
def marked_and_large(once: Once) -> Path:
    """The same with a library that does not fit on one page."""
    return once("marked-large", lambda folder: publish(folder, "en-XA", 10))


@pytest.fixture(scope="module")
def build(marked: Path) -> Build:
    return open_build(marked / "project")


def words(file: bytes) -> Iterator[str]:
    """The texts of an XML document, and what its elements say to people in attributes."""
    for element in etree.fromstring(file).iter():
        if isinstance(element.tag, str):
            yield element.text or ""
            yield element.tail or ""
            yield from (element.get(name, "") for name in ("text", "title"))


def values(content: Any, *left_out: str) -> Iterator[str]:
    """The texts in data, but for those under some names."""
    if isinstance(content, Mapping):
        for name, value in content.items():
            if name not in left_out:
                yield from values(value, *left_out)
    elif isinstance(content, list):
        for value in content:
            yield from values(value, *left_out)
    elif isinstance(content, str):
        yield content


def found(texts: Iterator[str]) -> list[str]:
    return sorted({text for text in texts if english(text)})


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("⟦Šţöþ⟧", ""),
        ("⟦Öñ ⟧22 May 2024⟦ ŵé šţöþþéð⟧", ""),
        ("⟦Öþéñ ⟧https://example.org/a⟦ ñöŵ⟧", ""),
        ("სიტყვა 1", ""),
        ("Stop", "Stop"),
        ("⟦Šţöþ⟧ it", "it"),
        ("3 steps", "steps"),
    ],
)
def test_words_that_are_not_marked_are_found(text: str, left: str) -> None:
    assert english(text) == left


def test_attributes_that_are_not_marked_are_found() -> None:
    for attribute in ("aria-label", "title", "alt", "placeholder"):
        assert english_in_page(f'<p {attribute}="Stop">⟦Šţöþ⟧</p>')
    assert english_in_page('<meta name="description" content="Stop">')
    assert english_in_page("<title>Stop</title>")


@pytest.mark.parametrize("size", ["marked", "marked_and_large"])
def test_every_page_speaks_the_language_of_the_pathway(size: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(size) / "site"
    pages = [*site.rglob("*.html")]
    assert len(pages) > 60
    assert [page for page in pages if "⟦" not in page.read_text(encoding="utf-8")] == []
    assert {
        page.relative_to(site).as_posix(): left
        for page in pages
        if (left := english_in_page(page.read_text(encoding="utf-8"), without=f"{REFERENCES}, .Z3988"))
    } == {}


def test_the_foot_of_a_page_says_that_no_native_speaker_has_reviewed_its_language(marked: Path, site: Path) -> None:
    said = pseudo("No native speaker has reviewed this translation yet.", "en-XA")
    mistake = pseudo("Tell us about a mistake", "en-XA")
    for page in ("index.html", "my/index.html", "modules/first/index.html", "about/index.html", "404.html"):
        foot = (marked / "site" / page).read_text(encoding="utf-8").partition('<footer class="lp-footer"')[2]
        assert f'<p>{said} <a href="https://forge.example/team/pathway">{mistake}</a></p>' in foot, page
    assert "native speaker" not in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", PACKAGES)
def test_packages_speak_it(build: Build, kind: str) -> None:
    assert build.site is not None
    for names in ((), ("first",), ("second",)):
        data = PACKAGES[kind].write(course(build.site, names, time=TIME), TIME)
        if not zipfile.is_zipfile(io.BytesIO(data)):
            continue
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        pages = {name: data.decode() for name, data in files.items() if name.endswith("html")}
        assert pages
        assert {name: left for name, page in pages.items() if (left := english_in_page(page, without=REFERENCES))} == {}
        for name in ("imsmanifest.xml", "EPUB/package.opf"):
            if name in files:
                titles = [*etree.fromstring(files[name]).iter("{*}title", "{*}string", "{*}description")]
                assert [title.text for title in titles if english(title.text or "")] == []
        for name, file in files.items():
            if name.startswith(("links/", "topics/")):
                assert [
                    title.text for title in etree.fromstring(file).iter("{*}title") if english(title.text or "")
                ] == []


def test_the_book_says_how_accessible_it_is_in_it(build: Build) -> None:
    assert build.site is not None
    data = PACKAGES["epub"].write(course(build.site, (), time=TIME), TIME)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = archive.read("EPUB/package.opf")
    summary = etree.fromstring(package).xpath("//*[@property='schema:accessibilitySummary']/text()")
    assert summary[0].startswith("⟦")


@pytest.mark.parametrize("names", [(), ("first",)])
def test_the_handbook_speaks_it(build: Build, names: tuple[str, ...]) -> None:
    assert build.site is not None
    document = handbook(build.site, names, style_sheet="x.css", time=TIME)
    assert english_in_page(document, without=REFERENCES) == []
    assert 'lang="en-XA"' in document


def test_feeds_speak_it(marked: Path) -> None:
    site = marked / "site"
    for path in [*site.rglob("feed.xml"), site / "feeds.opml"]:
        for element in etree.fromstring(path.read_bytes()).iter("{*}title", "{*}name", "{*}outline"):
            assert english(f"{element.text or ''} {element.get('text', '')} {element.get('title', '')}") == "", path
    for path in site.rglob("feed.json"):
        feed = json.loads(path.read_text(encoding="utf-8"))
        assert english(feed["title"]) == "", path


def test_what_scripts_read_speaks_it(marked: Path) -> None:
    site = marked / "site"
    data = site / folder_of(site)
    told = json.loads((data / "not-kept.json").read_text(encoding="utf-8"))
    assert told["language"] == "en-XA"
    assert found(values(told, "language", "direction")) == []
    works = json.loads((data / "library" / "resources.json").read_text(encoding="utf-8"))
    terms = [facet["term"] for facet in works["facets"]]
    labels = [label for facet in works["facets"] if facet["name"] != "publisher" for _, label in facet["values"]]
    assert len(terms) > 8
    assert found(iter((*terms, *labels))) == []
    files = [json.loads(file.read_text(encoding="utf-8")) for file in data.glob("search/documents-*.json")]
    kinds = {document[2] for file in files for document in file["documents"]}
    assert len(kinds) > 10
    assert found(iter(kinds)) == []
    manifest = json.loads((site / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert found(values({"name": manifest["name"], "short_name": manifest["short_name"]})) == []
