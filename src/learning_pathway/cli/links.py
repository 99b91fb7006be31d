"""`pathway links`: look after the external links of the catalogue."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..catalogue import Severity, read
from ..links.check import NoNetworkError, check
from ..links.choice import Choice, choose
from ..links.health import read_health
from ..links.probe import Guard, GuardError
from ..links.report import FailOn
from ..links.report.files import FORMS, write_report
from ..links.report.text import print_report
from ..links.settings import FILE_NAME, Settings, SettingsError, read_settings
from ..links.statebranch import GitError, fetch, keep
from ..links.target import Target, targets_of
from ..links.verdicts import Verdict

__all__ = ["command"]

STATE_NAME = "link-health.json"


class CannotRun(click.ClickException):
    """The command could not do its work."""

    exit_code = 2


@click.group()
def command() -> None:
    """Check the external links of the catalogue, and keep what was found."""


@command.command("check")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "--state", type=click.Path(path_type=Path), help=f"State file. [default: {STATE_NAME} beside the catalogue]"
)
@click.option(
    "--report", "folder", type=click.Path(path_type=Path), help="Folder to write the report into, in every form."
)
@click.option("--format", "form", type=click.Choice(["text", *FORMS]), default="text", show_default=True, help="Form.")
@click.option("--now", metavar="TIME", help="Take this for the present time: YYYY-MM-DD or ISO 8601.")
@click.option(
    "--ca", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Trust these authorities too (PEM)."
)
@click.option("--resolve", multiple=True, metavar="HOST:PORT:ADDRESS", help="Find HOST at ADDRESS, as with curl.")
@click.option("--allow-host", multiple=True, metavar="NAME|NETWORK", help="Let a private host or network be reached.")
@click.option("--settings", "settings_file", type=click.Path(path_type=Path), help=f"Settings. [default: {FILE_NAME}]")
@click.option(
    "--only",
    type=click.Choice(["all", "suspects", "due"]),
    default="all",
    show_default=True,
    help="Check all links, those in trouble, or those whose day has come.",
)
@click.option(
    "--fail-on",
    type=click.Choice([each.value for each in FailOn]),
    default="any",
    show_default=True,
    help="Alarms that fail.",
)
def check_command(
    path: Path,
    state: Path | None,
    folder: Path | None,
    form: str,
    now: str | None,
    ca: Path | None,
    resolve: tuple[str, ...],
    allow_host: tuple[str, ...],
    settings_file: Path | None,
    only: str,
    fail_on: str,
) -> None:
    """Check every external address of the catalogue at PATH: a project folder or a YAML file.

    Exits with 0 when there is nothing to act on, 1 for certain trouble, 2 when the check could not run, and 3 when
    some links could not be told.
    """
    moment = _moment(now)
    root, every = _targets(path, moment.date())
    state_file = state or root / STATE_NAME
    targets = choose(every, read_health(state_file), moment.date(), Choice(only))
    settings = _settings(settings_file, root)
    guard = _guard(allow_host, resolve)
    try:
        with _Progress(len(targets), quiet=form != "text") as progress:
            checked = asyncio.run(
                check(targets, state_file, settings, guard, moment, ca=ca, wanted=every, on_result=progress.tick)
            )
        if folder is not None:
            write_report(checked.report, folder)
    except NoNetworkError as error:
        raise CannotRun(f"No network: {error}. Nothing was written.") from error
    except OSError as error:
        raise CannotRun(str(error)) from error
    if form in FORMS:
        click.echo(FORMS[form](checked.report), nl=False)
    else:
        print_report(checked.report, Console(highlight=False))
    sys.exit(2 if checked.outcome.network_down else checked.report.exit_code(FailOn(fail_on)))


@command.command("state")
@click.argument("verb", type=click.Choice(["fetch", "keep"]))
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--remote", default="origin", show_default=True, help="Where the repository lives.")
@click.option("--branch", default="link-health", show_default=True, help="Branch that keeps the state.")
def state_command(verb: str, path: Path, remote: str, branch: str) -> None:
    """Fetch link-health.json from the branch that keeps it, or keep it there.

    PATH is the project folder. The variable TOKEN gives the right to send where the remote asks for one.
    """
    state = path.resolve() / STATE_NAME
    token = os.environ.get("TOKEN")
    try:
        if verb == "fetch":
            there = fetch(state, remote=remote, branch=branch, token=token)
            click.echo(
                f"Fetched {STATE_NAME}." if there else f"There is no branch {branch} yet; the first run makes it."
            )
        else:
            sent = keep(state, remote=remote, branch=branch, token=token)
            click.echo(f"Kept {STATE_NAME} on {branch}." if sent else "Nothing has changed.")
    except (GitError, OSError) as error:
        raise CannotRun(str(error)) from error


def _targets(path: Path, today: date) -> tuple[Path, list[Target]]:
    # A time in the past is no reason to find the catalogue's own dates in the future.
    reading = read(path, today=max(today, date.today()))
    if reading.catalogue is None:
        problems = [problem for problem in reading.problems if problem.severity is Severity.ERROR]
        first = problems[0] if problems else None
        where = f" {first.file}:{first.line}:{first.column}: {first.message}" if first else ""
        raise CannotRun(f"The catalogue cannot be read.{where} Run `pathway check` to see everything.")
    return reading.root, list(targets_of(reading.catalogue, reading.origins))


def _settings(file: Path | None, root: Path) -> Settings:
    chosen = file or root / FILE_NAME
    if file is None and not chosen.exists():
        return Settings()
    try:
        return read_settings(chosen)
    except SettingsError as error:
        raise CannotRun(str(error)) from error


def _guard(allow: tuple[str, ...], resolve: tuple[str, ...]) -> Guard:
    try:
        return Guard.parse(allow=allow, resolve=resolve)
    except GuardError as error:
        raise CannotRun(str(error)) from error


def _moment(written: str | None) -> datetime:
    if written is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise CannotRun(f"`{written}` is not a time; write YYYY-MM-DD or ISO 8601") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class _Progress:
    """A bar on a terminal; silence elsewhere."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("Checking links"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)
        self._task = self._bar.add_task("links", total=total)

    def __enter__(self) -> _Progress:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def tick(self, _id: str, _verdict: Verdict) -> None:
        """Count one result."""
        self._bar.advance(self._task)
