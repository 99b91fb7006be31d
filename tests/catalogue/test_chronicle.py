"""What changed in which entry, read from real git histories."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from learning_pathway.catalogue import read
from learning_pathway.catalogue.chronicle import Change, read_chronicle

ONE = """\
resources:
  - id: one
    type: report
    title: One
    summary: >-
      A first line of what it says,
      then a second line,
      and a third.
    why: Because.
  - id: two
    type: book
    title: Two
"""


class History:
    """A repository whose commits are dated one day after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.day = folder, 0
        self.git("init", "--quiet")

    def git(self, *arguments: str) -> None:
        when = f"2024-03-{self.day:02d}T12:00:00 +0000"
        who = {f"GIT_{role}_{part}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when} if self.day else {}
        environment = {**os.environ, **who, **dates, "GIT_CONFIG_GLOBAL": os.devnull}
        subprocess.run(["git", "-C", str(self.folder), *arguments], check=True, capture_output=True, env=environment)

    def commit(self, **files: str) -> None:
        self.day += 1
        for name, text in files.items():
            path = self.folder / ("resources.yaml" if name == "root" else f"resources/{name}.yaml")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")

    def read(self) -> dict[str, list[tuple[int, tuple[str, ...], bool]]]:
        catalogue = read(self.folder, today=date(2025, 1, 1)).catalogue
        assert catalogue is not None
        found = read_chronicle(self.folder, catalogue)
        return {name: [(c.day.day, c.fields, c.added) for c in changes] for name, changes in found.items()}


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path)


def test_an_entry_begins_and_its_fields_change(history: History) -> None:
    history.commit(root=ONE)
    history.commit(root=ONE.replace("and a third", "and another"))
    history.commit(root=ONE.replace("and a third", "and another").replace("Two", "Two and a half\n    minutes: 12"))
    assert history.read() == {
        "one": [(2, ("summary",), False), (1, (), True)],
        "two": [(3, ("title", "minutes"), False), (1, (), True)],
    }


def test_a_new_entry_between_two_others_changes_neither(history: History) -> None:
    history.commit(root=ONE)
    middle = "  - id: middle\n    type: report\n    title: One\n    why: Because.\n"
    history.commit(root=ONE.replace("  - id: two\n", middle + "  - id: two\n"))
    assert history.read() == {"one": [(1, (), True)], "two": [(1, (), True)], "middle": [(2, (), True)]}


def test_an_entry_that_only_moves_has_not_changed(history: History) -> None:
    history.commit(root=ONE)
    start = ONE.index("  - id: two")
    history.commit(root=ONE[:start], other="resources:\n" + ONE[start:])
    history.git("mv", "resources/other.yaml", "resources/else.yaml")
    history.commit()
    assert history.read() == {"one": [(1, (), True)], "two": [(1, (), True)]}


def test_entries_on_one_line_are_told_apart_by_field(history: History) -> None:
    text = "resources:\n  - {id: one, type: report, title: One}\n  - {id: two, type: book, title: Two}\n"
    history.commit(root=text)
    history.commit(root=text.replace("title: Two", "title: Two, minutes: 5"))
    assert history.read() == {"one": [(1, (), True)], "two": [(2, ("minutes",), False), (1, (), True)]}


def test_what_is_for_editors_stays_with_them(history: History) -> None:
    history.commit(root=ONE)
    history.commit(root=ONE + "    note: Ask Ida.\n    owner: '@ida'\n")
    assert history.read()["two"] == [(1, (), True)]


def test_a_history_goes_on_under_a_new_id(history: History) -> None:
    history.commit(root=ONE)
    history.commit(root=ONE.replace("id: two", "id: second\n    formerly: [two]"))
    assert [change[0] for change in history.read()["second"]] == [2, 1]


def test_other_kinds_of_entry_have_no_history_here(history: History) -> None:
    module = "modules:\n  - id: one\n    title: M\n    sections: [{id: s, title: S, steps: [{read: one}]}]\n"
    history.commit(root=ONE + module)
    history.commit(root=ONE + module.replace("title: M", "title: N"))
    assert history.read() == {"two": [(1, (), True)]}


def test_the_latest_changes_and_the_beginning_are_kept(history: History) -> None:
    for number in range(20):
        history.commit(root=ONE.replace("Two", f"Two, edition {number}"))
    found = history.read()["two"]
    assert [change[0] for change in found] == [*range(20, 8, -1), 1]


def test_without_a_whole_history_nothing_is_told(history: History, tmp_path_factory: pytest.TempPathFactory) -> None:
    history.commit(root=ONE)
    history.commit(root=ONE.replace("Because", "For this"))
    shallow = tmp_path_factory.mktemp("shallow") / "copy"
    address = history.folder.as_uri()
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", address, str(shallow)], check=True, capture_output=True)
    plain = tmp_path_factory.mktemp("plain")
    (plain / "resources.yaml").write_text(ONE, encoding="utf-8")
    for folder in (shallow, plain):
        catalogue = read(folder, today=date(2025, 1, 1)).catalogue
        assert catalogue is not None
        assert read_chronicle(folder, catalogue) == {}


def test_without_git_nothing_is_told(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    history.commit(root=ONE)
    monkeypatch.setenv("PATH", "")
    assert history.read() == {}


def test_a_change_says_its_day_whatever_the_time_zone(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    history.commit(root=ONE)
    catalogue = read(history.folder, today=date(2025, 1, 1)).catalogue
    assert catalogue is not None
    for zone in ("Pacific/Kiritimati", "America/Anchorage"):
        monkeypatch.setenv("TZ", zone)
        assert read_chronicle(history.folder, catalogue)["one"] == (Change(date(2024, 3, 1), (), added=True),)
