"""The only clock of a build, so that the same catalogue gives the same bytes on any day and in any time zone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["build_time"]


def build_time(folder: Path, environment: Mapping[str, str] = os.environ) -> datetime | None:
    """The moment that a build is dated to, in UTC.

    It is `SOURCE_DATE_EPOCH` (reproducible-builds.org/specs/source-date-epoch) where that is set, else the date of
    the last commit of the repository that holds `folder`, else None: a build without a date says nothing of dates.

    Raises:
        ValueError: `SOURCE_DATE_EPOCH` is set, but is not a whole number of seconds.
    """
    stated = environment.get("SOURCE_DATE_EPOCH")
    if stated:
        try:
            return datetime.fromtimestamp(int(stated), UTC)
        except (ValueError, OverflowError, OSError):
            raise ValueError(f"SOURCE_DATE_EPOCH is not a number of seconds: {stated!r}") from None
    command = ["git", "-C", str(folder), "log", "-1", "--format=%ct"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    if answer.returncode or not answer.stdout.strip().isdigit():
        return None
    return datetime.fromtimestamp(int(answer.stdout), UTC)
