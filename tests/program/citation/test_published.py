"""References that style guides print as examples, each with its source, come out as printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from learning_pathway.catalogue.model import Resource
from learning_pathway.citation import cite

EXAMPLES: dict[str, dict[str, Any]] = {
    example["name"]: example
    for example in json.loads((Path(__file__).parent / "published" / "examples.json").read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_comes_out_as_printed(name: str) -> None:
    example = EXAMPLES[name]
    resource = Resource.model_validate({"id": name, **example["resource"]})
    assert cite(resource, example["style"]).text == example["reference"]
    assert example["source"]
