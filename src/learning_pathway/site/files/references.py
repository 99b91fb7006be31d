"""Files of references: for each module, theme and record, in each format, and pieces to combine."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from ...catalogue.model import Module, Resource
from ...formats.registry import FORMATS, export
from ...packages.registry import PACKAGES
from ..context import Site, steps_of
from ..course import course
from ..selection import chosen_modules
from .model import Asset

__all__ = [
    "KINDS",
    "OFFERED",
    "RECORD_FORMATS",
    "WHOLE",
    "Offer",
    "file_name",
    "list_files",
    "offer",
    "offers",
    "part_of",
    "pieces",
    "takeaway",
    "works_of",
]

#: The formats that pages offer, by their names in `FORMATS`, in the order of a page.
OFFERED = ("ris", "bibtex", "csl-json", "csv")
#: Those of one resource: a table of one row is of no use.
RECORD_FORMATS = ("ris", "bibtex", "csl-json")
#: The files of the whole catalogue, without their suffix.
WHOLE = "library/library"


@dataclass(frozen=True, slots=True)
class Offer:
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


def offers(site: Site, stem: str, names: Sequence[str] = OFFERED) -> list[Offer]:
    """The files called `stem` beside a page, as it offers them; `names` are their formats."""
    chosen = ((FORMATS[name], stem + FORMATS[name].suffix) for name in names)
    return [offer(site, href, form.label, form.use, form.media_type) for form, href in chosen]


def offer(site: Site, href: str, label: str, use: str, media_type: str) -> Offer:
    """A file, in the language of the interface."""
    gettext = site.translations.gettext
    return Offer(href, gettext(label), gettext(use), media_type.partition(";")[0])


def works_of(site: Site, module: Module) -> tuple[Resource, ...]:
    """The resources of a module, in the order of its steps, each once."""
    names = dict.fromkeys(step.target for step in steps_of(module) if step.kind == "resource")
    return tuple(site.resources[name] for name in names)


def list_files(site: Site) -> Iterator[Asset]:
    """Every file of references, one at a time."""
    for resource in site.catalogue.resources:
        yield from _files(site, f"resources/{resource.id}/{resource.id}", (resource,), RECORD_FORMATS)
    for module in site.modules.values():
        yield from _files(site, f"modules/{module.id}/{module.id}", works_of(site, module))
    for theme, resources in site.resources_by_theme.items():
        yield from _files(site, f"themes/{theme}/{theme}", resources)
    yield from _files(site, WHOLE, site.catalogue.resources)


def _files(site: Site, stem: str, resources: Sequence[Resource], names: Sequence[str] = OFFERED) -> Iterator[Asset]:
    if resources:
        for name in names:
            yield Asset(stem + FORMATS[name].suffix, site.pieces.file(name, resources))


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
    parts: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    for resource in site.resources.values():
        parts[part_of(resource.id, count)][resource.id] = {name: site.pieces.of(name, resource) for name in FORMATS}
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


#: Name of each kind of file, and its label for people.
KINDS = {
    **{name: package.label for name, package in PACKAGES.items()},
    **{name: listed.label for name, listed in FORMATS.items()},
}


def takeaway(site: Site, kind: str, names: Sequence[str] = (), *, time: datetime | None = None) -> bytes:
    """The content of a file.

    Args:
        site: the catalogue.
        kind: a name in `KINDS`.
        names: ids of modules; the whole pathway if none is named. References are then those of the modules' works.
        time: the moment that the file is dated to.

    Raises:
        UnknownModuleError: a name is not the id of a module.
        PackageError: the modules do not fit into the format.
        ValueError: there is no such kind of file.
    """
    if kind in PACKAGES:
        return PACKAGES[kind].write(course(site, names, time=time), time)
    if not names:
        return export(site.catalogue.resources, kind)
    used = {work.id: work for module in chosen_modules(site, names) for work in works_of(site, module)}
    return export(tuple(used.values()), kind)


def file_name(site: Site, kind: str, names: Sequence[str] = ()) -> str:
    """What to call the file: after the one module that it holds, else after the pathway.

    Raises:
        UnknownModuleError: a name is not the id of a module.
        ValueError: there is no such kind of file.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of file {kind!r}; there are: {', '.join(KINDS)}")
    ending = PACKAGES[kind].ending if kind in PACKAGES else FORMATS[kind].suffix
    modules = chosen_modules(site, names)
    return (modules[0].id if names and len(modules) == 1 else "pathway") + ending
