"""The YAML editor: each change touches exactly the bytes that it is about, or is refused with the reason."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casetable import case_table
from learning_pathway.catalogue.fields import RESOURCE_KEYS
from learning_pathway.catalogue.yaml.edit import Editor, Shared, SharedError
from learning_pathway.catalogue.yaml.loader import load
from learning_pathway.catalogue.yaml.tree import EditError
from learning_pathway.imports.add import insert
from messycatalogues import COMMENTS, MESSY

GOLDEN = Path(__file__).parent / "edits"
SUMMARY = (
    "A new summary that is quite a bit longer than the line: it says what the work is about, and for whom, in two "
    "sentences. The second of them is here."
)
BEGIN, GO_ON = (("modules", 0, "sections", place, "steps") for place in (0, 1))


def mentions(data: Any, name: str, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of texts that are an id, ids aside."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in parts:
        if value == name and key != "id":
            yield (*path, key)
        yield from mentions(value, name, (*path, key))


OPERATIONS: dict[str, Callable[[Editor], None]] = {
    "title": lambda editor: editor.set(("resources", 0, "title"), "Another title: better"),
    "summary": lambda editor: editor.set(("resources", 0, "summary"), SUMMARY),
    "new field": lambda editor: editor.set(
        ("resources", 1, "archived_url"), "https://archive.example.org/b", order=RESOURCE_KEYS
    ),
    "field out": lambda editor: editor.unset(("resources", 1, "minutes")),
    "new step": lambda editor: editor.insert((*BEGIN, 1), {"read": "open-water", "introduction": "Then this."}),
    "step to another section": lambda editor: editor.move((*BEGIN, 1), (*GO_ON, 2)),
    "new id": lambda editor: editor.rename(("resources", 0), "floating", mentions(editor.data, "float")),
    "delete": lambda editor: editor.remove(("resources", 1)),
}


def changes(before: str, after: str) -> str:
    """The lines that go and come, each with all its characters: with the text before, they give the text after."""
    lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    listed = []
    for kind, old, old_end, new, new_end in difflib.SequenceMatcher(None, *lines, autojunk=False).get_opcodes():
        if kind != "equal":
            listed.append(f"@ {old + 1}")
            listed += [f"- {line!r}" for line in lines[0][old:old_end]]
            listed += [f"+ {line!r}" for line in lines[1][new:new_end]]
    return "".join(f"{line}\n" for line in listed)


def outcome(text: str, change: Callable[[Editor], None]) -> str:
    """The changes, or why there are none."""
    editor = Editor("resources.yaml", text)
    try:
        change(editor)
    except EditError as error:
        assert editor.text == text
        return f"refused: {error}\n"
    return changes(text, editor.text)


def golden(name: str) -> str:
    return "".join(f"== {title}\n{outcome(MESSY[name], change)}" for title, change in OPERATIONS.items())


@pytest.mark.parametrize("name", MESSY)
def test_a_change_touches_only_the_bytes_that_it_is_about(name: str) -> None:
    listed = golden(name)
    assert ("\\r\\n" in listed) == ("\r" in MESSY[name])
    assert "\\r" not in listed.replace("\\r\\n", "")
    assert listed == (GOLDEN / f"{name}.txt").read_text("utf-8")


#: A text, a change, and the text afterwards.
CASES: dict[str, tuple[str, Callable[[Editor], None], str]] = {
    "the comment of what follows stays": (
        "a:\n  - x\n\n  # about y\n  - y\n",
        lambda editor: editor.remove(("a", 0)),
        "a:\n  # about y\n  - y\n",
    ),
    "comments above and deeper ones below go along": (
        "a:\n  - k: x\n  # about y\n  - k: y\n    # more about y\n\n    # and more\n  - k: z\n",
        lambda editor: editor.move(("a", 1), ("a", 2)),
        "a:\n  - k: x\n  - k: z\n  # about y\n  - k: y\n    # more about y\n\n    # and more\n",
    ),
    "a comment with a blank line below it stays": (
        "a:\n  # about the list\n\n  - x\n  - y\n",
        lambda editor: editor.remove(("a", 0)),
        "a:\n  # about the list\n\n  - y\n",
    ),
    "a comment at the end of a list stays there": (
        "a:\n  - x\n  # room for more\nb: 1\n",
        lambda editor: editor.insert(("a", 1), "y"),
        "a:\n  - x\n  - y\n  # room for more\nb: 1\n",
    ),
    "the last item leaves an empty list, and the comment of its key": (
        "a:   # ours\n  # about x\n  - x\nb: 1\n",
        lambda editor: editor.remove(("a", 0)),
        "a: []   # ours\nb: 1\n",
    ),
    "the last of a list with a gap": (
        "a:\n  - x\n\n  - y\n\nb: 1\n",
        lambda editor: editor.remove(("a", 1)),
        "a:\n  - x\n\nb: 1\n",
    ),
    "an empty list": ("a: []  # to come\n", lambda editor: editor.insert(("a", 0), "x"), "a:  # to come\n  - x\n"),
    "a key without a value": ("a:  # to come\n", lambda editor: editor.insert(("a", 0), "x"), "a:  # to come\n  - x\n"),
    "a list with gaps": (
        "a:\n  - x\n\n  - y\n",
        lambda editor: editor.insert(("a", 1), "z"),
        "a:\n  - x\n\n  - z\n\n  - y\n",
    ),
    "no line end at the end": ("a:\n  - x", lambda editor: editor.insert(("a", 1), "y"), "a:\n  - x\n  - y"),
    "no line end after what goes": ("a:\n  - x\n  - y", lambda editor: editor.remove(("a", 1)), "a:\n  - x"),
    "items in brackets over several lines": (
        "a: [x,  # one\n    y,  # two\n    z]\n",
        lambda editor: editor.remove(("a", 1)),
        "a: [x,  # one\n    z]\n",
    ),
    "the last item in brackets": ("a: [ x, y ]\n", lambda editor: editor.remove(("a", 1)), "a: [ x ]\n"),
    "a key in braces": ("a: {b: 1, c: 2}\n", lambda editor: editor.unset(("a", "b")), "a: {c: 2}\n"),
    "the key after the dash": ("- b: 1\n  c: 2\n".join(["a:\n", ""]), lambda e: e.unset(("a", 0, "b")), "a:\n- c: 2\n"),
    "the key after the dash, with a comment below": (
        "a:\n  - b: 1  # one\n    # two\n    c: 2\n",
        lambda editor: editor.unset(("a", 0, "b")),
        "a:\n  -\n    # two\n    c: 2\n",
    ),
    "the only key": ("a:\n  b: 1\nc: 2\n", lambda editor: editor.unset(("a", "b")), "a: {}\nc: 2\n"),
    "a header comment": ("a: >-  # ours\n  x\n", lambda editor: editor.set(("a",), "y"), "a: >-  # ours\n  y\n"),
    "a block for what no block can hold": (
        "a: |  # ours\n  x\n",
        lambda editor: editor.set(("a",), "y  "),
        'a: "y  "  # ours\n',
    ),
    "a long text after a short one with a comment": (
        "a: x   # ours\nb: 1\n",
        lambda editor: editor.set(("a",), f"{'word ' * 30}end"),
        f"a: >-   # ours\n  {'word ' * 20}word\n  {'word ' * 9}end\nb: 1\n",
    ),
    "blanks at the end of the line": ("a: x   \n", lambda e: e.set(("a",), "y\nz"), "a: |-\n  y\n  z\n"),
    "a literal text": ("a: |\n    x\n\n    y\n", lambda e: e.set(("a",), "z\n\n  z\n"), "a: |\n    z\n\n      z\n"),
    "a folded text with paragraphs": (
        "a: >\n  x\n",
        lambda editor: editor.set(("a",), "one\ntwo\n\nthree\n"),
        "a: >\n  one\n\n  two\n\n\n  three\n",
    ),
    "a text that looks like something else": ("a: x\n", lambda e: e.set(("a",), "yes"), 'a: "yes"\n'),
    "a number after a number": ("a: 12  # min\n", lambda e: e.set(("a",), 15), "a: 15  # min\n"),
    "a date": ("a: x\n", lambda e: e.set(("b",), date(2024, 5, 3)), "a: x\nb: 2024-05-03\n"),
    "quotes inside quotes": ("a: 'x'\n", lambda e: e.set(("a",), "it's"), "a: 'it''s'\n"),
    "a number sign": ("a: x\n", lambda e: e.set(("a",), "We are #1"), 'a: "We are #1"\n'),
    "a comma in braces": ("a: {b: x}\n", lambda e: e.set(("a", "b"), "x, y"), 'a: {b: "x, y"}\n'),
    "a value on the next line": ("a:\n    x\nb: 1\n", lambda e: e.set(("a",), "y"), "a:\n    y\nb: 1\n"),
    "a new mapping": ("a:\n", lambda e: e.set(("a", "b"), "x"), "a:\n  b: x\n"),
    "`formerly` after `id`": (
        "a:\n  - title: x\n    id: old  # ours\n    url: y\n",
        lambda editor: editor.rename(("a", 0), "new"),
        "a:\n  - title: x\n    id: new  # ours\n    formerly:\n      - old\n    url: y\n",
    ),
    "one more former id": (
        "a:\n  - id: old\n    formerly: [older]\n",
        lambda editor: editor.rename(("a", 0), "new"),
        "a:\n  - id: new\n    formerly: [older, old]\n",
    ),
    "an explicit key": ("? a\n: x\n", lambda e: e.set(("a",), "y"), "? a\n: y\n"),
    "an empty file": ("", lambda e: e.set(("a",), ["x"]), "a:\n  - x\n"),
}


@case_table("name", CASES)
def test_each_rule_of_the_editor(name: str) -> None:
    before, change, after = CASES[name]
    for newline, mark in (("\n", ""), ("\r\n", "\ufeff")):
        editor = Editor("x.yaml", mark + before.replace("\n", newline))
        change(editor)
        assert editor.text == mark + after.replace("\n", newline if before else "\n")


SHARED = "a: &x one\nb: [*x, two]\nc:\n  k: *x\n"
DECIDED: dict[str, tuple[str, Callable[[Editor, Shared], None], dict[Shared, str]]] = {
    "at the anchor": (
        SHARED,
        lambda editor, shared: editor.set(("a",), "new", shared=shared),
        {Shared.HERE: "a: new\nb: [&x one, two]\nc:\n  k: *x\n", Shared.EVERYWHERE: SHARED.replace("one", "new")},
    ),
    "at an alias": (
        SHARED,
        lambda editor, shared: editor.set(("c", "k"), "new", shared=shared),
        {Shared.HERE: SHARED.replace("k: *x", "k: new"), Shared.EVERYWHERE: SHARED.replace("one", "new")},
    ),
    "at the only alias": (
        "a: &x >-  # ours\n  one\nb: *x\n",
        lambda editor, shared: editor.set(("b",), "new", shared=shared),
        {Shared.HERE: "a: >-  # ours\n  one\nb: new\n", Shared.EVERYWHERE: "a: &x >-  # ours\n  new\nb: *x\n"},
    ),
    "inside a shared list": (
        "a: &x\n  - k: one\nb: *x\nc: *x\n",
        lambda editor, shared: editor.set(("b", 0, "k"), "new", shared=shared),
        {
            Shared.HERE: "a: &x\n  - k: one\nb:\n  - k: new\nc: *x\n",
            Shared.EVERYWHERE: "a: &x\n  - k: new\nb: *x\nc: *x\n",
        },
    ),
    "an item of a shared list": (
        "a: &x [one, two]\nb: *x\n",
        lambda editor, shared: editor.remove(("a", 0), shared=shared),
        {Shared.HERE: "a: [two]\nb: [one, two]\n", Shared.EVERYWHERE: "a: &x [two]\nb: *x\n"},
    ),
    "an entry with a shared text": (
        "a:\n  - k: &x one\n  - k: *x\n  - k: *x\n",
        lambda editor, shared: editor.remove(("a", 0), shared=shared),
        {Shared.HERE: "a:\n  - k: &x one\n  - k: *x\n"},
    ),
}


@case_table("name", DECIDED)
def test_what_an_anchor_shares_changes_only_as_it_was_decided(name: str) -> None:
    before, change, results = DECIDED[name]
    with pytest.raises(SharedError, match=r"is shared: `&x` in line \d is used in line \d"):
        change(Editor("x.yaml", before), Shared.ASK)
    for shared, after in results.items():
        editor = Editor("x.yaml", before)
        change(editor, shared)
        assert editor.text == after
        assert load("x.yaml", editor.text).problems == ()


REFUSED: dict[str, tuple[str, Callable[[Editor], None], str]] = {
    "comments would be lost": (
        "a:\n  - x  # one\n  - y\n",
        lambda editor: editor.set(("a",), ["z"]),
        "line 2: there are comments inside",
    ),
    "comments would be lost in brackets": (
        "a:\n  # about x\n  - k: x\nb: [{k: y}]\n",
        lambda editor: editor.move(("a", 0), ("b", 1)),
        "comments would be lost inside brackets",
    ),
    "an alias would come before its anchor": (
        "a:\n  - k: &x one\n  - j: *x\n",
        lambda editor: editor.move(("a", 0), ("a", 1)),
        r"`\*x` comes before `&x`",
    ),
    "no such key": ("a: {b: 1}\n", lambda editor: editor.unset(("a", "c")), "there is no `a/c`"),
    "no such item": ("a: [x]\n", lambda editor: editor.remove(("a", 1)), "there is no `a/1`"),
    "beyond the end": ("a: [x]\n", lambda editor: editor.insert(("a", 2), "y"), "no place for `a/2`"),
    "inside a text": ("a: x\n", lambda editor: editor.set(("a", "b"), "y"), "no place for `a/b`"),
}


@case_table("name", REFUSED)
def test_what_cannot_be_done_for_sure_is_refused_with_the_reason(name: str) -> None:
    before, change, reason = REFUSED[name]
    editor = Editor("x.yaml", before)
    with pytest.raises(EditError, match=rf"^x\.yaml, .*{reason}"):
        change(editor)
    assert editor.text == before


@case_table("text", ["a: [\n", "a: 1\na: 2\n", "[x]: y\n", "--- a\n--- b\n", "a: &x [*x]\n", "[" * 99])
def test_a_file_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(EditError, match=r"^x\.yaml"):
        Editor("x.yaml", text)


def test_several_changes_are_made_together_or_not_at_all() -> None:
    editor = Editor("x.yaml", "a: x\nb: &s y\nc: *s\n")
    with pytest.raises(SharedError):
        editor.set_all({("a",): "1", ("b",): "2"})
    assert editor.text == "a: x\nb: &s y\nc: *s\n"
    editor.set_all({("a",): "1", ("b",): "2", ("c",): "2", ("d",): "3"})
    assert editor.text == 'a: "1"\nb: &s "2"\nc: *s\nd: "3"\n'


def test_a_new_entry_takes_no_comment_of_the_last_one(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(COMMENTS)
    text = insert(tmp_path, "resources.yaml", [{"id": "new", "type": "book", "title": "New"}]).after
    assert "    # price: unknown\n\n  - id: new\n    type: book\n    title: New\n\n# ----" in text


def test_a_new_entry_comes_after_one_that_ends_in_an_alias(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(MESSY["anchors"])
    text = insert(tmp_path, "resources.yaml", [{"id": "new", "type": "book", "title": "New"}]).after
    assert "    note: *first\n  - id: new\n    type: book\n    title: New\ntasks:" in text
