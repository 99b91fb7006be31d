"""What "Share" says: steps that commit everything that was changed, and a patch that brings it to another checkout."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import lxml.html
import pytest

from deskproject import Desk
from learning_pathway.desk.workbench import share_patch, share_steps

CATALOGUE = "resources:\n  - {id: a, type: book, title: A}\n"


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    own = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "core.quotepath=off"]
    done = subprocess.run(["git", "-C", str(folder), *own, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(params=["", "site", "my site/è"])
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A project in a checkout, also in a folder of it, with a changed file and two new ones."""
    root = tmp_path / "checkout" / request.param
    root.mkdir(parents=True)
    (root / "resources.yaml").write_text(CATALOGUE)
    git(tmp_path / "checkout", "init", "-q", "-b", "main")
    git(tmp_path / "checkout", "add", "-A")
    git(tmp_path / "checkout", "commit", "-qm", "All")
    git(tmp_path, "clone", "-q", "checkout", "theirs")
    (root / "resources.yaml").write_text(CATALOGUE.replace("title: A", "title: B"))
    (root / "resources").mkdir()
    for name in ("new.yaml", "new é too.yaml"):
        (root / "resources" / name).write_text("tasks: []\n")
    return root


def test_the_patch_brings_changed_and_new_files(project: Path, tmp_path: Path) -> None:
    patch = tmp_path / "changes.patch"
    patch.write_bytes(share_patch(project))
    git(tmp_path / "theirs", "apply", str(patch))
    theirs = tmp_path / "theirs" / project.relative_to(tmp_path / "checkout")
    for name in ("resources.yaml", "resources/new.yaml", "resources/new é too.yaml"):
        assert (theirs / name).read_text() == (project / name).read_text()


def test_the_steps_commit_changed_and_new_files(project: Path) -> None:
    page = Desk(project).page("/share")
    steps = [step.text_content() for step in lxml.html.fromstring(page).xpath("//ol/li/code")]
    assert [step.split()[1] for step in steps] == ["switch", "add", "commit", "push"]
    for step in steps[:-1]:
        git(project, *shlex.split(step)[1:])
    assert git(project, "status", "--porcelain") == ""
    assert "There is nothing to share" in Desk(project).page("/share")


def test_only_what_is_there_is_named(project: Path) -> None:
    for file in (project / "resources").iterdir():
        file.unlink()
    said = share_steps(project)
    assert (said["files"], said["paths"], said["has_new"]) == (["resources.yaml"], "resources.yaml", False)
    assert "git add" not in Desk(project).page("/share")


def test_without_git_the_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(CATALOGUE)
    assert "isn't a git checkout" in lxml.html.fromstring(Desk(tmp_path).page("/share")).text_content()
    assert share_patch(tmp_path) == b""
