"""What the sitemap says of a page: the day from which its content dates, as far as the catalogue knows.

The theme's `sitemap.xml` writes it (sitemaps.org, `lastmod`). The day of the build would be wrong for nearly every
page, and teach search engines to heed none; a page whose day no one knows says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...catalogue.model import Resource

__all__ = ["dated"]


def dated(resources: Iterable[Resource], *, reviewed: bool = False) -> dict[str, Any]:
    """Front matter for `page`: the last day on which one of `resources` joined the catalogue, or was looked at again.

    Args:
        resources: the works that the page shows.
        reviewed: whether the page shows all that a review can change, as a record does.
    """
    days = [day for each in resources for day in (each.added, each.reviewed_on if reviewed else None) if day]
    return {"lastmod": max(days).isoformat()} if days else {}
