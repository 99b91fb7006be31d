"""The pathway that the program's tests run on: a small one of their own, whatever the project's own holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from published import SOMEWHERE, serve_at_its_address
from siteproject import PATHWAY, copy_project, mkdocs
from siteserver import serve_folder

if TYPE_CHECKING:
    from conftest import Once


@pytest.fixture(scope="session")
def pathway() -> Path:
    """The folder of that pathway. Not to be written to."""
    return PATHWAY


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """The site of that pathway, built strictly, once for all tests. Not to be written to."""

    def build(folder: Path) -> None:
        built = mkdocs(copy_project(folder / "project"), folder / "site")
        assert built.returncode == 0, built.stdout + built.stderr

    return once("built", build) / "site"


@pytest.fixture(scope="session")
def site_address(site: Path) -> Iterator[str]:
    """The address of the built site on a loopback server."""
    with serve_folder(site) as address:
        yield address


@pytest.fixture(scope="session")
def swapped_address(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the same site with Material's `navigation.instant`: one document for many pages."""

    def build(folder: Path) -> None:
        project = copy_project(folder / "project")
        settings = project / "mkdocs.yml"
        text = settings.read_text(encoding="utf-8")
        assert "  features: []" in text
        text = text.replace("  features: []", "  features: [navigation.instant]")
        settings.write_text(f"site_url: {SOMEWHERE}\n{text}", encoding="utf-8")
        built = mkdocs(project, folder / "site")
        assert built.returncode == 0, built.stdout + built.stderr

    copy = tmp_path_factory.mktemp("swapped") / "site"
    with serve_at_its_address(once("swapped", build) / "site", copy) as address:
        yield address
