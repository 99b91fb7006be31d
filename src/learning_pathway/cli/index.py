"""`pathway index`: make a finished site's words searchable."""

from __future__ import annotations

from pathlib import Path

import click

from ..exports.fulltext import BUNDLE, FullTextError
from ..pages.edition import open_edition
from .reading import CannotRun

__all__ = ["command"]


@click.command("index")
@click.argument("site", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".")
def command(site: Path, path: Path) -> None:
    """Make the index that searches the words of a large library.

    SITE is the folder that a site engine wrote, PATH the project. MkDocs does this by itself; after any other engine,
    run it once, before `pathway precache`.
    """
    try:
        edition = open_edition(path)
        if edition.site is None:
            raise click.ClickException(edition.problem_list)
        made = edition.write_full_text(site)
    except (FullTextError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise CannotRun(error) from None
    if made is None:
        click.echo("Nothing to do: this library stands on one page, which searches itself.")
        return
    click.echo(f"{made.works} works and {made.pages} other pages, {made.size / 1_000_000:.1f} MB, in {site / BUNDLE}")
