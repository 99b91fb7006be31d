"""The workflow that makes a pull request of an issue: what people wrote is a file, and never a command."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from learning_pathway.catalogue.contribution_forms import SUGGESTION, as_text
from sentcontributions import write_project

pytestmark = pytest.mark.long

WORKFLOWS = (".github/workflows/intake.yml", "src/learning_pathway/starter/dot-github/workflows/intake.yml")
HOSTILE = {"title": "$(touch pwned) `touch pwned`'; touch pwned #\"", "why": "::error::x\n::add-mask::y\n%0A::z"}


def script(root: Path, workflow: str, job: str) -> str:
    """The last commands of a job, with the program of this environment."""
    steps = yaml.safe_load((root / workflow).read_text(encoding="utf-8"))["jobs"][job]["steps"]
    program = Path(sys.executable).with_name("pathway")
    return re.sub(r"(?:\.venv/bin/)?pathway intake", f"{program} intake", str(steps[-1]["run"]))


def run(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    known = {"PATH": os.environ["PATH"], "HOME": str(folder), "RUNNER_TEMP": str(folder.parent)}
    files = {"GITHUB_STEP_SUMMARY": str(folder.parent / "summary"), "GITHUB_OUTPUT": str(folder.parent / "output")}
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=known | files | variables, capture_output=True, text=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = write_project(tmp_path / "project")
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, "commit", "--quiet", "-m", "One"], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_what_people_wrote_is_never_a_command(root: Path, workflow: str, project: Path) -> None:
    done = run(script(root, workflow, "read"), project, BODY=as_text(SUGGESTION, HOSTILE))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(project.rglob("pwned"))
    name, _, change = (project.parent / "output").read_text(encoding="utf-8").strip().partition("=")
    diff = base64.b64decode(change).decode()
    assert (name, "+    title: " in diff, "::add-mask::y" in diff) == ("change", True, True)
    assert diff.count("diff --git") == 1
    summary = (project.parent / "summary").read_text(encoding="utf-8")
    assert all(line.startswith("    ") for line in summary.splitlines())


@pytest.mark.parametrize("workflow", [WORKFLOWS[0], pytest.param(WORKFLOWS[1], marks=pytest.mark.full_only)])
@pytest.mark.parametrize("body", ["", "Hello", as_text(SUGGESTION, {"page": "https://example.org/"})])
def test_an_issue_without_a_suggestion_gives_no_change(root: Path, workflow: str, body: str, project: Path) -> None:
    assert run(script(root, workflow, "read"), project, BODY=body).returncode == 0
    assert (project.parent / "output").read_text(encoding="utf-8") == "change=\n"
    assert (project.parent / "summary").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_pull_request_changes_nothing_but_the_catalogue(root: Path, workflow: str, project: Path) -> None:
    change = "".join(
        f"diff --git a/{name} b/{name}\nnew file mode 100644\n--- /dev/null\n+++ b/{name}\n@@ -0,0 +1 @@\n+x: y\n"
        for name in ("resources/new.yaml", ".github/workflows/own.yml", "mkdocs.yml", "hooks/pathway.py")
    )
    applying = script(root, workflow, "propose").partition("git switch")[0]
    assert "git apply" in applying
    done = run(applying, project, CHANGE=base64.b64encode(change.encode()).decode())
    assert done.returncode == 0, done.stderr
    found = subprocess.run(["git", "status", "--porcelain", "-uall"], cwd=project, capture_output=True, text=True)
    assert found.stdout == "?? resources/new.yaml\n"


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_what_reads_the_issue_may_not_write(root: Path, workflow: str) -> None:
    jobs = yaml.safe_load((root / workflow).read_text(encoding="utf-8"))["jobs"]
    assert jobs["read"]["permissions"] == {"contents": "read"}
    assert "accepted" in jobs["read"]["if"]
    assert "secrets." not in (root / workflow).read_text(encoding="utf-8")
