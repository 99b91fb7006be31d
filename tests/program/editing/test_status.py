"""`pathway status` and `pathway due`: what is left to do, counted and named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import icalendar
import pytest

from learning_pathway.links.state.file import write_health
from learning_pathway.links.state.model import LinkState
from learning_pathway.links.verdicts import Verdict
from smallproject import run

WORK = """\
pathway: {title: Small}
resources:
  - id: film
    type: video
    title: A film
    minutes: 20
    level: starter
    publisher: Northern Forum
    review_every: 6 months
    reviewed_on: 2024-01-31
    owner: "@ada"
  - {id: text, type: report, title: What Urban and Bath Councils Learned About Zika, page_count: 30, access: unknown, added: 2024-03-01, review_every: 1 year}
  - {id: gone, type: book, title: Old, status: archived, review_every: 1 month, added: 2020-01-01}
  - {id: soon, type: book, title: Soon, status: draft, review_every: 1 month, added: 2020-01-01}
  - {id: alone, type: web-page, title: "Comma, semicolon; and a very long title of a page that no one would ever read out to a friend", url: "https://example.org/a", review_every: 1 day, added: 2024-05-01, owner: "@ada"}
tasks:
  - {id: think, prompt: What now?, minutes: 10}
modules:
  - id: only
    title: Only
    sections:
      - {id: one, title: One, steps: [{watch: film}, {read: text}, {task: think}, {read: text, pages: 1-2}]}
"""  # noqa: E501 - entries in one line


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_text(WORK)
    return tmp_path


def status(root: Path) -> dict[str, Any]:
    result = run("status", "--format", "json", "--today", "2024-08-01", root)
    assert result.exit_code == 0, result.output
    said: dict[str, Any] = json.loads(result.stdout)
    return said


def ids(group: dict[str, Any], field: str | None = None) -> list[str]:
    assert group["count"] == len(group["items"])
    return [item["id"] for item in group["items"] if field in (None, item["field"])]


def test_each_list_has_what_is_missing(work: Path) -> None:
    groups = status(work)["groups"]
    facts = groups["unknown-facts"]
    assert ids(facts, "minutes") == ["alone"]
    assert ids(facts, "level") == ["text", "alone"]
    assert ids(facts, "access") == ["film", "text", "alone"]
    assert ids(facts, "captions") == ["film"]
    assert ids(facts, "published") == ["film", "text", "alone"]
    assert "gone" not in ids(facts)
    assert ids(groups["reviews-due"]) == ["alone", "film"]
    assert [item["owner"] for item in groups["reviews-due"]["items"]] == ["@ada", "@ada"]
    assert set(ids(groups["missing-reasons"])) == {"film", "text", "alone"}
    assert ids(groups["unused-entries"]) == ["alone"]
    assert ids(groups["lost-capitals"]) == ["text"]
    assert ids(groups["drafts"]) == ["soon"]
    assert ids(groups["links-in-trouble"]) == []


def test_a_balance_counts_steps_and_minutes(work: Path) -> None:
    (module,) = status(work)["modules"]
    assert (module["id"], module["steps"], module["unknown_times"]) == ("only", 4, 0)
    types = {each["name"]: (each["steps"], each["minutes"]) for each in module["types"]}
    assert types["video"] == (1, 20)
    assert types["task"] == (1, 10)
    assert types["report"][0] == 2
    assert module["minutes"] == pytest.approx(sum(each["minutes"] for each in module["types"]), abs=5)
    assert [(each["name"], each["steps"]) for each in module["levels"]] == [("", 2), ("starter", 1)]
    assert [(each["name"], each["steps"]) for each in module["publishers"]] == [("", 2), ("Northern Forum", 1)]


def test_links_in_trouble_are_those_of_the_state_file(work: Path) -> None:
    trouble = LinkState("alone", "https://example.org/a", Verdict.BROKEN, alarm=True)
    other = LinkState("alone/archived_url", "https://example.org/b", Verdict.BROKEN, alarm=True)
    write_health(work / "link-health.json", [trouble, other], swept_on=None)
    (item,) = status(work)["groups"]["links-in-trouble"]["items"]
    assert (item["id"], item["owner"]) == ("alone", "@ada")
    assert item["words"].startswith("Broken: ")
    moved = LinkState("alone", "https://example.org/old", Verdict.BROKEN)
    write_health(work / "link-health.json", [moved], swept_on=None)
    assert status(work)["groups"]["links-in-trouble"]["count"] == 0


def test_as_text_it_can_be_read(work: Path) -> None:
    text = run("status", "--today", "2024-08-01", work).stdout
    assert "Unknown facts: " in text
    assert "  level (2): text, alone\n" in text
    assert "  @ada (2): alone, film\n" in text
    assert "only: 4 steps, " in text
    assert "  Levels: unknown 2 (" in text


def test_errors_leave_the_rest(work: Path) -> None:
    (work / "resources.yaml").write_text(WORK.replace("level: starter", "level: easy"))
    result = run("status", "--format", "json", work)
    assert result.exit_code == 0
    assert "has errors" in result.stderr
    assert json.loads(result.stdout)["modules"] == []
    assert run("status", work / "nowhere").exit_code == 2
    assert run("due", work / "nowhere").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], ["alone", "film"]),
        (["--owner", "@ada"], ["alone", "film"]),
        (["--owner", "@bob"], []),
        (["--within", "300"], ["alone", "film", "text"]),
    ],
)
def test_due_lists_reviews(work: Path, arguments: list[str], wanted: list[str]) -> None:
    common = ("due", *arguments, "--today", "2024-08-01", "--format")
    assert [each["id"] for each in json.loads(run(*common, "json", work).stdout)] == wanted
    lines = run(*common, "text", work).stdout.splitlines()
    assert [line.split()[1] for line in lines] == wanted


def test_a_calendar_reads_back(work: Path) -> None:
    result = run("due", "--format", "ics", "--today", "2024-08-01", work)
    assert max(len(line) for line in result.stdout_bytes.split(b"\r\n")) <= 75
    events = icalendar.Calendar.from_ical(result.stdout_bytes).walk("VEVENT")
    assert [event.decoded("dtstart").isoformat() for event in events] == ["2024-05-02", "2024-07-31"]
    assert str(events[0]["summary"]).startswith("Review: Comma, semicolon; and a very long title")
    assert "resources.yaml, line" in str(events[1]["description"])
