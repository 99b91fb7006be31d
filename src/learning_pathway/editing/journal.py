"""The diary of changes: each is written with the files it changes, all or none, and can be undone later."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from filelock import FileLock

from ..catalogue import ReadResult
from ..catalogue.files import STATE_FILE
from ..catalogue.yaml.patch import BESIDE, HISTORY, Patch, apply, text_before
from ..catalogue.yaml.tree import EditError
from .project import Change

__all__ = ["FileRegions", "JournalEntry", "Region", "entries", "save", "undo"]

#: The file with the state of the links, in the project's folder. Checks of links lock and write it, too.
#: Changes that are kept; older ones can't be undone.
MOST_KEPT = 500
#: Bytes of the longest entry that is read.
_MAXIMUM_BYTES = 50_000_000
#: Unchanged lines that are kept on each side of a region.
_CONTEXT = 3
#: Lines above a region in which the id of its entry is looked for.
_FARTHEST = 80
#: A line with the id of an entry, in the catalogue or in the state of the links.
_ID_LINE = re.compile(r"""^[^#]*?(?:^|[\s{,"'-])id["']?\s*:|^    "[^"]+": \{$""")
_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that a change has replaced, and unchanged ones around them by which they are found again."""

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


@dataclass(frozen=True, slots=True)
class FileRegions:
    """What a change did to one file."""

    file: str
    created: bool
    removed: bool
    regions: tuple[Region, ...]


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


def undo(root: Path, id_: str) -> Change:
    """Work out the change that undoes one in the diary. What was changed elsewhere since stays.

    Raises:
        EditError: there is no such change, it is undone already, or what it changed was changed again.
        OSError: a file cannot be read.
    """
    entry = next((each for each in entries(root) if each.id == id_), None)
    if entry is None:
        raise EditError("there is no such change in the diary")
    if entry.undone_by:
        raise EditError("this change is undone already")
    title = entry.words[0] if entry.words else "a change"
    patches = tuple(_undone(root, each) for each in entry.files)
    return Change((f"Undo: {title}",), patches, undoes=id_)


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
        return JournalEntry(path.stem, datetime.fromisoformat(data["time"]), words, files, str(data["undoes"]))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def _file_regions(data: Any) -> FileRegions:
    regions = tuple(
        Region(int(each["line"]), *(str(each[key]) for key in ("above", "before", "after", "below")))
        for each in data["regions"]
    )
    return FileRegions(_catalogue_file(data["file"]), bool(data["created"]), bool(data["removed"]), regions)


def _catalogue_file(name: Any) -> str:
    """The name of a file of the catalogue; anything else is refused, for the diary is no way to other files."""
    if isinstance(name, str) and (name in BESIDE or re.fullmatch(r"(?:resources/)?[^/\\\0]+\.yaml", name)):
        return name
    raise ValueError(name)


def _file_data(patch: Patch) -> dict[str, Any]:
    regions = [
        {"line": each.line, "above": each.above, "before": each.before, "after": each.after, "below": each.below}
        for each in _regions(patch.before or "", patch.after)
    ]
    return {"file": patch.file, "created": patch.before is None, "removed": patch.removes, "regions": regions}


def _regions(before: str, after: str) -> Iterator[Region]:
    old, new = _lines(before), _lines(after)
    blocks = SequenceMatcher(None, old, new).get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(blocks):
        if tag != "equal":
            above = new[_above(new, j1, "".join(new[j1:j2])) : j1]
            same_to = blocks[place + 1][4] if place + 1 < len(blocks) else j2
            below = new[j2 : min(j2 + _CONTEXT, same_to)]
            yield Region(j1, *map("".join, (above, old[i1:i2], new[j1:j2], below)))


def _above(lines: Sequence[str], first: int, text: str) -> int:
    """The line from which on the lines above a region tell which entry it is in."""
    nearest = max(first - _CONTEXT, 0)
    if any(_ID_LINE.match(line) for line in (*_lines(text), *lines[nearest:first])):
        return nearest
    farthest = max(first - _FARTHEST, 0)
    return next((place for place in range(first - 1, farthest, -1) if _ID_LINE.match(lines[place])), farthest)


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends; `splitlines` would also split at signs that end no line in YAML."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _undone(root: Path, changed: FileRegions) -> Patch:
    now = text_before(root / changed.file)
    if changed.removed and now is None:
        return Patch(changed.file, None, "".join(region.before for region in changed.regions), ())
    if now is None or changed.removed:
        raise EditError(f"{changed.file} was {'written again' if changed.removed else 'deleted'} since")
    if changed.created:
        if now != "".join(region.after for region in changed.regions):
            raise EditError(f"{changed.file} was changed since, so it can't be deleted")
        return Patch(changed.file, now, "", (), removes=True)
    text = now
    for region in reversed(changed.regions):
        text = _replaced(text, region, changed.file)
    return Patch(changed.file, now, text, ())


def _replaced(text: str, region: Region, file: str) -> str:
    """The text with a region as it was before the change."""
    has_id = any(_ID_LINE.match(line) for line in _lines(region.after))
    for above in (region.above, "") if has_id else (region.above,):
        start = _found(text, region, above)
        if start is not None:
            return text[:start] + region.before + text[start + len(region.after) :]
    raise EditError(
        f"{file}, line {region.line + 1}: what this change wrote was changed since, so it can't be undone by itself"
    )


def _found(text: str, region: Region, above: str) -> int | None:
    """Where the region's text begins; None where it isn't there, or could be in several places."""
    for lines_below in range(_CONTEXT, -1, -1):
        places = list(_places(text, above + region.after + "".join(_lines(region.below)[:lines_below])))
        at_end = [place for place in places if place + len(above + region.after) == len(text)]
        if not region.below and at_end:
            places = at_end
        exact = [place for place in places if text.count("\n", 0, place) + above.count("\n") == region.line]
        if places:
            chosen = exact or places
            return chosen[0] + len(above) if len(chosen) == 1 else None
    return None


def _places(text: str, part: str) -> Iterator[int]:
    """Where a part of a text begins, at the beginning of a line."""
    place = text.find(part)
    while place >= 0:
        if place == 0 or text[place - 1] in "\r\n":
            yield place
        place = text.find(part, place + 1)
