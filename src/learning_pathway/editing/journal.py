"""The diary of changes: each is written with the files it changes, all or none, and can be undone later.

A region is the lines that a change replaced in a file, with the entry and field that they are in.
"""

from __future__ import annotations

import json
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from difflib import SequenceMatcher
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from filelock import FileLock

from ..catalogue.files import STATE_FILE
from ..catalogue.raw import RawCatalogue, RawEntry
from ..catalogue.reader import ReadResult
from ..catalogue.rules.ids import LOCAL
from ..catalogue.types import EntryKind
from ..catalogue.yaml.document import Document, FileProblem, PathIndex, Position
from ..catalogue.yaml.document import Path as ValuePath
from ..catalogue.yaml.loader import load
from ..catalogue.yaml.patch import BESIDE, HISTORY, Patch, apply
from ..catalogue.yaml.tree import EditError
from .project import IDENTIFIED, Change

__all__ = [
    "CONTEXT",
    "ID_LINE",
    "FileRegions",
    "JournalEntry",
    "Places",
    "Region",
    "entries",
    "lines_of",
    "regions_of",
    "save",
]

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

    def mappings(self, region: Region, field: str) -> Iterator[tuple[ValuePath, dict[str, Any]]]:
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


#: Changes that are kept; older ones can't be undone.
MOST_KEPT = 500
#: Bytes of the longest entry that is read.
_MAXIMUM_BYTES = 50_000_000
_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One change in the diary."""

    id: str
    time: datetime
    words: tuple[str, ...]
    """What changed, in sentences; the first one names the change."""
    files: tuple[FileRegions, ...]
    undoes: str = ""
    """The change that this one undid; empty for none."""
    undone_by: str = ""
    """The change that undid this one; empty for none."""
    renamed: tuple[tuple[str, str], ...] = ()
    """What problems call an entry before and after it, where that differs."""


def save(
    root: Path,
    change: Change,
    *,
    time: datetime | None = None,
    sound: Callable[[ReadResult], str | None] = lambda _: None,
    may_be_invalid: bool = False,
) -> str:
    """Write a change and its entry in the diary, all or nothing, and return the entry's id.

    Args:
        root: the project's folder.
        change: what to write.
        time: the time in the diary; now where it is None.
        sound: returns what is wrong with the changed catalogue; None where nothing is.
        may_be_invalid: whether a catalogue with errors is left to `sound`.

    Raises:
        EditError: something would be wrong, or a file was changed in the meantime; every file is as it was.
        OSError: a file cannot be written; every file is as it was.
    """
    if not change.patches:
        raise EditError("there is nothing to change")
    record = _record(change, time)
    about_links = any(patch.file == STATE_FILE for patch in change.patches)
    with FileLock(f"{root / STATE_FILE}.lock") if about_links else nullcontext():
        apply(root, change.patches, sound, record=record, may_be_invalid=may_be_invalid)
    for old in _files(root)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
    return Path(record.file).stem


def _record(change: Change, time: datetime | None = None) -> Patch:
    """The file of the diary about a change, to be written with it."""
    moment = (time or datetime.now(UTC)).astimezone(UTC)
    text = json.dumps(
        {
            "version": 1,
            "time": moment.isoformat(),
            "words": change.words,
            "undoes": change.undoes,
            "renamed": change.renamed,
            "files": [_file_data(patch) for patch in change.patches],
        },
        ensure_ascii=False,
        indent=1,
    )
    return Patch(f"{HISTORY}/{moment:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.json", None, f"{text}\n", ())


def entries(root: Path) -> tuple[JournalEntry, ...]:
    """The changes in the diary, the oldest first. A damaged entry is left out."""
    found = [entry for path in _files(root) if (entry := _read(path)) is not None]
    undone = {entry.undoes: entry.id for entry in found if entry.undoes}
    return tuple(replace(entry, undone_by=undone.get(entry.id, "")) for entry in found)


def _files(root: Path) -> list[Path]:
    folder = root / HISTORY
    if folder.is_symlink() or not folder.is_dir():
        return []
    return sorted(path for path in folder.glob("*.json") if _NAME.fullmatch(path.stem))


def _read(path: Path) -> JournalEntry | None:
    try:
        if path.stat().st_size > _MAXIMUM_BYTES:
            return None
        data = json.loads(path.read_bytes())
        files = tuple(_file_regions(each) for each in data["files"])
        words = tuple(str(sentence) for sentence in data["words"])
        renamed = tuple((str(old), str(new)) for old, new in data.get("renamed", ()))
        time, undoes = datetime.fromisoformat(data["time"]), str(data["undoes"])
        return JournalEntry(path.stem, time, words, files, undoes, renamed=renamed)
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def _file_regions(data: Any) -> FileRegions:
    regions = tuple(
        Region(
            int(each["line"]),
            *(str(each[key]) for key in ("above", "before", "after", "below")),
            *(str(each.get(key, "")) for key in ("owner", "field")),
        )
        for each in data["regions"]
    )
    return FileRegions(_catalogue_file(data["file"]), bool(data["created"]), bool(data["removed"]), regions)


def _catalogue_file(name: Any) -> str:
    """The name of a file of the catalogue; anything else is refused, for the diary is no way to other files."""
    if isinstance(name, str) and (name in BESIDE or re.fullmatch(r"(?:resources/)?[^/\\\0]+\.yaml", name)):
        return name
    raise ValueError(name)


def _file_data(patch: Patch) -> dict[str, Any]:
    regions = [asdict(each) for each in regions_of(patch)]
    return {"file": patch.file, "created": patch.before is None, "removed": patch.removes, "regions": regions}
