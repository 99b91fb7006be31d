"""References that style guides print as examples, or that their rules decide, come out so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from casetable import case_table
from citation.marked import marked
from learning_pathway.catalogue.model import Resource
from learning_pathway.citation import STYLES, cite


def _read(name: str) -> dict[str, dict[str, Any]]:
    examples = json.loads((Path(__file__).parent / "published" / name).read_text(encoding="utf-8"))
    return {example["name"]: example for example in examples}


EXAMPLES, DECIDED = _read("examples.json"), _read("by_rule.json")


@case_table("name", EXAMPLES)
def test_an_example_comes_out_as_printed(name: str) -> None:
    example = EXAMPLES[name]
    resource = Resource.model_validate({"id": name, **example["resource"]})
    assert cite(resource, example["style"]).text == example["reference"]
    assert example["source"]


@case_table(("name", "style"), [(name, style) for name in DECIDED for style in STYLES if style in DECIDED[name]])
def test_a_reference_follows_the_rule_that_decides_it(name: str, style: str) -> None:
    expected = DECIDED[name][style]
    reference = cite(Resource.model_validate({"id": name, **DECIDED[name]["resource"]}), style)
    assert marked(reference.html) == expected
    assert reference.text == expected.replace("*", "")
    assert DECIDED[name]["rule"]
