"""The catalogue as data for other programs: version 1 of a small JSON interface, and its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel

from ...catalogue import model
from ...catalogue.dates import Duration
from ...catalogue.fields import FIELDS, Audience
from ...catalogue.model import Catalogue, Module, Resource, Route, Section, Step, Theme
from ...catalogue.types import Verb
from ...citation import STYLES, cite
from ...formats.registry import FORMATS
from ..context import Site, resources_of
from ..document import Asset, address
from ..labels import OFFERED, RECORD_FORMATS

__all__ = ["FOLDER", "FORMAT", "HIDDEN", "VERSION", "api_files", "schema", "schema_text"]

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
Entry = dict[str, Any]


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
            "summary": _text("What the pathway is, and who it is for."),
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


@cache
def schema_text() -> str:
    """The schema as text, always the same for the same model."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _head(kind: str) -> Schema:
    return {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
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


FORMAT = "learning-pathway-api"
VERSION = 1
FOLDER = f"api/{VERSION}"


def api_files(site: Site) -> Iterator[Asset]:
    """The index, a file of all entries of each kind, a file of each resource, and the schema of them all."""
    paths: dict[str, Entry] = {}
    for kind, entries in _kinds(site):
        texts: list[str] = []
        for name, entry in entries:
            text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
            if kind == "resources":
                yield Asset(f"{FOLDER}/resources/{name}.json", f'{_opening("resource")},"entry":{text}}}\n')
            texts.append(text)
        yield Asset(f"{FOLDER}/{kind}.json", "".join((_opening(kind), ',"entries":[\n', ",\n".join(texts), "\n]}\n")))
        paths[kind] = {"path": f"{FOLDER}/{kind}.json", "count": len(texts)}
    yield Asset(f"{FOLDER}/index.json", json.dumps(_index(site, paths), ensure_ascii=False, indent=2) + "\n")
    yield Asset(f"{FOLDER}/schema.json", schema_text())


def _opening(kind: str) -> str:
    """The beginning of a JSON document, without its closing brace."""
    return json.dumps({"format": FORMAT, "version": VERSION, "kind": kind}, separators=(",", ":"))[:-1]


def _index(site: Site, paths: dict[str, Entry]) -> Entry:
    pathway = site.catalogue.pathway
    facts = {
        "format": FORMAT,
        "version": VERSION,
        "kind": "index",
        "title": pathway.title,
        "summary": pathway.summary,
        "language": pathway.language,
        "organisation": pathway.organisation,
        "site_url": pathway.site_url.rstrip("/") + "/" if pathway.site_url else None,
        "schema": f"{FOLDER}/schema.json",
        "collections": paths,
        "resource": f"{FOLDER}/resources/{{id}}.json",
    }
    return {key: value for key, value in facts.items() if value is not None}


def _kinds(site: Site) -> Iterator[tuple[str, Iterable[tuple[str, Entry]]]]:
    """Every kind of entry, with the id and the data of each of its entries, lazily."""

    def each(entries: Iterable[Any], added: Callable[[Site, Any], Entry]) -> Iterator[tuple[str, Entry]]:
        return ((entry.id, {**_written(entry), **added(site, entry)}) for entry in entries)

    yield "resources", each(site.catalogue.resources, _resource)
    yield "modules", each(site.modules.values(), _module)
    yield "tasks", each(site.catalogue.tasks, lambda site, task: {"used_in": _uses(site, "task", task.id)})
    yield "themes", each(site.catalogue.themes, _theme)
    yield "routes", each(site.catalogue.routes, _route)
    yield "tips", each(site.catalogue.tips, lambda _, tips: {"page": f"{address('tips/index.md')}#{tips.id}"})
    yield "retired", each(site.catalogue.retired, lambda *_: {})


def _written(entry: BaseModel) -> Entry:
    """The public fields of an entry, without empty ones and without its sections."""
    hidden = {"sections", *HIDDEN.get(type(entry).__name__, ())}
    return entry.model_dump(mode="json", exclude_none=True, exclude=hidden)


def _time(length: Duration) -> Entry:
    return {"minutes": length.minutes or None, "estimated": length.estimated, "unknown": length.unknown}


def _uses(site: Site, kind: str, name: str) -> list[Entry]:
    places = ((use.module.id, use.section.id) for use in site.uses.get((kind, name), ()))
    return [{"module": module, "section": section} for module, section in dict.fromkeys(places)]


def _files(stem: str, names: Sequence[str] = OFFERED) -> Entry:
    return {name: stem + FORMATS[name].suffix for name in names}


def _resource(site: Site, resource: Resource) -> Entry:
    references = {style: cite(resource, style) for style in STYLES}
    return {
        "page": address(f"resources/{resource.id}.md"),
        "verb": resource.type.verb.value,
        "time": _time(site.durations["resource", resource.id]),
        "used_in": _uses(site, "resource", resource.id),
        "citations": {style: {"text": found.text, "html": found.html} for style, found in references.items()},
        "files": _files(f"resources/{resource.id}/{resource.id}", RECORD_FORMATS),
    }


def _step(step: Step) -> Entry:
    facts = {"verb": step.verb.value, "kind": step.kind, "id": step.target, "introduction": step.introduction}
    return {**{key: value for key, value in facts.items() if value is not None}, "optional": step.optional}


def _section(site: Site, section: Section) -> Entry:
    facts = section.model_dump(mode="json", exclude_none=True, exclude={"steps"})
    time = _time(site.duration_of_steps(section.steps))
    return {**facts, "time": time, "steps": [_step(step) for step in section.steps]}


def _module(site: Site, module: Module) -> Entry:
    resources = resources_of(site, module)
    return {
        "page": address(f"modules/{module.id}.md"),
        "time": _time(site.duration([module])),
        "files": _files(f"modules/{module.id}/{module.id}") if resources else {},
        "sections": [_section(site, section) for section in module.sections],
    }


def _theme(site: Site, theme: Theme) -> Entry:
    resources = [resource.id for resource in site.resources_by_theme[theme.id]]
    return {
        "page": address(f"themes/{theme.id}.md"),
        "resources": resources,
        "modules": [module.id for module in site.modules_by_theme[theme.id]],
        "files": _files(f"themes/{theme.id}/{theme.id}") if resources else {},
    }


def _route(site: Site, route: Route) -> Entry:
    time = site.duration([site.modules[name] for name in route.modules])
    return {"page": address(f"routes/{route.id}.md"), "time": _time(time)}
