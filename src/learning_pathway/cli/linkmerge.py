"""`pathway links merge`: put the parts of a run together."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from ..links.exception import notes_on, standing
from ..links.report import FailOn, make_report
from ..links.report.files import write_report
from ..links.report.text import print_report
from ..links.shard import MergeError, merge
from .linkoptions import STATE_NAME, CannotRun, moment_from, settings_for, targets_at

__all__ = ["merge_command"]


@click.command("merge")
@click.argument("parts", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--path", type=click.Path(path_type=Path), default=".", help="Project folder or YAML file.")
@click.option(
    "--state", type=click.Path(path_type=Path), help=f"State file. [default: {STATE_NAME} beside the catalogue]"
)
@click.option("--report", "folder", type=click.Path(path_type=Path), help="Folder to write the report into.")
@click.option("--now", metavar="TIME", help="Take this for the present time: YYYY-MM-DD or ISO 8601.")
@click.option("--settings", "settings_file", type=click.Path(path_type=Path), help="Settings file.")
@click.option(
    "--fail-on",
    type=click.Choice([each.value for each in FailOn]),
    default="any",
    show_default=True,
    help="Alarms that fail.",
)
def merge_command(
    parts: tuple[Path, ...],
    path: Path,
    state: Path | None,
    folder: Path | None,
    now: str | None,
    settings_file: Path | None,
    fail_on: str,
) -> None:
    """Merge the state files PARTS, which the parts of a run wrote (`check --shard`), and report on all links.

    Exits as `pathway links check` does.
    """
    day = moment_from(now).date()
    root, targets = targets_at(path, day)
    settings = settings_for(settings_file, root)
    by_id = {target.id: target for target in targets}
    try:
        done = merge(
            state or root / STATE_NAME, parts, wanted={id_: target.url for id_, target in by_id.items()}, day=day
        )
        report = make_report(
            done.before.links,
            done.after,
            by_id,
            day=day,
            checked=sum(record.checked_on == day for record in done.after.values()),
            notes=notes_on(settings.exceptions, by_id, day),
            left_alone=standing(settings.exceptions, day),
            incident_links=settings.alarms.incident_links,
        )
        if folder is not None:
            write_report(report, folder)
    except (MergeError, OSError) as error:
        raise CannotRun(error) from error
    print_report(report, Console(highlight=False))
    sys.exit(report.exit_code(FailOn(fail_on)))
