"""The blind sets of import files: what came out right stays right. `blind/README.md` says how they are kept."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from imports.blindimports import FOLDERS, imported, judged, read_expected
from imports.projects import DAY, facts, project, sound
from learning_pathway.catalogue.model import Resource
from learning_pathway.cli import main
from learning_pathway.formats.registry import export
from learning_pathway.imports import make_plan, read_file
from roundtrips import as_carried

EXPECTED = read_expected()
SCHEMA = Path(__file__).parents[3] / "schema" / "import-plan-1.schema.json"
#: The latest set of which no two files hold the same resource.
LATEST = sorted(path for path in EXPECTED if path.parent.name == "blind6")


@pytest.mark.parametrize(
    "path",
    # A quick run tries the three newest sets.
    [pytest.param(path, marks=[] if path.parent in FOLDERS[-3:] else pytest.mark.long) for path in EXPECTED],
    ids=lambda path: path.name,
)
def test_every_point_of_a_blind_file_is_right(path: Path) -> None:
    missed = [point.what for point in judged(EXPECTED[path], *imported(path)) if not point.right]
    assert missed == []


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with all the files of the latest set in it."""
    root = project(tmp_path_factory.mktemp("filled"))
    for path in LATEST:
        done = CliRunner().invoke(main, ["import", str(path), "--path", str(root), "--write"])
        assert done.exit_code == 0, done.output
    return root


@pytest.mark.long
def test_the_plan_as_data_has_the_form_of_its_schema(filled: Path, tmp_path: Path) -> None:
    schema = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    empty = project(tmp_path)
    for path, root in itertools.product(LATEST, (empty, filled)):
        done = CliRunner().invoke(main, ["import", str(path), "--path", str(root), "--format", "json"])
        if done.exit_code != 2:
            schema.validate(json.loads(done.stdout))


@pytest.mark.long
def test_the_same_files_once_more_change_nothing(filled: Path) -> None:
    before = {file: file.read_bytes() for file in filled.rglob("*") if file.is_file()}
    for path in LATEST:
        done = CliRunner().invoke(main, ["import", str(path), "--path", str(filled), "--write", "--format", "json"])
        plan = json.loads(done.stdout)
        assert (done.exit_code, plan["additions"], plan["updates"]) == (0, [], []), path.name
    assert {file: file.read_bytes() for file in filled.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("name", ["csl-json", "bibtex", "ris"])
def test_what_came_in_goes_out_and_comes_back(filled: Path, tmp_path: Path, name: str) -> None:
    catalogue = sound(filled).catalogue
    assert catalogue is not None
    (tmp_path / "export").write_bytes(export(catalogue.resources, name))
    plan = make_plan(read_file(tmp_path / "export", name), sound(project(tmp_path)), DAY)
    assert (plan.refused, plan.duplicates) == ((), ())
    back = {each.id: facts(Resource.model_validate(each.entry)) for each in plan.additions}
    for resource in catalogue.resources:
        found = {field: value for field, value in back[resource.id].items() if field != "added"}
        assert found == as_carried(resource, name), resource.id
