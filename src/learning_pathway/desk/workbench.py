"""What the desk does to a project: read it, work out a change, save it, undo it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from ..catalogue import ReadResult, read
from ..catalogue.raw import RawEntry
from ..catalogue.types import EntryKind
from ..catalogue.yaml.loader import LoadedFiles
from ..catalogue.yaml.patch import Patch, preview, recover
from ..catalogue.yaml.tree import EditError
from ..citation.title_case import check_titles
from ..editing.change import Change
from ..editing.journal import JournalEntry, entries, save, undo
from ..editing.project import Project, open_project
from ..editing.status import ProjectStatus, project_status
from ..links.state.file import read_health
from .entries import Entries, read_entries, text_of_entry, version_of
from .outcome import Outcome, compared

__all__ = ["RefusedError", "Workbench", "digest_of", "kind_of"]


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
        self._loaded: LoadedFiles = {}
        self._checked: LoadedFiles = {}

    def entries(self) -> Entries:
        """The entries as they are written now."""
        return read_entries(self.root, self._loaded)

    def found(self, rest: str) -> tuple[Entries, RawEntry | None, str]:
        """The entries, the one that an address such as `resource/first` names, and its key."""
        name, _, key = rest.partition("/")
        entries, kind = self.entries(), kind_of(name)
        return entries, entries.get(kind, key) if kind is not None else None, key

    def version(self, entries: Entries, entry: RawEntry) -> str:
        """What tells this state of an entry's text from any other."""
        return version_of(text_of_entry(entries, entry))

    def reading(self) -> ReadResult:
        """The catalogue as it is, checked."""
        return read(self.root, loaded=self._checked)

    def outcome(self, patches: Sequence[Patch]) -> Outcome:
        """What the check would say after a change."""
        before = self.reading().problems
        return compared(before, preview(self.root, patches, loaded=self._checked).problems)

    def project(self) -> Project:
        """The project for a change that follows every mention of an entry."""
        return open_project(self.root, loaded=self._checked)

    def status(self) -> ProjectStatus:
        """What is left to do today."""
        today = date.today()
        project = open_project(self.root, today, [check_titles], self._checked)
        return project_status(project, read_health(self.root / "link-health.json").links, today)

    def save(self, change: Change) -> str:
        """Save a change with its entry in the diary, and return the id of that.

        Raises:
            RefusedError: it would make new errors.
            EditError: a file was changed in the meantime.
            OSError: a file cannot be written.
        """
        patches = tuple(patch for patch in change.patches if patch.before != patch.text_after)
        if not patches:
            raise EditError("Nothing would change.")
        before = self.reading().problems

        def sound(after: ReadResult) -> None:
            outcome = compared(before, after.problems)
            if outcome.stops:
                raise RefusedError(outcome)

        return save(self.root, replace(change, patches=patches), sound=sound, may_be_invalid=True)

    def diary(self) -> list[JournalEntry]:
        """The changes that were made, the newest first."""
        return list(reversed(entries(self.root)))

    def undo(self, name: str) -> str:
        """Take a change back, and return the id that this has in the diary.

        Raises:
            RefusedError: the catalogue would have new errors.
            EditError: it has been undone, or what it wrote was changed again.
            OSError: a file cannot be written.
        """
        return self.save(undo(self.root, name))


def digest_of(patches: Sequence[Patch]) -> str:
    """What tells the change that an editor has seen from any other."""
    text = "\0".join(part for patch in patches for part in (patch.file, patch.before or "", patch.after))
    return sha256(text.encode()).hexdigest()[:24]


def kind_of(name: str) -> EntryKind | None:
    """The kind of entry with this name; None where there is none."""
    return EntryKind(name) if name in set(EntryKind) else None
