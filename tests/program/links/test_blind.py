"""The blind sets, frozen before the judge saw them: every case is judged as a careful librarian would.

What the judge made of them at first is told in their `first-score.md`; since then they are ordinary tests.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Sequence

import pytest

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

SETS: dict[int, Sequence[BlindCase | Case]] = {
    1: read_cases(),
    2: read_cases(FOLDER.with_name("blind2")),
    3: read_cases(FOLDER.with_name("blind3")),
    4: read_cases(FOLDER.with_name("blind4")),
    5: FIFTH,
    6: SIXTH,
    7: SEVENTH,
    8: EIGHTH,
}
CASES = [case for cases in SETS.values() for case in cases]
#: Cases that are judged wrongly, and the sets that hold them.
MISSED = MISSED_SEVENTH | MISSED_EIGHTH
WITH_MISSED = (7, 8)

Visit = Callable[[int], dict[str, LinkState]]


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """Visits a set, once."""

    @functools.cache
    def visit_set(number: int) -> dict[str, LinkState]:
        cases, folder = list(SETS[number]), tmp_path_factory.mktemp("blind")
        if number < 5:
            return asyncio.run(visit(cases, folder))  # type: ignore[arg-type]
        return asyncio.run(visit_laboratory(cases, folder, SETTINGS))  # type: ignore[arg-type]

    return visit_set


# A quick run visits the two newest sets.
each_set = pytest.mark.parametrize(
    "number", [pytest.param(number, marks=[] if number in (7, 8) else pytest.mark.long) for number in SETS]
)


@each_set
def test_the_verdict_is_the_truth(number: int, visited: Visit) -> None:
    seen = visited(number)
    assert {
        case.name: f"{seen[case.name].verdict}: {seen[case.name].evidence} at {seen[case.name].final_url}"
        for case in SETS[number]
        if case.name not in MISSED and seen[case.name].verdict.value not in case.truths
    } == {}


@pytest.mark.xfail(raises=AssertionError)
@pytest.mark.parametrize(
    ("number", "case"),
    [(number, case) for number in WITH_MISSED for case in SETS[number] if case.name in MISSED],
    ids=lambda value: value if isinstance(value, int) else value.name,
)
def test_a_case_that_was_missed_is_still_missed(number: int, case: BlindCase | Case, visited: Visit) -> None:
    assert visited(number)[case.name].verdict.value in case.truths


def test_a_case_that_was_missed_is_marked_to_be_looked_at_once(visited: Visit) -> None:
    seen = {name: record for number in WITH_MISSED for name, record in visited(number).items()}
    assert [name for name in sorted(MISSED) if not seen[name].look_once] == []


@each_set
def test_no_healthy_link_raises_an_alarm(number: int, visited: Visit) -> None:
    calm = {"ok", "moved", "blocked", "unwell", "not-checked"}
    seen = visited(number)
    assert [c.name for c in SETS[number] if c.is_healthy and seen[c.name].verdict.value not in calm] == []


def test_the_sets_are_whole() -> None:
    assert [len(cases) for cases in SETS.values()] == [146, 40, 31, 66, 221, 444, 272, 397]
    assert len({case.name for case in CASES}) == len(CASES)
