"""Forms are made from the model; what comes back changes only what was touched, and the file keeps its other bytes."""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import pytest

from casetable import case_table
from deskproject import Desk, fields_of
from learning_pathway.catalogue.raw import MODELS
from learning_pathway.catalogue.rules.ids import REFERENCES
from learning_pathway.catalogue.types import EntryKind
from learning_pathway.desk.controls import Widget, controls_for
from learning_pathway.desk.entries import CHILDREN
from learning_pathway.desk.forms import clean, form_of, values_of
from siteproject import copy_project

MESSY = """\
# The small pathway.
pathway:
  title: Small   # shown everywhere
themes:
  - {id: trust, title: Trust}
  - {id: power, title: Power}
resources:
  # The first one.
  - id: first
    type: report
    title: 'First: a report'   # quoted on purpose
    level: starter
    published: 2011
    themes: [trust]   # one
    summary: >-
      A long text
      over two lines.
    authors:
      # in this order
      - {family: Gray, given: Ida}
      - organisation: Northern Forum

  - id: second
    type: video
    title: Second
    minutes: 12
tasks:
  - {id: think, prompt: Think about it, minutes: 10}
modules:
  - id: begin
    title: Begin
    sections:
      - id: one
        title: One
        steps:
          # begin here
          - read: first
          - task: think   # then think
      - id: two
        title: Two
        steps:
          - watch: second
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "resources.yaml").write_bytes(MESSY.encode())
    return Desk(tmp_path)


@pytest.fixture
def changed(desk: Desk) -> Callable[[], list[str]]:
    """The lines that the file has lost and won."""

    def lines() -> list[str]:
        now = (desk.root / "resources.yaml").read_text(encoding="utf-8")
        found = unified_diff(MESSY.splitlines(), now.splitlines(), lineterm="", n=0)
        return [line for line in found if line[:1] in "+-" and line[:3] not in ("+++", "---")]

    return lines


@case_table("kind", [kind for kind in MODELS if kind is not EntryKind.RETIRED])
def test_every_key_of_the_model_has_a_field(kind: EntryKind) -> None:
    names = {control.name for control in controls_for(kind)}
    assert names == set(MODELS[kind].model_fields) - {"id", "formerly", CHILDREN.get(kind, ("",))[0]}
    assert all(control.label and control.help for control in controls_for(kind))


def test_fields_say_what_the_table_says() -> None:
    by_name = {control.name: control for control in controls_for(EntryKind.RESOURCE)}
    assert by_name["level"].choices == ("starter", "intermediate", "advanced")
    assert "unknown" in by_name["access"].choices
    assert by_name["themes"].widget is Widget.CHECKS
    assert by_name["related"].parts[0].refers is EntryKind.RESOURCE
    assert by_name["published"].example == "2021-03"
    assert [part.name for part in by_name["authors"].parts[0].parts][:2] == ["family", "given"]


def test_every_entry_of_a_real_pathway_survives_its_form(tmp_path: Path) -> None:
    desk = Desk(copy_project(tmp_path / "project"))
    entries = desk.workbench.entries()
    seen = 0
    for kind in MODELS:
        for key, entry in entries.of_kind(kind):
            form = form_of(entries, entry, key, "")
            assert form.touched(entries) == {}
            for control in form.controls:
                value = clean(entry.data.get(control.name))
                wanted = sorted(value) if control.widget is Widget.CHECKS and value else value
                assert values_of(control, form.texts, entries.titles) == wanted, (key, control.name)
            seen += 1
    assert seen > 100


def test_a_form_that_was_not_touched_changes_nothing(desk: Desk, changed: Callable[[], list[str]]) -> None:
    answer = desk.send("/entry/resource/first")
    assert "Nothing yet" in (answer.text or "")
    assert "Save</button>" not in (answer.text or "")
    assert changed() == []


#: What is typed, and the lines that it changes.
EDITS = {
    "a choice": ("resource/first", {"level": "intermediate"}, ["-    level: starter", "+    level: intermediate"]),
    "a date": ("resource/first", {"published": "2011-03"}, ["-    published: 2011", "+    published: 2011-03"]),
    "a number": ("resource/second", {"minutes": "15"}, ["-    minutes: 12", "+    minutes: 15"]),
    "an emptied box": ("resource/first", {"level": ""}, ["-    level: starter"]),
    "blanks only": ("resource/first", {"level": "  "}, ["-    level: starter"]),
    "a quoted title": (
        "resource/first",
        {"title": "First: another"},
        ["-    title: 'First: a report'   # quoted on purpose", "+    title: 'First: another'   # quoted on purpose"],
    ),
    "a theme more": (
        "resource/first",
        {"themes__power": "on"},
        ["-    themes: [trust]   # one", "+    themes: [trust, power]   # one"],
    ),
    "an author's name": (
        "resource/first",
        {"authors__0__given": "Ada"},
        ["-      - {family: Gray, given: Ida}", "+      - {family: Gray, given: Ada}"],
    ),
    "an author more": ("resource/first", {"authors__2__family": "Ng"}, ["+      - family: Ng"]),
    "a setting": ("pathway/pathway", {"organisation": "Us"}, ["+  organisation: Us"]),
    "a step's target": (
        "step/begin/one/1",
        {"read": "", "watch": "Second [second]"},
        ["-          - read: first", "+          - watch: second"],
    ),
    "text that looks like YAML": ("resource/second", {"note": "- a: [b"}, ['+    note: "- a: [b"']),
    "text with a hash": ("resource/second", {"note": "one # two"}, ['+    note: "one # two"']),
}


@pytest.mark.parametrize("name", EDITS)
def test_saving_changes_only_the_lines_meant(desk: Desk, changed: Callable[[], list[str]], name: str) -> None:
    path, typed, lines = EDITS[name]
    answer = desk.save(f"/entry/{path}", **typed)
    assert answer.status == 303
    assert [line.replace("'- a: [b'", '"- a: [b"').replace("'one # two'", '"one # two"') for line in changed()] == lines


def test_what_will_change_is_said_in_words_and_lines(desk: Desk) -> None:
    text = desk.send("/entry/resource/first", level="intermediate", themes__power="on").text or ""
    assert "Level: starter → intermediate" in text
    assert "Themes: with Power" in text
    assert "+    level: intermediate" in text


def test_saving_needs_what_was_seen(desk: Desk, changed: Callable[[], list[str]]) -> None:
    seen = fields_of(desk.send("/entry/resource/first", level="intermediate").text or "")
    answer = desk.ask("POST", "/entry/resource/first", {**seen, "level": "advanced", "do": "save"})
    assert answer.status == 200
    assert changed() == []
    assert "starter → advanced" in (answer.text or "")


@pytest.mark.parametrize(
    ("path", "typed", "words"),
    [
        ("resource/first", {"published": "sometime"}, "sometime"),
        ("resource/first", {"url": "ftp://x"}, "ftp"),
        ("resource/second", {"minutes": "0"}, "minutes"),
        ("resource/first", {"related__0": "no-such"}, "no-such"),
        ("resource/second", {"title": ""}, "title"),
        ("step/begin/one/1", {"watch": "second"}, "one"),
    ],
)
def test_nothing_invalid_can_be_saved(
    desk: Desk, changed: Callable[[], list[str]], path: str, typed: dict[str, str], words: str
) -> None:
    seen = desk.send(f"/entry/{path}", **typed)
    assert "This can't be saved yet" in (seen.text or "")
    assert words in (seen.text or "")
    answer = desk.confirm(f"/entry/{path}", seen)
    assert answer.status == 409
    assert changed() == []


def test_a_problem_stands_at_its_box(desk: Desk) -> None:
    text = desk.send("/entry/resource/first", url="ftp://x").text or ""
    assert 'id="f-url" name="url" value="ftp://x"' in text
    assert 'aria-describedby="f-url-help f-url-fault" aria-invalid="true"' in text


def test_rows_move_by_buttons_without_saving(desk: Desk, changed: Callable[[], list[str]]) -> None:
    moved = fields_of(desk.send("/entry/resource/first", do="down:authors:0").text or "")
    assert (moved["authors.0.organisation"], moved["authors.1.family"]) == ("Northern Forum", "Gray")
    assert changed() == []
    saved = desk.confirm("/entry/resource/first", desk.ask("POST", "/entry/resource/first", {**moved, "do": "review"}))
    assert saved.status == 303
    assert sorted(changed()) == ["+      - organisation: Northern Forum", "-      - organisation: Northern Forum"]


def test_an_unusual_value_is_shown_and_left_alone(desk: Desk, changed: Callable[[], list[str]]) -> None:
    file = desk.root / "resources.yaml"
    file.write_text(MESSY.replace("    minutes: 12\n", "    minutes: 12\n    authors: Ida Gray\n"), encoding="utf-8")
    text = desk.page("/entry/resource/second")
    assert "only the file can hold" in text
    assert "Ida Gray" in text


@pytest.mark.parametrize("kind", ["resource", "task", "module", "route", "theme", "tip-list", "call"])
def test_each_kind_has_a_list_and_a_form_for_a_new_one(desk: Desk, kind: str) -> None:
    assert "results" in desk.page(f"/list/{kind}") or "1 result" in desk.page(f"/list/{kind}")
    assert "Show what will change" in desk.page(f"/new/{kind}")


def test_a_new_entry_goes_to_the_list_of_its_kind(desk: Desk, changed: Callable[[], list[str]]) -> None:
    answer = desk.save("/new/resource", type="book", title="A new book", published="2020")
    assert answer.status == 303
    lines = [line for line in changed() if line != "+"]
    assert lines == ["+  - id: a-new-book", "+    type: book", "+    title: A new book", "+    published: 2020"]


def test_a_new_step_goes_into_its_section(desk: Desk, changed: Callable[[], list[str]]) -> None:
    assert desk.save("/new/step/begin/two", task="Think about it [think]").status == 303
    assert changed() == ["+          - task: think"]


def test_a_half_done_entry_is_kept_as_a_draft(desk: Desk, changed: Callable[[], list[str]]) -> None:
    seen = desk.send("/new/resource", title="Half done")
    assert "Keep it as a draft" in (seen.text or "")
    fields = {**fields_of(seen.text or ""), "do": "draft"}
    answer = desk.confirm("/new/resource", desk.ask("POST", "/new/resource", fields))
    assert answer.status == 303
    assert "+    status: draft" in changed()
    assert "Half done" in desk.page("/list/resource")


def test_steps_move_by_buttons(desk: Desk, changed: Callable[[], list[str]]) -> None:
    page = desk.page("/entry/section/begin/one")
    assert 'aria-label="Move down: Read: First: a report"' in page
    version = desk.workbench.version(entries := desk.workbench.entries(), entries.get(EntryKind.STEP, "begin/one/2"))  # type: ignore[arg-type]
    assert desk.ask("POST", "/move/step/begin/one/2", {"version": version, "to": "up"}).status == 303
    after = desk.text
    assert after.index("task: think   # then think") < after.index("# begin here")


def test_a_step_moves_to_another_section_after_a_look(desk: Desk) -> None:
    entries = desk.workbench.entries()
    entry = entries.get(EntryKind.STEP, "begin/one/2")
    assert entry is not None
    fields = {"version": desk.workbench.version(entries, entry), "to": "begin/two"}
    seen = desk.ask("POST", "/move/step/begin/one/2", fields)
    assert "to the end of" in (seen.text or "")
    assert desk.ask("POST", "/move/step/begin/one/2", fields_of(seen.text or "")).status == 303
    after = desk.text
    assert after.endswith("          - watch: second\n          - task: think   # then think\n")


def test_nothing_moves_that_was_changed_meanwhile(desk: Desk, changed: Callable[[], list[str]]) -> None:
    answer = desk.ask("POST", "/move/step/begin/one/2", {"version": "0" * 24, "to": "up"})
    assert answer.status == 409
    assert changed() == []


def test_text_of_the_catalogue_is_escaped(desk: Desk) -> None:
    file = desk.root / "resources.yaml"
    file.write_text(MESSY.replace("title: Second", "title: '<script>alert(1)</script>\"'"), encoding="utf-8")
    for path in ("/", "/list/resource", "/entry/resource/second", "/entry/module/begin", "/?q=script"):
        assert "<script>alert" not in desk.page(path)


@case_table(("kind", "field", "target"), REFERENCES, ids=lambda each: str(each))
def test_every_reference_is_chosen_from_the_entries(kind: EntryKind, field: str, target: EntryKind) -> None:
    control = next(control for control in controls_for(kind) if control.name == field)
    chosen = control.parts[0] if control.widget is Widget.LIST else control
    assert (chosen.widget, chosen.refers) in [(Widget.REFERENCE, target), (Widget.CHECKS, target)]


def test_the_diary_calls_the_settings_what_the_desk_calls_them(desk: Desk) -> None:
    desk.save("/entry/pathway/pathway", title="Another name")
    assert desk.workbench.diary()[0].words[0] == "Change the settings."
