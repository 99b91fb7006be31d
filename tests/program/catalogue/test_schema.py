"""The JSON Schema for editors: current, sound, and of one mind with the reader."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from brokencatalogues import BROKEN, TODAY
from casetable import case_table
from generated import write_catalogue
from learning_pathway.catalogue import read
from learning_pathway.catalogue.fields import FIELDS
from learning_pathway.catalogue.schema import schema
from learning_pathway.cli import main

#: Takes a moment to make.
SCHEMA = schema()


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(SCHEMA)


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read: dates, `no` and `12:30` are texts."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for name, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(f"^(?:{pattern})$"), first)


def load(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8-sig"), Loader=Core)


def test_the_committed_schema_is_the_model_s(root: Path) -> None:
    committed = (root / "schema" / "resources.schema.json").read_text(encoding="utf-8")
    assert json.loads(committed) == SCHEMA, "run ./scripts/generate"
    printed = CliRunner().invoke(main, ["schema"])
    assert printed.output == committed


def test_the_schema_keeps_the_rules_of_its_draft() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_field_of_every_entry_says_what_it_is() -> None:
    for name, entry in {**SCHEMA["$defs"], "Catalogue": SCHEMA}.items():
        assert entry.get("description"), name
        for field, described in entry.get("properties", {}).items():
            assert described.get("description", "").endswith((".", "?", "`")), f"{name}.{field}"


def test_a_catalogue_of_several_files_fits_the_schema(pathway: Path, validator: Draft202012Validator) -> None:
    for file in (pathway / "resources.yaml", *sorted((pathway / "resources").glob("*.yaml"))):
        assert [error.message for error in validator.iter_errors(load(file))] == [], file


def test_a_generated_catalogue_fits_the_schema(tmp_path: Path, validator: Draft202012Validator) -> None:
    assert list(validator.iter_errors(load(write_catalogue(tmp_path, 60)))) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pathway:\n",
        "resources: []\n",
        "resources:\n  - {id: a, type: report, title: 1984, volume: 33, published: 2022, issn: 24345679, themes: }\n",
        "resources:\n  - {id: 2022, type: web-page, supplied_title: true, number: 1.5, accessed: 2023-05-22}\n",
        "modules:\n  - {id: m, title: M, sections: [{id: s, title: S, steps: [{read: a, optional: true}]}]}\n",
    ],
)
def test_what_the_reader_takes_the_schema_takes(tmp_path: Path, validator: Draft202012Validator, text: str) -> None:
    (tmp_path / "resources.yaml").write_text(text)
    unknown = {"unknown-reference"}  # one file does not know what the others hold
    errors = [p.code for p in read(tmp_path, today=TODAY).problems if p.severity == "error" and p.code not in unknown]
    assert errors == []
    assert [error.message for error in validator.iter_errors(load(tmp_path / "resources.yaml") or {})] == []


#: Broken catalogues whose fault a single entry shows by itself, so that an editor marks it while one types.
SEEN_BY_EDITORS = [
    *("key-misspelt", "key-known-by-another-name", "key-unknown", "key-unknown-in-person", "key-unknown-at-top"),
    *("key-unknown-in-step", "key-capitals", "missing-id", "missing-type", "missing-title", "missing-in-module"),
    *("missing-in-task-tip-and-route", "shape-text-for-list", "shape-list-for-text", "shape-text-for-entry"),
    *("shape-resources-by-id", "shape-settings", "shape-steps", "empty-lists", "empty-texts", "too-long", "bad-ids"),
    *("bad-id-mentioned", "unknown-words", "unknown-words-elsewhere", "bad-numbers", "bad-dates", "bad-flag"),
    *("bad-language", "bad-standard-numbers", "bad-doi", "bad-persons", "step-without-verb", "step-with-two-verbs"),
    *("address-unsafe", "address-unsafe-in-other-fields", "many-kinds-together"),
]


@case_table("case", SEEN_BY_EDITORS)
def test_what_one_entry_shows_the_schema_shows(validator: Draft202012Validator, case: str) -> None:
    assert list(validator.iter_errors(load(BROKEN / case / "resources.yaml")))


@case_table("name", [*SCHEMA["$defs"], None])
def test_every_key_has_a_title_that_is_no_key(name: str | None) -> None:
    entry = SCHEMA["$defs"][name] if name else SCHEMA
    for key, field in entry.get("properties", {}).items():
        assert field["title"] != key
        assert "_" not in field["title"]
        assert field["title"][0].isupper()
        assert field["description"]


@case_table("key", FIELDS)
def test_an_example_of_a_field_is_valid(key: str) -> None:
    field = SCHEMA["$defs"]["Resource"]["properties"][key]
    (example,) = field["examples"]
    part = {"$defs": SCHEMA["$defs"], **field}
    assert not list(Draft202012Validator(part).iter_errors(example))
