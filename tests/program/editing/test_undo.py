"""`pathway undo`: takes back what commands and the desk changed, the last change first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from learning_pathway.editing.journal import entries
from smallproject import run, texts


def renamed(project: Path, id_: str, new: str) -> None:
    assert run("rename", id_, new, "--yes", "--path", project).exit_code == 0


def test_one_change_after_another_is_taken_back(project: Path) -> None:
    begun = texts(project)
    renamed(project, "talk", "speech")
    between = texts(project)
    assert run("move", "think", "--before", "first/one/report", "--yes", "--path", project).exit_code == 0
    for expected in (between, begun):
        done = run("undo", "--yes", "--path", project)
        assert done.exit_code == 0, done.output
        assert texts(project) == expected
    done = run("undo", "--yes", "--path", project)
    assert (done.exit_code, "There is no change to undo." in done.output) == (2, True)
    assert texts(project) == begun


def test_the_change_is_shown_and_asked_for_first(project: Path) -> None:
    renamed(project, "talk", "speech")
    after = texts(project)
    for options, typed, code in (
        (["--dry-run"], None, 0),
        ([], "n\n", 1),
        ([], "", 1),
        (["--format", "json"], None, 1),
    ):
        done = run("undo", *options, "--path", project, typed=typed)
        assert done.exit_code == code, options
        assert "Undo: Rename the resource `talk` to `speech`." in done.output
        assert "+  - id: talk" in done.output
        assert texts(project) == after, options
    assert run("undo", "--path", project, typed="y\n").exit_code == 0
    assert texts(project) != after


def test_any_change_of_the_list_can_be_named_an_undo_too(project: Path) -> None:
    begun = texts(project)
    renamed(project, "talk", "speech")
    renamed(project, "think", "reflect")
    listed = json.loads(run("undo", "--list", "--format", "json", "--path", project).output)
    assert [each["words"][0] for each in listed] == [
        "Rename the task `think` to `reflect`.",
        "Rename the resource `talk` to `speech`.",
    ]
    both = texts(project)
    assert run("undo", "--change", listed[1]["id"], "--yes", "--path", project).exit_code == 0
    assert "speech" not in "".join(texts(project).values())
    shown = run("undo", "--list", "--path", project).output
    assert f"{listed[1]['id']}  Rename the resource `talk` to `speech`. (undone)" in shown
    assert run("undo", "--change", entries(project)[-1].id, "--yes", "--path", project).exit_code == 0
    assert texts(project) == both
    assert run("undo", "--yes", "--path", project).exit_code == 0  # the last that is no undo: the task's
    assert run("undo", "--change", listed[1]["id"], "--yes", "--path", project).exit_code == 2, "undone already"
    assert texts(project) != begun


def test_what_was_changed_again_is_not_undone(project: Path) -> None:
    renamed(project, "talk", "speech")
    file = project / "resources" / "more.yaml"
    file.write_text(file.read_text().replace("id: speech", "id: lecture  # mine"))
    now = texts(project)
    done = run("undo", "--yes", "--path", project)
    assert done.exit_code == 2
    assert "changed since" in done.output
    assert texts(project) == now


@pytest.mark.parametrize("name", ["20240501T120000000000-00000000", "../../resources", "x" * 500, "\u202e", ""])
def test_an_unknown_change_is_refused(project: Path, name: str) -> None:
    renamed(project, "talk", "speech")
    after = texts(project)
    done = run("undo", "--change", name, "--yes", "--path", project)
    assert (done.exit_code, texts(project)) == (2, after)
    assert "There is no such change in the diary. Nothing was written." in done.output


def test_without_a_diary_there_is_nothing_to_list(project: Path) -> None:
    done = run("undo", "--list", "--path", project)
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads(run("undo", "--list", "--format", "json", "--path", project).stdout) == []
