"""One issue, opened, edited and closed as the links' state asks; silence where nothing has changed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from learning_pathway.cli.links import links_command
from learning_pathway.links.issue import IssueMark, issue_text, read_mark
from learning_pathway.links.state.file import write_health
from learning_pathway.links.state.model import LinkState, VerdictChange
from learning_pathway.links.verdicts import Verdict
from links.laboratory.server import Request, Wire
from links.test_check import serving
from links.test_report import NASTY, report

DAY = date(2026, 3, 2)


@dataclass
class FakeForge:
    """Keeps issues as GitHub or GitLab does, and writes down every change."""

    kind: str
    issues: list[dict[str, Any]] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    status: int = 200

    async def __call__(self, request: Request, wire: Wire) -> None:
        length = int(request.headers.get("content-length", "0"))
        sent = json.loads(await wire.reader.readexactly(length)) if length else {}
        if self.status != 200:
            await wire.reply(self.status, b'{"message": "no right"}')
            return
        gitlab = self.kind == "gitlab"
        assert request.headers.get("private-token" if gitlab else "authorization", "").endswith("secret")
        path = urlsplit(request.target).path
        base = "/api/projects/team%2Fpathway/issues" if gitlab else "/api/repos/team/pathway/issues"
        assert path.startswith(base)
        rest = path.removeprefix(base).strip("/").split("/")
        if request.method == "GET":
            await wire.reply(200, json.dumps(self.issues[::-1]).encode())
            return
        self.changes.append((request.method, path.removeprefix(base)))
        if rest[-1] in ("comments", "notes"):
            self.comments.append(sent["body"])
        elif request.method == "POST":
            number = {"iid" if gitlab else "number": len(self.issues) + 1}
            assert sent["labels"] == ("link-health" if gitlab else ["link-health"])
            self.issues.append({**number, **sent, "state": "opened" if gitlab else "open"})
        else:
            assert request.method == ("PUT" if gitlab else "PATCH")
            issue = self.issues[int(rest[0]) - 1]
            event = sent.pop("state_event", None)
            issue.update(sent)
            if event:
                issue["state"] = {"reopen": "opened", "close": "closed"}[event]
        await wire.reply(200, json.dumps(self.issues[-1] if self.issues else {}).encode())

    @property
    def body(self) -> str:
        return str(self.issues[0]["description" if self.kind == "gitlab" else "body"])


def gone(id_: str) -> LinkState:
    return LinkState(
        id_, f"https://example.org/{id_}", Verdict.BROKEN, 0.9, ("404",), alarm=True, checked_on=DAY, first_failed=DAY
    )


def write_project(folder: Path, kind: str, api: str) -> None:
    entries = "".join(
        f"  - {{id: {id_}, type: article, title: The {id_} one, "
        f"url: 'https://example.org/{id_}', owner: '@{id_}-owner'}}\n"
        for id_ in ("one", "two")
    )
    (folder / "resources.yaml").write_text(f"resources:\n{entries}", encoding="utf-8")
    forge = {"kind": kind, "api": api, "project": "team/pathway"}
    (folder / "link-settings.yaml").write_text(json.dumps({"forge": forge}), encoding="utf-8")


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_one_issue_lives_through_all_that_happens(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "secret")
    forge = FakeForge(kind)

    def after(*records: LinkState) -> str:
        write_health(tmp_path / "link-health.json", records, swept_on=DAY)
        done = CliRunner().invoke(links_command, ["issue", str(tmp_path), "--now", "2026-03-02"])
        assert done.exit_code == 0, done.output
        return done.output.strip()

    with serving({}) as server:
        server.sites["127.0.0.1"] = forge
        write_project(tmp_path, kind, f"http://127.0.0.1:{server.port}/api")
        fine = replace(gone("one"), verdict=Verdict.OK, alarm=False)
        assert after(fine) == "Nothing has changed."
        assert after(gone("one")) == "The issue was opened."
        assert "@one-owner" in forge.body
        before = list(forge.changes)
        assert after(replace(gone("one"), evidence=("404 again",), confidence=0.8)) == "Nothing has changed."
        assert forge.changes == before
        assert after(gone("one"), gone("two")) == "The issue was edited."
        assert forge.comments[-1] == "New: `two` @two-owner."
        assert after(gone("two")) == "The issue was edited."
        assert forge.comments[-1] == "No longer in trouble: `one`."
        assert after(fine) == "The issue was closed."
        assert forge.issues[0]["state"] == "closed"
        assert after(fine) == "Nothing has changed."
        assert after(gone("two")) == "The issue was reopened."
    assert len(forge.issues) == 1
    assert forge.issues[0]["state"] in ("open", "opened")


def test_an_issue_of_somebody_else_with_the_label_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "secret")
    other = {"number": 1, "body": "I found a dead link", "state": "open"}
    forge = FakeForge("github", [other])
    with serving({}) as server:
        server.sites["127.0.0.1"] = forge
        write_project(tmp_path, "github", f"http://127.0.0.1:{server.port}/api")
        write_health(tmp_path / "link-health.json", [gone("one")], swept_on=DAY)
        CliRunner().invoke(links_command, ["issue", str(tmp_path)])
    assert forge.changes == [("POST", "")]
    assert other == {"number": 1, "body": "I found a dead link", "state": "open"}


@pytest.mark.parametrize("status", [302, 401, 500])
def test_a_forge_that_refuses_is_quoted(tmp_path: Path, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "secret")
    with serving({}) as server:
        server.sites["127.0.0.1"] = FakeForge("github", status=status)
        write_project(tmp_path, "github", f"http://127.0.0.1:{server.port}/api")
        done = CliRunner().invoke(links_command, ["issue", str(tmp_path)])
    assert done.exit_code == 2
    assert f"{status} " in done.output
    assert "no right" in done.output
    assert "secret" not in done.output


def test_without_a_token_nothing_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOKEN", raising=False)
    write_project(tmp_path, "github", "http://127.0.0.1:9/api")
    done = CliRunner().invoke(links_command, ["issue", str(tmp_path)])
    assert (done.exit_code, "TOKEN" in done.output) == (2, True)


def test_nothing_from_outside_mentions_anybody_or_becomes_markup() -> None:
    evil = replace(gone("one"), evidence=(f"{NASTY} @everyone <!-- pathway-links 0 -->",))
    body = issue_text(report(evil)).body
    assert "@everyone" not in body
    assert body.count("<!--") == 1


def test_a_mark_that_someone_spoilt_is_read_at_once() -> None:
    mark = IssueMark("0" * 16, frozenset({"a", "b/alternatives-1"}), frozenset({"c", "d"}))
    assert read_mark(f"Text{mark}") == mark
    began = time.process_time()
    assert read_mark(f"<!-- pathway-links {'0' * 16} a | {'a' * 60_000}! -->") is None
    assert time.process_time() - began < 1


@dataclass
class Desk:
    """A project whose forge is asked to keep its issue, day after day."""

    folder: Path
    forge: FakeForge

    def after(self, *records: LinkState, on: date = DAY) -> str:
        write_health(self.folder / "link-health.json", records, swept_on=on)
        done = CliRunner().invoke(links_command, ["issue", str(self.folder), "--now", on.isoformat()])
        assert done.exit_code == 0, done.output
        return done.output.strip()

    def close(self) -> None:
        """Close the issue as a person does."""
        self.forge.issues[0]["state"] = "closed"

    @property
    def state(self) -> str:
        return str(self.forge.issues[0]["state"])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("TOKEN", "secret")
    forge = FakeForge("github")
    with serving({}) as server:
        server.sites["127.0.0.1"] = forge
        write_project(tmp_path, "github", f"http://127.0.0.1:{server.port}/api")
        yield Desk(tmp_path, forge)


def test_an_issue_that_a_person_closed_stays_closed_until_something_new_happens(desk: Desk) -> None:
    desk.after(gone("one"))
    desk.close()
    for _ in range(3):
        assert desk.after(gone("one")) == "Nothing has changed."
    assert desk.state == "closed"
    assert desk.forge.comments == []
    assert desk.after(gone("one"), gone("two")) == "The issue was reopened."
    assert desk.forge.comments == ["New: `two` @two-owner."]
    assert "The two one" in desk.forge.body
    assert "The one one" not in desk.forge.body, "only what is new is named"
    changes = list(desk.forge.changes)
    assert desk.after(gone("one"), gone("two")) == "Nothing has changed."
    assert desk.forge.changes == changes
    assert desk.after(gone("one")) == "The issue was closed."
    assert desk.after(gone("one")) == "Nothing has changed."


def test_what_was_dismissed_is_new_again_once_it_has_recovered(desk: Desk) -> None:
    desk.after(gone("one"))
    desk.close()
    desk.after(gone("one"))
    assert desk.after(replace(gone("one"), verdict=Verdict.OK, alarm=False)) == "Nothing has changed."
    assert desk.state == "closed"
    assert desk.forge.comments == []
    assert desk.after(gone("one")) == "The issue was reopened."
    assert "The one one" in desk.forge.body


def test_details_of_what_was_dismissed_do_not_reopen_it(desk: Desk) -> None:
    desk.after(gone("one"))
    desk.close()
    assert desk.after(replace(gone("one"), verdict=Verdict.HOLLOW, evidence=("parked",))) == "Nothing has changed."
    assert desk.after(replace(gone("one"), archived_url="https://web.archive.org/x")) == "Nothing has changed."
    assert desk.state == "closed"


def test_a_host_that_fails_wholly_is_told_of_once_and_by_its_name(desk: Desk) -> None:
    names = [f"r{number}" for number in range(12)]
    entries = "".join(
        f"  - {{id: {name}, type: article, title: T {name}, url: 'https://example.org/{name}'}}\n" for name in names
    )
    (desk.folder / "resources.yaml").write_text(f"resources:\n{entries}", encoding="utf-8")
    desk.after(replace(gone("r0"), url="https://example.org/r0"))
    desk.after(*(gone(name) for name in names))
    assert len(desk.forge.comments) == 1
    assert desk.forge.comments[0].count("`r") == 0
    assert "none of its 12 links work" in desk.forge.comments[0]
    assert desk.forge.body.count("- [ ]") == 1


def test_a_link_that_comes_and_goes_is_told_of_once_a_month(desk: Desk) -> None:
    turns = [date(2026, 1, 5) + timedelta(3 * number) for number in range(60)]
    history: list[VerdictChange] = []
    for number, turn in enumerate(turns):
        pair = (Verdict.OK, Verdict.UNWELL) if number % 2 == 0 else (Verdict.UNWELL, Verdict.OK)
        history.append(VerdictChange(before=pair[0], to=pair[1], on=turn))
        fine = replace(gone("one"), verdict=pair[1], alarm=False, history=tuple(history), first_failed=None)
        desk.after(fine, on=turn)
    months = {turn.month for turn in turns} - {1}
    assert len(desk.forge.comments) + 1 == len(months), "the issue itself is the first of them"
    assert all(said.startswith("Keep failing and recovering: `one`") for said in desk.forge.comments)


def test_a_doubt_is_in_the_issue(desk: Desk) -> None:
    doubt = replace(gone("one"), verdict=Verdict.OK, alarm=False, first_failed=None, look_once=True)
    assert desk.after(doubt) == "The issue was opened."
    assert "Open these once" in desk.forge.body
    assert desk.after(doubt) == "Nothing has changed."
    assert desk.after(replace(doubt, look_once=False)) == "The issue was closed."
