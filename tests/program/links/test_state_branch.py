"""The branch that keeps the state takes only a valid one, and never loses a later check of another run."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning_pathway.cli.links import links_command
from learning_pathway.links.state.file import read_health, write_health
from learning_pathway.links.state.model import LinkState
from learning_pathway.links.verdicts import Verdict

OLD, NEW = date(2026, 3, 2), date(2026, 3, 9)


def git(*words: str, at: Path) -> str:
    return subprocess.run(["git", *words], cwd=at, check=True, capture_output=True, text=True).stdout


def link(id_: str, on: date, verdict: Verdict = Verdict.OK) -> LinkState:
    url = f"https://example.org/{id_}"
    return LinkState(id_, url, verdict, 0.9, ("seen",), url, first_seen=OLD, checked_on=on, last_good=on)


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, Path]:
    """Two checkouts of one project, as two runs have them."""
    git("init", "-q", "--bare", "--initial-branch=main", str(tmp_path / "remote"), at=tmp_path)
    for name in ("one", "two"):
        git("clone", "-q", str(tmp_path / "remote"), str(tmp_path / name), at=tmp_path)
    return tmp_path / "one", tmp_path / "two"


def state(folder: Path, verb: str) -> Result:
    return CliRunner().invoke(links_command, ["state", verb, str(folder)])


def put(folder: Path, *records: LinkState, swept_on: date) -> Path:
    write_health(folder / "link-health.json", records, swept_on=swept_on)
    return folder / "link-health.json"


def kept(folder: Path) -> dict[str, date | None]:
    (folder / "link-health.json").unlink(missing_ok=True)
    assert state(folder, "fetch").exit_code == 0
    return {id_: record.checked_on for id_, record in read_health(folder / "link-health.json").links.items()}


def test_an_older_state_takes_nothing_from_the_branch(clones: tuple[Path, Path]) -> None:
    one, two = clones
    put(one, link("a", NEW), link("b", NEW), swept_on=NEW)
    assert state(one, "keep").exit_code == 0
    put(two, link("a", OLD), link("b", OLD), swept_on=OLD)
    assert state(two, "keep").output.strip() == "Nothing has changed."
    assert kept(two) == {"a": NEW, "b": NEW}


def test_of_two_runs_each_link_keeps_its_later_check(clones: tuple[Path, Path]) -> None:
    one, two = clones
    put(one, link("a", NEW), link("b", OLD), swept_on=OLD)
    put(two, link("a", OLD), link("b", NEW, Verdict.BLOCKED), link("c", NEW), swept_on=OLD)
    assert state(one, "keep").exit_code == 0
    assert state(two, "keep").exit_code == 0
    assert kept(one) == {"a": NEW, "b": NEW, "c": NEW}
    assert read_health(one / "link-health.json").links["b"].verdict is Verdict.BLOCKED


def test_a_link_whose_address_was_changed_is_not_brought_back(clones: tuple[Path, Path]) -> None:
    one, two = clones
    put(one, link("a", NEW), link("gone", NEW), swept_on=NEW)
    state(one, "keep")
    put(two, replace(link("a", OLD), url="https://example.org/new"), swept_on=OLD)
    assert state(two, "keep").exit_code == 0
    assert kept(one) == {"a": OLD}


def spoil_branch(one: Path) -> None:
    """Put something on the branch that is no state."""
    (one / "link-health.json").write_text("{", encoding="utf-8")
    blob = git("hash-object", "-w", "link-health.json", at=one).strip()
    tree = subprocess.run(
        ["git", "mktree"], cwd=one, input=f"100644 blob {blob}\tlink-health.json\n", capture_output=True, text=True
    ).stdout.strip()
    commit = git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit-tree", tree, "-m", "x", at=one).strip()
    git("push", "-q", "origin", f"{commit}:refs/heads/link-health", at=one)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"format": "link-health", "version": 99, "links": {}}', b"\xff"]
)
def test_a_damaged_state_is_not_sent(clones: tuple[Path, Path], content: bytes) -> None:
    one, two = clones
    put(one, link("a", OLD), swept_on=OLD)
    state(one, "keep")
    (two / "link-health.json").write_bytes(content)
    done = state(two, "keep")
    assert done.exit_code == 2
    assert "stays as it is" in done.output
    assert (two / "link-health.json").read_bytes() == content
    assert kept(one) == {"a": OLD}


def test_a_state_that_is_not_there_is_not_sent(clones: tuple[Path, Path]) -> None:
    done = state(clones[0], "keep")
    assert (done.exit_code, "does not exist" in done.output) == (2, True)


def test_a_branch_with_a_damaged_state_gets_a_sound_one(clones: tuple[Path, Path]) -> None:
    one, two = clones
    spoil_branch(one)
    put(two, link("a", NEW), swept_on=NEW)
    assert state(two, "keep").exit_code == 0
    assert kept(one) == {"a": NEW}


def test_days_of_a_clock_that_ran_ahead_do_not_win(clones: tuple[Path, Path]) -> None:
    one, two = clones
    put(one, link("a", date(2999, 1, 1)), swept_on=date(2999, 1, 1))
    state(one, "keep")
    put(two, link("a", NEW), link("b", NEW), swept_on=NEW)
    assert state(two, "keep").exit_code == 0
    assert all(day is not None and day.year < 2999 for day in kept(one).values())


def test_a_fetch_loses_nothing_that_was_found_here(clones: tuple[Path, Path]) -> None:
    one, two = clones
    put(one, link("a", OLD), link("b", NEW), swept_on=OLD)
    assert state(one, "keep").exit_code == 0
    file = put(two, link("a", NEW, Verdict.BLOCKED), link("b", OLD), link("c", NEW), swept_on=NEW)
    assert state(two, "fetch").exit_code == 0
    health = read_health(file)
    assert {id_: record.checked_on for id_, record in health.links.items()} == {"a": NEW, "b": NEW, "c": NEW}
    assert (health.links["a"].verdict, health.swept_on) == (Verdict.BLOCKED, NEW)


def test_a_fetch_keeps_aside_what_it_cannot_read(clones: tuple[Path, Path]) -> None:
    one, two = clones
    put(one, link("a", NEW), swept_on=NEW)
    assert state(one, "keep").exit_code == 0
    (two / "link-health.json").write_bytes(b"<<<<<<< HEAD\n{")
    assert state(two, "fetch").exit_code == 0
    assert read_health(two / "link-health.json").links["a"].checked_on == NEW
    assert (two / "link-health.damaged-1.json").read_bytes() == b"<<<<<<< HEAD\n{"


def test_a_damaged_branch_never_replaces_a_sound_state(clones: tuple[Path, Path]) -> None:
    one, two = clones
    spoil_branch(one)
    file = put(two, link("a", NEW), swept_on=NEW)
    before = file.read_bytes()
    done = state(two, "fetch")
    assert (done.exit_code, file.read_bytes()) == (2, before)
    assert "`pathway links state keep` puts it there" in done.output
    file.unlink()
    assert state(two, "fetch").exit_code == 0, "the next check keeps it aside, says so, and begins anew"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_state_in_another_encoding_is_kept_as_utf_8(clones: tuple[Path, Path], encoding: str) -> None:
    one, two = clones
    file = put(one, link("a", NEW), swept_on=NEW)
    file.write_text(file.read_text(encoding="utf-8"), encoding=encoding)
    assert state(one, "keep").exit_code == 0
    assert kept(two) == {"a": NEW}
    file.write_bytes(b"\xff\xfe{")
    assert state(one, "keep").exit_code == 2


def test_a_remote_is_no_option_of_git(clones: tuple[Path, Path], tmp_path: Path) -> None:
    file = put(clones[0], link("a", NEW), swept_on=NEW)
    option = f"--upload-pack=touch {tmp_path / 'evil'}"
    done = CliRunner().invoke(links_command, ["state", "keep", str(clones[0]), "--remote", option])
    assert done.exit_code == 2
    assert not (tmp_path / "evil").exists()
    assert file.exists()
