"""The diary of changes: each is written with the files it changes, all or none, and can be undone later."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from ..catalogue import ReadResult
from ..catalogue.files import STATE_FILE
from ..catalogue.yaml.patch import BESIDE, HISTORY, Patch, apply
from ..catalogue.yaml.tree import EditError
from .project import Change
from .regions import FileRegions, Region, regions_of

__all__ = ["JournalEntry", "entries", "save"]

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
