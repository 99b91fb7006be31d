"""Files of references: for each record, module and theme and the whole catalogue, in each format that pages offer.

Each stands beside its page, so that a plain link saves it: no script, no server. A file is joined from pieces that are
made once, whatever the number of files that name a resource.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...catalogue.model import Module, Resource
from ...exports import FORMATS
from ..site import Site, steps_of
from .asset import Asset

__all__ = ["OFFERED", "WHOLE", "Offer", "list_files", "offers", "works_of"]

#: The formats that pages offer, by their names in `FORMATS`, in the order in which they stand on a page.
OFFERED = ("ris", "bibtex", "csl-json", "csv")
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


def offers(stem: str) -> list[Offer]:
    """The files called `stem` beside a page, as it offers them."""
    chosen = [FORMATS[name] for name in OFFERED]
    return [Offer(stem + form.suffix, form.label, form.use, form.media_type.partition(";")[0]) for form in chosen]


def works_of(site: Site, module: Module) -> tuple[Resource, ...]:
    """The resources of a module, in the order of its steps, each once."""
    names = dict.fromkeys(step.target for step in steps_of(module) if step.kind == "resource")
    return tuple(site.resources[name] for name in names)


def list_files(site: Site) -> Iterator[Asset]:
    """Every file of references, one at a time."""
    for resource in site.catalogue.resources:
        yield from _files(site, f"resources/{resource.id}/{resource.id}", (resource,))
    for module in site.modules.values():
        yield from _files(site, f"modules/{module.id}/{module.id}", works_of(site, module))
    for theme, resources in site.resources_by_theme.items():
        yield from _files(site, f"themes/{theme}/{theme}", resources)
    yield from _files(site, WHOLE, site.catalogue.resources)


def _files(site: Site, stem: str, resources: Sequence[Resource]) -> Iterator[Asset]:
    if resources:
        for name in OFFERED:
            yield Asset(stem + FORMATS[name].suffix, site.pieces.file(name, resources))
