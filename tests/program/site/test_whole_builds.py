"""A built site is complete or as it was: whatever is killed, fails, runs twice or has no room."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from siteproject import MOMENT, Built, run, small_repository
from tree import files

if TYPE_CHECKING:
    from conftest import Once

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does"),
]

TITLES = ("Small pathway", "Another small pathway")
BROKEN = ("{id: known, type: report", "{id: known, tipe: report")


@pytest.fixture(scope="module")
def good_sites(once: Once) -> Path:
    """The folder with the complete site under each of the titles, and how long the last took to build."""

    def build(folder: Path) -> None:
        project = small_repository(folder / "project")
        for number, title in enumerate(TITLES):
            entitle(project, title)
            began = time.monotonic()
            built = run([project / "scripts" / "build", "--site-dir", folder / str(number)])
            assert built.returncode == 0, built.stdout + built.stderr
            (folder / "seconds").write_text(str(time.monotonic() - began), encoding="utf-8")

    return once("small-sites", build)


@pytest.fixture(scope="module")
def good(good_sites: Path) -> tuple[dict[str, bytes], ...]:
    """The files of each of these sites."""
    return tuple(files(good_sites / str(number)) for number in range(len(TITLES)))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_repository(tmp_path / "project")


def entitle(project: Path, title: str) -> None:
    """Give the pathway a title, so that one build is told from another."""
    root = project / "resources.yaml"
    lines = root.read_text(encoding="utf-8").splitlines(keepends=True)
    root.write_text("".join(f"  title: {title}\n" if line.startswith("  title:") else line for line in lines), "utf-8")


def build(project: Path, *options: str | Path) -> Built:
    return run([project / "scripts" / "build", *options])


def start(project: Path, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Begin a build in a process group of its own."""
    variables = {**os.environ, "SOURCE_DATE_EPOCH": MOMENT}
    command = [str(project / "scripts" / "build")]
    return subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=stderr, start_new_session=True)


def group(number: int) -> set[int]:
    """The living processes of a process group."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            state, _, of, *_ = (path / "stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if int(of) == number and state != "Z":
            found.add(int(path.name))
    return found


def leftovers(project: Path) -> list[str]:
    """What builds have left beside the site, but for the lock."""
    return sorted(path.name for path in project.iterdir() if path.name.startswith(".site.") and path.suffix != ".lock")


@pytest.mark.long
def test_killed_at_any_moment_the_site_is_whole(
    project: Path, good_sites: Path, good: tuple[dict[str, bytes], ...], full: bool
) -> None:
    """200 builds in full (2 as a sample): every other one loses its outer process alone, the others all of them."""
    shutil.copytree(good_sites / "0", project / "site")
    lasts = float((good_sites / "seconds").read_text(encoding="utf-8"))
    chance, replaced = random.Random(7), 0
    for attempt in range(200) if full else (0, 3):
        before = files(project / "site")
        entitle(project, TITLES[attempt % 2])
        running = start(project)
        # Half of them around the end, where the new site takes the place of the old one.
        moment = chance.uniform(0, 1.2 * lasts) if attempt % 4 < 2 else chance.uniform(0.85, 1.1) * lasts
        try:
            running.wait(moment)
        except subprocess.TimeoutExpired:
            (os.killpg if attempt % 2 else os.kill)(running.pid, signal.SIGKILL)
        running.wait()
        deadline = time.monotonic() + 5
        while group(running.pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not group(running.pid), "a process was left behind"
        now = files(project / "site")
        assert now in good, f"after build {attempt} the site is not whole"
        replaced += now != before
    catalogue = (project / "resources.yaml").read_text(encoding="utf-8")
    (project / "resources.yaml").write_text(catalogue.replace(*BROKEN), encoding="utf-8")
    assert build(project).returncode == 1
    assert files(project / "site") in good
    assert leftovers(project) == []
    print(
        f"{200 if full else 2} builds, each killed within {1.2 * lasts:.1f} s; {replaced} had replaced the site before"
    )


@pytest.mark.full_only
@pytest.mark.long
def test_of_two_builds_at_once_one_waits_and_the_site_is_whole(
    project: Path, good: tuple[dict[str, bytes], ...], full: bool
) -> None:
    """50 pairs in full (2 as a sample), the second up to half a second after the first."""
    chance = random.Random(11)
    for attempt in range(50 if full else 2):
        entitle(project, TITLES[attempt % 2])
        first = start(project)
        time.sleep(chance.uniform(0, 0.5))
        second = start(project)
        while first.poll() is None or second.poll() is None:
            assert not (project / "site").exists() or (project / "site" / "404.html").is_file()
            time.sleep(0.005)
        assert (first.returncode, second.returncode) == (0, 0)
        assert files(project / "site") == good[attempt % 2]
        assert leftovers(project) == []


def test_the_build_that_waits_says_so(project: Path) -> None:
    first = start(project)
    while not list(project.glob(".site.*.part")):
        time.sleep(0.01)
    os.killpg(first.pid, signal.SIGSTOP)  # it might be done before the second one asks
    try:
        second = start(project, stderr=subprocess.PIPE)
        assert second.stderr is not None
        said = b"Another program is writing this folder; waiting for it to end."
        assert any(said in line for line in second.stderr)
    finally:
        os.killpg(first.pid, signal.SIGCONT)
    second.communicate()
    assert first.wait() == second.returncode == 0


@pytest.mark.matrix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_build_that_is_asked_to_end_clears_up(project: Path, name: str) -> None:
    running = start(project)
    while not list(project.glob(".site.*.part")):
        time.sleep(0.01)
    number = getattr(signal, name)
    (os.killpg if name == "SIGINT" else os.kill)(running.pid, number)  # a terminal interrupts all of them
    assert running.wait(30) != 0
    assert (leftovers(project), (project / "site").exists(), group(running.pid)) == ([], False, set())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for a site and a half."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=7m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def one_sentence(built: Built, what: str) -> None:
    """The command failed, and says why in one line without a traceback."""
    told = built.stdout + built.stderr
    assert built.returncode not in (0, None), told
    assert "Traceback" not in told
    assert what in told


def test_on_a_full_disk_the_last_site_stays(
    project: Path, small_disk: Path, good_sites: Path, good: tuple[dict[str, bytes], ...]
) -> None:
    target = shutil.copytree(good_sites / "0", small_disk / "site")
    assert sum(map(len, good[0].values())) > 3_500_000, "else both would fit"
    (small_disk / "ballast").write_bytes(bytes(shutil.disk_usage(small_disk).free - 1_000_000))
    one_sentence(build(project, "--site-dir", target), "The disk is full")
    assert files(target) == good[0]
    assert sorted(path.name for path in small_disk.iterdir()) == [".site.lock", "ballast", "site"]
    (small_disk / "ballast").unlink()


@pytest.mark.full_only
def test_where_a_file_may_not_grow_the_last_site_stays(project: Path, good: tuple[dict[str, bytes], ...]) -> None:
    assert build(project).returncode == 0
    limited = ["sh", "-c", 'ulimit -f 20; exec "$0"', project / "scripts" / "build"]
    one_sentence(run(limited), "A file would be larger than this system allows")
    assert files(project / "site") == good[0]
    assert leftovers(project) == []


def test_a_read_only_disk_is_said_in_a_sentence(project: Path, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    one_sentence(build(project, "--site-dir", small_disk / "site"), "The disk is read-only")


def test_a_folder_without_permission_is_said_in_a_sentence(project: Path, tmp_path: Path) -> None:
    if shutil.which("setpriv") is None or os.geteuid() != 0:
        pytest.skip("needs a second user")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o755)
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-m", "mkdocs"]
    if subprocess.run([*command, "--version"], capture_output=True, check=False).returncode:
        pytest.skip("the second user may not run Python here")
    pathway = [*command[:4], Path(sys.executable).with_name("pathway"), "build", project, "--site-dir", closed / "site"]
    for folder in (project, *project.parents):
        if folder.owner() == "root" and folder.stat().st_mode & 0o777 == 0o700:
            folder.chmod(0o755)
    one_sentence(run(pathway, {"HOME": "/tmp"}), "There is no permission")
    assert list(closed.iterdir()) == []
