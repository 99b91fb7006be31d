"""The index of the pathway as data, for the tools that run in a learner's browser."""

from __future__ import annotations

import json
from typing import Any

from ..catalogue.model import Module
from .context import Site, steps_of
from .document import address
from .files.model import Asset
from .resource_view import ResourceView

__all__ = [
    "ALIASES_PATH",
    "OUTLINE_PATH",
    "alias_table",
    "outline",
]

OUTLINE_PATH = "assets/pathway/outline.json"
ALIASES_PATH = "assets/pathway/aliases.json"
FORMAT = "learning-pathway-outline"
VERSION = 1


def outline(site: Site) -> Asset:
    """The outline of a site: modules, routes, steps, which ids follow which, and which are gone for good."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "title": site.catalogue.pathway.title,
        "language": site.catalogue.pathway.language,
        "aliases": aliases(site),
        "modules": [module_outline(site, module) for module in site.modules.values()],
        "routes": [
            {
                "id": route.id,
                "title": route.title,
                "path": address(f"routes/{route.id}.md"),
                "modules": list(route.modules),
            }
            for route in site.catalogue.routes
        ],
        "steps": steps(site),
        "retired": retired(site),
    }
    return Asset(OUTLINE_PATH, json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")


def alias_table(site: Site) -> Asset:
    """The aliases alone: a learner who has stored something needs them on every page, and seldom the rest."""
    content = {"format": "learning-pathway-aliases", "version": VERSION, "aliases": aliases(site)}
    return Asset(ALIASES_PATH, json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")


def aliases(site: Site) -> dict[str, str]:
    """Former keys, each with the key that took its place."""
    kinds = {
        "resource": site.catalogue.resources,
        "task": site.catalogue.tasks,
        "module": site.catalogue.modules,
        "theme": site.catalogue.themes,
        "route": site.catalogue.routes,
    }
    return {
        f"{kind}:{former}": f"{kind}:{entry.id}"
        for kind, entries in kinds.items()
        for entry in entries
        for former in entry.formerly
    }


def module_outline(site: Site, module: Module) -> dict[str, Any]:
    """A module, its sections and the keys of their steps, in order; the minutes of steps that ask for a part only."""
    partial = (step for step in steps_of(module) if step.pages)
    parts = {f"{step.kind}:{step.target}": site.duration_of_step(step).minutes for step in partial}
    return {
        "id": module.id,
        **({"minutes": parts} if parts else {}),
        "title": module.title,
        "path": address(f"modules/{module.id}.md"),
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "steps": [f"{step.kind}:{step.target}" for step in section.steps],
            }
            for section in module.sections
        ],
    }


def steps(site: Site) -> dict[str, Any]:
    """Every resource and task by its key: what to show of it where its page is not at hand.

    ``minutes`` is null where no one has stated a length; it is never zero.
    """
    found: dict[str, Any] = {}
    for resource in site.catalogue.resources:
        view, length = ResourceView(site, "index.md", resource), site.durations["resource", resource.id]
        found[f"resource:{resource.id}"] = {
            "verb": resource.type.verb,
            "title": resource.heading,
            "makers": view.creators,
            "minutes": length.minutes if length.is_known else None,
            "estimated": length.estimated,
            **({"typical": True} if length.typical else {}),
            "path": address(f"resources/{resource.id}.md"),
            **view.attributes,
        }
    for task in site.catalogue.tasks:
        length = site.durations["task", task.id]
        found[f"task:{task.id}"] = {
            "verb": "task",
            "title": task.title or "",
            "prompt": task.prompt,
            "mode": task.mode,
            "minutes": length.minutes if length.is_known else None,
        }
    return found


def retired(site: Site) -> dict[str, dict[str, str]]:
    """Every resource and task that is gone for good, by its key: why, and the key of what to go to instead."""
    return {
        f"{entry.kind}:{entry.id}": {
            "reason": entry.reason,
            **({"replacement": f"{entry.kind}:{entry.replacement}"} if entry.replacement else {}),
        }
        for entry in site.catalogue.retired
        if entry.kind in {"resource", "task"}
    }
