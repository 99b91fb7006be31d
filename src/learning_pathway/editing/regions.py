"""Regions of a change: the lines that it replaced in a file, and the entry and field that they are in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import product
from typing import Any

from ..catalogue.raw import RawCatalogue, RawEntry
from ..catalogue.rules.ids import LOCAL
from ..catalogue.types import EntryKind
from ..catalogue.yaml.document import Document, FileProblem, Path, PathIndex, Position
from ..catalogue.yaml.loader import load
from ..catalogue.yaml.patch import Patch
from .project import IDENTIFIED

__all__ = ["CONTEXT", "ID_LINE", "FileRegions", "Places", "Region", "lines_of", "regions_of"]

#: Unchanged lines that are kept on each side of a region.
CONTEXT = 3
#: Lines above a region in which the id of its entry is looked for.
_FARTHEST = 80
#: A line with the id of an entry, in the catalogue or in the state of the links.
ID_LINE = re.compile(r"""^[^#]*?(?:^|[\s{,"'-])id["']?\s*:|^    "[^"]+": \{$""")


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that a change has replaced, and what they are found by again."""

    line: int
    """The number of its first line after the change, from 0."""
    above: str
    """Unchanged lines before it, back to the id of its entry."""
    before: str
    """Its text before the change."""
    after: str
    """Its text after the change."""
    below: str
    """Unchanged lines after it."""
    owner: str = ""
    """The entry that its first line is in, as `kind id`; empty where that isn't known."""
    field: str = ""
    """The keys that lead from that entry to the line, such as `steps.introduction`."""


@dataclass(frozen=True, slots=True)
class FileRegions:
    """What a change did to one file."""

    file: str
    created: bool
    removed: bool
    regions: tuple[Region, ...]


def regions_of(patch: Patch) -> Iterator[Region]:
    """The regions of a file that a change replaces."""
    old, new = lines_of(patch.before or ""), lines_of(patch.after)

    @cache
    def places_in(*, is_new: bool) -> Places | None:
        """The places of one of the two texts; None for a file that is made or removed."""
        if patch.before is None or patch.removes:
            return None
        return Places.of(patch.file, patch.after if is_new else patch.before)

    blocks = SequenceMatcher(None, old, new).get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(blocks):
        if tag == "equal":
            continue
        above = new[_above(new, j1, "".join(new[j1:j2])) : j1]
        same_to = blocks[place + 1][4] if place + 1 < len(blocks) else j2
        below = new[j2 : min(j2 + CONTEXT, same_to)]
        is_new = j2 > j1
        places = places_in(is_new=is_new)
        found = places.at(*((j1, j2) if is_new else (i1, i2))) if places is not None else ("", "")
        before, after = "".join(old[i1:i2]), "".join(new[j1:j2])
        yield Region(j1, "".join(above), before, after, "".join(below), *found)


def _above(lines: Sequence[str], first: int, text: str) -> int:
    """The line from which on the lines above a region tell which entry it is in."""
    nearest = max(first - CONTEXT, 0)
    if any(ID_LINE.match(line) for line in (*lines_of(text), *lines[nearest:first])):
        return nearest
    farthest = max(first - _FARTHEST, 0)
    return next((place for place in range(first - 1, farthest, -1) if ID_LINE.match(lines[place])), farthest)


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends; `splitlines` would also split at signs that end no line in YAML."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


class Places:
    """Tells which entry and field of a file a line is in."""

    def __init__(self, document: Document) -> None:
        self.raw, self.index = RawCatalogue((document,)), PathIndex(document)
        self.lines = lines_of(document.text)

    @classmethod
    def of(cls, file: str, text: str) -> Places | None:
        """The places of a text; None where it cannot be read."""
        if not file.endswith(".yaml"):
            return None
        try:
            document = load(file, text.removeprefix("\ufeff")).document
        except FileProblem:
            return None
        return cls(document) if document is not None else None

    def at(self, first: int, last: int) -> tuple[str, str]:
        """The entry of the first line with a value among some lines, as `kind id`, and the keys that lead there."""
        entry, field = self._entry(first, last)
        return f"{entry.kind.value} {_key(entry)}", field

    def is_at(self, region: Region, first: int, last: int) -> bool:
        """Whether some lines are in the entry and field of a region; the entry may have another id now."""
        entry, field = self._entry(first, last)
        return field == region.field and self._is_owner(entry, region)

    @staticmethod
    def _is_owner(entry: RawEntry, region: Region) -> bool:
        kind, _, key = region.owner.partition(" ")
        return entry.kind.value == kind and key in (_key(entry), *_former_keys(entry))

    def mappings(self, region: Region, field: str) -> Iterator[tuple[Path, dict[str, Any]]]:
        """The entry of a region, or the mappings in the list `field` of it, each with its path."""
        every = [each for entries in self.raw.entries.values() for each in entries] + self.raw.drafts
        for entry in every:
            if not self._is_owner(entry, region):
                continue
            if field:
                yield from entry.mappings(field)
            else:
                yield entry.path, entry.data

    def leaves(self) -> Counter[tuple[str, str]]:
        """Every value in the file by the names of the keys that lead to it."""
        found, waiting = Counter[tuple[str, str]](), [("", self.raw.documents[0].data)]
        while waiting:
            names, value = waiting.pop()
            if isinstance(value, dict):
                waiting += [(f"{names}.{key}", part) for key, part in value.items()]
            elif isinstance(value, list):
                waiting += [(names, part) for part in value]
            else:
                found[names, str(value)] += 1
        return found

    def _entry(self, first: int, last: int) -> tuple[RawEntry, str]:
        place = next((place for place in range(first, last) if self._has_value(place)), first)
        line = self.lines[place] if place < len(self.lines) else ""
        start = re.match(r"[ \t]*(?:-[ \t]+)*", line)
        path = self.index.path_at(Position(place + 1, start.end() + 1 if start else 1))
        entry = self.raw.owner(self.raw.documents[0], path)
        while entry.kind not in IDENTIFIED and entry.parent is not None:
            entry = entry.parent
        return entry, ".".join(name for name in path[len(entry.path) :] if isinstance(name, str))

    def _has_value(self, place: int) -> bool:
        return place < len(self.lines) and not re.match(r"\s*(?:#|\r?\n|\Z)", self.lines[place])


def _key(entry: RawEntry) -> str:
    return "/".join(map(str, entry.path[:1])) if entry.kind is EntryKind.PATHWAY else entry.key


def _former_keys(entry: RawEntry) -> Iterator[str]:
    own = (entry.id or "", *(name for _, name in entry.texts("formerly")))
    if entry.kind not in LOCAL or entry.parent is None:
        yield from own
        return
    outer = (entry.parent.id or "", *(name for _, name in entry.parent.texts("formerly")))
    yield from (f"{around}/{name}" for around, name in product(outer, own))
