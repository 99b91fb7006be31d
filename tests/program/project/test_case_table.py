"""A test of a table runs every case, and names each that fails."""

from __future__ import annotations

import inspect

import pytest

from casetable import case_table


def test_every_case_runs_and_each_that_fails_is_named() -> None:
    seen = []

    @case_table(("one", "other"), [(1, 1), pytest.param(1, 2, id="a pair"), (3, 3), (3, 4)])
    def check(one: int, other: int, shared: list[int]) -> None:
        shared.append(one)
        assert one == other

    assert list(inspect.signature(check).parameters) == ["shared"]
    with pytest.raises(BaseExceptionGroup, match="2 of 4 cases failed: a pair, 3, 4") as caught:
        check(shared=seen)
    assert seen == [1, 1, 3, 3]
    assert [error.__notes__ for error in caught.value.exceptions] == [["The case: a pair"], ["The case: 3, 4"]]


@pytest.mark.parametrize("end", [pytest.skip, pytest.fail])
def test_a_case_that_does_not_run_to_its_end_fails(end: type) -> None:
    check = case_table("case", ["a", "b"], ids=str.upper)(lambda case: end(case))
    with pytest.raises(BaseExceptionGroup, match="2 of 2 cases failed: A, B"):
        check()


def test_cases_are_named_by_a_list_that_names_each() -> None:
    with pytest.raises(BaseExceptionGroup, match="2 of 2 cases failed: first, second"):
        case_table("case", [1, 2], ids=["first", "second"])(lambda case: pytest.fail())()
    with pytest.raises(ValueError, match="shorter"):
        case_table("case", [1, 2], ids=["first"])


@pytest.mark.parametrize("cases", [[], [pytest.param(1, marks=pytest.mark.skip)]])
def test_a_table_has_cases_and_leaves_none_out(cases: list[object]) -> None:
    with pytest.raises(ValueError, match=r"a table without cases|bears no marks"):
        case_table("case", cases)
