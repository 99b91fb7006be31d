"""Changes of files as text: shown first, then written, all or none, even after a kill."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from ...output import SUFFIX, replacing, write_whole
from ..files import STATE_FILE, find
from ..problems import Problem, Severity
from ..reader import ReadResult, read
from .loader import LoadedFiles
from .tree import EditError

__all__ = [
    "BESIDE",
    "HISTORY",
    "JOURNAL",
    "LOCK",
    "JournalError",
    "Patch",
    "apply",
    "preview",
    "recover",
    "text_before",
]

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
        with _change_of_files(root, written):
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


#: The journal, in the project's folder; it is there only while files are being replaced.
JOURNAL = ".pathway-change.json"
#: The folder of the diary of changes, in the project's folder: one file for each change.
HISTORY = ".pathway-history"
#: Other files that are changed as the catalogue is: what imports have written before, and what is known of links.
BESIDE = frozenset({"imported.json", STATE_FILE})
_IN_HISTORY = re.compile(r"\.pathway-history/\w[\w-]*\.json", re.ASCII)
#: What keeps two commands from changing files at the same time.
LOCK = ".pathway-change.lock"
#: Seconds to wait for another command that is changing files.
_PATIENCE = 10
#: Bytes of the longest journal that is read: all the files of a large catalogue twice.
_MAXIMUM_BYTES = 200_000_000


class JournalError(Exception):
    """A change that was interrupted cannot be finished for sure. The message says what to do."""


@contextmanager
def _change_of_files(root: Path, changes: Sequence[Patch]) -> Iterator[None]:
    """Note changes on the disk while the block makes them, and let no other command change files meanwhile.

    After an error, the block has to have taken back what it changed.

    Raises:
        JournalError: another command takes too long, or an earlier change cannot be finished.
        OSError: the journal cannot be written.
    """
    with _locked(root):
        _finish(root)
        if len(changes) < 2:  # one file is replaced in one step
            yield
            return
        texts = {each.file: _text(root / each.file) for each in changes}
        entries = [{"file": each.file, "before": each.before, "after": each.text_after} for each in changes]
        write_whole(root / JOURNAL, json.dumps({"version": 1, "files": entries}).encode())
        _sync(root)
        try:
            yield
        except BaseException:
            if all(_text(root / name) == text for name, text in texts.items()):
                (root / JOURNAL).unlink(missing_ok=True)
            raise
        (root / JOURNAL).unlink(missing_ok=True)


def recover(root: Path) -> tuple[str, ...]:
    """Finish a change that was killed halfway, if there is one, and return the files that it was about.

    Raises:
        JournalError: one of the files was edited since, the journal is damaged, or another command takes too long.
        OSError: a file cannot be read or written.
    """
    if not (root / JOURNAL).exists() and not any(_unfinished(root)):
        return ()
    with _locked(root):
        files = _finish(root)
        for path in _unfinished(root):
            path.unlink(missing_ok=True)
        return files


def _unfinished(root: Path) -> Iterator[Path]:
    """Files that a change was killed in writing, before it was noted; none while the lock is held by no one else."""
    for pattern in (
        f".{JOURNAL}.*{SUFFIX}",
        ".*.yaml.*" + SUFFIX,
        "resources/.*.yaml.*" + SUFFIX,
        f"{HISTORY}/.*{SUFFIX}",
    ):
        yield from root.glob(pattern)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    try:
        with FileLock(root / LOCK, timeout=_PATIENCE):
            yield
    except Timeout:
        raise JournalError("another command is changing the catalogue; try again when it has ended") from None


def _finish(root: Path) -> tuple[str, ...]:
    journal = root / JOURNAL
    if not journal.exists():
        return ()
    entries = _entries(journal)
    texts = {name: _text(root / name) for name, _, _ in entries}
    names = ", ".join(texts)
    for name, before, after in entries:
        if texts[name] not in (before, after):
            raise JournalError(
                f"a change to {names} was interrupted, and {name} was edited since, so it cannot be finished. Compare "
                f"these files with their last versions (`git diff`), put them right, and delete {JOURNAL}"
            )
    for name, before, after in entries:
        target = root / name
        target.parent.mkdir(exist_ok=True)
        for part in target.parent.glob(f".{target.name}.*{SUFFIX}"):
            part.unlink(missing_ok=True)
        if texts[name] == before and after is None:
            target.unlink(missing_ok=True)
        elif texts[name] == before and after is not None:
            write_whole(target, after.encode())
        _sync(target.parent)
    journal.unlink()
    return tuple(texts)


def _entries(journal: Path) -> list[tuple[str, str | None, str | None]]:
    """What a journal says: the name, the text before and the text after of each file."""
    damaged = JournalError(f"{JOURNAL} is damaged; compare the catalogue with its last version, and delete {JOURNAL}")
    if journal.stat().st_size > _MAXIMUM_BYTES:
        raise damaged
    try:
        written = json.loads(journal.read_bytes())
        entries = [(entry["file"], entry["before"], entry["after"]) for entry in written["files"]]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise damaged from None
    root = Path(os.path.realpath(journal.parent))
    for name, before, after in entries:
        if not (isinstance(name, str) and isinstance(after, str | None) and isinstance(before, str | None)):
            raise damaged
        path = PurePosixPath(name)
        is_inside = not path.is_absolute() and ".." not in path.parts and len(path.parts) <= 2 and "\0" not in name
        is_ours = path.suffix == ".yaml" or name in BESIDE or _IN_HISTORY.fullmatch(name) is not None
        if not (is_inside and is_ours) or not Path(os.path.realpath(root / path)).is_relative_to(root):
            raise damaged
    return entries


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None


def _sync(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where the system offers that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
