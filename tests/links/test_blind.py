"""The blind set, frozen before the judge saw it: every case is judged as a careful librarian would.

What the judge made of it at first is told in `blind/first-score.md`; since then it is an ordinary test.
"""

from __future__ import annotations

import asyncio

import pytest

from learning_pathway.links.state.model import LinkRecord
from links.blindset import BlindCase, read_cases, visit

CASES = read_cases()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LinkRecord]:
    return asyncio.run(visit(CASES, tmp_path_factory.mktemp("blind")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdict_is_the_truth(case: BlindCase, seen: dict[str, LinkRecord]) -> None:
    record = seen[case.name]
    assert record.verdict.value in case.truths, f"{record.evidence} at {record.final_url}"


def test_no_healthy_link_raises_an_alarm(seen: dict[str, LinkRecord]) -> None:
    calm = {"ok", "moved", "blocked", "unwell", "not-checked"}
    assert [case.name for case in CASES if case.is_healthy and seen[case.name].verdict.value not in calm] == []


def test_the_set_is_whole() -> None:
    assert len({case.name for case in CASES}) == len(CASES) == 146
