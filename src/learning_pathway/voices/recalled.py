"""`voices-recalled.txt`: the public list of answers that were taken back, by id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..catalogue.calls import VOICE_ID_PATTERN
from ..output import write_whole

__all__ = ["RECALLED_FILE", "Recalled", "add_recalled", "read_recalled", "recalled_text"]

RECALLED_FILE = "voices-recalled.txt"
_HEADER = """\
# Answers that were taken back: id, month, and the SHA-256 of what was published of each, if anything was.
# Whoever keeps a copy: please delete these. `pathway voices take-back` adds lines, and none is ever taken out.
"""
_LINE = re.compile(rf"({VOICE_ID_PATTERN[1:-1]}) ([0-9]{{4}}-[0-9]{{2}})((?: sha256:[0-9a-f]{{64}})*)")
_MAXIMUM = 5_000_000


@dataclass(frozen=True, slots=True)
class Recalled:
    """One answer that was taken back."""

    id: str
    month: str
    hashes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.id, self.month, *self.hashes))


def recalled_text(entries: Iterable[Recalled]) -> str:
    """The list as text."""
    return _HEADER + "".join(f"{entry}\n" for entry in entries)


def read_recalled(path: Path) -> Mapping[str, Recalled]:
    """The answers in a list that were taken back, by id; lines that a merge has damaged are passed over.

    Args:
        path: the list, or the folder of a project that has one.
    """
    try:
        with (path / RECALLED_FILE if path.is_dir() else path).open(encoding="utf-8", errors="replace") as file:
            text = file.read(_MAXIMUM)
    except FileNotFoundError:
        return {}
    matches = (_LINE.fullmatch(line.strip()) for line in text.splitlines())
    return {match[1]: Recalled(match[1], match[2], tuple(match[3].split())) for match in matches if match}


def add_recalled(project: Path, entry: Recalled) -> bool:
    """Add a line for an answer; False where there is one already.

    Raises:
        OSError: the file cannot be written.
    """
    if entry.id in read_recalled(project):
        return False
    path = project / RECALLED_FILE
    text = path.read_text(encoding="utf-8") if path.exists() else recalled_text(())
    write_whole(path, f"{text.rstrip(chr(10))}\n{entry}\n".encode())
    return True
