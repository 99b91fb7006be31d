"""The JSON Schema of the JSON interface (draft 2020-12), made from the model, so that both say the same.

It asks for what is always there, and is open: a program must bear facts that a later build adds.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from ...catalogue import model
from ...catalogue.fields import FIELDS, Audience
from ...catalogue.model import Catalogue
from ...catalogue.types import Verb
from ...citation import STYLES
from ...formats.registry import FORMATS
from .references import OFFERED

__all__ = [
    "HIDDEN",
    "schema",
    "write",
]

#: Fields that are for editors and facilitators, by model: they are in no file.
HIDDEN = {
    "Resource": tuple(name for name, row in FIELDS.items() if row.audience is Audience.EDITORS),
    "Task": ("facilitator_note",),
}
#: Models that an entry is made of, and the files that hold entries.
_MODELS = (
    *("Resource", "Person", "Alternative", "Module", "Section", "Task", "Theme", "Route"),
    *("TipList", "TipSource", "Tip", "Retired"),
)
_COLLECTIONS = {
    "resources": "Resource",
    "modules": "Module",
    "tasks": "Task",
    "themes": "Theme",
    "routes": "Route",
    "tips": "TipList",
    "retired": "Retired",
}

Schema = dict[str, Any]


def _object(description: str, properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "description": description, "properties": properties, "required": required}


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _list(of: Schema, description: str) -> Schema:
    return {"type": "array", "items": of, "description": description}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_FILES = {
    "type": "object",
    "description": "Files of its references, by format, relative to the site; empty where it has no resources.",
    "properties": {name: _text(f"{FORMATS[name].label}.") for name in OFFERED},
}
_PAGE = _text("Its page, relative to the site.")
_USED_IN = _list(_ref("Use"), "Where it serves, in the pathway's order.")
#: What is worked out, and no editor wrote.
_ADDED: dict[str, Schema] = {
    "Resource": {
        "page": _PAGE,
        "verb": {
            "enum": [verb.value for verb in Verb if verb is not Verb.TASK],
            "description": "What one does with it.",
        },
        "time": _ref("Time"),
        "used_in": _USED_IN,
        "citations": _object("The reference in each style.", {style: _ref("Reference") for style in STYLES}),
        "files": _FILES,
    },
    "Module": {"page": _PAGE, "time": _ref("Time"), "files": _FILES},
    "Section": {"time": _ref("Time")},
    "Task": {"used_in": _USED_IN},
    "Theme": {
        "page": _PAGE,
        "resources": _list(_text("Id of a resource."), "The resources that carry it."),
        "modules": _list(_text("Id of a module."), "The modules that carry it, or one of whose steps does."),
        "files": _FILES,
    },
    "Route": {"page": _PAGE, "time": _ref("Time")},
    "TipList": {"page": _text("Its place on the page of tips, relative to the site.")},
}
_OWN: dict[str, Schema] = {
    "Step": _object(
        "One thing to do in a section.",
        {
            "verb": {"enum": [verb.value for verb in Verb], "description": "What it asks for."},
            "kind": {"enum": ["resource", "task"], "description": "What its `id` names."},
            "id": _text("Id of a resource or task."),
            "introduction": _text("A sentence or two that leads into the step."),
            "optional": {"type": "boolean", "description": "Whether a learner can leave it out."},
        },
        ("introduction",),
    ),
    "Time": _object(
        "How long it takes. An unknown length is never counted as zero.",
        {
            "minutes": {
                "type": ["integer", "null"],
                "minimum": 1,
                "description": "Known minutes; null where none are.",
            },
            "estimated": {"type": "boolean", "description": "Whether some were worked out from pages or words."},
            "unknown": {
                "type": "integer",
                "minimum": 0,
                "description": "How many parts no one has stated a length of.",
            },
        },
    ),
    "Use": _object(
        "A place where a resource or task serves.",
        {"module": _text("Id of the module."), "section": _text("Id of the section.")},
    ),
    "Reference": _object(
        "A reference.", {"text": _text("As plain text."), "html": _text("As an HTML fragment, escaped.")}
    ),
}


def schema() -> Schema:
    """The schema as data."""
    made = Catalogue.model_json_schema(mode="serialization")["$defs"]
    words = {
        name: _narrow(fixed) for name, fixed in sorted(made.items()) if "enum" in fixed and fixed["title"] != "Verb"
    }
    definitions = {name: _entry(name, made[name]) for name in _MODELS} | words | _OWN
    described = {"path": _text("Its address, relative to the site."), "count": {"type": "integer", "minimum": 0}}
    index = _object(
        "Where everything is.",
        {
            **_head("index"),
            "title": _text("Name of the site."),
            "summary": _text("What the pathway is, and for whom."),
            "language": _text("Language of the site (BCP 47)."),
            "organisation": _text("Who publishes it."),
            "site_url": _text("Where it is published."),
            "schema": _text("This schema, relative to the site."),
            "collections": _object(
                "A file of all entries of each kind.",
                {name: _object(f"All {name}.", described) for name in _COLLECTIONS},
            ),
            "resource": _text("The file of one resource, relative to the site, with `{id}` for its id."),
        },
        ("summary", "organisation", "site_url"),
    )
    one = _object("One resource.", {**_head("resource"), "entry": _ref("Resource")})
    lists = [
        _object(f"All {kind}.", {**_head(kind), "entries": _list(_ref(name), "In the catalogue's order.")})
        for kind, name in _COLLECTIONS.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "JSON interface of a learning pathway, version 1",
        "oneOf": [index, one, *lists],
        "$defs": definitions,
    }


def write() -> str:
    """The schema as text, always the same for the same model."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _head(kind: str) -> Schema:
    return {
        "format": {"const": "learning-pathway-api"},
        "version": {"const": 1},
        "kind": {"const": kind, "description": "What the document holds."},
    }


def _entry(name: str, made: Schema) -> Schema:
    """The schema of a model as published: without fields for editors, with computed ones."""
    fields: type[BaseModel] = getattr(model, name)
    properties = {key: _narrow(field) for key, field in made["properties"].items() if key not in HIDDEN.get(name, ())}
    added = _ADDED.get(name, {})
    always = [
        key
        for key, field in fields.model_fields.items()
        if key in properties and (field.is_required() or field.default is not None)
    ]
    return {
        "type": "object",
        "description": made["description"],
        "properties": {**properties, **added},
        "required": [*always, *added],
    }


def _narrow(field: Schema) -> Schema:
    """A field as it is written: text where an editor may also type a number, and absent where it is unknown."""
    kept = {key: value for key, value in field.items() if key not in {"title", "default", "anyOf"}}
    choices = [_narrow(choice) for choice in field.get("anyOf", ()) if choice.get("type") != "null"]
    texts = [choice for choice in choices if choice.get("type") == "string"]
    if choices:
        kept = {**(texts or choices)[0], **kept}
    if isinstance(kept.get("type"), list):
        kept["type"] = "string" if "string" in kept["type"] else next(kind for kind in kept["type"] if kind != "null")
    if "items" in kept:
        kept["items"] = _narrow(kept["items"])
    return kept
