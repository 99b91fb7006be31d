"""`pathway cite`: print references."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
from pydantic import ValidationError

from ..catalogue.model import Resource
from ..citation import STYLES, cite_together
from ..formats.text import FileError, shown
from ..imports import read_file
from ..imports.dry_run import DryRun
from .project import CannotRun, sound_reading

__all__ = ["cite_command"]


@click.command("cite")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--path", type=click.Path(path_type=Path), default=".", show_default=True, help="The project.")
@click.option("--file", type=click.Path(path_type=Path), help="Cite the records of this file instead.")
@click.option("--style", type=click.Choice(list(STYLES)), default="apa", show_default=True, help="Citation style.")
@click.option(
    "--format", "form", type=click.Choice(["text", "html", "json"]), default="text", show_default=True, help="Form."
)
def cite_command(ids: tuple[str, ...], path: Path, file: Path | None, style: str, form: str) -> None:
    """Print the references of the resources with these IDs, or of all, with 2020a and 2020b where they need it.

    With --file, the records are those of a CSL-JSON, BibTeX or RIS file; nothing is imported.

    Exits with 0 when every reference was printed, and 2 when something could not be read or there is no such id.
    """
    try:
        resources = _of_file(file) if file else _of_project(path)
    except FileError as error:
        raise CannotRun(error) from error
    click.echo(_written(_chosen(resources, ids), style, form), nl=False)


def _today() -> date:
    return datetime.now(UTC).date()


def _of_project(path: Path) -> Sequence[Resource]:
    catalogue = sound_reading(path, _today()).catalogue
    return catalogue.resources if catalogue else ()


def _of_file(file: Path) -> list[Resource]:
    """The records of a file as resources, each under the file's own key; what cannot be cited is named."""
    source, found = read_file(file), list[Resource]()
    for refused in source.refused:
        click.echo(f"Line {refused.line}: {shown(refused.reason, 300)}", err=True)
    for number, record in enumerate(source, start=1):
        DryRun(None, _today()).prepare(record)
        facts = {name: value for name, value in record.facts.items() if name != "id"}
        try:
            resource = Resource.model_validate({**facts, "id": f"record-{number}"})
        except ValidationError as error:
            wrong = ", ".join(dict.fromkeys(str(part["loc"][0]) for part in error.errors() if part["loc"]))
            click.echo(f"Line {record.line}: cited without {wrong}, which cannot be read.", err=True)
            kept = {name: value for name, value in facts.items() if name not in wrong.split(", ")}
            try:
                resource = Resource.model_validate({"type": "web-page", **kept, "id": f"record-{number}"})
            except ValidationError:
                continue
        found.append(resource.model_copy(update={"id": record.key or resource.id}))
    return found


def _chosen(resources: Sequence[Resource], ids: Sequence[str]) -> Iterable[Resource]:
    known = {resource.id: resource for resource in resources}
    missing = [name for name in ids if name not in known]
    if missing:
        raise CannotRun(f"there is no resource {', '.join(f'`{shown(name)}`' for name in missing)}")
    return [known[name] for name in dict.fromkeys(ids)] if ids else resources


def _written(resources: Iterable[Resource], style: str, form: str) -> str:
    chosen = list(resources)
    found = list(zip((resource.id for resource in chosen), cite_together(chosen, style), strict=True))
    if form == "json":
        items = [{"id": name, "style": style, "text": one.text, "html": one.html} for name, one in found]
        return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
    if form == "html":
        return "".join(f"<p>{one.html}</p>\n" for _, one in found)
    return "".join(f"{one.text}\n" for _, one in found)
