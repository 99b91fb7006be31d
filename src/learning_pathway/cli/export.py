"""Commands that print or write one file: `pathway export`, `handbook`, `cite` and `schema`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
from pydantic import ValidationError

from ..catalogue.model import Resource
from ..catalogue.schema import write
from ..citation import STYLES, cite_together
from ..formats.model import Source
from ..formats.text import LARGEST, FileError, shown
from ..imports import read_data, read_file
from ..imports.dry_run import DryRun
from ..output import write_whole
from ..packages.model import PackageError
from ..process import sentence
from ..site.build import open_build
from ..site.files.api import schema_text
from ..site.files.downloads import EXPORTS, export_file, export_name
from ..site.frontend import theme_folder
from ..site.handbook import HandbookError, UnknownModuleError, write_handbook
from .project import CannotRun, project_argument, sound_reading

__all__ = [
    "cite_command",
    "export_command",
    "handbook_command",
    "schema_command",
]


@click.command("export")
@project_argument(exists=True, file_okay=False)
@click.option("--format", "kind", type=click.Choice(list(EXPORTS)), required=True, help="What kind of file to write.")
@click.option("--module", "modules", multiple=True, metavar="ID", help="Take this module only; may be given again.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="File to write; `-` for standard output. If not given, one named after the pathway or the module.",
)
def export_command(path: Path, kind: str, modules: tuple[str, ...], output: Path | None) -> None:
    """Write the pathway, or some modules, for a learning platform, as a book, or as a list of references.

    PATH is the project folder.
    """
    try:
        build = open_build(path)
        if build.site is None:
            raise click.ClickException(build.problem_list)
        target = output or Path(export_name(build.site, kind, modules))
        data = export_file(build.site, kind, modules, time=build.time)
    except (UnknownModuleError, PackageError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    if str(target) == "-":
        click.echo(data, nl=False)
        return
    try:
        write_whole(target, data)
    except OSError as error:
        click.echo(f"Cannot write {target}. {sentence(error)}", err=True)
        raise SystemExit(2) from None
    click.echo(f"{target}: {EXPORTS[kind]}, {len(data):,} bytes")


@click.command("handbook")
@project_argument(exists=True, file_okay=False)
@click.option("--module", "modules", multiple=True, metavar="ID", help="Print this module only; may be given again.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; handbook.pdf if not given."
)
def handbook_command(path: Path, modules: tuple[str, ...], output: Path | None) -> None:
    """Write the pathway, or some of its modules, as a PDF for print and for reading away from the web.

    PATH is the project folder.
    """
    target = output or Path("handbook.pdf")
    try:
        build = open_build(path)
        if build.site is None:
            raise click.ClickException(build.problem_list)
        pages = write_handbook(build.site, modules, target, theme=theme_folder(), time=build.time)
    except (UnknownModuleError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    except (HandbookError, OSError) as error:
        raise CannotRun(error) from None
    click.echo(f"{pages} pages in {target}")


@click.command()
@click.option("--api", is_flag=True, help="The schema of the published JSON files instead.")
@click.option("--path", expose_value=False, metavar="PROJECT", help="Makes no difference: all projects have the same.")
def schema_command(*, api: bool) -> None:
    """Print the JSON Schema that lets editors check a catalogue while you type.

    The project keeps a copy in schema/resources.schema.json; the first line of each catalogue file names it. The
    schema of the JSON files that a site publishes (--api) is in schema/api-1.schema.json.
    """
    click.echo(schema_text() if api else write(), nl=False)


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
    try:
        resources = _of_file(file) if file else _of_project(path)
    except FileError as error:
        raise CannotRun(error) from error
    click.echo(_written(_chosen(resources, ids), list(dict.fromkeys(styles)) or ["apa"], form), nl=False)


def _today() -> date:
    return datetime.now(UTC).date()


def _of_project(path: Path) -> Sequence[Resource]:
    catalogue = sound_reading(path, _today()).catalogue
    return catalogue.resources if catalogue else ()


def _read(file: Path) -> Source:
    """The records of a file, or of what comes on standard input."""
    if str(file) != "-":
        return read_file(file)
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FileError(f"the input is larger than {LARGEST // 1_000_000} MB; cite a part of the library at a time")
    return read_data(data, Path("standard input"))


def _of_file(file: Path) -> list[Resource]:
    """The records of a file as resources, each under the file's own key; what cannot be cited is named."""
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
