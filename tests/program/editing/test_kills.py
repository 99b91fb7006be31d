"""A change that is killed at any moment is whole or was never begun, and so is its entry in the diary."""

from __future__ import annotations

import multiprocessing
import os
import random
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from killing import kill_at_a_moment
from learning_pathway.catalogue.yaml.patch import HISTORY, LOCK, recover
from learning_pathway.editing.entries import rename
from learning_pathway.editing.journal import entries, save
from learning_pathway.editing.project import open_project
from learning_pathway.editing.undo import undo
from smallproject import texts, write_project

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")]


def to_and_fro(root: Path, begun: Event) -> None:
    """Rename an entry in two files and undo that, again and again."""
    begun.set()
    while True:
        save(root, undo(root, save(root, rename(open_project(root), "report", "annual-report"))))


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["learning_pathway.editing.moves", "editing.test_kills"])
    return context


def test_kills_at_random_moments(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext, full: bool
) -> None:
    chance = random.Random(11)
    root = write_project(tmp_path)
    old = texts(root)
    save(root, rename(open_project(root), "report", "annual-report"))
    new = texts(root)
    save(root, undo(root, entries(root)[-1].id))
    ends = {"old": 0, "new": 0}
    for _ in range(500 if full else 6):
        kill_at_a_moment(processes, to_and_fro, root, chance)
        recover(root)
        found = texts(root)
        assert found in (old, new)
        ends["old" if found == old else "new"] += 1
        diary = entries(root)
        is_renamed = not diary[-1].undoes
        assert is_renamed == (found == new), "the diary says what the files are"
        hidden = [path.name for path in root.rglob(".*") if path.name not in (LOCK, HISTORY)]
        assert hidden == []
        if is_renamed:
            save(root, undo(root, diary[-1].id))
            assert texts(root) == old
    assert not full or min(ends.values()) > 50, ends
