"""The blind set of references and titles (`blind/README.md`): what came out right stays right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from casetable import case_table
from citation.marked import marked
from learning_pathway.catalogue.model import Resource
from learning_pathway.citation import cite

FOLDER = Path(__file__).with_name("blind")


def _read(name: str) -> Any:
    return yaml.load((FOLDER / name).read_text("utf-8"), yaml.CBaseLoader)


REFERENCES: list[dict[str, Any]] = [case for name in ("", "-two", "-three") for case in _read(f"references{name}.yaml")]
TITLES: dict[str, str] = _read("titles.yaml") | _read("titles-two.yaml") | _read("titles-three.yaml")


@case_table("case", REFERENCES, ids=lambda case: str(case["name"]))
def test_a_reference_is_as_published(case: dict[str, Any]) -> None:
    resource = Resource.model_validate({"id": case["name"], **case["resource"]})
    assert marked(cite(resource, case["style"]).html) == case["reference"]
    assert case["source"]


@case_table("title", TITLES)
def test_a_title_is_in_sentence_case(title: str) -> None:
    resource = Resource.model_validate({"id": "title", "type": "book", "title": title})
    printed = marked(cite(resource, "apa").html).partition("*. ")[0]
    assert printed.strip("*").removesuffix(".") == TITLES[title].removesuffix(".")
