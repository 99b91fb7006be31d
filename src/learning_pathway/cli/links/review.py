"""`pathway links seen`, `approve` and `state`."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import click

from ...links.review import NoPageError, UnknownLinkError, approve_link, mark_seen
from ...links.state.branch import GitError, fetch, keep
from ..project import project_argument
from .options import STATE_NAME, CannotRun, guard_from, links_at, moment_from, reach_options, settings_for

__all__ = [
    "approve_command",
    "seen_command",
    "state_command",
]

_STATE_OPTION = click.option(
    "--state", type=click.Path(path_type=Path), help=f"State file. [default: {STATE_NAME} beside the catalogue]"
)


@click.command("seen")
@click.argument("link")
@project_argument()
@_STATE_OPTION
@click.option("--now", metavar="TIME", help="Take this for the present time: YYYY-MM-DD or ISO 8601.")
def seen_command(link: str, path: Path, state: Path | None, now: str | None) -> None:
    """Record that you opened LINK yourself and found the resource there. PATH is the project folder."""
    try:
        seen = mark_seen(state or (path.parent if path.is_file() else path) / STATE_NAME, link, moment_from(now).date())
    except (UnknownLinkError, OSError) as error:
        raise CannotRun(error) from error
    click.echo(f"{link} was seen by you.")
    if seen.vouched:
        click.echo("It raises no alarm until the check sees something else there.")


@click.command("approve")
@click.argument("link")
@project_argument()
@_STATE_OPTION
@reach_options
@click.option("--settings", "settings_file", type=click.Path(path_type=Path), help="Settings file.")
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
        raise CannotRun(f"The catalogue has no link called `{link}`.")
    settings, guard = settings_for(settings_file, links.root, links.contact), guard_from(allow_host, resolve)
    try:
        asyncio.run(approve_link(state or links.root / STATE_NAME, target, settings, guard, moment, ca=ca))
    except (NoPageError, UnknownLinkError, OSError) as error:
        raise CannotRun(error) from error
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
        raise CannotRun(error) from error
