"""`pathway handbook`: a module, or the whole pathway, as a tagged PDF."""

from __future__ import annotations

from pathlib import Path

import click

from ..package_files import theme_folder
from ..site.build import open_build
from ..site.handbook import HandbookError, UnknownModuleError, write_handbook
from .project import project_argument
from .reading import CannotRun

__all__ = ["command"]


@click.command("handbook")
@project_argument(exists=True, file_okay=False)
@click.option("--module", "modules", multiple=True, metavar="ID", help="Print this module only; may be given again.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; handbook.pdf if not given."
)
def command(path: Path, modules: tuple[str, ...], output: Path | None) -> None:
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
