"""`pathway move`: a step goes to its new place with its comments, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning_pathway.catalogue import read
from messycatalogues import MESSY
from smallproject import run, texts


def steps(root: Path) -> dict[str, list[str]]:
    """What each section's steps point to."""
    catalogue = read(root).catalogue
    assert catalogue is not None
    return {
        f"{module.id}/{section.id}": [step.target for step in section.steps]
        for module in catalogue.modules
        for section in module.sections
    }


@pytest.mark.parametrize(
    ("arguments", "after"),
    [
        (["think", "--before", "first/one/report"], {"first/one": ["think", "report"]}),
        (["first/one/report", "--after", "think"], {"first/one": ["think", "report"]}),
        (["first/one/1", "--after", "first/one/2"], {"first/one": ["think", "report"]}),
        (["think", "--to", "first/two"], {"first/one": ["report"], "first/two": ["talk", "think"]}),
        (["think", "--before", "talk"], {"first/one": ["report"], "first/two": ["think", "talk"]}),
        (
            ["think", "--after", "report", "--to", "second/one"],
            {"first/one": ["report"], "second/one": ["report", "think"]},
        ),
        (["first/one/report", "--to", "first/one"], {"first/one": ["think", "report"]}),
    ],
)  # fmt: skip
def test_a_step_goes_where_it_is_said(project: Path, arguments: list[str], after: dict[str, list[str]]) -> None:
    before = steps(project)
    result = run("move", *arguments, "--yes", "--path", project)
    assert result.exit_code == 0, result.output
    assert steps(project) == before | after


def test_comments_go_along(project: Path) -> None:
    run("move", "first/one/report", "--after", "think", "--yes", "--path", project)
    text = (project / "resources.yaml").read_text()
    step = "          # read this\n          - read: report   # soon\n            rests_on: [trust]\n"
    wanted = f"          - task: think\n{step}"
    assert wanted in text


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_step_goes_to_another_file_with_its_comments(project: Path, ends: str) -> None:
    module = (
        "modules:\n    -   id: third\n        title: Third\n        sections:\n"
        "        -   id: only\n            title: Only\n"
        "            steps:\n            # first\n            - listen: talk\n"
    )
    (project / "resources" / "third.yaml").write_bytes(module.replace("\n", ends).encode())
    result = run("move", "first/one/report", "--before", "third/only/talk", "--yes", "--path", project)
    assert result.exit_code == 0, result.output
    step = "            # read this\n            - read: report   # soon\n              rests_on: [trust]\n"
    moved = f"{step}            # first\n"
    assert moved.replace("\n", ends) in texts(project)["resources/third.yaml"]
    assert steps(project)["first/one"] == ["think"]
    assert "# read this" not in texts(project)["resources.yaml"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["talk", "--to", "first/one"], "only step of the section `first/two`"),
        (["talk", "--after", "think"], "only step of the section `first/two`"),
        (["report", "--to", "first/two"], "could be `first/one/report` or `second/one/report`"),
        (["nothing", "--to", "first/two"], "no step `nothing`"),
        (["think", "--to", "first/three"], "There is no section `first/three`"),
        (["think", "--before", "think"], "before or after itself"),
        (["think", "--before", "talk", "--after", "talk"], "Say where the step goes"),
        (["first/one/report", "--to", "second/one"], "comments would be lost inside brackets"),
        (["think"], "Say where the step goes"),
        (["think", "--after", "first/one/report"], "there already"),
        (["first/one/report", "--before", "think"], "there already"),
        (["think", "--after", "talk", "--to", "first/one"], "no step `talk` in `first/one`"),
    ],
)
def test_it_refuses_with_the_reason(project: Path, arguments: list[str], why: str) -> None:
    before = texts(project)
    result = run("move", *arguments, "--yes", "--path", project)
    assert (result.exit_code, texts(project)) == (2, before), result.output
    assert why in result.stderr


def test_what_the_check_will_warn_of_is_shown_first(project: Path) -> None:
    file = project / "resources.yaml"
    file.write_text(file.read_text().replace("[{listen: talk}]", "[{listen: talk}, {task: think}]"))
    result = run("move", "first/one/think", "--to", "first/two", "--dry-run", "--path", project)
    assert "`task: think` is twice in this section." in result.stdout
    assert "Nothing was written." in result.stderr


@pytest.mark.parametrize("form", MESSY)
def test_any_way_of_writing_is_kept(tmp_path: Path, form: str) -> None:
    file = tmp_path / "resources.yaml"
    file.write_bytes(MESSY[form].encode())
    before = file.read_bytes().decode()
    result = run("move", "breathe", "--to", "basics/go-on", "--yes", "--path", tmp_path)
    assert result.exit_code == 0, result.output
    assert steps(tmp_path) == {
        "basics/begin": ["float", "look-back"],
        "basics/go-on": ["open-water", "float", "breathe"],
    }
    ends = "\r\n" if "\r\n" in before else "\n"
    kept = file.read_bytes().decode().split(ends)
    assert sorted(line.strip(" -") for line in kept if "steps" not in line) == sorted(
        line.strip(" -")
        for line in before.split(ends)
        if "steps" not in line and (form != "brackets" or "watch" not in line)
    )


ORDERED = """\
pathway:
  title: Small
  modules: [b, a]   # b first
modules:
  - id: a
    title: A
    sections:
      # the start
      - {id: one, title: One, steps: [{read: x}]}   # one
      - id: two
        title: Two
        steps:
          - read: x   # here
      - id: three
        title: Three
        steps:
          - read: x
  - id: b
    title: B
    sections: [{id: one, title: One, steps: [{read: x}]}]
  - id: c
    title: C
    sections: [{id: one, title: One, steps: [{read: x}]}]
  - {id: later, title: Later, status: draft}
resources:
  - {id: x, type: book, title: X}
  - {id: a, type: book, title: A}
"""


def ordered(folder: Path, text: str = ORDERED) -> Path:
    """A project with three modules."""
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    return folder


def modules(root: Path) -> list[str]:
    """The ids of the modules in the order that the site has, and of the sections of each."""
    catalogue = read(root).catalogue
    assert catalogue is not None
    found = {each.id: each for each in catalogue.modules}
    order = dict.fromkeys([*catalogue.pathway.modules, *found])
    return [f"{name}: {' '.join(section.id for section in found[name].sections)}" for name in order]


@pytest.mark.parametrize(
    ("arguments", "after"),
    [
        (["a/one", "--after", "a/two"], ["b: one", "a: two one three", "c: one"]),
        (["a/three", "--before", "one"], ["b: one", "a: three one two", "c: one"]),
        (["two", "--after", "three"], ["b: one", "a: one three two", "c: one"]),
        (["b", "--after", "c"], ["a: one two three", "c: one", "b: one"]),
        (["c", "--before", "b"], ["c: one", "b: one", "a: one two three"]),
        (["a", "--before", "b", "--kind", "module"], ["a: one two three", "b: one", "c: one"]),
    ],
)  # fmt: skip
def test_sections_and_modules_go_where_it_is_said(tmp_path: Path, arguments: list[str], after: list[str]) -> None:
    root = ordered(tmp_path)
    result = run("move", *arguments, "--yes", "--path", root)
    assert result.exit_code == 0, result.output
    assert modules(root) == after
    text = (root / "resources.yaml").read_text()
    assert all(comment in text for comment in ("# b first", "# here"))
    assert ("# the start\n      - {id: one, title: One, steps: [{read: x}]}   # one\n") in text


def test_the_order_of_modules_is_written_where_there_was_none(tmp_path: Path) -> None:
    root = ordered(tmp_path, ORDERED.replace("  modules: [b, a]   # b first\n", ""))
    assert run("move", "c", "--before", "a", "--yes", "--path", root).exit_code == 0
    assert [each.partition(":")[0] for each in modules(root)] == ["c", "a", "b"]
    bare = ordered(tmp_path, ORDERED.partition("modules: [")[2].partition("\n")[2])
    assert run("move", "c", "--before", "b", "--yes", "--path", bare).exit_code == 0
    assert [each.partition(":")[0] for each in modules(bare)] == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["one", "--after", "a/two"], "could be"),
        (["a/one", "--after", "b/one"], "`b/one` is the id of another section already"),
        (["b/one", "--to", "c"], "only section of the module `b`"),
        (["a/one", "--to", "nowhere"], "There is no module `nowhere`"),
        (["a/two", "--before", "b/one", "--to", "c"], "`b/one` is not in `c`"),
        (["a/one", "--before", "a/two"], "there already"),
        (["a/one", "--before", "a/one"], "before or after itself"),
        (["b", "--before", "a"], "there already"),
        (["b", "--before", "c/one"], "There is no module `c/one`"),
        (["later", "--before", "a"], "is a draft"),
        (["b"], "Say where the module goes"),
        (["a/one"], "Say where the section goes"),
        (["b", "--to", "a/one", "--kind", "module"], "`--to` is for steps"),
        (["b", "--before", "a", "--after", "c"], "Say where the module goes"),
    ],
)
def test_it_refuses_sections_and_modules_with_the_reason(tmp_path: Path, arguments: list[str], why: str) -> None:
    root = ordered(tmp_path)
    result = run("move", *arguments, "--yes", "--path", root)
    assert (result.exit_code, texts(root)) == (2, texts(ordered(tmp_path))), result.output
    assert why in result.stderr


def test_one_name_for_several_kinds_is_asked_about(tmp_path: Path) -> None:
    root = ordered(tmp_path, ORDERED.replace("- read: x   # here", "- read: a   # here"))
    result = run("move", "a", "--after", "c", "--yes", "--path", root)
    assert result.exit_code == 2
    assert "`a` is a step and a module; say which with `--kind step` or `--kind module`" in result.stderr


def test_a_step_of_a_shared_list_is_moved_in_its_own_section(tmp_path: Path) -> None:
    shared = ORDERED.replace(
        "        steps:\n          - read: x   # here\n",
        "        steps: &both\n          - read: x   # here\n          - read: a\n",
    ).replace("        steps:\n          - read: x\n", "        steps: *both\n")
    root = ordered(tmp_path, shared)
    result = run("move", "a/two/1", "--after", "a/two/2", "--yes", "--path", root)
    assert result.exit_code == 0, result.output
    assert steps(root)["a/two"] == ["a", "x"]
    assert steps(root)["a/three"] == ["x", "a"]
