"""A site whose words are hard to find, built once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from siteproject import mkdocs
from siteserver import serve_folder
from wordsproject import write_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from conftest import Once


@pytest.fixture(scope="session")
def words_site(once: Once) -> Path:
    """The site of `files/words.yaml`."""

    def build(folder: Path) -> None:
        built = mkdocs(write_project(folder / "project"), folder / "site")
        assert built.returncode == 0, built.stdout + built.stderr

    return once("words", build) / "site"


@pytest.fixture(scope="session")
def words_address(words_site: Path) -> Iterator[str]:
    """Where it is served, below a path of its own."""
    with serve_folder(words_site, "/below/a/path/") as address:
        yield address


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh browser context with the given settings."""
    contexts = []

    def opened(**settings: object) -> Page:
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
