"""`llms.txt`: the site's pages and data, for programs that read text (https://llmstxt.org)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...catalogue.language import direction, isolated
from ...catalogue.model import Resource
from ..context import Site
from ..linked_data import place
from .api import FOLDER
from .model import Asset

__all__ = [
    "LLMS_PATH",
    "llms_file",
    "one_line",
]

LLMS_PATH = "llms.txt"
_ACTIVE = re.compile(r"([\\`*_\[\]#|~])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_OPENS_A_LIST = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def llms_file(site: Site) -> Iterator[Asset]:
    """The file: data first, then pages; resources up to the setting for one page of the library."""
    pathway = site.catalogue.pathway
    most = pathway.library_page_size
    data = place(site, "index.md", "index.md").removesuffix("./") + f"{FOLDER}/index.json"
    modules = (_page(site, f"modules/{each.id}.md", each.title, each.summary) for each in site.modules.values())
    resources = (
        _page(site, f"resources/{each.id}.md", _title(each), each.summary) for each in site.catalogue.resources[:most]
    )
    more = len(site.resources) - most
    parts = [
        f"# {one_line(pathway.title)}",
        f"> {one_line(pathway.summary)}" if pathway.summary else "",
        "Summaries are the editors' own, unless a page says otherwise; the resources belong to their creators.",
        "## Data",
        f"- [Everything as JSON](<{data}>)",
        "## Modules" if site.modules else "",
        _list(modules),
        "## Resources" if site.resources else "",
        _list(resources),
        f"{more:,} more are listed in the library: <{place(site, 'index.md', 'library/index.md')}>" if more > 0 else "",
    ]
    yield Asset(LLMS_PATH, "\n\n".join(part for part in parts if part) + "\n")


def one_line(text: str) -> str:
    """Text as one line in which Markdown finds nothing to act upon."""
    line = _ENTITY.sub("&amp;", _ACTIVE.sub(r"\\\1", " ".join(text.split())))
    line = line.replace("<", "&lt;").replace(">", "&gt;")
    return _OPENS_A_LIST.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", line)


def _title(resource: Resource) -> str:
    """The title, in the direction of its language."""
    language = resource.language if resource.title else None
    return isolated(resource.heading, direction(language) if language else None)


def _page(site: Site, path: str, title: str, summary: str | None) -> str:
    link = f"[{one_line(title)}](<{place(site, 'index.md', path)}>)"
    return f"{link}: {one_line(summary)}" if summary else link


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
