"""The blind sets of import files: what came out right stays right. `blind/README.md` says how they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from imports.blindimports import imported, judged, read_expected

EXPECTED = read_expected()


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name)
def test_every_point_of_a_blind_file_is_right(path: Path) -> None:
    missed = [point.what for point in judged(EXPECTED[path], *imported(path)) if not point.right]
    assert missed == []
