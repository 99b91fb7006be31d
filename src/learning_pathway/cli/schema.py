"""`pathway schema`: print the JSON Schema of the catalogue, or of what the site publishes of it as data."""

from __future__ import annotations

import click

from ..catalogue.schema import write
from ..site.files.api_schema import write as write_api

__all__ = ["command"]


@click.command()
@click.option("--api", is_flag=True, help="The schema of the published JSON files instead.")
@click.option("--path", expose_value=False, metavar="PROJECT", help="Makes no difference: all projects have the same.")
def command(*, api: bool) -> None:
    """Print the JSON Schema that lets editors check a catalogue while you type.

    The project keeps a copy in schema/resources.schema.json; the first line of each catalogue file names it. The
    schema of the JSON files that a site publishes (--api) is in schema/api-1.schema.json.
    """
    click.echo(write_api() if api else write(), nl=False)
