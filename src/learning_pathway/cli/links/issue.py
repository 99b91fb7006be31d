"""`pathway links issue`: keep one issue about links up to date."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import click

from ...links.issue import IssueAction, update_issue
from ...links.issue_tracker import Issues, TrackerError
from ...links.report import make_report
from ...links.settings import Forge, active
from ...links.state.file import read_health
from ..project import project_argument
from .options import STATE_NAME, CannotRun, moment_from, settings_for, targets_at

__all__ = [
    "issue_command",
]


@click.command("issue")
@project_argument()
@click.option(
    "--state", type=click.Path(path_type=Path), help=f"State file. [default: {STATE_NAME} beside the catalogue]"
)
@click.option("--now", metavar="TIME", help="Take this for the present time: YYYY-MM-DD or ISO 8601.")
@click.option("--settings", "settings_file", type=click.Path(path_type=Path), help="Settings file.")
def issue_command(path: Path, state: Path | None, now: str | None, settings_file: Path | None) -> None:
    """Open, edit or close the one issue about links in certain trouble; say nothing where nothing has changed.

    PATH is the project folder. The variable TOKEN gives the right to write issues.
    """
    day = moment_from(now).date()
    root, targets = targets_at(path, day)
    settings = settings_for(settings_file, root)
    forge, token = _found(settings.forge), os.environ.get("TOKEN", "")
    if not token:
        raise CannotRun("The variable TOKEN is empty; it gives the right to write issues.")
    health = read_health(state or root / STATE_NAME)
    if health.damage is not None:
        raise CannotRun(health.damage)
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

    try:
        done = asyncio.run(go())
    except TrackerError as error:
        raise CannotRun(error) from error
    click.echo("Nothing has changed." if done is IssueAction.NOTHING else f"The issue was {done.value}.")


def _found(forge: Forge) -> Forge:
    """Fill in what the settings leave out from what GitHub's and GitLab's own runners say of themselves."""
    kind = forge.kind or ("gitlab" if "CI_API_V4_URL" in os.environ else "github")
    api, project = ("CI_API_V4_URL", "CI_PROJECT_PATH") if kind == "gitlab" else ("GITHUB_API_URL", "GITHUB_REPOSITORY")
    found = forge.model_copy(
        update={
            "kind": kind,
            "api": forge.api or os.environ.get(api),
            "project": forge.project or os.environ.get(project),
        }
    )
    if not found.api or not found.project:
        raise CannotRun("It is not known where the issues are: set `forge.api` and `forge.project` in the settings.")
    return found
