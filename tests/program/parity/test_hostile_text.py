"""Hostile text in every field of a catalogue changes no element of any page, whichever engine builds the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from hostileproject import project
from hostiletext import HOSTILE, elements
from parity.conftest import build_with
from siteproject import stage

pytestmark = pytest.mark.engine

EVERYTHING = "\n\n".join(HOSTILE)


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A project full of harmless words, and one full of hostile text."""
    folder = tmp_path_factory.mktemp("hostile")
    return [project(folder / name, text) for name, text in (("plain", "Word"), ("hostile", EVERYTHING))]


@pytest.fixture(scope="module")
def staged(projects: list[Path]) -> list[Path]:
    """The same projects as plain Markdown."""
    folders = [made.parent / "staged" for made in projects]
    for made, folder in zip(projects, folders, strict=True):
        done = stage(made, folder)
        assert done.returncode == 0, done.stdout + done.stderr
    return folders


def test_hostile_text_changes_no_element_of_any_page_by_hook(projects: list[Path], tmp_path: Path) -> None:
    assert_made_of_the_same("mkdocs", projects, tmp_path)


@pytest.mark.full_only
@pytest.mark.parametrize("name", ["mkdocs", "properdocs", "zensical"])
def test_hostile_text_changes_no_element_of_any_page_when_staged(staged: list[Path], tmp_path: Path, name: str) -> None:
    assert_made_of_the_same(name, staged, tmp_path)


def assert_made_of_the_same(name: str, projects: list[Path], folder: Path) -> None:
    """Build both with an engine: their pages have the same elements."""
    sites = [folder / "plain", folder / "hostile"]
    for made, site in zip(projects, sites, strict=True):
        build_with(name, made, site)
    plain, hostile = ({path.relative_to(site): path for path in site.rglob("index.html")} for site in sites)
    assert plain.keys() == hostile.keys()
    assert len(plain) > 25
    for name, path in hostile.items():
        ours, theirs = (elements(one.read_text(encoding="utf-8"), small_set=True) for one in (plain[name], path))
        assert theirs == ours, name
