"""`pathway links repair`: new addresses and archived copies for the catalogue."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from ..catalogue.reports import visible_lines
from ..catalogue.yaml.tree import EditError
from ..editing.journal import record_of
from ..editing.project import Change
from ..links.repair import apply, find_copies, plan, request_copies
from ..links.review import store_copies
from ..links.settings import Settings
from ..links.state.file import LinkStates, read_health
from ..links.state.model import LinkState
from ..links.target import Target
from ..links.verdicts import Verdict
from ..web.client import Client
from ..web.guard import Guard
from .link_options import (
    STATE_NAME,
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

_GONE: Final = frozenset({Verdict.BROKEN, Verdict.HOLLOW, Verdict.DRIFTED, Verdict.REMOVED_VIDEO})
"""Verdicts that an archived copy is the answer to: not a paywall, a server that fails or a lost section."""


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
    state_file = state or root / STATE_NAME
    settings, guard = settings_for(settings_file, root, links.contact), guard_from(allow_host, resolve)
    health = read_health(state_file)
    copies = {record.id: record.archived_url for record in _gone(targets, health) if record.archived_url}
    try:
        if not no_archives:
            copies |= asyncio.run(_look_up(state_file, targets, health, settings, guard, ca))
        patches, left = plan(root, targets, health.links, copies)
        for patch in patches:
            # A pipe gets the patch as it is, to apply.
            click.echo(visible_lines(patch.diff) if sys.stdout.isatty() else patch.diff, nl=False)
        if write and patches:
            ids = ", ".join(f"`{id_}`" for patch in patches for id_ in patch.changed)
            apply(root, patches, record_of(Change((f"Repair links: {ids}.",), tuple(patches))))
        if save:
            asyncio.run(_save(targets, health, settings, guard, ca))
    except (EditError, OSError) as error:
        raise CannotRun(error) from error
    for id_ in left:
        click.echo(f"{id_}: its place in the file could not be told for sure; change it by hand.", err=True)
    number = sum(len(patch.changed) for patch in patches)
    if not patches:
        click.echo("Nothing to repair.")
    elif write:
        click.echo(f"Repaired: {number}.", err=True)
    else:
        click.echo(f"To repair: {number}. Run it again with --write to change the files.", err=True)


def _gone(targets: Sequence[Target], health: LinkStates) -> list[LinkState]:
    """Resources that are gone for certain, and have no archived copy in the catalogue."""
    return [record for _, record in _lost(targets, health)]


def _lost(targets: Sequence[Target], health: LinkStates) -> list[tuple[Target, LinkState]]:
    found = []
    for target in targets:
        record = health.of(target.id)
        gone = record is not None and record.alarm and record.verdict in _GONE
        if record and gone and record.url == target.url and target.is_main and not target.archived:
            found.append((target, record))
    return found


async def _look_up(
    state: Path, targets: Sequence[Target], health: LinkStates, settings: Settings, guard: Guard, ca: Path | None
) -> dict[str, str]:
    unknown = [(target, record) for target, record in _lost(targets, health) if not record.archived_url]
    if not unknown:
        return {}
    async with Client(settings, guard, ca) as client:
        found = {record.id: copy.url async for record, copy in find_copies(client, unknown)}
    for target, _ in unknown:
        if target.id not in found:
            click.echo(f"{target.id}: no archive offers a copy that shows the resource.", err=True)
    store_copies(state, found)
    return found


async def _save(
    targets: Sequence[Target], health: LinkStates, settings: Settings, guard: Guard, ca: Path | None
) -> None:
    healthy = [
        record
        for target in targets
        if target.is_main and not target.archived
        if (record := health.of(target.id)) and record.verdict is Verdict.OK and record.url == target.url
    ]
    async with Client(settings, guard, ca) as client:
        async for record, agreed in request_copies(client, healthy):
            click.echo(f"{record.id}: {'the archive takes a copy' if agreed else 'the archive took none'}.", err=True)
