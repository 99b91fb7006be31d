"""Log of a run, one result a line, so that nothing is lost if the run is stopped."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from glob import escape
from pathlib import Path
from shutil import copyfileobj
from types import TracebackType
from typing import IO, Final, Self

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from ...web.model import frozen_dataclass
from .model import CheckResult, Validators

__all__ = [
    "LogEntry",
    "RunLog",
    "abandoned_logs",
    "logs",
    "read_log",
    "remove",
]

_MAX_LINE = 200_000


@frozen_dataclass
class LogEntry:
    """One line of a run log: the result for one link, and its day."""

    id: str
    url: str
    on: date
    result: CheckResult
    validators: Validators | None = None


_ENTRY: Final = TypeAdapter(LogEntry)


class RunLog:
    """Writes the log of a run. Use it as a context manager; remove it once its results are merged."""

    def __init__(self, state: Path, run: str) -> None:
        self.path = state.with_name(f"{state.name}.{run}.journal")
        self._file: IO[bytes] | None = None
        self._taken_over = 0
        self._alive = FileLock(f"{self.path}.lock")

    def __enter__(self) -> Self:
        self._alive.acquire()
        self._file = self.path.open("ab")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
        self._alive.release()

    def write(self, entry: LogEntry) -> None:
        """Add a line and hand it to the operating system, which keeps it even if this process is killed.

        Raises:
            OSError: the disk is full.
        """
        if self._file is None:
            raise ValueError("the run log is not open")
        self._file.write(_ENTRY.dump_json(entry) + b"\n")
        self._file.flush()

    def take_over(self, left_behind: Iterable[Path]) -> None:
        """Move the entries of other logs here, so that one deletion ends all of them once they are merged.

        Raises:
            OSError: the disk is full; the other logs are then as they were.
        """
        if self._file is None:
            raise ValueError("the run log is not open")
        paths = list(left_behind)
        for path in paths:
            with suppress(FileNotFoundError), path.open("rb") as other:
                copyfileobj(other, self._file)
                self._file.write(b"\n")  # the last line may have been cut off
        if paths:
            self.flush()
            self._taken_over = self._file.tell()
        for path in paths:
            remove(path)

    def discard(self) -> None:
        """Delete what this run wrote, once the log is closed. What it took over stays."""
        if self._taken_over:
            os.truncate(self.path, self._taken_over)
        else:
            remove(self.path)

    def flush(self) -> None:
        """Hand everything to the disk.

        Raises:
            OSError: the disk is full.
        """
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())


def remove(path: Path) -> None:
    """Delete a run log whose results are merged."""
    path.unlink(missing_ok=True)
    Path(f"{path}.lock").unlink(missing_ok=True)


def abandoned_logs(state: Path) -> list[Path]:
    """List the run logs beside a state file that no running check is writing, oldest first."""
    return [path for path in logs(state) if not _is_alive(path)]


def _is_alive(path: Path) -> bool:
    lock = FileLock(f"{path}.lock", blocking=False)
    try:
        with lock:
            return False
    except Timeout:
        return True


def logs(state: Path) -> list[Path]:
    """List the run logs beside a state file, oldest first."""
    found = [path for path in state.parent.glob(f"{escape(state.name)}.*.journal") if path.is_file()]
    return sorted(found, key=lambda path: (_modified(path), path.name))


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def read_log(path: Path) -> Iterator[LogEntry]:
    """Read a run log. Lines that were cut off or make no sense are skipped."""
    try:
        with path.open("rb") as file:
            while line := file.readline(_MAX_LINE):
                entry = _read_line(line)
                if entry is not None:
                    yield entry
    except FileNotFoundError:
        # Another run merged and deleted it in the meantime.
        return


def _read_line(line: bytes) -> LogEntry | None:
    try:
        return _ENTRY.validate_json(line)
    except ValidationError:
        return None
