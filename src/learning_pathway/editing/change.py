"""A change of a catalogue that isn't written yet: what it does in words, and the files as they would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..catalogue import Problem, ReadResult, Severity
from ..catalogue.yaml.edit import Editor
from ..catalogue.yaml.patch import Patch, preview, text_before
from ..catalogue.yaml.tree import EditError

__all__ = ["Change", "FileEdits", "new_problems"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a change does, and to which files."""

    words: tuple[str, ...]
    """What changes, in sentences; the first one names the change."""
    patches: tuple[Patch, ...]
    """The files that change, one patch for each."""
    remarks: tuple[str, ...] = ()
    """What the editor should know beside it."""
    undoes: str = ""
    """The change in the diary that this one undoes; empty for none."""

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        return "".join(patch.diff for patch in self.patches)

    def data(self) -> dict[str, Any]:
        """The change as JSON has it."""
        return {
            "words": list(self.words),
            "remarks": list(self.remarks),
            "files": [patch.file for patch in self.patches],
            "diff": self.diff,
        }


class FileEdits:
    """Editors for the files of a project, opened as they are asked for."""

    def __init__(self, root: Path, texts: Mapping[str, str]) -> None:
        """Begin without changes.

        Args:
            root: the project's folder.
            texts: the text of each file as it was read, without byte-order mark.
        """
        self._root, self._texts = root, texts
        self._before: dict[str, str] = {}
        self._editors: dict[str, Editor] = {}

    def of(self, file: str) -> Editor:
        """The editor of a file.

        Raises:
            EditError: the file was changed since the catalogue was read, or cannot be edited.
        """
        if file not in self._editors:
            before = text_before(self._root / file)
            if before is None or before.removeprefix("\ufeff") != self._texts.get(file):
                raise EditError(f"{file} was changed in the meantime; try again")
            self._before[file], self._editors[file] = before, Editor(file, before)
        return self._editors[file]

    def patches(self, *ids: str) -> tuple[Patch, ...]:
        """A patch for each file that would change."""
        return tuple(
            Patch(file, self._before[file], editor.text, ids)
            for file, editor in self._editors.items()
            if editor.text != self._before[file]
        )


def new_problems(root: Path, before: ReadResult, change: Change) -> tuple[Problem, ...]:
    """The errors and warnings that the catalogue would have after a change, and hasn't now."""
    known = {(each.code, each.id, each.message) for each in before.problems}
    found = preview(root, change.patches).problems
    serious = (Severity.ERROR, Severity.WARNING)
    return tuple(each for each in found if each.severity in serious and (each.code, each.id, each.message) not in known)
