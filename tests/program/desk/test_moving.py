"""Steps move to other sections, and sections to other modules, at the desk: also into another file of the catalogue."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from aiohttp import web

from deskproject import Desk, fields_of
from learning_pathway.catalogue import Severity, read

TOP = """\
pathway: {title: Small}   # ours
resources:
  - {id: x, type: book, title: X}
  - {id: y, type: video, title: "Y <b>&</b>"}
modules:
  - id: a
    title: A
    sections:
      - id: one
        title: One
        steps:
          # read this
          - read: x   # soon
          - watch: y
      - {id: two, title: Two, steps: [{read: x}]}
"""
OTHER = """\
modules:
    -   id: b
        title: B <i>
        sections:
        -   id: own
            title: "Own & only"
            steps:
            -   watch: y
    -   {id: later, title: Later, status: draft, sections: []}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources.yaml").write_text(TOP, encoding="utf-8")
    (tmp_path / "resources" / "b.yaml").write_text(OTHER, encoding="utf-8")
    return Desk(tmp_path)


def texts(desk: Desk) -> tuple[str, str]:
    return desk.text, (desk.root / "resources" / "b.yaml").read_text(encoding="utf-8")


def moved(desk: Desk, path: str, **fields: str) -> web.Response:
    """The answer to the form of a page, with what is chosen there."""
    return desk.ask("POST", path, {**desk.form(path), **fields})


def test_the_form_offers_every_section_in_every_file(desk: Desk) -> None:
    assert "/move/step/a/one/1" in desk.page("/entry/section/a/one")
    page = lxml.html.fromstring(desk.page("/move/step/a/one/1"))
    groups = {group.get("label"): [each.get("value") for each in group] for group in page.iter("optgroup")}
    assert groups == {"A": ["a/one", "a/two"], "B <i>": ["b/own"]}
    assert [each.text for each in page.iter("option")][2] == "Own & only"
    sections = lxml.html.fromstring(desk.page("/move/section/a/one"))
    assert [each.get("value") for each in sections.iter("option")] == ["a", "b", "later"]


@pytest.mark.parametrize(
    ("end", "steps"),
    [
        ("last", "            -   watch: y\n            # read this\n            - read: x   # soon\n"),
        ("first", "            # read this\n            - read: x   # soon\n            -   watch: y\n"),
    ],
)
def test_a_step_goes_to_another_file_after_a_look(desk: Desk, end: str, steps: str) -> None:
    before = texts(desk)
    seen = moved(desk, "/move/step/a/one/1", to="b/own", end=end)
    assert (seen.status, texts(desk)) == (200, before)
    there = {"last": "end", "first": "beginning"}[end]
    assert f"Move the step “Read: X” from “One” to the {there} of “Own &amp; only”." in (seen.text or "")
    done = desk.ask("POST", "/move/step/a/one/1", fields_of(seen.text or ""))
    assert done.status == 303, done.text
    assert done.headers["Location"].endswith("?kind=section&key=b/own")
    top, other = texts(desk)
    assert top == TOP.replace("          # read this\n          - read: x   # soon\n", "")
    assert other == OTHER.replace("            -   watch: y\n", steps)
    assert {each.file for each in desk.workbench.diary()[0].files} == {"resources.yaml", "resources/b.yaml"}
    desk.undo(done)
    assert texts(desk) == before


def test_a_section_goes_to_another_module_and_old_links_lead_on(desk: Desk) -> None:
    before = texts(desk)
    seen = moved(desk, "/move/section/a/one", to="b", end="first")
    assert "lead on: a line under <code>retired</code>" in (seen.text or "")
    done = desk.ask("POST", "/move/section/a/one", fields_of(seen.text or ""))
    assert done.headers["Location"].endswith("?kind=module&key=b")
    assert [each for each in read(desk.root).problems if each.severity is not Severity.ADVICE] == []
    catalogue = read(desk.root).catalogue
    assert catalogue is not None
    assert [section.id for section in catalogue.modules[1].sections] == ["one", "own"]
    assert [(gone.id, gone.replacement) for gone in catalogue.retired] == [("a/one", "b/one")]
    desk.undo(done)
    assert texts(desk) == before


@pytest.mark.parametrize(
    ("path", "fields", "why"),
    [
        ("/move/step/a/two/1", {"to": "b/own"}, "only step of the section"),
        ("/move/section/b/own", {"to": "a"}, "only section of the module"),
        ("/move/step/a/one/2", {"to": "a/one"}, "there already"),
        ("/move/step/a/one/1", {"to": "a/three"}, "Choose where it goes"),
        ("/move/step/a/one/1", {"to": "../../etc"}, "Choose where it goes"),
        ("/move/section/a/one", {"to": "a/two"}, "Choose where it goes"),
        ("/move/step/a/one/1", {"version": "0" * 24, "to": "b/own"}, "changed meanwhile"),
    ],
)
def test_what_cannot_move_is_refused_with_the_reason(desk: Desk, path: str, fields: dict[str, str], why: str) -> None:
    before = texts(desk)
    answer = moved(desk, path, **fields)
    assert (answer.status, texts(desk)) == (409, before)
    assert why in (answer.text or "")


@pytest.mark.parametrize("place", ["step/a/one/9", "module/a", "resource/x", "nothing/x", ""])
def test_only_steps_and_sections_have_the_form(desk: Desk, place: str) -> None:
    assert desk.ask("GET", f"/move/{place}").status == 404


def test_a_file_that_changes_between_the_look_and_the_button_is_shown_again(desk: Desk) -> None:
    seen = moved(desk, "/move/step/a/one/1", to="b/own")
    other = desk.root / "resources" / "b.yaml"
    other.write_text(OTHER.replace("title: B", "title: C"), encoding="utf-8")
    again = desk.ask("POST", "/move/step/a/one/1", fields_of(seen.text or ""))
    assert again.status == 200, "shown again: what would be written is another text now"
    assert desk.ask("POST", "/move/step/a/one/1", fields_of(again.text or "")).status == 303
    assert "title: C" in texts(desk)[1]


def test_a_lone_section_has_nowhere_to_go(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(TOP.replace("      - {id: two, title: Two, steps: [{read: x}]}\n", ""))
    desk = Desk(tmp_path)
    assert "Move to" not in desk.page("/entry/section/a/one")
    assert "Move to" not in desk.page("/entry/module/a")
