"""A year of a catalogue whose links never die, and of a few that do: how often the issue speaks."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from learning_pathway.links.issue import update_issue
from learning_pathway.links.issue_tracker import Issue, Issues
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

    def __post_init__(self) -> None:
        super().__init__(Forge(kind="github", api="https://example.org", project="a/b"), "secret")

    async def find(self) -> list[Issue]:
        return [self.issue] if self.issue else []

    async def open(self, body: str) -> Issue:
        self.opened += 1
        self.issue = Issue(1, body, True)
        return self.issue

    async def write(self, number: int, body: str, *, is_open: bool | None = None) -> None:
        assert self.issue is not None
        self.issue = Issue(number, body, self.issue.is_open if is_open is None else is_open)

    async def say(self, number: int, text: str) -> None:
        self.comments.append(text)


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


def simulate(dies: dict[int, int], host_dies: int = 10_000, unsteady: int | None = None) -> KeptIssues:
    """Run the scheduled check for a year: all links on Mondays, those in trouble on the other days."""
    chance = random.Random(11)
    issues = KeptIssues()
    targets = [
        Target(f"r{place}", f"https://h{place // 10}.example.org/{place}", (f"T{place}",)) for place in range(LINKS)
    ]
    states: dict[str, LinkState] = {}
    for day in range(365):
        today = START + timedelta(day)
        choice = Selection.ALL if today.weekday() == 0 else Selection.SUSPECTS
        for target in select_links(targets, LinkStates(states), today, choice):
            place = int(target.id[1:])
            result = seen(place, day, chance, dies, host_dies)
            if place == unsteady:
                verdict = Verdict.UNWELL if (day // 3) % 2 else Verdict.OK
                result = CheckResult(verdict, 0.9, (f"comes and goes {day}",), target.url, identified=True)
            before = states.get(target.id, LinkState.unchecked(target.id, target.url))
            states[target.id] = advance(before, result, today, Alarms())
        report = make_report(states, states, {target.id: target for target in targets}, day=today, checked=0)
        asyncio.run(update_issue(issues, report))
    return issues


def test_a_year_of_passing_faults_opens_no_issue() -> None:
    issues = simulate({})
    assert (issues.opened, issues.comments) == (0, [])


def test_each_loss_of_a_year_is_told_of_once() -> None:
    issues = simulate({place: 20 + 30 * number for number, place in enumerate((5, 61, 62, 110, 199))})
    told = [comment for comment in issues.comments if comment.startswith("New: ")]
    assert issues.opened == 1
    assert len(told) == 4, "the first loss opens the issue, each other is one comment"
    assert len(issues.comments) == len(told)


def test_a_host_that_goes_down_is_one_comment() -> None:
    issues = simulate({5: 20}, host_dies=120)
    assert issues.opened == 1
    assert len(issues.comments) == 1
    assert "none of its 10 links work" in issues.comments[0]


def test_an_unsteady_link_is_one_comment_a_month_at_most() -> None:
    issues = simulate({}, unsteady=7)
    told = [comment for comment in issues.comments if comment.startswith("Keep failing and recovering: `r7`")]
    assert issues.opened == 1
    assert len(told) >= 5
    assert len(issues.comments) <= 12, "a month without it closes the issue, in one comment"
