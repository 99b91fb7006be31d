"""A catalogue read with changes that are not written yet has the problems that it would have."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning_pathway.catalogue import read
from learning_pathway.catalogue.yaml.patch import Patch, preview

TEXT = "pathway: {title: Small}\ntasks:\n  - {id: think, prompt: What do you think?}\n"


@pytest.mark.parametrize("files", [(), ("mkdocs.yml",), ("published-ids.txt",), ("mkdocs.yml", "published-ids.txt")])
def test_a_change_without_effect_leaves_every_problem(tmp_path: Path, files: tuple[str, ...]) -> None:
    (tmp_path / "resources.yaml").write_text(TEXT, encoding="utf-8")
    for name in files:
        (tmp_path / name).write_text("", encoding="utf-8")
    before = [(problem.code, problem.message) for problem in read(tmp_path).problems]
    patch = Patch("resources.yaml", TEXT, TEXT, ())
    assert [(problem.code, problem.message) for problem in preview(tmp_path, [patch]).problems] == before
