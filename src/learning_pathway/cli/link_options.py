"""What commands share that reach out to links: their options, the links of a catalogue, and where they may go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from ..catalogue.files import STATE_FILE
from ..links.settings import FILE_NAME, Settings, SettingsError, contact_of, project_settings
from ..links.target import Target, targets_of
from ..web.guard import Guard, GuardError
from .project import CannotRun, sound_reading

__all__ = [
    "FilePath",
    "Links",
    "guard_from",
    "links_at",
    "moment_from",
    "network_options",
    "reach_options",
    "settings_for",
    "settings_option",
    "state_option",
    "targets_at",
]

Command = TypeVar("Command", bound=Callable[..., object])


class FilePath(click.Path):
    """Path of a file, or of a folder where `dir_okay` says so; an empty one is refused, since it would be `.`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path."""
        if value == "":
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


#: Where the state is kept.
state_option = click.option(
    "--state",
    type=FilePath(dir_okay=False, path_type=Path),
    help=f"State file. [default: {STATE_FILE} beside the catalogue]",
)
#: The settings of link checks.
settings_option = click.option(
    "--settings", "settings_file", type=FilePath(path_type=Path), help=f"Settings. [default: {FILE_NAME}]"
)


def reach_options(command: Command) -> Command:
    """Give a command that reaches out to links the options for the time, for who is trusted and for where it may go."""
    now = click.option("--now", metavar="TIME", help="Take this for the present time: YYYY-MM-DD or ISO 8601.")
    return now(network_options(command))


def network_options(command: Command) -> Command:
    """Give a command that asks the web the options for who is trusted and for where it may go."""
    ca_file = click.Path(exists=True, dir_okay=False, path_type=Path)
    options = (
        click.option("--ca", type=ca_file, help="Trust these authorities too (PEM)."),
        click.option(
            "--resolve", multiple=True, metavar="HOST:PORT:ADDRESS", help="Find HOST at ADDRESS, as with curl."
        ),
        click.option(
            "--allow-host",
            multiple=True,
            metavar="NAME|NETWORK",
            help="Let a private host or network be reached: localhost, 127.0.0.1, 10.1.0.0/16.",
        ),
    )
    for option in reversed(options):  # the nearest decorator to a function comes last in its help
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a catalogue."""

    root: Path
    """The project's folder."""
    targets: list[Target]
    """The links, in the catalogue's order."""
    contact: str | None
    """A page of the pathway, at which those who are asked can find out who asks."""


def targets_at(path: Path, today: date) -> tuple[Path, list[Target]]:
    """Read the catalogue at a path: the project's folder, and its links.

    Raises:
        CannotRun: it cannot be read.
    """
    links = links_at(path, today)
    return links.root, links.targets


def links_at(path: Path, today: date) -> Links:
    """Read the catalogue at a path.

    Raises:
        CannotRun: it cannot be read.
    """
    reading = sound_reading(path, today)
    assert reading.catalogue is not None, "a catalogue with errors never comes here"  # noqa: S101
    targets = list(targets_of(reading.catalogue, reading.locations))
    return Links(reading.root, targets, contact_of(reading.catalogue.pathway))


def settings_for(file: Path | None, root: Path, contact: str | None = None) -> Settings:
    """Read the settings that were named, else those beside the catalogue, else the defaults.

    Args:
        file: the file that was named.
        root: the project's folder.
        contact: what to give as contact where the settings have none.

    Raises:
        CannotRun: it cannot be read.
    """
    try:
        return project_settings(root, file, contact)
    except SettingsError as error:
        raise CannotRun(error) from error


def guard_from(allow: tuple[str, ...], resolve: tuple[str, ...]) -> Guard:
    """Read what may be reached besides the public internet.

    Raises:
        CannotRun: it cannot be read.
    """
    try:
        return Guard.parse(allow=allow, resolve=resolve)
    except GuardError as error:
        raise CannotRun(error) from error


def moment_from(written: str | None) -> datetime:
    """Read a time; the present one where none was given.

    Raises:
        CannotRun: it cannot be read.
    """
    if written is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise CannotRun(f"`{written}` is not a time; write YYYY-MM-DD or ISO 8601") from error
    if not 1970 <= moment.year <= 2999:
        raise CannotRun(f"`{written}` is no time for a check; write one from 1970 to 2999")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
