"""The blind sets, frozen before the judge saw them: every case is judged as a careful librarian would.

What the judge made of them at first is told in their `first-score.md`; since then they are ordinary tests.
"""

from __future__ import annotations

import asyncio

import pytest

from casetable import case_table
from learning_pathway.links.state.model import LinkState
from links.blind5 import CASES as FIFTH
from links.blind6 import CASES as SIXTH
from links.blind7 import CASES as SEVENTH
from links.blind7 import MISSED as MISSED_SEVENTH
from links.blind8 import CASES as EIGHTH
from links.blind8 import MISSED as MISSED_EIGHTH
from links.blindset import FOLDER, BlindCase, read_cases, visit
from links.laboratory.case import Case
from links.test_laboratory import SETTINGS
from links.test_laboratory import visit as visit_laboratory

FIRST = read_cases()
SECOND = read_cases(FOLDER.with_name("blind2"))
THIRD = read_cases(FOLDER.with_name("blind3"))
FOURTH = read_cases(FOLDER.with_name("blind4"))
MISSED = MISSED_SEVENTH | MISSED_EIGHTH
CASES = [*FIRST, *SECOND, *THIRD, *FOURTH, *FIFTH, *SIXTH, *SEVENTH, *EIGHTH]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LinkState]:
    seen: dict[str, LinkState] = {}
    for cases in (FIRST, SECOND, THIRD, FOURTH):
        seen |= asyncio.run(visit(cases, tmp_path_factory.mktemp("blind")))
    for laboratory in (FIFTH, SIXTH, SEVENTH, EIGHTH):
        seen |= asyncio.run(visit_laboratory(list(laboratory), tmp_path_factory.mktemp("blind"), SETTINGS))
    return seen


@case_table("case", [case for case in CASES if case.name not in MISSED], ids=lambda case: case.name)
def test_the_verdict_is_the_truth(case: BlindCase | Case, seen: dict[str, LinkState]) -> None:
    record = seen[case.name]
    assert record.verdict.value in case.truths, f"{record.evidence} at {record.final_url}"


@pytest.mark.xfail(raises=AssertionError)
@pytest.mark.parametrize("case", [case for case in CASES if case.name in MISSED], ids=lambda case: case.name)
def test_a_case_that_was_missed_is_still_missed(case: BlindCase | Case, seen: dict[str, LinkState]) -> None:
    assert seen[case.name].verdict.value in case.truths


@case_table("name", sorted(MISSED))
def test_a_case_that_was_missed_is_marked_to_be_looked_at_once(name: str, seen: dict[str, LinkState]) -> None:
    assert seen[name].look_once


def test_no_healthy_link_raises_an_alarm(seen: dict[str, LinkState]) -> None:
    calm = {"ok", "moved", "blocked", "unwell", "not-checked"}
    assert [case.name for case in CASES if case.is_healthy and seen[case.name].verdict.value not in calm] == []


def test_the_sets_are_whole() -> None:
    sets = (FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH)
    assert [len(cases) for cases in sets] == [146, 40, 31, 66, 221, 444, 272, 397]
    assert len({case.name for case in CASES}) == len(CASES)
