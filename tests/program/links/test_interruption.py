"""A run that is killed, a disk that is full, two runs at once: nothing that was found is lost or spoilt."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from learning_pathway.links import read_health
from learning_pathway.links.check import check
from learning_pathway.links.settings import Alarms, Settings
from learning_pathway.links.state.file import merge_results
from learning_pathway.links.state.log import LogEntry, RunLog, abandoned_logs, logs, read_log, remove
from learning_pathway.links.state.model import CheckResult
from learning_pathway.links.target import Target
from learning_pathway.links.verdicts import Verdict
from learning_pathway.web.guard import Guard
from links.laboratory.case import page, prose
from links.laboratory.server import Server
from links.test_check import SWIFT, pins, project, serving

pytestmark = pytest.mark.long

DAY = date(2026, 3, 2)

WRITER = """
import sys
from datetime import date
from pathlib import Path
from learning_pathway.links.state.file import merge_results
from learning_pathway.links.state.log import LogEntry, RunLog, abandoned_logs
from learning_pathway.links.settings import Alarms
from learning_pathway.links.state.model import CheckResult
from learning_pathway.links.verdicts import Verdict

state, run = Path(sys.argv[1]), sys.argv[2]
with RunLog(state, run) as log:
    for number in range(40):
        url = f"https://example.org/{run}/{number}"
        log.write(LogEntry(f"{run}-{number}", url, date(2026, 3, 2), CheckResult(Verdict.OK, 1, ("seen",), url)))
        print(number, flush=True)
merge_results(state, [*abandoned_logs(state), log.path], Alarms())
print("folded", flush=True)
"""


def entry(number: int, verdict: Verdict = Verdict.OK) -> LogEntry:
    url = f"https://example.org/{number}"
    return LogEntry(f"r{number}", url, DAY, CheckResult(verdict, 1, ("seen",), url))


def test_killed_at_any_moment_nothing_that_was_said_is_lost(tmp_path: Path, full: bool) -> None:
    """Kill writers at random moments; what each had reported is in the state after the next fold. 200 times in full."""
    state = tmp_path / "link-health.json"
    chance = random.Random(11)
    said: set[str] = set()
    for number in range(200 if full else 12):
        run = f"run{number}"
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(state), run], stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert process.stdout is not None
        stop_after = chance.randrange(42)
        for _ in range(stop_after):
            line = process.stdout.readline().strip()
            if line.isdigit():
                said.add(f"{run}-{line}")
            elif not line:
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        health = read_health(state)
        assert health.damage is None
    merge_results(state, abandoned_logs(state), Alarms())
    assert len(said) > 100
    assert said <= set(read_health(state).links)
    assert logs(state) == []


def test_a_line_that_was_cut_off_is_passed_over(tmp_path: Path) -> None:
    with RunLog(tmp_path / "s.json", "one") as log:
        log.write(entry(1))
        log.write(entry(2))
    raw = log.path.read_bytes()
    for length in range(len(raw)):
        log.path.write_bytes(raw[:length])
        assert len(list(read_log(log.path))) <= 2
    log.path.write_bytes(raw + b'\xff\xfe{"id": 3}\n[]\n' + raw)
    assert [each.id for each in read_log(log.path)] == ["r1", "r2", "r1", "r2"]


def test_folding_twice_is_folding_once(tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    for _ in range(2):
        with RunLog(state, "one") as log:
            log.write(entry(1, Verdict.BROKEN))
        merge_results(state, [log.path], Alarms())
        once = state.read_text()
    assert state.read_text() == once
    assert read_health(state).links["r1"].failures == 1


def test_the_journal_of_a_living_run_is_left_alone(tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    with RunLog(state, "living") as living:
        living.write(entry(1))
        assert abandoned_logs(state) == []
    assert abandoned_logs(state) == [living.path]


def test_a_full_disk_leaves_state_and_journal_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "s.json"
    with RunLog(state, "one") as first:
        first.write(entry(1))
    merge_results(state, [first.path], Alarms())
    before = state.read_bytes()
    with RunLog(state, "two") as second:
        second.write(entry(2))

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        with pytest.raises(OSError, match="No space"):
            merge_results(state, [second.path], Alarms())
    assert state.read_bytes() == before
    merge_results(state, abandoned_logs(state), Alarms())
    assert set(read_health(state).links) == {"r1", "r2"}


def test_two_runs_at_once_both_keep_what_they_found(tmp_path: Path) -> None:
    sites = {f"h{number}.example.org": page(f"Work {number}", prose(str(number), 80)) for number in range(8)}
    with serving(sites) as server:
        project(tmp_path, {f"r{n}": (f"Work {n}", f"http://h{n}.example.org:{server.port}/") for n in range(8)})
        command = [
            sys.executable,
            "-c",
            "from learning_pathway.cli import main; main()",
            "links",
            "check",
            str(tmp_path),
        ]
        runs = [subprocess.Popen([*command, *pins(server)], stdout=subprocess.DEVNULL) for _ in range(2)]
        assert [run.wait(120) for run in runs] == [0, 0]
    links = json.loads((tmp_path / "link-health.json").read_text())["links"]
    assert {link["verdict"] for link in links.values()} == {"ok"}
    assert len(links) == 8
    assert logs(tmp_path / "link-health.json") == []


def test_an_interrupted_run_is_gone_on_with(tmp_path: Path) -> None:
    state = tmp_path / "link-health.json"
    settings = Settings.model_validate(yaml.safe_load(SWIFT))

    async def run() -> None:
        async with Server({"a.example.org": page("A resource", prose("a", 80))}) as server:
            targets = [Target(f"r{n}", f"http://a.example.org:{server.port}/{n}", ("A resource",)) for n in range(6)]
            with RunLog(state, "died") as log:
                for target in targets[:4]:
                    seen = CheckResult(Verdict.OK, 1, ("seen",), target.url)
                    log.write(LogEntry(target.id, target.url, DAY, seen))
            guard = Guard.parse(resolve=server.pins())
            done = await check(targets, state, settings, guard, datetime(2026, 3, 2, tzinfo=UTC))
            assert {target for _, target in server.asked} == {"/4", "/5"}
            assert {record.verdict for record in done.report.records} == {Verdict.OK}
            assert any("interrupted" in note for note in done.report.notes)

    asyncio.run(run())


@pytest.mark.parametrize("deleted", [0, 1, 2])
def test_a_run_that_is_killed_while_it_deletes_its_logs_asks_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deleted: int
) -> None:
    """A run that goes on with two interrupted ones either has all that they found, or has come to its end."""
    state = tmp_path / "link-health.json"
    settings = Settings.model_validate(yaml.safe_load(SWIFT))

    async def run() -> None:
        async with Server({"a.example.org": page("A resource", prose("a", 80))}) as server:
            targets = [Target(f"r{n}", f"http://a.example.org:{server.port}/{n}", ("A resource",)) for n in range(6)]
            guard = Guard.parse(resolve=server.pins())
            for name, found in (("first", targets[:2]), ("second", targets[2:4])):
                with RunLog(state, name) as log:
                    for target in found:
                        seen = CheckResult(Verdict.OK, 1, ("seen",), target.url)
                        log.write(LogEntry(target.id, target.url, DAY, seen))

            def dies(path: Path) -> None:
                if len(gone) == deleted:
                    raise KeyboardInterrupt
                gone.append(path)
                remove(path)

            gone: list[Path] = []
            now = datetime(2026, 3, 2, tzinfo=UTC)
            killed = False
            with monkeypatch.context() as patch:
                patch.setattr("learning_pathway.links.state.file.remove", dies)
                try:
                    await check(targets, state, settings, guard, now)
                except KeyboardInterrupt:
                    killed = True
            if killed:
                server.asked.clear()
                assert {record.verdict for record in read_health(state).links.values()} == {Verdict.OK}
                await check(targets, state, settings, guard, now)
                assert server.asked == []
            assert killed is (deleted == 0), "one deletion ends all logs"
            assert logs(state) == []
            assert len(read_health(state).links) == len(targets)

    asyncio.run(run())


def test_a_run_without_a_network_keeps_what_interrupted_runs_found(tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    with RunLog(state, "died") as died:
        died.write(entry(1))
    died.path.write_bytes(died.path.read_bytes()[:-1])  # its last line has no end
    with RunLog(state, "next") as log:
        log.take_over([died.path])
        log.write(entry(2))
    assert logs(state) == [log.path]
    assert [each.id for each in read_log(log.path)] == ["r1", "r2"]
    log.discard()
    assert [each.id for each in read_log(log.path)] == ["r1"]
    with RunLog(state, "last") as empty:
        empty.write(entry(3))
    empty.discard()
    assert logs(state) == [log.path]


LIMITED = """
import resource, sys
from learning_pathway.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
main()
"""


@pytest.mark.matrix
@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("room", [0, 300, 4_000])
def test_where_there_is_no_room_it_says_so_and_the_next_run_goes_on(tmp_path: Path, room: int) -> None:
    """A disk that is full at once, in the journal's first lines, or only when the state is written."""
    sites = {f"h{number}.example.org": page(f"Work {number}", prose(str(number), 80)) for number in range(8)}
    state = tmp_path / "link-health.json"
    with serving(sites) as server:
        project(tmp_path, {f"r{n}": (f"Work {n}", f"http://h{n}.example.org:{server.port}/") for n in range(8)})
        options = ["links", "check", str(tmp_path), *pins(server), "--now"]
        command = [sys.executable, "-c", "from learning_pathway.cli import main; main()", *options]
        assert subprocess.run([*command, "2026-03-02"], capture_output=True).returncode == 0
        before = state.read_bytes()
        limited = [sys.executable, "-c", LIMITED, str(room), *options, "2026-03-09"]
        done = subprocess.run(limited, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 2
        assert "larger than this system allows" in done.stderr
        assert state.read_bytes() == before
        assert [path.name for path in tmp_path.glob(".*")] == []
        assert subprocess.run([*command, "2026-03-09"], capture_output=True).returncode == 0
    links = read_health(state).links
    assert {record.checked_on for record in links.values()} == {date(2026, 3, 9)}
    assert logs(state) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 5_000,
        b"\xff\xfe{",
        b"[" * 100_000,
        b'{"format": "link-health", "version": 99, "links": {}}',
        b'{"format": "something-else"}',
        b'{"format": "link-health", "version": 1, "links": []}',
        b'{"format": "link-health", "version": 1, "links": {"a": {"url": "https://example.org/", "verdict": "fine"}}}',
        b"<!doctype html><title>Sign in</title>",
    ],
)
def test_a_state_that_is_broken_or_foreign_is_kept_aside_and_a_new_one_begun(tmp_path: Path, content: bytes) -> None:
    state = tmp_path / "link-health.json"
    state.write_bytes(content)
    with RunLog(state, "one") as log:
        log.write(entry(1))
    merged = merge_results(state, [log.path], Alarms())
    assert merged.before.damage is not None
    assert merged.damaged_copy is not None
    assert merged.damaged_copy.read_bytes() == content
    assert set(read_health(state).links) == {"r1"}
    assert read_health(state).damage is None
