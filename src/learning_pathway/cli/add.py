"""Commands that add to the catalogue: `pathway add`, `import` and `intake`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from ..catalogue.contribution_forms import SUGGESTION
from ..catalogue.reader import ReadResult
from ..catalogue.reports import visible_lines
from ..catalogue.types import ResourceType
from ..catalogue.yaml.patch import BESIDE, Patch
from ..catalogue.yaml.tree import EditError
from ..editing.journal import save
from ..editing.project import Change
from ..formats.model import Source
from ..formats.text import FileError
from ..imports import FORMATS, add, read_file
from ..imports.contributions import Contribution, read_contribution, take_in
from ..imports.intake import Intake, IntakeOutcome, entry_is_lost
from ..imports.matching import KnownResources, Match, read_imported
from ..imports.page_metadata import Metadata
from ..imports.plan import Plan, import_change, make_plan, write_plan
from ..imports.report import plan_data, report
from ..imports.web_lookup import LookupResult, look_up_at
from ..web.client import Client
from .project import (
    CannotRun,
    guard_from,
    moment_from,
    project_argument,
    reach_options,
    settings_for,
    settings_option,
    sound_reading,
    stop_on,
)

__all__ = ["add_command", "import_command", "intake_command"]

_INTO = click.option(
    "--into", metavar="NAME", default=add.NEW_FILE, show_default=True, help="File of the catalogue to add to."
)


@click.command("add")
@click.argument("url")
@project_argument()
@click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="What you know of it. May be given again."
)
@click.option("--no-fetch", is_flag=True, help="Ask no one; take only what you give.")
@click.option("--ask/--no-ask", default=None, help="Ask for each field. [default: on a terminal]")
@_INTO
@click.option("--write", is_flag=True, help="Change the catalogue. Without it, the entry is only shown.")
@click.option("--despite", metavar="ID", multiple=True, help="Add it, though it looks like the resource with this id.")
@reach_options
@settings_option
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
    with stop_on(add.AddError, EditError, OSError):
        address, given, target = add.the_address(url), add.facts_given(settings), add.file_for(into)
        reading = sound_reading(path, today)
        match = KnownResources(reading.catalogue).find({"url": address})
        if match is not None and match.certain:
            _say_known(match)
        result = LookupResult()
        if not no_fetch:
            reach = settings_for(settings_file, reading.root), guard_from(allow_host, resolve)
            result = asyncio.run(look_up_at(Client(*reach, ca), address))
        _show_found(result, given)
        if asks:
            given |= _answers(result.metadata, given)
        if not (given.get("title") or given.get("supplied_title") or "title" in result.metadata.best()):
            raise CannotRun(_wanting(result, "its title: --set 'title=…'"))
        if not given.get("type") and "type" not in result.metadata.best():
            raise CannotRun(_wanting(result, f"what it is: --set type=…, one of {', '.join(ResourceType)}"))
        plan = make_plan(add.source_of(address, given, result.metadata), reading, today, despite)
        _refuse(plan)
        _write(plan, reading, target, write=write and not result.trouble, asks=asks)
    if result.trouble and not asks:
        click.echo(
            "To add it with what is shown above and nothing else, run it again with --no-fetch --write.", err=True
        )
        sys.exit(2)


def _show_found(result: LookupResult, given: dict[str, Any]) -> None:
    for remark in (result.trouble, *result.remarks):
        if remark:
            click.echo(remark, err=True)
    if result.metadata.facts or given:
        click.echo("What is known:")
        for line in add.found_lines(result.metadata, given):
            click.echo(line)


def _answers(metadata: Metadata, given: dict[str, Any]) -> dict[str, Any]:
    """Ask for each field; an empty answer keeps what was found, and a hyphen clears it."""
    best, answers = metadata.best(), dict[str, Any]()
    click.echo("Press Enter to keep what is in brackets; type - to leave it empty.")
    for question in add.QUESTIONS:
        known = given.get(question.field, best[question.field].value if question.field in best else None)
        kind = str(answers.get("type") or given.get("type") or (best["type"].value if "type" in best else ""))
        if question.field != "type" and kind in set(ResourceType) and ResourceType(kind).verb not in question.verbs:
            continue
        while True:
            typed = click.prompt(question.words, default=add.as_cell(known), type=str, show_default=bool(known))
            if typed == add.as_cell(known):
                break
            try:
                answers.update(add.facts_given([f"{question.field}={'' if typed.strip() == '-' else typed}"]))
                break
            except add.AddError as error:
                click.echo(str(error), err=True)
    return answers


def _wanting(result: LookupResult, what: str) -> str:
    before = "" if result.trouble or result.metadata.facts else "Nothing is known of it. "
    return f"{before}Say {what}."


def _say_known(match: Match) -> NoReturn:
    """Say which resource it is in the catalogue, and end."""
    click.echo(f"It is in the catalogue already: `{match.id}` {match.why}.", err=True)
    if not match.certain:
        click.echo(f"If it is another resource, run it again with --despite {match.id}.", err=True)
    sys.exit(1)


def _refuse(plan: Plan) -> None:
    """Say why there is nothing to add, and end, where that is so."""
    for _, match in plan.duplicates:
        _say_known(match)
    for refusal in plan.refused:
        raise CannotRun(refusal.reason)
    for addition in plan.additions:
        for unmapped in addition.record.unmapped:
            click.echo(f"Left out: {unmapped}", err=True)


def _write(plan: Plan, reading: ReadResult, target: str, *, write: bool, asks: bool) -> None:
    """Show the entry, and write it where that was asked for, or is agreed to now."""
    click.echo(f"\nFor {target}:\n\n{add.written_entry(plan.additions[0].entry)}", nl=False)
    patch = plan.patch(reading.root, target)
    if patch is None or not (write or (asks and click.confirm(f"Write it to {target}?", default=True))):
        click.echo("Nothing was written; --write does it.", err=True)
        return
    change = Change((f"Add the resource `{plan.additions[0].id}`.",), (patch,))
    write_plan(reading.root, change)
    click.echo(f"Added to {target}: `{plan.additions[0].id}`.", err=True)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@project_argument()
@click.option("--from", "form", type=click.Choice(list(FORMATS)), help="Format of FILE. [default: as it looks]")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", *FORMATS]),
    default="text",
    metavar="[text|json]",
    help="How to print the plan. (A format of FILE, as --from takes it, is still understood.)",
)
@_INTO
@click.option("--write", is_flag=True, help="Change the catalogue. Without it, the change is only shown.")
@click.option(
    "--despite", metavar="KEY", multiple=True, help="Add this record, though it looks like a resource that is there."
)
@click.option(
    "--themes-from", "themes", type=click.Choice(["keywords"]), help="Make a theme of each keyword that has none."
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Take this for the present day.")
def import_command(
    file: Path,
    path: Path,
    form: str | None,
    output: str,
    into: str,
    write: bool,
    despite: tuple[str, ...],
    themes: str | None,
    today: datetime | None,
) -> None:
    """Add the resources in FILE (CSL-JSON, BibTeX, RIS, PubMed, EndNote or CSV) to the catalogue at PATH.

    Shows what it would add or update, what is in the catalogue already and why, and what it could not read or keep. An
    entry that was imported before is updated where no editor has changed it since. Comments and layout of the catalogue
    stay as they are; it is checked before anything is written, and written whole or not at all.

    Exits with 0 when every record was understood, 1 when some were refused (the others are imported), 2 when nothing
    could be done.
    """
    day = today.date() if today else date.today()
    if output in FORMATS:
        form, output = form or output, "text"
    with stop_on(EditError, FileError, OSError):
        target = add.file_for(into)
        source = read_file(file, form)
        reading = sound_reading(path, day)
        imported = read_imported(reading.root)
        plan = make_plan(source, reading, day, despite, imported=imported, themes_from_keywords=themes is not None)
        change = import_change(plan, reading, imported, target, file.name)
        _show_plan(plan, source, change.patches, file, write=write, as_json=output == "json")
        if write and change.patches:
            write_plan(reading.root, change)
    _tell_plan(plan, target, write=write)
    sys.exit(int(bool(plan.refused)))


def _show_plan(plan: Plan, source: Source, patches: Sequence[Patch], file: Path, *, write: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(plan_data(plan), ensure_ascii=False, indent=2))
        return
    program = f" from {source.program}" if source.program else ""
    click.echo(f"Read as {FORMATS[source.format].label}{program}: {file}")
    click.echo(report(plan), nl=False)
    for patch in patches if not write else ():
        if patch.file not in BESIDE:
            click.echo(f"\n{visible_lines(patch.diff)}", nl=False)


def _tell_plan(plan: Plan, target: str, *, write: bool) -> None:
    updated = plan.changes - len(plan.additions)
    if not plan.changes:
        click.echo("Nothing to add or update.", err=True)
    elif not write:
        click.echo(f"Nothing was written. Run it again with --write to make these changes ({target}).", err=True)
    else:
        click.echo(f"Added to {target}: {len(plan.additions)}. Updated: {updated}.", err=True)


_EXIT = {IntakeOutcome.CHANGE: 0, IntakeOutcome.REFUSED: 2}  # 1 for anything else: there is nothing to change


@click.command("intake")
@click.argument("file", type=click.Path(path_type=Path))
@project_argument()
@click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="What you know of it. May be given again."
)
@_INTO
@click.option("--despite", metavar="ID", multiple=True, help="Take it, though it looks like the resource with this id.")
@click.option("--dry-run", is_flag=True, help="Only show the change.")
@click.option("--yes", is_flag=True, help="Make the change without asking.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Take this for the present day.")
def intake_command(
    file: Path,
    path: Path,
    settings: tuple[str, ...],
    into: str,
    despite: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    form: str,
    today: datetime | None,
) -> None:
    """Turn the suggestion or the problem report in FILE into a change of the catalogue at PATH.

    FILE is the text that someone sent, the body of an issue, or an e-mail (.eml). A suggestion becomes a draft, which
    is not published; a report becomes a note for editors, and a new address if it gives one. The change is checked
    and shown; on a terminal it is made when you agree.

    Exits with 0 when there is a change, 1 when there is none to make, 2 when FILE can't be used.
    """
    day = today.date() if today else date.today()
    with stop_on(add.AddError, EditError, FileError, OSError):
        target, given = add.file_for(into), add.facts_given(settings)
        reading = sound_reading(path, day)
        language = reading.catalogue.pathway.language if reading.catalogue is not None else "en"
        contribution = read_contribution(file, language)
        intake = take_in(contribution, reading, day, file=target, given=given, despite=despite)
        _show_intake(contribution, intake, as_json=form == "json")
        asks = intake.patches and form == "text" and sys.stdin.isatty() and not dry_run
        agreed = yes or (asks and click.confirm("Make this change?", default=True))
        if intake.patches and agreed and not dry_run:
            change = Change((_taken_in(contribution, intake.id),), intake.patches)
            save(reading.root, change, sound=lambda changed: entry_is_lost(intake, changed))
            click.echo(f"Changed: {', '.join(patch.file for patch in intake.patches)}.", err=True)
        elif intake.patches:
            click.echo("Nothing was written; --yes does it.", err=True)
    sys.exit(_EXIT.get(intake.outcome, 1))


def _taken_in(contribution: Contribution, id_: str) -> str:
    """What the diary says of the change."""
    if contribution.form is SUGGESTION:
        return f"Add a draft of the resource `{id_}`, which someone suggested."
    return f"Note a problem with the resource `{id_}`, which someone reported."


def _show_intake(contribution: Contribution, intake: Intake, *, as_json: bool) -> None:
    diff = "".join(patch.diff for patch in intake.patches)
    if as_json:
        data = {
            "version": 1,
            "form": contribution.form.name,
            "outcome": intake.outcome.value,
            "message": intake.message,
            "id": intake.id,
            "file": intake.file,
            "line": intake.line,
            "remarks": intake.remarks,
            "answers": contribution.answers,
            "diff": diff,
        }
        click.echo(json.dumps(data, ensure_ascii=True, indent=2))
        return
    click.echo(intake.message)
    for remark in intake.remarks:
        click.echo(remark, err=True)
    if diff:
        click.echo(f"\n{visible_lines(diff)}", nl=False)
