"""Every change is in the diary before it is made, and can be undone; what others changed meanwhile stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web

from deskproject import Desk, fields_of

CATALOGUE = """\
themes:
  - {id: trust, title: Trust}
resources:
  - id: first
    type: report
    title: First
    level: starter
    minutes: 10
    # Ask about the licence.
    note: Ours
  - id: second
    type: report
    title: Second
    level: starter
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return Desk(tmp_path)


def edit(desk: Desk, before: str, after: str) -> None:
    """Change the file as a text editor does."""
    assert before in desk.text
    (desk.root / "resources.yaml").write_text(desk.text.replace(before, after, 1), encoding="utf-8")


def numbers(desk: Desk) -> list[str]:
    """The ids of the changes, the oldest first."""
    return [record.id for record in reversed(desk.workbench.diary())]


def undo(desk: Desk, number: int) -> web.Response:
    """The answer to the button that undoes a change; the oldest is 1."""
    return desk.ask("POST", f"/undo/{numbers(desk)[number - 1]}")


def test_a_change_is_undone_and_comes_back(desk: Desk) -> None:
    desk.save("/entry/resource/first", level="advanced")
    saved = desk.text
    assert undo(desk, 1).status == 303
    assert desk.text == CATALOGUE
    assert undo(desk, 2).status == 303
    assert desk.text == saved
    assert undo(desk, 3).status == 303
    assert desk.text == CATALOGUE


def test_the_diary_outlives_the_desk(desk: Desk) -> None:
    desk.save("/entry/resource/first", level="advanced")
    again = Desk(desk.root)
    assert "Level: starter → advanced" in again.page("/diary")
    assert undo(again, 1).status == 303
    assert desk.text == CATALOGUE


def test_a_change_is_undone_only_once(desk: Desk) -> None:
    desk.save("/entry/resource/first", level="advanced")
    undo(desk, 1)
    answer = undo(desk, 1)
    assert answer.status == 409
    assert "undone already" in (answer.text or "")
    assert desk.text == CATALOGUE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("minutes: 10", "minutes: 12"),
        ("title: Second", "title: Latter"),
        ("    note: Ours\n", ""),
        ("themes:", "# More to come.\nthemes:"),
        (
            "    title: Second\n    level: starter\n",
            "    title: Second\n    level: advanced\n  - {id: third, type: book, title: T}\n",
        ),
    ],
)
def test_undo_keeps_what_was_changed_elsewhere_since(desk: Desk, before: str, after: str) -> None:
    desk.save("/entry/resource/first", level="advanced")
    edit(desk, before, after)
    assert undo(desk, 1).status == 303
    assert desk.text == CATALOGUE.replace(before, after, 1)


def test_the_earlier_of_two_new_entries_can_be_undone(desk: Desk) -> None:
    desk.save("/new/resource", type="book", title="One more")
    desk.save("/new/resource", type="book", title="Another")
    assert undo(desk, 1).status == 303
    assert "One more" not in desk.text
    assert "title: Another" in desk.text


@pytest.mark.parametrize("after", ["level: intermediate", "level: advanced  # sure?", "note: none"])
def test_undo_is_refused_where_the_same_lines_have_changed(desk: Desk, after: str) -> None:
    desk.save("/entry/resource/first", level="advanced")
    edit(desk, "level: advanced", after)
    now = desk.text
    answer = undo(desk, 1)
    assert answer.status == 409
    assert after in (answer.text or "")
    assert "level: starter" in (answer.text or "")
    assert desk.text == now


def test_undo_is_refused_where_the_catalogue_would_break(desk: Desk) -> None:
    desk.save("/new/theme", title="Power")
    edit(desk, "level: starter", "themes: [power]")
    answer = undo(desk, 1)
    assert answer.status == 409
    assert "power" in (answer.text or "")
    assert "title: Power" in desk.text


def test_the_same_entry_changed_meanwhile_shows_both_versions(desk: Desk) -> None:
    fields = {**desk.form("/entry/resource/first"), "level": "advanced", "minutes": "20", "do": "review"}
    edit(desk, "level: starter", "level: intermediate")
    now = desk.text
    for do in ("review", "save"):
        answer = desk.ask("POST", "/entry/resource/first", {**fields, "do": do})
        assert answer.status == 409
        for words in ("changed meanwhile", "<td>starter</td><td>intermediate</td><td>advanced</td>", "20"):
            assert words in (answer.text or "")
        assert desk.text == now
    again = fields_of(answer.text or "")
    assert (again["level"], again["minutes"], again["title"]) == ("advanced", "20", "First")
    seen = desk.ask("POST", "/entry/resource/first", {**again, "do": "review"})
    assert "intermediate → advanced" in (seen.text or "")
    assert desk.confirm("/entry/resource/first", seen).status == 303


def test_their_change_of_another_field_survives_a_conflict(desk: Desk) -> None:
    fields = {**desk.form("/entry/resource/first"), "minutes": "20", "do": "review"}
    edit(desk, "level: starter", "level: intermediate")
    again = fields_of(desk.ask("POST", "/entry/resource/first", fields).text or "")
    desk.confirm("/entry/resource/first", desk.ask("POST", "/entry/resource/first", {**again, "do": "review"}))
    assert "level: intermediate\n    minutes: 20\n" in desk.text


def test_a_change_of_another_entry_meanwhile_is_no_conflict(desk: Desk) -> None:
    fields = {**desk.form("/entry/resource/first"), "minutes": "20", "do": "review"}
    edit(desk, "title: Second", "title: Latter")
    seen = desk.ask("POST", "/entry/resource/first", fields)
    assert desk.confirm("/entry/resource/first", seen).status == 303
    assert "minutes: 20" in desk.text
    assert "title: Latter" in desk.text


def test_two_desks_lose_nothing(desk: Desk) -> None:
    other = Desk(desk.root)
    mine = desk.send("/entry/resource/first", level="advanced")
    theirs = other.send("/entry/resource/second", level="intermediate")
    assert other.confirm("/entry/resource/second", theirs).status == 303
    assert desk.confirm("/entry/resource/first", mine).status == 200, "shown again: the file is another now"
    desk.save("/entry/resource/first", level="advanced")
    assert desk.text.count("level: advanced") == 1
    assert desk.text.count("level: intermediate") == 1
    assert len(desk.workbench.diary()) == 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff"])
def test_a_damaged_record_does_no_harm(desk: Desk, damage: bytes) -> None:
    desk.save("/entry/resource/first", level="advanced")
    desk.save("/entry/resource/second", level="advanced")
    (desk.root / ".pathway-history" / f"{numbers(desk)[0]}.json").write_bytes(damage)
    assert desk.page("/diary").count("Undo</button>") == 1
    assert undo(desk, 1).status == 303, "the one that is left"
    assert desk.ask("POST", "/undo/no-such").status == 404
