"""Modules that someone named, else all of them."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue.did_you_mean import nearest
from ..catalogue.model import Module
from .context import Site

__all__ = [
    "UnknownModuleError",
    "chosen_modules",
]


class UnknownModuleError(Exception):
    """A module was asked for that the catalogue does not have; the message names it and what to write instead."""


def chosen_modules(site: Site, names: Sequence[str]) -> list[Module]:
    """The modules called `names`, each once, in the order given; all of them, in the pathway's order, if none is named.

    Raises:
        UnknownModuleError: a name is not the id of a module.
    """
    return [chosen(site, name) for name in dict.fromkeys(names)] or list(site.modules.values())


def chosen(site: Site, name: str) -> Module:
    """The module called `name`, now or formerly."""
    if name in site.modules:
        return site.modules[name]
    for module in site.modules.values():
        if name in module.formerly:
            return module
    meant = nearest(name, list(site.modules)) if site.modules else None
    if meant:
        raise UnknownModuleError(f"There is no module `{name}`. Did you mean `{meant}`?")
    raise UnknownModuleError(f"There is no module `{name}`. There are: {', '.join(site.modules) or 'none'}.")
