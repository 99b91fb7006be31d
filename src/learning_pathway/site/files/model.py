"""Files that are not pages, and how they are written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "Asset",
    "BinaryAsset",
    "HiddenFileError",
    "write_files",
]


#: Pictures that a project may have of its own.
PICTURES = "assets/images/social/"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is.

    Attributes:
        path: where, relative to the site.
        text: what it holds.
    """

    path: str
    text: str

    @property
    def data(self) -> bytes:
        """What is written."""
        return self.text.encode("utf-8")


@dataclass(frozen=True, slots=True)
class BinaryAsset:
    """A file that is not text; `path` is where, relative to the site, and `data` what it holds."""

    path: str
    data: bytes


class HiddenFileError(Exception):
    """A file of the site itself is at the path of one of these files; the message is its path."""


def write_files(files: Iterable[Asset | BinaryAsset], site: Path, taken: Collection[str]) -> None:
    """Write `files` into the folder `site`, but no redirect and no drawn picture over a project's own file.

    Args:
        files: what to write.
        site: the site, finished or not.
        taken: what the site's engine puts there, as paths below that folder; nothing of it may be hidden.

    Raises:
        HiddenFileError: something would be.
        OSError: a file could not be written.
    """
    folders: set[str] = set()
    for file in files:
        if file.path in taken:
            if file.path.endswith("/index.html") or file.path.startswith(PICTURES):
                continue
            raise HiddenFileError(file.path)
        # There are tens of thousands of them in a large catalogue: plain strings and unbuffered bytes cost least.
        path = f"{site}/{file.path}"
        folder = path.rpartition("/")[0]
        if folder not in folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        with open(path, "wb", buffering=0) as out:  # noqa: PTH123 - a `Path` for each would take as long as the write
            out.write(file.data)
