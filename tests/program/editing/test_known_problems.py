"""What the check says already is not told as new, whatever a change does to names, lines and files."""

from __future__ import annotations

from pathlib import Path

import pytest

from casetable import case_table
from deskproject import Desk, fields_of
from learning_pathway.catalogue.problems import Problem, Severity
from learning_pathway.editing.project import compared, open_project
from smallproject import run

#: Two steps for the same resource, a draft of it that a mention leads to, and sentences that are far too long.
LONG = "This is a sentence with " + "very " * 60 + "many words."
TEXT = f"""\
pathway: {{title: Small}}
themes:
  - {{id: trust, title: Trust, summary: "{LONG}"}}
resources:
  - {{id: report, type: report, title: The report, summary: "{LONG}", themes: [trust]}}
  - {{id: trust, type: report, title: Trust itself, summary: "{LONG}"}}
modules:
  - id: first
    title: First
    sections:
      - id: one
        title: One
        summary: "{LONG}"
        steps:
          - {{read: report, introduction: "{LONG}"}}
          - {{read: report}}
          - {{read: trust}}
      - {{id: two, title: Two, steps: [{{read: trust}}]}}
  - {{id: second, title: Second, sections: [{{id: own, title: Own, steps: [{{read: trust}}]}}]}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_text(TEXT)
    return tmp_path


def told(project: Path) -> set[str]:
    return {each.code for each in open_project(project).result.problems}


def test_the_catalogue_has_something_to_tell(project: Path) -> None:
    assert len(told(project)) > 1
    assert any(each.severity is Severity.WARNING for each in open_project(project).result.problems)


@pytest.mark.parametrize(
    "command",
    [
        ["rename", "report", "account"],
        ["rename", "first", "begin"],
        ["rename", "first/one", "start"],
        ["rename", "trust", "faith", "--kind", "theme"],
        ["rename", "trust", "faith", "--kind", "resource"],
        ["move", "first/two", "--before", "first/one"],
        ["move", "second", "--before", "first"],
        ["move", "first/one/1", "--after", "first/one/3"],
        ["move", "first/one", "--to", "second"],
        ["move", "first/one/trust", "--to", "second/own"],
        ["retire", "trust", "--kind", "theme", "--reason", "It went."],
    ],
    ids=" ".join,
)
def test_a_command_tells_only_what_is_new(project: Path, command: list[str]) -> None:
    done = run(*command, "--dry-run", "--path", project)
    assert done.exit_code == 0, done.output
    told = done.stdout.partition("`pathway check` will warn:")[2].splitlines()
    assert [line for line in told if line and "is twice" not in line] == []


def test_an_undo_tells_nothing_either(project: Path) -> None:
    assert run("rename", "report", "account", "--yes", "--path", project).exit_code == 0
    done = run("undo", "--dry-run", "--path", project)
    assert "will warn" not in done.stdout


def test_the_desk_tells_only_what_is_new(project: Path) -> None:
    desk = Desk(project)
    for path, field, value in (
        ("/rename/module/first", "new", "begin"),
        ("/move/section/first/one", "to", "second"),
        ("/move/step/first/one/1", "to", "second/own"),
    ):
        seen = desk.ask("POST", path, {**desk.form(path), field: value})
        assert seen.status == 200, seen.text
        assert "The check would also say" not in (seen.text or ""), path
        assert fields_of(seen.text or "")["seen"]


def problem(code: str, id_: str, message: str, severity: Severity = Severity.WARNING) -> Problem:
    return Problem("a.yaml", 1, 1, code, severity, id_, message, "")


def error(message: str, id_: str = "a") -> list[Problem]:
    return [problem("bad", id_, message, Severity.ERROR)]


A, B = problem("long", "a", "Line 3 is long."), problem("long", "a", "“That” is long.")


@case_table(
    ("before", "after", "renamed", "new", "fixed"),
    [
        ([A], [B], (), 0, 0),
        ([A], [A, B], (), 1, 0),
        ([A], [problem("long", "b", A.message)], (), 1, 1),
        ([A], [problem("long", "b", A.message)], (("a", "b"),), 0, 0),
        (error("See `a/one`, line 12.", "x"), error("See `b/one`, line 7.", "x"), (("a", "b"),), 0, 0),
        (error("One."), error("Two."), (), 1, 0),
        (error("In line 3."), error("In line 9."), (), 0, 0),
        ([A], [], (), 0, 1),
        ([], [A], (), 1, 0),
    ],
)  # fmt: skip
def test_problems_are_known_by_code_and_entry(
    before: list[Problem], after: list[Problem], renamed: tuple[tuple[str, str], ...], new: int, fixed: int
) -> None:
    found = compared(before, after, renamed)
    assert (len(found.new), len(found.fixed)) == (new, fixed)
    assert len(found.new) + len(found.left) == len(after)
