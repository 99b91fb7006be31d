"""`pathway import`: resources from a file of another program."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path

import click

from ..catalogue.yaml.patch import Patch
from ..catalogue.yaml.tree import EditError
from ..catalogue.yaml.writer import NEW_FILE, file_for
from ..editing.change import Change
from ..editing.journal import record_of
from ..formats.model import Source
from ..formats.text import FileError
from ..imports import FORMATS, make_plan, read_file
from ..imports.matching import read_imported
from ..imports.plan import Plan, write_plan
from ..imports.report import plan_data, report
from .project import CannotRun, project_argument, sound_reading

__all__ = ["import_command"]


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
@click.option("--into", metavar="NAME", default=NEW_FILE, show_default=True, help="File of the catalogue to add to.")
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
    try:
        target = file_for(into)
        source = read_file(file, form)
        reading = sound_reading(path, day)
        imported = read_imported(reading.root)
        plan = make_plan(source, reading, day, despite, imported=imported, themes_from_keywords=themes is not None)
        patches = plan.patches(reading, target)
        _show_plan(plan, source, patches, file, write=write, as_json=output == "json")
        if write:
            noted = plan.imported_patch(imported)
            changes = [*patches, *([noted] if noted is not None else [])]
            if changes:
                change = Change((f"Import resources of {file.name}.",), tuple(changes))
                write_plan(reading.root, changes, record_of(change))
    except (EditError, FileError, OSError) as error:
        raise CannotRun(error) from error
    _tell_plan(plan, target, write=write)
    sys.exit(int(bool(plan.refused)))


def _show_plan(plan: Plan, source: Source, patches: list[Patch], file: Path, *, write: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(plan_data(plan), ensure_ascii=False, indent=2))
        return
    program = f" from {source.program}" if source.program else ""
    click.echo(f"Read as {FORMATS[source.format].label}{program}: {file}")
    click.echo(report(plan), nl=False)
    for patch in patches if not write else ():
        click.echo(f"\n{patch.diff}", nl=False)


def _tell_plan(plan: Plan, target: str, *, write: bool) -> None:
    updated = plan.changes - len(plan.additions)
    if not plan.changes:
        click.echo("Nothing to add or update.", err=True)
    elif not write:
        click.echo(f"Nothing was written. Run it again with --write to make these changes ({target}).", err=True)
    else:
        click.echo(f"Added to {target}: {len(plan.additions)}. Updated: {updated}.", err=True)
