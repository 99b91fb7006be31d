"""Writing the files into a finished site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .asset import Asset, BinaryAsset

__all__ = ["HiddenFileError", "write_files"]


class HiddenFileError(Exception):
    """A hand-written file stands where one of ours belongs; the message is its path."""


def write_files(files: Iterable[Asset | BinaryAsset], site: Path, written: Path) -> None:
    """Write `files` into the folder `site`.

    Args:
        files: what to write.
        site: the finished site.
        written: the folder of hand-written documents, none of which may be hidden.

    Raises:
        HiddenFileError: one of them would be.
        OSError: a file could not be written.
    """
    folders: set[Path] = set()
    for file in files:
        if (written / file.path).exists():
            raise HiddenFileError(file.path)
        path = site / file.path
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        path.write_bytes(file.data)
