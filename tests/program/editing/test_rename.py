"""`pathway rename`: every mention follows, the old id is kept, and nothing else changes."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

import pytest

from learning_pathway.catalogue import read
from messycatalogues import MESSY
from smallproject import run, texts


def changed(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("name", "new", "mentions"),
    [
        ("report", "annual-report", 10),
        ("trust", "confidence", 8),
        ("think", "reflect", 1),
        ("first", "beginning", 3),
        ("second", "middle", 3),
        ("first/one", "opening", 1),
        ("listen", "listen-first", 1),
        ("what-helps", "what-works", 2),
        ("both", "everyone", 0),
        ("advice/event", "day", 0),
        ("soon", "later", 0),
    ],
)
def test_every_mention_follows_and_nothing_else(project: Path, name: str, new: str, mentions: int) -> None:
    old = name.rpartition("/")[2]
    before = texts(project)
    result = run("rename", name, new, "--yes", "--path", project)
    assert result.exit_code == 0, result.output
    after = texts(project)
    together = "".join(after.values())
    assert read(project).catalogue is not None, read(project).problems
    assert together.count(new) == mentions + 1
    undone = {file: text.replace(new, old) for file, text in after.items()}
    for file, text in undone.items():
        extra = changed(before[file], text)
        assert all("formerly" in line or line.startswith("- ") for line in extra), extra
        assert len(extra) <= 2
    assert together.count("formerly") == 1


def test_the_old_id_stands_below_the_new_one_and_comments_stay(project: Path) -> None:
    run("rename", "trust", "confidence", "--yes", "--path", project)
    lines = (project / "resources.yaml").read_text().splitlines()
    assert lines[2:5] == ["  - id: confidence  # the first", "    formerly: [trust]", "    title: Trust"]


def test_the_change_is_shown_and_asked_about(project: Path) -> None:
    before = texts(project)
    shown = run("rename", "report", "annual-report", "--path", project, typed="n\n")
    assert shown.exit_code == 1
    assert "Rename the resource `report` to `annual-report`." in shown.stdout
    assert "`first/one` (read)" in shown.stdout
    assert "+  - id: annual-report" in shown.stdout
    assert "Nothing was written" in shown.stderr
    assert texts(project) == before
    assert run("rename", "report", "annual-report", "--path", project).exit_code == 1  # no one answers
    assert texts(project) == before
    assert run("rename", "report", "annual-report", "--path", project, typed="y\n").exit_code == 0
    assert texts(project) != before


def test_a_dry_run_writes_nothing_and_json_says_it_as_data(project: Path) -> None:
    before = texts(project)
    result = run("rename", "report", "annual-report", "--dry-run", "--format", "json", "--path", project)
    said: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == 0
    assert said["written"] is False
    assert said["files"] == ["resources/more.yaml", "resources.yaml"]
    assert said["words"][0] == "Rename the resource `report` to `annual-report`."
    assert texts(project) == before
    written = run("rename", "report", "annual-report", "--yes", "--format", "json", "--path", project)
    assert json.loads(written.stdout) == {**said, "written": True}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["report", "talk"], "`talk` is the id of another resource already (resources/more.yaml, line 7)"),
        (["report", "gone"], "`gone` is retired"),
        (["report", "report"], "is its id already"),
        (["report", "Annual Report"], "write `annual-report`"),
        (["report", "../etc"], "can't be an id"),
        (["report", "a" * 81], "can't be an id"),
        (["report", "a--b"], "can't be an id"),
        (["report", ""], "can't be an id"),
        (["reprot", "annual"], "did you mean `report`?"),
        (["gone", "back"], "is retired"),
        (["one", "opening"], "could be `first/one` and `second/one`; write the whole name"),
        (["first/one", "two"], "`first/two` is the id of another section"),
        (["report", "soon"], "`soon` is the id of another resource already"),
        (["report", "index"], "`index` cannot be an id"),
    ],
)
def test_it_refuses_with_the_reason(project: Path, arguments: list[str], why: str) -> None:
    before = texts(project)
    result = run("rename", *arguments, "--yes", "--path", project)
    assert (result.exit_code, texts(project)) == (2, before), result.output
    assert why in result.stderr
    assert "othing was written" in result.stderr


def test_a_former_id_is_told_and_can_be_given_back(project: Path) -> None:
    run("rename", "report", "annual-report", "--yes", "--path", project)
    assert "is called `annual-report` now" in run("rename", "report", "x", "--yes", "--path", project).stderr
    assert "former id of another" in run("rename", "talk", "report", "--yes", "--path", project).stderr
    assert run("rename", "annual-report", "report", "--yes", "--path", project).exit_code == 0
    text = (project / "resources/more.yaml").read_text()
    assert "  - id: report\n    formerly: [annual-report]\n" in text


def test_the_kind_is_asked_for_where_two_share_an_id(project: Path) -> None:
    run("rename", "think", "talk", "--yes", "--path", project)
    result = run("rename", "talk", "speech", "--yes", "--path", project)
    assert "`--kind resource` or `--kind task`" in result.stderr
    assert run("rename", "talk", "speech", "--kind", "task", "--yes", "--path", project).exit_code == 0
    text = (project / "resources.yaml").read_text()
    assert ("task: speech" in text, "listen: talk" in text) == (True, True)


def test_a_catalogue_with_errors_is_left_alone(project: Path) -> None:
    with (project / "resources.yaml").open("a") as file:
        file.write("themse: []\n")
    before = texts(project)
    result = run("rename", "report", "annual", "--yes", "--path", project)
    assert (result.exit_code, texts(project)) == (2, before)
    assert "The catalogue has errors; fix them first. resources.yaml:" in result.stderr


@pytest.mark.parametrize("form", MESSY)
@pytest.mark.parametrize("name", ["float", "breathe", "basics", "begin"])
def test_any_way_of_writing_is_kept(tmp_path: Path, form: str, name: str) -> None:
    file = tmp_path / "resources.yaml"
    file.write_bytes(MESSY[form].encode())
    result = run("rename", name, f"{name}-2", "--yes", "--path", tmp_path)
    assert result.exit_code == 0, result.output
    after = file.read_bytes().decode()
    ends = "\r\n" if "\r\n" in MESSY[form] else "\n"
    kept = [line for line in after.replace(f"{name}-2", name).split(ends) if "formerly" not in line]
    lost = [line for line in MESSY[form].split(ends) if line not in kept]
    assert len(lost) <= 1  # an entry in brackets has `formerly` in its own line
    assert after.count("formerly") == 1
    assert read(tmp_path).catalogue is not None


def test_a_shared_id_is_changed_where_it_means_the_entry(tmp_path: Path) -> None:
    text = (
        "resources:\n  - {id: &a float, type: book, title: *a}\n  - {id: b, type: book, title: B, related: [*a]}\n"
        "tasks:\n  - {id: *a, prompt: Why?}\n"
    )
    (tmp_path / "resources.yaml").write_text(text)
    assert run("rename", "float", "swim", "--kind", "resource", "--yes", "--path", tmp_path).exit_code == 0
    catalogue = read(tmp_path).catalogue
    assert catalogue is not None
    assert [(each.id, each.title, each.related) for each in catalogue.resources] == [
        ("swim", "float", ()),
        ("b", "B", ("swim",)),
    ]
    assert catalogue.tasks[0].id == "float"
