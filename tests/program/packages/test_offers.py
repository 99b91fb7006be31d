"""Packages that the site itself offers: those that the settings name, where its pages say they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learning_pathway.catalogue.types import PackageKind
from learning_pathway.packages import PACKAGES
from learning_pathway.packages.scorm12 import MOST_STEPS
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.files.downloads import export_file

CATALOGUE = """
pathway: {{title: Offers, packages: [{packages}]}}
resources: [{{id: a, type: report, title: A}}]
tasks: [{{id: t, prompt: Think.}}]
modules:
  - {{id: reading, title: Reading, sections: [{{id: s, title: S, steps: [{{read: a}}]}}]}}
  - {{id: thinking, title: Thinking, sections: [{{id: s, title: S, steps: [{{task: t}}]}}]}}
"""


def opened(folder: Path, packages: str) -> Build:
    (folder / "resources.yaml").write_text(CATALOGUE.format(packages=packages), encoding="utf-8")
    return open_build(folder)


def offered(edition: Build) -> set[str]:
    """Where the pages say that packages are, relative to the site."""
    endings = "|".join(re.escape(package.ending) for package in PACKAGES.values())
    return {
        page.path.removesuffix("index.md") + href
        for page in edition.pages()
        for href in re.findall(rf'href="([^"]+(?:{endings}))"', page.text)
    }


def test_the_settings_know_every_kind_of_package() -> None:
    assert set(PackageKind) == PACKAGES.keys()


def test_without_the_setting_there_is_nothing(tmp_path: Path) -> None:
    edition = opened(tmp_path, "")
    assert list(edition.packages()) == []
    assert offered(edition) == set()


def test_every_offer_is_there(tmp_path: Path) -> None:
    edition = opened(tmp_path, "epub, epub, scorm12, common-cartridge")
    files = {file.path: file.data for file in edition.packages()}
    assert offered(edition) == files.keys()
    assert len(files) == 3 * 3
    assert edition.site is not None
    assert files["modules/thinking/thinking.epub"] == export_file(edition.site, "epub", ["thinking"], time=edition.time)
    assert files["modules/pathway.imscc"] == export_file(edition.site, "common-cartridge", time=edition.time)


def test_a_module_that_scorm_cannot_remember_is_not_offered_so(tmp_path: Path) -> None:
    number = MOST_STEPS + 1
    tasks = "".join(f"  - {{id: t{place}, prompt: Think.}}\n" for place in range(number))
    steps = ", ".join(f"{{task: t{place}}}" for place in range(number))
    (tmp_path / "resources.yaml").write_text(
        f"pathway: {{packages: [scorm12, epub]}}\ntasks:\n{tasks}"
        f"modules: [{{id: m, title: M, sections: [{{id: s, title: S, steps: [{steps}]}}]}}]\n",
        encoding="utf-8",
    )
    edition = open_build(tmp_path)
    assert offered(edition) == {file.path for file in edition.packages()} == {"modules/m/m.epub"}


def test_a_kind_that_is_gone_is_left_out(tmp_path: Path) -> None:
    edition = opened(tmp_path, "gift, epub")
    assert edition.problems == ()
    assert offered(edition) == {file.path for file in edition.packages()}
    assert {path.rpartition(".")[2] for path in offered(edition)} == {"epub"}
    assert offered(opened(tmp_path, "gift")) == set()


def test_a_kind_that_does_not_exist_is_a_problem_with_a_way_out(tmp_path: Path) -> None:
    (problem,) = opened(tmp_path, "epubs").problems
    assert "`epub`" in str(problem)


@pytest.mark.engine
def test_the_built_site_holds_what_its_pages_offer(site: Path, edition: Build) -> None:
    paths = offered(edition)
    assert edition.site is not None
    assert len(paths) == len(PackageKind) * (len(edition.site.modules) + 1)
    assert [path for path in sorted(paths) if not (site / path).is_file()] == []
    listed = (site / "assets" / "pathway" / "precache.js").read_text(encoding="utf-8")
    assert not any(f'"{path}"' in listed for path in paths), "reading offline needs none of them"
