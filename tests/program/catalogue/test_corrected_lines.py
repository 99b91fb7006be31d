"""A line that a problem shows as it should be is right: written in the place of the old one, it ends the problem."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from brokencatalogues import BROKEN, TODAY, cases
from casetable import case_table
from learning_pathway.catalogue import Problem, Severity, read
from learning_pathway.catalogue.reports import FORMATS, WIDTH, excerpt
from learning_pathway.site.build import problem_pages


def with_line(file: Path, number: int, line: str) -> None:
    """Put a line in the place of another; line ends stay."""
    parts = re.split(r"(\r\n|[\r\n])", file.read_bytes().decode("utf-8-sig"))
    parts[(number - 1) * 2] = line
    file.write_bytes("".join(parts).encode())


@pytest.mark.parametrize("case", cases(BROKEN))
def test_a_corrected_line_ends_its_problem(case: str, tmp_path: Path) -> None:
    for number, problem in enumerate(each for each in read(BROKEN / case, today=TODAY).problems if each.corrected):
        copy = tmp_path / str(number)
        shutil.copytree(BROKEN / case, copy)
        with_line(copy / problem.file, problem.line, problem.corrected)
        after = read(copy, today=TODAY).problems
        still = [(each.code, each.line, each.message) for each in after]
        assert (problem.code, problem.line, problem.message) not in still, problem
        syntax = [each for each in after if each.code == "yaml-syntax" and each.line <= problem.line]
        assert not syntax or problem.code == "yaml-syntax", syntax


@case_table("case", cases(BROKEN))
def test_every_problem_shows_its_line_with_a_caret(case: str) -> None:
    for problem in read(BROKEN / case, today=TODAY).problems:
        shown = excerpt(problem)
        if problem.source.strip():
            assert shown[0].startswith(f"{problem.line} | ")
            assert shown[1].endswith("^")
        assert all(line.isprintable() for line in shown)


def problem(source: str, column: int, corrected: str = "") -> Problem:
    return Problem("a.yaml", 7, column, "bad-id", Severity.ERROR, "", "Message.", "Remedy.", source, corrected)


@case_table(
    ("source", "column", "expected"),
    [
        ("id: Ä", 5, ["7 | id: Ä", "  |     ^"]),
        ("\tid: x", 2, ["7 |     id: x", "  |     ^"]),
        ("日本: x", 5, ["7 | 日本: x", "  |       ^"]),
        ("e\u0301a: x", 5, ["7 | e\u0301a: x", "  |    ^"]),
        ("a\u202eb: x", 5, ["7 | a\\u202eb: x", "  |          ^"]),
        ("a\x1b[2J: x", 1, ["7 | a\\u001b[2J: x", "  | ^"]),
        ("a:\u00a0x", 3, ["7 | a:\\u00a0x", "  |   ^"]),
        ("", 1, []),
    ],
)
def test_the_caret_stands_below_the_fault(source: str, column: int, expected: list[str]) -> None:
    assert excerpt(problem(source, column)) == expected


@pytest.mark.parametrize("column", [1, 50, 5_000, 9_990])
def test_a_long_line_is_cut_around_the_fault(column: int) -> None:
    source = "x" * (column - 1) + "!" + "y" * (10_000 - column)
    line, caret = excerpt(problem(source, column))
    assert len(line) <= WIDTH + 10
    assert line[caret.index("^")] == "!"


def test_every_form_has_the_corrected_line() -> None:
    found = [problem("id: A b", 5, "id: a-b")]
    for name, write in FORMATS.items():
        assert "id: a-b" in write(found), name


def test_the_preview_shows_the_line_with_its_caret() -> None:
    (page,) = problem_pages([problem("id: <b> #1", 5, 'id: "<b> #1"')], ())
    assert "7 | id: &lt;b&gt; #1" in page.text
    assert "> id: &#34;&lt;b&gt; #1&#34;" in page.text.replace("&gt; id", "> id")
    assert "<b>" not in page.text
