"""Commands that look something up: `pathway show`, `find`, `status`, `due` and `cite`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import click
from pydantic import ValidationError

from ..catalogue.files import STATE_FILE
from ..catalogue.model import Resource
from ..catalogue.reader import Rule
from ..catalogue.reports import visible, visible_lines
from ..catalogue.types import EntryKind
from ..catalogue.yaml.tree import EditError
from ..citation import STYLES, check_titles, cite_together
from ..editing.lookup import FoundEntry, details, find_entries
from ..editing.project import IDENTIFIED, Project, open_project
from ..editing.status import GROUPS, Balance, ProjectStatus, Share, StatusItem, calendar, project_status, reviews
from ..formats.model import Source
from ..formats.text import LARGEST, FileError, shown
from ..links.state.file import read_health
from ..process import as_sentence
from .project import CannotRun, finish_change, project_argument, sound_reading, stop_on

__all__ = [
    "cite_command",
    "due_command",
    "find_command",
    "show_command",
    "status_command",
]

_FORM = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form.")
_KIND = click.option("--kind", type=click.Choice([kind.value for kind in IDENTIFIED]), help="What the entry is.")
#: Columns of a title in a list.
_WIDTH = 80


def _opened(path: Path, today: date | None = None, further_rules: Iterable[Rule] = ()) -> Project:
    """The project at a path.

    Raises:
        CannotRun: there is no catalogue; the message says where to look.
    """
    finish_change(path)
    project = open_project(path, today, further_rules)
    try:
        project.present()
    except EditError as error:
        raise CannotRun(str(error)) from error
    return project


@click.command("show")
@click.argument("id_", metavar="ID")
@_KIND
@_FORM
@project_argument()
def show_command(id_: str, kind: str | None, form: str, path: Path) -> None:
    """Show the entry ID as it is written, and what mentions it. A section is named `module-id/section-id`.

    Exits with 0 when it was shown, 2 when there is no such entry.
    """
    project = _opened(path)
    try:
        found = details(project, id_, EntryKind(kind) if kind else None)
    except EditError as error:
        raise CannotRun(as_sentence(str(error))) from error
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

    Exits with 0 when there are some, 1 when there are none, 2 when there is no catalogue.
    """
    found = find_entries(_opened(path), " ".join(words), EntryKind(kind) if kind else None)
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


#: Items that are named of one list.
_MOST_NAMED = 5
#: Ids that are named of one field.
_MOST_IDS = 8
_TODAY = click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates by this day.")


@click.command("status")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form.")
@_TODAY
@project_argument()
def status_command(form: str, today: datetime | None, path: Path) -> None:
    """List what is left to do in the catalogue at PATH: unknown facts, reviews, links, reasons and more.

    Then the balance of each module: its steps and their time by type, level and publisher. A catalogue with errors is
    listed as far as it can be read.

    Exits with 0 when it was listed, 2 when there is no catalogue.
    """
    day = today.date() if today else date.today()
    project = _opened(path, day, [check_titles])
    health = read_health(project.root / STATE_FILE)
    status = project_status(project, health.links, day)
    if project.result.catalogue is None:
        click.echo("The catalogue has errors: run `pathway check`. Links and balance are left out.", err=True)
    if form == "json":
        click.echo(json.dumps(status.data(), ensure_ascii=False, indent=2))
        return
    for line in _lines(status):
        click.echo(line)


@click.command("due")
@click.option("--within", metavar="DAYS", type=click.IntRange(0, 3_650), default=0, help="Also those of the next days.")
@click.option("--owner", metavar="NAME", help="Only those that this person looks after.")
@click.option("--format", "form", type=click.Choice(["text", "json", "ics"]), default="text", help="Form.")
@_TODAY
@project_argument()
def due_command(within: int, owner: str | None, form: str, today: datetime | None, path: Path) -> None:
    """List the resources of the catalogue at PATH that are due for another look, the longest overdue first.

    `--format ics` gives a calendar.

    Exits with 0 when they were listed, 2 when there is no catalogue.
    """
    day = today.date() if today else date.today()
    project = _opened(path, day)
    found = reviews(project, day + timedelta(days=within), owner)
    if form == "ics":
        click.echo(calendar(found, day).encode(), nl=False)
    elif form == "json":
        click.echo(json.dumps([each.data() for each in found], ensure_ascii=False, indent=2))
    else:
        for each in found:
            who = f"  {each.owner}" if each.owner else ""
            click.echo(f"{each.day.isoformat()}  {each.id}  {visible(each.title)}{visible(who)}")
        click.echo(f"{len(found):,} due." if found else "Nothing is due.", err=True)


def _lines(status: ProjectStatus) -> Iterator[str]:
    for name, items in status.groups.items():
        yield click.style(f"{GROUPS[name][0]}: {len(items):,}", bold=True)
        if name == "unknown-facts":
            yield from _by(items, "field")
        elif name == "reviews-due":
            yield from _by(items, "owner")
        else:
            yield from _named(items)
        yield ""
    for module in status.modules:
        yield from _balance(module)


def _by(items: Sequence[StatusItem], key: str) -> Iterator[str]:
    """How many items there are of each field or owner, with the first ids."""
    sorted_items = sorted(items, key=lambda each: getattr(each, key)) if key == "owner" else items
    for name, group in groupby(sorted_items, key=lambda each: getattr(each, key)):
        ids = [each.id for each in group]
        more = f" … and {len(ids) - _MOST_IDS:,} more" if len(ids) > _MOST_IDS else ""
        yield f"  {visible(name) or 'no one'} ({len(ids):,}): {', '.join(ids[:_MOST_IDS])}{more}"


def _named(items: Sequence[StatusItem]) -> Iterator[str]:
    for item in items[:_MOST_NAMED]:
        yield f"  {visible(item.file)}:{item.line}  {item.id}"
        yield f"    {visible(item.words)}"
    if len(items) > _MOST_NAMED:
        yield f"  … and {len(items) - _MOST_NAMED:,} more; `--format json` lists them all."


def _balance(module: Balance) -> Iterator[str]:
    time = module.time.rounded() or "no known time"
    unknown = f", {module.time.unknown} without a time" if module.time.unknown else ""
    yield click.style(f"{module.id}: {module.time.parts} steps, {time}{unknown}", bold=True)
    for name, shares in (("Types", module.types), ("Levels", module.levels), ("Publishers", module.publishers)):
        if shares:
            yield f"  {name}: {', '.join(map(_share, shares[:_MOST_IDS]))}"
    yield ""


def _share(share: Share) -> str:
    minutes = f" ({share.minutes} min)" if share.minutes else ""
    return f"{visible(share.name) or 'unknown'} {share.steps}{minutes}"


@click.command("cite")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--path", type=click.Path(path_type=Path), default=".", show_default=True, help="The project.")
@click.option(
    "--file", type=click.Path(path_type=Path), help="Cite the records of this file instead; `-` for standard input."
)
@click.option(
    "--style",
    "styles",
    type=click.Choice(list(STYLES)),
    multiple=True,
    help="Citation style, apa if not given; may be given again.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "html", "json"]), default="text", show_default=True, help="Form."
)
def cite_command(ids: tuple[str, ...], path: Path, file: Path | None, styles: tuple[str, ...], form: str) -> None:
    """Print the references of the resources with these IDs, or of all, with 2020a and 2020b where they need it.

    With --file, the records are those of a CSL-JSON, BibTeX or RIS file; nothing is imported. With two styles, all
    references in the first come before those in the second.

    Exits with 0 when every reference was printed, and 2 when something could not be read or there is no such id.
    """
    with stop_on(FileError):
        resources = _of_file(file) if file else _of_project(path)
    click.echo(_written(_chosen(resources, ids), list(dict.fromkeys(styles)) or ["apa"], form), nl=False)


def _today() -> date:
    return datetime.now(UTC).date()


def _of_project(path: Path) -> Sequence[Resource]:
    catalogue = sound_reading(path, _today()).catalogue
    return catalogue.resources if catalogue else ()


def _read(file: Path) -> Source:
    """The records of a file, or of what comes on standard input."""
    from ..imports import read_data, read_file  # the other commands don't wait for them

    if str(file) != "-":
        return read_file(file)
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FileError(f"the input is larger than {LARGEST // 1_000_000} MB; cite a part of the library at a time")
    return read_data(data, Path("standard input"))


def _of_file(file: Path) -> list[Resource]:
    """The records of a file as resources, each under the file's own key; what cannot be cited is named."""
    from ..imports.dry_run import DryRun

    source, found = _read(file), list[Resource]()
    for refused in source.refused:
        click.echo(f"Line {refused.line}: {shown(refused.reason, 300)}", err=True)
    for number, record in enumerate(source, start=1):
        for value in record.left_out:
            if value.reason and value.group == "other":
                click.echo(f"Line {record.line}: left out {value}", err=True)
        DryRun(None, _today()).prepare(record)
        facts = {name: value for name, value in record.facts.items() if name != "id"}
        try:
            resource = Resource.model_validate({**facts, "id": f"record-{number}"})
        except ValidationError as error:
            wrong = ", ".join(dict.fromkeys(str(part["loc"][0]) for part in error.errors() if part["loc"]))
            click.echo(f"Line {record.line}: cited without {wrong}, which cannot be read.", err=True)
            kept = {name: value for name, value in facts.items() if name not in wrong.split(", ")}
            try:
                resource = Resource.model_validate({"type": "web-page", **kept, "id": f"record-{number}"})
            except ValidationError:
                continue
        found.append(resource.model_copy(update={"id": record.key or resource.id}))
    return found


def _chosen(resources: Sequence[Resource], ids: Sequence[str]) -> Iterable[Resource]:
    known = {resource.id: resource for resource in resources}
    missing = [name for name in ids if name not in known]
    if missing:
        raise CannotRun(f"there is no resource {', '.join(f'`{shown(name)}`' for name in missing)}")
    return [known[name] for name in dict.fromkeys(ids)] if ids else resources


def _written(resources: Iterable[Resource], styles: Sequence[str], form: str) -> str:
    chosen = list(resources)
    found = [
        {"id": resource.id, "style": style, "text": one.text, "html": one.html}
        for style in styles
        for resource, one in zip(chosen, cite_together(chosen, style), strict=True)
    ]
    if form == "json":
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if form == "html":
        return "".join(f"<p>{one['html']}</p>\n" for one in found)
    return "".join(f"{one['text']}\n" for one in found)
