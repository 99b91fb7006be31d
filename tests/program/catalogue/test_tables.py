"""One row adds a field, one row adds a type: both are found wherever fields and types are named."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from casetable import case_table
from learning_pathway.catalogue.fields import FIELDS, FORMATS, FieldGroup, on_record
from learning_pathway.catalogue.model import Resource
from learning_pathway.catalogue.types import ResourceType

FIELD_ROW = """
    mood: Text | None = field(
        None, "Mood", "How it leaves its reader.", example="hopeful",
        record=At(FieldGroup.USE, 9), types=EVERY, audience=Audience.PUBLIC,
        csv=999, csl="mood", bibtex="mood", ris="CN", highwire="z:mood",
        coins="rft.mood", schema_org="mood", search=Search.LABELS, facet="mood",
    )

    @property
    def heading("""
TYPE_ROW = """
    HOLOGRAM = (
        "hologram",
        TypeRow(
            label="Hologram", verb=Verb.WATCH, fits=_WATCH, length=None, form=Form.RECORDING, container="Gallery",
            publisher="Projector", issue="Showing", medium=_both("Hologram"), series="Hologram", exact_date=True,
            publisher_holds=False, csl=_both("hologram"),
            bibtex=BibtexType("hologram", "hologram", "series", "publisher", "issue"), ris=_both("HOLO"),
            zotero=_both("hologram"), coins=(Context("dc", "hologram"), Context("dc", "hologram")),
            schema_org=_both("Hologram"), holder="Exhibition",
        ),
    )

    @property
    def label("""
CATALOGUE = """\
pathway: {title: P, language: en-GB}
themes: [{id: trust, title: Trust}]
resources:
  - {id: light, type: hologram, title: A shape of light, container: The gallery, mood: wistfully bright}
  - {id: plain, type: report, title: A plain report}
modules:
  - {id: m, title: M, sections: [{id: s, title: S, steps: [{watch: light}]}]}
"""
#: What a program that has both rows says of the one resource.
LOOK = """
import json, sys, yaml
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from learning_pathway.catalogue.schema import write
from learning_pathway.citation import STYLES, cite
from learning_pathway.formats.coins import coins
from learning_pathway.formats.highwire import embedded
from learning_pathway.formats.registry import FORMATS
from learning_pathway.imports import read_file
from learning_pathway.site.build import open_build
from learning_pathway.site.facets import FACETS
from learning_pathway.site.pages.record import resource_data
from learning_pathway.site.pages.search import documents
from learning_pathway.site.resource_view import ResourceView
from referencepages import catalogue_page

build = open_build(Path(sys.argv[1]))
if build.site is None:
    sys.exit(build.problem_list)
site, found = build.site, {}
light = site.resources["light"]
for name, form in FORMATS.items():
    found[name] = form.write([light])
for name in ("csl-json", "bibtex", "ris", "csv"):
    file = Path(sys.argv[1]) / f"light{FORMATS[name].suffix}"
    file.write_text(found[name], encoding="utf-8")
    found[f"{name} read back"] = json.dumps(read_file(file, name).records[0].facts)
found["head"] = str(embedded(light))
found["coins"] = coins(light)
found["schema.org"] = json.dumps(resource_data(ResourceView(site, "resources/light.md", light)))
found["search"] = str(list(documents(site)))
found["facets"] = str([(facet.name, [*map(str, facet.values(ResourceView(site, "", light)))]) for facet in FACETS])
found["schema"] = write()
found["reference"] = catalogue_page()
record = next(page.text for page in build.pages() if page.path == "resources/light/index.md")
found["record"] = " ".join(yaml.safe_load(record.split("---")[1])["body"].split())
found["api"] = next(asset.text for asset in build.assets() if asset.path.endswith("1/resources/light.json"))
found |= {style: cite(light, style).text for style in STYLES}
print(json.dumps(found))
"""


def copied(root: Path, folder: Path, *, field: str = FIELD_ROW, kind: str = TYPE_ROW) -> Path:
    """A copy of the program with one more row in each table."""
    package = folder / "src" / "learning_pathway"
    shutil.copytree(root / "src" / "learning_pathway", package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, mark, row in (
        ("fields", "\n    @property\n    def heading(", field),
        ("types", "\n    @property\n    def label(", kind),
    ):
        file = package / "catalogue" / f"{name}.py"
        text = file.read_text(encoding="utf-8")
        assert text.count(mark) == 1
        file.write_text(text.replace(mark, row), encoding="utf-8")
    return folder / "src"


@pytest.fixture(scope="module")
def found(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("rows")
    source = copied(root, folder)
    project = folder / "project"
    project.mkdir()
    (project / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    look = subprocess.run(
        [sys.executable, "-c", LOOK, str(project), str(root / "tests" / "support")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(source), "PYTHONUTF8": "1"},
    )
    assert look.returncode == 0, look.stdout + look.stderr
    made: dict[str, str] = json.loads(look.stdout)
    return made


#: Where a field of a resource is found, and what stands there.
FIELD_PLACES = {
    "csl-json": '"mood": "wistfully bright"',
    "bibtex": "mood = {wistfully bright}",
    "ris": "CN  - wistfully bright",
    "csv": "wistfully bright",
    "csl-json read back": '"mood": "wistfully bright"',
    "bibtex read back": '"mood": "wistfully bright"',
    "ris read back": '"mood": "wistfully bright"',
    "csv read back": '"mood": "wistfully bright"',
    "head": "('z:mood', 'wistfully bright')",
    "coins": "rft.mood=wistfully%20bright",
    "schema.org": '"mood": "wistfully bright"',
    "search": "'wistfully bright'",
    "facets": "('mood', ['wistfully bright'])",
    "schema": '"How it leaves its reader."',
    "reference": "| `mood` | text | How it leaves its reader. |",
    "record": "<dt>Mood</dt><dd>wistfully bright</dd>",
    "api": '"mood":"wistfully bright"',
}
#: Where a type is found, and what stands there.
TYPE_PLACES = {
    "csl-json": '"type": "hologram"',
    "bibtex": "@hologram{light,",
    "ris": "TY  - HOLO",
    "csv": "hologram",
    "csl-json read back": '"type": "hologram"',
    "bibtex read back": '"type": "hologram"',
    "ris read back": '"type": "hologram"',
    "csv read back": '"type": "hologram"',
    "head": "('DC.type', 'hologram')",
    "coins": "rft.type=hologram",
    "schema.org": '"@type": ["Hologram", "LearningResource"]',
    "search": "'Hologram'",
    "facets": "('type', ['hologram'])",
    "schema": '"hologram"',
    "reference": "| `hologram` | Hologram | `watch` | Gallery | Projector |  |",
    "record": "<dt>Gallery</dt><dd>The gallery</dd>",
    "api": '"verb":"watch"',
    "apa": "A shape of light [Hologram]. (n.d.). In The gallery.",
    "harvard": "(no date) The gallery [Hologram].",
}


@pytest.mark.long
@case_table("place", FIELD_PLACES)
def test_one_row_adds_a_field(found: dict[str, str], place: str) -> None:
    assert FIELD_PLACES[place] in found[place]


@pytest.mark.long
@case_table("place", TYPE_PLACES)
def test_one_row_adds_a_type(found: dict[str, str], place: str) -> None:
    assert TYPE_PLACES[place] in found[place]


@cache
def complaints(root: Path, folder: Path, field: str, kind: str) -> str:
    source = copied(root, folder, field=field, kind=kind)
    files = [str(source / "learning_pathway" / "catalogue" / f"{name}.py") for name in ("fields", "types")]
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(root / "pyproject.toml"), *files]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env={**os.environ, "MYPYPATH": str(source)}
    ).stdout


@pytest.mark.engine
def test_a_row_that_lacks_a_column_is_a_type_error(root: Path, tmp_path: Path) -> None:
    field = FIELD_ROW.replace(' ris="CN",', "")
    kind = TYPE_ROW.replace(' ris=_both("HOLO"),', "")
    assert field != FIELD_ROW
    assert kind != TYPE_ROW
    said = complaints(root, tmp_path, field, kind)
    assert re.search(r'fields\.py:\d+: error: Missing named argument "ris" for "field"', said), said
    assert re.search(r'types\.py:\d+: error: Missing named argument "ris" for "TypeRow"', said), said
    assert "Found 2 errors" in said


def test_every_field_of_the_model_has_a_row_and_every_type_too() -> None:
    assert list(FIELDS) == list(Resource.model_fields)
    assert all(kind.row.label for kind in ResourceType)


def test_no_two_fields_share_a_column_of_our_table() -> None:
    numbers = [row.csv for row in FIELDS.values() if isinstance(row.csv, int)]
    assert len(set(numbers)) == len(numbers)


def test_no_two_fields_have_the_same_place_on_the_record() -> None:
    for group in FieldGroup:
        ranks = [row.record.rank for name in on_record(group) if (row := FIELDS[name]).record]
        assert len(set(ranks)) == len(ranks), group


@case_table("name", FIELDS)
def test_an_example_is_a_value_that_the_field_takes(name: str) -> None:
    value: Any = yaml.load(f"{name}: {FIELDS[name].example}", Loader=yaml.BaseLoader)
    Resource.model_validate({"id": "r", "type": "report", "title": "T", **value})


def test_every_format_of_the_table_is_a_column() -> None:
    assert set(FORMATS) <= set(type(FIELDS["id"]).__dataclass_fields__)
