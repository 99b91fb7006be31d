"""`pathway new`: write a new pathway."""

from __future__ import annotations

from pathlib import Path

import click

from ..new_project import DEFAULT_LANGUAGE, DEFAULT_TITLE, NewProjectError, write_project
from ..process import interrupted_by_signals
from .project import CannotRun, project_argument

__all__ = ["new_command"]


@click.command("new")
@project_argument("folder", None)
@click.option("--title", default=DEFAULT_TITLE, show_default=True, help="Name of the pathway.")
@click.option("--language", default=DEFAULT_LANGUAGE, show_default=True, help="Its language (BCP 47).")
def new_command(folder: Path, title: str, language: str) -> None:
    """Write a small, complete pathway into FOLDER, to change into your own.

    FOLDER must be missing or empty.
    """
    try:
        with interrupted_by_signals():
            write_project(folder, title, language)
    except NewProjectError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        raise click.ClickException("Stopped. Nothing was written.") from None
    except OSError as error:
        raise CannotRun(error) from None
    click.echo(f"The pathway is in {folder}. To see it:\n\n  cd {folder}\n  pathway serve")
