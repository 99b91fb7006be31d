"""Writing the files into a finished site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..page import rivals
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
    taken = {path.relative_to(written).as_posix() for path in written.rglob("*") if path.is_file()}
    folders: set[str] = set()
    for file in files:
        if file.path in taken:
            raise HiddenFileError(file.path)
        if file.path.endswith("/index.html") and not taken.isdisjoint(rivals(file.path.removesuffix("html") + "md")):
            continue  # a page that somebody wrote stands before a redirect
        # There are tens of thousands of them in a large catalogue: plain strings and unbuffered bytes cost least.
        path = f"{site}/{file.path}"
        folder = path.rpartition("/")[0]
        if folder not in folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        with open(path, "wb", buffering=0) as out:  # noqa: PTH123 - a `Path` for each would take as long as the write
            out.write(file.data)
