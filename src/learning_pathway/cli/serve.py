"""`pathway serve`: show the site on this computer, and keep it fresh."""

from __future__ import annotations

from pathlib import Path

import click

from ..failure import sentence
from ..ports import PortTakenError, free
from ..process import interrupted_by_signals
from .project import project_argument
from .reading import CannotRun

__all__ = ["command"]


@click.command("serve")
@project_argument(exists=True, file_okay=False)
@click.option("--port", type=click.IntRange(1, 65_535), help="Port of the address; 8000, or the next free one.")
def command(path: Path, port: int | None) -> None:
    """Show the site on this computer, and build it again after every change. Ctrl+C stops it.

    What is wrong with the project is shown in the browser. PATH is the project folder.
    """
    try:
        with interrupted_by_signals():
            chosen = free(port)
            from ..preview_server import serve  # after the port: it brings the site engine along

            serve(path.resolve(), chosen)
    except KeyboardInterrupt:
        click.echo("Stopped.")
    except ImportError as error:
        raise CannotRun(f'{error.name} is missing: pip install "learning-pathway[site]"') from None
    except PortTakenError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(
            f"Port {chosen} cannot be used. {sentence(error)} Choose another with --port."
        ) from None
