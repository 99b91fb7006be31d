"""The order of the library: the most useful resources first."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue.model import Resource
from ..catalogue.types import Status
from .context import Site

__all__ = ["by_title", "in_order", "title_ranks"]


def in_order(site: Site) -> list[Resource]:
    """Resources as the library and its search data have them, the most useful first.

    Those that modules use come first, and the more that is known of a resource, the earlier; last come those that we
    no longer recommend or whose title we made up.
    """

    def drawbacks(resource: Resource) -> tuple[bool, bool, bool, int]:
        facts = (
            resource.authors or resource.editors or resource.publisher,
            resource.url,
            resource.summary,
            resource.why,
        )
        is_timed = site.durations["resource", resource.id].is_known
        missing = sum(not fact for fact in (*facts, is_timed))
        unused = ("resource", resource.id) not in site.uses
        return resource.title is None, resource.status is Status.ARCHIVED, unused, missing

    return sorted(by_title(site), key=drawbacks)


def by_title(site: Site) -> list[Resource]:
    """Resources by title, letters' case set aside."""
    return sorted(site.catalogue.resources, key=lambda resource: (resource.heading.casefold(), resource.id))


def title_ranks(site: Site, resources: Sequence[Resource]) -> list[int]:
    """For each resource, its place by title."""
    ranks = {resource.id: rank for rank, resource in enumerate(by_title(site))}
    return [ranks[resource.id] for resource in resources]
