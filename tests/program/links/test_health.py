"""`link-health.json` is read without trust and written in one piece."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from learning_pathway.links import MEANINGS, LinkState, LinkStates, Urgency, Verdict, read_health
from learning_pathway.links.state.file import keep_damaged_copy, write_health
from learning_pathway.links.state.model import Baseline, Validators, VerdictChange, schema

DAY = date(2026, 3, 2)
SCHEMA = Path(__file__).parents[3] / "schema" / "link-health.schema.json"


def full_record() -> LinkState:
    return LinkState(
        "a-report",
        "https://example.org/a",
        Verdict.BROKEN,
        0.95,
        ("gone",),
        "https://example.org/b",
        first_seen=date(2026, 1, 1),
        checked_on=date(2026, 3, 1),
        last_good=date(2026, 2, 1),
        first_failed=date(2026, 2, 8),
        alarm=True,
        failures=9,
        seen_by_person=date(2026, 1, 3),
        history=(VerdictChange(**{"from": "ok", "to": "broken", "on": "2026-02-08"}),),
        baseline=Baseline(
            on=date(2026, 1, 1), title="A", language="en", kind="text/html", words=9, fingerprint="AA==.AA=="
        ),
        validators=Validators(etag='"x"'),
        archived_url="https://archive.example/a",
    )


def healthy(id_: str, day: date) -> LinkState:
    url = f"https://example.org/{id_}"
    return LinkState(id_, url, Verdict.OK, 0.97, ("fine",), url, first_seen=DAY, checked_on=day, last_good=day)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    records = [full_record(), healthy("b", DAY), LinkState.unchecked("c", "https://example.org/c")]
    write_health(tmp_path / "s.json", records, swept_on=DAY)
    health = read_health(tmp_path / "s.json")
    assert health.damage is None
    assert list(health.links.values()) == records
    assert health.swept_on == DAY


def test_a_missing_file_is_an_empty_state(tmp_path: Path) -> None:
    assert read_health(tmp_path / "none.json") == LinkStates()


def test_a_quiet_week_changes_one_line(tmp_path: Path) -> None:
    later = date(2026, 3, 9)
    write_health(tmp_path / "one.json", [healthy(f"r{n}", DAY) for n in range(50)], swept_on=DAY)
    write_health(tmp_path / "two.json", [healthy(f"r{n}", later) for n in range(50)], swept_on=later)
    one, two = ((tmp_path / name).read_text().splitlines() for name in ("one.json", "two.json"))
    assert [(a, b) for a, b in zip(one, two, strict=True) if a != b] == [
        ('  "swept_on": "2026-03-02",', '  "swept_on": "2026-03-09",')
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[]", "not a link-health file"),
        (b'{"links": {}}', "not a link-health file"),
        (b'{"format": "link-health", "version": 2, "links": {}}', "version 2"),
        (b'{"format": "link-health", "version": 1, "links": []}', "no table"),
        (b'{"format": "link-health", "version": 1, "links": {"a": {"url": 1}}}', "a (url"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_damaged_file_is_named_and_never_raises(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "link-health.json"
    file.write_bytes(content)
    health = read_health(file)
    assert not health.links
    assert health.damage is not None
    assert said in health.damage
    assert "link-health.json" in health.damage


def test_one_bad_entry_does_not_take_the_others_along(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    write_health(file, [healthy("a", DAY), healthy("b", DAY)], swept_on=DAY)
    data = json.loads(file.read_text())
    data["links"]["a"]["verdict"] = "splendid"
    file.write_text(json.dumps(data))
    health = read_health(file)
    assert list(health.links) == ["b"]
    assert "a (verdict" in (health.damage or "")


def test_a_file_set_aside_loses_nothing(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / "s.json").write_text(f"damage {number}")
        assert keep_damaged_copy(tmp_path / "s.json").name == f"s.damaged-{number}.json"
    assert (tmp_path / "s.damaged-1.json").read_text() == "damage 1"
    assert (tmp_path / "s.damaged-2.json").read_text() == "damage 2"


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "s.json"
    write_health(file, [healthy("a", DAY)], swept_on=DAY)
    old = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("learning_pathway.output.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_health(file, [healthy("b", DAY)], swept_on=DAY)
    assert file.read_bytes() == old
    assert list(tmp_path.iterdir()) == [file]


def test_the_schema_is_current_and_fits_what_is_written(tmp_path: Path) -> None:
    assert json.loads(SCHEMA.read_text()) == schema()
    write_health(tmp_path / "s.json", [full_record(), healthy("b", DAY)], swept_on=DAY)
    jsonschema.validate(json.loads((tmp_path / "s.json").read_text()), schema())


def test_the_table_of_verdicts_is_complete() -> None:
    assert set(MEANINGS) == set(Verdict)
    assert [verdict.value for verdict in Verdict] == (
        [
            "ok",
            "moved",
            "blocked",
            "unwell",
            "broken",
            "hollow",
            "drifted",
            "gated",
            "removed-video",
            "fragment-missing",
            "not-checked",
        ]
    )
    assert len({meaning.rank for meaning in MEANINGS.values()}) == len(MEANINGS)
    assert len({meaning.harshness for meaning in MEANINGS.values()}) == len(MEANINGS)
    for meaning in MEANINGS.values():
        assert all((meaning.label, meaning.learner, meaning.maintainer, meaning.remedy))
        assert isinstance(meaning.urgency, Urgency)
