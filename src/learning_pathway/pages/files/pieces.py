"""Pieces of export files, from which a learner's browser puts files of their own choice together.

A saved list is known to no one but the learner's browser, so no build can write its files. Instead, each format's piece
of each resource is published, in parts of a few resources, and the browser joins those that it needs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from math import ceil
from typing import Any

from ...exports import FORMATS
from ..site import Site
from .asset import Asset

__all__ = ["part_of", "pieces"]

FOLDER = "assets/pathway/pieces"
FORMAT = "learning-pathway-pieces"
VERSION = 1
#: Resources in a part, roughly. Fewer make more files to publish, more make a short list cost more to fetch.
PART_SIZE = 16


def pieces(site: Site) -> Iterator[Asset]:
    """The list of formats, and every part."""
    count = ceil(len(site.resources) / PART_SIZE) or 1
    formats = {
        name: {
            "suffix": form.suffix,
            "mediaType": form.media_type,
            "head": form.head,
            "between": form.between,
            "tail": form.tail,
            "empty": form.empty,
        }
        for name, form in FORMATS.items()
    }
    yield _asset("index", {"parts": count, "formats": formats})
    parts: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    for resource in site.resources.values():
        parts[part_of(resource.id, count)][resource.id] = {name: site.pieces.of(name, resource) for name in FORMATS}
    for number in range(count):
        yield _asset(str(number), {"parts": count, "works": parts[number]})


def part_of(name: str, count: int) -> int:
    """Which of `count` parts holds the resource with the id `name`: its FNV-1a hash (32 bits), modulo `count`.

    Browsers work it out in the same way (`pieces.mjs`), so that no index of ids has to be fetched.
    """
    value = 0x811C9DC5
    for byte in name.encode("utf-8"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value % count


def _asset(name: str, content: dict[str, Any]) -> Asset:
    content = {"format": FORMAT, "version": VERSION, **content}
    return Asset(f"{FOLDER}/{name}.json", json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")
