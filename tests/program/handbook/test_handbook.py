"""The handbook, read back as other programs read it. No validator of PDF/UA runs here, so none is claimed to pass."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from learning_pathway.site.build import Build, open_build
from learning_pathway.site.frontend import theme_folder
from learning_pathway.site.handbook import HandbookError, UnknownModuleError, handbook, weasyprint, write_handbook

MODULE = "trust-power-conflict"


@pytest.fixture(scope="session")
def edition(pathway: Path) -> Build:
    """The project's own catalogue."""
    return open_build(pathway)


@pytest.fixture(scope="session")
def printed(edition: Build, root: Path, full: bool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook of one module, as a PDF file."""
    try:
        weasyprint()
    except HandbookError as error:
        if full or os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    target = tmp_path_factory.mktemp("handbook") / "module.pdf"
    assert edition.site is not None
    assert write_handbook(edition.site, [MODULE], target, theme=theme_folder(), time=edition.time) > 3
    return target


def elements(node: Any) -> Iterator[Any]:
    """Every element of a PDF's structure tree, parents before children."""
    import pikepdf

    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        yield from elements(node.get("/K"))
    elif isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)


def test_every_page_is_tagged_and_the_language_is_told(printed: Path) -> None:
    import pikepdf

    with pikepdf.open(printed) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert all("/StructParents" in page for page in pdf.pages)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Trust, power and conflict in partnerships"


def test_headings_lists_links_and_figures_are_told_apart(printed: Path) -> None:
    import pikepdf

    with pikepdf.open(printed) as pdf:
        found = defaultdict(list)
        for element in elements(pdf.Root.StructTreeRoot.K):
            found[str(element.S)].append(element)
    assert {"/H1", "/H2", "/H3", "/H4", "/P", "/L", "/LI", "/Link"} <= set(found)
    assert len(found["/H1"]) == 1
    assert all("/Alt" in figure for figure in found["/Figure"])


def test_heading_levels_never_jump(printed: Path) -> None:
    import pikepdf

    with pikepdf.open(printed) as pdf:
        tags = [str(element.S) for element in elements(pdf.Root.StructTreeRoot.K)]
    levels = [int(tag[2]) for tag in tags if tag in {"/H1", "/H2", "/H3", "/H4", "/H5"}]
    assert all(second - first <= 1 for first, second in pairwise(levels))


def test_every_link_of_the_module_is_there_and_described(printed: Path, edition: Build) -> None:
    import pikepdf

    with pikepdf.open(printed) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", []) if str(note.Subtype) == "/Link"]
        addresses = {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}
        assert all("/Contents" in note for note in notes if "/A" in note)
    site = edition.site
    assert site is not None
    module = site.modules[MODULE]
    wanted = {
        site.resources[step.target].url
        for section in module.sections
        for step in section.steps
        if step.kind == "resource" and site.resources[step.target].url
    }
    assert wanted <= addresses


def test_bookmarks_lead_to_the_sections(printed: Path, edition: Build) -> None:
    import pikepdf

    with pikepdf.open(printed) as pdf, pdf.open_outline() as outline:
        chapter = outline.root[0].children[0]
        titles = [entry.title for entry in chapter.children]
    assert edition.site is not None
    sections = [section.title for section in edition.site.modules[MODULE].sections]
    assert titles == ["What you will be able to do", *sections, "References"]


def test_what_a_screen_reader_reads_is_in_the_order_of_the_steps(printed: Path, edition: Build) -> None:
    import pdfplumber

    with pdfplumber.open(printed) as pdf:
        words: dict[tuple[int, int], str] = defaultdict(str)
        for number, page in enumerate(pdf.pages, start=1):
            for character in page.chars:
                if character["mcid"] is not None:
                    words[number, character["mcid"]] += character["text"]

        def read(node: dict[str, Any]) -> Iterator[str]:
            for mark in node.get("mcids", []):
                yield words[node["page_number"], mark]
            for child in node.get("children", []):
                yield from read(child)

        spoken = " ".join(part for element in pdf.structure_tree for part in read(element))
    spoken = "".join(spoken.split())
    assert edition.site is not None
    place = 0
    for section in edition.site.modules[MODULE].sections:
        for step in section.steps:
            entry: Any = edition.site.tasks[step.target] if step.kind == "task" else edition.site.resources[step.target]
            title = "".join((entry.title if step.kind == "task" else entry.heading).split())
            assert title in spoken[place:], f"{title} is missing, or read too early"
            place = spoken.index(title, place) + len(title)


def test_the_same_catalogue_gives_the_same_bytes(printed: Path, edition: Build, root: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    assert edition.site is not None
    write_handbook(edition.site, [MODULE], again, theme=theme_folder(), time=edition.time)
    assert again.read_bytes() == printed.read_bytes()


def test_a_failure_leaves_the_earlier_file_alone(edition: Build, root: Path, tmp_path: Path) -> None:
    target = tmp_path / "handbook.pdf"
    target.write_bytes(b"the earlier one")
    assert edition.site is not None
    with pytest.raises(UnknownModuleError, match="no module `nowhere`"):
        write_handbook(edition.site, ["nowhere"], target, theme=theme_folder())
    with pytest.raises(HandbookError, match="missing"):
        write_handbook(edition.site, [], target, theme=tmp_path)
    assert target.read_bytes() == b"the earlier one"
    assert [path.name for path in tmp_path.iterdir()] == ["handbook.pdf"]


def test_the_whole_pathway_has_a_chapter_for_each_module(edition: Build) -> None:
    assert edition.site is not None
    document = handbook(edition.site, style_sheet="x.css")
    assert document.count('<section class="chapter"') == len(edition.site.modules) + 1
    assert all(f'<a href="#{name}">' in document for name in edition.site.modules)
