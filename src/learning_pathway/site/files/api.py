"""The catalogue as data for other programs: version 1 of a small JSON interface, and `llms.txt`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from ...catalogue.durations import Duration
from ...catalogue.language import direction, isolated
from ...catalogue.model import Module, Resource, Retired, Route, Section, Step, Task, Theme, TipList
from ...citation import STYLES
from ...formats.registry import FORMATS
from ..context import Site
from ..document import address
from ..head import page_url
from .api_schema import HIDDEN, write
from .model import Asset
from .references import OFFERED, RECORD_FORMATS, resources_of

__all__ = ["FOLDER", "FORMAT", "LLMS_PATH", "VERSION", "api_files", "llms_file", "one_line"]


FORMAT = "learning-pathway-api"
VERSION = 1
FOLDER = f"api/{VERSION}"

Entry = dict[str, Any]


def api_files(site: Site) -> Iterator[Asset]:
    """The index, a file of all entries of each kind, a file of each resource, and the schema of them all."""
    paths: dict[str, Entry] = {}
    for kind, entries in _kinds(site):
        count, texts = 0, []
        for name, entry in entries:
            text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
            if kind == "resources":
                yield Asset(f"{FOLDER}/resources/{name}.json", f'{_opening("resource")},"entry":{text}}}\n')
            texts.append(text)
            count += 1
        listed = ",\n".join(texts)
        yield Asset(f"{FOLDER}/{kind}.json", f'{_opening(kind)},"entries":[\n{listed}\n]}}\n')
        paths[kind] = {"path": f"{FOLDER}/{kind}.json", "count": count}
    yield Asset(f"{FOLDER}/index.json", json.dumps(_index(site, paths), ensure_ascii=False, indent=2) + "\n")
    yield Asset(f"{FOLDER}/schema.json", write())


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

    def each(entries: Iterable[Any], make: Callable[[Site, Any], Entry]) -> Iterator[tuple[str, Entry]]:
        return ((entry.id, make(site, entry)) for entry in entries)

    yield "resources", each(site.catalogue.resources, _resource)
    yield "modules", each(site.modules.values(), _module)
    yield "tasks", each(site.catalogue.tasks, _task)
    yield "themes", each(site.catalogue.themes, _theme)
    yield "routes", each(site.catalogue.routes, _route)
    yield "tips", each(site.catalogue.tips, _tips)
    yield "retired", each(site.catalogue.retired, _retired)


def _written(entry: BaseModel) -> Entry:
    """The public fields of an entry, without empty ones."""
    return entry.model_dump(mode="json", exclude_none=True, exclude=set(HIDDEN.get(type(entry).__name__, ())))


def _time(length: Duration) -> Entry:
    return {"minutes": length.minutes or None, "estimated": length.estimated, "unknown": length.unknown}


def _uses(site: Site, kind: str, name: str) -> list[Entry]:
    places = ((use.module.id, use.section.id) for use in site.uses.get((kind, name), ()))
    return [{"module": module, "section": section} for module, section in dict.fromkeys(places)]


def _files(stem: str, names: Sequence[str] = OFFERED) -> Entry:
    return {name: stem + FORMATS[name].suffix for name in names}


def _resource(site: Site, resource: Resource) -> Entry:
    references = {style: site.pieces.reference(style, resource) for style in STYLES}
    return {
        **_written(resource),
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
        **module.model_dump(mode="json", exclude_none=True, exclude={"sections"}),
        "page": address(f"modules/{module.id}.md"),
        "time": _time(site.duration([module])),
        "files": _files(f"modules/{module.id}/{module.id}") if resources else {},
        "sections": [_section(site, section) for section in module.sections],
    }


def _task(site: Site, task: Task) -> Entry:
    return {**_written(task), "used_in": _uses(site, "task", task.id)}


def _theme(site: Site, theme: Theme) -> Entry:
    resources = [resource.id for resource in site.resources_by_theme[theme.id]]
    return {
        **_written(theme),
        "page": address(f"themes/{theme.id}.md"),
        "resources": resources,
        "modules": [module.id for module in site.modules_by_theme[theme.id]],
        "files": _files(f"themes/{theme.id}/{theme.id}") if resources else {},
    }


def _route(site: Site, route: Route) -> Entry:
    time = site.duration([site.modules[name] for name in route.modules])
    return {**_written(route), "page": address(f"routes/{route.id}.md"), "time": _time(time)}


def _tips(site: Site, tips: TipList) -> Entry:  # noqa: ARG001 - as the others
    return {**_written(tips), "page": f"{address('tips/index.md')}#{tips.id}"}


def _retired(site: Site, retired: Retired) -> Entry:  # noqa: ARG001 - as the others
    return _written(retired)


LLMS_PATH = "llms.txt"
_ACTIVE = re.compile(r"([\\`*_\[\]#|~])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_OPENS_A_LIST = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def llms_file(site: Site) -> Iterator[Asset]:
    """The file: data first, then pages; resources up to the setting for one page of the library."""
    pathway = site.catalogue.pathway
    most = pathway.library_page_size
    data = page_url(site, "index.md", "index.md").removesuffix("./") + f"{FOLDER}/index.json"
    modules = (_page_line(site, f"modules/{each.id}.md", each.title, each.summary) for each in site.modules.values())
    resources = (
        _page_line(site, f"resources/{each.id}.md", _title(each), each.summary)
        for each in site.catalogue.resources[:most]
    )
    more = len(site.resources) - most
    parts = [
        f"# {one_line(pathway.title)}",
        f"> {one_line(pathway.summary)}" if pathway.summary else "",
        "Summaries are the editors' own, unless a page says otherwise; the resources belong to their creators.",
        "## Data",
        f"- [Everything as JSON](<{data}>)",
        "## Modules" if site.modules else "",
        _resource_list(modules),
        "## Resources" if site.resources else "",
        _resource_list(resources),
        f"{more:,} more are listed in the library: <{page_url(site, 'index.md', 'library/index.md')}>"
        if more > 0
        else "",
    ]
    yield Asset(LLMS_PATH, "\n\n".join(part for part in parts if part) + "\n")


def one_line(text: str) -> str:
    """Text as one line without active Markdown."""
    line = _ENTITY.sub("&amp;", _ACTIVE.sub(r"\\\1", " ".join(text.split())))
    line = line.replace("<", "&lt;").replace(">", "&gt;")
    return _OPENS_A_LIST.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", line)


def _title(resource: Resource) -> str:
    """The title, in the direction of its language."""
    language = resource.language if resource.title else None
    return isolated(resource.heading, direction(language) if language else None)


def _page_line(site: Site, path: str, title: str, summary: str | None) -> str:
    link = f"[{one_line(title)}](<{page_url(site, 'index.md', path)}>)"
    return f"{link}: {one_line(summary)}" if summary else link


def _resource_list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
