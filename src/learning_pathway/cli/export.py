"""`pathway export`: everything that leaves the pathway as one file."""

from __future__ import annotations

from pathlib import Path

import click

from ..failure import sentence
from ..packages.model import PackageError
from ..replacement import write_whole
from ..site.build import open_build
from ..site.files.packages import EXPORTS, export_file, export_name
from ..site.handbook import UnknownModuleError
from .project import project_argument

__all__ = ["command"]


@click.command("export")
@project_argument(exists=True, file_okay=False)
@click.option("--format", "kind", type=click.Choice(list(EXPORTS)), required=True, help="What kind of file to write.")
@click.option("--module", "modules", multiple=True, metavar="ID", help="Take this module only; may be given again.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="File to write; `-` for standard output. If not given, one named after the pathway or the module.",
)
def command(path: Path, kind: str, modules: tuple[str, ...], output: Path | None) -> None:
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
