"""Pages and PDFs as publishers serve them (`pages/README.md`): what `pathway add` takes from each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from imports.blindimports import holds, plain
from imports.projects import facts, project, sound
from imports.test_adding import Visitor
from learning_pathway.catalogue.model import Resource
from links.laboratory.case import replies
from links.laboratory.server import Server
from links.test_check import serving

FOLDERS = [Path(__file__).with_name(name) for name in ("pages", "pages2")]
EXPECTED: dict[Path, dict[str, Any]] = {
    folder / name: wanted
    for folder in FOLDERS
    for name, wanted in yaml.load((folder / "expected.yaml").read_text("utf-8"), yaml.CBaseLoader).items()
}
KINDS = {".html": "text/html; charset=utf-8", ".htm": "text/html", ".pdf": "application/pdf"}


def host(name: str) -> str:
    return f"{name.replace('.', '-')}.example.org"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    sites = {host(file.name): replies(200, file.read_bytes(), Content_Type=KINDS[file.suffix]) for file in EXPECTED}
    with serving(sites) as running:
        yield running


def added(root: Path, server: Server, name: str) -> dict[str, Any]:
    """The facts of the resource that the page became; none where it was refused."""
    visitor = Visitor(project(root), server)
    run = visitor.add(f"http://{host(name)}:PORT/{name}", "--write")
    assert run.exit_code in (0, 2), run.output
    catalogue = sound(root).catalogue
    assert catalogue is not None
    resources: tuple[Resource, ...] = catalogue.resources
    return facts(resources[0]) if resources else {}


@pytest.mark.parametrize("page", EXPECTED, ids=lambda page: page.name)
def test_a_page_gives_what_it_says(tmp_path: Path, server: Server, page: Path) -> None:
    found = {field: plain(value) for field, value in added(tmp_path, server, page.name).items()}
    found |= {field: str(value) for field, value in found.items() if isinstance(value, int)}
    got = {field: found.get(field, "null") for field in EXPECTED[page]}
    assert {field: value for field, value in got.items() if not holds(EXPECTED[page][field], value)} == {}
