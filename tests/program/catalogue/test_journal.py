"""A change of several files that is killed at any moment is finished, or was never begun, at the next start."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from killing import kill_at_a_moment
from learning_pathway.catalogue.yaml.patch import JOURNAL, LOCK, JournalError, Patch, apply, recover
from learning_pathway.catalogue.yaml.tree import EditError
from learning_pathway.cli import main

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")]

FILES = {
    "resources.yaml": "pathway: {title: Small}\ntasks:\n  - {id: think, prompt: Think of old.}\n",
    "resources/a.yaml": "resources:\n  - {id: one, type: book, title: The old one}\n",
    "resources/b.yaml": "resources:\n  - {id: two, type: book, title: The old two}\n",
}
NEW_FILE = "resources/c.yaml"
OLD: dict[str, str | None] = {**FILES, NEW_FILE: None}
NEW: dict[str, str | None] = {
    **{name: text.replace("old", "new") for name, text in FILES.items()},
    NEW_FILE: "resources:\n  - {id: three, type: book, title: The new three}\n",
}


def project(folder: Path) -> Path:
    (folder / "resources").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder


def patches(before: dict[str, str | None], after: dict[str, str | None]) -> list[Patch]:
    return [Patch(name, before[name], text, ()) for name, text in after.items() if text is not None]


def state(root: Path) -> dict[str, str | None]:
    return {name: (root / name).read_text() if (root / name).exists() else None for name in OLD}


def leftovers(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob(".*") if path.name != LOCK)


def killed_at(root: Path, number: int) -> None:
    """Make the change in a process that is killed right before it asks the disk for something the nth time."""
    asked = 0

    def counting(function: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*words: Any, **options: Any) -> Any:
            nonlocal asked
            asked += 1
            if asked == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*words, **options)

        return ask

    os.fsync = counting(os.fsync)
    for name in ("replace", "unlink", "chmod", "mkdir"):
        setattr(Path, name, counting(getattr(Path, name)))
    apply(root, patches(OLD, NEW))


def to_and_fro(root: Path, begun: Event) -> None:
    """Make the change and take it back, again and again."""
    begun.set()
    while True:
        apply(root, patches(OLD, NEW))
        (root / NEW_FILE).unlink()
        apply(root, patches({**NEW, NEW_FILE: None}, OLD))


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["learning_pathway.catalogue.yaml.patch", "catalogue.test_journal"])
    return context


def test_a_change_that_is_killed_at_any_step_is_whole_or_was_never_begun(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext, full: bool
) -> None:
    """At every step in full, else at every other one."""
    ends = {"old": 0, "half": 0, "new": 0}
    number, finished = 0, False
    while not finished:
        number += 1 if full else 2
        root = project(tmp_path / str(number))
        process = processes.Process(target=killed_at, args=(root, number))
        process.start()
        process.join(60)
        finished = process.exitcode == 0
        assert finished or process.exitcode == -signal.SIGKILL
        found = state(root)
        ends["old" if found == OLD else "new" if found == NEW else "half"] += 1
        had_journal = (root / JOURNAL).exists()
        assert bool(recover(root)) == had_journal
        after = state(root)
        assert after == (NEW if had_journal or found == NEW else OLD)
        assert leftovers(root) == []
        assert recover(root) == ()
    assert number > 10
    assert ends["half"] >= 3
    assert ends["old"] >= 3


def test_kills_at_random_moments_never_leave_a_half(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext, full: bool
) -> None:
    chance = random.Random(7)
    for number in range(500 if full else 8):
        root = project(tmp_path / str(number))
        kill_at_a_moment(processes, to_and_fro, root, chance)
        recover(root)
        assert {**state(root), NEW_FILE: None} in (OLD, {**NEW, NEW_FILE: None})
        assert leftovers(root) == []


def interrupted(root: Path) -> Path:
    """A project in which the change was killed after its first file."""
    project(root)
    entries = [{"file": name, "before": OLD[name], "after": NEW[name]} for name in NEW]
    (root / JOURNAL).write_text(json.dumps({"version": 1, "files": entries}))
    (root / "resources.yaml").write_text(str(NEW["resources.yaml"]))
    return root


@pytest.mark.parametrize("arguments", [["check"], ["links", "repair", "--no-archives"]])
def test_the_next_command_finishes_the_change_and_says_so(tmp_path: Path, arguments: list[str]) -> None:
    root = interrupted(tmp_path)
    run = CliRunner().invoke(main, [*arguments, str(root)])
    assert run.exit_code == 0, run.output
    assert "Finished a change that was interrupted: resources.yaml, resources/a.yaml" in run.stderr
    assert state(root) == NEW
    assert "Finished" not in CliRunner().invoke(main, [*arguments, str(root)]).stderr


def test_a_file_that_was_edited_since_is_left_alone(tmp_path: Path) -> None:
    root = interrupted(tmp_path)
    (root / "resources/a.yaml").write_text("resources: []\n")
    before = state(root)
    run = CliRunner().invoke(main, ["check", str(root)])
    assert (run.exit_code, state(root)) == (2, before)
    assert "resources/a.yaml was edited since" in run.stderr
    assert f"delete {JOURNAL}" in run.stderr
    other = [
        Patch(name, before[name], f"{before[name]}# more\n", ()) for name in ("resources.yaml", "resources/b.yaml")
    ]
    with pytest.raises(EditError, match="was edited since"):
        apply(root, other)
    assert state(root) == before


DAMAGED = [
    "",
    "{",
    "[]",
    '{"files": 3}',
    '{"files": [{"file": "resources.yaml"}]}',
    '{"files": [{"file": "../x.yaml", "before": null, "after": "x"}]}',
    '{"files": [{"file": "/tmp/x.yaml", "before": null, "after": "x"}]}',
    '{"files": [{"file": "a/b/c.yaml", "before": null, "after": "x"}]}',
    '{"files": [{"file": "mkdocs.yml", "before": null, "after": "x"}]}',
    '{"files": [{"file": "out/x.yaml", "before": null, "after": "x"}]}',
    '{"files": [{"file": "x\\u0000.yaml", "before": null, "after": "x"}]}',
    '{"files": [{"file": "resources.yaml", "before": 1, "after": "x"}]}',
    "[" * 100_000,
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_journal_writes_nothing(tmp_path: Path, text: str) -> None:
    root, outside = project(tmp_path / "project"), tmp_path / "outside"
    outside.mkdir()
    (root / "out").symlink_to(outside)
    (root / JOURNAL).write_text(text)
    with pytest.raises(JournalError, match="is damaged"):
        recover(root)
    assert state(root) == OLD
    assert list(outside.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["outside", "project"]


def test_after_an_error_nothing_is_left_to_finish(tmp_path: Path) -> None:
    root = project(tmp_path)
    stale = [*patches(OLD, NEW)[:2], Patch("resources/b.yaml", "other\n", "resources: []\n", ())]
    with pytest.raises(EditError, match="in the meantime"):
        apply(root, stale)
    assert (state(root), leftovers(root)) == (OLD, [])
