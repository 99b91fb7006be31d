"""`pathway links check`: check the external links of the catalogue."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ...links.check import NoNetworkError, check
from ...links.report import FailOn
from ...links.report.files import FORMS, write_report
from ...links.report.text import print_report
from ...links.settings import FILE_NAME
from ...links.state.file import read_health
from ...links.target import Selection, select_links
from ...links.verdicts import Verdict
from ...web.hosts import ClockError
from ..project import project_argument
from .options import STATE_NAME, CannotRun, guard_from, links_at, moment_from, reach_options, settings_for

__all__ = [
    "check_command",
]


@click.command("check")
@project_argument()
@click.option(
    "--state", type=click.Path(path_type=Path), help=f"State file. [default: {STATE_NAME} beside the catalogue]"
)
@click.option(
    "--report", "folder", type=click.Path(path_type=Path), help="Folder to write the report into, in every form."
)
@click.option("--format", "form", type=click.Choice(["text", *FORMS]), default="text", show_default=True, help="Form.")
@reach_options
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
    # What a server sends amiss is a finding of ours, not a message of the library.
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)
    moment = moment_from(now)
    links = links_at(path, moment.date())
    root, every = links.root, links.targets
    state_file = state or root / STATE_NAME
    targets = select_links(every, read_health(state_file), moment.date(), Selection(only))
    settings = settings_for(settings_file, root, links.contact)
    guard = guard_from(allow_host, resolve)
    try:
        with _Progress(len(targets), quiet=form != "text") as progress:
            checked = asyncio.run(
                check(targets, state_file, settings, guard, moment, ca=ca, wanted=every, on_result=progress.tick)
            )
        if folder is not None:
            write_report(checked.report, folder)
    except NoNetworkError as error:
        raise CannotRun(f"No network: {error}. Nothing was written.") from error
    except ClockError as error:
        raise CannotRun(f"Wrong clock: {error}. Set it, or say the time with --now. Nothing was written.") from error
    except OSError as error:
        raise CannotRun(error) from error
    if form in FORMS:
        click.echo(FORMS[form](checked.report), nl=False)
    else:
        print_report(checked.report, Console(highlight=False))
    sys.exit(2 if checked.outcome.network_down else checked.report.exit_code(FailOn(fail_on)))


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
