"""`pathway import`: resources from a file of another program."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from ..catalogue.yaml.patch import EditError
from ..catalogue.yaml.writer import NEW_FILE, file_for
from ..formats.text import FileError
from ..imports import FORMATS, make_plan, read_file
from ..imports.plan import write_plan
from ..imports.report import report
from .project import project_argument
from .reading import CannotRun, sound_reading

__all__ = ["command"]


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@project_argument()
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="Form of FILE. [default: as it looks]")
@click.option("--into", metavar="NAME", default=NEW_FILE, show_default=True, help="File of the catalogue to add to.")
@click.option("--write", is_flag=True, help="Change the catalogue. Without it, the change is only shown.")
@click.option(
    "--despite", metavar="KEY", multiple=True, help="Add this record, though it looks like a resource that is there."
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Take this for the present day.")
def command(
    file: Path, path: Path, form: str | None, into: str, write: bool, despite: tuple[str, ...], today: datetime | None
) -> None:
    """Import resources from FILE (CSL-JSON, BibTeX, RIS or CSV) into the catalogue at PATH.

    Shows what it would add, what is in the catalogue already and why, and what it could not read or keep. Comments and
    layout of the catalogue stay as they are; it is checked before anything is written, and written whole or not at all.

    Exits with 0 when every record was understood, 1 when some were refused (the others are taken), 2 when nothing
    could be done.
    """
    day = today.date() if today else date.today()
    try:
        target = file_for(into)
        source = read_file(file, form)
        reading = sound_reading(path, day)
        plan = make_plan(source, reading, day, despite)
        patch = plan.patch(reading.root, target)
        click.echo(f"Read as {FORMATS[source.format].label}: {file}")
        click.echo(report(plan), nl=False)
        if patch is not None and write:
            write_plan(reading.root, [patch])
        elif patch is not None:
            click.echo(f"\n{patch.diff}", nl=False)
    except (EditError, FileError, OSError) as error:
        raise CannotRun(error) from error
    if patch is None:
        click.echo("Nothing to add.", err=True)
    elif write:
        click.echo(f"Added to {target}: {len(plan.additions)}.", err=True)
    else:
        click.echo(f"Nothing was written. Run it again with --write to add them to {target}.", err=True)
    sys.exit(int(bool(plan.refused)))
