"""The blind set of import files: what came out right stays right. `blind/README.md` says how the set is kept."""

from __future__ import annotations

import pytest

from imports.blindimports import FOLDER, imported, judged, read_expected

EXPECTED = read_expected()


@pytest.mark.parametrize("name", EXPECTED)
def test_every_point_of_a_blind_file_is_right(name: str) -> None:
    missed = [point.what for point in judged(EXPECTED[name], *imported(FOLDER / name)) if not point.right]
    assert missed == []
