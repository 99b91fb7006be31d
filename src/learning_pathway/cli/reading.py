"""Reading the catalogue for a command that needs a sound one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..catalogue import ReadResult, Severity, read
from ..catalogue.yaml.patch import JournalError, recover
from ..failure import sentence

__all__ = ["CannotRun", "finish_change", "sound_reading", "waiting"]


class CannotRun(click.ClickException):
    """The command could not do its work."""

    exit_code = 2

    def __init__(self, why: str | Exception) -> None:
        """`why` is a message, or the error that has one."""
        super().__init__(sentence(why) if isinstance(why, OSError) else str(why))


def sound_reading(path: Path, today: date) -> ReadResult:
    """Read the catalogue at a path.

    Raises:
        CannotRun: it has errors, or there is none.
    """
    finish_change(path)
    # A time in the past is no reason to find the catalogue's own dates in the future.
    reading = read(path, today=max(today, date.today()))
    if reading.catalogue is None:
        first = next((problem for problem in reading.problems if problem.severity is Severity.ERROR), None)
        where = f" {first.file}:{first.line}:{first.column}: {first.message}" if first else ""
        raise CannotRun(f"The catalogue cannot be read.{where} Run `pathway check` to see everything.")
    return reading


def finish_change(path: Path) -> None:
    """Finish a change of the project's files that an earlier command was killed in.

    Raises:
        CannotRun: that cannot be done for sure.
    """
    try:
        files = recover(path if path.is_dir() else path.parent)
    except (JournalError, OSError) as error:
        raise CannotRun(error) from error
    if files:
        click.echo(f"Finished a change that was interrupted: {', '.join(files)}.", err=True)


def waiting() -> None:
    """Say why nothing happens yet."""
    click.echo("Another program is writing this folder; waiting for it to end.", err=True)
