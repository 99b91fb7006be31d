"""New entries in a file of the catalogue: what stands there keeps its every byte; what is added says what it should."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casetable import case_table
from learning_pathway.catalogue import read
from learning_pathway.catalogue.yaml.loader import load
from learning_pathway.catalogue.yaml.patch import LOCK, Patch, apply
from learning_pathway.catalogue.yaml.tree import EditError
from learning_pathway.imports.add import file_for, insert, written_entry

NEW = [{"id": "one", "type": "report", "title": "One"}, {"id": "two", "type": "video", "title": "Two: a film"}]
LAST = "tasks:\n  - {id: t, prompt: Think.}\n"
FILES = {
    "empty": "",
    "comment only": "# Only a comment\n",
    "no entries": "resources:\n",
    "no entries, and words": f"resources:   # to come\n# after\n{LAST}",
    "empty brackets": f"resources: []  # to come\n{LAST}",
    "folded text": f"resources:\n  - id: a\n    type: book\n    title: >-\n      A\n      b\n\n  # end\n\n{LAST}",
    "comment-like text": "resources:\n- id: a\n  type: book\n  title: |\n    A\n    # b\n",
    "Windows line ends": "resources:\r\n  - {id: a, type: book, title: A}\r\n  # after\r\ntasks: []",
    "no list": "themes:\n  - {id: t, title: T}",
    "byte-order mark": '\ufeffresources:\n  - id: a\n    type: book\n    title: "A\n\n  b"\n',
    "nothing in the last key": "resources:\n  - id: a\n    type: book\n    title: A\n    note:\n",
    "document end": "resources:\n  - id: a\n    type: book\n    title: A\n    themes: [b,\n  c]\n...\n",
    "no last line end": "resources:\n  - id: a\n    type: book\n    title: A",
}


@pytest.mark.parametrize("name", FILES)
def test_everything_that_was_there_stays_as_it_was(tmp_path: Path, name: str) -> None:
    (tmp_path / "resources.yaml").write_bytes(FILES[name].encode())
    patch = insert(tmp_path, "resources.yaml", NEW)
    removed = [line for line in patch.diff.splitlines()[2:] if line.startswith("-")]
    assert removed == (["-resources: []  # to come"] if name == "empty brackets" else []) or name.startswith("no l")
    assert "\n" not in patch.after.replace("\r\n", "") or "\r\n" not in FILES[name]
    document = load("x", patch.after.removeprefix("\ufeff")).document
    assert document is not None
    assert document.data["resources"][-2:] == NEW


@pytest.mark.parametrize("text", ["{resources: []}", "resources: [{id: a, type: book, title: A}]\n", "resources: [\n"])
def test_a_file_without_a_certain_place_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "resources.yaml").write_text(text)
    with pytest.raises(EditError, match=r"resources\.yaml"):
        insert(tmp_path, "resources.yaml", NEW)


@case_table("name", ["../resources.yaml", "/etc/x.yaml", "resources/a/b.yaml", "docs/a.yaml", "x.yaml", ""])
def test_only_files_that_a_catalogue_reads_are_written(name: str) -> None:
    with pytest.raises(EditError, match="no file of the catalogue"):
        file_for(name)


def test_nothing_is_written_where_the_catalogue_would_not_be_valid(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text("resources:\n  - {id: one, type: book, title: Another}\n")
    patch = insert(tmp_path, "resources/new.yaml", NEW)
    with pytest.raises(EditError, match="belongs to another resource already"):
        apply(tmp_path, [patch])
    assert [path.name for path in tmp_path.rglob("*")] == ["resources.yaml"]


def test_where_a_second_file_cannot_be_written_the_first_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text("resources:\n")
    first = insert(tmp_path, "resources.yaml", NEW[:1])
    stale = Patch("resources/new.yaml", "was something else\n", "resources:\n", ())
    with pytest.raises(EditError, match="in the meantime"):
        apply(tmp_path, [first, stale])
    assert (tmp_path / "resources.yaml").read_text() == "resources:\n"


def test_a_new_file_reads_as_a_part_of_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text("pathway: {title: Small}\n")
    apply(tmp_path, [insert(tmp_path, "resources/new.yaml", NEW)])
    catalogue = read(tmp_path).catalogue
    assert catalogue is not None
    assert [entry.title for entry in catalogue.resources] == ["One", "Two: a film"]


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=400)


@given(title=WORDS, note=WORDS, names=st.lists(WORDS, max_size=3))
@settings(deadline=None, max_examples=3 * settings.default.max_examples // 2)
def test_any_text_comes_back_from_yaml_as_it_was(title: str, note: str, names: list[str]) -> None:
    facts = {"id": "x", "title": title, "note": f"{note}\n\n{title}", "authors": [{"organisation": n} for n in names]}
    document = load("x", f"resources:\n{written_entry(facts)}").document
    assert document is not None
    entry = document.data["resources"][0]
    assert {**entry, "authors": entry.get("authors", [])} == {**facts, "authors": facts["authors"]}


def test_a_disk_that_fails_leaves_every_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources.yaml").write_text("resources:\n")
    patches = [insert(tmp_path, "resources.yaml", NEW[:1]), insert(tmp_path, "resources/new.yaml", NEW[1:])]
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if Path(target).name == "new.yaml":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        apply(tmp_path, patches)
    assert (tmp_path / "resources.yaml").read_text() == "resources:\n"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [LOCK, "resources.yaml"]
