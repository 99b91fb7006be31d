"""Files of references: for each module, theme and record, in each format, and pieces to combine."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from ...catalogue.model import Module, Resource
from ...formats.registry import FORMATS, letter_places
from ..context import Site, steps_of
from ..document import Asset

__all__ = [
    "OFFERED",
    "RECORD_FORMATS",
    "WHOLE",
    "Download",
    "download",
    "list_files",
    "part_of",
    "pieces",
    "reference_downloads",
    "reference_lists",
    "resources_of",
]


#: The formats that pages offer, by their names in `FORMATS`, in the order of a page.
OFFERED = ("ris", "bibtex", "csl-json", "csv")
#: Those of one resource: a table of one row is of no use.
RECORD_FORMATS = ("ris", "bibtex", "csl-json")
#: The files of the whole catalogue, without their suffix.
WHOLE = "library/library"


@dataclass(frozen=True, slots=True)
class Download:
    """A file as a page offers it.

    Attributes:
        href: relative to its page.
        label: the name of its format.
        use: what reads that format.
        media_type: its MIME type.
    """

    href: str
    label: str
    use: str
    media_type: str


def reference_downloads(site: Site, stem: str, names: Sequence[str] = OFFERED) -> list[Download]:
    """The downloads called `stem` in a page's folder; `names` are their formats."""
    chosen = ((FORMATS[name], stem + FORMATS[name].suffix) for name in names)
    return [download(site, href, form.label, form.use, form.media_type) for form, href in chosen]


def download(site: Site, href: str, label: str, use: str, media_type: str) -> Download:
    """A file, in the language of the interface."""
    gettext = site.translations.gettext
    return Download(href, gettext(label), gettext(use), media_type.partition(";")[0])


def resources_of(site: Site, module: Module) -> tuple[Resource, ...]:
    """The resources of a module, in the order of its steps, each once."""
    names = dict.fromkeys(step.target for step in steps_of(module) if step.kind == "resource")
    return tuple(site.resources[name] for name in names)


def list_files(site: Site) -> Iterator[Asset]:
    """Every file of references, one at a time."""
    for stem, (resources, names) in reference_lists(site):
        for name in names:
            yield Asset(stem + FORMATS[name].suffix, site.pieces.file(name, resources))


def reference_lists(site: Site) -> Iterator[tuple[str, tuple[Sequence[Resource], Sequence[str]]]]:
    """The path without a suffix of each list that has files, its resources, and the formats of the files."""
    for resource in site.catalogue.resources:
        yield f"resources/{resource.id}/{resource.id}", ((resource,), RECORD_FORMATS)
    for module in site.modules.values():
        if works := resources_of(site, module):
            yield f"modules/{module.id}/{module.id}", (works, OFFERED)
    for theme, resources in site.resources_by_theme.items():
        if resources:
            yield f"themes/{theme}/{theme}", (resources, OFFERED)
    if site.catalogue.resources:
        yield WHOLE, (site.catalogue.resources, OFFERED)


FOLDER = "assets/pathway/pieces"
FORMAT = "learning-pathway-pieces"
VERSION = 1
#: Resources in a part, roughly. Fewer make more files to publish, more make a short list cost more to fetch.
PART_SIZE = 16


def pieces(site: Site) -> Iterator[Asset]:
    """The list of formats, and every part."""
    count = ceil(len(site.resources) / PART_SIZE) or 1
    formats = {
        name: {
            "suffix": form.suffix,
            "mediaType": form.media_type,
            "head": form.head,
            "between": form.between,
            "tail": form.tail,
            "empty": form.empty,
        }
        for name, form in FORMATS.items()
    }
    yield _asset("index", {"parts": count, "formats": formats})
    parts: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for resource in site.resources.values():
        texts = {name: site.pieces.of(name, resource) for name in FORMATS}
        parts[part_of(resource.id, count)][resource.id] = {**texts, "letter": letter_places(resource)}
    for number in range(count):
        yield _asset(str(number), {"parts": count, "works": parts[number]})


def part_of(name: str, count: int) -> int:
    """Which of `count` parts holds the resource with the id `name`: its FNV-1a hash (32 bits), modulo `count`.

    Browsers work it out in the same way (`pieces.mjs`), so that no index of ids has to be fetched.
    """
    value = 0x811C9DC5
    for byte in name.encode("utf-8"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value % count


def _asset(name: str, content: dict[str, Any]) -> Asset:
    content = {"format": FORMAT, "version": VERSION, **content}
    return Asset(f"{FOLDER}/{name}.json", json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")
