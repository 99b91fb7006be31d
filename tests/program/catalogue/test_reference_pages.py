"""The reference pages hold every field and every code, and say what the tables say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from casetable import case_table
from learning_pathway.catalogue import model, values
from learning_pathway.catalogue.messages import PATTERNS
from learning_pathway.catalogue.problems import Code
from learning_pathway.catalogue.raw import MODELS
from learning_pathway.catalogue.rules.ids import BASED, REFERENCES
from learning_pathway.catalogue.schema import schema
from learning_pathway.catalogue.types import EntryKind
from learning_pathway.catalogue.values import ID_PATTERN, INNER_ID_PATTERN
from referencepages import ENTRIES, PAGES


@case_table("name", PAGES)
def test_a_reference_page_is_what_the_tables_give(root: Path, name: str) -> None:
    written = (root / "docs" / "guides" / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run ./scripts/generate"


def test_every_part_of_the_model_has_a_section() -> None:
    parts = {name for name, entry in schema()["$defs"].items() if "properties" in entry}
    assert {name for _, name, _ in ENTRIES} == parts


def test_every_field_is_in_the_reference(root: Path) -> None:
    page = (root / "docs" / "guides" / "catalogue.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    for heading, name, _ in ENTRIES:
        fields = getattr(model if hasattr(model, name) else values, name).model_fields
        assert [field for field in fields if f"| `{field}` |" not in sections[heading]] == [], name


@case_table("code", Code)
def test_every_code_is_explained_in_plain_words(root: Path, code: Code) -> None:
    page = (root / "docs" / "guides" / "problems.md").read_text(encoding="utf-8")
    assert f"### `{code.value}`\n" in page
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code.value)
    assert code.meaning.endswith(".")
    assert code.remedy.endswith(".")


def kinds_of_models() -> dict[EntryKind, type[BaseModel]]:
    return {kind: entry for kind, entry in MODELS.items() if kind is not EntryKind.RETIRED}


def mentions(entry: type[BaseModel]) -> Iterator[str]:
    """The fields of an entry that hold ids of others."""
    for name, field in entry.model_json_schema()["properties"].items():
        if name not in ("id", "formerly") and ID_PATTERN in str(field).replace("\\\\", "\\"):
            yield name


@case_table("kind", kinds_of_models())
def test_every_field_that_mentions_an_id_is_checked(kind: EntryKind) -> None:
    checked = {r.field for r in REFERENCES if r.kind is kind} | ({"rests_on"} if kind in BASED else set())
    assert checked == set(mentions(kinds_of_models()[kind]))


def test_every_pattern_of_the_model_has_words_for_its_breach() -> None:
    patterns = {value for name, value in vars(values).items() if name.endswith("_PATTERN")}
    addresses = {values.ADDRESS_PATTERN, values.CONTACT_PATTERN}
    mentioned = {ID_PATTERN, INNER_ID_PATTERN, values.BASIS_PATTERN, values.EXCERPT_PATTERN, values.VOICE_ID_PATTERN}
    assert patterns - addresses - mentioned == set(PATTERNS)
