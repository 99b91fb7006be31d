"""No command leaves half of a file on a disk that is full or read-only: each fails with one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from imported import run_imported
from learning_pathway.links.state.file import write_health
from learning_pathway.links.state.model import LinkState
from siteproject import ROOT, Built, program, variables_of_builds
from smallcatalogue import CATALOGUE
from tree import files

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0,
        reason="only root may mount a small disk, and only Linux has tmpfs",
    ),
]

RIS = "TY  - BOOK\nTI  - Bread\nAU  - Baker, Ann\nPY  - 2001\nER  -\n"
#: Commands that write, with `DISK` for the folder of the project on the small disk.
COMMANDS = {
    "export an EPUB": "export DISK --format epub --output DISK/book.epub",
    "export references over earlier ones": "export DISK --format ris --output DISK/earlier.ris",
    "export a course": "export DISK --format scorm12 --output DISK/course.zip",
    "handbook": "handbook DISK --output DISK/handbook.pdf",
    "stage": "stage DISK",
    "build": "build DISK",
    "precache": "precache DISK/finished",
    "record-ids": "record-ids DISK",
    "add": "add https://example.org/new DISK --no-fetch --no-ask --set title=New --set type=blog --write",
    "import": "import DISK/list.ris DISK --write --today 2026-01-01",
    "import into a file that is there": "import DISK/list.ris DISK --write --today 2026-01-01 --into resources.yaml",
    "links seen": "links seen known DISK",
}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk with a project on it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], check=False)
    if mounted.returncode:
        pytest.skip("no disk may be mounted here")
    try:
        for name in ("docs", "hooks"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("guides", "__pycache__"))
        shutil.copy(ROOT / "mkdocs.yml", folder)
        (folder / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
        (folder / "list.ris").write_text(RIS, encoding="utf-8")
        (folder / "earlier.ris").write_text("the earlier one", encoding="utf-8")
        known = LinkState(id="known", url="https://example.org/a.pdf")
        write_health(folder / "link-health.json", [known], swept_on=None)
        (folder / "finished").mkdir()
        for name in ("index.html", "offline.js"):
            (folder / "finished" / name).write_text("a site", encoding="utf-8")
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def pathway(command: str, disk: Path) -> Built:
    return run_imported("pathway", command.replace("DISK", str(disk)).split(" "), variables_of_builds(), disk)


def what_counts(disk: Path) -> dict[str, bytes]:
    """Every file but locks, which stay, and the journal of a link check, which the next one reads."""
    return {name: data for name, data in files(disk).items() if not name.endswith(".lock") and data}


@pytest.mark.matrix
@pytest.mark.parametrize("command", COMMANDS)
def test_on_a_full_disk_a_command_says_so_and_changes_nothing(disk: Path, command: str) -> None:
    with (disk / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(65_536))
        except OSError:
            pass
    before = what_counts(disk)
    done = pathway(COMMANDS[command], disk)
    told = done.stdout + done.stderr
    assert done.returncode != 0, told
    assert "Traceback" not in told
    assert "The disk is full" in told
    assert what_counts(disk) == before


@pytest.mark.matrix
@pytest.mark.parametrize("command", [*COMMANDS, "links check"])
def test_on_a_read_only_disk_a_command_says_so_and_changes_nothing(disk: Path, command: str) -> None:
    before = what_counts(disk)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    done = pathway(COMMANDS.get(command, f"{command} DISK"), disk)
    told = done.stdout + done.stderr
    assert done.returncode != 0, told
    assert "Traceback" not in told
    assert "The disk is read-only" in told
    assert what_counts(disk) == before


@pytest.mark.parametrize("command", ["schema", "check", "export --format csv --output -", "--help"])
def test_a_full_disk_behind_the_output_is_said_too(root: Path, command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        words = [str(program("pathway")), *command.split(" ")]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, cwd=root, check=False)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "The disk is full" in done.stderr
