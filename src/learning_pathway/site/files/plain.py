"""Plain Markdown of modules and records beside their pages, and `llms.txt`, which says where everything is.

For people and programs that read text and nothing else (https://llmstxt.org). Every word of the catalogue stays a
word: what Markdown would act upon is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from ...catalogue.language import direction, isolated
from ...catalogue.model import Module, Resource
from ...citation import cite
from ..context import Site
from ..head import MARKDOWN_NAME
from ..linked_data import place
from ..module_view import ModuleView
from ..pages.record_fields import facts_of
from ..resource_view import ResourceView
from .model import Asset

__all__ = [
    "LLMS",
    "plain_files",
]

LLMS = "llms.txt"
_ACTIVE = re.compile(r"([\\`*_\[\]#|~])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
#: Lists in plain text, as `RichText` writes them.
_LIST = re.compile(r"(?:•|1\.) ")
_ITEM = re.compile(r"( *)(•|[0-9]+\.) (.*)")
_OPENS_A_LIST = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def plain_files(site: Site) -> Iterator[Asset]:
    """The Markdown of every module and record, then the list of them."""
    for module in site.modules.values():
        yield Asset(f"modules/{module.id}/{MARKDOWN_NAME}", module_text(site, module))
    for resource in site.catalogue.resources:
        yield Asset(f"resources/{resource.id}/{MARKDOWN_NAME}", record_text(site, resource))
    yield Asset(LLMS, overview(site))


def said(text: str) -> str:
    """Text of one line in which Markdown finds nothing to act upon."""
    line = _ENTITY.sub("&amp;", _ACTIVE.sub(r"\\\1", " ".join(text.split())))
    line = line.replace("<", "&lt;").replace(">", "&gt;")
    return _OPENS_A_LIST.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", line)


def titled(resource: Resource) -> str:
    """The title, in the direction of its language."""
    language = resource.language if resource.title else None
    return isolated(resource.heading, direction(language) if language else None)


def paragraphs(text: str) -> str:
    """Text in paragraphs, each on a line; items of lists stay items."""
    return "\n\n".join(map(part, re.split(r"\n\s*\n", text.strip())))


def part(text: str) -> str:
    """A paragraph, or a list, as Markdown."""
    return "\n".join(map(item, text.split("\n"))) if _LIST.match(text) else said(text)


def item(line: str) -> str:
    """A line of a list."""
    found = _ITEM.match(line)
    return f"{found[1]}{found[2].replace('•', '-')} {said(found[3])}" if found else said(line)


def written(*parts: str | None) -> str:
    """A document of the parts that there are."""
    return "\n\n".join(part for part in parts if part) + "\n"


def items(lines: Iterable[str]) -> str:
    """A list; nothing where there is nothing in it."""
    return "\n".join(f"- {line}" for line in lines)


def to(site: Site, here: str, path: str, title: str) -> str:
    """A link from one plain document to another: whole where the site's address is known."""
    return f"[{said(title)}](<{place(site, here, path)}{MARKDOWN_NAME}>)"


def module_text(site: Site, module: Module) -> str:
    """A module: what it is for, and its steps in order."""
    here = f"modules/{module.id}.md"
    view = ModuleView(site, here, module)
    parts = [f"# {said(module.title)}", paragraphs(module.summary or ""), said(f"{view.size}, {view.time}.")]
    if module.outcomes:
        parts += ["## What you will be able to do", items(map(said, module.outcomes))]
    for section in view.sections:
        parts += [f"## {said(section.title)}", paragraphs(section.section.summary or "")]
        for step in section.steps:
            parts.append(
                f"**{step.verb_word}**" + (f": {said(step.step.introduction)}" if step.step.introduction else "")
            )
            if step.resource:
                work = step.resource.resource
                parts.append(to(site, here, f"resources/{work.id}.md", titled(work)) + f" ({said(step.resource.time)})")
                parts.append(said(work.why or work.summary or ""))
            elif step.task:
                parts.append(paragraphs(step.task.task.prompt))
                parts.append(said(", ".join(part for part in (step.task.mode, step.task.time) if part)))
    return written(*parts)


def record_text(site: Site, resource: Resource) -> str:
    """A record: the work's address, what it says, every fact of it, and its reference."""
    here = f"resources/{resource.id}.md"
    view = ResourceView(site, here, resource)
    told = (fact for fact in facts_of(view) if fact.term != "Permanent link")
    facts = [
        f"{term}: {'; '.join(said(isolated(fact.words)) for fact in some)}"
        for term, some in groupby(told, attrgetter("term"))
    ]
    uses = dict.fromkeys(use.module.id for use in site.uses.get(("resource", resource.id), ()))
    return written(
        f"# {said(titled(resource))}",
        "Title supplied by us." if view.supplied else "",
        f"<{resource.url}>" if resource.url else "No public copy is known.",
        paragraphs(resource.summary or ""),
        "This summary is the publisher’s own." if resource.summary and view.is_publishers_summary else "",
        f"Why it is here: {said(resource.why)}" if resource.why else "",
        "## Details",
        items(facts),
        "## Reference",
        cite(resource).isolated_markdown,
        "## Used in" if uses else "",
        items(to(site, here, f"modules/{name}.md", site.modules[name].title) for name in uses),
    )


def overview(site: Site) -> str:
    """`llms.txt`: what the site is, and where its parts are as plain Markdown.

    Records are named up to the setting for one page of the library: beyond that, the library's listings have them.
    """
    pathway, here = site.catalogue.pathway, "index.md"
    most = pathway.library_page_size
    modules = (
        to(site, here, f"modules/{module.id}.md", module.title)
        + (f": {said(module.summary)}" if module.summary else "")
        for module in site.modules.values()
    )
    records = (
        to(site, here, f"resources/{work.id}.md", titled(work)) + (f": {said(work.summary)}" if work.summary else "")
        for work in site.catalogue.resources[:most]
    )
    more = len(site.resources) - most
    library = f"<{place(site, here, 'library/index.md')}>"
    return written(
        f"# {said(pathway.title)}",
        f"> {said(pathway.summary)}" if pathway.summary else "",
        "Each page of a module or a work has plain Markdown beside it, under the same address with "
        f"`{MARKDOWN_NAME}` at its end. Summaries are the editors' own, unless a "
        "record says otherwise; the works belong to their makers.",
        "## Modules" if site.modules else "",
        items(modules),
        "## Works" if site.resources else "",
        items(records),
        f"{more:,} more are listed in the library: {library}" if more > 0 else "",
    )
