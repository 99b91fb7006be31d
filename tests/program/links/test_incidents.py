"""A host that fails wholly is one piece of news, and what a maintainer leaves alone calls no one until its day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from learning_pathway.links.report import FailOn, Report, make_report
from learning_pathway.links.settings import IgnoredLink, SettingsError, active, ignore_notes, read_settings
from learning_pathway.links.state.model import LinkState
from learning_pathway.links.target import Target
from learning_pathway.links.verdicts import Verdict
from links.test_check import SWIFT, found, page, pins, project, run, says, serving
from links.test_report import record, shown

DAY = date(2026, 3, 2)
FORTY = tuple(
    replace(record(f"one-{n:02}", Verdict.BROKEN), url=f"https://down.example.net/{n}", first_failed=DAY)
    for n in range(40)
)


def report(*after: LinkState, left: tuple[IgnoredLink, ...] = ()) -> Report:
    targets = {each.id: Target(each.id, each.url, (f"Title of {each.id}",)) for each in after}
    records = {each.id: each for each in after}
    return make_report({}, records, targets, day=DAY, checked=len(after), ignored=active(left, DAY))


@pytest.mark.parametrize(("form", "mark"), [("text", "    https://down"), ("markdown", "- Address: "), ("html", "<a ")])
def test_a_host_that_fails_wholly_is_listed_once(form: str, mark: str) -> None:
    said = shown(report(*FORTY), form)
    assert said.count("down.example.net") == 1
    assert "one-39" in said.replace("\n", "").replace(" ", "")
    assert mark not in said


def test_a_host_that_fails_wholly_is_one_annotation() -> None:
    lines = [line for line in shown(report(*FORTY), "github").splitlines() if line.startswith("::")]
    assert len(lines) == 1
    assert "None of the 40 links to down.example.net work" in lines[0]


def test_the_data_still_name_every_link() -> None:
    assert len(json.loads(shown(report(*FORTY), "json"))) == 40


@pytest.mark.parametrize("witness", [Verdict.OK, Verdict.MOVED, Verdict.BLOCKED, Verdict.DRIFTED, Verdict.GATED])
def test_one_sign_of_life_makes_it_no_incident(witness: Verdict) -> None:
    alive = replace(FORTY[0], verdict=witness)
    assert report(alive, *FORTY[1:]).incidents == []


def test_a_few_dead_links_are_no_incident() -> None:
    made = report(*FORTY[:2])
    assert made.incidents == []
    assert [group.title for group in made.groups] == ["Suspects"]


def test_an_incident_counts_for_the_exit_code_as_its_links_do() -> None:
    assert report(*FORTY).exit_code(FailOn.ANY) == 3
    assert report(replace(FORTY[0], alarm=True), *FORTY[1:]).exit_code(FailOn.NEW) == 1


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_what_is_left_alone_is_listed_with_its_reason_and_calls_nobody(form: str) -> None:
    left = IgnoredLink(link="lost", reason="its <new> site opens in May", until=date(2026, 5, 31))
    made = report(record("lost", Verdict.BROKEN, alarm=True), left=(left,))
    assert made.exit_code(FailOn.ANY) == 0
    said = unescape(str(shown(made, form))).replace("\\", "").replace("\n", " ")
    assert "its <new> site opens in May" in said
    assert "31 May 2026" in said


def test_an_exception_ends_and_says_so() -> None:
    left = IgnoredLink(link="lost", reason="for a while", until=date(2026, 3, 1))
    assert active([left], DAY) == {}
    assert "ended on 2026-03-01" in ignore_notes([left], {"lost"}, DAY)[0]
    assert "no such link" in ignore_notes([left], {"other"}, DAY)[0]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{link: a, until: 2026-05-31}", "exceptions.0.reason: Field required"),
        ("{link: a, reason: '', until: 2026-05-31}", "exceptions.0.reason"),
        ("{link: a, reason: its site is being rebuilt}", "exceptions.0.until: Field required"),
        ("{link: a, reason: its site is being rebuilt, until: soon}", "exceptions.0.until"),
    ],
)
def test_an_exception_without_reason_or_end_is_refused(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "s.yaml").write_text(f"exceptions:\n  - {written}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        read_settings(tmp_path / "s.yaml")


def test_the_command_leaves_a_link_alone_until_its_day(tmp_path: Path) -> None:
    with serving({"gone.example.org": says(410), "good.example.org": says(200, page("A good read"))}) as server:
        names = ("gone", "good")
        project(tmp_path, {name: ("A good read", f"http://{name}.example.org:{server.port}/") for name in names})
        exception = "exceptions: [{link: gone, reason: being rebuilt, until: 2026-03-05}]\n"
        (tmp_path / "link-settings.yaml").write_text(SWIFT + exception, encoding="utf-8")
        code, output, _ = run(tmp_path, "--format", "json", "--now", "2026-03-05", *pins(server))
        assert (code, found(output)["gone"]["alarm"], found(output)["gone"]["verdict"]) == (0, False, "broken")
        code, output, _ = run(tmp_path, "--format", "json", "--now", "2026-03-06", *pins(server))
        assert (code, found(output)["gone"]["alarm"]) == (1, True)
