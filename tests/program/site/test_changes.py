"""What a change of the catalogue means for the site, against a revision of git."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning_pathway.cli import main

CATALOGUE = """\
pathway: {title: Small}
resources:
  - {id: a, type: video, title: A film, url: "https://example.com/a", minutes: 10, summary: S, why: W}
  - {id: b, type: audio, title: A talk, url: "https://example.com/b", minutes: 20, summary: S, why: W}
tasks:
  - {id: think, prompt: "What helps?"}
modules:
  - id: first
    title: First
    summary: S
    sections:
      - {id: one, title: One, steps: [{watch: a}, {task: think}]}
      - {id: two, title: Two, steps: [{listen: b}]}
"""


def git(folder: Path, *command: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *identity, *command], check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project below the root of its repository, with one commit."""
    folder = tmp_path / "repository" / "site"
    folder.mkdir(parents=True)
    git(tmp_path, "init", "--quiet", str(folder.parent))
    (folder / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder.parent / "other.txt").write_text("x", encoding="utf-8")
    git(folder, "add", "--all", str(folder.parent))
    git(folder, "commit", "--quiet", "-m", "One")
    return folder


def changes(project: Path, *options: str, base: str = "HEAD") -> Result:
    return CliRunner().invoke(main, ["changes", str(project), "--base", base, "--today", "2026-03-16", *options])


def write(project: Path, *pairs: tuple[str, str]) -> None:
    text = (project / "resources.yaml").read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (project / "resources.yaml").write_text(text, encoding="utf-8")


def rows(project: Path, kind: str) -> list[tuple[str, str, str, str]]:
    done = changes(project, "--format", "json")
    found = json.loads(done.stdout)["changes"]
    return [(row["change"], row["name"], row["before"], row["after"]) for row in found if row["kind"] == kind]


def test_nothing_changed(project: Path) -> None:
    done = changes(project)
    assert done.exit_code == 0
    assert done.stdout.startswith("The site gains and loses nothing.\n")


def test_a_step_that_moves_and_a_time_that_grows(project: Path) -> None:
    write(project, ("{watch: a}, {task: think}", "{task: think}"), ("{listen: b}", "{listen: b}, {watch: a}"))
    write(project, ("minutes: 20", "minutes: 50"))
    assert rows(project, "step") == [("changed", "watch a", "first/one", "first/two")]
    assert [(name, after) for _, name, _, after in rows(project, "time")] == [
        ("all modules", "more than 1 hour"),
        ("module First", "more than 1 hour"),
    ]
    assert rows(project, "page") == []


def test_the_order_of_steps(project: Path) -> None:
    write(project, ("{watch: a}, {task: think}", "{task: think}, {watch: a}"))
    assert rows(project, "step") == [
        ("changed", "order in first/one", "watch a, task think", "task think, watch a"),
    ]


def test_a_resource_that_comes_and_one_that_goes(project: Path) -> None:
    write(
        project,
        ("{id: b, type: audio, title: A talk", "{id: c, type: audio, title: Another talk"),
        ("https://example.com/b", "https://example.com/c"),
        ("{listen: b}", "{listen: c}"),
    )
    assert [row for row in rows(project, "page") if "resources/" in row[1]] == [
        ("lost", "resources/b/", "there", ""),
        ("gained", "resources/c/", "", "there"),
    ]
    assert rows(project, "link") == [
        ("lost", "b", "https://example.com/b", ""),
        ("gained", "c", "", "https://example.com/c"),
    ]
    assert rows(project, "id") == [("lost", "resource:b", "there", ""), ("gained", "resource:c", "", "there")]
    assert [(change, name) for change, name, *_ in rows(project, "citation")] == [("lost", "b"), ("gained", "c")]
    assert [(change, name) for change, name, *_ in rows(project, "step")] == [
        ("lost", "listen b"),
        ("gained", "listen c"),
    ]


def test_a_title_changes_its_citation(project: Path) -> None:
    write(project, ("A film", "A short film"))
    ((change, name, before, after),) = rows(project, "citation")
    assert (change, name, "A film" in before, "A short film" in after) == ("changed", "a", True, True)


def test_problems_are_on_their_lines_and_known_advice_is_left_out(project: Path) -> None:
    write(project, ("What helps?", "Think."), ("{listen: b}", "{listen: missing}"))
    done = changes(project, "--format", "github")
    assert done.exit_code == 1
    file = (project / "resources.yaml").as_posix()
    assert f"::error file={file},line=13,col=" in done.stdout
    assert f"::notice file={file},line=6,col=" in done.stdout, "advice that is new"
    assert "setting-unset" not in done.stdout, "it was so before"


def test_a_catalogue_with_errors_says_so_and_loses_nothing(project: Path) -> None:
    write(project, ("{listen: b}", "{listen: missing}"))
    done = changes(project)
    assert done.exit_code == 1
    assert "The site can't be built: the catalogue has errors." in done.stdout
    git(project, "commit", "--quiet", "--all", "-m", "Broken")
    write(project, ("{listen: missing}", "{listen: b}"))
    fixed = changes(project)
    assert fixed.exit_code == 0
    assert "There is no site to compare with" in fixed.stdout
    assert "Fixed: " in fixed.stdout


def test_the_summary_is_added_to_a_file_and_holds_no_markup_of_the_catalogue(project: Path, tmp_path: Path) -> None:
    title = "[x](javascript:alert(1)) <script>*a*</script> | `b` @someone"
    write(project, ("title: First", f"title: '{title}'"), ("A film", "<img src=x> **film**"))
    summary = tmp_path / "summary.md"
    summary.write_text("Before\n", encoding="utf-8")
    assert changes(project, "--summary", str(summary)).exit_code == 0
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("Before\n## What changes on the site\n")
    assert "| Citations | – | – | 1 |" in text
    assert "<script" not in text
    assert "<img" not in text
    assert "](javascript" not in text
    assert changes(project, "--format", "markdown").stdout == text.removeprefix("Before\n")


def test_a_long_list_is_cut(project: Path) -> None:
    more = "".join(f"  - {{id: r{place}, type: blog, title: T{place}, summary: S, why: W}}\n" for place in range(60))
    write(project, ("tasks:\n", f"{more}tasks:\n"))
    assert "… and 30 more" in changes(project).stdout
    assert len(rows(project, "id")) == 60


@pytest.mark.parametrize("base", ["no-such", "--help", "HEAD:site", "", "a b\n", "$(id)"])
def test_a_revision_that_is_not_there_is_a_clear_message(project: Path, base: str) -> None:
    done = changes(project, base=base)
    assert done.exit_code == 2
    assert "git knows no revision" in done.output


def test_a_folder_without_git_and_a_machine_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    done = changes(tmp_path)
    assert (done.exit_code, "is in no git repository" in done.output) == (2, True)
    monkeypatch.setenv("PATH", str(tmp_path))
    done = changes(tmp_path)
    assert (done.exit_code, "git is not installed" in done.output) == (2, True)


def test_a_link_in_the_repository_is_not_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("resources: [{id: secret, type: blog, title: Secret}]\n", encoding="utf-8")
    (project / "resources").mkdir()
    (project / "resources" / "more.yaml").symlink_to(tmp_path / "secret.yaml")
    git(project, "add", "--all", ".")
    git(project, "commit", "--quiet", "-m", "Link")
    (project / "resources" / "more.yaml").unlink()
    assert "secret" not in changes(project, "--format", "json").stdout


def test_a_base_before_the_catalogue_began(project: Path) -> None:
    git(project, "checkout", "--quiet", "--orphan", "empty")
    git(project, "rm", "-r", "--quiet", "--cached", ".")
    git(project, "commit", "--quiet", "--allow-empty", "-m", "Empty")
    done = changes(project)
    assert done.exit_code == 0
    assert "There is no site to compare with: the catalogue had errors, or was not there." in done.stdout
