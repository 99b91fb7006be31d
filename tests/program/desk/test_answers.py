"""What the desk says where something is in the way, and that nothing which someone typed is lost."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import lxml.html
import pytest
from aiohttp import web

from casetable import case_table
from deskproject import Desk, fields_of
from learning_pathway.catalogue.raw import MODELS
from learning_pathway.catalogue.types import EntryKind
from learning_pathway.desk.controls import Widget, controls_for, in_form_words
from learning_pathway.desk.requests import Asked, stopped
from learning_pathway.editing import journal

CATALOGUE = """\
pathway: {title: Small, modules: [begin]}
themes:
  - {id: trust, title: Trust}
  - {id: power, title: Power}
resources:
  - id: first
    type: report
    title: First
    added: &day 2026-01-02   # the day
    themes: &both [trust, power]
    authors: [&ida {family: Gray, given: Ida}]
  - id: second
    type: report
    title: Second
    added: *day
    themes: *both
    authors: [*ida]
modules:
  - id: begin
    title: Begin
    sections:
      - id: one
        title: One
        steps: &steps
          - read: first
          - read: second
  - id: again
    title: Again
    sections:
      - id: one
        title: One
        steps: *steps
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The desk of a small project in which entries share values."""
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return Desk(tmp_path)


def words(answer: web.Response) -> str:
    """The words of a page."""
    return " ".join(lxml.html.fromstring(answer.text or "").text_content().split())


@pytest.mark.parametrize("entry", ["first", "second"])
@pytest.mark.parametrize(
    ("box", "text", "written"),
    [
        ("added", "2026-03-04", "    added: 2026-03-04"),
        ("themes.power", "", "    themes: [trust]"),
        ("authors.0.given", "Eda", "given: Eda"),
    ],
)
def test_a_shared_value_changes_in_this_entry_only(desk: Desk, entry: str, box: str, text: str, written: str) -> None:
    other = "second" if entry == "first" else "first"
    before = desk.form(f"/entry/resource/{other}")
    path = f"/entry/resource/{entry}"
    fields = {**desk.form(path), "do": "review", box: text}
    seen = desk.ask("POST", path, {name: text for name, text in fields.items() if text or name != box})
    assert "Only this entry changes" in words(seen)
    assert desk.confirm(path, seen).status == 303
    assert written.strip() in desk.text
    assert 'added: "' not in desk.text, "a value that is written out needs no quotes where it had none"
    after = desk.form(f"/entry/resource/{other}")
    assert {name: after[name] for name in before if name not in ("version", "shown")} == {
        name: before[name] for name in before if name not in ("version", "shown")
    }


def test_steps_that_two_sections_share_are_moved_in_one_of_them(desk: Desk) -> None:
    fields = next(
        dict(form.form_values())
        for form in lxml.html.fromstring(desk.page("/entry/section/begin/one")).forms
        if form.action.startswith("/move/")
    )
    answer = desk.ask("POST", "/move/step/begin/one/1", {**fields, "to": "down"})
    assert answer.status == 303, answer.text
    steps = [desk.workbench.entries().get(EntryKind.STEP, f"{section}/one/1") for section in ("begin", "again")]
    assert [step.text("read") for step in steps if step is not None] == ["second", "first"]


def test_a_form_whose_file_broke_meanwhile_can_be_sent_again(desk: Desk) -> None:
    path = "/entry/resource/first"
    fields = {**desk.form(path), "do": "review", "title": "Typed with care"}
    good = desk.text
    (desk.root / "resources.yaml").write_text(good + "\tbroken: [", encoding="utf-8")
    answer = desk.ask("POST", path, fields)
    assert answer.status == 409
    assert "resources.yaml can't be read" in words(answer)
    assert "TitleTyped with care" in words(answer)
    assert "Fix the file, then send the form again" in words(answer)
    (desk.root / "resources.yaml").write_text(good, encoding="utf-8")
    again = desk.ask("POST", path, fields_of(answer.text or ""))
    assert "Title: “First” → “Typed with care”" in words(again)


def test_a_form_whose_entry_is_gone_shows_what_was_typed(desk: Desk) -> None:
    path = "/entry/resource/second"
    fields = {**desk.form(path), "do": "review", "title": "Typed <b>with</b> care"}
    (desk.root / "resources.yaml").write_text(desk.text.replace("id: second", "id: renamed"), encoding="utf-8")
    answer = desk.ask("POST", path, fields)
    assert answer.status == 404
    assert "it was removed, or has another id" in words(answer)
    assert "Typed <b>with</b> care" in words(answer)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left", "resources.yaml"), "The disk is full (resources.yaml). Free some space"),
        (
            PermissionError(13, "Denied", "resources.yaml"),
            "There is no permission (resources.yaml). Check who may write",
        ),
        (OSError(30, "Read-only", "resources.yaml"), "The disk is read-only (resources.yaml)."),
    ],
)
def test_where_a_file_cannot_be_written_the_form_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    path, before = "/entry/resource/first", desk.text
    seen = desk.send(path, title="Typed with care")

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(journal, "apply", fail)
    answer = desk.confirm(path, seen)
    assert answer.status == 409
    assert f"Nothing was saved. {said}" in words(answer)
    assert fields_of(answer.text or "")["title"] == "Typed with care"
    assert desk.text == before
    monkeypatch.undo()
    assert desk.ask("POST", path, {**fields_of(answer.text or ""), "do": "save"}).status == 303
    assert "title: Typed with care" in desk.text


def test_others_are_answered_while_a_server_is_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answered = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> None:
        asked.set()
        assert answered.wait(20)
        raise OSError("There was no answer.")

    monkeypatch.setattr(desk.workbench, "client", slow)
    pages: list[web.Response] = []
    looking = threading.Thread(
        target=lambda: pages.append(desk.ask("POST", "/add", {"url": "https://example.org/slow"})), daemon=True
    )
    looking.start()
    assert asked.wait(20)
    began = time.monotonic()
    assert desk.save("/entry/resource/first", title="Changed meanwhile").status == 303
    assert time.monotonic() - began < 10
    answered.set()
    looking.join(20)
    assert "There was no answer." in words(pages[0])


def test_no_form_calls_a_field_by_its_key_or_asks_for_ids() -> None:
    for kind in MODELS:
        controls = [part for control in controls_for(kind) for part in (control, *control.parts)]
        assert all("_" not in control.label and "url" not in control.label.lower().split() for control in controls)
        assert not [control.help for control in controls if control.help.startswith(("Id of", "Ids of", "`true`"))]
        labels = [control.label for control in controls_for(kind)]
        assert len(set(labels)) == len(labels), "two fields have one name"


def test_a_heading_of_the_home_page_is_no_reference() -> None:
    home = next(control for control in controls_for(EntryKind.PATHWAY) if control.name == "home")
    assert {part.name: part.widget for part in home.parts}["modules"] is Widget.LINE


def test_choices_have_names(desk: Desk) -> None:
    page = lxml.html.fromstring(desk.page("/entry/resource/first"))
    options = {option.get("value"): option.text for option in page.xpath("//select[@name='type']/option")}
    assert options["journal-article"] == "Journal article"
    assert options["web-page"] == "Web page"
    (packages,) = page.xpath("//select[@name='status']")
    assert [option.text for option in packages] == ["Not set (Active)", "Active", "Archived", "Draft"]


def test_a_request_that_fails_keeps_the_form(desk: Desk) -> None:
    answer = stopped("It failed.", Asked("new", "task", {}, {"prompt": "A long question", "do": "save"}))
    assert answer.status == 500
    assert "PromptA long question" in words(answer)
    assert fields_of(answer.text or "") == {"prompt": "A long question", "do": "save"}


@case_table(
    ("said", "words"),
    [
        ("Add a line that begins with `closes:`.", "Fill in “Closes”."),
        ("This resource needs a value for `type`.", "This resource needs a value for “Type”."),
        ("Add `why:` a sentence of your own.", "Add “Why we chose it”: a sentence of your own."),
        (
            "Add `site_url:` under `pathway`, if you have one.",
            "Fill in “Address of the site” in the settings, if you have one.",
        ),
        (
            "Delete this line to publish it; it still needs `type`.",
            "To publish it, clear “Status”; it still needs “Type”.",
        ),
        ("There is no theme `trust-2`.", "There is no theme `trust-2`."),
    ],
)
def test_problems_name_fields_as_forms_do(said: str, words: str) -> None:
    assert in_form_words(said) == words


def test_what_was_not_changed_is_not_called_typed(desk: Desk) -> None:
    path = "/entry/resource/first"
    (desk.root / "resources.yaml").write_text(
        desk.text.replace("title: First", "title: First\n    why: |-\n      A\n      B")
    )
    fields = {**desk.form(path), "do": "review", "title": "Typed", "why": "A\r\nB"}
    (desk.root / "resources.yaml").write_text(desk.text + "\tbroken: [", encoding="utf-8")
    answer = desk.ask("POST", path, fields)
    terms = [each.text_content() for each in lxml.html.fromstring(answer.text or "").xpath("//dl/div")]
    assert terms == ["TitleTyped"]
    front = words(desk.ask("GET", "/"))
    assert "error resources.yaml:" in front


def test_a_change_of_another_entry_meanwhile_is_said(desk: Desk) -> None:
    path = "/entry/resource/first"
    seen = desk.send(path, title="Changed here")
    (desk.root / "resources.yaml").write_text(desk.text.replace("title: Again", "title: Changed there"))
    again = desk.confirm(path, seen)
    assert "has changed since you looked, so nothing was saved" in words(again)
    assert desk.confirm(path, again).status == 303
    assert all(title in desk.text for title in ("title: Changed here", "title: Changed there"))


def test_what_was_not_seen_is_not_saved_and_that_is_said(desk: Desk) -> None:
    path, before = "/entry/resource/first", desk.text
    seen = desk.send(path, title="Shown")
    answer = desk.ask("POST", path, {**fields_of(seen.text or ""), "do": "save", "title": "Another"})
    assert "has changed since you looked, so nothing was saved." in words(answer)
    assert desk.text == before
    assert desk.ask("POST", path, {**fields_of(answer.text or ""), "do": "save"}).status == 303


@pytest.mark.parametrize(
    ("path", "fields", "box", "said"),
    [
        ("resource", {"title": "New", "published": "March 2017"}, "published", "Write “2017-03”"),
        ("resource", {"title": "New", "url": "example.org"}, "url", "does not begin with https://"),
        ("resource", {"title": "New", "minutes": "ten"}, "minutes", "“Time” cannot be “ten”"),
        ("task", {"prompt": "Why?", "minutes": "ten"}, "minutes", "“Minutes” cannot be “ten”"),
        ("step/begin/one", {"read": "no-such"}, "read", "no-such"),
    ],
)
def test_a_new_entry_is_checked_while_it_is_typed(
    desk: Desk, path: str, fields: dict[str, str], box: str, said: str
) -> None:
    before = desk.text
    found = json.loads(desk.ask("POST", f"/check/new/{path}", fields).text or "")
    assert said in " ".join(found["boxes"][box]), found
    assert set(found["boxes"]) == {box}, "nothing is said of what is not filled in yet"
    assert found["words"]
    assert desk.text == before
    seen = desk.ask("POST", f"/new/{path}", {**fields, "do": "review"})
    (fault,) = lxml.html.fromstring(seen.text or "").xpath(f"//*[@data-fault='{box}']")
    assert said in fault.text_content()


def test_the_check_of_a_new_entry_knows_no_other_place(desk: Desk) -> None:
    for path in ("new/step", "new/step/no/such", "new/nothing", "new/"):
        assert "error" in json.loads(desk.ask("POST", f"/check/{path}", {"title": "x"}).text or "")
