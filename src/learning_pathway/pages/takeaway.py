"""Everything that can be taken out of a pathway as one file: references, and packages for other software."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..exports import FORMATS, export
from ..exports.packages import PACKAGES
from .choice import chosen_modules
from .course import course
from .files.lists import works_of
from .site import Site

__all__ = ["KINDS", "file_name", "takeaway"]

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
