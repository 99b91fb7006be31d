"""`pathway schema`: print the JSON Schema of the catalogue."""

from __future__ import annotations

import click

from ..catalogue.schema import write

__all__ = ["command"]


@click.command()
def command() -> None:
    """Print the JSON Schema that lets editors check a catalogue while you type.

    The project keeps a copy in schema/resources.schema.json; the first line of each catalogue file names it.
    """
    click.echo(write(), nl=False)
