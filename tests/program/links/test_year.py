"""A year of a catalogue whose links never die, and of a few that do: how often the issue speaks."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from learning_pathway.links.issue import Issue, Issues, TrackerError, update_issue
from learning_pathway.links.report import make_report
from learning_pathway.links.settings import Alarms, Forge
from learning_pathway.links.state.file import LinkStates
from learning_pathway.links.state.model import CheckResult, LinkState
from learning_pathway.links.state.policy import advance
from learning_pathway.links.target import Selection, Target, select_links
from learning_pathway.links.verdicts import Verdict

START = date(2026, 1, 5)
LINKS = 200


@dataclass
class KeptIssues(Issues):
    """Issues that are kept here; what the forge's own tests are about is left out."""

    issue: Issue | None = None
    comments: list[str] = field(default_factory=list)
    opened: int = 0
    today: date = START
    turns: list[tuple[date, str]] = field(default_factory=list)
    """Days on which it was opened, closed or commented on, and what was done."""

    def __post_init__(self) -> None:
        super().__init__(Forge(kind="github", api="https://example.org", project="a/b"), "secret")

    async def find(self) -> list[Issue]:
        return [self.issue] if self.issue else []

    async def open(self, body: str) -> Issue:
        self.opened += 1
        self.turns.append((self.today, "opened"))
        self.issue = Issue(1, body, True)
        return self.issue

    async def write(self, number: int, body: str, *, is_open: bool | None = None) -> None:
        assert self.issue is not None
        if is_open is not None and is_open is not self.issue.is_open:
            self.turns.append((self.today, "reopened" if is_open else "closed"))
        self.issue = Issue(number, body, self.issue.is_open if is_open is None else is_open)

    async def say(self, number: int, text: str) -> None:
        self.comments.append(text)
        self.turns.append((self.today, text))


def seen(place: int, day: int, chance: random.Random, dies: dict[int, int], host_dies: int) -> CheckResult:
    """What a check sees: passing faults of any link, a host that goes down for good, links that are lost."""
    url = f"https://h{place // 10}.example.org/{place}"
    if place // 10 == 3 and day >= host_dies:
        return CheckResult(
            Verdict.BROKEN, 0.97, (f"there is no host called h3.example.org ({day})",), None, sure_after=2
        )
    if place in dies and day >= dies[place]:
        return CheckResult(Verdict.HOLLOW, 0.9, (f"the page calls itself “page not found” ({day})",), url)
    if chance.random() < 0.02:
        verdict = chance.choice([Verdict.UNWELL, Verdict.BROKEN, Verdict.HOLLOW, Verdict.BLOCKED])
        return CheckResult(verdict, 0.8, (f"passing {chance.random()}",), url)
    return CheckResult(Verdict.OK, 0.97, ("the page has the resource's title",), url, identified=True)


def follow(
    see: Callable[[int, date], CheckResult],
    runs: Iterable[date],
    links: int = LINKS,
    issues: KeptIssues | None = None,
) -> KeptIssues:
    """Run the scheduled check on some days: all links on Mondays, those in trouble on the other days."""
    issues = issues or KeptIssues()
    targets = [
        Target(f"r{place}", f"https://h{place // 10}.example.org/{place}", (f"T{place}",)) for place in range(links)
    ]
    states: dict[str, LinkState] = {}
    with asyncio.Runner() as runner:
        for today in runs:
            choice = Selection.ALL if today.weekday() == 0 else Selection.SUSPECTS
            for target in select_links(targets, LinkStates(states), today, choice):
                before = states.get(target.id, LinkState.unchecked(target.id, target.url))
                states[target.id] = advance(before, see(int(target.id[1:]), today), today, Alarms())
            report = make_report(states, states, {target.id: target for target in targets}, day=today, checked=0)
            issues.today = today
            with suppress(TrackerError):
                runner.run(update_issue(issues, report))
    return issues


def simulate(dies: dict[int, int], host_dies: int = 10_000, unsteady: int | None = None) -> KeptIssues:
    """Follow a year of links, of which some die and one may come and go."""
    chance = random.Random(11)

    def see(place: int, today: date) -> CheckResult:
        day = (today - START).days
        result = seen(place, day, chance, dies, host_dies)
        if place != unsteady:
            return result
        verdict = Verdict.UNWELL if (day // 3) % 2 else Verdict.OK
        return CheckResult(verdict, 0.9, (f"comes and goes {day}",), f"https://h0.example.org/{place}", identified=True)

    return follow(see, (START + timedelta(day) for day in range(365)))


FINE = CheckResult(Verdict.OK, 0.97, ("the page has the resource's title",), None, identified=True)
LOST = CheckResult(Verdict.BROKEN, 0.95, ("h0.example.org says that there is no such page (404)",), None)
DOWN = CheckResult(Verdict.UNWELL, 0.9, ("h0.example.org has trouble of its own (503)",), None)
NO_NAME = CheckResult(Verdict.BROKEN, 0.97, ("there is no host called h0.example.org",), None, sure_after=2)


def days(first: date, number: int) -> list[date]:
    return [first + timedelta(day) for day in range(number)]


@pytest.mark.long
def test_a_year_of_passing_faults_opens_no_issue() -> None:
    issues = simulate({})
    assert (issues.opened, issues.comments) == (0, [])


@pytest.mark.long
def test_each_loss_of_a_year_is_told_of_once() -> None:
    issues = simulate({place: 20 + 30 * number for number, place in enumerate((5, 61, 62, 110, 199))})
    told = [comment for comment in issues.comments if comment.startswith("New: ")]
    assert issues.opened == 1
    assert len(told) == 4, "the first loss opens the issue, each other is one comment"
    assert len(issues.comments) == len(told)


@pytest.mark.long
def test_a_host_that_goes_down_is_one_comment() -> None:
    issues = simulate({5: 20}, host_dies=120)
    assert issues.opened == 1
    assert len(issues.comments) == 1
    assert "none of its 10 links work" in issues.comments[0]


@pytest.mark.long
def test_an_unsteady_link_is_one_comment_a_month_at_most() -> None:
    issues = simulate({}, unsteady=7)
    told = [comment for comment in issues.comments if comment.startswith("Keep failing and recovering: `r7`")]
    assert issues.opened == 1
    assert len(told) >= 5
    assert len(issues.comments) <= 12, "a month without it closes the issue, in one comment"


def test_two_links_of_a_host_that_take_turns_are_one_comment_a_month() -> None:
    def see(place: int, today: date) -> CheckResult:
        turn = (today - START).days // 4 % 2
        return DOWN if place in (0, 1) and place == turn else FINE

    issues = follow(see, days(START, 180), 10)
    told = [said for said in issues.comments if said.startswith("Keep failing and recovering: ")]
    assert issues.opened == 1
    assert 3 <= len(issues.comments) <= 7
    assert all("`r0`" in said and "`r1`" in said for said in told), "both are told of at once"
    assert not any("none of its" in said for said in issues.comments), "the host's other links work"


def test_a_year_with_all_of_it_is_one_issue_and_a_comment_in_three_weeks() -> None:
    """Five losses, a host of ten links that goes down, and a link that keeps coming and going."""
    losses = {place: 20 + 30 * number for number, place in enumerate((5, 61, 62, 110, 199))}
    issues = simulate(losses, host_dies=120, unsteady=7)
    assert issues.opened == 1
    assert 365 / 21 > len(issues.comments) >= 10


@pytest.mark.parametrize(("trouble", "turns"), [(DOWN, 0), (LOST, 2), (NO_NAME, 2)])
def test_a_host_that_is_down_for_nine_days_is_told_of_at_most_twice(trouble: CheckResult, turns: int) -> None:
    """A server that fails may take nine days; pages that are not found for so long are told of, and taken back."""
    gone, back = date(2026, 3, 2), date(2026, 3, 11)

    issues = follow(lambda place, today: trouble if place < 10 and gone <= today < back else FINE, days(START, 120), 30)
    changes = [(day, done) for day, done in issues.turns if done in ("opened", "closed")]
    assert [done for _, done in changes] == ["opened", "closed"][:turns]
    assert len(issues.comments) <= 1, "that every link works again"
    if turns:
        assert changes[1][0] == back
        assert (changes[0][0] - gone).days == (2 if trouble is NO_NAME else 7)


@pytest.mark.parametrize(
    ("trouble", "opened"), [(DOWN, date(2027, 1, 14)), (LOST, date(2027, 1, 14)), (NO_NAME, date(2027, 1, 12))]
)
def test_what_fails_before_holidays_without_runs_is_looked_at_again_before_anyone_is_called(
    trouble: CheckResult, opened: date
) -> None:
    last, first = date(2026, 12, 21), date(2027, 1, 12)
    runs = [*days(date(2026, 12, 1), 21), *days(first, 30)]

    for_good = follow(lambda place, today: trouble if place < 10 and today >= last else FINE, runs, 30)
    assert for_good.turns == [(opened, "opened")]
    assert for_good.issue is not None
    assert "none of its 10 links work" in for_good.issue.body.lower()

    for_a_day = follow(lambda place, today: trouble if place < 10 and last <= today < first else FINE, runs, 30)
    assert for_a_day.turns == []


@dataclass
class UnsureIssues(KeptIssues):
    """Issues of a forge that fails at some of the requests."""

    fails: frozenset[int] = frozenset()
    asked: int = 0

    async def write(self, number: int, body: str, *, is_open: bool | None = None) -> None:
        self.answer()
        await super().write(number, body, is_open=is_open)

    async def say(self, number: int, text: str) -> None:
        self.answer()
        await super().say(number, text)

    def answer(self) -> None:
        self.asked += 1
        if self.asked in self.fails:
            raise TrackerError("503")


@pytest.mark.parametrize("fails", [1, 2, 3, 4, 5])
def test_a_forge_that_fails_between_two_requests_loses_no_news(fails: int) -> None:
    """Each loss is told of; where the very last request of a run fails, twice at most."""
    losses = {0: 10, 15: 30, 25: 50}

    def see(place: int, today: date) -> CheckResult:
        return LOST if place in losses and (today - START).days >= losses[place] else FINE

    issues = follow(see, days(START, 90), 30, UnsureIssues(fails=frozenset({fails})))
    assert issues.opened == 1
    for id_ in ("r15", "r25"):
        told = [said for said in issues.comments if f"`{id_}`" in said]
        assert 1 <= len(told) <= 2
    assert len(issues.comments) <= 3


@pytest.mark.parametrize("fails", [1, 2, 3])
def test_what_someone_dismissed_stays_so_when_the_forge_fails(fails: int) -> None:
    """A person closes the issue about one loss; the forge fails while it is opened again for another."""
    issues = UnsureIssues(fails=frozenset({fails}))

    def see(place: int, today: date) -> CheckResult:
        day = (today - START).days
        if day == 25 and issues.issue is not None:
            issues.issue = replace(issues.issue, is_open=False)
        return LOST if (place == 0 and day >= 10) or (place == 15 and day >= 30) else FINE

    follow(see, days(START, 90), 30, issues)
    assert issues.issue is not None
    assert issues.issue.is_open
    assert "`r15`" in issues.issue.body
    assert "`r0`" not in issues.issue.body.partition("<!--")[0]
    assert 1 <= len(issues.comments) <= 2
