"""The journal of a change of several files: the next start finishes what a kill has interrupted."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Protocol

from filelock import FileLock, Timeout

from ...output import SUFFIX, write_whole

__all__ = ["BESIDE", "HISTORY", "JOURNAL", "LOCK", "FileChange", "JournalError", "change_of_files", "recover"]


#: The journal, in the project's folder; it is there only while files are being replaced.
JOURNAL = ".pathway-change.json"
#: The folder of the diary of changes, in the project's folder: one file for each change.
HISTORY = ".pathway-history"
#: Other files that change together with the catalogue: what imports have written before.
BESIDE = frozenset({"imported.json"})
_IN_HISTORY = re.compile(r"\.pathway-history/\w[\w-]*\.json", re.ASCII)
#: What keeps two commands from changing files at the same time.
LOCK = ".pathway-change.lock"
#: Seconds to wait for another command that is changing files.
_PATIENCE = 10
#: Bytes of the longest journal that is read: all the files of a large catalogue twice.
_MAXIMUM_BYTES = 200_000_000


class JournalError(Exception):
    """A change that was interrupted cannot be finished for sure. The message says what to do."""


class FileChange(Protocol):
    """A change of one file: its name in the project, its text before and after; None where there is no such file."""

    @property
    def file(self) -> str: ...  # noqa: D102

    @property
    def before(self) -> str | None: ...  # noqa: D102

    @property
    def text_after(self) -> str | None: ...  # noqa: D102


@contextmanager
def change_of_files(root: Path, changes: Sequence[FileChange]) -> Iterator[None]:
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
