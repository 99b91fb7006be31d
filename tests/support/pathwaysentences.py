"""Every title, name and sentence of this repository's pathway, to prove that another holds none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from siteproject import ROOT

__all__ = ["sentences"]

#: Fields whose values are words of the program.
VOCABULARY = {"type", "access", "level", "language", "kind", "mode", "role", "status", "captions", "packages", "forge"}

#: What is no word of a page: settings, conditions, the addresses of links, and front matter.
NO_WORDS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\[([^]]*)\]\([^)]*\)|\A---\n.*?\n---\n", re.DOTALL)


def _strings(data: Any, key: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        if {"family", "given"} <= data.keys():
            yield f"{data['given']} {data['family']}"
        for name, value in data.items():
            if name not in VOCABULARY:
                yield from _strings(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value, key)
    elif isinstance(data, str):
        yield data


def sentences() -> set[str]:
    """Every title, name, address, id and sentence of this repository's pathway that is more than one word."""
    found = set[str]()
    for path in (ROOT / "resources.yaml", *(ROOT / "resources").rglob("*.yaml")):
        found |= set(_strings(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)))
    for path in (ROOT / "docs").glob("*.md"):
        text = NO_WORDS.sub(r"\1", path.read_text(encoding="utf-8"))
        found |= set(re.split(r"\n\s*\n|\n- |\n#+ ", text))
    parts = {" ".join(part.split()) for text in found for part in re.split(r"(?<=[.!?:;])\s+|\n- ", text)}
    return {part.strip(" .#-*>") for part in parts if re.search(r"\w[ -]\w", part) and len(part) > 8}
