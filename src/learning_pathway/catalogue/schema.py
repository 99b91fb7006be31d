"""The JSON Schema of the catalogue (draft 2020-12), made from the model, for editors that check while one types.

The same schema serves `resources.yaml` and `resources/*.yaml`, so nothing is required at the top. It says what the
model says about single entries; what needs the whole catalogue (ids, addresses, dates) is for `pathway check`.
"""

from __future__ import annotations

import re
from functools import cache
from json import dumps, loads
from typing import Any

import yaml
from pydantic.json_schema import GenerateJsonSchema

from . import values
from .fields import FIELDS
from .messages import PATTERNS
from .model import Catalogue
from .types import Verb

__all__ = ["schema", "write"]

_TITLES = [{"required": ["title"]}, {"required": ["supplied_title"]}]
_NAMES = [{"required": ["family"]}, {"required": ["organisation"]}]


def schema() -> dict[str, Any]:
    """The schema as data."""
    made = Catalogue.model_json_schema(schema_generator=_Generator)
    definitions = made["$defs"]
    definitions["Resource"]["anyOf"] = _TITLES
    definitions["Person"]["oneOf"] = _NAMES
    definitions["Step"]["oneOf"] = [{"required": [verb.value]} for verb in Verb]
    for name, entry in {**definitions, "Catalogue": made}.items():
        for key, field in entry.get("properties", {}).items():
            _polish(field, is_required=key in entry.get("required", ()))
            field["title"] = key.replace("_", " ").capitalize()
        entry["title"] = re.sub(r"(?<!^)(?=[A-Z])", " ", name).capitalize()
        _explain(entry)
        if name in _NON_EMPTY:
            entry["properties"][_NON_EMPTY[name]]["minItems"] = 1
    for key, row in FIELDS.items():
        field = definitions["Resource"]["properties"][key]
        field["title"], field["examples"] = row.label, [_example(row.example)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "Catalogue of a learning pathway",
    }


@cache
def write() -> str:
    """The schema as text, always the same for the same model."""
    return dumps(schema(), ensure_ascii=False, indent=2) + "\n"


#: Entries whose list makes no sense empty.
_NON_EMPTY = {"Module": "sections", "Section": "steps", "Route": "modules", "TipList": "sources", "TipSource": "tips"}


#: What editors say of a text that does not fit its pattern (a word of VS Code's that others pass over).
_ID_FORM = "An id has small letters, digits and single hyphens."
_PATTERN_WORDS = {
    values.ID_PATTERN: _ID_FORM,
    values.INNER_ID_PATTERN: _ID_FORM,
    values.CONTACT_PATTERN: "An email address, or an address that begins with https:// or http://.",
    values.ADDRESS_PATTERN: "An address begins with https:// or http://.",
    **{pattern: remedy for pattern, (*_, remedy) in PATTERNS.items()},
}


def _example(text: str) -> Any:
    """The example of a field as JSON has it."""
    return loads(dumps(yaml.safe_load(text), default=str))


class _Generator(GenerateJsonSchema):
    """Leaves out the titles that pydantic makes of field names: ours are in the language of editors."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - as pydantic calls it
        return False


def _explain(part: Any) -> None:
    """Add words to every pattern inside a part of the schema."""
    if isinstance(part, dict):
        if (words := _PATTERN_WORDS.get(str(part.get("pattern")))) is not None:
            part["patternErrorMessage"] = words
        for inner in part.values():
            _explain(inner)
    elif isinstance(part, list):
        for inner in part:
            _explain(inner)


def _polish(field: dict[str, Any], *, is_required: bool) -> None:
    """Say what the reader does beyond the model: a key without a value is as good as none."""
    field.pop("title", None)
    if is_required:
        return
    if field.get("default") is None or field.get("default") == []:
        field.pop("default", None)
    if "anyOf" in field:
        if {"type": "null"} not in field["anyOf"]:
            field["anyOf"].append({"type": "null"})
    elif "$ref" in field:
        field["anyOf"] = [{"$ref": field.pop("$ref")}, {"type": "null"}]
    elif isinstance(field.get("type"), str):
        field["type"] = [field["type"], "null"]
    elif isinstance(field.get("type"), list) and "null" not in field["type"]:
        field["type"] = [*field["type"], "null"]
