"""The JSON interface: every document fits its schema, nothing for editors is in it, and ids lead everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from learning_pathway.catalogue import model
from learning_pathway.cli import main
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.files.api import HIDDEN, schema
from learning_pathway.site.pages.module import DATA_PATH
from smallcatalogue import CATALOGUE, Open

pytestmark = pytest.mark.long

#: Facts of each kind that no page and no file shows; a new field of the model must be thought about here.
FOR_EDITORS = {"Resource": {"note", "owner", "review_every"}, "Task": {"facilitator_note"}}
KINDS = ("resources", "modules", "tasks", "themes", "routes", "tips", "retired")


@pytest.fixture(scope="module")
def real(pathway: Path) -> Build:
    return open_build(pathway)


@pytest.fixture(scope="module")
def documents(real: Build) -> Mapping[str, Any]:
    return {file.path: json.loads(file.text) for file in real.assets() if file.path.startswith("api/1/")}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    """The schema, closed for once: a fact that it does not describe is a fault."""
    return Draft202012Validator(closed(schema()))


def closed(part: Any) -> Any:
    if isinstance(part, dict):
        inner = {key: closed(value) for key, value in part.items()}
        return {**inner, "additionalProperties": False} if part.get("type") == "object" else inner
    return [closed(each) for each in part] if isinstance(part, list) else part


def test_the_committed_schema_is_the_model_s(root: Path) -> None:
    committed = (root / "schema" / "api-1.schema.json").read_text(encoding="utf-8")
    assert json.loads(committed) == schema(), "run ./scripts/generate"
    assert CliRunner().invoke(main, ["schema", "--api"]).output == committed


def test_the_schema_keeps_the_rules_of_its_draft_and_describes_every_fact() -> None:
    Draft202012Validator.check_schema(schema())
    for name, entry in schema()["$defs"].items():
        assert entry["description"], name
        for key, field in entry.get("properties", {}).items():
            assert "$ref" in field or field.get("description"), f"{name}.{key}"


def test_every_document_fits_the_schema(documents: Mapping[str, Any], validator: Draft202012Validator) -> None:
    of_kind = {
        kind["properties"]["kind"]["const"]: validator.evolve(schema={**validator.schema, "oneOf": [closed(kind)]})
        for kind in schema()["oneOf"]
    }
    for path, document in documents.items():
        if path != "api/1/schema.json":
            errors = of_kind[document["kind"]].iter_errors(document)
            assert [error.message for error in errors] == [], path


def test_every_model_is_published_but_for_what_editors_keep_to_themselves() -> None:
    assert {name: set(fields) for name, fields in HIDDEN.items()} == FOR_EDITORS
    definitions = schema()["$defs"]
    for name in ("Resource", "Module", "Section", "Task", "Theme", "Route", "TipList", "TipSource", "Tip", "Retired"):
        fields = set(getattr(model, name).model_fields) - FOR_EDITORS.get(name, set())
        assert fields <= set(definitions[name]["properties"]), name
        assert not FOR_EDITORS.get(name, set()) & set(definitions[name]["properties"])


def test_what_is_for_editors_is_in_no_document(open_catalogue: Open) -> None:
    secrets = {"note": "SECRET-N", "owner": "SECRET-O", "review_every": "77 days"}
    told = ", ".join(f'{key}: "{value}"' for key, value in secrets.items())
    text = CATALOGUE.replace("{id: known, ", f"{{id: known, {told}, ").replace(
        "prompt: Think about it,", "prompt: Think about it, facilitator_note: SECRET-F,"
    )
    files = {file.path: file.text for file in open_catalogue(text).assets()}
    everything = "".join(files.values())
    assert '"id":"known"' in everything
    assert "SECRET-N" not in everything
    assert "SECRET-O" not in everything
    assert [path for path, text in files.items() if "SECRET-F" in text] == [DATA_PATH], "for whoever leads a session"
    assert "77 days" not in everything


def test_collections_hold_every_entry_and_each_resource_stands_alone_too(
    real: Build, documents: Mapping[str, Any]
) -> None:
    assert real.site
    index = documents["api/1/index.json"]
    assert tuple(index["collections"]) == KINDS
    for kind in KINDS:
        entries = documents[index["collections"][kind]["path"]]["entries"]
        assert len(entries) == index["collections"][kind]["count"]
        assert [entry["id"] for entry in entries] == [entry.id for entry in written(real, kind)]
    for entry in documents["api/1/resources.json"]["entries"]:
        alone = documents[index["resource"].replace("{id}", entry["id"])]
        assert alone["entry"] == entry


def written(edition: Build, kind: str) -> list[Any]:
    assert edition.site
    return list(edition.site.modules.values() if kind == "modules" else getattr(edition.site.catalogue, kind))


def test_ids_and_addresses_lead_to_what_there_is(real: Build, documents: Mapping[str, Any]) -> None:
    pages = {page.path.removesuffix("index.md") for page in real.pages()}
    files = {file.path for file in real.assets()}
    ids = {kind: {entry["id"] for entry in documents[f"api/1/{kind}.json"]["entries"]} for kind in KINDS}
    for kind in KINDS:
        for entry in documents[f"api/1/{kind}.json"]["entries"]:
            assert entry.get("page", "").partition("#")[0] in pages
            assert set(entry.get("files", {}).values()) <= files
            assert {use["module"] for use in entry.get("used_in", [])} <= ids["modules"]
            assert set(entry.get("themes", [])) <= ids["themes"]
    for module in documents["api/1/modules.json"]["entries"]:
        for step in (step for section in module["sections"] for step in section["steps"]):
            assert step["id"] in ids["tasks" if step["kind"] == "task" else "resources"]


def test_an_unknown_length_is_null_and_never_nought(open_catalogue: Open) -> None:
    edition = open_catalogue(CATALOGUE)
    found = {file.path: json.loads(file.text) for file in edition.assets() if file.path.startswith("api/1/")}
    times = {entry["id"]: entry["time"] for entry in found["api/1/resources.json"]["entries"]}
    assert times["known"] == {"minutes": 25, "estimated": False, "unknown": 0}
    assert times["unknown"] == {"minutes": None, "estimated": False, "unknown": 1}
    assert times["paged"] == {"minutes": 30, "estimated": True, "unknown": 0}


def test_citations_are_those_of_the_page(documents: Mapping[str, Any]) -> None:
    entry = documents["api/1/resources/worrall-2009.json"]["entry"]
    assert entry["citations"]["apa"] == {
        "text": "Worrall, R. (2009). Co-creating public service leadership development in a new era of collaboration. "
        "Proceedings of the European Conference on Management, Leadership & Governance, 274–282.",
        "html": "Worrall, R. (2009). Co-creating public service leadership development in a new era of collaboration. "
        "<i>Proceedings of the European Conference on Management, Leadership &amp; Governance</i>, 274–282.",
    }
    assert "harvard" in entry["citations"]
