"""`pathway build`: the site, complete or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..failure import sentence
from ..output import OutputError, OutputFolder, sources_of
from ..process import interrupted_by_signals, run
from ..site.frontend import VERSION_PATH
from .project import project_argument
from .reading import CannotRun, waiting

__all__ = ["command"]

#: Every built site has a home page, and this file where the pathway is.
HOME = "index.html"


@click.command("build")
@project_argument(exists=True, file_okay=False)
@click.option("--site-dir", type=click.Path(path_type=Path), help="Folder to write; PATH/site if not given.")
def command(path: Path, site_dir: Path | None) -> None:
    """Build the site with MkDocs, strictly: any warning stops it.

    The new site takes the place of the old one when it is complete, so that a build that fails or is stopped leaves
    the old one as it was. PATH is the project folder.

    Exits with 0 when the site was built, 1 when it was not, 2 when it could not be written.
    """
    target = site_dir or path / "site"
    folder = OutputFolder(target, kind="a built site", sources=sources_of(path), is_ours=is_site)
    try:
        with interrupted_by_signals(), folder.replacing(waiting) as fresh:
            if not (path / "mkdocs.yml").is_file():
                raise CannotRun(f"{path / 'mkdocs.yml'} is missing: give the project's folder.")
            if mkdocs(path, fresh):
                raise click.ClickException("Nothing was written. The lines above say why.")
    except OutputError as error:
        raise CannotRun(error) from None
    except OSError as error:
        raise CannotRun(f"Nothing was written. {sentence(error)}") from None
    except KeyboardInterrupt:
        raise click.ClickException("Stopped. Nothing was written.") from None
    click.echo(f"The site is in {target}.")


def mkdocs(project: Path, site: Path) -> int:
    """Let MkDocs write the site into a folder, and return its exit code."""
    options: list[str | Path] = ["--strict", "--config-file", project / "mkdocs.yml", "--site-dir", site]
    # Material for MkDocs announces the end of its own life on every run; the version is pinned with that in mind.
    return run([sys.executable, "-m", "mkdocs", "build", *options], Path(), {"NO_MKDOCS_2_WARNING": "1"})


def is_site(folder: Path) -> bool:
    """Whether a folder holds a site that was built here."""
    return (folder / HOME).is_file() and any(folder.rglob(VERSION_PATH))
