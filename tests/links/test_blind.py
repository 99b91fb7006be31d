"""The blind set, frozen before the judge saw it: every case is judged as a careful librarian would."""

from __future__ import annotations

import asyncio

import pytest

from learning_pathway.links.record import LinkRecord
from links.blindset import read_cases, visit

CASES = read_cases()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LinkRecord]:
    return asyncio.run(visit(CASES, tmp_path_factory.mktemp("blind")))


def test_the_score_is_no_worse_than_the_first(seen: dict[str, LinkRecord]) -> None:
    right = [case for case in CASES if seen[case.name].verdict.value in case.truths]
    assert len(right) >= 137


def test_no_healthy_link_raises_an_alarm(seen: dict[str, LinkRecord]) -> None:
    calm = {"ok", "moved", "blocked", "unwell", "not-checked"}
    assert [case.name for case in CASES if case.is_healthy and seen[case.name].verdict.value not in calm] == []


def test_the_set_is_whole() -> None:
    assert len({case.name for case in CASES}) == len(CASES) == 146
