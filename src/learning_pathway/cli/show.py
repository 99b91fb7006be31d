"""`pathway show` and `pathway find`: look at entries of the catalogue."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ..catalogue.reports import visible, visible_lines
from ..catalogue.vocabulary import EntryKind
from ..catalogue.yaml.tree import EditError
from ..editing.lookup import FoundEntry, details, find_entries
from ..editing.project import IDENTIFIED, open_project
from .project import CannotRun, finish_change, project_argument

__all__ = ["find_command", "show_command"]

_FORM = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form.")
_KIND = click.option("--kind", type=click.Choice([kind.value for kind in IDENTIFIED]), help="What the entry is.")
#: Columns of a title in a list.
_WIDTH = 80


@click.command("show")
@click.argument("id_", metavar="ID")
@_KIND
@_FORM
@project_argument()
def show_command(id_: str, kind: str | None, form: str, path: Path) -> None:
    """Show the entry ID as it is written, and what mentions it. A section is named `module-id/section-id`.

    Exits with 0 when it was shown, 2 when there is no such entry.
    """
    finish_change(path)
    try:
        found = details(open_project(path), id_, EntryKind(kind) if kind else None)
    except EditError as error:
        message = str(error)
        raise CannotRun(f"{message[:1].upper()}{message[1:]}.") from error
    if form == "json":
        click.echo(json.dumps(found.data(), ensure_ascii=False, indent=2))
        return
    click.echo(_line(found.entry))
    click.echo(visible_lines(f"\n{found.text}\n"))
    if found.due:
        click.echo(f"Due for another look on {found.due}.")
    click.echo("Mentioned by:" if found.mentions else "Nothing mentions it.")
    for name, field, file, line in found.mentions:
        click.echo(f"  {file}:{line}  {name} ({field})")


@click.command("find")
@click.argument("words", nargs=-1, required=True)
@_KIND
@_FORM
@click.option("--path", type=click.Path(path_type=Path), metavar="PROJECT", default=".", help="The project.")
def find_command(words: tuple[str, ...], kind: str | None, form: str, path: Path) -> None:
    """Find the entries that hold all the WORDS; those with them in id or title come first.

    Exits with 0 when there are some, 1 when there are none.
    """
    finish_change(path)
    found = find_entries(open_project(path), " ".join(words), EntryKind(kind) if kind else None)
    if form == "json":
        click.echo(json.dumps([entry.data() for entry in found], ensure_ascii=False, indent=2))
    for entry in found if form == "text" else ():
        click.echo(_line(entry))
    if not found:
        click.echo("No entry has these words.", err=True)
    sys.exit(int(not found))


def _line(entry: FoundEntry) -> str:
    title = visible(entry.title)
    short = title if len(title) <= _WIDTH else f"{title[: _WIDTH - 1]}…"
    draft = ", draft" if entry.draft else ""
    return f"{entry.key}  {short}  ({entry.kind.words}{draft}; {entry.file}:{entry.line})"
