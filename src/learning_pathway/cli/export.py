"""`pathway export`, `handbook` and `schema`: print or write one file."""

from __future__ import annotations

from pathlib import Path

import click

from ..catalogue.schema import write
from ..failure import sentence
from ..output import write_whole
from ..packages.model import PackageError
from ..site.build import open_build
from ..site.files.api_schema import write as write_api
from ..site.files.packages import EXPORTS, export_file, export_name
from ..site.frontend import theme_folder
from ..site.handbook import HandbookError, UnknownModuleError, write_handbook
from .project import CannotRun, project_argument

__all__ = ["export_command", "handbook_command", "schema_command"]


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
    click.echo(write_api() if api else write(), nl=False)
