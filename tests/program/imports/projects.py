"""Small projects to import into, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from learning_pathway.catalogue import ReadResult, read
from learning_pathway.catalogue.model import Resource
from learning_pathway.imports import Plan, make_plan, read_file

#: The catalogue of the project holds dates up to the day of its last change.
DAY = date.today()


def project(folder: Path, text: str = "pathway: {title: Small}\n", themes: Iterable[str] = ()) -> Path:
    listed = "".join(f"  - {{id: {theme}, title: {theme.title()}}}\n" for theme in themes)
    (folder / "resources.yaml").write_text(text + (f"themes:\n{listed}" if listed else ""), encoding="utf-8")
    return folder


def sound(root: Path) -> ReadResult:
    reading = read(root)
    assert reading.catalogue is not None, reading.problems
    return reading


def planned(root: Path, name: str, content: str | bytes, form: str | None = None, **options: Any) -> Plan:
    file = root / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return make_plan(read_file(file, form), sound(root), DAY, **options)


def facts(resource: Resource) -> dict[str, Any]:
    return resource.model_dump(mode="json", exclude_defaults=True)
