"""The small project that the tests of this folder change."""

from __future__ import annotations

from pathlib import Path

import pytest

from smallproject import write_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project in two files."""
    return write_project(tmp_path)
