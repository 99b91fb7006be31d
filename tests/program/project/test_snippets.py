"""Snippets for Visual Studio Code: the same here and in a new pathway, and each gives a valid entry."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from learning_pathway.catalogue import Severity, read
from learning_pathway.new_project import starter_folder, write_project

SNIPPETS: dict[str, dict[str, Any]] = json.loads(
    (starter_folder() / "dot-vscode" / "pathway.code-snippets").read_text()
)
RESOURCE = "resources:\n  - {id: id, type: report, title: A report, url: https://example.org/report}\n"
#: Where each is written, and the columns before it.
PLACES = {
    "resource": ("resources:\n", 2),
    "draft": ("resources:\n", 2),
    "task": ("tasks:\n", 2),
    "module": ("modules:\n", 2),
    "section": ("modules:\n  - id: m\n    title: M\n    sections:\n", 6),
    "step": ("modules:\n  - id: m\n    title: M\n    sections:\n      - id: s\n        title: S\n        steps:\n", 10),
    "theme": ("themes:\n", 2),
    "retired": ("retired:\n", 2),
}


def expanded(body: list[str]) -> list[str]:
    """The lines as they are if one takes every first choice and every suggestion."""
    text = "\n".join(body).replace("$0", "")
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)
    return re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text).split("\n")


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_gives_a_valid_entry(name: str, tmp_path: Path) -> None:
    head, columns = PLACES[SNIPPETS[name]["prefix"]]
    lines = "".join(f"{' ' * columns}{line}\n" for line in expanded(SNIPPETS[name]["body"]))
    lines = re.sub(r"id-(?:of-a-resource|to-go-to)", "id", lines)
    rest = RESOURCE if head != "resources:\n" else "tasks:\n  - {id: think, prompt: What helped?}\n"
    (tmp_path / "resources.yaml").write_text(f"{head}{lines}{rest}")
    assert [str(each) for each in read(tmp_path).problems if each.severity is Severity.ERROR] == []


def test_they_are_the_same_here_and_in_a_new_pathway(root: Path, tmp_path: Path) -> None:
    write_project(tmp_path / "new")
    for name in ("extensions.json", "pathway.code-snippets"):
        here, new = (folder / ".vscode" / name for folder in (root, tmp_path / "new"))
        assert here.read_bytes() == new.read_bytes()
    assert (root / "schema" / "resources.schema.json").read_bytes() == (
        tmp_path / "new" / "schema" / "resources.schema.json"
    ).read_bytes()
    assert (
        (tmp_path / "new" / "resources.yaml").read_text().startswith("# yaml-language-server: $schema=schema/resources")
    )
