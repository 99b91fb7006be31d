"""What the desk does to a project: read it, work out a change, save it, undo it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from ..catalogue import ReadResult, read
from ..catalogue.raw import RawEntry
from ..catalogue.vocabulary import EntryKind
from ..catalogue.yaml.loader import LoadedFiles
from ..catalogue.yaml.patch import Patch, preview, recover, write_patches
from ..catalogue.yaml.tree import EditError
from ..citation.advice import check_titles
from .diary import Diary, Record
from .entries import Entries, read_entries, text_of_entry, version_of
from .outcome import Outcome, compared

__all__ = ["Planned", "RefusedError", "Workbench", "digest_of"]

_RULES = (check_titles,)


class Planned(Protocol):
    """A change that is not written yet."""

    @property
    def words(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def patches(self) -> tuple[Patch, ...]: ...  # noqa: D102


class RefusedError(EditError):
    """A change would make new errors."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("This would make new errors, so nothing was saved.")
        self.outcome = outcome


class Workbench:
    """A project whose catalogue is edited. One thread at a time uses it."""

    def __init__(self, root: Path) -> None:
        """Finish what an earlier run was killed in.

        Raises:
            JournalError: that cannot be done for sure.
            OSError: a file cannot be read or written.
        """
        self.root = root
        self.finished = recover(root)
        self.diary = Diary(root)
        self._entries: LoadedFiles = {}
        self._loaded: LoadedFiles = {}
        self._proposed: LoadedFiles = {}

    def entries(self) -> Entries:
        """The entries as they are written now."""
        return read_entries(self.root, self._entries)

    def version(self, entries: Entries, entry: RawEntry) -> str:
        """What tells this state of an entry's text from any other."""
        return version_of(text_of_entry(entries, entry))

    def reading(self) -> ReadResult:
        """The catalogue as it is, checked."""
        return read(self.root, further_rules=_RULES, loaded=self._loaded)

    def outcome(self, patches: Sequence[Patch]) -> Outcome:
        """What the check would say after a change."""
        after = preview(self.root, patches, further_rules=_RULES, loaded=self._proposed)
        return compared(self.reading().problems, after.problems)

    def save(self, planned: Planned, undoes: int = 0) -> int:
        """Save a change, note it in the diary, and return its number there.

        Raises:
            RefusedError: it would make new errors.
            EditError: a file was changed in the meantime.
            OSError: a file cannot be written.
        """
        patches = [patch for patch in planned.patches if patch.before != patch.after]
        if not patches:
            raise EditError("Nothing would change.")
        outcome = self.outcome(patches)
        if outcome.stops:
            raise RefusedError(outcome)
        number = self.diary.begin(planned.words, patches, undoes)
        try:
            write_patches(self.root, patches)
        except BaseException:
            self.diary.drop(number)
            raise
        return number

    def undo(self, record: Record) -> int:
        """Take a change back, and return the number that this has in the diary.

        Raises:
            UndoConflictError: the same lines have changed since.
            RefusedError: the catalogue would have errors without it.
            EditError: it has been undone.
            OSError: a file cannot be written.
        """
        if record.number in self.diary.undone():
            raise EditError("This has been undone already.")
        patches = self.diary.undo(record)
        return self.save(Undoing((f"Undo: {record.words[0]}",), patches), undoes=record.number)


class Undoing:
    """A change that takes another one back."""

    def __init__(self, words: tuple[str, ...], patches: tuple[Patch, ...]) -> None:
        self.words, self.patches = words, patches


def digest_of(patches: Sequence[Patch]) -> str:
    """What tells the change that an editor has seen from any other."""
    text = "\0".join(part for patch in patches for part in (patch.file, patch.before or "", patch.after))
    return sha256(text.encode()).hexdigest()[:24]


def kind_of(name: str) -> EntryKind | None:
    """The kind of entry with this name; None where there is none."""
    return EntryKind(name) if name in set(EntryKind) else None
