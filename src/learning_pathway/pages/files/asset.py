"""A file that stands beside the pages."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Asset"]


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is.

    Attributes:
        path: where, relative to the site.
        text: what it holds.
    """

    path: str
    text: str
