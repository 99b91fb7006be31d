"""This pathway itself: its folder, and its site, built once for all tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from siteproject import run
from siteserver import serve_folder

if TYPE_CHECKING:
    from conftest import Once


@pytest.fixture(scope="session")
def pathway(root: Path) -> Path:
    """The project's folder, which holds this pathway."""
    return root


@pytest.fixture(scope="session")
def site(once: Once, root: Path) -> Path:
    """This pathway's site, built strictly as the README says. Not to be written to."""

    def build(folder: Path) -> None:
        built = run([sys.executable, root / "scripts" / "build", "--site-dir", folder / "site"])
        assert built.returncode == 0, built.stdout + built.stderr

    return once("built-content", build) / "site"


@pytest.fixture(scope="session")
def site_address(site: Path) -> Iterator[str]:
    """The address of the built site on a loopback server."""
    with serve_folder(site) as address:
        yield address
