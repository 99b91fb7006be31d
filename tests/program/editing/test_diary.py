"""The diary: every change can be undone while what it wrote is still there; what was changed elsewhere stays."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learning_pathway.catalogue.yaml.edit import Editor
from learning_pathway.catalogue.yaml.patch import HISTORY, JOURNAL, LOCK, Patch, recover
from learning_pathway.catalogue.yaml.tree import EditError
from learning_pathway.editing import journal
from learning_pathway.editing.entries import rename
from learning_pathway.editing.journal import entries, save
from learning_pathway.editing.project import Change, open_project
from learning_pathway.editing.undo import undo
from messycatalogues import MESSY
from smallproject import run

FILE = "resources.yaml"


@pytest.fixture(params=MESSY)
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    (tmp_path / FILE).write_bytes(MESSY[request.param].encode())
    return tmp_path


def text(root: Path) -> str:
    return (root / FILE).read_bytes().decode()


def edited(root: Path, *changes: tuple[tuple[str | int, ...], str]) -> str:
    """Set values, and return the id of the change."""
    editor = Editor(FILE, text(root))
    editor.set_all(dict(changes))
    return save(root, Change(("Change something.",), (Patch(FILE, text(root), editor.text, ()),)))


def test_undo_gives_the_same_bytes_and_undoing_that_gives_the_change(project: Path) -> None:
    before = text(project)
    first = save(project, rename(open_project(project), "float", "swim"))
    second = edited(project, (("resources", 1, "title"), "Breathing: no film"), (("modules", 0, "title"), "Basic"))
    after = text(project)
    save(project, undo(project, second))
    third = save(project, undo(project, first))
    assert text(project) == before
    save(project, undo(project, third))
    save(project, undo(project, entries(project)[2].id))
    assert text(project) == after
    words = [entry.words for entry in entries(project)]
    assert words[0][0] == "Rename the resource `float` to `swim`."
    assert words[2:4] == [("Undo: Change something.",), ("Undo: Rename the resource `float` to `swim`.",)]


def test_what_was_changed_elsewhere_stays(project: Path) -> None:
    first = edited(project, (("resources", 0, "url"), "https://example.org/ease"))
    edited(project, (("tasks", 0, "prompt"), "Was it cold?"), (("resources", 2, "title"), "Rivers"))
    save(project, undo(project, first))
    data = Editor(FILE, text(project)).data
    assert data["resources"][0]["url"] == "https://example.org/float"
    assert (data["tasks"][0]["prompt"], data["resources"][2]["title"]) == ("Was it cold?", "Rivers")


def test_what_was_changed_again_is_left_alone(project: Path) -> None:
    first = edited(project, (("resources", 0, "url"), "https://example.org/ease"))
    second = edited(project, (("resources", 0, "url"), "https://example.org/easy"))
    now = text(project)
    with pytest.raises(EditError, match="changed since"):
        undo(project, first)
    assert text(project) == now
    save(project, undo(project, second))
    save(project, undo(project, first))
    with pytest.raises(EditError, match="undone already"):
        undo(project, first)


def test_the_same_words_in_another_entry_are_not_touched(tmp_path: Path) -> None:
    entry = "  - id: {id}\n    type: book\n    title: Same\n    level: starter\n    summary: Same.\n"
    before = "resources:\n" + "".join(entry.format(id=name) for name in ("a", "b", "c"))
    (tmp_path / FILE).write_text(before)
    first = edited(tmp_path, (("resources", 1, "level"), "advanced"))
    edited(tmp_path, (("resources", 1, "level"), "intermediate"), (("resources", 2, "level"), "advanced"))
    with pytest.raises(EditError, match="changed since"):
        undo(tmp_path, first)


def test_a_new_file_is_deleted_again_and_a_deleted_one_written(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(MESSY["plain"])
    new = "tasks:\n  - {id: ask, prompt: What now?}\n"
    made = save(tmp_path, Change(("Add.",), (Patch("resources/new.yaml", None, new, ("ask",)),)))
    gone = save(tmp_path, undo(tmp_path, made))
    assert not (tmp_path / "resources/new.yaml").exists()
    save(tmp_path, undo(tmp_path, gone))
    assert (tmp_path / "resources/new.yaml").read_text() == new
    (tmp_path / "resources/new.yaml").write_text(f"{new}# mine\n")
    with pytest.raises(EditError, match="was changed since, so it can't be deleted"):
        undo(tmp_path, entries(tmp_path)[-1].id)


def test_a_refused_change_is_not_in_the_diary(project: Path) -> None:
    before = text(project)
    bad = Patch(FILE, before, f"{before}\nthemse: []\n", ())
    with pytest.raises(EditError, match="would not be valid"):
        save(project, Change(("Break it.",), (bad,)))
    with pytest.raises(EditError, match="in the meantime"):
        save(project, Change(("Late.",), (Patch(FILE, f"{before}# older\n", before, ()),)))
    with pytest.raises(EditError, match="nothing to change"):
        save(project, Change(("Nothing.",), ()))
    assert (entries(project), text(project)) == ((), before)
    assert list(project.rglob("*.part")) == []


def test_old_changes_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_KEPT", 3)
    (tmp_path / FILE).write_text(MESSY["plain"])
    made = [edited(tmp_path, (("pathway", "title"), f"Title {number}")) for number in range(5)]
    assert [entry.id for entry in entries(tmp_path)] == made[2:]


@pytest.mark.parametrize(
    "written",
    ["", "{", "[]", "[" * 100_000, '{"files": 3}', '{"time": "x", "words": [], "files": [], "undoes": ""}']
    + [
        json.dumps(
            {
                "time": "2024-05-01T00:00:00+00:00",
                "words": ["Trap."],
                "undoes": "",
                "files": [{"file": name, "created": True, "removed": False, "regions": []}],
            }
        )
        for name in ("../outside.yaml", "/etc/x.yaml", "mkdocs.yml", "a/b/c.yaml", "hooks/x.yaml", "x\0.yaml", 3)
    ],
)
def test_a_damaged_entry_is_left_out(tmp_path: Path, written: str) -> None:
    (tmp_path / FILE).write_text(MESSY["plain"])
    good = edited(tmp_path, (("pathway", "title"), "New"))
    (tmp_path / HISTORY / "20240501T000000000000-0123abcd.json").write_text(written)
    assert [entry.id for entry in entries(tmp_path)] == [good]
    with pytest.raises(EditError, match="no such change"):
        undo(tmp_path, "20240501T000000000000-0123abcd")


def test_the_time_is_kept_in_utc(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(MESSY["plain"])
    moment = datetime(2024, 5, 1, 12, tzinfo=UTC)
    change = rename(open_project(tmp_path), "float", "swim")
    assert save(tmp_path, change, time=moment).startswith("20240501T120000")
    assert entries(tmp_path)[0].time == moment


RIS = "TY  - RPRT\nTI  - A report on trust\nAU  - Gray, Ida\nPY  - 2024\nUR  - https://example.org/trust\nER  - \n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["add", "https://example.org/new", "--no-fetch", "--set", "title=New", "--set", "type=report"],
            "Add the resource",
        ),
        (["import", "list.ris"], "Import resources of list.ris."),
        (
            [
                "add",
                "https://example.org/new",
                "--no-fetch",
                "--set",
                "title=New",
                "--set",
                "type=book",
                "--into",
                FILE,
            ],
            "Add",
        ),
    ],
)
def test_what_other_commands_add_can_be_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / FILE).write_text(MESSY["plain"])
    (tmp_path / "list.ris").write_text(RIS)
    before = {path.name for path in tmp_path.rglob("*.*")}
    result = run(*arguments, "--write")
    assert result.exit_code == 0, result.output
    (entry,) = entries(tmp_path)
    assert entry.words[0].startswith(words)
    save(tmp_path, undo(tmp_path, entry.id))
    assert (tmp_path / FILE).read_text() == MESSY["plain"]
    left = {path.name for path in tmp_path.rglob("*.*") if HISTORY not in path.parts}
    assert left - {HISTORY, LOCK} == before


def test_a_killed_import_is_finished(tmp_path: Path) -> None:
    files = [
        {"file": "imported.json", "before": None, "after": "{}\n"},
        {"file": FILE, "before": None, "after": MESSY["plain"]},
    ]
    (tmp_path / JOURNAL).write_text(json.dumps({"version": 1, "files": files}))
    assert recover(tmp_path) == ("imported.json", FILE)
    assert (tmp_path / "imported.json").read_text() == "{}\n"
