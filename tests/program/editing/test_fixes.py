"""`pathway check --fix`: what has one certain fix is fixed, and everything else is left to a person."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from brokencatalogues import BROKEN, TODAY, cases
from learning_pathway.catalogue import Severity, read
from learning_pathway.catalogue.problems import Code
from learning_pathway.editing.fixes import fix
from learning_pathway.editing.project import open_project
from smallproject import run

TOP = "resources:\n  - id: one\n    type: report\n    title: One\n"


def fixed(root: Path, text: str, *, newline: str = "\n") -> str:
    (root / "resources.yaml").write_bytes(text.replace("\n", newline).encode())
    run("check", "--fix", "--yes", root)
    return (root / "resources.yaml").read_bytes().decode().replace(newline, "\n")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("    Page Count: 12  # of the report\n", "    page_count: 12  # of the report\n"),
        ("    Review-Every: 6 months\n", "    review_every: 6 months\n"),
        ("    access: Free\n", "    access: free\n"),
        ("    access: SIGN_IN\n", "    access: sign-in\n"),
        ("    themes: power\n", "    themes: [power]\n"),
        ("    language: en_GB\n", "    language: en-GB\n"),
        ("    page_count: 12 pp.\n", "    page_count: 12\n"),
        ('    word_count: "1,200"\n', "    word_count: 1200\n"),
        ("    added: 22/05/2023\n", "    added: 2023-05-22\n"),
        ("    published: September 2022\n", "    published: 2022-09\n"),
        (
            "    doi: https://doi.org/10.1016/j.jml.2019.104047\n",
            "    doi: 10.1016/j.jml.2019.104047\n",
        ),
        ("    owner: @editor\n", '    owner: "@editor"\n'),
        ("    note: ~\n", ""),
        ("    # why\n    note: null  # later\n", ""),
        ("    themes: [power, power]\n", "    themes: [power]\n"),
        ("    related:\n      - two\n      # again\n      - two\n", "    related:\n      - two\n"),
        ("    related: [old-two]\n", "    related: [two]\n"),
        ("    title_sentence:\u00a0One\n", "    title_sentence: One\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_has_one_certain_fix_is_fixed(tmp_path: Path, wrong: str, right: str, newline: str) -> None:
    rest = "  - {id: two, formerly: [old-two], type: book, title: Two}\nthemes:\n  - {id: power, title: Power}\n"
    assert fixed(tmp_path, f"{TOP}{wrong}{rest}", newline=newline) == f"{TOP}{right}{rest}"


@pytest.mark.parametrize(
    "wrong",
    [
        "    access: open\n",
        "    type: raport\n",
        "    abstract: What it says.\n",
        "    titel: One\n",
        "    minutes: 1h30\n",
        "    added: 2024-29-05\n",
        "    why: We are #1 in trust\n",
        "    url: example.org/report\n",
        "    url: https://user:secret@example.org/\n",
        '    why: "Unclosed\n',
        "    language: Welsh\n",
        "    review_every: twice a year\n",
        "    related: [tow]\n",
        "    summary: &a What it says.\n",
    ],
)
def test_what_could_be_meant_otherwise_is_left(tmp_path: Path, wrong: str) -> None:
    text = f"{TOP}{wrong}  - {{id: two, type: book, title: Two}}\n"
    assert fixed(tmp_path, text) == text


def test_several_lines_and_what_they_hid_are_fixed_together(tmp_path: Path) -> None:
    text = (
        "\ufeffresources:\n  - id: one\n    Type: Report\n    title: One\n    owner: @editor\n    Themes: power\n"
        "    page_count: 12 pp.\nthemes:\n  - {id: power, title: Power}\n"
    )
    wanted = (
        '\ufeffresources:\n  - id: one\n    type: report\n    title: One\n    owner: "@editor"\n    themes: [power]\n'
        "    page_count: 12\nthemes:\n  - {id: power, title: Power}\n"
    )
    assert fixed(tmp_path, text) == wanted


def test_the_change_is_shown_and_asked_about(tmp_path: Path) -> None:
    file = tmp_path / "resources.yaml"
    file.write_text(f"{TOP}    access: Free\n")
    before = file.read_text()
    for arguments in (["--dry-run"], []):
        result = run("check", "--fix", *arguments, tmp_path)
        assert "-    access: Free\n+    access: free\n" in result.stderr
        assert "Nothing was written." in result.stderr
        assert (result.exit_code, file.read_text()) == (1, before)
    assert run("check", "--fix", tmp_path, typed="y\n").exit_code == 0
    assert file.read_text() == f"{TOP}    access: free\n"
    assert "Nothing can be fixed for certain." in run("check", "--fix", tmp_path).stderr


def test_signs_that_cannot_be_seen_are_shown_as_codes(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(f"{TOP}    access: Free\n    note: a\u202eb\x1b[2J\n")
    shown = run("check", "--fix", "--dry-run", tmp_path).stderr
    assert "\\u202eb\\u001b[2J" in shown
    assert not {"\u202e", "\x1b"} & set(shown)


def test_the_report_keeps_standard_output(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(f"{TOP}    access: Free\n")
    assert run("check", "--fix", "--yes", "--format", "json", tmp_path).stdout.startswith("[\n")


@pytest.mark.parametrize("case", cases(BROKEN))
def test_a_fix_ends_problems_and_keeps_every_word(case: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(BROKEN / case, copy, symlinks=True)
    before = read(copy, today=TODAY)
    change = fix(open_project(copy, TODAY))
    for patch in change.patches:
        assert patch.before is not None
        (copy / patch.file).write_bytes(patch.after.encode())
        dropped = {Code.NO_VALUE.value, Code.SETTING_DROPPED.value, Code.REPEATED_REFERENCE.value}
        dropped |= {Code.BAD_NUMBER.value, Code.BAD_DATE.value, Code.BAD_DOI.value, Code.BAD_FLAG.value}
        dropped |= {Code.FORMER_REFERENCE.value}
        if dropped.isdisjoint(each.code for each in before.problems):
            letters = [re.sub(r"[\W_]", "", text).casefold() for text in (patch.before, patch.after)]
            assert letters[0] == letters[1]
    after = read(copy, today=TODAY)
    if change.patches:
        assert len(after.problems) != len(before.problems) or after.problems != before.problems
        syntax = [each for each in after.problems if each.code == Code.YAML_SYNTAX.value]
        assert len(syntax) <= len([each for each in before.problems if each.severity is Severity.ERROR])
