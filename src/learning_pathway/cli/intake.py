"""`pathway intake`: a suggestion or a problem report, as a change of the catalogue."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path

import click

from ..catalogue.yaml.patch import apply
from ..catalogue.yaml.tree import EditError
from ..catalogue.yaml.writer import NEW_FILE, file_for
from ..formats.text import FileError
from ..imports.add import AddError, facts_given
from ..imports.contributions import Contribution, read_contribution, take_in
from ..imports.intake import Intake, Outcome, entry_is_lost
from .project import CannotRun, project_argument, sound_reading

__all__ = ["intake_command"]

_VERSION = 1
_EXIT = {Outcome.CHANGE: 0, Outcome.KNOWN: 1, Outcome.LOCATED: 1, Outcome.EMPTY: 1, Outcome.REFUSED: 2}


@click.command("intake")
@click.argument("file", type=click.Path(path_type=Path))
@project_argument()
@click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="What you know of it. May be given again."
)
@click.option("--into", metavar="NAME", default=NEW_FILE, show_default=True, help="File of the catalogue to add to.")
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
    try:
        target, given = file_for(into), facts_given(settings)
        contribution = read_contribution(file)
        reading = sound_reading(path, day)
        intake = take_in(contribution, reading, day, file=target, given=given, despite=despite)
        _show_intake(contribution, intake, as_json=form == "json")
        agreed = yes or (form == "text" and sys.stdin.isatty() and not dry_run and _asks(intake))
        if intake.patches and agreed and not dry_run:
            apply(reading.root, intake.patches, lambda changed: entry_is_lost(intake, changed))
            click.echo(f"Changed: {', '.join(patch.file for patch in intake.patches)}.", err=True)
        elif intake.patches:
            click.echo("Nothing was written; --yes does it.", err=True)
    except (AddError, EditError, FileError, OSError) as error:
        raise CannotRun(error) from error
    sys.exit(_EXIT[intake.outcome])


def _asks(intake: Intake) -> bool:
    return bool(intake.patches) and click.confirm("Make this change?", default=True)


def _show_intake(contribution: Contribution, intake: Intake, *, as_json: bool) -> None:
    diff = "".join(patch.diff for patch in intake.patches)
    if as_json:
        data = {
            "version": _VERSION,
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
        click.echo(f"\n{diff}", nl=False)
