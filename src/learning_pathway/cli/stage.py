"""`pathway stage`: write the site as Markdown, for any engine."""

from __future__ import annotations

from pathlib import Path

import click

from ..output import OutputError
from ..process import interrupted_by_signals
from ..site.build import open_build
from ..site.stage import StageError
from ..site.stage import stage as write_stage
from ..site.variables import ProseError
from .project import project_argument
from .reading import CannotRun, waiting

__all__ = ["command"]


@click.command("stage")
@project_argument(exists=True, file_okay=False)
@click.option(
    "--target", type=click.Path(path_type=Path, file_okay=False), help="Folder to write; PATH/build if not given."
)
def command(path: Path, target: Path | None) -> None:
    """Write the whole site as Markdown files, with a mkdocs.yml that needs no hooks.

    PATH is the project folder.
    """
    target = target or path / "build"
    try:
        with interrupted_by_signals():
            pages = write_stage(path, open_build(path), target, waiting)
    except (StageError, ProseError, OutputError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        raise click.ClickException("Stopped. Nothing was written.") from None
    except OSError as error:
        raise CannotRun(error) from None
    click.echo(f"{pages} pages in {target / 'docs'}")
