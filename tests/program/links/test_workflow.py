"""The steps of the scheduled workflow, run one after another as a runner would, against the laboratory."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from learning_pathway.links.state.file import read_health
from links.laboratory.server import Server
from links.test_check import SWIFT, page, says, serving
from links.test_issue import FakeForge

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(shutil.which("bash") is None, reason="a workflow's steps are written for bash"),
]

#: What the runner would put in place of an expression.
EXPRESSIONS = {
    "${{ github.token }}": "secret",
    "${{ inputs.only || (github.event.schedule == '17 5 * * 1' && 'all') || 'suspects' }}": "all",
}


def git(*words: str, at: Path) -> str:
    return subprocess.run(["git", *words], cwd=at, check=True, capture_output=True, text=True).stdout


STARTER = "src/learning_pathway/starter"
#: The workflows of this repository, and those that a new pathway begins with.
WORKFLOWS = {
    "github": (".github/workflows/link-check.yml", f"{STARTER}/dot-github/workflows/link-check.yml"),
    "gitlab": (".gitlab-ci.yml", f"{STARTER}/dot-gitlab-ci.yml"),
}


def with_programs(checkout: Path) -> dict[str, str]:
    """The environment, in which the programs of a checkout are found."""
    return {**os.environ, "PATH": os.pathsep.join([str(checkout / ".venv/bin"), os.environ["PATH"]])}


class Runner:
    """Runs the `run` steps of the workflow in a checkout, as far as they do not need the forge itself."""

    def __init__(self, root: Path, checkout: Path, file: str = ".github/workflows/link-check.yml") -> None:
        workflow = yaml.safe_load((root / file).read_text(encoding="utf-8"))
        self.steps = [step for step in workflow["jobs"]["check"]["steps"] if "run" in step]
        self.checkout = checkout

    def run(self, *names: str) -> dict[str, int]:
        """Run all steps, or those of these names; give the exit code of each that ran by its name."""
        outputs: dict[str, str] = {}
        codes: dict[str, int] = {}
        for step in self.steps:
            if names and step["name"] not in names:
                continue
            if not self.should_run(step.get("if", "success()"), outputs, codes):
                continue
            given = {name: self.fill(value, outputs) for name, value in step.get("env", {}).items()}
            paths = {"GITHUB_OUTPUT": self.checkout / "output", "GITHUB_STEP_SUMMARY": self.checkout / "summary"}
            environment = {**with_programs(self.checkout), **given, **{name: str(path) for name, path in paths.items()}}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.checkout,
                env=environment,
                capture_output=True,
                text=True,
                timeout=120,
            )
            codes[step["name"]] = done.returncode
            if paths["GITHUB_OUTPUT"].exists():
                outputs |= dict(line.split("=", 1) for line in paths["GITHUB_OUTPUT"].read_text().splitlines())
        return codes

    @staticmethod
    def should_run(condition: str, outputs: dict[str, str], codes: dict[str, int]) -> bool:
        """Work out a step's condition; without a word about the status, it is that nothing has failed."""
        if "always()" not in condition and any(codes.values()):
            return False
        meaning = {
            "always()": True,
            "success()": True,
            "steps.check.outcome == 'success'": codes.get("Check") == 0,
            "steps.check.outputs.code != '2'": outputs.get("code") != "2",
            "github.event.repository.has_issues != false": True,
        }
        return all(meaning[part.strip()] for part in condition.split("&&"))

    @staticmethod
    def fill(value: str, outputs: dict[str, str]) -> str:
        if value == "${{ steps.check.outputs.code }}":
            return outputs["code"]
        return EXPRESSIONS.get(value, value)


class GitLabRunner:
    """Runs the job of `.gitlab-ci.yml` in one checkout after another, and keeps its cache as GitLab does."""

    def __init__(self, root: Path, cache: Path, file: str = ".gitlab-ci.yml") -> None:
        self.job = yaml.safe_load((root / file).read_text(encoding="utf-8"))["link-check"]
        self.cache = cache

    def run(self, checkout: Path, **variables: str) -> int:
        """Run the job; give the exit code of its script."""
        if self.cache.exists():
            shutil.copy(self.cache, checkout / "link-health.json")
        environment = {**with_programs(checkout), **self.job["variables"], **variables}
        code = self.steps("script", checkout, environment)
        self.steps("after_script", checkout, environment)
        (kept,) = self.job["cache"]["paths"]
        if self.job["cache"].get("when", "on_success") == "always" or code == 0:
            shutil.copy(checkout / kept, self.cache)
        return code

    def steps(self, part: str, checkout: Path, environment: dict[str, str]) -> int:
        words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", "\n".join(self.job[part])]
        return subprocess.run(words, cwd=checkout, env=environment, capture_output=True, timeout=120).returncode


def check_out(remote: Path, folder: Path, server: Server) -> Path:
    """A fresh checkout. Its scripts find the laboratory's hosts, which no real name server knows."""
    git("clone", "-q", str(remote), str(folder), at=remote.parent)
    pathway = f"{sys.executable} -c 'from learning_pathway.cli import main; main()'"
    pins = " ".join(f"--resolve {pin}" for pin in server.pins())
    words = f'case "$2" in check|repair) exec {pathway} "$@" {pins};; *) exec {pathway} "$@";; esac'
    programs = {
        ".venv/bin/pathway": words,
        "scripts/links": 'exec .venv/bin/pathway links check "$@"',
        "scripts/setup": "true",
        ".venv/bin/pip": "true",
    }
    for name, words in programs.items():
        program = folder / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
        program.chmod(0o755)
    return folder


@pytest.mark.full_only
def test_a_fork_checks_links_from_its_first_run_on(root: Path, tmp_path: Path) -> None:
    sites = {
        "good.example.org": says(200, page("The good one")),
        "gone.example.org": says(410),
        "wall.example.org": says(403),
    }
    forge = FakeForge("github")
    with serving(sites) as server:
        server.sites["127.0.0.1"] = forge
        remote, first = tmp_path / "remote", tmp_path / "first"
        git("init", "--bare", "-q", "--initial-branch=main", str(remote), at=tmp_path)
        git("clone", "-q", str(remote), str(first), at=tmp_path)
        entries = "".join(
            f"  - {{id: {name}, type: article, title: The {name} one, owner: '@{name}-owner', "
            f"url: 'http://{name}.example.org:{server.port}/a'}}\n"
            for name in ("good", "gone", "wall")
        )
        (first / "resources.yaml").write_text(f"resources:\n{entries}", encoding="utf-8")
        no_services = {"wayback_available": "", "wayback_cdx": "", "memento_timegate": ""}
        settings = {
            **yaml.safe_load(SWIFT),
            "services": no_services,
            "forge": {"kind": "github", "api": f"http://127.0.0.1:{server.port}/api", "project": "team/pathway"},
        }
        (first / "link-settings.yaml").write_text(json.dumps(settings), encoding="utf-8")
        git("add", ".", at=first)
        git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "Begin", at=first)
        git("push", "-q", "origin", "HEAD:main", at=first)

        one = check_out(remote, tmp_path / "one", server)
        assert Runner(root, one).run()["Say how it went"] == 1, "certain trouble that is new must be seen"
        assert "gone" in (one / "summary").read_text(encoding="utf-8")
        assert {path.name for path in (one / "link-report").iterdir()} >= {"report.md", "report.html", "repair.diff"}
        assert git("ls-tree", "--name-only", "link-health", at=remote).split() == ["link-health.json"]
        assert git("log", "--format=%s", "main", at=remote).split() == ["Begin"], "the state stays off the main branch"
        assert len(forge.issues) == 1
        assert "@gone-owner" in forge.body
        assert "@wall-owner" not in forge.body

        changes = list(forge.changes)
        two = check_out(remote, tmp_path / "two", server)
        assert Runner(root, two).run()["Say how it went"] == 0, "what is known already calls no one a second time"
        assert forge.changes == changes, "where nothing has changed, the issue is left alone"
        assert read_health(two / "link-health.json").links["gone"].alarm

        server.sites["gone.example.org"] = says(200, page("The gone one"))
        Runner(root, check_out(remote, tmp_path / "three", server)).run()
        assert forge.issues[0]["state"] == "closed"


def begin(tmp_path: Path, server: Server, kind: str, *names: str) -> Path:
    """Make a project with links to the laboratory's hosts, and give its repository."""
    remote, first = tmp_path / "remote", tmp_path / "first"
    git("init", "--bare", "-q", "--initial-branch=main", str(remote), at=tmp_path)
    git("clone", "-q", str(remote), str(first), at=tmp_path)
    entries = "".join(
        f"  - {{id: {name}, type: article, title: The {name} one, url: 'http://{name}.example.org:{server.port}/a'}}\n"
        for name in names
    )
    (first / "resources.yaml").write_text(f"resources:\n{entries}", encoding="utf-8")
    settings = {
        **yaml.safe_load(SWIFT),
        "services": {"wayback_available": "", "wayback_cdx": "", "memento_timegate": ""},
        "forge": {"kind": kind, "api": f"http://127.0.0.1:{server.port}/api", "project": "team/pathway"},
    }
    (first / "link-settings.yaml").write_text(json.dumps(settings), encoding="utf-8")
    git("add", ".", at=first)
    git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "Begin", at=first)
    git("push", "-q", "origin", "HEAD:main", at=first)
    return remote


SITES = {
    "good.example.org": says(200, page("The good one")),
    "gone.example.org": says(410),
    "wall.example.org": says(403),
}


@pytest.mark.matrix
@pytest.mark.parametrize("file", WORKFLOWS["github"])
def test_a_forge_that_is_down_costs_no_state(root: Path, tmp_path: Path, file: str) -> None:
    forge = FakeForge("github", status=500)
    with serving(dict(SITES)) as server:
        server.sites["127.0.0.1"] = forge
        remote = begin(tmp_path, server, "github", "good", "gone", "wall")
        codes = Runner(root, check_out(remote, tmp_path / "one", server), file).run()
        assert codes["Keep the issue"] == 2
        assert codes["Keep the state"] == codes["Keep the archived copies"] == 0
        assert "Say how it went" not in codes, "the failed step says it"
        kept = json.loads(git("show", "link-health:link-health.json", at=remote))
        assert kept["links"]["gone"]["alarm"] is True
        forge.status = 200
        assert Runner(root, check_out(remote, tmp_path / "two", server), file).run()["Keep the issue"] == 0
        assert "gone" in forge.body, "the next run tells what the failed one could not"


@pytest.mark.full_only
@pytest.mark.parametrize("file", WORKFLOWS["github"])
def test_a_state_that_another_run_sent_meanwhile_is_not_lost(root: Path, tmp_path: Path, file: str) -> None:
    with serving(dict(SITES)) as server:
        server.sites["127.0.0.1"] = FakeForge("github")
        remote = begin(tmp_path, server, "github", "good", "gone", "wall")
        whole = ("Fetch the state", "Check", "Keep the state")
        assert list(Runner(root, check_out(remote, tmp_path / "one", server), file).run(*whole)) == list(whole)
        late = Runner(root, check_out(remote, tmp_path / "late", server), file)
        assert late.run("Fetch the state", "Check") == {"Fetch the state": 0, "Check": 0}
        server.sites["wall.example.org"] = says(200, page("The wall one"))
        assert list(Runner(root, check_out(remote, tmp_path / "fast", server), file).run(*whole)) == list(whole)
        before = git("rev-list", "--count", "link-health", at=remote)
        assert late.run("Keep the state") == {"Keep the state": 0}
        kept = json.loads(git("show", "link-health:link-health.json", at=remote))
        assert set(kept["links"]) == {"good", "gone", "wall"}
        assert int(git("rev-list", "--count", "link-health", at=remote)) >= int(before)


@pytest.mark.matrix
@pytest.mark.parametrize("file", WORKFLOWS["gitlab"])
def test_gitlab_keeps_its_state_on_a_day_with_links_that_cannot_be_told(root: Path, tmp_path: Path, file: str) -> None:
    forge = FakeForge("gitlab")
    with serving(dict(SITES)) as server:
        server.sites["127.0.0.1"] = forge
        remote = begin(tmp_path, server, "gitlab", "good", "gone", "wall")
        gitlab = GitLabRunner(root, tmp_path / "cache.json", file)
        one = check_out(remote, tmp_path / "one", server)
        assert gitlab.run(one, LINKS_TOKEN="secret") == 1
        assert read_health(gitlab.cache).links["gone"].alarm
        assert "gone" in forge.body
        assert (one / "link-report/repair.diff").exists()
        changes = list(forge.changes)
        assert gitlab.run(check_out(remote, tmp_path / "two", server), LINKS_TOKEN="secret") == 3
        assert forge.changes == changes
        assert read_health(gitlab.cache).links["gone"].failures == 1, "one day's trouble counts once"


@pytest.mark.full_only
@pytest.mark.parametrize("file", WORKFLOWS["gitlab"])
def test_gitlab_keeps_its_state_while_its_issues_are_down(root: Path, tmp_path: Path, file: str) -> None:
    forge = FakeForge("gitlab", status=502)
    with serving(dict(SITES)) as server:
        server.sites["127.0.0.1"] = forge
        remote = begin(tmp_path, server, "gitlab", "good", "gone")
        gitlab = GitLabRunner(root, tmp_path / "cache.json", file)
        assert gitlab.run(check_out(remote, tmp_path / "one", server), LINKS_TOKEN="secret") == 1
        assert read_health(gitlab.cache).links["gone"].alarm
        forge.status = 200
        gitlab.run(check_out(remote, tmp_path / "two", server), LINKS_TOKEN="secret")
        assert "gone" in forge.body


@pytest.mark.full_only
@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_a_day_without_a_network_changes_nothing(root: Path, tmp_path: Path, kind: str) -> None:
    forge = FakeForge(kind)
    with serving(dict(SITES)) as server:
        server.sites["127.0.0.1"] = forge
        remote = begin(tmp_path, server, kind, "good", "gone")
        gitlab = GitLabRunner(root, tmp_path / "cache.json")
        one = check_out(remote, tmp_path / "one", server)
        gitlab.run(one, LINKS_TOKEN="secret") if kind == "gitlab" else Runner(root, one).run()
        changes, state = list(forge.changes), (one / "link-health.json").read_bytes()
        two = check_out(remote, tmp_path / "two", server)
        offline = (two / ".venv/bin/pathway").read_text(encoding="utf-8")
        (two / ".venv/bin/pathway").write_text(re.sub(r"--resolve [^\s;]+", "", offline), encoding="utf-8")
        if kind == "gitlab":
            assert gitlab.run(two, LINKS_TOKEN="secret") == 2
            assert gitlab.cache.read_bytes() == state
        else:
            assert Runner(root, two).run() == {"Fetch the state": 0, "Check": 0, "Say how it went": 2}
            assert git("show", "link-health:link-health.json", at=remote).encode() == state
        assert forge.changes == changes


def test_without_a_network_the_state_stays_and_the_run_fails(root: Path, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    git("init", "-q", str(checkout), at=tmp_path)
    git("remote", "add", "origin", str(tmp_path / "none"), at=checkout)
    for name, words in {"scripts/links": "exit 2", "scripts/setup": "true", ".venv/bin/pathway": "true"}.items():
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
        (checkout / name).chmod(0o755)
    codes = Runner(root, checkout).run()
    assert codes == {"Fetch the state": 0, "Check": 0, "Say how it went": 2}


@pytest.mark.full_only
def test_gitlab_begins_anew_from_a_cache_with_the_marks_of_a_merge(root: Path, tmp_path: Path) -> None:
    forge = FakeForge("gitlab")
    with serving(dict(SITES)) as server:
        server.sites["127.0.0.1"] = forge
        remote = begin(tmp_path, server, "gitlab", "good", "gone")
        gitlab = GitLabRunner(root, tmp_path / "cache.json")
        gitlab.run(check_out(remote, tmp_path / "one", server), LINKS_TOKEN="secret")
        sound = gitlab.cache.read_text(encoding="utf-8")
        spoilt = f"<<<<<<< ours\n{sound}=======\n{sound}>>>>>>> theirs\n"
        gitlab.cache.write_text(spoilt, encoding="utf-8")
        two = check_out(remote, tmp_path / "two", server)
        assert gitlab.run(two, LINKS_TOKEN="secret") == 1, "what was known is new again"
        assert read_health(gitlab.cache).links["gone"].alarm
        assert len(forge.issues) == 1
        patterns = gitlab.job["artifacts"]["paths"]
        assert all(
            GitLabRunner(root, gitlab.cache, file).job["artifacts"]["paths"] == patterns for file in WORKFLOWS["gitlab"]
        )
        kept = [file for pattern in patterns for file in two.glob(pattern)]
        assert spoilt in [file.read_text(encoding="utf-8") for file in kept if file.is_file()]
