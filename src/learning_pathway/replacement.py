"""Putting a new file in the place of an old one, all of it at once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

__all__ = ["SUFFIX", "replacing", "write_whole"]

#: How the name of a file ends that is not whole yet.
SUFFIX = ".part"


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """A text file to write (UTF-8, line breaks as they are), which takes the place of `path` when the block has ended.

    A reader sees the old file or the new one. The new one is on the disk before it takes the old one's place, and has
    its permissions; where there was none, everyone may read it. After an error the old file stands as it was.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    with _replacing(path, "w", encoding="utf-8", newline="") as file:
        yield file


def write_whole(path: Path, data: bytes) -> None:
    """Put a file that holds `data` in the place of `path`, as `replacing` does."""
    with _replacing(path, "wb") as file:
        file.write(data)


@contextmanager
def _replacing(path: Path, mode: str, **options: Any) -> Iterator[IO[Any]]:
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
