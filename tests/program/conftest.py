"""The pathway that the program's tests run on: a small one of their own, whatever the project's own holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

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
