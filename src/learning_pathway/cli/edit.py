"""`pathway rename`: change the catalogue, after showing the change."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..catalogue.vocabulary import EntryKind
from ..catalogue.yaml.tree import EditError
from ..editing.change import Change
from ..editing.journal import save
from ..editing.project import IDENTIFIED, Project, open_project
from ..editing.rename import rename
from .project import CannotRun, finish_change, project_argument

__all__ = ["carry_out", "edit_options", "kind_option", "opened", "rename_command"]

F = TypeVar("F", bound=Callable[..., Any])


def edit_options(command: F) -> F:
    """Add the options that every command has that changes the catalogue."""
    for option in (
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form."),
        click.option("--dry-run", is_flag=True, help="Show the change; write nothing."),
        click.option("--yes", is_flag=True, help="Write without asking."),
        project_argument(),
    ):
        command = option(command)
    return command


def kind_option(command: F) -> F:
    """Add the option that says which kind of entry an id is of."""
    kinds = click.Choice([kind.value for kind in IDENTIFIED])
    return click.option("--kind", type=kinds, help="What the entry is, where entries of two kinds share the id.")(
        command
    )


def opened(path: Path) -> Project:
    """The project at a path, after finishing a change that was interrupted."""
    finish_change(path)
    return open_project(path)


def carry_out(
    work_out: Callable[[], tuple[Path, Change]], form: str, *, dry_run: bool, yes: bool, **save_options: Any
) -> None:
    """Show a change, ask, and write it.

    Args:
        work_out: returns the project's folder and the change.
        form: `text` or `json`; as JSON it is never asked.
        dry_run: whether to write nothing.
        yes: whether to write without asking.
        save_options: what to give to `journal.save`.
    """
    try:
        root, change = work_out()
        if form == "text":
            _show(change)
        written = bool(change.patches) and not dry_run and (yes or (form == "text" and _agreed()))
        if written:
            save(root, change, **save_options)
    except EditError as error:
        raise CannotRun(_sentence(str(error))) from error
    except OSError as error:
        raise CannotRun(error) from error
    if form == "json":
        click.echo(json.dumps({**change.data(), "written": written}, ensure_ascii=False, indent=2))
    elif written:
        click.echo(f"Written: {', '.join(patch.file for patch in change.patches)}.", err=True)
        for remark in change.remarks:
            click.echo(remark, err=True)
    elif change.patches:
        click.echo("Nothing was written.", err=True)
    if change.patches and not written and not dry_run:
        sys.exit(1)


def _show(change: Change) -> None:
    for sentence in change.words:
        click.echo(sentence)
    if change.patches:
        click.echo(f"\n{change.diff}")


def _agreed() -> bool:
    try:
        return click.confirm("Write this?", default=False, err=True)
    except click.Abort:  # no one answers
        click.echo("\nNo answer. `--yes` writes without asking.", err=True)
        return False


def _sentence(message: str) -> str:
    """A reason as a sentence of its own, and what it means for the files."""
    end = "" if message.endswith((".", "!", "?")) else "."
    nothing = "" if "nothing was written" in message else " Nothing was written."
    return f"{message[:1].upper()}{message[1:]}{end}{nothing}"


@click.command("rename")
@click.argument("id_", metavar="ID")
@click.argument("new")
@kind_option
@edit_options
def rename_command(id_: str, new: str, kind: str | None, path: Path, *, yes: bool, dry_run: bool, form: str) -> None:
    """Give the entry ID the id NEW.

    Every mention follows: steps, themes, routes, replacements and the rest, in all files. The old id is kept under
    `formerly`, so that old links and learners' progress lead on. A section is named `module-id/section-id`.

    Exits with 0 when it was written or shown, 1 when it wasn't agreed to, 2 when it cannot be done for sure.
    """

    def work_out() -> tuple[Path, Change]:
        project = opened(path)
        return project.root, rename(project, id_, new, EntryKind(kind) if kind else None)

    carry_out(work_out, form, dry_run=dry_run, yes=yes)
