"""The project that a command is for: its last argument or `--path PROJECT`, and its catalogue."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from ..catalogue import ReadResult, read
from ..catalogue.problems import first_error
from ..catalogue.yaml.patch import JournalError, recover
from ..failure import sentence

__all__ = [
    "CannotRun",
    "CommandGroup",
    "agreed",
    "finish_change",
    "project_argument",
    "say",
    "sound_reading",
    "waiting",
]


#: Where the option leaves its value until the argument is read.
KEY = "learning_pathway.project"
F = TypeVar("F", bound=Callable[..., Any])


def project_argument(name: str = "path", default: str | None = ".", **kind: Any) -> Callable[[F], F]:
    """Add the argument `name` and the option `--path`, either of which names the project.

    Args:
        name: the parameter that gets the path.
        default: the path where neither is given; None if one is required.
        kind: what the path must be, for `click.Path`.
    """
    path = click.Path(path_type=Path, **kind)

    def added(command: F) -> F:
        command = click.argument(name, type=path, required=False, default=default, callback=_chosen)(command)
        return click.option(
            "--path",
            "project_option",
            type=path,
            metavar="PROJECT",
            is_eager=True,
            expose_value=False,
            callback=_keep,
            help="The project, if it is not the last argument.",
        )(command)

    return added


def _keep(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    ctx.meta[KEY] = value


def _chosen(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> Path:
    given: Path | None = ctx.meta.get(KEY)
    name = parameter.name or ""
    if given is not None and ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError(f"Give the project once: as {name.upper()} or with --path.", ctx)
    if given is None and value is None:
        raise click.UsageError(f"Name the {name}, as in `{ctx.command_path} my-pathway`.", ctx)
    chosen = given or value
    assert chosen is not None  # noqa: S101 - one of them is, by the two lines before
    return chosen


class CommandGroup(click.Group):
    """A group whose overview has the first sentence of each command, whole."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(each.help or "")) for name, each in commands if each])


def _first_sentence(text: str) -> str:
    words = " ".join(text.partition("\n\n")[0].split())
    end = words.find(". ")
    return words if end < 0 else words[: end + 1]


class CannotRun(click.ClickException):
    """The command could not run."""

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
        raise CannotRun(
            f"The catalogue cannot be read.{first_error(reading.problems)} Run `pathway check` to see everything."
        )
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


def say(text: str) -> None:
    """Print a text; a terminal that is not in UTF-8 still gets all of it."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False)


def agreed() -> bool:
    """Ask whether to write; without an answer, that is a no."""
    try:
        return click.confirm("Write this?", default=False, err=True)
    except click.Abort:  # no one answers
        click.echo("\nNo answer. `--yes` writes without asking.", err=True)
        return False


def waiting() -> None:
    """Say why nothing happens yet."""
    click.echo("Another program is writing this folder; waiting for it to end.", err=True)
