"""Writing a file in one piece: whoever looks sees the earlier one or the new one, never half of it."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(target: Path, data: bytes) -> None:
    """Write `data` to the file `target`.

    Raises:
        OSError: the folder cannot be written, or the disk is full; an earlier file is untouched.
    """
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(data)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
