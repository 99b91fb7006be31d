"""The golden cases: resources as the catalogue writes them."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from learning_pathway.catalogue.model import Resource

GOLDEN = Path(__file__).parent / "golden"


@cache
def load() -> dict[str, dict[str, Any]]:
    """All cases by name, each with its `resource` as a model, in the order of the files."""
    cases: dict[str, dict[str, Any]] = {}
    for path in sorted((GOLDEN / "cases").glob("*.yaml")):
        # Everything is text, as in the catalogue's own reader.
        for key, case in yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader).items():
            assert key not in cases, f"two cases are called {key}"
            resource = Resource.model_validate({"id": key, **case["resource"]})
            cases[key] = {**case, "written": case["resource"], "resource": resource}
    return cases


def fingerprint(case: dict[str, Any]) -> str:
    """Changes when the case does: a golden reference that was made of an older case is found out."""
    facts = {key: value for key, value in case.items() if key != "resource"}
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:12]
