"""Files for other software beside the pages: which there are, what is in them, and that pages lead to them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path, PurePosixPath

import bibtexparser
import pytest
import rispy

from learning_pathway.formats.registry import FORMATS
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.document import Asset
from learning_pathway.site.labels import OFFERED, RECORD_FORMATS
from learning_pathway.site.parallel import HiddenFileError, write_files
from smallcatalogue import CATALOGUE, Open

SUFFIXES = tuple(FORMATS[name].suffix for name in OFFERED)


@pytest.fixture(scope="module")
def real(pathway: Path) -> Build:
    return open_build(pathway)


@pytest.fixture(scope="module")
def files(real: Build) -> Mapping[str, str]:
    return {file.path: file.text for file in real.assets()}


def ids(text: str, suffix: str) -> list[str]:
    """Ids of the works in a file of references, each read by a reader that is not ours."""
    if suffix == ".ris":
        return [record["id"] for record in rispy.loads(text)]
    if suffix == ".bib":
        library = bibtexparser.parse_string(text)
        assert library.failed_blocks == []
        return [entry.key for entry in library.entries]
    if suffix == ".csl.json":
        return [item["id"] for item in json.loads(text)]
    return re.findall(r"^([a-z0-9-]+),(?=[a-z-]+,)", text.removeprefix("\ufeff").partition("\r\n")[2], re.MULTILINE)


def test_every_record_has_a_file_of_each_format(real: Build, files: Mapping[str, str]) -> None:
    assert real.site
    for name in real.site.resources:
        for suffix in (FORMATS[form].suffix for form in RECORD_FORMATS):
            assert ids(files[f"resources/{name}/{name}{suffix}"], suffix) == [name]
    assert [path for path in files if path.startswith("resources/") and path.endswith(".csv")] == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_lists_hold_the_works_of_a_module_a_theme_and_everything_in_order(
    real: Build, files: Mapping[str, str], suffix: str
) -> None:
    assert real.site
    assert ids(files[f"library/library{suffix}"], suffix) == list(real.site.resources)
    assert ids(files[f"themes/trust/trust{suffix}"], suffix) == [r.id for r in real.site.resources_by_theme["trust"]]
    module = real.site.modules["collaborative-impact-leadership"]
    steps = [step.target for section in module.sections for step in section.steps if step.kind == "resource"]
    assert ids(files[f"modules/{module.id}/{module.id}{suffix}"], suffix) == list(dict.fromkeys(steps))


def test_the_two_references_stand_on_the_page_and_go_out_whole(real: Build, files: Mapping[str, str]) -> None:
    pages = {page.path: page.text for page in real.pages() if page.path.startswith("resources/")}
    report = (
        "Sharp, C., McLaughlin, D., Whitley, J., &amp; Lawson, K. (2022). "
        "<i>How do we know we are doing good work?</i> Collective Leadership for Scotland. "
    )
    assert f"<p>{report}<a href=" in pages["resources/good-work-report/index.md"]
    paper = (
        "Worrall, R. (2009). Co-creating public service leadership development in a new era of collaboration. "
        "<i>Proceedings of the European Conference on Management, Leadership &amp; Governance</i>, 274–282."
    )
    assert f"<p>{paper}</p>" in pages["resources/worrall-2009/index.md"]
    for name, reference in (("worrall-2009", paper), ("good-work-report", report)):
        plain = unescape(re.sub("<[^>]*>", "", reference))
        assert f"resources/{name}/{name}.csv" not in files
        assert plain in files["library/library.csv"]
    record = rispy.loads(files["resources/worrall-2009/worrall-2009.ris"])[0]
    assert (record["type_of_reference"], record["start_page"], record["end_page"]) == ("JOUR", "274", "282")


def test_pages_link_to_every_file_and_to_none_that_is_not_there(real: Build, files: Mapping[str, str]) -> None:
    linked = set()
    for page in real.pages():
        for href in re.findall(r'<a href="([^"]+)" type="[^"]+" download>', page.text):
            linked.add((PurePosixPath(page.path).parent / href).as_posix())
    packages = {file.path for file in real.packages()}
    assert linked == {path for path in files if path.endswith(SUFFIXES)} | packages


def test_links_to_files_say_of_what_they_are(real: Build) -> None:
    page = next(page.text for page in real.pages() if page.path == "themes/trust/index.md")
    found = re.findall(r"download>([^<]+)<span class=\"lp-hidden\">([^<]+)</span>", page)
    assert found == [(FORMATS[name].label, " file of the resources on Trust") for name in OFFERED]


def test_a_theme_or_module_without_works_offers_none(open_catalogue: Open) -> None:
    edition = open_catalogue(CATALOGUE.replace("themes: [trust, power]", "themes: [trust]"))
    assert not [file for file in edition.assets() if file.path.startswith("themes/power")]
    page = next(page.text for page in edition.pages() if page.path == "themes/power/index.md")
    assert "download" not in page


def test_a_catalogue_with_problems_has_no_files(open_catalogue: Open) -> None:
    assert list(open_catalogue("resources:\n  - {id: a}\n").assets()) == []


def test_the_same_catalogue_gives_the_same_files(pathway: Path, files: Mapping[str, str]) -> None:
    assert {file.path: file.text for file in open_build(pathway).assets()} == files


def test_no_file_hides_one_that_somebody_wrote(tmp_path: Path) -> None:
    with pytest.raises(HiddenFileError, match=r"themes/a\.ris"):
        write_files([Asset("themes/a.ris", "ours")], tmp_path, {"themes/a.ris"})
    assert not list(tmp_path.iterdir())


def test_a_page_that_somebody_wrote_stands_before_a_redirect(tmp_path: Path) -> None:
    redirects = [Asset(f"themes/{name}/index.html", "a redirect") for name in ("old", "older")]
    write_files(redirects, tmp_path, {"themes/old/index.html"})
    assert [path.parent.name for path in tmp_path.rglob("index.html")] == ["older"]
