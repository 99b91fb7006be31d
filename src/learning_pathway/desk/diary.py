"""The diary: every change of the desk in words, written down before it is made, so that each can be undone."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path

from ..catalogue.yaml.patch import Patch, text_before
from ..catalogue.yaml.tree import EditError
from ..output import write_whole

__all__ = ["Diary", "Record", "UndoConflictError", "merged"]

#: The diary's folder in the project, which git passes over.
FOLDER = Path(".cache") / "desk"
#: Changes that are kept.
MOST = 500
#: Bytes of one change, unpacked.
_LARGEST = 100_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """A change that was made."""

    number: int
    time: str
    words: tuple[str, ...]
    patches: tuple[Patch, ...]
    undoes: int = 0
    """The number of the change that this one undid; 0 for none."""


class UndoConflictError(EditError):
    """What a change left was changed again, so that it cannot be undone for sure."""

    def __init__(self, file: str, now: str, then: str) -> None:
        super().__init__(f"{file} was changed again at the same place, so this cannot be undone by itself")
        self.file, self.now, self.then = file, now, then


class Diary:
    """The changes of one project, on the disk."""

    def __init__(self, root: Path) -> None:
        """`root` is the project's folder."""
        self.root = root
        self.folder = root / FOLDER
        self._drop_unmade()

    def records(self, most: int = 50) -> Iterator[Record]:
        """The last changes, the newest first."""
        for number in sorted(self._numbers(), reverse=True)[:most]:
            if (record := self.get(number)) is not None:
                yield record

    def get(self, number: int) -> Record | None:
        """The change with this number; None where there is none, or where it is damaged."""
        try:
            with gzip.open(self._path(number)) as file:
                found = json.loads(file.read(_LARGEST))
            patches = tuple(
                Patch(str(each["file"]), each["before"], str(each["after"]), tuple(map(str, each["changed"])))
                for each in found["files"]
            )
            return Record(number, str(found["time"]), tuple(map(str, found["words"])), patches, int(found["undoes"]))
        except (OSError, EOFError, ValueError, LookupError, TypeError, RecursionError):
            return None

    def begin(self, words: Sequence[str], patches: Sequence[Patch], undoes: int = 0) -> int:
        """Write down a change that is about to be made, and return its number.

        Raises:
            OSError: it cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / ".gitignore").exists():
            write_whole(self.folder / ".gitignore", b"*\n")
        number = max(self._numbers(), default=0) + 1
        data = {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "words": list(words),
            "undoes": undoes,
            "files": [
                {"file": each.file, "before": each.before, "after": each.after, "changed": list(each.changed)}
                for each in patches
            ],
        }
        write_whole(self._path(number), gzip.compress(json.dumps(data).encode(), mtime=0))
        for old in sorted(self._numbers())[:-MOST]:
            self._path(old).unlink(missing_ok=True)
        return number

    def drop(self, number: int) -> None:
        """Strike out a change that was not made after all."""
        self._path(number).unlink(missing_ok=True)

    def undone(self) -> frozenset[int]:
        """The numbers of changes that a later one has undone, and that have not come back since."""
        undone: set[int] = set()
        for record in sorted(self.records(MOST), key=lambda each: each.number):
            if record.undoes and record.undoes not in undone:
                undone.add(record.undoes)
                undone.discard(self._undoes(record.undoes))
        return frozenset(undone)

    def _undoes(self, number: int) -> int:
        record = self.get(number)
        return record.undoes if record is not None else 0

    def undo(self, record: Record) -> tuple[Patch, ...]:
        """What takes a change back; whatever has changed since at other places stays.

        Raises:
            UndoConflictError: the same lines have changed since.
            EditError: a file cannot be read.
            OSError: a file cannot be read.
        """
        patches = []
        for patch in record.patches:
            now = text_before(self.root / patch.file)
            if patch.before is None and now == patch.after:
                patches.append(Patch(patch.file, now, emptied(patch.after), patch.changed))
                continue
            back = merged(patch.after, patch.before or "", now) if now is not None else None
            if now is None or back is None:
                raise UndoConflictError(patch.file, now or "", patch.before or "")
            patches.append(Patch(patch.file, now, back, patch.changed))
        return tuple(patches)

    def _numbers(self) -> list[int]:
        try:
            names = [path.name for path in self.folder.iterdir()]
        except OSError:
            return []
        return [int(found[1]) for name in names if (found := re.fullmatch(r"([0-9]{1,9})\.json\.gz", name))]

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06d}.json.gz"

    def _drop_unmade(self) -> None:
        """Strike out the last change where a kill came between its note and its making."""
        record = next(self.records(1), None)
        if record is None:
            return
        try:
            texts = [text_before(self.root / patch.file) for patch in record.patches]
        except (EditError, OSError):
            return
        if all(text == patch.before != patch.after for text, patch in zip(texts, record.patches, strict=True)):
            self.drop(record.number)


def emptied(text: str) -> str:
    """A file that a change had made, without its entries: files are not deleted."""
    head = [line for line in text.splitlines(keepends=True) if line.startswith("#")]
    return "".join(head) or "# Nothing here yet.\n"


def merged(base: str, wanted: str, now: str) -> str | None:
    """The text `now` with what differs between `base` and `wanted`; None where `now` differs at the same lines."""
    if now == base:
        return wanted
    old, new, current = (text.splitlines(keepends=True) for text in (base, wanted, now))
    kept = {
        start + place: other + place
        for start, other, size in SequenceMatcher(None, old, current, autojunk=False).get_matching_blocks()
        for place in range(size)
    }
    kept[len(old)], kept[-1] = len(current), -1
    result: list[str] = []
    at = 0
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        begin = place_in(kept, start, end)
        if begin is None:
            return None
        result += current[at:begin]
        result += new[first:last]
        at = begin + end - start
    return "".join(result + current[at:])


def place_in(kept: Mapping[int, int], start: int, end: int) -> int | None:
    """Where some lines of a text are in a later one, with a neighbour at least; None where they are not all there."""
    before, own, after = kept.get(start - 1), [kept.get(place) for place in range(start, end)], kept.get(end)
    if not own:
        return after if before is not None and after == before + 1 else None
    first = own[0]
    if first is None or own != list(range(first, first + len(own))):
        return None
    return first if before == first - 1 or after == first + len(own) else None
