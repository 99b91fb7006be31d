"""This pathway's catalogue keeps the rules: the schema for editors, and the list of what was published."""

from __future__ import annotations

from pathlib import Path

from jsonschema import Draft202012Validator

from catalogue.test_schema import load
from learning_pathway.catalogue import read
from learning_pathway.catalogue.files import PUBLISHED_FILE, find
from learning_pathway.catalogue.schema import schema


def test_every_file_fits_the_schema(root: Path) -> None:
    validator = Draft202012Validator(schema())
    for path in find(root).files:
        assert [error.message for error in validator.iter_errors(load(path))] == [], path


def test_the_list_of_published_ids_is_up_to_date(root: Path) -> None:
    project_files = find(root)
    lines = (root / PUBLISHED_FILE).read_text("utf-8").splitlines()
    assert {f"# file: {project_files.name(path)}" for path in project_files.files} <= set(lines)
    catalogue = read(root).catalogue
    assert catalogue
    ids = {f"resource:{one.id}" for one in catalogue.resources} | {f"module:{one.id}" for one in catalogue.modules}
    assert ids <= set(lines), "run `pathway record-ids`"
