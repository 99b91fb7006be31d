"""What goes out comes in again: the whole catalogue in each format, but for what the table of losses names."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from citation.cases import load
from citation.everytype import everything
from imports.projects import DAY, facts, project, sound
from learning_pathway.catalogue.model import Resource
from learning_pathway.catalogue.types import ResourceType
from learning_pathway.editing.project import Change
from learning_pathway.formats.registry import export
from learning_pathway.formats.text import plain
from learning_pathway.imports import FORMATS, make_plan, read_file
from learning_pathway.imports.dry_run import DryRun
from learning_pathway.imports.plan import write_plan
from learning_pathway.imports.report import LEFT_OUT
from roundtrips import TURNS, as_carried

CARRIERS = ("csl-json", "bibtex", "ris")
GOLDEN = tuple(case["resource"] for case in load().values())


@cache
def real(root: Path) -> tuple[Resource, ...]:
    reading = sound(root)
    assert reading.catalogue is not None
    return reading.catalogue.resources


@pytest.mark.parametrize("name", CARRIERS)
def test_the_whole_catalogue_comes_back(root: Path, tmp_path: Path, name: str) -> None:
    resources = real(root)
    project(tmp_path, themes=sorted({theme for resource in resources for theme in resource.themes}))
    (tmp_path / "export").write_bytes(export(resources, name))
    plan = make_plan(read_file(tmp_path / "export", name), sound(tmp_path), DAY)
    assert (plan.refused, plan.duplicates) == ((), ())
    assert [unmapped for addition in plan.additions for unmapped in addition.record.unmapped] == []
    patch = plan.patch(tmp_path, "resources/new.yaml")
    assert patch is not None
    write_plan(tmp_path, Change(("Import.",), (patch,)))
    catalogue = sound(tmp_path).catalogue
    assert catalogue is not None
    back = {
        entry.id: {key: value for key, value in facts(entry).items() if key != "added"} for entry in catalogue.resources
    }
    assert back == {resource.id: as_carried(resource, name) for resource in resources}


@pytest.mark.parametrize("name", CARRIERS)
def test_every_hard_case_of_citation_comes_back(tmp_path: Path, name: str) -> None:
    (tmp_path / "export").write_bytes(export(GOLDEN, name))
    source = read_file(tmp_path / "export", name)
    assert source.refused == ()
    assert [record.key for record in source] == [resource.id for resource in GOLDEN]
    for resource, record in zip(GOLDEN, source, strict=True):
        assert came_back(resource, record) == as_carried(resource, name)


@pytest.mark.parametrize("kind", ResourceType)
@pytest.mark.parametrize("name", CARRIERS)
def test_everything_of_every_type_comes_back(tmp_path: Path, name: str, kind: ResourceType) -> None:
    """With someone in every role, and with first editions and later changes, in each order of their dates."""
    days = ({"original_published": "1904", "updated": "2022-05-06"}, {"updated": "2021-03-04"}, {"published": "2022"})
    for more in days:
        resource = everything(kind, **more)
        (tmp_path / "export").write_bytes(export([resource], name))
        (record,) = read_file(tmp_path / "export", name)
        assert came_back(resource, record) == as_carried(resource, name)


def came_back(resource: Resource, record) -> dict:  # type: ignore[no-untyped-def, type-arg]
    record.facts.pop("themes", None)
    DryRun(None, DAY).prepare(record)
    kept = Resource.model_validate({"id": resource.id, **record.facts, "themes": resource.themes})
    return facts(kept)


def test_our_own_table_comes_back(root: Path, tmp_path: Path) -> None:
    resources = real(root)
    (tmp_path / "export.csv").write_bytes(export(resources, "csv"))
    columns = (tmp_path / "export.csv").read_text("utf-8-sig").split("\r\n", 1)[0].split(",")
    source = read_file(tmp_path / "export.csv")
    assert (source.refused, source.remarks) == ((), ())
    for resource, record in zip(resources, source, strict=True):
        back = facts(Resource.model_validate({**record.facts, "id": record.key}))
        wanted = {key: value for key, value in facts(resource).items() if key in columns}
        assert back == wanted


def test_a_semicolon_in_one_of_several_values_of_a_cell_parts_none(tmp_path: Path) -> None:
    written = {
        "type": "report",
        "title": "Trust; a guide",
        "earlier_titles": ["Old; one", "Older"],
        "authors": [{"organisation": "Office; for Ports"}, {"family": "Gray", "given": "Ida"}],
        "alternatives": [
            {"url": "https://example.org/a;b", "label": "a, b; c"},
            {"url": "https://example.org/d", "label": "d"},
        ],
    }
    (tmp_path / "export.csv").write_bytes(export([Resource.model_validate({"id": "x", **written})], "csv"))
    (record,) = read_file(tmp_path / "export.csv").records
    assert {name: record.facts[name] for name in written} == written


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+44", "-1 and counting", "@home", "'quoted' words", 'a "b"; c, d'])
def test_a_cell_that_must_not_be_a_formula_comes_back_as_it_was(tmp_path: Path, title: str) -> None:
    resource = Resource.model_validate({"id": "r", "type": "book", "title": title, "place": title})
    (tmp_path / "export.csv").write_bytes(export([resource], "csv"))
    (record,) = read_file(tmp_path / "export.csv").records
    assert (record.facts["title"], record.facts["place"]) == (title, title)


TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60).filter(
    lambda text: bool(text.strip()) and not text.strip().startswith("[")
)
SIGNS = st.text(
    st.sampled_from("ab é{}\\$&%#_~^\"'`-–,;:<>/!?@=|[](). \n\t\0\u202e\u200b\ufeff"), min_size=1, max_size=40
).map(lambda text: f"x{text}y")
HOSTILE = st.one_of(
    TEXT, SIGNS, st.sampled_from(["x<script>alert(1)</script>y", "x\nER  - \nTY  - BOOK\ny", "x}, y = {z"])
)


@example(title="0", publisher="None", family="0", given_name="0", summary="NA", organisation="0")
@given(title=HOSTILE, publisher=HOSTILE, family=HOSTILE, given_name=HOSTILE, summary=HOSTILE, organisation=HOSTILE)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_texts_neither_spill_over_nor_get_lost(
    tmp_path: Path, title: str, publisher: str, family: str, given_name: str, summary: str, organisation: str
) -> None:
    people = [{"family": family, "given": given_name}, {"organisation": organisation}]
    try:
        resource = Resource.model_validate(
            {"id": "r", "type": "report", "title": title, "publisher": publisher, "summary": summary, "authors": people}
        )
    except ValueError:
        return  # nothing but white space
    other = Resource(id="s", type="book", title="Another")  # type: ignore[arg-type]
    for name in CARRIERS:
        (tmp_path / "export").write_bytes(export([resource, other], name))
        source = read_file(tmp_path / "export", name)
        wanted = as_carried(resource, name)
        if not wanted.get("title"):
            continue  # nothing was left of it but tags
        assert [record.key for record in source] == ["r", "s"]
        got = source.records[0].facts
        assert (got.get("title"), got.get("summary")) == (wanted["title"], wanted.get("summary"))
        assert got.get("publisher") == wanted.get("publisher")
        assert "<script" not in str(got)


@given(text=st.one_of(SIGNS, st.text(st.sampled_from("ab <>/!?&;lgt#60\u200b\u00ad\0"), max_size=30)))
@example(text="<\u200bscript>alert(1)</script>")
@example(text="<<b>x")
def test_plain_text_has_no_tags_and_stays_as_it_is(text: str) -> None:
    read = plain(text)
    assert not re.search(r"<[A-Za-z/!?]", read)
    assert "&" in text or plain(read) == read


def test_the_table_of_losses_is_in_the_guide(root: Path) -> None:
    guide = (root / "docs" / "guides" / "editors.md").read_text(encoding="utf-8")
    for loss in LEFT_OUT:
        assert ", ".join(f"`{field}`" for field in loss.fields) in guide
        assert loss.reason in guide
    assert [turn.words for turn in TURNS if turn.words not in guide] == []


def test_every_loss_is_one_of_a_field_and_a_format_that_there_are() -> None:
    fields = list(itertools.chain.from_iterable(loss.fields for loss in LEFT_OUT))
    assert set(fields) <= Resource.model_fields.keys()
    assert {name for part in (*LEFT_OUT, *TURNS) for name in part.formats} <= set(CARRIERS) < FORMATS.keys()


@pytest.mark.parametrize("name", CARRIERS)
def test_no_loss_is_named_that_does_not_happen(tmp_path: Path, name: str) -> None:
    """A field that a format is said not to carry would otherwise hide that it does."""
    everything = {
        "id": "r",
        "type": "report",
        "title": "A title",
        "level": "starter",
        "related": ["s"],
        "cites": ["s"],
        "added": "2026-01-01",
        "reviewed_on": "2026-01-02",
        "review_every": "1 year",
        "status": "archived",
        "replaced_by": "s",
        "formerly": ["q"],
        "note": "N",
        "owner": "@o",
        "title_sentence": "A title",
        "catalogue_url": "https://c.example.org/1",
        "earlier_titles": ["Old"],
        "transcript": "https://t.example.org/",
        "alternatives": [{"url": "https://a.example.org/", "label": "copy"}],
        "access": "free",
        "access_note": "Free.",
        "word_count": 100,
        "captions": "edited",
        "medium": "A recorded talk",
        "database": "D",
        "accession_number": "1",
        "minutes": 5,
        "licence": "CC BY 4.0",
    }
    resource = Resource.model_validate(everything)
    (tmp_path / "export").write_bytes(export([resource], name))
    record = read_file(tmp_path / "export", name).records[0]
    named = {field for loss in LEFT_OUT if name in loss.formats for field in loss.fields}
    assert {field for field in everything if field in record.facts and field in named} == set()
    assert {field for field in everything if field not in record.facts} - {"id"} == named
