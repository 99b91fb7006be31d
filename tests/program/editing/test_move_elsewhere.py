"""`pathway move` between sections, modules and files: only what is meant changes, and old links lead on."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning_pathway.catalogue import Severity, read
from learning_pathway.links.state.file import LinkStates
from learning_pathway.site.build import Build
from smallproject import run, texts

TOP = """\
pathway: {title: Small}   # ours
resources:
  - {id: x, type: book, title: X}
  - {id: y, type: video, title: Y}
themes:
  - {id: trust, title: Trust}
modules:
  - id: a
    title: A
    sections:
      # the start
      - id: one   # first
        title: One
        formerly: [zero]
        steps:
          # read this
          - read: x   # soon
            introduction: >-  # ours
              Read it
              all.
      - id: two
        title: Two
        steps:
          - watch: y
          - read: x
"""
#: A file with wide dashes, and one with a list in brackets and the list of what is retired.
OTHER = """\
modules:
    -   id: b
        title: B & co
        sections:
        -   id: own
            title: Own
            steps:
            # watch it
            -   watch: y
"""
THIRD = """\
modules:
  - id: c
    title: C
    sections: [{id: only, title: Only, steps: [{read: x}, {watch: y}]}]
retired:
  - {id: a/gone, kind: section, reason: It went., replacement: a/one}
"""


@pytest.fixture(params=["\n", "\r\n"], ids=["LF", "CRLF"])
def root(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    (tmp_path / "resources").mkdir()
    for name, text in (("resources.yaml", TOP), ("resources/b.yaml", OTHER), ("resources/c.yaml", THIRD)):
        (tmp_path / name).write_bytes(text.replace("\n", request.param).encode())
    return tmp_path


def order(root: Path) -> dict[str, list[str]]:
    """What the steps of each section lead to."""
    catalogue = read(root).catalogue
    assert catalogue is not None
    return {
        f"{module.id}/{each.id}": [step.target for step in each.steps]
        for module in catalogue.modules
        for each in module.sections
    }


def moved(root: Path, *arguments: str) -> dict[str, str]:
    """The lines that a move takes out of each file and puts into it; then the move is undone."""
    before = texts(root)
    done = run("move", *arguments, "--yes", "--path", root)
    assert done.exit_code == 0, done.output
    after = texts(root)
    found = {}
    for name in before:
        old, new = before[name].splitlines(), after[name].splitlines()
        gone, come = [line for line in old if line not in new], [line for line in new if line not in old]
        if before[name] != after[name]:
            found[name] = "\n".join([*(f"-{line}" for line in gone), *(f"+{line}" for line in come)])
    assert [each for each in read(root).problems if each.severity is Severity.ERROR] == []
    assert run("undo", "--yes", "--path", root).exit_code == 0
    assert texts(root) == before
    return found


@pytest.mark.parametrize(
    ("arguments", "section", "targets"),
    [
        (["a/two/y", "--to", "b/own"], "b/own", ["y", "y"]),
        (["a/two/x", "--to", "b/own"], "b/own", ["y", "x"]),
        (["a/two/x", "--before", "b/own/y"], "b/own", ["x", "y"]),
        (["a/two/y", "--after", "c/only/1"], "c/only", ["x", "y", "y"]),
        (["c/only/x", "--to", "a/one"], "a/one", ["x", "x"]),
        (["c/only/2", "--before", "b/own/1"], "b/own", ["y", "y"]),
    ],
)
def test_a_step_goes_to_a_section_of_another_module(
    root: Path, arguments: list[str], section: str, targets: list[str]
) -> None:
    before = order(root)
    done = run("move", *arguments, "--yes", "--path", root)
    assert done.exit_code == 0, done.output
    after = order(root)
    assert sum(map(len, after.values())) == sum(map(len, before.values()))
    assert after[section] == targets


def test_a_section_goes_to_another_module_with_its_comments(root: Path) -> None:
    assert moved(root, "a/one", "--to", "b") == {
        "resources.yaml": "-      # the start\n-      - id: one   # first\n-        title: One\n"
        "-        formerly: [zero]\n-          # read this\n-          - read: x   # soon\n"
        "-            introduction: >-  # ours\n-              Read it\n-              all.",
        "resources/b.yaml": "+        # the start\n+        - id: one   # first\n+          title: One\n"
        "+          steps:\n+            # read this\n+            - read: x   # soon\n"
        "+              introduction: >-  # ours\n+                Read it\n+                all.",
        "resources/c.yaml": "-  - {id: a/gone, kind: section, reason: It went., replacement: a/one}\n"
        "+  - {id: a/gone, kind: section, reason: It went., replacement: b/one}\n"
        "+  - {id: a/one, kind: section, reason: This section is now in “B & co”., replacement: b/one}\n"
        "+  - {id: a/zero, kind: section, reason: This section is now in “B & co”., replacement: b/one}",
    }


@pytest.mark.parametrize(
    ("arguments", "there"),
    [
        (["a/two", "--before", "b/own"], ["b/two", "b/own"]),
        (["a/two", "--after", "own"], None),
        (["a/two", "--after", "own", "--to", "b"], ["b/own", "b/two"]),
        (["a/one", "--to", "c"], None),
    ],
)
def test_a_section_goes_beside_another_one(root: Path, arguments: list[str], there: list[str] | None) -> None:
    before = texts(root)
    done = run("move", *arguments, "--yes", "--path", root)
    if there is None:
        assert (done.exit_code, texts(root)) == (2, before), done.output
    else:
        assert [name for name in order(root) if name.startswith("b/")] == there


def test_links_to_the_section_lead_on_and_it_can_come_back(root: Path) -> None:
    assert run("move", "a/one", "--to", "b", "--yes", "--path", root).exit_code == 0
    build = Build(read(root), LinkStates(), None)
    page = next(each.text for each in build.pages() if each.path.startswith("modules/a"))
    for old in ("one", "zero", "gone"):
        assert f'id="{old}"' in page
    assert "b/#one" in page
    assert "This section is now in “B &amp; co”." in page
    done = run("move", "b/one", "--before", "a/two", "--yes", "--path", root)
    assert done.exit_code == 0, done.output
    assert list(order(root)) == ["a/one", "a/two", "b/own", "c/only"]
    retired = (root / "resources" / "c.yaml").read_text()
    assert "id: a/one," not in retired
    assert "id: b/one, kind: section" in retired
    assert "{id: a/zero, kind: section, reason: This section is now in “B & co”., replacement: a/one}" in retired


def test_a_section_of_a_draft_leaves_nothing_behind(root: Path) -> None:
    file = root / "resources" / "b.yaml"
    own = "        -   {id: new, title: New, steps: [{read: x}]}\n"
    file.write_text(OTHER.replace("        title: B", "        status: draft\n        title: B") + own)
    before = (root / "resources" / "c.yaml").read_text()
    assert run("move", "b/new", "--to", "c", "--yes", "--path", root).exit_code == 0
    assert (root / "resources" / "c.yaml").read_text() == before.replace(
        "{watch: y}]}]", "{watch: y}]}, {id: new, title: New, steps: [{read: x}]}]"
    )


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["b/own", "--to", "a"], "only section of the module `b`"),
        (["b/own/y", "--to", "a/two"], "only step of the section `b/own`"),
        (["a/gone", "--to", "b"], "no step `a/gone`"),
        (["a/one", "--to", "c"], "comments would be lost inside brackets"),
        (["a/one", "--to", "b/own"], "There is no module `b/own`"),
    ],
)
def test_it_refuses_and_says_why(root: Path, arguments: list[str], why: str) -> None:
    before = texts(root)
    done = run("move", *arguments, "--yes", "--path", root)
    assert (done.exit_code, texts(root)) == (2, before), done.output
    assert why in done.stderr


def test_a_published_section_stays_out_of_drafts(root: Path) -> None:
    (root / "resources" / "later.yaml").write_text("modules:\n  - {id: later, title: Later, status: draft}\n")
    before = texts(root)
    done = run("move", "a/one", "--to", "later", "--yes", "--path", root)
    assert (done.exit_code, texts(root)) == (2, before), done.output
    assert "`later` is a draft, so links to the section would lead nowhere; publish it first" in done.stderr


@pytest.mark.parametrize("taken", ["id: own, title", "id: now, formerly: [one], title"])
def test_an_id_that_the_module_has_or_had_is_refused(root: Path, taken: str) -> None:
    file = root / "resources" / "b.yaml"
    file.write_text(OTHER + f"        -   {{{taken}: T, steps: [{{read: x}}]}}\n".replace("id: own,", "id: one,"))
    before = texts(root)
    done = run("move", "a/one", "--to", "b", "--yes", "--path", root)
    assert (done.exit_code, texts(root)) == (2, before), done.output
    assert "`b/one` is" in done.stderr


@pytest.mark.parametrize("step", ["a/two/y", "a/two/x"])
def test_a_value_that_others_share_is_written_out_in_the_other_file(tmp_path: Path, step: str) -> None:
    (tmp_path / "resources").mkdir()
    text = TOP.replace("- watch: y\n", "- watch: y\n            rests_on: &both [trust]\n")
    (tmp_path / "resources.yaml").write_text(f"{text}            rests_on: *both\n")
    (tmp_path / "resources" / "b.yaml").write_text(OTHER)
    before = texts(tmp_path)
    done = run("move", step, "--to", "b/own", "--yes", "--path", tmp_path)
    assert done.exit_code == 0, done.output
    catalogue = read(tmp_path).catalogue
    assert catalogue is not None
    sections = {section.id: section.steps for module in catalogue.modules for section in module.sections}
    assert [list(steps[-1].rests_on) for steps in (sections["two"], sections["own"])] == [["trust"], ["trust"]]
    assert run("undo", "--yes", "--path", tmp_path).exit_code == 0
    assert texts(tmp_path) == before


def test_the_reason_is_in_the_language_of_the_pathway(root: Path) -> None:
    file = root / "resources.yaml"
    file.write_text(file.read_text().replace("{title: Small}", "{title: Small, language: cy}"))
    assert run("move", "a/one", "--to", "b", "--yes", "--path", root).exit_code == 0
    assert "Mae’r adran hon bellach yn “B & co”." in (root / "resources" / "c.yaml").read_text()


def test_the_only_new_words_are_those_that_are_shown_first(root: Path) -> None:
    done = run("move", "a/one", "--to", "b", "--dry-run", "--path", root)
    assert done.stdout.startswith(
        "Move the section `one` of `a` to `b`, to its end.\n"
        "Links to `a/one` lead on: a line under `retired` says where it is.\n"
    )
    assert "`pathway check` will warn" not in done.stdout
