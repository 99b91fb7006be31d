"""`pathway changes` and `record-ids`: what a change means for the site, and the list of what was published."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from ..catalogue import Severity, read
from ..catalogue.reports import write_github
from ..citation.title_case import check_titles
from ..site.changes import Changes, RevisionError, as_json, as_markdown, as_text, catalogue_at, compare
from ..site.published import BrokenCatalogueError, NoProjectError, PublishedList, compare_ids, write_ids
from .project import CannotRun, finish_change, project_argument, say

__all__ = ["changes_command", "record_ids_command"]

_FORMS: dict[str, Callable[[Changes], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
    "github": lambda changes: write_github(changes.problems),
}


@click.command("changes")
@project_argument()
@click.option("--base", required=True, metavar="REF", help="The revision of git to compare with, such as origin/main.")
@click.option("--format", "form", type=click.Choice(list(_FORMS)), default="text", show_default=True, help="Form.")
@click.option("--summary", type=click.Path(path_type=Path), metavar="FILE", help="Add the Markdown to this file, too.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates by this day.")
def changes_command(path: Path, base: str, form: str, summary: Path | None, today: datetime | None) -> None:
    """Say what the site of the project at PATH gains and loses since the revision REF of git.

    Lists pages, steps, times, links, citations and ids, the errors and warnings of the catalogue, and advice that is
    new. `github` puts the problems on their lines in a pull request.

    Exits with 0 when the site can be built, 1 when the catalogue has errors, 2 when the two can't be compared.
    """
    finish_change(path)
    root = path if path.is_dir() else path.parent
    day = today.date() if today else date.today()
    try:
        after = read(path, today=day, further_rules=[check_titles])
        with catalogue_at(root, base) as folder:
            changes = compare(read(folder, today=day, further_rules=[check_titles]), after)
        changes = _placed(changes, after.root)
        if summary is not None:
            with summary.open("a", encoding="utf-8") as file:
                file.write(as_markdown(changes))
    except (RevisionError, OSError) as error:
        raise CannotRun(error) from error
    say(_FORMS[form](changes))
    sys.exit(int(any(problem.severity is Severity.ERROR for problem in changes.problems)))


def _placed(changes: Changes, root: Path) -> Changes:
    """The same with the files of problems as they are named from here."""
    placed = (replace(problem, file=(root / problem.file).as_posix()) for problem in changes.problems)
    return replace(changes, problems=tuple(placed))


#: Keys that are named one by one.
MOST_NAMED = 20


@click.command("record-ids")
@project_argument(exists=True)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when the list lacks something.")
def record_ids_command(path: Path, check: bool) -> None:
    """Add the ids and addresses of the catalogue at PATH to its list, published-ids.txt.

    Nothing is ever taken out: from then on, `pathway check` refuses a catalogue that drops one of them without
    saying what became of it. PATH is the project folder.

    Exits with 0 when the list is complete, 1 when it is not (with --check), 2 when that is unknown.
    """
    try:
        record = compare_ids(path, date.today())
        if not check:
            write_ids(record)
    except BrokenCatalogueError as error:
        first = error.errors[0]
        click.echo(f"The catalogue has errors, so nothing was recorded. The first of {len(error.errors):,}:", err=True)
        click.echo(f"{first}\nRun `pathway check` to see everything.", err=True)
        sys.exit(2)
    except (NoProjectError, OSError) as error:
        raise CannotRun(error) from None
    click.echo(_said(record, check), nl=False)
    sys.exit(int(check and bool(record.missing)))


def _said(record: PublishedList, check: bool) -> str:
    """What there was to do, in words."""
    name, count = record.file.name, len(record.missing)
    if not count:
        return f"{name} is complete: {len(record.kept):,} lines.\n"
    lines = f"{count:,} line{'' if count == 1 else 's'}"
    if check:
        return f"{name} lacks {lines}:\n{_named(record.missing)}Run `pathway record-ids` and commit the file.\n"
    return f"Added {lines} to {name}:\n{_named(record.missing)}Commit the file with the catalogue.\n"


def _named(keys: Sequence[str]) -> str:
    rest = len(keys) - MOST_NAMED
    return "".join(f"  {key}\n" for key in keys[:MOST_NAMED]) + (f"  … and {rest:,} more\n" if rest > 0 else "")
