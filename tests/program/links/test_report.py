"""The report says the same in every form, and lets nothing from outside become more than text."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from rich.console import Console

from casetable import case_table
from learning_pathway.links.report import FailOn, Report, make_report
from learning_pathway.links.report.files import FORMS
from learning_pathway.links.report.text import print_report
from learning_pathway.links.state.model import LinkState, VerdictChange
from learning_pathway.links.target import Target
from learning_pathway.links.verdicts import Verdict

DAY = date(2026, 3, 2)
NASTY = "<script>alert(1)</script> [x](javascript:1) *b* `c` | \x1b[31m ::error::"


def record(id_: str, verdict: Verdict, *, alarm: bool = False, evidence: str = "seen") -> LinkState:
    return LinkState(id_, f"https://example.org/{id_}", verdict, 0.9, (evidence,), checked_on=DAY, alarm=alarm)


def report(*after: LinkState, before: tuple[LinkState, ...] = ()) -> Report:
    targets = {each.id: Target(each.id, each.url, (f"Title of {each.id}",), line=7, column=3) for each in after}
    return make_report(
        {each.id: each for each in before}, {each.id: each for each in after}, targets, day=DAY, checked=len(after)
    )


ALL = report(
    record("fine", Verdict.OK),
    record("lost", Verdict.BROKEN, alarm=True, evidence=NASTY),
    record("ill", Verdict.BROKEN),
    record("wall", Verdict.BLOCKED),
    record("new-home", Verdict.MOVED),
)


def shown(the_report: Report, form: str) -> str:
    if form in FORMS:
        return FORMS[form](the_report)
    console = Console(file=io.StringIO(), width=100)
    print_report(the_report, console)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


@case_table("form", ["text", *FORMS])
def test_every_form_names_what_is_to_be_done(form: str) -> None:
    said = shown(ALL, form)
    assert "https://example.org/lost" in said.replace("\\", "")
    assert "new-home" in said.replace("\\", "")


@case_table("form", ["text", *FORMS])
def test_every_form_can_say_that_there_is_nothing(form: str) -> None:
    assert shown(report(), form) is not None


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_wall_says_since_when_and_who_has_looked_behind_it(form: str) -> None:
    wall = replace(
        record("wall", Verdict.BLOCKED),
        first_seen=date(2025, 1, 6),
        first_failed=date(2026, 1, 1),
        failures=1,
        history=(VerdictChange(before=Verdict.OK, to=Verdict.BLOCKED, on=date(2026, 1, 5)),),
        last_good=date(2025, 12, 29),
    )
    said = shown(report(wall), form)
    assert "Blocked since 5 January 2026" in said
    assert "In trouble since" not in said, "the wall came after it"
    assert "Last good on 29 December 2025" in said
    assert "No one has recorded yet that they opened it" in said
    opened = shown(report(replace(wall, seen_by_person=date(2026, 2, 3), history=())), form)
    assert "Blocked since" not in opened, "no one knows"
    assert "Last opened by a person on 3 February 2026" in opened
    assert "No one" not in opened


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_trouble_says_since_when(form: str) -> None:
    ill = replace(record("ill", Verdict.UNWELL), first_failed=date(2026, 2, 27), failures=1)
    assert "In trouble since 27 February 2026, on 1 day of checks" in shown(report(ill), form)
    assert "on 3 days of checks" in shown(report(replace(ill, failures=3)), form)


def test_the_worst_comes_first() -> None:
    assert [each.id for each in ALL.records] == ["lost", "ill", "new-home", "wall", "fine"]


@case_table(
    ("after", "before", "any_code", "new_code"),
    [
        ([record("a", Verdict.OK)], [], 0, 0),
        ([record("a", Verdict.MOVED)], [], 0, 0),
        ([record("a", Verdict.BROKEN)], [], 3, 3),
        ([record("a", Verdict.BLOCKED)], [], 3, 3),
        ([record("a", Verdict.BROKEN, alarm=True)], [], 1, 1),
        ([record("a", Verdict.BROKEN, alarm=True)], [record("a", Verdict.BROKEN, alarm=True)], 1, 0),
        ([record("a", Verdict.BROKEN, alarm=True), record("b", Verdict.BLOCKED)], [], 1, 1),
    ],
)
def test_the_exit_code_tells_trouble_from_doubt(
    after: list[LinkState], before: list[LinkState], any_code: int, new_code: int
) -> None:
    made = report(*after, before=tuple(before))
    assert (made.exit_code(FailOn.ANY), made.exit_code(FailOn.NEW)) == (any_code, new_code)


def test_only_what_has_changed_is_called_a_change() -> None:
    before = (record("a", Verdict.BROKEN), record("b", Verdict.OK), record("c", Verdict.BROKEN))
    after = (record("a", Verdict.BROKEN), record("b", Verdict.BROKEN), record("c", Verdict.BROKEN, alarm=True))
    assert [difference.after.id for difference in report(*after, before=before).differences] == ["c", "b"]


def test_nothing_from_outside_becomes_markup() -> None:
    assert "<script>" not in shown(ALL, "html")
    assert 'href="javascript' not in shown(ALL, "html")
    assert "<script>" not in shown(ALL, "markdown").replace("\\<", "")
    assert "](javascript" not in shown(ALL, "markdown")
    failure = ElementTree.fromstring(shown(ALL, "junit")).find(".//failure")
    assert failure is not None
    assert "<script>" in (failure.text or "")
    assert sum(line.startswith("::") for line in shown(ALL, "github").splitlines()) == 4
    assert "\x1b[31m" not in shown(ALL, "text")


def test_sarif_points_to_the_line_of_the_entry() -> None:
    run = json.loads(shown(ALL, "sarif"))["runs"][0]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert rules == {f"link-{verdict.value}" for verdict in Verdict}
    levels = {
        result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]: result["level"]
        for result in run["results"]
    }
    assert levels == {"lost": "error", "ill": "warning", "wall": "note", "new-home": "note"}
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 7, "startColumn": 3}


def test_junit_counts_as_its_readers_do() -> None:
    suite = ElementTree.fromstring(shown(ALL, "junit"))
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("5", "1", "2")
