"""A parallel build: one process or two print the same, and none is left behind, however a build ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from learning_pathway.process import processors
from learning_pathway.site import parallel
from smallcatalogue import CATALOGUE
from tree import files

pytestmark = pytest.mark.long

#: Prints a project in a process of its own: a copy of one that runs tests, with their threads, would not be safe.
PRINT = """
import os, signal, sys, time
from multiprocessing import active_children
from pathlib import Path
from learning_pathway.site import parallel
from learning_pathway.site.build import open_build

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background was told to ignore it
root, site, mode = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
parallel.can_fork = lambda: mode != "one"
first, make_pages = os.getpid(), parallel.Job.make_pages
if mode in ("broken", "unsaid"):
    fail = lambda: 1 / 0 if mode == "broken" else os._exit(3)
    parallel.Job.make_pages = lambda self: make_pages(self) if os.getpid() == first else fail()
taken = {path.relative_to(root / "docs").as_posix() for path in (root / "docs").rglob("*.*")}
printing = parallel.ParallelBuild(open_build(root), site, taken)
children = active_children()
print(*(child.pid for child in children), flush=True)
for child in children if mode == "killed" else ():
    child.kill()
try:
    for page in printing.pages():
        path = site / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text)
    if mode == "waits":
        time.sleep(60)
    printing.finish()
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
finally:
    printing.close()
    printing.close()
"""
Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "docs").mkdir(parents=True)
    works = "".join(f"  - {{id: more-{n}, type: book, title: More of {n}}}\n" for n in range(12))
    text = CATALOGUE.replace("  title: Small pathway\n", "  title: Small pathway\n  library_page_size: 10\n")
    (root / "resources.yaml").write_text(text.replace("tasks:\n", f"{works}tasks:\n", 1), encoding="utf-8")
    return root


@pytest.fixture
def start(project: Path, tmp_path: Path) -> Start:
    def start_it(mode: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PRINT, str(project), str(tmp_path / mode), mode]
        environment = os.environ | {"TMPDIR": str(tmp_path)}
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
        )

    return start_it


def is_there(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


two_processes = pytest.mark.skipif(sys.platform != "linux", reason="one process does everything elsewhere")


@pytest.mark.full_only
@two_processes
def test_one_process_and_two_print_the_same(start: Start, tmp_path: Path) -> None:
    for mode in ("one", "two"):
        printing = start(mode)
        assert printing.communicate(timeout=120)[1] == ""
        assert printing.returncode == 0
    one = files(tmp_path / "one")
    assert one == files(tmp_path / "two")
    assert set(one) >= {"index.md", "resources/more-3/index.md", "resources/more-3/more-3.ris"}
    assert "assets/pathway/search/index.json" in one


@pytest.mark.matrix
@two_processes
@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("killed", "LostWorkerError: a process that makes a part of the site was killed"),
        ("unsaid", "LostWorkerError: a process that makes a part of the site ended too soon"),
        ("broken", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_second_process_that_fails_is_told_of(start: Start, mode: str, said: str) -> None:
    printing = start(mode)
    assert said in printing.communicate(timeout=120)[1]
    assert printing.returncode == 1


@pytest.mark.matrix
@two_processes
@pytest.mark.parametrize("mode", ["one", "two"])
def test_what_goes_wrong_in_either_process_is_told_alike(
    start: Start, project: Path, tmp_path: Path, mode: str
) -> None:
    (project / "docs" / "resources" / "known").mkdir(parents=True)
    (project / "docs" / "resources" / "known" / "known.ris").write_text("mine")
    printing = start(mode)
    assert "HiddenFileError: resources/known/known.ris" in printing.communicate(timeout=120)[1]
    assert printing.returncode == 1
    assert not list(tmp_path.glob("pathway-documents-*"))


@pytest.mark.matrix
@two_processes
@pytest.mark.parametrize(("sign", "whole"), [(signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGKILL, False)])
def test_no_process_outlives_the_one_that_wants_it(start: Start, sign: signal.Signals, whole: bool) -> None:
    printing = start("waits")
    assert printing.stdout
    second = int(printing.stdout.readline().split()[0])
    assert is_there(second)
    os.killpg(printing.pid, sign) if whole else printing.send_signal(sign)
    printing.communicate(timeout=60)
    assert printing.returncode != 0
    until = time.monotonic() + 60
    while is_there(second) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_there(second)


@two_processes
def test_a_second_process_stops_writing_when_the_first_is_gone() -> None:
    assert list(parallel.while_parent_lives(os.getppid(), ())) == []
    coming = parallel.while_parent_lives(-1, iter([parallel.Asset("a", "text")]))
    with pytest.raises(BrokenPipeError):
        next(coming)


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(parallel.PROCESSES, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(parallel, "processors", lambda: len(os.sched_getaffinity(0)))
    monkeypatch.setattr(parallel.threading, "active_count", lambda: 1)
    assert parallel.can_fork()
    monkeypatch.setattr(parallel.threading, "active_count", lambda: 2)
    assert not parallel.can_fork()
    monkeypatch.setattr(parallel.threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert not parallel.can_fork(), "one processor does one thing at a time"
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setenv(parallel.PROCESSES, "1")
    assert not parallel.can_fork()
    monkeypatch.delenv(parallel.PROCESSES)
    monkeypatch.setattr(parallel, "processors", lambda: 1.2)
    assert not parallel.can_fork(), "a quota of little more than one processor is no room for two"


@pytest.mark.parametrize(
    ("groups", "files", "expected"),
    [
        ("0::/\n", {"cpu.max": "150000 100000\n"}, 1.5),
        ("0::/\n", {"cpu.max": "50000 100000\n"}, 0.5),
        ("0::/\n", {"cpu.max": "max 100000\n"}, 4),
        ("0::/\n", {"cpu.max": "1600000 100000\n"}, 4),
        ("0::/a/b\n", {"a/cpu.max": "100000 100000", "a/b/cpu.max": "max 100000"}, 1),
        ("0::/a/b\n", {"a/cpu.max": "300000 100000", "a/b/cpu.max": "200000 100000"}, 2),
        ("0::/docker/x\n", {"cpu.max": "20000 10000"}, 2),
        ("4:cpu,cpuacct:/\n", {"cpu,cpuacct/cpu.cfs_quota_us": "100000", "cpu,cpuacct/cpu.cfs_period_us": "50000"}, 2),
        ("4:cpu,cpuacct:/d/x\n", {"cpu/cpu.cfs_quota_us": "150000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 1.5),
        ("4:cpu:/\n", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, 4),
        ("3:cpuset:/\n", {"cpuset/cpu.cfs_quota_us": "1000", "cpuset/cpu.cfs_period_us": "100000"}, 4),
        ("0::/../../etc\n", {"cpu.max": "100000 100000", "../../etc/cpu.max": "1 100000"}, 1),
        ("", {}, 4),
        ("nonsense\n:\n", {"cpu.max": "0 0"}, 4),
        ("0::/\n", {"cpu.max": "100000"}, 4),
        ("0::/\n", {"cpu.max": "\u0661 100000"}, 4),
    ],
)
def test_a_containers_quota_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, groups: str, files: dict[str, str], expected: float
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    put = {"proc/self/cgroup": groups, **{f"sys/fs/cgroup/{name}": text for name, text in files.items()}}
    for name, text in put.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert processors(tmp_path) == expected


def test_without_limits_all_processors_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert processors(tmp_path) == 2
