"""Reading the catalogue for a command that needs a sound one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..catalogue import Reading, Severity, read
from ..failure import sentence

__all__ = ["CannotRun", "sound_reading", "waiting"]


class CannotRun(click.ClickException):
    """The command could not do its work."""

    exit_code = 2

    def __init__(self, why: str | Exception) -> None:
        """`why` is a message, or the error that has one."""
        super().__init__(sentence(why) if isinstance(why, OSError) else str(why))


def sound_reading(path: Path, today: date) -> Reading:
    """Read the catalogue at a path.

    Raises:
        CannotRun: it has errors, or there is none.
    """
    # A time in the past is no reason to find the catalogue's own dates in the future.
    reading = read(path, today=max(today, date.today()))
    if reading.catalogue is None:
        first = next((problem for problem in reading.problems if problem.severity is Severity.ERROR), None)
        where = f" {first.file}:{first.line}:{first.column}: {first.message}" if first else ""
        raise CannotRun(f"The catalogue cannot be read.{where} Run `pathway check` to see everything.")
    return reading


def waiting() -> None:
    """Say why nothing happens yet."""
    click.echo("Another program is writing this folder; waiting for it to end.", err=True)
