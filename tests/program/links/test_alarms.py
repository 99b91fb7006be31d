"""When trouble becomes an alarm: the rules one by one, and a year of links that now and then look ill."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from learning_pathway.links.settings import Alarms
from learning_pathway.links.state.model import Baseline, CheckResult, LinkState
from learning_pathway.links.state.policy import advance, is_due, is_suspect
from learning_pathway.links.verdicts import Verdict

START = date(2026, 1, 5)
ALARMS = Alarms()


def judged(verdict: Verdict, *, certain: bool = False) -> CheckResult:
    return CheckResult(verdict, 0.9, ("seen",), "https://example.org/a", certain=certain)


def after(*days: tuple[int, Verdict]) -> LinkState:
    record = LinkState.unchecked("a", "https://example.org/a")
    for day, verdict in days:
        record = advance(record, judged(verdict), START + timedelta(day), ALARMS)
    return record


def test_four_days_of_trouble_over_a_week_are_an_alarm() -> None:
    days = [(0, Verdict.OK), (7, Verdict.BROKEN), (8, Verdict.BROKEN), (9, Verdict.BROKEN)]
    assert not after(*days, (13, Verdict.BROKEN)).alarm
    assert after(*days, (13, Verdict.BROKEN), (14, Verdict.BROKEN)).alarm


def test_few_looks_are_no_alarm_however_long_they_take() -> None:
    assert not after((0, Verdict.BROKEN), (60, Verdict.BROKEN), (90, Verdict.BROKEN)).alarm


def test_one_good_day_begins_the_count_anew() -> None:
    days = [(day, Verdict.BROKEN) for day in range(7)]
    assert not after(*days, (7, Verdict.OK), (8, Verdict.BROKEN)).alarm


@pytest.mark.parametrize("verdict", [Verdict.BROKEN, Verdict.REMOVED_VIDEO])
def test_what_is_certain_does_not_wait(verdict: Verdict) -> None:
    record = LinkState.unchecked("a", "https://example.org/a")
    assert advance(record, judged(verdict, certain=True), START, ALARMS).alarm


def test_a_wall_is_never_an_alarm() -> None:
    assert not after(*((day, Verdict.BLOCKED) for day in range(400))).alarm


def test_a_wall_neither_ends_trouble_nor_adds_to_it() -> None:
    record = after(
        (0, Verdict.BROKEN), (1, Verdict.BROKEN), (2, Verdict.BLOCKED), (3, Verdict.BROKEN), (8, Verdict.BROKEN)
    )
    assert (record.failures, record.first_failed, record.alarm) == (4, START, True)


def test_a_server_that_only_fails_is_an_alarm_after_three_weeks() -> None:
    assert not after(*((day, Verdict.UNWELL) for day in range(21))).alarm
    assert after(*((day, Verdict.UNWELL) for day in range(22))).alarm


def test_the_same_day_counts_once() -> None:
    assert after(*((0, Verdict.BROKEN) for _ in range(20))).failures == 1


def test_a_clock_that_goes_back_changes_nothing() -> None:
    record = after((5, Verdict.OK))
    assert advance(record, judged(Verdict.BROKEN), START, ALARMS) == record


def test_history_keeps_changes_not_days() -> None:
    record = after(
        *((day, Verdict.OK) for day in range(50)), (50, Verdict.BROKEN), (51, Verdict.BROKEN), (52, Verdict.OK)
    )
    assert [(change.before, change.to, (change.on - START).days) for change in record.history] == [
        (Verdict.NOT_CHECKED, Verdict.OK, 0),
        (Verdict.OK, Verdict.BROKEN, 50),
        (Verdict.BROKEN, Verdict.OK, 52),
    ]


def test_what_a_person_approved_stays() -> None:
    approved = Baseline(on=START, title="A", words=9, fingerprint="AA==.AA==", approved=True)
    record = LinkState("a", "https://example.org/a", baseline=approved)
    seen = CheckResult(Verdict.OK, 1, ("seen",), None, seen=Baseline(on=START, title="B", words=9))
    assert advance(record, seen, START, ALARMS).baseline == approved


def test_links_in_trouble_are_due_daily_and_others_weekly() -> None:
    good, bad = after((0, Verdict.OK)), after((0, Verdict.BROKEN))
    assert [is_due(good, START + timedelta(day), days=7, spread=1) for day in (1, 5, 6)] == [False, False, True]
    assert is_due(bad, START + timedelta(1), days=7, spread=1)
    assert not is_due(bad, START, days=7, spread=1)


def year(seed: int, links: int, alarms: Alarms = ALARMS) -> tuple[int, int, list[int]]:
    """Live through a year: healthy links with bad days, and some that die for good.

    On any day a healthy link looks broken with a chance of 1 in 150, and one time in five that goes on for up to three
    days; twice a year a host of ten links fails for two days. Five in a hundred links die on some day.

    Returns:
        False alarms, deaths missed, and days from each death to its alarm.
    """
    chance = random.Random(seed)
    false_alarms, missed, delays = 0, 0, []
    outages = {chance.randrange(links // 10): chance.randrange(300) for _ in range(2 * links // 10)}
    for link in range(links):
        dies = chance.randrange(30, 330) if chance.random() < 0.05 else None
        record, ill_until, alarmed = LinkState.unchecked("a", "https://example.org/a"), -1, False
        for day in range(365):
            if ill_until < day and chance.random() < 1 / 150:
                ill_until = day + (chance.randrange(1, 3) if chance.random() < 0.2 else 0)
            down = outages.get(link // 10)
            ill = day <= ill_until or (down is not None and down <= day <= down + 1)
            dead = dies is not None and day >= dies
            if day % 7 != link % 7 and not is_suspect(record):
                continue
            verdict = Verdict.BROKEN if dead or ill else Verdict.OK
            record = advance(record, judged(verdict), START + timedelta(day), alarms)
            if record.alarm and not alarmed and not dead:
                false_alarms += 1
            if record.alarm and dead and dies is not None and not alarmed:
                delays.append(day - dies)
            alarmed = record.alarm
        missed += dies is not None and not record.alarm
    return false_alarms, missed, delays


def test_a_year_brings_hardly_a_false_alarm_and_misses_no_death(full: bool) -> None:
    false_alarms, missed, delays = year(7, 1_000 if full else 200)
    assert missed == 0
    assert false_alarms <= 2
    assert max(delays) <= 15


def test_a_year_of_crying_at_once_would_bring_many_false_alarms(full: bool) -> None:
    links = 1_000 if full else 200
    at_once, missed, _ = year(7, links, Alarms(failures=1, days=0))
    assert missed == 0
    assert at_once > links / 10
