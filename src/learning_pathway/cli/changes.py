"""`pathway changes`: what a change of the catalogue means for the site."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from ..catalogue import Severity, read
from ..catalogue.reports import write_github
from ..citation.title_case import check_titles
from ..site.changes import Changes, compare
from ..site.changes_report import as_json, as_markdown, as_text
from ..site.revision import RevisionError, catalogue_at
from .project import CannotRun, finish_change, project_argument, say

__all__ = ["changes_command"]

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
