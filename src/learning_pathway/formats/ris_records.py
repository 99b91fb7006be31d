"""Records of a RIS file as tags and values, and what a tag means in a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .ris_tags import Tags, meaning
from .text import plain

__all__ = ["TaggedRecord", "pieces", "tag_of", "tags_of"]

_TAG = re.compile(r"^[ \t\ufeff]{0,4}([A-Z][A-Z0-9])[ \t]{0,3}-(?:[ \t]|$)")


@dataclass(frozen=True, slots=True)
class TaggedRecord:
    """A record's tags, read for its type and its program."""

    tags: Tags
    written: str
    """The type under `TY`."""
    program: str

    def all(self, *names: str) -> list[str]:
        """Every value under these tags, in the file's order."""
        return [text for tag, value in self.tags if tag in names and (text := plain(value))]

    def first(self, *names: str) -> str:
        """The first value under the first of these tags that has one."""
        return next((text for name in names for text in self.all(name)), "")

    def meaning(self, tag: str) -> str:
        """What a tag means in this record."""
        found = meaning(tag, self.written, self.program)
        if self.written == "CONF" and not self.program and self._is_swapped():
            found = {"T2": "conference", "C3": "container"}.get(tag, found)
        if found == "(series editor)" and tag == "A2" and not self.all("AU", "A1", "A3", "ED"):
            return "editor"
        return found

    def meant(self, what: str) -> list[tuple[str, str]]:
        """The tags that mean this, with their values."""
        return [(tag, text) for tag, value in self.tags if self.meaning(tag) == what and (text := plain(value))]

    def _is_swapped(self) -> bool:
        """Whether `C3` names the proceedings and `T2` the conference, as EndNote has it."""
        proceedings = re.compile(r"proceedings|transactions|lecture notes", re.IGNORECASE)
        return bool(proceedings.search(self.first("C3"))) and not proceedings.search(self.first("T2"))


def pieces(lines: list[str]) -> Iterator[tuple[int, list[str], bool]]:
    """Records, and what stands between them: the first line, the lines, and whether an `ER` closes them."""
    start, piece = 1, list[str]()
    for number, line in enumerate(lines, start=1):
        found = _TAG.match(line)
        tag = found[1] if found else ""
        if tag == "TY" and piece:
            yield start, piece, False
            piece = []
        if not piece and not line.strip("\ufeff \t\x1a"):
            continue
        if not piece:
            start = number
            if tag == "ER":
                continue
        piece.append(line)
        if tag == "ER":
            yield start, piece, True
            piece = []
    if piece:
        yield start, piece, False


def tags_of(lines: list[str]) -> tuple[Tags, list[str]]:
    """The tags with their values, in the file's order, and lines before the first tag after `TY`.

    A value may go over several lines; a line without a tag goes on with the one before it.
    """
    tags: list[tuple[str, str]] = []
    stray: list[str] = []
    for line in lines:
        found = _TAG.match(line)
        if found is not None:
            tags.append((found[1], line[found.end() :].strip()))
        elif line.strip() and len(tags) == 1:
            stray.append(line)
        elif line.strip():
            tags[-1] = (tags[-1][0], f"{tags[-1][1]}\n{line.strip()}".strip())
    return [(tag, value) for tag, value in tags if value or tag == "TY"], stray


def tag_of(line: str) -> str:
    """The tag that a line begins with; empty where there is none."""
    found = _TAG.match(line)
    return found[1] if found else ""
