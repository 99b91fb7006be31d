"""A small catalogue on disk, and the pages that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from learning_pathway.site.build import Build, open_build
from smallcatalogue import CATALOGUE, Open


@pytest.fixture
def open_catalogue(tmp_path: Path) -> Open:
    """Write a catalogue and open it: `open_catalogue(text)`."""

    def open_text(text: str = CATALOGUE) -> Build:
        (tmp_path / "resources.yaml").write_text(text, encoding="utf-8")
        return open_build(tmp_path)

    return open_text


@pytest.fixture
def pages(open_catalogue: Open) -> Mapping[str, str]:
    """The text of every page of the small catalogue, by path."""
    edition = open_catalogue()
    return {page.path: page.text for page in edition.pages()}
