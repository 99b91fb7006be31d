"""A change is undone where its own lines are as it left them, whatever became of the lines beside it."""

from __future__ import annotations

import random
from copy import deepcopy
from pathlib import Path

import pytest

from learning_pathway.catalogue.yaml.anchors import value_at
from learning_pathway.catalogue.yaml.edit import Editor, Shared
from learning_pathway.catalogue.yaml.patch import Patch
from learning_pathway.catalogue.yaml.tree import EditError
from learning_pathway.editing.journal import save
from learning_pathway.editing.project import Change
from learning_pathway.editing.undo import ConflictError, undo
from messycatalogues import MESSY
from smallproject import run

FILE = "resources.yaml"
TEXT = """\
pathway:
  title: Small
  summary: What it is.
  language: en
themes:
  - {id: trust, title: Trust}
  - {id: power, title: Power}
resources:
  - id: a
    type: report
    title: A
    level: starter
    minutes: 10
    themes:
      - trust
      - power
    summary: >-
      A text of
      two lines.
    note: Ours
  - id: b
    type: report
    title: A
    level: starter
    minutes: 10
    summary: Short.
modules:
  - id: m
    title: M
    sections:
      - id: s
        title: S
        steps:
          - read: a
            introduction: First.
            optional: true
          - read: b
            introduction: First.
            optional: true
"""


def text(root: Path) -> str:
    return (root / FILE).read_bytes().decode()


@pytest.fixture(params=["\n", "\r\n"], ids=["LF", "CRLF"])
def root(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    (tmp_path / FILE).write_bytes(TEXT.replace("\n", request.param).encode())
    return tmp_path


def edited(root: Path, path: tuple[str | int, ...], value: object) -> str:
    """Set or delete a value as commands do, and return the id of the change."""
    editor = Editor(FILE, text(root))
    if value is None and isinstance(path[-1], int):
        editor.remove(path, shared=Shared.HERE)
    elif value is None:
        editor.unset(path, shared=Shared.HERE)
    else:
        editor.set(path, value)
    return save(root, Change(("Change it.",), (Patch(FILE, text(root), editor.text, ()),)))


def by_hand(root: Path, *changes: tuple[str, str]) -> None:
    """Change the file as a text editor does."""
    ends = "\r\n" if "\r\n" in text(root) else "\n"
    for old, new in changes:
        old, new = old.replace("\n", ends), new.replace("\n", ends)
        assert old in text(root), old
        (root / FILE).write_bytes(text(root).replace(old, new, 1).encode())


A, STEP = ("resources", 0), ("modules", 0, "sections", 0, "steps")


ID, LEVEL = "  - id: a\n", "    level: starter\n"
TITLE, MINUTES, NOTE = ("    title: A\n", "    title: B\n"), ("minutes: 10", "minutes: 12"), ("Ours", "Theirs")
SECOND, OPTIONAL = "            introduction: Second.\n", "            optional: true\n"


@pytest.mark.parametrize(
    ("path", "value", "beside"),
    [
        ((*A, "level"), "advanced", [TITLE, MINUTES]),
        ((*A, "level"), "advanced", [(ID, "  - id: a   # the first\n"), ("    minutes: 10\n", "")]),
        ((*A, "level"), "advanced", [(ID + "    type: report\n", "  - type: book\n    id: a\n")]),
        ((*A, "level"), "advanced", [(ID, "  - id: c\n    formerly: [a]\n"), ("- read: a", "- read: c")]),
        ((*A, "level"), None, [TITLE, MINUTES]),
        ((*A, "level"), None, [("    title: A\n", "    title: A\n    language: en\n")]),
        ((*A, "note"), None, [("      two lines.\n", "      two lines. More.\n")]),
        ((*A, "summary"), "Short.", [("      - power\n", "      - power   # yes\n"), NOTE]),
        ((*A, "themes", 0), None, [MINUTES]),
        ((*STEP, 1, "introduction"), "Second.", [("b\n" + SECOND + "            optional: true\n", "a\n" + SECOND)]),
        ((*STEP, 1, "introduction"), None, [("read: b\n" + OPTIONAL, "read: b\n            optional: false\n")]),
        (("pathway", "summary"), "Other.", [("Small", "Large"), ("language: en", "language: en-GB")]),
        (("pathway", "summary"), None, [("Small", "Large")]),
        (("themes", 1, "title"), "Might", [("title: Trust", "title: Faith"), ("resources:\n", "\nresources:\n")]),
    ],
)  # fmt: skip
def test_what_was_changed_beside_it_stays(
    root: Path, path: tuple[str | int, ...], value: object, beside: list[tuple[str, str]]
) -> None:
    old = value_at(Editor(FILE, text(root)).data, path)
    change = edited(root, path, value)
    by_hand(root, *beside)
    wanted = deepcopy(Editor(FILE, text(root)).data)
    around, key = value_at(wanted, path[:-1]), path[-1]
    if isinstance(around, list) and value is None:
        around.insert(key, old)
    else:
        around[key] = old
    save(root, undo(root, change))
    assert Editor(FILE, text(root)).data == wanted
    assert ("\r\n" in text(root)) == (text(root).count("\r\n") == text(root).count("\n"))


RENAMED = "id: force, formerly: [power], title: Power"


@pytest.mark.parametrize(
    ("more", "key", "value", "beside", "wanted"),
    [
        ("", "title", "Might", ("Might}", "Might, summary: Who.}"), "id: power, title: Power, summary: Who."),
        ("", "title", "Might", ("id: power", "id: force, formerly: [power]"), RENAMED),
        (", statement: So.", "statement", None, ("Power}", "Might}"), "id: power, title: Might, statement: So."),
        ("", "summary", "Who.", ("title: Power", "title: Might"), "id: power, title: Might"),
        ("", "title", "Might", ("title: Might", "title: Strength"), None),
        ("", "title", "Might", ("{id: power", "{id: force"), None),
    ],
)  # fmt: skip
def test_an_entry_in_one_line_may_have_changed_in_other_keys(
    root: Path, more: str, key: str, value: object, beside: tuple[str, str], wanted: str | None
) -> None:
    by_hand(root, ("title: Power}", f"title: Power{more}}}"))
    change = edited(root, ("themes", 1, key), value)
    by_hand(root, beside, *([("- power\n", "- force\n")] if wanted == RENAMED else []))
    if wanted is None:
        with pytest.raises(ConflictError):
            undo(root, change)
    else:
        save(root, undo(root, change))
        assert f"  - {{{wanted}}}" in text(root)


def test_lists_in_brackets_may_have_changed_in_other_places(root: Path) -> None:
    old = "    sections: [{id: one, title: One, steps: [{read: a}, {read: b, introduction: First.}]}]\n"
    by_hand(root, ("modules:\n", f"modules:\n  - id: n\n    title: N\n{old}"))
    change = edited(root, ("modules", 0, "sections", 0, "steps", 1, "introduction"), "Second.")
    by_hand(root, ("title: One, steps: [{read: a}", "title: Only, steps: [{read: b}"))
    save(root, undo(root, change))
    assert old.replace("One", "Only").replace("[{read: a}", "[{read: b}").strip() in text(root)
    change = edited(root, ("modules", 0, "sections", 0, "steps", 1, "introduction"), "Second.")
    by_hand(root, ("Second.", "Third."), ("title: Only", "title: One"))
    with pytest.raises(ConflictError):
        undo(root, change)


# A quick run tries every fourth form.
@pytest.mark.parametrize(
    "form", [pytest.param(form, marks=pytest.mark.long if number % 4 else []) for number, form in enumerate(MESSY)]
)
def test_any_field_goes_back_whatever_became_of_the_others(tmp_path: Path, form: str) -> None:
    chance = random.Random(form)
    for _ in range(12):
        (tmp_path / FILE).write_bytes(MESSY[form].encode())
        data = Editor(FILE, text(tmp_path)).data
        kind = chance.choice([key for key in ("resources", "tasks") if data.get(key)])
        place = chance.randrange(len(data[kind]))
        fields = [
            key for key, value in data[kind][place].items() if isinstance(value, str) and key not in ("id", "type")
        ]
        chance.shuffle(fields)
        mine, others = fields[0], fields[1:3]
        try:
            change = edited(tmp_path, (kind, place, mine), f"https://example.org/{chance.random()}")
            for field in others:
                edited(tmp_path, (kind, place, field), f"https://example.org/{chance.random()}")
        except EditError:  # it is shared with others, or would not be valid
            continue
        wanted = deepcopy(Editor(FILE, text(tmp_path)).data)
        wanted[kind][place][mine] = data[kind][place][mine]
        save(tmp_path, undo(tmp_path, change))
        assert Editor(FILE, text(tmp_path)).data == wanted, (kind, place, mine, others)


def test_a_removed_step_goes_back_between_its_neighbours(root: Path) -> None:
    change = edited(root, (*STEP, 0), None)
    by_hand(root, ("        title: S\n", "        title: Sections\n"), ("            introduction: First.\n", ""))
    save(root, undo(root, change))
    steps = Editor(FILE, text(root)).data["modules"][0]["sections"][0]["steps"]
    assert [step["read"] for step in steps] == ["a", "b"]
    assert steps[1] == {"read": "b", "optional": "true"}


def test_a_removed_entry_goes_back_to_its_list(root: Path) -> None:
    by_hand(root, ("          - read: b\n            introduction: First.\n            optional: true\n", ""))
    before = Editor(FILE, text(root)).data
    change = edited(root, ("resources", 1), None)
    by_hand(root, ("    note: Ours\n", "    note: Theirs\n"))
    save(root, undo(root, change))
    after = Editor(FILE, text(root)).data
    before["resources"][0]["note"] = "Theirs"
    assert after == before


@pytest.mark.parametrize(
    ("path", "value", "again"),
    [
        ((*A, "level"), "advanced", [("level: advanced", "level: intermediate")]),
        ((*A, "level"), "advanced", [("level: advanced", "level: advanced   # sure?")]),
        ((*A, "level"), "advanced", [("    level: advanced\n", "")]),
        ((*A, "level"), None, [("  - id: a\n", "  - id: c\n"), ("- read: a", "- read: c")]),
        ((*A, "level"), None, [("    title: A\n", "    title: A\n    level: intermediate\n")]),
        ((*STEP, 1, "introduction"), "Second.", [("introduction: Second.", "introduction: Third.")]),
        (("pathway", "summary"), "Other.", [("summary: Other.", "summary: Other ones.")]),
    ],
)
def test_a_change_of_the_same_lines_is_a_conflict(
    root: Path, path: tuple[str | int, ...], value: object, again: list[tuple[str, str]]
) -> None:
    change = edited(root, path, value)
    by_hand(root, *again)
    now = text(root)
    with pytest.raises(EditError):
        save(root, undo(root, change))
    assert text(root) == now


def test_a_conflict_has_both_versions(root: Path) -> None:
    edited(root, (*A, "level"), "advanced")
    by_hand(root, ("level: advanced", "level: intermediate"))
    done = run("undo", "--yes", "--path", root)
    assert done.exit_code == 2
    assert "The change wrote:\n    level: advanced\n" in done.output
    assert "resources.yaml has now:\n" in done.output
    assert "    level: intermediate\n" in done.output
    assert "id: b" not in done.output


def test_the_same_line_elsewhere_is_not_taken_for_it(root: Path) -> None:
    change = edited(root, (*A, "themes", 1), "trust")
    by_hand(
        root, ("      - trust\n      - trust\n", "      - power\n"), ("    note: Ours\n", "    related:\n      - b\n")
    )
    with pytest.raises(ConflictError):
        undo(root, change)


def test_a_file_that_cannot_be_read_is_no_reason_to_fail(root: Path) -> None:
    change = edited(root, (*A, "level"), "advanced")
    by_hand(root, ("    title: A\n", "    title: 'A\n"), ("minutes: 10", "minutes: 12"))
    with pytest.raises(ConflictError):
        undo(root, change)
