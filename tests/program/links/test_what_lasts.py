"""What a verdict becomes over the days: names that are not found, doubts, false alarms, links that come and go."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from learning_pathway.links.check import CompletedCheck, check
from learning_pathway.links.report import FailOn, Report, make_report
from learning_pathway.links.report.files import FORMS, link_data
from learning_pathway.links.report.text import remedy
from learning_pathway.links.review import mark_seen, seen
from learning_pathway.links.settings import Alarms, Settings
from learning_pathway.links.state.file import LinkStates, read_health, write_health
from learning_pathway.links.state.model import Baseline, CheckResult, LinkState
from learning_pathway.links.state.policy import advance, falls
from learning_pathway.links.target import Selection, Target, select_links
from learning_pathway.links.verdicts import Verdict
from learning_pathway.site.labels import link_status
from learning_pathway.web.guard import Guard
from links.laboratory.case import html, page, prose, replies
from links.laboratory.server import Behaviour, Request, Server, Wire
from links.test_report import shown

START = date(2026, 1, 5)
TITLE = "Shared power, shared work"


def day(number: int) -> date:
    return START + timedelta(number)


def unknown_name() -> CheckResult:
    return CheckResult(Verdict.BROKEN, 0.97, ("there is no host called a.example.org",), None, sure_after=2)


def judged(verdict: Verdict, *evidence: str) -> CheckResult:
    return CheckResult(verdict, 0.9, evidence or ("seen",), "https://example.org/a")


def over(days: list[tuple[int, CheckResult]], record: LinkState | None = None) -> LinkState:
    record = record or LinkState.unchecked("a", "https://example.org/a")
    for number, result in days:
        record = advance(record, result, day(number), Alarms())
    return record


def report(*records: LinkState, on: date = START, **facts: object) -> Report:
    targets = {
        each.id: replace(Target(each.id, each.url, (f"Title of {each.id}",)), **facts)  # type: ignore[arg-type]
        for each in records
    }
    by_id = {each.id: each for each in records}
    return make_report(by_id, by_id, targets, day=on, checked=len(records))


def test_a_name_that_is_not_found_is_believed_after_two_days() -> None:
    assert not over([(0, unknown_name())]).alarm
    assert not over([(0, unknown_name()), (1, unknown_name())]).alarm
    assert over([(0, unknown_name()), (1, unknown_name()), (2, unknown_name())]).alarm


def test_other_trouble_before_it_does_not_make_a_name_sure_sooner() -> None:
    unwell = [(number, judged(Verdict.UNWELL)) for number in range(5)]
    assert not over([*unwell, (5, unknown_name())]).alarm
    assert over([*unwell, (5, unknown_name()), (7, unknown_name())]).alarm


def test_a_name_that_comes_back_was_never_an_alarm() -> None:
    assert over([(0, unknown_name()), (1, judged(Verdict.OK))]).first_failed is None


def seen_in_trouble(state: Path, *evidence: str) -> LinkState:
    record = over([(number, judged(Verdict.HOLLOW, *evidence)) for number in range(9)])
    assert record.alarm
    write_health(state, [record], swept_on=day(8))
    return mark_seen(state, "a", day(8))


def test_a_false_alarm_that_a_person_saw_stays_silent_until_the_evidence_changes(tmp_path: Path) -> None:
    notice = ("a notice is shown instead of the resource: “withdrawn”", "the page has 113 words")
    seen = seen_in_trouble(tmp_path / "s.json", *notice)
    assert (seen.alarm, seen.first_failed, seen.last_good) == (False, None, day(8))
    same = ("a notice is shown instead of the resource: “withdrawn”", "the page has 127 words")
    later = over([(number, judged(Verdict.HOLLOW, *same)) for number in range(9, 60)], seen)
    assert (later.alarm, later.failures, later.first_failed) == (False, 0, None)
    assert report(later).exit_code(FailOn.ANY) == 0
    assert "opened" in link_status(later).words
    other = judged(Verdict.HOLLOW, "the domain is parked or for sale: “buy this domain”")
    again = over([(number, other) for number in range(60, 69)], later)
    assert again.alarm
    assert report(again).exit_code(FailOn.ANY) == 1


def test_a_server_that_fails_for_a_day_does_not_end_what_a_person_said(tmp_path: Path) -> None:
    seen = seen_in_trouble(tmp_path / "s.json", "a short page that says “sorry”")
    later = over([(9, judged(Verdict.UNWELL)), (10, judged(Verdict.HOLLOW, "a short page that says “sorry”"))], seen)
    assert (later.alarm, later.first_failed) == (False, None)


def test_what_a_person_said_ends_with_the_trouble(tmp_path: Path) -> None:
    seen = seen_in_trouble(tmp_path / "s.json", "a short page that says “sorry”")
    later = over([(9, judged(Verdict.OK)), (10, judged(Verdict.HOLLOW, "a short page that says “sorry”"))], seen)
    assert later.first_failed == day(10)


def test_a_certain_loss_after_a_false_alarm_is_told(tmp_path: Path) -> None:
    seen = seen_in_trouble(tmp_path / "s.json", "a short page that says “sorry”")
    gone = CheckResult(Verdict.BROKEN, 0.98, ("a.example.org says that the page is gone for good (410)",), None, True)
    assert over([(9, gone)], seen).alarm


def doubtful(**facts: object) -> CheckResult:
    return replace(judged(Verdict.OK, "neither the title nor the creators are on the page"), doubtful=True, **facts)  # type: ignore[arg-type]


def test_a_doubt_of_the_first_contact_lasts_until_someone_looks(tmp_path: Path) -> None:
    record = over([(0, doubtful()), (7, judged(Verdict.OK, "the text is the one that was known before"))])
    assert record.look_once
    assert not over([(14, replace(judged(Verdict.OK), identified=True))], record).look_once
    write_health(tmp_path / "s.json", [record], swept_on=day(7))
    seen = mark_seen(tmp_path / "s.json", "a", day(7))
    assert not seen.look_once
    assert not over([(14, doubtful())], seen).look_once, "who looked is not asked again"


def test_a_page_that_has_shrunk_since_someone_looked_is_to_be_looked_at_again() -> None:
    known = Baseline(
        on=day(0), title="A title", language="en", kind="text/html", words=90, fingerprint="", approved=True
    )
    approved = replace(over([(0, judged(Verdict.OK))]), baseline=known, seen_by_person=day(0))
    shrunk = over([(7, doubtful())], approved)
    assert shrunk.look_once
    looked = seen(shrunk, day(8))
    assert not over([(14, doubtful())], looked).look_once, "who looked is not asked again"
    assert over([(7, doubtful())], replace(approved, baseline=replace(known, approved=False))).look_once


@pytest.mark.parametrize("form", ["text", "markdown", "html", "sarif", "github"])
def test_a_doubt_is_shown_in_every_form_and_calls_no_one(form: str) -> None:
    told = report(over([(0, doubtful())]))
    assert "look once" in shown(told, form).lower()
    assert told.exit_code(FailOn.ANY) == 0


def test_a_doubt_is_in_the_json() -> None:
    assert link_data(over([(0, doubtful())]))["look_once"] is True
    assert '"look_once": true' in FORMS["json"](report(over([(0, doubtful())])))


def test_waiting_is_no_advice_after_three_weeks() -> None:
    ill = [(number, judged(Verdict.UNWELL)) for number in range(30)]
    assert "Wait" in remedy(over(ill[:5]))
    for days in (22, 30):
        advice = remedy(over(ill[:days]))
        assert "archived copy" in advice
        assert not advice.startswith("Wait")


@pytest.mark.parametrize("verdict", [Verdict.BROKEN, Verdict.HOLLOW, Verdict.UNWELL, Verdict.REMOVED_VIDEO])
def test_what_has_an_archived_copy_or_is_retired_leaves_the_list(verdict: Verdict) -> None:
    lost = over([(number, judged(verdict)) for number in range(30)])
    assert report(lost).exit_code(FailOn.ANY) == 1
    for facts in ({"archived": True}, {"active": False}):
        told = report(lost, **facts)
        assert (told.exit_code(FailOn.ANY), told.alarms, told.suspects) == (0, [], [])
        assert [group.title for group in told.groups] == ["Dealt with"]


def test_an_archived_copy_is_no_answer_to_a_paywall() -> None:
    gated = over([(number, judged(Verdict.GATED)) for number in range(30)])
    assert report(gated, archived=True).exit_code(FailOn.ANY) == 1


def test_links_that_fail_and_recover_are_listed_once_a_month() -> None:
    days = [(number, judged(Verdict.UNWELL if number % 4 == 3 else Verdict.OK)) for number in range(120)]
    lists = []
    record = LinkState.unchecked("a", "https://example.org/a")
    for number, result in days:
        record = advance(record, result, day(number), Alarms())
        lists.append((day(number), bool(report(record, on=day(number)).unsteady)))
    assert not any(listed for when, listed in lists if when.month == 1), "a month must have passed"
    assert all(listed for when, listed in lists if when >= date(2026, 2, 1))
    assert falls(record, date(2026, 4, 1)) >= 10


def test_one_bad_day_a_month_is_not_listed() -> None:
    days = [(number, judged(Verdict.UNWELL if number % 31 == 30 else Verdict.OK)) for number in range(200)]
    record = over(days)
    assert not report(record, on=day(200)).unsteady


def limiting(allowed: int, wait: str | None) -> tuple[Behaviour, list[int]]:
    """Answer so many requests of a day, then ask to be left alone."""
    used = [0]

    async def behave(request: Request, wire: Wire) -> None:
        used[0] += 1
        if used[0] > allowed:
            await wire.reply(429, b"slow down", {"Retry-After": wait} if wait else {})
        else:
            await wire.reply(200, html(TITLE, prose(request.path, 200)))

    return behave, used


@pytest.mark.parametrize("wait", ["3600", None])
@pytest.mark.parametrize("choice", [Selection.ALL, Selection.SUSPECTS])
def test_every_link_of_a_host_that_limits_is_checked_within_days(
    tmp_path: Path, swift: Settings, wait: str | None, choice: Selection
) -> None:
    behave, used = limiting(4, wait)

    async def run(number: int, server: Server, targets: list[Target]) -> CompletedCheck:
        used[0] = 0
        now = datetime(2026, 3, 2, 6, tzinfo=UTC) + timedelta(number)
        chosen = select_links(targets, read_health(tmp_path / "s.json"), now.date(), choice)
        guard = Guard.parse(resolve=server.pins())
        return await check(chosen, tmp_path / "s.json", swift, guard, now, wanted=targets)

    async def go() -> None:
        async with Server({"limits.example.org": behave}) as server:
            targets = [
                Target(f"r{place:02}", f"http://limits.example.org:{server.port}/{place}", (TITLE,))
                for place in range(12)
            ]
            for number in range(8):
                await run(number, server, targets)

    asyncio.run(go())
    links = read_health(tmp_path / "s.json").links.values()
    assert [record.id for record in links if record.last_good is None] == []


def test_a_link_left_out_for_more_than_a_week_is_checked_on_any_day() -> None:
    old = over([(0, judged(Verdict.OK))])
    target = Target("a", old.url)
    health = LinkStates({"a": old})
    assert select_links([target], health, day(7), Selection.SUSPECTS) == []
    assert select_links([target], health, day(8), Selection.SUSPECTS) == [target]


def test_first_contact_with_another_trade_in_place_is_ok_but_looked_at_once(tmp_path: Path, swift: Settings) -> None:
    sites = {
        "other.example.org": page("Ridgeway Roofing", prose("roof", 150)),
        "shell.example.org": replies(
            200, b"<html><title>App</title><script src=/a.js></script><div id=root></div></html>"
        ),
        "right.example.org": page(TITLE, prose("good", 150)),
    }

    async def go() -> dict[str, LinkState]:
        async with Server(sites) as server:
            targets = [
                Target(host.partition(".")[0], f"http://{host}:{server.port}/kit", ("Sandpiper Toolkit",))
                for host in ("other.example.org", "shell.example.org")
            ]
            targets.append(Target("right", f"http://right.example.org:{server.port}/kit", (TITLE,)))
            guard = Guard.parse(resolve=server.pins())
            for number in (2, 9):
                now = datetime(2026, 3, number, 6, tzinfo=UTC)
                done = await check(targets, tmp_path / "s.json", swift, guard, now)
            return {record.id: record for record in done.report.records}

    seen = asyncio.run(go())
    assert {id_: record.verdict for id_, record in seen.items()} == dict.fromkeys(seen, Verdict.OK)
    assert {id_: record.look_once for id_, record in seen.items()} == {"other": True, "shell": True, "right": False}
