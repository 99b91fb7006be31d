"""How long resources, parts of them and steps take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from casetable import case_table
from learning_pathway.catalogue.dates import Duration, total
from learning_pathway.catalogue.model import Rates, Resource, Step
from learning_pathway.catalogue.types import ResourceType
from learning_pathway.catalogue.values import pages_in

RATES = Rates()
#: How pages and scripts tell lengths: what steps take, the words in a sentence, and those for a narrow column.
TOLD = json.loads((Path(__file__).parents[1] / "scripts/durations.json").read_text(encoding="utf-8"))


def resource(kind: str, **facts: object) -> Resource:
    return Resource.model_validate({"id": "one", "type": kind, "title": "One", **facts})


@case_table(
    ("span", "pages"),
    [
        *(("274-282", 9), ("274-82", 9), ("12–20", 9), ("7-7", 1), ("98-103", 6), ("1-2000", 2000)),
        *(("12", 0), ("", 0), ("e12", 0), ("xii-xx", 0), ("20-12", 0), ("1-2001", 0), ("1-3, 7", 0), ("12-", 0)),
    ],
)
def test_the_pages_of_a_complete_range_are_counted(span: str, pages: int) -> None:
    assert pages_in(span) == pages


@case_table(
    ("kind", "facts", "expected"),
    [
        ("report", {"minutes": 25, "page_count": 400}, Duration(25)),
        ("report", {"word_count": 2201}, Duration(11, estimated=True)),
        ("book", {"page_count": 22}, Duration(30, estimated=True)),
        ("journal-article", {"pages": "401-422"}, Duration(50, estimated=True)),
        ("chapter", {"pages": "3-13", "page_count": 22}, Duration(30, estimated=True)),
        ("journal-article", {"pages": "e401"}, Duration(unknown=1)),
        ("report", {}, Duration(unknown=1)),
        ("video", {"page_count": 3}, Duration(unknown=1)),
        ("blog", {}, Duration(5, estimated=True, typical=True)),
        ("audio", {}, Duration(35, estimated=True, typical=True)),
        ("blog", {"minutes": 12}, Duration(12)),
        ("blog", {"word_count": 936}, Duration(5, estimated=True)),
    ],
)
def test_a_time_is_stated_worked_out_typical_or_unknown(
    kind: str, facts: dict[str, object], expected: Duration
) -> None:
    assert resource(kind, **facts).duration(RATES) == expected


def test_a_type_without_a_published_length_is_never_guessed() -> None:
    for kind in ResourceType:
        found = resource(kind.value).duration(RATES)
        assert found.is_known == (kind.row.length is not None)
        assert found.iso is None


@pytest.mark.parametrize(
    ("kind", "facts", "pages", "minutes"),
    [
        ("report", {"page_count": 400}, "12-20", 13),
        ("report", {"minutes": 300}, "1-22", 30),
        ("book", {}, "12-20", 13),
        ("journal-article", {"pages": "401-423"}, "401-404", 10),
    ],
)
def test_only_the_part_that_a_step_names_is_counted(
    kind: str, facts: dict[str, object], pages: str, minutes: int
) -> None:
    step = Step.model_validate({"read": "one", "pages": pages})
    assert step.duration(resource(kind, **facts), RATES) == Duration(minutes, estimated=True)


def test_a_step_may_ask_for_one_page() -> None:
    step = Step.model_validate({"read": "one", "pages": "12"})
    assert step.duration(resource("report", page_count=400), RATES) == Duration(2, estimated=True)


@pytest.mark.parametrize("pages", ["20-12", "900-100"])
def test_a_part_whose_pages_cannot_be_counted_has_no_time(pages: str) -> None:
    step = Step.model_validate({"read": "one", "pages": pages})
    assert step.duration(resource("report", minutes=300), RATES) == Duration(unknown=1)


def test_one_page_alone_is_no_length_of_a_resource() -> None:
    assert resource("journal-article", pages="12").duration(RATES) == Duration(unknown=1)


def test_a_sum_knows_its_parts() -> None:
    parts = [Duration(5), Duration(unknown=1), Duration(35, estimated=True, typical=True)]
    assert total(parts) == Duration(40, 1, estimated=True, typical=True, parts=3)
    assert total([total(parts), Duration(20)]).parts == 4


def told(steps: list[tuple[int | None, str]]) -> Duration:
    """The sum of steps that are stated, worked out or typical, or have no time."""
    lengths = [
        Duration(minutes, estimated=how != "stated", typical=how == "typical") if minutes else Duration(unknown=1)
        for minutes, how in steps
    ]
    return lengths[0] if len(lengths) == 1 else total(lengths)


@case_table("case", TOLD)
def test_every_page_tells_a_length_by_the_same_figures(case: dict[str, Any]) -> None:
    length = told(case["steps"])
    assert (length.in_words(), length.in_short()) == (case["words"], case["short"])
    assert length.rounded() in length.in_words()


@case_table("minutes", [*range(1, 70), 89, 90, 119, 120, 121, 599])
def test_a_least_is_never_more_than_what_is_known(minutes: int) -> None:
    exact = {Duration(each).rounded(): each for each in range(1, 600)} | {
        f"{hours}½ hours": hours * 60 + 30 for hours in range(1, 10)
    }
    assert exact[Duration(minutes, unknown=1, parts=2).rounded()] <= minutes
