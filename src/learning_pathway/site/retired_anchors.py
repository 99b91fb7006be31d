"""Notices for people who follow a link to a retired part of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..catalogue.model import Module, Retired, TipList, TipSource
from .context import Site
from .document import link

__all__ = [
    "Notice",
    "notices_of_module",
    "notices_of_tips",
    "source_anchors",
]


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened to a retired part of a page.

    Attributes:
        anchor: the name that the part had within the page.
        reason: why it is gone.
        href: where to go instead, if there is such a place.
        title: the title of that place.
    """

    anchor: str
    reason: str
    href: str | None = None
    title: str = ""


def notices_of_module(site: Site, module: Module, here: str) -> list[Notice]:
    """The retired sections of a module, whatever the module was called when they went, for its page at `here`."""
    names = {module.id, *module.formerly}
    taken = {name for section in module.sections for name in (section.id, *section.formerly)}
    found: dict[str, Notice] = {}
    for gone in site.catalogue.retired:
        outer, _, inner = gone.id.partition("/")
        if gone.kind == "section" and outer in names and inner not in taken:
            found.setdefault(inner, Notice(inner, gone.reason, *_section(site, here, gone)))
    return list(found.values())


def notices_of_tips(site: Site) -> list[Notice]:
    """The retired lists of tips, their sources and single tips."""
    taken = {
        anchor for tips in site.catalogue.tips for source in tips.sources for anchor in source_anchors(tips, source)
    }
    found = {notice.anchor: notice for gone in site.catalogue.retired for notice in _of_tips(site, gone)}
    return [notice for anchor, notice in found.items() if anchor not in taken]


def source_anchors(tips: TipList, source: TipSource) -> list[str]:
    """Every name that a source of tips has, or had, within the page; the present one first."""
    lists, sources = (tips.id, *tips.formerly), (source.id, *source.formerly)
    return [f"{outer}--{inner}" for outer in lists for inner in sources]


def _section(site: Site, here: str, gone: Retired) -> tuple[str, str] | tuple[()]:
    """The link to the section that replaced another, and its title."""
    outer, _, inner = (gone.replacement or "").partition("/")
    sections = site.modules[outer].sections if outer in site.modules else ()
    title = next((section.title for section in sections if section.id == inner), None)
    return () if title is None else (link(here, f"modules/{outer}.md#{inner}"), title)


def _of_tips(site: Site, gone: Retired) -> Iterator[Notice]:
    instead = gone.replacement
    if gone.kind == "tip":
        yield Notice(
            f"tip--{gone.id}",
            gone.reason,
            *((f"#tip--{instead}", site.translations.gettext("another tip")) if instead else ()),
        )
    elif gone.kind == "tip-list":
        titles = {tips.id: tips.title for tips in site.catalogue.tips}
        yield Notice(gone.id, gone.reason, *((f"#{instead}", titles[instead]) if instead else ()))
    elif gone.kind == "tip-source":
        titles = {f"{tips.id}/{source.id}": source.title for tips in site.catalogue.tips for source in tips.sources}
        where = (f"#{instead.replace('/', '--')}", titles[instead]) if instead else ()
        outer, _, inner = gone.id.partition("/")
        now = next((tips for tips in site.catalogue.tips if outer in tips.formerly), None)
        for name in dict.fromkeys((outer, *_names(now))):
            yield Notice(f"{name}--{inner}", gone.reason, *where)


def _names(tips: TipList | None) -> tuple[str, ...]:
    return (tips.id, *tips.formerly) if tips else ()
