"""A file that stands beside the pages."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Asset", "BinaryAsset"]


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is.

    Attributes:
        path: where, relative to the site.
        text: what it holds.
    """

    path: str
    text: str

    @property
    def data(self) -> bytes:
        """What is written."""
        return self.text.encode("utf-8")


@dataclass(frozen=True, slots=True)
class BinaryAsset:
    """A file that is not text; `path` is where, relative to the site, and `data` what it holds."""

    path: str
    data: bytes
