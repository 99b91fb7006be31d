"""What commands share: the project (their last argument or `--path PROJECT`), its catalogue, its links and options."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..catalogue.files import LINK_SETTINGS_FILE, STATE_FILE
from ..catalogue.problems import first_error
from ..catalogue.reader import ReadResult, read
from ..catalogue.yaml.patch import JournalError, recover
from ..process import sentence

if TYPE_CHECKING:  # most commands ask no link, and don't wait for what that needs
    from ..links.settings import Settings
    from ..links.target import Target
    from ..web.guard import Guard

__all__ = [
    "CannotRun",
    "CommandGroup",
    "FilePath",
    "Links",
    "agreed",
    "finish_change",
    "guard_from",
    "links_at",
    "moment_from",
    "network_options",
    "project_argument",
    "reach_options",
    "say",
    "settings_for",
    "settings_option",
    "sound_reading",
    "state_option",
    "stop_on",
    "targets_at",
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


@contextmanager
def stop_on(*errors: type[Exception]) -> Iterator[None]:
    """Stop the command on these errors, whose message says why it could not run."""
    try:
        yield
    except errors as error:
        raise CannotRun(error) from error


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
    with stop_on(JournalError, OSError):
        files = recover(path if path.is_dir() else path.parent)
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
    "--settings", "settings_file", type=FilePath(path_type=Path), help=f"Settings. [default: {LINK_SETTINGS_FILE}]"
)


def reach_options(command: F) -> F:
    """Give a command that reaches out to links the options for the time, for who is trusted and for where it may go."""
    now = click.option("--now", metavar="TIME", help="Take this for the present time: YYYY-MM-DD or ISO 8601.")
    return now(network_options(command))


def network_options(command: F) -> F:
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
    from ..links.settings import contact_of
    from ..links.target import targets_of

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
    from ..links.settings import SettingsError, project_settings

    with stop_on(SettingsError):
        return project_settings(root, file, contact)


def guard_from(allow: tuple[str, ...], resolve: tuple[str, ...]) -> Guard:
    """Read what may be reached besides the public internet.

    Raises:
        CannotRun: it cannot be read.
    """
    from ..web.guard import Guard, GuardError

    with stop_on(GuardError):
        return Guard.parse(allow=allow, resolve=resolve)


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
