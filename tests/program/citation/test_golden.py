"""References against those that a reference processor makes, or that the style's rules decide."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from casetable import case_table
from citation.cases import GOLDEN, fingerprint, load
from citation.marked import marked
from learning_pathway.catalogue.types import PersonRole, ResourceType
from learning_pathway.citation import STYLES, cite

CASES = load()
GOLDEN_REFERENCES: dict[str, dict[str, Any]] = {
    style: json.loads((GOLDEN / f"{style}.json").read_text("utf-8"))["references"] for style in STYLES
}


@case_table("style", STYLES)
@case_table("case", CASES)
def test_reference_is_the_golden_one(case: str, style: str) -> None:
    golden = GOLDEN_REFERENCES[style][case]
    assert golden["case"] == fingerprint(CASES[case]), "the case has changed since: run make_golden.py"
    reference = cite(CASES[case]["resource"], style)
    assert marked(reference.html) == golden["expected"], golden.get("decided_by", "as the processor writes it")
    assert reference.text == golden["expected"].replace("*", "") or "*" in CASES[case]["resource"].heading


@pytest.mark.parametrize("style", STYLES)
def test_every_case_has_its_golden_reference(style: str) -> None:
    assert list(GOLDEN_REFERENCES[style]) == list(CASES)
    assert len(CASES) >= 120


@pytest.mark.parametrize("style", STYLES)
def test_a_processor_made_most_references_and_a_named_rule_the_others(style: str) -> None:
    decided = [golden for golden in GOLDEN_REFERENCES[style].values() if "decided_by" in golden]
    assert all(golden["decided_by"] and golden["processor"] != golden["expected"] for golden in decided)
    assert len(decided) < len(CASES) / 4


def test_cases_hold_every_type_and_every_role() -> None:
    types = Counter(case["resource"].type for case in CASES.values())
    assert set(types) == set(ResourceType)
    assert min(types.values()) >= 4
    roles = {person.role for case in CASES.values() for person in case["resource"].authors}
    assert roles == set(PersonRole)


def test_unknown_style_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no citation style 'mla'; there are: " + ", ".join(STYLES)):
        cite(CASES["one-author"]["resource"], "mla")


def test_the_two_references_that_the_catalogue_was_built_around() -> None:
    report = marked(cite(CASES["four-authors-and-publisher"]["resource"]).html)
    address = CASES["four-authors-and-publisher"]["resource"].url
    assert report == (
        "Sharp, C., McLaughlin, D., Whitley, J., & Lawson, K. (2022). *How do we know we are doing good work?* "
        f"Collective Leadership for Scotland. {address}"
    )
    paper = marked(cite(CASES["title-set-in-capitals"]["resource"]).html)
    assert paper == (
        "Worrall, R. (2009). Co-creating public service leadership development in a new era of collaboration. "
        "*Proceedings of the European Conference on Management, Leadership & Governance*, 274–282."
    )
