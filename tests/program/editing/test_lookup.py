"""`pathway show` and `pathway find`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from smallproject import run


def test_show_prints_the_entry_as_written_and_its_mentions(project: Path) -> None:
    result = run("show", "report", "--path", project)
    assert result.exit_code == 0
    assert result.stdout.startswith("report  The report  (resource; resources/more.yaml:2)\n")
    assert "  - id: report\n    type: report\n    title: The report\n    themes:\n      - trust\n" in result.stdout
    assert "  resources.yaml:18  first/one (read)\n" in result.stdout
    assert "talk" in result.stdout
    assert "Nothing mentions it." in run("show", "both", "--path", project).stdout


def test_show_as_data(project: Path) -> None:
    said = json.loads(run("show", "first/one", "--format", "json", "--path", project).stdout)
    assert (said["id"], said["kind"], said["title"], said["draft"]) == ("first/one", "section", "One", False)
    assert said["mentions"] == [{"id": "first/zero", "field": "replacement", "file": "resources.yaml", "line": 27}]
    assert said["values"]["steps"][0]["read"] == "report"
    assert json.loads(run("show", "soon", "--format", "json", "--path", project).stdout)["draft"] is True


@pytest.mark.parametrize(("name", "why"), [("reprot", "did you mean `report`?"), ("one", "write the whole name")])
def test_show_says_what_is_meant(project: Path, name: str, why: str) -> None:
    result = run("show", name, "--path", project)
    assert (result.exit_code, why in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["report"], ["report"]),
        (["REPORT", "the"], ["report"]),
        (["listen"], ["listen"]),
        (["listen", "first"], ["listen"]),
        (["not", "yet"], ["soon"]),
        (["trust"], ["trust"]),
        (["second"], ["second"]),
    ],
)
def test_find_puts_names_and_titles_first(project: Path, words: list[str], wanted: list[str]) -> None:
    found = json.loads(run("find", *words, "--format", "json", "--path", project).stdout)
    assert [each["id"] for each in found][: len(wanted)] == wanted


def test_find_passes_over_case_and_accents(project: Path) -> None:
    file = project / "resources" / "more.yaml"
    file.write_text(file.read_text().replace("title: The talk", "title: L’Été à Zürich"))
    assert run("find", "ete", "zurich", "--path", project).stdout.startswith("talk  L’Été à Zürich  (resource;")
    assert run("find", "ETE", "--kind", "task", "--path", project).exit_code == 1
    nothing = run("find", "zebra", "--path", project)
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (1, "", "No entry has these words.\n")


def test_signs_that_cannot_be_seen_are_shown_as_codes(project: Path) -> None:
    file = project / "resources" / "more.yaml"
    file.write_text(file.read_text().replace("title: The talk", r'title: "The \u202etalk"'))
    for arguments in (["find", "talk"], ["show", "talk"]):
        assert "\u202e" not in run(*arguments, "--path", project).stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("repor", "Error: There is no entry `repor`; did you mean `report`?\n"),
        ("bot", "Error: There is no entry `bot`; did you mean `both`?\n"),
        ("zzz", "Error: There is no entry `zzz`.\n"),
    ],
)
def test_an_unknown_name_is_answered_in_a_sentence(project: Path, name: str, said: str) -> None:
    assert run("show", name, "--path", project).stderr.replace("\n\n", "\n") == said


def test_blanks_around_a_name_and_a_part_of_several_names(project: Path) -> None:
    assert run("show", " report ", "--path", project).exit_code == 0
    file = project / "resources.yaml"
    more = "  - {id: meeting-notes-one, prompt: A}\n  - {id: meeting-notes-two, prompt: B}\n"
    file.write_text(file.read_text().replace("tasks:\n", f"tasks:\n{more}"))
    said = run("show", "notes", "--path", project).stderr
    assert "did you mean `meeting-notes-one` or `meeting-notes-two`?" in said


@pytest.mark.parametrize("command", [["find", "trust"], ["show", "trust"], ["status"], ["due"], ["rename", "a", "b"]])
@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "The folder holds no `resources.yaml`. Give the folder that holds"),
        ({"notes.txt": "Hello"}, "The folder holds no `resources.yaml`."),
        ({"site/resources.yaml": "pathway: {title: T}\n"}, "There is one in `site`: go there, or add `--path site`."),
        ({"mkdocs.yml": "site_name: T\n", "docs/index.md": "# T\n"}, "The folder holds no `resources.yaml`."),
    ],
    ids=["empty", "another folder", "above the project", "another site"],
)
def test_in_a_folder_without_a_catalogue_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], files: dict[str, str], why: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    result = run(*command)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert why in result.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    for command in (["find", "trust"], ["show", "trust"], ["status"], ["due"]):
        result = run(*command, "--path", tmp_path / "nowhere")
        assert result.exit_code == 2, result.output
        assert "There is no file or folder" in result.stderr


@pytest.mark.parametrize("group", ["links", "voices"])
def test_the_help_of_a_group_has_whole_sentences(group: str) -> None:
    lines = run(group, "--help").output.partition("Commands:")[2]
    assert "..." not in lines
    assert "…" not in lines
    said = [" ".join(part.split()) for part in re.split(r"\n  (?=\w)", lines) if part.strip()]
    assert len(said) >= 5
    assert all(part.endswith(".") for part in said), said
