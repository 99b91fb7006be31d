"""`pathway check`, `explain`, `changes`, `record-ids` and `schema`: what to fix, and what a change means for the site.

What needs the site is imported when it is called: `check` doesn't wait for it.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..catalogue.did_you_mean import nearest
from ..catalogue.messages import shown
from ..catalogue.problems import Code, Severity, code_called, example_of, guide_address
from ..catalogue.reader import ReadResult, read
from ..catalogue.reports import FORMATS, visible_lines
from ..catalogue.yaml.tree import EditError
from ..citation import check_titles
from ..voices.check import found_by_check
from .project import CannotRun, agreed, finish_change, project_argument, say, stop_on

if TYPE_CHECKING:
    from ..site.changes import Changes
    from ..site.published import PublishedList

__all__ = [
    "changes_command",
    "check_command",
    "explain_command",
    "record_ids_command",
    "schema_command",
]

#: With one of these, nothing could be checked.
_CANNOT_RUN = {Code.NO_CATALOGUE.value, Code.UNREADABLE_FILE.value}


@click.command("check")
@project_argument()
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="Form.")
@click.option("--strict", is_flag=True, help="Let warnings fail the check too. Advice never does.")
@click.option("--fix", "fixes", is_flag=True, help="First fix what has one certain fix; show the change and ask.")
@click.option("--yes", is_flag=True, help="With --fix: write without asking.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the change; write nothing.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates by this day.")
def check_command(
    path: Path, form: str, today: datetime | None, *, strict: bool, fixes: bool, yes: bool, dry_run: bool
) -> None:
    """Check the catalogue at PATH: a project folder or a YAML file.

    With --fix, it first fixes what has one certain fix, such as a key with a capital or an id that has changed.

    Exits with 0 when there is nothing to fix, 1 when there is, 2 when the check could not run.
    """
    finish_change(path)
    local_day = today.date() if today else date.today()
    if fixes:
        _fix(path, local_day, yes=yes, dry_run=dry_run)
    gc.disable()  # this process ends with the list; walking the memory of a large catalogue would take a second
    reading = read(path, today=local_day, further_rules=[check_titles])
    _leave_to_the_system(reading)
    day = today.date() if today else datetime.now(UTC).date()
    found_problems = sorted((*reading.problems, *found_by_check(reading, day)))
    problems = [replace(problem, file=(reading.root / problem.file).as_posix()) for problem in found_problems]
    say(FORMATS[form](problems, reading.guides_url))
    found = {problem.severity for problem in problems}
    if any(problem.code in _CANNOT_RUN for problem in problems):
        sys.exit(2)
    sys.exit(int(Severity.ERROR in found or (strict and Severity.WARNING in found)))


def _fix(path: Path, today: date, *, yes: bool, dry_run: bool) -> None:
    """Show what can be fixed for certain, and write it where that is agreed to. The report keeps standard output."""
    from ..editing.fixes import fix, no_more_errors
    from ..editing.journal import save
    from ..editing.project import open_project

    with stop_on(EditError, OSError):
        project = open_project(path, today)
        change = fix(project)
        for line in (*change.words, "", change.diff) if change.patches else change.words:
            click.echo(visible_lines(line), err=True)
        if change.patches and not dry_run and (yes or agreed()):
            save(project.root, change, sound=no_more_errors(project.result), may_be_invalid=True)
            click.echo(f"Written: {', '.join(patch.file for patch in change.patches)}.", err=True)
        elif change.patches:
            click.echo("Nothing was written.", err=True)


def _leave_to_the_system(reading: ReadResult) -> None:
    """Never take it apart: piece by piece, that is a tenth of all the work, and the system takes memory back at once.

    What holds itself is freed by the garbage collector alone, and that passes over what is frozen.
    """
    itself: list[object] = [reading]
    itself.append(itself)
    gc.freeze()


@click.command("explain")
@click.argument("code", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form.")
@click.option("--path", type=click.Path(path_type=Path), metavar="PROJECT", default=".", help="The project.")
def explain_command(code: str | None, form: str, path: Path) -> None:
    """Explain the CODE of a problem: what it means, how to fix it, and an example. Without a CODE, list them all.

    Where the setting `guides_url` of the project says where the guides are, it names the page there.

    Exits with 0 when it was explained, 2 when there is no such code.
    """
    if code is None:
        rows = [{"code": each.value, "severity": each.severity.value, "meaning": each.meaning} for each in Code]
        lines = [f"{row['code']} ({row['severity']})\n  {row['meaning']}" for row in rows]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2) if form == "json" else "\n".join(lines))
        return
    found = code_called(code)
    if found is None:
        close = nearest(code, [each.value for each in Code])
        hint = f" Did you mean `{close}`?" if close else " `pathway explain` lists them all."
        raise CannotRun(f"There is no code `{shown(code)}`.{hint}")
    guide = guide_address(read(path).guides_url, found.value)
    if form == "json":
        click.echo(json.dumps(_explained(found, guide), ensure_ascii=False, indent=2))
    else:
        click.echo(_explanation(found, guide))


def _explained(code: Code, guide: str) -> dict[str, str]:
    example = example_of(code.value)
    shown_lines = {"wrong": example.wrong, "right": example.right} if example is not None else {}
    said = {"code": code.value, "severity": code.severity.value, "meaning": code.meaning, "remedy": code.remedy}
    return {**said, **shown_lines, **({"guide": guide} if guide else {})}


def _explanation(code: Code, guide: str) -> str:
    parts = [f"{code.value} ({code.severity.value})", "", code.meaning, f"Fix: {code.remedy}"]
    example = example_of(code.value)
    if example is not None:
        place = f" ({example.place[:1].lower()}{example.place[1:]})" if example.place else ""
        parts += ["", f"Wrong{place}:", *_indented(example.wrong), "", "Right:", *_indented(example.right)]
    return "\n".join([*parts, *(["", guide] if guide else [])])


def _indented(lines: str) -> list[str]:
    return [f"    {line}" for line in lines.split("\n")]


@click.command("changes")
@project_argument()
@click.option("--base", required=True, metavar="REF", help="The revision of git to compare with, such as origin/main.")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json", "github"]), default="text", help="Form."
)
@click.option("--summary", type=click.Path(path_type=Path), metavar="FILE", help="Add the Markdown to this file, too.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates by this day.")
def changes_command(path: Path, base: str, form: str, summary: Path | None, today: datetime | None) -> None:
    """Say what the site of the project at PATH gains and loses since the revision REF of git.

    Lists pages, steps, times, links, citations and ids, the errors and warnings of the catalogue, and advice that is
    new. `github` puts the problems on their lines in a pull request.

    Exits with 0 when the site can be built, 1 when the catalogue has errors, 2 when the two can't be compared.
    """
    from ..site.changes import FORMS as FORMS_OF_CHANGES
    from ..site.changes import RevisionError, as_markdown, catalogue_at, compare

    finish_change(path)
    root = path if path.is_dir() else path.parent
    day = today.date() if today else date.today()
    with stop_on(RevisionError, OSError):
        after = read(path, today=day, further_rules=[check_titles])
        with catalogue_at(root, base) as folder:
            changes = compare(read(folder, today=day, further_rules=[check_titles]), after)
        changes = _placed(changes, after.root)
        if summary is not None:
            with summary.open("a", encoding="utf-8") as file:
                file.write(as_markdown(changes))
    say(FORMS_OF_CHANGES[form](changes))
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
    from ..site.published import BrokenCatalogueError, NoProjectError, compare_ids, write_ids

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


@click.command()
@click.option("--api", is_flag=True, help="The schema of the published JSON files instead.")
@click.option("--path", expose_value=False, metavar="PROJECT", help="Makes no difference: all projects have the same.")
def schema_command(*, api: bool) -> None:
    """Print the JSON Schema that lets editors check a catalogue while you type.

    The project keeps a copy in schema/resources.schema.json; the first line of each catalogue file names it. The
    schema of the JSON files that a site publishes (--api) is in schema/api-1.schema.json.
    """
    from ..catalogue.schema import write
    from ..site.files.api import schema_text

    click.echo(schema_text() if api else write(), nl=False)
