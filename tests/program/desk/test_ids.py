"""Entries get other ids, are archived and are retired at the desk; every mention follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskproject import Desk, fields_of

CATALOGUE = """\
themes:
  - {id: trust, title: Trust}
resources:
  - {id: first, type: report, title: First, themes: [trust]}
  - {id: second, type: report, title: Second, related: [first]}
modules:
  - id: begin
    title: Begin
    sections:
      - id: one
        title: One
        steps:
          - read: first   # to begin with
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return Desk(tmp_path)


def done(desk: Desk, path: str, **fields: str) -> str:
    """Fill in a small form, look at what it would change, and save that; gives where it leads."""
    seen = desk.ask("POST", path, fields)
    assert seen.status == 200, seen.text
    assert desk.text == CATALOGUE, "nothing is saved before it was seen"
    saved = desk.ask("POST", path, fields_of(seen.text or ""))
    assert saved.status == 303, saved.text
    return saved.headers["Location"]


def test_another_id_is_followed_everywhere(desk: Desk) -> None:
    place = done(desk, "/rename/theme/trust", new="confidence")
    assert place.endswith("?kind=theme&key=confidence")
    assert "- {id: confidence, formerly: [trust], title: Trust}" in desk.text
    assert "themes: [confidence]" in desk.text
    assert desk.ask("POST", f"/undo/{desk.workbench.diary()[0].id}").status == 303
    assert desk.text == CATALOGUE


def test_a_reading_is_archived_and_replaced(desk: Desk) -> None:
    done(desk, "/retire/resource/first", way="archive", heir="Second [second]")
    assert "- read: second   # to begin with" in desk.text
    assert "status: archived, replaced_by: second" in desk.text
    assert desk.ask("POST", f"/undo/{desk.workbench.diary()[0].id}").status == 303
    assert desk.text == CATALOGUE


def test_a_reading_is_taken_out(desk: Desk) -> None:
    done(desk, "/retire/resource/first", way="retire", heir="Second", reason="The second is newer.")
    assert "retired:" in desk.text
    assert "The second is newer." in desk.text
    assert "id: first, type" not in desk.text


@pytest.mark.parametrize(
    ("path", "fields", "words"),
    [
        ("/rename/theme/trust", {"new": ""}, "id"),
        ("/rename/theme/trust", {"new": "Not An Id"}, "id"),
        ("/rename/resource/first", {"new": "second"}, "second"),
        ("/retire/resource/first", {"way": "archive"}, "begin/one"),
        ("/retire/resource/first", {"way": "retire", "heir": "no-such"}, "no-such"),
        ("/retire/resource/first", {"way": "retire", "heir": "first"}, "itself"),
    ],
)
def test_what_is_unsure_is_refused_and_said(desk: Desk, path: str, fields: dict[str, str], words: str) -> None:
    answer = desk.ask("POST", path, fields)
    assert answer.status == 409
    assert words in (answer.text or "")
    assert desk.text == CATALOGUE


@pytest.mark.parametrize("path", ["/rename/step/begin/one/1", "/rename/pathway/pathway", "/retire/theme/no-such"])
def test_what_has_no_id_has_no_such_page(desk: Desk, path: str) -> None:
    assert desk.ask("GET", path).status == 404
