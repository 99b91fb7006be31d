"""`pathway links repair`: new addresses and archived copies for the catalogue."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..catalogue.files import STATE_FILE
from ..catalogue.reports import visible_lines
from ..catalogue.yaml.tree import EditError
from ..editing.fixes import healthy_links, known_copies, links_without_copies, repair_change
from ..editing.journal import save as save_change
from ..links.repair import archived_copies, keeps_links, request_copies
from ..links.review import store_copies
from ..links.state.file import LinkStates, read_health
from ..links.state.model import LinkState
from ..links.target import Target
from ..web.client import Client
from .link_options import (
    guard_from,
    links_at,
    moment_from,
    reach_options,
    settings_for,
    settings_option,
    state_option,
)
from .project import CannotRun, project_argument

__all__ = [
    "repair_command",
]


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
    try:
        if not no_archives:
            copies |= _look_up(state_file, targets, health, Client(settings, guard, ca))
        change, left = repair_change(root, targets, health, copies)
        # A pipe gets the patch as it is, to apply.
        click.echo(visible_lines(change.diff) if sys.stdout.isatty() else change.diff, nl=False)
        if write and change.patches:
            save_change(root, change, sound=keeps_links(change.patches))
        if save:
            asyncio.run(_save(Client(settings, guard, ca), healthy_links(targets, health)))
    except (EditError, OSError) as error:
        raise CannotRun(error) from error
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
