"""`pathway add`: a resource by its address."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import click

from ..catalogue import ReadResult
from ..catalogue.vocabulary import ResourceType
from ..catalogue.yaml.tree import EditError
from ..catalogue.yaml.writer import NEW_FILE, file_for, written_entry
from ..editing.change import Change
from ..editing.journal import record_of
from ..imports.add import QUESTIONS, AddError, as_cell, facts_given, found_lines, source_of, the_address
from ..imports.page_metadata import Metadata
from ..imports.plan import Plan, make_plan, write_plan
from ..imports.web_lookup import LookupResult, look_up
from ..web.client import Client
from .links.options import guard_from, moment_from, reach_options, settings_for
from .project import CannotRun, project_argument, sound_reading

__all__ = ["add_command"]


@click.command("add")
@click.argument("url")
@project_argument()
@click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="What you know of it. May be given again."
)
@click.option("--no-fetch", is_flag=True, help="Ask no one; take only what you give.")
@click.option("--ask/--no-ask", default=None, help="Ask for each field. [default: on a terminal]")
@click.option("--into", metavar="NAME", default=NEW_FILE, show_default=True, help="File of the catalogue to add to.")
@click.option("--write", is_flag=True, help="Change the catalogue. Without it, the entry is only shown.")
@click.option("--despite", metavar="ID", multiple=True, help="Add it, though it looks like the resource with this id.")
@reach_options
@click.option("--settings", "settings_file", type=click.Path(path_type=Path), help="Settings file.")
def add_command(
    url: str,
    path: Path,
    settings: tuple[str, ...],
    no_fetch: bool,
    ask: bool | None,
    into: str,
    write: bool,
    despite: tuple[str, ...],
    now: str | None,
    ca: Path | None,
    resolve: tuple[str, ...],
    allow_host: tuple[str, ...],
    settings_file: Path | None,
) -> None:
    """Add the resource at URL, or with that DOI, to the catalogue at PATH.

    Reads title, authors, date, length and language from its page or from the record of its DOI, and says where each was
    found. What no one says stays empty. On a terminal it asks before it writes.

    Exits with 0 when it was shown or added, 1 when the catalogue has it already, 2 when its page could not be read or
    there is too little to make an entry of.
    """
    today, asks = moment_from(now).date(), sys.stdin.isatty() if ask is None else ask
    try:
        address, given, target = the_address(url), facts_given(settings), file_for(into)
        reading = sound_reading(path, today)
        result = LookupResult()
        if not no_fetch:
            reach = settings_for(settings_file, reading.root), guard_from(allow_host, resolve)
            result = asyncio.run(_looked_up(Client(*reach, ca), address))
        _show_found(result, given)
        if asks:
            given |= _answers(result.metadata, given)
        if not (given.get("title") or given.get("supplied_title") or "title" in result.metadata.best()):
            raise CannotRun(_wanting(result, "its title: --set 'title=…'"))
        if not given.get("type") and "type" not in result.metadata.best():
            raise CannotRun(_wanting(result, f"what it is: --set type=…, one of {', '.join(ResourceType)}"))
        plan = make_plan(source_of(address, given, result.metadata), reading, today, despite)
        _refuse(plan)
        _write(plan, reading, target, write=write and not result.trouble, asks=asks)
    except (AddError, EditError, OSError) as error:
        raise CannotRun(error) from error
    if result.trouble and not asks:
        click.echo("To add it with what stands above and nothing else, run it again with --no-fetch --write.", err=True)
        sys.exit(2)


async def _looked_up(client: Client, address: str) -> LookupResult:
    async with client:
        return await look_up(client, address)


def _show_found(result: LookupResult, given: dict[str, Any]) -> None:
    for remark in (result.trouble, *result.remarks):
        if remark:
            click.echo(remark, err=True)
    if result.metadata.facts or given:
        click.echo("What is known:")
        for line in found_lines(result.metadata, given):
            click.echo(line)


def _answers(metadata: Metadata, given: dict[str, Any]) -> dict[str, Any]:
    """Ask for each field; an empty answer keeps what was found, and a hyphen clears it."""
    best, answers = metadata.best(), dict[str, Any]()
    click.echo("Press Enter to keep what stands in brackets; type - to leave it empty.")
    for question in QUESTIONS:
        known = given.get(question.field, best[question.field].value if question.field in best else None)
        kind = str(answers.get("type") or given.get("type") or (best["type"].value if "type" in best else ""))
        if question.field != "type" and kind in set(ResourceType) and ResourceType(kind).verb not in question.verbs:
            continue
        while True:
            typed = click.prompt(question.words, default=as_cell(known), type=str, show_default=bool(known))
            if typed == as_cell(known):
                break
            try:
                answers.update(facts_given([f"{question.field}={'' if typed.strip() == '-' else typed}"]))
                break
            except AddError as error:
                click.echo(str(error), err=True)
    return answers


def _wanting(result: LookupResult, what: str) -> str:
    before = "" if result.trouble or result.metadata.facts else "Nothing is known of it. "
    return f"{before}Say {what}."


def _refuse(plan: Plan) -> None:
    """Say why there is nothing to add, and end, where that is so."""
    for _, match in plan.duplicates:
        click.echo(f"It is in the catalogue already: `{match.id}` {match.why}.", err=True)
        if not match.certain:
            click.echo(f"If it is another resource, run it again with --despite {match.id}.", err=True)
        sys.exit(1)
    for refusal in plan.refused:
        raise CannotRun(refusal.reason)
    for addition in plan.additions:
        for unmapped in addition.record.unmapped:
            click.echo(f"Left out: {unmapped}", err=True)


def _write(plan: Plan, reading: ReadResult, target: str, *, write: bool, asks: bool) -> None:
    """Show the entry, and write it where that was asked for, or is agreed to now."""
    click.echo(f"\nFor {target}:\n\n{written_entry(plan.additions[0].entry)}", nl=False)
    patch = plan.patch(reading.root, target)
    if patch is None or not (write or (asks and click.confirm(f"Write it to {target}?", default=True))):
        click.echo("Nothing was written; --write does it.", err=True)
        return
    change = Change((f"Add the resource `{plan.additions[0].id}`.",), (patch,))
    write_plan(reading.root, [patch], record_of(change))
    click.echo(f"Added to {target}: `{plan.additions[0].id}`.", err=True)
