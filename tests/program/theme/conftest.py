"""A small site in the theme, built with and without pages that are swapped in place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from learning_pathway.site.frontend import theme_folder
from published import SOMEWHERE, serve_at_its_address
from siteproject import mkdocs
from smallsite import BASE, PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from conftest import Once


@pytest.fixture(scope="session", params=["whole pages", "swapped pages"])
def small_site(request: pytest.FixtureRequest, once: Once, root: Path) -> Path:
    """The small site, built strictly; the second time with `navigation.instant`."""
    kind = str(request.param)

    def build(folder: Path) -> None:
        (folder / "docs").mkdir()
        for name, text in PAGES.items():
            (folder / "docs" / name).write_text(text, encoding="utf-8")
        settings = {
            "site_name": 'Small & <b>"safe"</b>',
            "site_url": SOMEWHERE + BASE.removeprefix("/"),
            "strict": True,
            "theme": {
                "name": "material",
                "custom_dir": str(theme_folder()),
                "font": False,
                "language": "en",
                "features": ["navigation.instant"] if kind == "swapped pages" else [],
            },
            "nav": [{"Home": "index.md"}, "hostile.md", {"Plain": "plain.md"}, "code.md"],
            "plugins": ["search"],
            "markdown_extensions": ["attr_list", "pymdownx.superfences", {"pymdownx.highlight": {}}],
        }
        (folder / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
        built = mkdocs(folder, folder / "site")
        assert built.returncode == 0, built.stdout + built.stderr

    return once(kind, build) / "site"


@pytest.fixture(scope="session")
def small_address(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the small site is served, below a path of its own."""
    with serve_at_its_address(small_site, tmp_path_factory.mktemp("small") / "site", BASE) as address:
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
