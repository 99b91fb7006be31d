"""Suggestions and problem reports as changes: each sent text has the result that its golden file lists."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from learning_pathway.catalogue import Severity, read
from learning_pathway.catalogue.contribution_forms import REPORT, SUGGESTION, as_text
from learning_pathway.cli import main
from learning_pathway.editing.journal import entries
from sentcontributions import CATALOGUE, CONTRIBUTIONS, GOLDEN, TODAY, result, write_project

EXPECTED = json.loads(GOLDEN.read_text(encoding="utf-8"))


def run(folder: Path, text: str, *options: str) -> Result:
    (folder / "sent.txt").write_text(text, encoding="utf-8")
    project = write_project(folder / "project") if not (folder / "project").exists() else folder / "project"
    command = ["intake", str(folder / "sent.txt"), "--path", str(project), "--today", TODAY.isoformat()]
    return CliRunner().invoke(main, [*command, *options])


def files(project: Path) -> dict[str, str]:
    return {str(path.relative_to(project)): path.read_text("utf-8") for path in project.rglob("*") if path.is_file()}


SUGGESTED = as_text(SUGGESTION, {"title": "Trust", "why": "It helps.", "url": "https://example.com/t", "type": "blog"})


@pytest.mark.parametrize("name", CONTRIBUTIONS)
def test_a_text_has_the_result_that_is_promised(name: str, tmp_path: Path) -> None:
    begun = time.process_time()
    assert result(name, tmp_path) == EXPECTED[name]
    assert time.process_time() - begun < 10
    assert files(tmp_path / "project") == {"resources.yaml": CATALOGUE}, "nothing is written"


def test_every_kind_of_result_is_promised() -> None:
    assert {each["outcome"] for each in EXPECTED.values()} == {
        *("change", "known", "located", "empty", "refused", "unreadable")
    }
    assert EXPECTED.keys() == CONTRIBUTIONS.keys()
    assert len(CONTRIBUTIONS) >= 40


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name, each in EXPECTED.items() if each["outcome"] == "change"])
def test_what_is_written_adds_nothing_but_what_is_shown(name: str, tmp_path: Path) -> None:
    sent = CONTRIBUTIONS[name]
    file = tmp_path / (name if name.endswith(".eml") else "sent.txt")
    file.write_bytes(sent if isinstance(sent, bytes) else sent.encode())
    project = write_project(tmp_path / "project")
    command = ["intake", str(file), "--path", str(project), "--into", "resources.yaml", "--yes"]
    done = CliRunner().invoke(main, [*command, "--today", TODAY.isoformat()])
    assert done.exit_code == 0, done.output
    before, after = (
        yaml.load(text, yaml.CSafeLoader) for text in (CATALOGUE, (project / "resources.yaml").read_text("utf-8"))
    )
    id_ = EXPECTED[name]["id"]
    changed = {entry.get("id"): entry for entry in after.pop("resources")}
    kept = {entry.get("id"): entry for entry in before.pop("resources")}
    assert after == before
    assert {name: entry for name, entry in changed.items() if name != id_} == {
        name: entry for name, entry in kept.items() if name != id_
    }
    assert set(changed[id_]) - set(kept.get(id_, {})) <= {
        *("id", "type", "title", "authors", "published", "url", "why", "status", "note", "doi")
    }
    assert [each for each in read(project, today=TODAY).problems if each.severity is Severity.ERROR] == []


def test_without_yes_nothing_is_written_and_a_dry_run_never_is(tmp_path: Path) -> None:
    for options in ((), ("--dry-run",), ("--dry-run", "--yes"), ("--format", "json")):
        done = run(tmp_path, SUGGESTED, *options)
        assert done.exit_code == 0
        assert files(tmp_path / "project") == {"resources.yaml": CATALOGUE}, options


def test_a_change_is_written_once(tmp_path: Path) -> None:
    assert run(tmp_path, SUGGESTED, "--yes").exit_code == 0
    again = run(tmp_path, SUGGESTED, "--yes")
    assert again.exit_code == 1
    assert "There is a draft of it already: `trust` has the same address." in again.output
    other = run(tmp_path, SUGGESTED.replace("com/t", "com/other").replace("Trust", "Trust too"), "--yes")
    assert other.exit_code == 0
    assert files(tmp_path / "project")["resources/new.yaml"].count("status: draft") == 2


REPORTED = as_text(REPORT, {"problem": "The date is wrong.", "item": "resource:joint-work"})


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (SUGGESTED, "Add a draft of the resource `trust`, which someone suggested."),
        (REPORTED, "Note a problem with the resource `joint-work`, which someone reported."),
    ],
)
@pytest.mark.parametrize("into", ["resources.yaml", "resources/new.yaml"])
def test_what_was_taken_in_can_be_undone(sent: str, words: str, into: str, tmp_path: Path) -> None:
    assert run(tmp_path, sent, "--yes", "--into", into).exit_code == 0
    project = tmp_path / "project"
    (entry,) = entries(project)
    assert entry.words == (words,)
    assert {name for name in files(project) if name.endswith(".yaml")} >= {each.file for each in entry.files}
    done = CliRunner().invoke(main, ["undo", "--yes", str(project)])
    assert done.exit_code == 0, done.output
    assert {name: text for name, text in files(project).items() if name.endswith(".yaml")} == {
        "resources.yaml": CATALOGUE
    }


@pytest.mark.parametrize("hidden", ["\u200b", "\u200f", "\u00a0", "\u061c", "\u00ad"])
def test_invisible_characters_around_the_change_are_shown_as_codes(hidden: str, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    text = CATALOGUE.rstrip("\n") + f" # {hidden}gnp.exe\n"
    (project / "resources.yaml").write_text(text, encoding="utf-8")
    done = run(tmp_path, SUGGESTED, "--into", "resources.yaml")
    assert done.exit_code == 0
    assert hidden not in done.output
    assert f"\\u{ord(hidden):04x}gnp.exe" in done.output


def test_json_says_all_of_it_in_plain_characters(tmp_path: Path) -> None:
    done = run(tmp_path, SUGGESTED.replace("Trust", "Ymddiriedaeth ŵ"), "--format", "json", "--set", "level=starter")
    assert done.stdout.isascii()
    data = json.loads(done.stdout)
    assert (data["version"], data["outcome"], data["form"]) == (1, "change", "suggestion")
    assert "+    level: starter\n" in data["diff"]
    assert "ŵ" in data["diff"]


def test_what_an_editor_knows_goes_before_what_was_sent(tmp_path: Path) -> None:
    done = run(tmp_path, "url: https://example.com/alone\n", "--set", "title=Alone", "--set", "type=video")
    assert done.exit_code == 0
    assert "+    title: Alone\n" in done.output
    assert run(tmp_path, "url: https://example.com/alone\n", "--set", "colour=red").exit_code == 2


def test_the_reader_of_a_file_is_no_one_who_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", ".", "gone.txt"):
        done = CliRunner().invoke(main, ["intake", str(tmp_path / name), "--path", str(write_project(tmp_path / "p"))])
        assert done.exit_code == 2
        assert "is not a file" in done.output


def test_a_catalogue_with_errors_is_left_alone(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    (project / "resources.yaml").write_text("resources:\n  - {id: a, type: nothing}\n", encoding="utf-8")
    done = run(tmp_path, SUGGESTED, "--yes")
    assert done.exit_code == 2
    assert "Run `pathway check`" in done.output
