"""The press: one process or two print the same, and a second one that fails or dies is no secret."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from learning_pathway.pages import press
from smallcatalogue import CATALOGUE

#: Prints a project in a process of its own: a copy of one that runs tests, with their threads, would not be safe.
PRINT = """
import os, sys
from multiprocessing import active_children
from pathlib import Path
from learning_pathway.pages import press
from learning_pathway.pages.edition import open_edition

root, site, mode = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
press.can_copy = lambda: mode != "one"
printing = press.Press(open_edition(root), site, root / "docs", full_text=mode != "killed")
assert len(active_children()) == (mode != "one"), active_children()
for child in active_children() if mode == "killed" else ():
    child.kill()
try:
    for page in printing.pages():
        path = site / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text)
    printing.finish()
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""
Print = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "docs").mkdir(parents=True)
    works = "".join(f"  - {{id: more-{n}, type: book, title: More of {n}}}\n" for n in range(12))
    text = CATALOGUE.replace("  title: Small pathway\n", "  title: Small pathway\n  library_page_size: 10\n")
    (root / "resources.yaml").write_text(text.replace("tasks:\n", f"{works}tasks:\n", 1), encoding="utf-8")
    return root


@pytest.fixture
def run(project: Path, tmp_path: Path) -> Print:
    def print_it(mode: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", PRINT, str(project), str(tmp_path / mode), mode]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    return print_it


def digests(site: Path) -> dict[str, str]:
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


two_processes = pytest.mark.skipif(sys.platform != "linux", reason="one process does everything elsewhere")


@two_processes
def test_one_process_and_two_print_the_same(run: Print, tmp_path: Path) -> None:
    for mode in ("one", "two"):
        done = run(mode)
        assert (done.returncode, done.stderr) == (0, "")
    one = digests(tmp_path / "one")
    assert one == digests(tmp_path / "two")
    assert set(one) >= {"index.md", "resources/more-3/index.md", "resources/more-3/more-3.ris"}
    assert "assets/pathway/library/fulltext.json" in one


@two_processes
def test_a_second_process_that_is_killed_is_told(run: Print) -> None:
    done = run("killed")
    assert done.returncode == 1
    assert "LostProcessError: a process that makes a part of the site was killed" in done.stderr


@two_processes
@pytest.mark.parametrize("mode", ["one", "two"])
def test_what_goes_wrong_in_either_process_is_told_alike(run: Print, project: Path, mode: str) -> None:
    (project / "docs" / "resources" / "known").mkdir(parents=True)
    (project / "docs" / "resources" / "known" / "known.ris").write_text("mine")
    done = run(mode)
    assert done.returncode == 1
    assert "HiddenFileError: resources/known/known.ris" in done.stderr


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(press.os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(press.threading, "active_count", lambda: 1)
    assert press.can_copy()
    monkeypatch.setattr(press.threading, "active_count", lambda: 2)
    assert not press.can_copy()
    monkeypatch.setattr(press.threading, "active_count", lambda: 1)
    monkeypatch.setattr(press.os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert not press.can_copy(), "one processor does one thing at a time"
