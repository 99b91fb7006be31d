"""`pathway rename`, `move` and `retire`: change the catalogue, after showing the change."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from ..catalogue.problems import Severity
from ..catalogue.reports import visible, visible_lines
from ..catalogue.types import EntryKind
from ..catalogue.yaml.tree import EditError
from ..editing.entries import archive, rename, retire
from ..editing.journal import JournalEntry, entries, save
from ..editing.moves import MOVED, move
from ..editing.project import IDENTIFIED, Change, Project, new_problems, open_project
from ..editing.undo import ConflictError, undo
from ..process import as_sentence
from .project import CannotRun, agreed, finish_change, project_argument

__all__ = ["edit_options", "kind_option", "move_command", "rename_command", "retire_command", "undo_command"]

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


def carry_out(path: Path, work_out: Callable[[Project], Change], form: str, *, dry_run: bool, yes: bool) -> None:
    """Show a change, ask, and write it.

    Args:
        path: the project's folder.
        work_out: returns the change.
        form: `text` or `json`; as JSON it is never asked.
        dry_run: whether to write nothing.
        yes: whether to write without asking.
    """
    try:
        finish_change(path)
        project = open_project(path)
        change = work_out(project)
        warnings = _consequences(project, change)
        if form == "text":
            _show(change, warnings)
        written = not dry_run and (yes or (form == "text" and agreed()))
        if written:
            save(project.root, change)
    except ConflictError as error:
        raise CannotRun(_sentence(str(error)) + _versions(error)) from error
    except EditError as error:
        raise CannotRun(_sentence(str(error))) from error
    except OSError as error:
        raise CannotRun(error) from error
    if form == "json":
        said = {**change.data(), "warnings": warnings, "written": written}
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    elif written:
        click.echo(f"Written: {', '.join(patch.file for patch in change.patches)}.", err=True)
        for remark in change.remarks:
            click.echo(remark, err=True)
    else:
        click.echo("Nothing was written.", err=True)
    if not written and not dry_run:
        sys.exit(1)


def _consequences(project: Project, change: Change) -> list[str]:
    """The warnings that a change would bring.

    Raises:
        EditError: it would bring errors, or it changes nothing.
    """
    if not change.patches:
        raise EditError("there is nothing to change")
    found = new_problems(project.root, project.result, change)
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors:
        where = f" It is about `{errors[0].id}`." if errors[0].id else ""
        raise EditError(f"the catalogue would not be valid: {errors[0].message} {errors[0].remedy}{where}")
    return [f"{each.id}: {each.message} {each.remedy}" for each in found]


def _show(change: Change, warnings: list[str]) -> None:
    for sentence in change.words:
        click.echo(sentence)
    click.echo(f"\n{visible_lines(change.diff)}")
    if warnings:
        click.echo("`pathway check` will warn:")
        for warning in warnings:
            click.echo(f"  {warning}")


def _versions(error: ConflictError) -> str:
    """What a change wrote, and what is there now."""
    parts = (("The change wrote", error.wrote or "nothing: it took lines out\n"), (f"{error.file} has now", error.now))
    return "".join(f"\n\n{name}:\n{visible_lines(text.rstrip())}" for name, text in parts)


def _sentence(message: str) -> str:
    """A reason as a sentence of its own, and what it means for the files."""
    return as_sentence(message) + ("" if "nothing was written" in message else " Nothing was written.")


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
    carry_out(path, lambda project: rename(project, id_, new, _kind(kind)), form, dry_run=dry_run, yes=yes)


@click.command("move")
@click.argument("id_", metavar="ID")
@click.option("--before", metavar="OTHER", help="What it is to come before, of the same kind.")
@click.option("--after", metavar="OTHER", help="What it is to come after.")
@click.option("--to", metavar="PLACE", help="For a step the section, for a section the module, at whose end it goes.")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in MOVED]), help="What it is, where several have the name."
)
@edit_options
def move_command(
    id_: str,
    before: str | None,
    after: str | None,
    to: str | None,
    kind: str | None,
    path: Path,
    *,
    yes: bool,
    dry_run: bool,
    form: str,
) -> None:
    """Move the step, section or module ID before or after another one, or to the end of PLACE.

    A step is named by the id of what it points to, or by `module-id/section-id/id` where several steps point there; its
    number may stand for the id. It may go to another section. A section is named `module-id/section-id`, and may go to
    another module: links to it lead on. The other place may be in another file of the catalogue. The order of modules
    is in the settings. Comments go along.

    Exits with 0 when it was written or shown, 1 when it wasn't agreed to, 2 when it cannot be done for sure.
    """
    carry_out(
        path,
        lambda project: move(project, id_, before=before, after=after, to=to, kind=_kind(kind)),
        form,
        dry_run=dry_run,
        yes=yes,
    )


@click.command("retire")
@click.argument("id_", metavar="ID")
@click.option("--replaced-by", metavar="NEW", help="The entry of the same kind to go to instead.")
@click.option("--reason", metavar="TEXT", help="Why it goes, in a sentence for learners.")
@click.option("--archive", "keeps_page", is_flag=True, help="Keep a resource's page, and stop recommending it.")
@kind_option
@edit_options
def retire_command(
    id_: str,
    replaced_by: str | None,
    reason: str | None,
    kind: str | None,
    path: Path,
    *,
    keeps_page: bool,
    yes: bool,
    dry_run: bool,
    form: str,
) -> None:
    """Retire the entry ID: its page goes, and a line under `retired` says why.

    Whatever mentions it names its replacement, or nothing. With --archive, a resource keeps its page, which says that
    you no longer recommend it.

    Exits with 0 when it was written or shown, 1 when it wasn't agreed to, 2 when it cannot be done for sure.
    """

    def work_out(project: Project) -> Change:
        if not keeps_page:
            return retire(project, id_, replaced_by=replaced_by, reason=reason, kind=_kind(kind))
        if reason or _kind(kind) not in (None, EntryKind.RESOURCE):
            raise EditError("`--archive` is for resources, and takes no reason")
        return archive(project, id_, replaced_by=replaced_by)

    carry_out(path, work_out, form, dry_run=dry_run, yes=yes)


def _kind(kind: str | None) -> EntryKind | None:
    return EntryKind(kind) if kind else None


#: Changes that `undo --list` names.
_MOST_LISTED = 20


@click.command("undo")
@click.option("--change", "id_", metavar="ID", help="The change to take back, as --list names it. [default: the last]")
@click.option("--list", "lists", is_flag=True, help=f"List the last {_MOST_LISTED} changes, the newest first.")
@edit_options
def undo_command(id_: str | None, path: Path, *, lists: bool, yes: bool, dry_run: bool, form: str) -> None:
    """Take back a change that a command or the desk made: the last one, or the one called ID.

    What was changed elsewhere since stays. Where what the change wrote was changed again, nothing is undone. An undo is
    a change, too: to take it back, name it.

    Exits with 0 when it was undone, shown or listed, 1 when it wasn't agreed to, 2 when it cannot be done for sure.
    """
    finish_change(path)
    known = entries(path if path.is_dir() else path.parent)
    if lists:
        _list(known[: -_MOST_LISTED - 1 : -1], form)
        return
    if id_ is None:
        id_ = next((each.id for each in reversed(known) if not each.undone_by and not each.undoes), None)
    if id_ is None:
        raise CannotRun("There is no change to undo.")
    carry_out(path, lambda project: undo(project.root, id_), form, dry_run=dry_run, yes=yes)


def _list(changes: Sequence[JournalEntry], form: str) -> None:
    if form == "json":
        click.echo(json.dumps([_entry_data(each) for each in changes], ensure_ascii=False, indent=2))
        return
    for each in changes:
        words = visible(each.words[0]) if each.words else "A change."
        click.echo(f"{each.id}  {words}{' (undone)' if each.undone_by else ''}")
    if not changes:
        click.echo("There are no changes in the diary.", err=True)


def _entry_data(entry: JournalEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "time": entry.time.isoformat(),
        "words": list(entry.words),
        "files": [each.file for each in entry.files],
        "undone": bool(entry.undone_by),
    }
