"""Files for other software that stand beside the pages: references, data, feeds."""

from __future__ import annotations

from collections.abc import Iterator

from ..site import Site
from .api import api_files
from .asset import Asset
from .feeds import feed_files
from .lists import list_files
from .plain import plain_files
from .webmanifest import webmanifest_files

__all__ = ["Asset", "files"]


def files(site: Site) -> Iterator[Asset]:
    """Every such file of a site, one at a time."""
    yield from list_files(site)
    yield from api_files(site)
    yield from feed_files(site)
    yield from webmanifest_files(site)
    yield from plain_files(site)
