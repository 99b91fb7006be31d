"""`pathway record-ids`: keep the list of everything that was ever published."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ..site.published import BrokenCatalogueError, NoProjectError, PublishedList, compare_ids, write_ids
from .project import CannotRun, project_argument

__all__ = ["record_ids_command"]

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
