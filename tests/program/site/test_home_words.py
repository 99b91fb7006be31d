"""The words of the home page follow from what the catalogue holds, and each of them can be set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from learning_pathway.catalogue import read
from learning_pathway.site.build import open_build
from smallcatalogue import CATALOGUE

#: A word of each of the usual points, and what the catalogue must hold for it.
POINTS = {"Follow a route": "routes", "Each step says": "modules", "reflection tasks": "tasks"}
WORDS = {
    "start": "Begin & go",
    "library": "See <all>",
    "how_it_works": "What you do",
    "modules": "Parts",
    "routes": "Ways",
    "recent": "Latest",
}


def home(folder: Path, home_words: Any = None, without: tuple[str, ...] = ()) -> str:
    data = yaml.safe_load(CATALOGUE)
    for name in without:
        del data[name]
    if "tasks" in without and "modules" in data:
        for section in data["modules"][1]["sections"]:
            section["steps"] = [step for step in section["steps"] if "task" not in step]
    data["resources"][0]["added"] = "2024-01-01"
    if home_words is not None:
        data["pathway"]["home"] = home_words
    (folder / "resources.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    build = open_build(folder)
    assert build.site, build.problem_list
    return next(page for page in build.pages() if page.path == "index.md").body


@pytest.mark.parametrize(
    "without", [(), ("routes",), ("tasks",), ("routes", "tasks"), ("modules", "routes"), ("modules", "routes", "tasks")]
)
def test_it_speaks_only_of_what_there_is(tmp_path: Path, without: tuple[str, ...]) -> None:
    text = home(tmp_path, without=without)
    for words, needed in POINTS.items():
        assert (words in text) == (needed not in without and "modules" not in without), words
    assert ("How it works" in text) == ("modules" not in without)


@pytest.mark.parametrize("name", WORDS)
def test_each_heading_and_button_can_be_set(tmp_path: Path, name: str) -> None:
    usual, changed = home(tmp_path), home(tmp_path, {name: WORDS[name]})
    escaped = WORDS[name].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert escaped not in usual
    assert escaped in changed


def test_the_points_can_be_set_or_left_out(tmp_path: Path) -> None:
    changed = home(tmp_path, {"points": [{"title": "Bake <bread>", "text": "With *flour*."}]})
    assert "Bake &lt;bread&gt;" in changed
    assert "<em>flour</em>" in changed
    assert not any(words in changed for words in POINTS)
    none = home(tmp_path, {"points": []})
    assert "How it works" not in none
    assert not any(words in none for words in POINTS)


@pytest.mark.parametrize(("key", "code"), [("strat", "unknown-key"), ("points", "wrong-shape")])
def test_a_mistake_in_them_is_told_with_its_line(tmp_path: Path, key: str, code: str) -> None:
    (tmp_path / "resources.yaml").write_text(
        CATALOGUE.replace("title: Small pathway", f"title: A\n  home:\n    {key}: Begin"), encoding="utf-8"
    )
    (problem,) = [problem for problem in read(tmp_path).problems if problem.code == code]
    assert problem.line == 5
