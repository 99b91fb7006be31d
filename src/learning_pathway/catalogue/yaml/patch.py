"""Changes of files as text: shown first, then written, all or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from pathlib import Path

from ...output import replacing, write_whole
from ..files import find
from ..problems import Problem, Severity
from ..reader import ReadResult, read
from .loader import LoadedFiles
from .tree import EditError
from .write_ahead import JournalError, change_of_files

__all__ = ["Patch", "apply", "preview", "text_before"]


#: Problems that a refusal names.
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Patch:
    """What would change in one file."""

    file: str
    """The file, relative to the project's folder."""
    before: str | None
    """Its text now; None for a file that does not exist yet."""
    after: str
    changed: tuple[str, ...]
    """Ids of what the change is about."""
    removes: bool = False
    """Whether the file is deleted; `after` is empty then."""

    @property
    def text_after(self) -> str | None:
        """Its text after the change; None where it is deleted."""
        return None if self.removes else self.after

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        lines = ((self.before or "").splitlines(keepends=True), self.after.splitlines(keepends=True))
        old = f"a/{self.file}" if self.before is not None else "/dev/null"
        new = f"b/{self.file}" if not self.removes else "/dev/null"
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in unified_diff(*lines, old, new))


def text_before(path: Path) -> str | None:
    """The text of a file as it is, byte-order mark and line ends included; None where there is no such file.

    Raises:
        EditError: it is not written in UTF-8.
        OSError: it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise EditError(f"{path.name} is not written in UTF-8; save it again with that encoding") from None


def preview(
    root: Path, patches: Iterable[Patch], *, today: date | None = None, loaded: LoadedFiles | None = None
) -> ReadResult:
    """Read the catalogue at `root` as it would be with the patches. Nothing there is changed.

    Args:
        root: the project's folder.
        patches: what would change.
        today: the day to compare dates with; today where it is None.
        loaded: what was read before, so that files without a change are not parsed again. It stays as it is.

    Raises:
        OSError: a file cannot be copied.
    """
    with tempfile.TemporaryDirectory(prefix="pathway-") as folder:
        copy = Path(folder)
        project_files = find(root)
        for path in (*project_files.files, *([project_files.published] if project_files.published else [])):
            target = copy / project_files.name(path)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)
        if (root / "mkdocs.yml").exists():  # that there is one says that a list of published ids is to be expected
            (copy / "mkdocs.yml").touch()
        for patch in patches:
            target = copy / patch.file
            target.parent.mkdir(exist_ok=True)
            if patch.removes:
                target.unlink(missing_ok=True)
            else:
                target.write_bytes(patch.after.encode("utf-8"))
        return read(copy, today=today, loaded=dict(loaded or {}))


def apply(
    root: Path,
    patches: Sequence[Patch],
    sound: Callable[[ReadResult], str | None] = lambda _: None,
    *,
    record: Patch | None = None,
    may_be_invalid: bool = False,
) -> None:
    """Write patches, after making sure that the catalogue still reads and says what it should.

    Each file is replaced in one piece. Where there are several, a journal lets the next command finish what a kill
    interrupts.

    Args:
        root: the project's folder.
        patches: what to change; one for each file.
        sound: returns what is wrong with the changed catalogue; None where nothing is.
        record: a file that is no part of the catalogue and is written with the others, or not at all.
        may_be_invalid: whether a catalogue with errors is left to `sound`.

    Raises:
        EditError: something would be wrong, or a file was changed in the meantime; every file is as it was.
        OSError: a file cannot be written; every file is as it was.
    """
    result = preview(root, patches)
    if result.catalogue is None and not may_be_invalid:
        raise EditError(f"the catalogue would not be valid, so nothing was written.{_first(result.problems)}")
    fault = sound(result)
    if fault is not None:
        raise EditError(f"{fault}, so nothing was written")
    try:
        written = [*patches, *([record] if record is not None else [])]
        with change_of_files(root, written):
            _replace_files(root, written)
    except JournalError as error:
        raise EditError(str(error)) from None


def _replace_files(root: Path, patches: Sequence[Patch]) -> None:
    """Replace all files or, after an error, none."""
    begun = False
    try:
        with ExitStack() as files:  # all of them are on the disk before the first takes its place
            for patch in patches:
                path = (root / patch.file).resolve()
                if text_before(path) != patch.before:
                    raise EditError(f"{patch.file} was changed in the meantime; nothing was written")
                path.parent.mkdir(exist_ok=True)
                if patch.removes:
                    files.callback(path.unlink, missing_ok=True)
                    continue
                file = files.enter_context(replacing(path))
                file.write(patch.after)
                file.flush()
                os.fsync(file.fileno())
            begun = True
    except BaseException:
        for patch in patches if begun else ():
            path = (root / patch.file).resolve()
            if patch.before != patch.text_after == text_before(path):
                _restore(path, patch.before)
        raise


def _first(problems: Iterable[Problem]) -> str:
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    named = "".join(f"\n  {problem}" for problem in errors[:_MOST_NAMED])
    rest = len(errors) - _MOST_NAMED
    return named + (f"\n  … and {rest:,} more" if rest > 0 else "")


def _restore(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink(missing_ok=True)
    else:
        write_whole(path, text.encode())
