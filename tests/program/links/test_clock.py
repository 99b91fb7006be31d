"""A clock that jumps, forward or back: no link is frozen, no day is lost, no alarm comes of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from learning_pathway.links.check import check
from learning_pathway.links.settings import Alarms, Settings
from learning_pathway.links.state.file import merge_results, read_health, write_health
from learning_pathway.links.state.log import LogEntry, RunLog, logs
from learning_pathway.links.state.model import CheckResult, LinkState, VerdictChange
from learning_pathway.links.state.policy import is_due
from learning_pathway.links.target import Target
from learning_pathway.links.verdicts import Verdict
from learning_pathway.web.guard import Guard
from learning_pathway.web.hosts import ClockError
from links.laboratory.case import page, prose
from links.laboratory.server import Behaviour, Request, Server, Wire

TODAY = date(2026, 3, 9)
FAR = date(2099, 1, 1)
BAD = CheckResult(Verdict.BROKEN, 0.9, ("seen",), None)


def record(**facts: object) -> LinkState:
    plain = LinkState("a", "https://example.org/a", Verdict.OK, 0.9, ("seen",), "https://example.org/a")
    return replace(plain, **facts)  # type: ignore[arg-type]


def write(state: Path, result: CheckResult, on: date) -> Path:
    with RunLog(state, f"run-{on}") as log:
        log.write(LogEntry("a", "https://example.org/a", on, result))
    return log.path


def test_a_clock_that_ran_ahead_freezes_no_link(tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    history = (
        VerdictChange(before=Verdict.NOT_CHECKED, to=Verdict.OK, on=date(2026, 1, 5)),
        VerdictChange(before=Verdict.OK, to=Verdict.BROKEN, on=FAR),
    )
    ahead = record(
        verdict=Verdict.BROKEN,
        first_seen=date(2026, 1, 5),
        checked_on=FAR,
        last_good=date(2026, 3, 2),
        first_failed=FAR,
        failures=1,
        history=history,
    )
    write_health(state, [ahead], swept_on=FAR)
    assert is_due(ahead, TODAY, days=7, spread=0)
    merge_results(state, [write(state, BAD, TODAY)], Alarms(), today=TODAY)
    health = read_health(state)
    after = health.links["a"]
    assert (after.checked_on, after.last_good, after.first_seen) == (TODAY, date(2026, 3, 2), date(2026, 1, 5))
    assert (after.failures, after.alarm, after.first_failed) == (2, False, TODAY - timedelta(1))
    assert [change.on for change in after.history] == [date(2026, 1, 5), TODAY - timedelta(1)]
    assert health.swept_on is None


def test_what_a_killed_run_wrote_under_a_wrong_clock_counts_as_seen_today(tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    merge_results(state, [write(state, BAD, FAR)], Alarms(), today=TODAY)
    after = read_health(state).links["a"]
    assert (after.verdict, after.checked_on, after.first_failed) == (Verdict.BROKEN, TODAY, TODAY)


def test_a_day_that_has_begun_elsewhere_is_not_to_come(tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    tomorrow = TODAY + timedelta(1)
    write_health(state, [record(checked_on=tomorrow, last_good=tomorrow)], swept_on=None)
    merge_results(state, [write(state, BAD, TODAY)], Alarms(), today=TODAY)
    assert read_health(state).links["a"].checked_on == tomorrow


def test_jumping_back_and_forth_brings_no_alarm_and_loses_no_day(tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    days = [date(2026, 3, 2), date(2099, 1, 1), date(2026, 3, 3), date(1970, 1, 1), date(2026, 3, 4), FAR, TODAY]
    good = CheckResult(Verdict.OK, 0.9, ("seen",), "https://example.org/a")
    for day in days:
        merge_results(state, [write(state, BAD if day == TODAY else good, day)], Alarms(), today=day)
    after = read_health(state).links["a"]
    assert (after.verdict, after.alarm, after.failures) == (Verdict.BROKEN, False, 1)
    assert after.checked_on == TODAY
    assert after.last_good is not None
    assert date(1970, 1, 1) <= after.last_good < TODAY


def says_it_is(ahead: timedelta) -> Behaviour:
    async def behave(_: Request, wire: Wire) -> None:
        said = format_datetime(datetime.now(UTC) + ahead, usegmt=True)
        await wire.reply(200, page_of, {"Date": said})

    page_of = b"<html lang=en><title>A resource</title><p>" + prose("work", 80).encode() + b"</p></html>"
    return behave


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ([400, 400, 400, 400], True),
        ([-400, -400, -400, -400], True),
        ([0, 0, 0, 0], False),
        ([-400, -30, 0, -3], False),  # caches keep the day on which they took an answer
        ([400, 0, 0, 0], False),  # one server with a wrong clock
        ([400, 400], False),  # too few to tell
    ],
)
def test_a_clock_that_servers_contradict_is_noticed_and_nothing_is_written(
    days: list[int], wrong: bool, tmp_path: Path, swift: Settings
) -> None:
    state = tmp_path / "link-health.json"

    async def run(now: datetime) -> None:
        sites = {f"h{n}.example.org": says_it_is(timedelta(days=ahead)) for n, ahead in enumerate(days)}
        async with Server(sites) as server:
            targets = [
                Target(f"a{n}", f"http://h{n}.example.org:{server.port}/", ("A resource",)) for n in range(len(days))
            ]
            await check(targets, state, swift, Guard.parse(resolve=server.pins()), now)

    if wrong:
        with pytest.raises(ClockError, match="this machine's clock says"):
            asyncio.run(run(datetime.now(UTC)))
        assert not state.exists()
        assert logs(state) == []
    else:
        asyncio.run(run(datetime.now(UTC)))
    asyncio.run(run(datetime(2030, 1, 1, tzinfo=UTC)))  # a time that was given with --now is no one's clock
    assert {link.verdict for link in read_health(state).links.values()} == {Verdict.OK}


def test_an_answer_with_a_date_that_makes_no_sense_says_nothing(tmp_path: Path, swift: Settings) -> None:
    async def run() -> None:
        async def behave(request: Request, wire: Wire) -> None:
            await page("A resource", prose("work", 80))(request, wire)

        sites = {f"h{n}.example.org": behave for n in range(4)}
        async with Server(sites) as server:
            targets = [Target(f"a{n}", f"http://h{n}.example.org:{server.port}/", ("A resource",)) for n in range(4)]
            done = await check(
                targets, tmp_path / "s.json", swift, Guard.parse(resolve=server.pins()), datetime.now(UTC)
            )
            assert len(done.outcome.entries) == 4

    asyncio.run(run())


def checked(on: date, verdict: Verdict = Verdict.OK, id_: str = "a") -> LinkState:
    return replace(record(verdict=verdict, checked_on=on, last_good=on, first_seen=on), id=id_)


async def check_at(state: Path, now: datetime, swift: Settings) -> list[str]:
    async with Server({"a.example.org": page("A", prose("a", 100))}) as server:
        target = Target("a", f"http://a.example.org:{server.port}/x", ("A",))
        known = read_health(state).links.get("a")
        if known is not None:
            write_health(state, [replace(known, url=target.url)], swept_on=read_health(state).swept_on)
        done = await check([target], state, swift, Guard.parse(resolve=server.pins()), now)
        return list(done.report.notes)


@pytest.mark.parametrize("ahead", [timedelta(days=2), timedelta(days=40), timedelta(days=9_000)])
def test_a_state_from_the_future_is_copied_and_told_of(tmp_path: Path, swift: Settings, ahead: timedelta) -> None:
    state = tmp_path / "link-health.json"
    write_health(state, [checked(TODAY + ahead)], swept_on=TODAY + ahead)
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 6, tzinfo=UTC)
    notes = asyncio.run(check_at(state, now, swift))
    copy = read_health(tmp_path / "link-health.copy-1.json")
    assert copy.swept_on == TODAY + ahead
    assert copy.links["a"].checked_on == TODAY + ahead
    assert any("link-health.copy-1.json" in note for note in notes)
    assert read_health(state).links["a"].checked_on == TODAY
    assert asyncio.run(check_at(state, now, swift)) == [], "what was fixed is not told of again"


def test_a_run_that_is_told_of_a_day_in_the_past_keeps_a_copy(tmp_path: Path, swift: Settings) -> None:
    state = tmp_path / "link-health.json"
    write_health(state, [checked(TODAY)], swept_on=TODAY)
    notes = asyncio.run(check_at(state, datetime(2020, 1, 1, tzinfo=UTC), swift))
    assert read_health(tmp_path / "link-health.copy-1.json").links["a"].checked_on == TODAY
    assert any("after 2020-01-01" in note for note in notes)
