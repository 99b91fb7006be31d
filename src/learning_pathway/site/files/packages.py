"""Packages that a site offers for other software: a book of each module, and what learning platforms take.

The settings say which; without them there are none, since a large pathway takes a while to pack. One that a module does
not fit into is left out of its offers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ...catalogue.model import Module
from ...catalogue.vocabulary import PackageKind
from ...packages.registry import PACKAGES
from ...packages.scorm12 import MOST_STEPS
from ..context import Site, steps_of
from ..course import course
from .model import BinaryAsset
from .references import Offer, offer

__all__ = [
    "package_files",
    "package_offers",
]

#: The files of the whole pathway, without their endings; they stand beside the page of all modules.
WHOLE = "modules/pathway"


def package_offers(site: Site, module: Module | None, folder: str = "") -> list[Offer]:
    """What the page of a module, or of all modules, offers; `folder` leads from that page to the files."""
    stem = folder + (module.id if module else "pathway")
    chosen = (PACKAGES[kind] for kind in offered(site, [module] if module else list(site.modules.values())))
    return [offer(site, stem + one.ending, one.label, one.use, one.media_type) for one in chosen]


def package_files(site: Site, time: datetime | None) -> Iterator[BinaryAsset]:
    """Every package that the site offers, dated to `time`."""
    modules = list(site.modules.values())
    if len(modules) > 1:
        yield from packed(site, WHOLE, (), modules, time)
    for module in modules:
        yield from packed(site, f"modules/{module.id}/{module.id}", (module.id,), [module], time)


def packed(
    site: Site, stem: str, names: Sequence[str], modules: Sequence[Module], time: datetime | None
) -> Iterator[BinaryAsset]:
    """The packages of some modules."""
    kinds = offered(site, modules)
    if not kinds:
        return
    made = course(site, names, time=time)
    for kind in kinds:
        yield BinaryAsset(stem + PACKAGES[kind].ending, PACKAGES[kind].write(made, time))


def offered(site: Site, modules: Sequence[Module]) -> list[PackageKind]:
    """The kinds of package that the settings name and the modules fit into."""
    steps = [list(steps_of(module)) for module in modules]
    fits = {
        PackageKind.SCORM12: all(len({step.key for step in each}) <= MOST_STEPS for each in steps),
    }
    named = dict.fromkeys(site.catalogue.pathway.packages)
    return [kind for kind in named if fits.get(kind, True)] if modules else []
