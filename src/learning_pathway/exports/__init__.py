"""Lists of resources as files for other software: the same resources always give the same bytes."""

from __future__ import annotations

from .formats import FORMATS, Format, export

__all__ = ["FORMATS", "Format", "export"]
