"""Lists of resources as files for other software: the same resources always give the same bytes."""

from __future__ import annotations

from .feeds import Channel, atom_feed, content, json_feed, news, xml_text
from .formats import FORMATS, Format, export
from .pieces import Pieces

__all__ = ["FORMATS", "Channel", "Format", "Pieces", "atom_feed", "content", "export", "json_feed", "news", "xml_text"]
