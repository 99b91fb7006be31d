"""Titles in other languages, wherever the site and its files show them: each says its language and its direction."""

# ruff: noqa: RUF001 - texts in their own scripts

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from learning_pathway.formats.registry import export
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.files.downloads import export_file
from learning_pathway.site.frontend import theme_folder
from learning_pathway.site.handbook import handbook, write_handbook
from seen.tongues import TITLES, WAYS, project, unmarked
from siteproject import mkdocs

pytestmark = pytest.mark.engine


@pytest.fixture(scope="session")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the pathway in many languages."""
    return project(tmp_path_factory.mktemp("tongues") / "project")


@pytest.fixture(scope="session")
def many_languages(tongues: Path) -> Path:
    """Its site."""
    site = tongues.parent / "site"
    built = mkdocs(tongues, site)
    assert built.returncode == 0, built.stdout + built.stderr
    return site


@pytest.fixture(scope="session")
def edition(tongues: Path) -> Build:
    return open_build(tongues)


def test_a_title_that_is_not_marked_is_found() -> None:
    assert unmarked(f"<body><p>{TITLES['cy']}</p></body>")
    assert unmarked(f'<body><p lang="he">{TITLES["he"]}</p></body>')
    assert unmarked(f'<body><p lang="cy">Save<span lang="en">: {TITLES["cy"]}</span></p></body>')
    assert unmarked(f'<body><div aria-label="{TITLES["zh"]}"></div></body>')
    assert not unmarked(f'<body><p lang="he" dir="rtl">{TITLES["he"]}</p></body>')


def test_every_page_marks_every_title_with_its_language_and_direction(many_languages: Path) -> None:
    pages = [*many_languages.rglob("*.html")]
    named = [page for page in pages if any(title in page.read_text(encoding="utf-8") for title in TITLES.values())]
    assert len(named) > len(TITLES) + 5
    assert {str(page): found for page in named if (found := unmarked(page.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize("tag", TITLES)
def test_a_report_to_copy_is_plain_text_whose_title_is_marked(many_languages: Path, tag: str) -> None:
    page = (many_languages / "resources" / f"in-{tag.lower()}" / "index.html").read_text(encoding="utf-8")
    report = BeautifulSoup(page, "html.parser").select_one(".lp-report__text")
    assert report is not None
    assert f"\nitem: resource:in-{tag.lower()}\ntitle: {TITLES[tag]}\npage: https://example.org/" in report.get_text()
    assert [(span.get_text(), span.get("lang"), span.get("dir")) for span in report.select("span")] == [
        (TITLES[tag], tag, WAYS.get(tag))
    ]


@pytest.mark.parametrize("tag", TITLES)
def test_the_heading_of_a_record_is_in_its_language(many_languages: Path, tag: str) -> None:
    page = (many_languages / "resources" / f"in-{tag.lower()}" / "index.html").read_text(encoding="utf-8")
    heading = BeautifulSoup(page, "html.parser").h1
    assert heading is not None
    assert (heading.get("lang"), heading.get("dir")) == (tag, WAYS.get(tag))


def test_a_title_whose_language_nobody_knows_takes_the_direction_of_its_first_letter(many_languages: Path) -> None:
    page = (many_languages / "modules/whole/index.html").read_text(encoding="utf-8")
    assert '<span dir="auto">עבודה בצוות (1)</span>' in page


def test_names_from_right_to_left_are_kept_apart_from_each_other(many_languages: Path) -> None:
    page = (many_languages / "modules/whole/index.html").read_text(encoding="utf-8")
    assert "<bdi>רות כהן</bdi> and <bdi>דן לוי</bdi>" in page
    assert "王小明" in page


@pytest.mark.parametrize("kind", ["epub", "common-cartridge", "scorm12"])
def test_packages_mark_every_title(edition: Build, kind: str) -> None:
    assert edition.site is not None
    checked = 0
    with zipfile.ZipFile(io.BytesIO(export_file(edition.site, kind, time=edition.time))) as package:
        for name in package.namelist():
            if name.endswith((".html", ".xhtml")):
                text = package.read(name).decode("utf-8")
                words = BeautifulSoup(text, "xml" if name.endswith(".xhtml") else "html.parser").get_text()
                checked += any(title in words for title in TITLES.values())
                assert unmarked(text, xml=name.endswith(".xhtml")) == [], name
    assert checked


def test_titles_in_a_table_of_contents_of_plain_text_stay_apart(edition: Build) -> None:
    assert edition.site is not None
    with zipfile.ZipFile(io.BytesIO(export_file(edition.site, "common-cartridge", time=edition.time))) as package:
        manifest = package.read("imsmanifest.xml").decode("utf-8")
    assert f"Read: \u2068{TITLES['he']}\u2069" in manifest
    assert f"Read: \u2068\u200f{TITLES['fa']}\u2069" in manifest


def elements(node: Any, language: str = "") -> list[tuple[str, Any]]:
    """Every element of a PDF's structure tree, with the language that it is in."""
    import pikepdf

    found: list[tuple[str, Any]] = []
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            language = str(node.get("/Lang", language))
            found.append((language, node))
        found += elements(node.get("/K"), language)
    elif isinstance(node, pikepdf.Array):
        for child in node:
            found += elements(child, language)
    return found


def test_the_printed_handbook_tells_the_language_of_every_title(edition: Build, root: Path, tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    assert edition.site is not None
    assert unmarked(handbook(edition.site, [], style_sheet="file:///none.css", time=edition.time)) == []
    target = tmp_path / "handbook.pdf"
    write_handbook(edition.site, [], target, theme=theme_folder(), time=edition.time)
    with pikepdf.open(target) as pdf:
        told = {language for language, _ in elements(pdf.Root.StructTreeRoot.K)}
        headings = [str(node.Lang) for _, node in elements(pdf.Root.StructTreeRoot.K) if "/Lang" in node]
    assert told >= set(TITLES)
    assert all(headings.count(tag) >= 2 for tag in TITLES)  # where it is a step, and among the references


def test_feeds_say_the_language_of_an_entry_and_isolate_its_title(many_languages: Path) -> None:
    feed = etree.parse(many_languages / "feed.xml")
    names = {"a": "http://www.w3.org/2005/Atom"}
    titles = feed.xpath("//a:entry/a:title", namespaces=names)
    told = {node.get("{http://www.w3.org/XML/1998/namespace}lang"): node.text for node in titles}
    assert told["cy"] == TITLES["cy"]
    assert told["he"] == f"\u2068{TITLES['he']}\u2069"
    assert told["fa"] == f"\u2068\u200f{TITLES['fa']}\u2069"
    items = json.loads((many_languages / "feed.json").read_text(encoding="utf-8"))["items"]
    assert {item["language"] for item in items} == set(TITLES)


def test_plain_text_isolates_what_runs_from_right_to_left(edition: Build, many_languages: Path) -> None:
    assert edition.site is not None
    listed = (many_languages / "llms.txt").read_text(encoding="utf-8")
    assert "- [\u2068מנהיגות (part 1): למה?\u2069](<" in listed
    references = export(edition.site.catalogue.resources, "text").decode("utf-8")
    assert references.startswith(
        "\u2068כהן, ר.\u2069, & \u2068לוי, ד.\u2069 (2020). \u2068מנהיגות (part 1): למה?\u2069 "
    )


def test_the_outline_tells_learners_tools_the_language_of_a_title(many_languages: Path) -> None:
    (outline,) = many_languages.rglob("outline.json")
    steps = json.loads(outline.read_text(encoding="utf-8"))["steps"]
    for tag in TITLES:
        step = steps[f"resource:in-{tag.lower()}"]
        assert (step["lang"], step.get("dir")) == (tag, WAYS.get(tag))
    assert steps["resource:unknown"]["dir"] == "auto"


def test_structured_data_keeps_the_language_and_the_order_of_names(many_languages: Path) -> None:
    page = (many_languages / "resources/in-zh/index.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    work = next(thing for thing in data.get("@graph", [data]) if "LearningResource" in thing["@type"])
    assert work["inLanguage"] == "zh"
    assert work["author"][0] == {"@type": "Person", "name": "王小明", "givenName": "小明", "familyName": "王"}
