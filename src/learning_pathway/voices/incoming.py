"""Files that came by mail: which are answer sheets, and which recording belongs to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .media import LARGEST, container_of
from .sheet import MAXIMUM, Sheet, SheetError, read_sheet
from .store import file_hash

__all__ = ["Delivery", "Incoming", "pair"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A sheet, and its recording where it names one that is there."""

    path: Path
    sheet: Sheet
    media: Path | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was made of some files."""

    answers: list[Incoming] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)
    """Files that are neither sheets nor named by one, and why."""


def pair(paths: Sequence[Path], *, by_hand: bool = False) -> Delivery:
    """Read sheets, and find the recording of each by its SHA-256, whatever it is called.

    Args:
        paths: the files.
        by_hand: whether the one recording belongs to the one sheet although its SHA-256 is another.

    Raises:
        OSError: a file cannot be read.
    """
    delivery, others = Delivery(), dict[Path, str]()
    sheets: list[tuple[Path, Sheet]] = []
    for path in paths:
        try:
            sheets.append((path, _read(path)))
        except SheetError as error:
            others[path] = str(error)
    hashes = {_hash(path): path for path in others}
    named = set[Path]()
    for path, sheet in sheets:
        media = hashes.get(sheet.media.sha256.removeprefix("sha256:")) if sheet.media else None
        if media is None and sheet.media and by_hand and len(sheets) == len(others) == 1:
            media = next(iter(others))
        if media is not None:
            named.add(media)
        delivery.answers.append(Incoming(path, sheet, media))
    delivery.refused.extend((path, why) for path, why in others.items() if path not in named)
    return delivery


def _read(path: Path) -> Sheet:
    with path.open("rb") as file:
        data = file.read(MAXIMUM + 1)
    if container_of(data):
        raise SheetError(
            "No sheet beside it names this recording. Give its sheet as well; where a messenger has changed the "
            "recording on its way, add `--by-hand` and the reason."
        )
    return read_sheet(data)


def _hash(path: Path) -> str:
    """SHA-256 of a file; empty where it is too large for a recording, or a device, which may have no end."""
    return file_hash(path) if path.is_file() and path.stat().st_size <= LARGEST else ""
