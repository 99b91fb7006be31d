"""The same file once more: what no editor touched follows the source, what one did stays; and the plan as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from imports.projects import project, sound
from learning_pathway.cli import main

BIB = """\
@report{gray2019,
  author = {Gray, Ida},
  title = {Leading across boundaries},
  institution = {Northern Forum},
  date = {2019},
  address = {Leeds},
}
@book{lowe2020, author = {Lowe, Tom}, title = {Another}, year = 2020}
"""


def run(root: Path, text: str, *options: str, name: str = "x.bib") -> Result:
    (root / name).write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["import", str(root / name), "--path", str(root), *options])


def plan(root: Path, text: str, *options: str, name: str = "x.bib") -> dict[str, Any]:
    done = run(root, text, "--format", "json", *options, name=name)
    assert done.exit_code in (0, 1), done.output
    return dict(json.loads(done.stdout))


def entry(root: Path, id_: str) -> dict[str, Any]:
    catalogue = sound(root).catalogue
    assert catalogue is not None
    return next(each for each in catalogue.resources if each.id == id_).model_dump(mode="json", exclude_defaults=True)


def edit(root: Path, old: str, new: str) -> None:
    file = root / "resources" / "new.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project(tmp_path)
    assert run(tmp_path, BIB, "--write").exit_code == 0
    return tmp_path


def test_the_same_file_changes_nothing(root: Path) -> None:
    before = {file: file.read_bytes() for file in (root / "resources" / "new.yaml", root / "imported.json")}
    done = run(root, BIB, "--write")
    assert (done.exit_code, "To add: 0" in done.output, "Nothing to add or update." in done.output) == (0, True, True)
    assert "was imported before and has not changed" in done.output
    assert {file: file.read_bytes() for file in before} == before


def test_what_no_editor_touched_follows_the_source(root: Path) -> None:
    edit(root, "type: report\n", "type: report  # a comment\n")
    changed = BIB.replace("{2019}", "{2019-05}").replace("address = {Leeds},", "address = {York}, number = {7},")
    done = run(root, changed, "--write")
    assert "published: 2019 becomes 2019-05" in done.output
    assert "place: Leeds becomes York" in done.output
    assert "number: empty becomes 7" in done.output
    assert (entry(root, "gray2019")["published"], entry(root, "gray2019")["place"]) == ("2019-05", "York")
    assert "# a comment" in (root / "resources" / "new.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "source", "field"),
    [
        ("Leading across boundaries", "Leading across borders", ("boundaries", "boundaries: a guide"), "title"),
        ("place: Leeds", "place: Hull", ("Leeds", "York"), "place"),
        ("    place: Leeds\n", "", ("Leeds", "York"), "place"),
        ("given: Ida", "given: Ida M.", ("Gray, Ida", "Gray, I."), "authors"),
    ],
)
def test_a_field_that_an_editor_changed_is_shown_and_stays(
    root: Path, old: str, new: str, source: tuple[str, str], field: str
) -> None:
    edit(root, old, new)
    before = entry(root, "gray2019")
    done = run(root, BIB.replace(*source), "--write")
    assert f"      {field}: stays" in done.output
    assert entry(root, "gray2019") == before
    again = run(root, BIB.replace(*source))
    assert f"      {field}: stays" in again.output, "it is shown until the two agree"


def test_a_field_that_only_the_editor_changed_is_no_difference(root: Path) -> None:
    edit(root, "place: Leeds", "place: Hull")
    assert plan(root, BIB)["updates"] == []
    assert entry(root, "gray2019")["place"] == "Hull"


def test_fields_of_the_editors_own_are_never_touched(root: Path) -> None:
    edit(root, "    place: Leeds\n", "    place: Leeds\n    why: It helps.\n    level: starter\n")
    run(root, BIB.replace("Leeds", "York"), "--write")
    found = entry(root, "gray2019")
    assert (found["place"], found["why"], found["level"]) == ("York", "It helps.", "starter")


def test_an_entry_that_was_moved_and_renamed_is_still_the_same(root: Path) -> None:
    file = root / "resources" / "new.yaml"
    text = file.read_text("utf-8").replace("id: gray2019", "id: boundaries\n    formerly: [gray2019]")
    (root / "resources" / "moved.yaml").write_text(text, encoding="utf-8")
    file.unlink()
    changed = BIB.replace("Leeds", "York")
    assert [update["id"] for update in plan(root, changed)["updates"]] == ["boundaries"]
    assert run(root, changed, "--write").exit_code == 0
    assert entry(root, "boundaries")["place"] == "York"
    assert plan(root, changed)["updates"] == []


def test_a_longer_title_and_another_title_with_the_same_doi_change_the_same_entry(root: Path) -> None:
    longer = BIB.replace("{Another}", "{Another way of working: a guide to boards}").replace(
        "2020}", "2020, doi = {10.5555/7}}"
    )
    retitled = longer.replace("Another way of working: a guide to boards", "Rowing")
    for text, title in ((longer, "Another way of working: a guide to boards"), (retitled, "Rowing")):
        found = plan(root, text, "--write")
        assert ([update["id"] for update in found["updates"]], found["additions"]) == (["lowe2020"], [])
        assert entry(root, "lowe2020")["title"] == title


def test_another_resource_with_the_same_key_is_added(root: Path) -> None:
    other = "@book{gray2019, author = {Gray, Ida}, title = {Quite different things}, year = 2019}\n"
    found = plan(root, other)
    assert ([each["id"] for each in found["additions"]], found["updates"]) == (["gray2019-2"], [])


def test_additions_and_updates_go_into_one_file_together(root: Path) -> None:
    text = BIB.replace("Leeds", "York") + "@book{third, title = {A third}, year = 2021}\n"
    done = run(root, text, "--write")
    assert (done.exit_code, "Added to resources/new.yaml: 1. Updated: 1." in done.output) == (0, True)
    assert (entry(root, "gray2019")["place"], entry(root, "third")["title"]) == ("York", "A third")


def test_a_damaged_list_of_imports_is_named_and_nothing_is_written(root: Path) -> None:
    (root / "imported.json").write_text('{"version": 9}', encoding="utf-8")
    done = run(root, BIB, "--write")
    assert (done.exit_code, "imported.json is damaged" in done.output) == (2, True)


def test_the_plan_as_data_is_what_would_be_written(tmp_path: Path) -> None:
    project(tmp_path, "resources:\n  - {id: there, type: book, title: Known, isbn: 0-306-40615-2}\n")
    text = (
        "@book{new, title={New}, author={Gray, Ida}, year=2020, keywords={trust, boards}, file={a.pdf},\n"
        " pagetotal={120}, note={my own}, odd={value}}\n@book{k, title={K}, isbn={0306406152}}\n"
        "@book{none, year=2000}\n"
    )
    found = plan(tmp_path, text)
    assert {"additions", "updates", "duplicates", "refused", "left_out"} <= found.keys()
    (addition,) = found["additions"]
    assert {key: value for key, value in addition.items() if key != "added"} == {
        "id": "new", "type": "book", "title": "New", "authors": [{"family": "Gray", "given": "Ida"}],
        "published": "2020", "page_count": 120, "note": "my own",
    }  # fmt: skip
    assert [(each["id"], each["why"], each["certain"]) for each in found["duplicates"]] == [
        ("there", "has the same ISBN", True)
    ]
    assert [(each["line"], each["key"], each["reason"]) for each in found["refused"]] == [
        (4, "none", "It has no title.")
    ]
    assert [(each["id"], each["group"], each["name"], each["value"]) for each in found["left_out"]] == [
        ("new", "files", "file", "a.pdf"),
        ("new", "other", "odd", "value"),
        ("new", "keywords", "theme", "trust"),
        ("new", "keywords", "theme", "boards"),
    ]
    assert run(tmp_path, text, "--write").exit_code == 1
    (written,) = yaml.load((tmp_path / "resources" / "new.yaml").read_text("utf-8"), yaml.CBaseLoader)["resources"]
    assert written == {key: str(value) if isinstance(value, int) else value for key, value in addition.items()}


def test_an_update_as_data_says_what_is_made_and_what_is_not(root: Path) -> None:
    edit(root, "place: Leeds", "place: Hull")
    (update,) = plan(root, BIB.replace("Leeds", "York").replace("{2019}", "{2021}"))["updates"]
    assert (update["id"], update["key"], update["line"]) == ("gray2019", "gray2019", 1)
    assert update["changes"] == [
        {"field": "place", "before": "Hull", "after": "York", "made": False},
        {"field": "published", "before": "2019", "after": "2021", "made": True},
    ]


@pytest.mark.parametrize(("option", "value"), [("--from", "ris"), ("--format", "ris")])
def test_the_format_of_the_file_can_be_named_in_the_new_way_and_the_old(
    tmp_path: Path, option: str, value: str
) -> None:
    done = run(project(tmp_path), "TY  - BOOK\nTI  - One\nER  - \n", option, value, name="x.dat")
    assert (done.exit_code, "Read as RIS" in done.output, "To add: 1" in done.output) == (0, True, True)


def test_keywords_become_themes_when_that_is_asked_for(tmp_path: Path) -> None:
    text = "@book{new, title={New}, keywords={trust, Shared Leadership, trust}}\n"
    project(tmp_path, themes=["trust"])
    assert "Left out, keywords: 1 (Shared Leadership)" in run(tmp_path, text).output
    done = run(tmp_path, text, "--themes-from", "keywords", "--write")
    assert (done.exit_code, "New themes: 1 (Shared Leadership)" in done.output) == (0, True)
    assert entry(tmp_path, "new")["themes"] == ["trust", "shared-leadership"]
    catalogue = sound(tmp_path).catalogue
    assert catalogue is not None
    assert [(theme.id, theme.title) for theme in catalogue.themes][-1] == ("shared-leadership", "Shared Leadership")


def test_what_comes_in_masses_is_counted_and_a_real_loss_is_named(tmp_path: Path) -> None:
    record = (
        "TY  - JOUR\nTI  - T{n}\nDB  - Scopus\nKW  - a\nKW  - b\nN1  - Export Date: 1 May\nU1  - lost {n}\nER  - \n"
    )
    done = run(project(tmp_path), "".join(record.replace("{n}", str(n)) for n in (1, 2)), name="x.ris")
    assert "Read as RIS from Scopus" in done.output
    assert "Left out, keywords: 4 (a, b)" in done.output
    assert "Left out, remarks of databases: 2 (N1)" in done.output
    assert [line.strip() for line in done.output.split("\n") if "left out:" in line] == [
        "left out: U1: lost 1", "left out: U1: lost 2"
    ]  # fmt: skip
