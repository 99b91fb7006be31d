"""`pathway precache`: prepare a finished site for reading offline."""

from __future__ import annotations

from pathlib import Path

import click

from ..site.files.offline import LIST_PATH, PrecacheError, write_precache
from .reading import CannotRun

__all__ = ["command"]


@click.command("precache")
@click.argument("site", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
@click.option("--path", type=click.Path(path_type=Path), metavar="PROJECT", default=".", help="Project, without SITE.")
def command(site: Path | None, path: Path) -> None:
    """List the files of a finished site, so that learners can make it available offline.

    SITE is the folder that a site engine wrote; `site` in the project if not given. MkDocs does this by itself; after
    any other engine, run it once.
    """
    site = site or path / "site"
    try:
        found = write_precache(site)
    except PrecacheError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise CannotRun(error) from None
    size = sum(file.size for file in found.files) / 1_000_000
    click.echo(f"{len(found.files)} files, {size:.1f} MB, version {found.version}, in {site / LIST_PATH}")
