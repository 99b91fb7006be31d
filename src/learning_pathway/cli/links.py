"""Commands about links: `pathway links`, with `check`, `seen`, `approve`, `repair`, `issue` and `state`."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..catalogue.files import STATE_FILE
from ..catalogue.reports import visible_lines
from ..catalogue.yaml.tree import EditError
from ..editing.fixes import healthy_links, known_copies, links_without_copies, repair_change
from ..editing.journal import save as save_change
from ..links.check import NoNetworkError, check
from ..links.issue import IssueAction, Issues, TrackerError, found_forge, update_issue
from ..links.repair import archived_copies, keeps_links, request_copies
from ..links.report import FailOn, make_report
from ..links.report.files import FORMS, write_report
from ..links.report.text import print_report
from ..links.review import NoPageError, UnknownLinkError, approve_link, mark_seen, meant, store_copies
from ..links.settings import active
from ..links.state.branch import GitError, fetch, keep
from ..links.state.file import LinkStates, read_health
from ..links.state.model import LinkState
from ..links.target import Selection, Target, select_links
from ..links.verdicts import Verdict
from ..web.client import Client
from ..web.hosts import ClockError
from .project import (
    CannotRun,
    CommandGroup,
    FilePath,
    guard_from,
    links_at,
    moment_from,
    project_argument,
    reach_options,
    settings_for,
    settings_option,
    state_option,
    stop_on,
    targets_at,
)

__all__ = ["links_command"]


@click.command("check")
@project_argument()
@state_option
@click.option(
    "--report", "folder", type=FilePath(path_type=Path), help="Folder to write the report into, in every form."
)
@click.option("--format", "form", type=click.Choice(["text", *FORMS]), default="text", show_default=True, help="Form.")
@reach_options
@settings_option
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
    state_file = state or root / STATE_FILE
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


@click.command("issue")
@project_argument()
@state_option
@click.option("--now", metavar="TIME", help="Take this for the present time: YYYY-MM-DD or ISO 8601.")
@settings_option
def issue_command(path: Path, state: Path | None, now: str | None, settings_file: Path | None) -> None:
    """Open, edit or close the one issue about links in certain trouble; say nothing where nothing has changed.

    PATH is the project folder. The variable TOKEN gives the right to write issues.
    """
    day = moment_from(now).date()
    root, targets = targets_at(path, day)
    settings = settings_for(settings_file, root)
    token = os.environ.get("TOKEN", "")
    with stop_on(TrackerError):
        forge = found_forge(settings.forge)
    if not token:
        raise CannotRun("The variable TOKEN is empty; it gives the right to write issues.")
    health = read_health(state or root / STATE_FILE)
    if health.refusal is not None:
        raise CannotRun(health.refusal)
    report = make_report(
        health.links,
        health.links,
        {target.id: target for target in targets},
        day=day,
        checked=0,
        ignored=active(settings.exceptions, day),
        incident_links=settings.alarms.incident_links,
    )

    async def go() -> IssueAction:
        async with Issues(forge, token) as issues:
            return await update_issue(issues, report)

    with stop_on(TrackerError):
        done = asyncio.run(go())
    click.echo("Nothing has changed." if done is IssueAction.NOTHING else f"The issue was {done.value}.")


@click.command("seen")
@click.argument("link")
@project_argument()
@state_option
@click.option("--now", metavar="TIME", help="Take this for the present time: YYYY-MM-DD or ISO 8601.")
def seen_command(link: str, path: Path, state: Path | None, now: str | None) -> None:
    """Record that you opened LINK yourself and found the resource there. PATH is the project folder."""
    if not path.exists():
        raise CannotRun(f"There is no file or folder `{path}`.")
    with stop_on(UnknownLinkError, OSError):
        seen = mark_seen(state or (path.parent if path.is_file() else path) / STATE_FILE, link, moment_from(now).date())
    click.echo(f"{link} was seen by you.")
    if seen.vouched:
        click.echo("It raises no alarm until the check sees something else there.")


@click.command("approve")
@click.argument("link")
@project_argument()
@state_option
@reach_options
@settings_option
def approve_command(
    link: str,
    path: Path,
    state: Path | None,
    now: str | None,
    ca: Path | None,
    resolve: tuple[str, ...],
    allow_host: tuple[str, ...],
    settings_file: Path | None,
) -> None:
    """Look at LINK now, and take the page as it is for what it should be. PATH is the project folder."""
    moment = moment_from(now)
    links = links_at(path, moment.date())
    target = next((each for each in links.targets if each.id == link), None)
    if target is None:
        raise CannotRun(f"The catalogue has no link called `{link}`.{meant(link, (each.id for each in links.targets))}")
    settings, guard = settings_for(settings_file, links.root, links.contact), guard_from(allow_host, resolve)
    with stop_on(NoPageError, UnknownLinkError, OSError):
        asyncio.run(approve_link(state or links.root / STATE_FILE, target, settings, guard, moment, ca=ca))
    click.echo(f"{link} is approved as it is now.")


@click.command("state")
@click.argument("verb", type=click.Choice(["fetch", "keep"]))
@project_argument()
@click.option("--remote", default="origin", show_default=True, help="Where the repository lives.")
@click.option("--branch", default="link-health", show_default=True, help="Branch that keeps the state.")
def state_command(verb: str, path: Path, remote: str, branch: str) -> None:
    """Fetch link-health.json from the branch that keeps it, or keep it there.

    PATH is the project folder. The variable TOKEN gives the right to send where the remote asks for one.
    """
    state = (path.parent if path.is_file() else path).resolve() / STATE_FILE
    token = os.environ.get("TOKEN")
    with stop_on(GitError, OSError):
        if verb == "fetch":
            there = fetch(state, remote=remote, branch=branch, token=token)
            click.echo(
                f"Fetched {STATE_FILE}." if there else f"There is no branch {branch} yet; the first run makes it."
            )
        else:
            sent = keep(state, remote=remote, branch=branch, token=token)
            click.echo(f"Kept {STATE_FILE} on {branch}." if sent else "Nothing has changed.")


@click.command("repair")
@project_argument()
@click.option("--write", is_flag=True, help="Change the files. Without it, the change is only shown.")
@click.option("--no-archives", is_flag=True, help="Ask no archive; only what is known already is used.")
@click.option("--save", is_flag=True, help="Ask the archive to take a copy of every healthy link that has none.")
@state_option
@reach_options
@settings_option
def repair_command(
    path: Path,
    write: bool,
    no_archives: bool,
    save: bool,
    state: Path | None,
    now: str | None,
    ca: Path | None,
    resolve: tuple[str, ...],
    allow_host: tuple[str, ...],
    settings_file: Path | None,
) -> None:
    """Bring the catalogue at PATH up to date with what the check found.

    Resources that have moved for good get their new address. Resources that are gone get the archived copy nearest to
    the day on which they were last seen. Shows the change first. Comments, order and quotes stay as they are.
    """
    links = links_at(path, moment_from(now).date())
    root, targets = links.root, links.targets
    state_file = state or root / STATE_FILE
    settings, guard = settings_for(settings_file, root, links.contact), guard_from(allow_host, resolve)
    health = read_health(state_file)
    if health.refusal is not None:
        raise CannotRun(health.refusal)
    copies = known_copies(targets, health)
    with stop_on(EditError, OSError):
        if not no_archives:
            copies |= _look_up(state_file, targets, health, Client(settings, guard, ca))
        change, left = repair_change(root, targets, health, copies)
        # A pipe gets the patch as it is, to apply.
        click.echo(visible_lines(change.diff) if sys.stdout.isatty() else change.diff, nl=False)
        if write and change.patches:
            save_change(root, change, sound=keeps_links(change.patches))
        if save:
            asyncio.run(_save(Client(settings, guard, ca), healthy_links(targets, health)))
    for id_ in left:
        click.echo(f"{id_}: its place in the file could not be told for sure; change it by hand.", err=True)
    number = sum(len(patch.changed) for patch in change.patches)
    if not change.patches:
        click.echo("Nothing to repair.")
    elif write:
        click.echo(f"Repaired: {number}.", err=True)
    else:
        click.echo(f"To repair: {number}. Run it again with --write to change the files.", err=True)


def _look_up(state: Path, targets: Sequence[Target], health: LinkStates, client: Client) -> dict[str, str]:
    """Ask archives for copies that are not known yet, and keep those that they have."""
    unknown = links_without_copies(targets, health)
    if not unknown:
        return {}
    found = asyncio.run(archived_copies(client, unknown))
    for target, _ in unknown:
        if target.id not in found:
            click.echo(f"{target.id}: no archive offers a copy that shows the resource.", err=True)
    store_copies(state, found)
    return found


async def _save(client: Client, healthy: Sequence[LinkState]) -> None:
    async with client:
        async for record, agreed in request_copies(client, healthy):
            click.echo(f"{record.id}: {'the archive takes a copy' if agreed else 'the archive took none'}.", err=True)


@click.group("links", cls=CommandGroup)
def links_command() -> None:
    """Check the external links of the catalogue, and keep what was found."""


for each in (check_command, seen_command, approve_command, repair_command, issue_command, state_command):
    links_command.add_command(each)
