"""A folder as data, to hold two of them against each other."""

from __future__ import annotations

from pathlib import Path

__all__ = ["files"]


def files(folder: Path) -> dict[str, bytes]:
    """What each file holds, by its path below `folder`."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
