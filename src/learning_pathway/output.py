"""Replace files and folders of a project as a whole, so that a reader sees the old ones or the new ones."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from filelock import FileLock, Timeout

__all__ = ["SUFFIX", "OutputError", "OutputFolder", "replacing", "sources_of", "write_whole"]


#: How the name of a file ends that is not whole yet.
SUFFIX = ".part"


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """A text file to write (UTF-8, line breaks as they are), which replaces `path` when the block ends.

    A reader sees the old file or the new one. The new one is on the disk before it takes the old one's place, and has
    its permissions; where there was none, everyone may read it. After an error the old file is as it was.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    with _replacing(path, "w", encoding="utf-8", newline="") as file:
        yield file


def write_whole(path: Path, data: bytes) -> None:
    """Put a file that holds `data` at `path`, as `replacing` does."""
    with _replacing(path, "wb") as file:
        file.write(data)


@contextmanager
def _replacing(path: Path, mode: str, **options: Any) -> Iterator[IO[Any]]:
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open(mode, **options) as file:  # a device or a pipe, such as /dev/stdout, is written to, not replaced
            yield file
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=SUFFIX, dir=path.parent)
    try:
        with os.fdopen(handle, mode, **options) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode_of(path))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def mode_of(path: Path) -> int:
    """Permissions for the new file: those of the old one, else readable by all (`mkstemp` allows the owner only)."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o644


#: Of Linux, from `linux/fcntl.h` and `linux/fs.h`.
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
#: How a kernel or a file system says that it cannot exchange two folders.
_NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV})
#: Files that a desktop or a host adds to a folder, and that no one misses.
_IGNORED = frozenset({".DS_Store", ".nojekyll"})

#: Files and folders of a project that no output may replace.
SOURCES = ("docs", "hooks", "resources", "src", "scripts", "tests", ".git", "mkdocs.yml", "resources.yaml")


class OutputError(Exception):
    """The folder cannot be written. The message says why, in one sentence."""


class OutputFolder:
    """A folder that a command writes, and whose contents belong to that command alone."""

    def __init__(self, target: Path, *, kind: str, sources: Collection[Path], is_ours: Callable[[Path], bool]) -> None:
        """Describe it.

        Args:
            target: the folder; where it is a symbolic link, the folder that the link leads to.
            kind: what it holds, for messages: `a built site`.
            sources: files and folders that it must neither hold nor lie within.
            is_ours: whether a folder that is not empty holds what this command wrote before.
        """
        self.target = Path(os.path.realpath(target))
        self.kind, self.is_ours = kind, is_ours
        self.sources = [Path(os.path.realpath(source)) for source in sources]

    @contextmanager
    def replacing(self, waiting: Callable[[], None] = lambda: None) -> Iterator[Path]:
        """Give a new, empty folder, which replaces the target when the block ends without an error.

        Args:
            waiting: called once where another writer has to end first.

        Raises:
            OutputError: the target holds something else, or cannot be replaced.
            OSError: a file or folder cannot be read or written.
        """
        self._refuse()
        self.target.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._beside("lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire()
        try:
            self._recover()
            self._refuse()
            fresh = self._beside(f"{secrets.token_hex(4)}{SUFFIX}")
            fresh.mkdir()
            try:
                yield fresh
                self._put_in_place(fresh)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)  # half of the new folder, or all of the old one
        finally:
            lock.release()

    def _beside(self, state: str) -> Path:
        return self.target.with_name(f".{self.target.name}.{state}")

    def _refuse(self) -> None:
        """Raise `OutputError` where replacing the target would delete what a person keeps there."""
        target = self.target
        for source in self.sources:
            if target.is_relative_to(source) or source.is_relative_to(target):
                raise OutputError(f"{target} holds or belongs to {source}, which is needed. Choose another folder.")
        if not target.exists():
            return
        if not target.is_dir():
            raise OutputError(f"{target} is a file. Choose another folder.")
        if os.path.ismount(target):
            raise OutputError(
                f"{target} is a mount point, which cannot be replaced as a whole. Choose a folder in it, "
                f"such as {target / 'site'}."
            )
        names = {path.name for path in target.iterdir()} - _IGNORED
        hidden = sorted(name for name in names if name.startswith("."))
        if names and (hidden or not self.is_ours(target)):
            what = f"{hidden[0]}, which is not part of {self.kind}" if hidden else f"other things than {self.kind}"
            raise OutputError(f"{target} holds {what}. Choose a new or an empty folder.")

    def _recover(self) -> None:
        """Clear up after a writer that was killed: bring back the old folder, and delete what is not complete."""
        previous = self._beside("previous")
        if previous.is_dir():
            if self.target.is_dir() and not any(self.target.iterdir()):
                self.target.rmdir()
            # Renamed before it is deleted: what is called `previous` is always complete.
            previous.rename(self._beside(f"{secrets.token_hex(4)}{SUFFIX}") if self.target.exists() else self.target)
        name = re.compile(rf"\.{re.escape(self.target.name)}\.[0-9a-f]{{8}}{re.escape(SUFFIX)}")
        for path in list(self.target.parent.iterdir()):
            if name.fullmatch(path.name) and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)

    def _put_in_place(self, fresh: Path) -> None:
        """Let `fresh` and the target change places."""
        if not self.target.exists():
            fresh.rename(self.target)
            return
        fresh.chmod(stat.S_IMODE(self.target.stat().st_mode))
        if exchange(fresh, self.target):
            return
        previous = self._beside("previous")
        self.target.rename(previous)
        try:
            fresh.rename(self.target)
        except BaseException:
            previous.rename(self.target)
            raise
        previous.rename(fresh)


def sources_of(project: Path) -> list[Path]:
    """What a project keeps, and no output may replace."""
    return [project / name for name in SOURCES]


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that neither name is ever missing; False where the system cannot.

    Raises:
        OSError: it can, but not these two.
    """
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))
