"""What the tags of RIS mean for types that the catalogue has no word for, and in records of EndNote."""

from __future__ import annotations

from typing import Any

import pytest

from casetable import case_table
from learning_pathway.formats.model import Record
from learning_pathway.formats.ris_reader import read_ris
from learning_pathway.formats.tagged_readers import read_enw


def read(kind: str, *lines: str) -> Record:
    source = read_ris("\n".join([f"TY  - {kind}", "TI  - A key", *lines, "ER  - ", ""]))
    assert source.refused == ()
    (record,) = source.records
    return record


def facts(kind: str, *lines: str) -> dict[str, Any]:
    return read(kind, *lines).facts


@case_table(
    ("kind", "line", "field"),
    [
        ("CASE", "PB  - Court of Appeal", "publisher"),
        ("CASE", "A2  - All England Reports", "editors"),
        ("CASE", "ET  - Affirmed", "edition"),
        ("STAT", "T2  - Public General Acts", "container"),
        ("STAT", "CY  - United Kingdom", "place"),
        ("BILL", "VL  - 12", "volume"),
        ("BILL", "SP  - 4-9", "pages"),
        ("HEAR", "T2  - Committee on Mills", "container"),
        ("PAT", "A2  - Two Keys Ltd", "editors"),
        ("PAT", "PB  - Two Keys Ltd", "publisher"),
        ("PAT", "VL  - 877609", "volume"),
        ("MAP", "SP  - 2 sheets", "pages"),
        ("MAP", "M1  - Fen district", "number"),
        ("ART", "M1  - 30 x 40 cm", "number"),
        ("COMP", "VL  - 3", "volume"),
        ("COMP", "SP  - A planner", "pages"),
        ("DATA", "A2  - Survey Office", "editors"),
        ("DATA", "C3  - Interviews", "conference"),
        ("EJOUR", "C3  - PMC123456", "conference"),
        ("WEB", "VL  - 2020", "volume"),
        ("CHART", "T2  - Spreadsheet", "container"),
        ("STAND", "T2  - Part 4", "container"),
        ("MUSIC", "A2  - Gray, Ida", "editors"),
    ],
)
def test_what_a_tag_means_for_another_type_is_told_and_no_fact(kind: str, line: str, field: str) -> None:
    record = read(kind, line)
    assert field not in {name for name, value in record.facts.items() if value}
    assert any(part.value == line[6:] for part in record.left_out), record.unmapped


@case_table(
    ("kind", "line", "field", "value"),
    [
        ("PAT", "IS  - GB2370001", "number", "GB2370001"),
        ("PAT", "SN  - US 4,904,581", "number", "US 4,904,581"),
        ("STAT", "M1  - Public Law 111", "number", "Public Law 111"),
        ("MGZN", "M1  - 412", "issue", "412"),
        ("CASE", "T2  - All England Reports", "container", "All England Reports"),
        ("BILL", "A2  - Gray, Ida", "authors", [{"family": "Gray", "given": "Ida"}]),
        ("MPCT", "SP  - 94 min", "minutes", 94),
        ("VIDEO", "M1  - 1:02:03", "minutes", 63),
        ("COMP", "AU  - Gray, Ida", "medium", "Computer software"),
        ("DATA", "AU  - Gray, Ida", "medium", "Data set"),
        ("MAP", "AU  - Gray, Ida", "medium", "Map"),
        ("GEN", "JF  - Journal of Keys", "type", "journal-article"),
        ("INCOL", "T2  - Keys", "type", "chapter"),
        ("JOUR", "CP  - 4", "issue", "4"),
        ("THES", "SP  - 214", "page_count", "214"),
        ("COMP", "ET  - 2.1", "edition", "Version 2.1"),
        ("THES", "M1  - Ph.D.", "genre", "Ph.D."),
        ("JOUR", "VL  - v. 40", "volume", "40"),
        ("JOUR", "VL  - Vol. 3", "volume", "3"),
        ("DATA", "IS  - 3", "edition", "Version 3"),
    ],
)
def test_what_a_tag_means_for_its_type(kind: str, line: str, field: str, value: object) -> None:
    assert facts(kind, line)[field] == value


@case_table("kind", ["MAP", "ART", "CHART", "FIGURE", "EQUA", "GRANT"])
def test_no_type_becomes_an_article_for_being_part_of_something(kind: str) -> None:
    assert facts(kind, "T2  - Somewhere")["type"] in ("report", "web-page")


@pytest.mark.parametrize("day", ["2015/05/20", "2021-03"])
def test_the_day_of_an_electronic_edition_is_no_edition(day: str) -> None:
    record = read("JOUR", "T2  - J", f"ET  - {day}")
    assert "edition" not in record.facts and day in str(record.unmapped)


@pytest.mark.parametrize("kind", ["PCOMM", "BILL", "STAND"])
def test_the_sort_of_a_document_is_told(kind: str) -> None:
    assert "M3: Draft" in str(read(kind, "M3  - Draft").unmapped)


def test_endnote_is_known_by_its_order_though_the_key_comes_last() -> None:
    lines = ("A2  - Gray, Ida", "AU  - Lowe, Tom", "CY  - Leith", "PB  - House", "PY  - 2010", "T2  - Series")
    record = read_ris("\n".join(["TY  - BOOK", *lines, "TI  - A key", "ID  - 7", "ER  - "])).records[0]
    assert (record.facts["editors"], "A2: Gray, Ida (series editor)" in record.unmapped) == ([], True)


def test_the_date_wins_over_an_older_tag() -> None:
    assert facts("JOUR", "Y1  - 1900/01/01", "DA  - 1950/01/01")["published"] == "1950-01-01"
    assert facts("JOUR", "Y1  - 1900/01/01")["published"] == "1900-01-01"


def test_a_second_container_under_the_same_tag_is_told() -> None:
    record = read("JOUR", "JF  - Xiandai Qingbao", "JF  - Modern Information")
    assert "Modern Information" in str(record.unmapped)


@pytest.mark.parametrize(
    ("title", "names", "printed"),
    [
        ("Sharing the stream / Lowri Vance.", ["Vance, Lowri, 1956- author."], "Sharing the stream"),
        ("Keys / edited by Ida Gray and Tom Lowe", ["Gray, Ida", "Lowe, Tom"], "Keys"),
        ("He / She", ["Gray, Ida"], "He / She"),
        ("White / Gray literature", ["Gray, Ida"], "White / Gray literature"),
        ("Either / Or", ["Either Ltd"], "Either / Or"),
    ],
)
def test_who_made_it_is_no_part_of_a_title(title: str, names: list[str], printed: str) -> None:
    lines = [f"AU  - {name}" for name in names]
    record = read_ris("\n".join(["TY  - BOOK", f"TI  - {title}", *lines, "ER  - "])).records[0]
    assert record.facts["title"] == printed
    assert printed == title or record.unmapped


@case_table(
    ("written", "person"),
    [
        ("Vance, Lowri, 1956- author.", {"family": "Vance", "given": "Lowri"}),
        ("Pugh, Emyr, 1961- editor.", {"family": "Pugh", "given": "Emyr", "role": "editor"}),
        ("Groß, Jürgen [Verfasser]", {"family": "Groß", "given": "Jürgen"}),
        ("Ruth Hale", {"family": "Hale", "given": "Ruth"}),
        ("Ben I. Okoro", {"family": "Okoro", "given": "Ben I."}),
        ("Lindqvist Å.", {"family": "Lindqvist", "given": "Å."}),
        ("Groen, Maaike, M.", {"family": "Groen", "given": "Maaike M."}),
        ("Cider Makers' Guild.", {"organisation": "Cider Makers' Guild"}),
        ("Ruth Hale Trust", {"organisation": "Ruth Hale Trust"}),
        ("Northern Forum", {"organisation": "Northern Forum"}),
        ("Gray Assoc.", {"organisation": "Gray Assoc."}),
    ],
)
def test_names_as_libraries_and_repositories_write_them(written: str, person: dict[str, str]) -> None:
    assert facts("RPRT", f"AU  - {written}")["authors"] == [person]


@pytest.mark.parametrize(
    "lines",
    [
        ["AU  - Gray, Ida", "AU  - Grant Thornton"],
        ["AU  - Grant Thornton", "Y2  - 2021/03/04/10:12:00"],
    ],
)
def test_a_name_without_a_comma_is_no_person_where_people_have_commas(lines: list[str]) -> None:
    assert {"organisation": "Grant Thornton"} in facts("RPRT", *lines)["authors"]


def test_further_names_of_a_journal_and_further_dates_are_told() -> None:
    record = read(
        "JOUR", "JF  - Zeitschrift für Vereine", "JO  - Vereinsblatt", "PY  - 2013", "PY  - 2012/11/01/received"
    )
    assert {part.value for part in record.left_out} == {"Vereinsblatt", "2012/11/01/received"}
    assert read("JOUR", "JF  - Journal of Keys", "JO  - J. Keys").left_out == []


def test_someone_named_under_two_tags_is_one_author() -> None:
    assert len(facts("BOOK", "A1  - Gray, Ida", "AU  - Gray, Ida")["authors"]) == 1


@pytest.mark.parametrize("year", ["ca. 1998", "[ca. 1998]", "circa 1998"])
def test_a_year_that_is_only_near_is_told(year: str) -> None:
    record = read("BOOK", f"PY  - {year}")
    assert (record.facts["published"], "the date is approximate" in str(record.unmapped)) == ("1998", True)


@pytest.mark.parametrize("year", ["c1998", "[1998]", "1998"])
def test_a_year_of_copyright_is_not(year: str) -> None:
    assert "approximate" not in str(read("BOOK", f"PY  - {year}").unmapped)


def test_the_doi_in_an_address() -> None:
    assert facts("JOUR", "UR  - http://dx.doi.org/10.5555/a.1")["doi"] == "10.5555/a.1"
    assert facts("JOUR", "UR  - https://example.org/10.5555/a.1")["doi"] == ""


@case_table(
    ("fields", "kind"),
    [
        ("%T Corn\n%A Newman, W. H.\n%I A Station\n%D 1891", "book"),
        ("%T Corn\n%J Journal of Corn", "journal-article"),
        ("%T Corn\n%B A Book of Corn", "chapter"),
        ("%0 Serial\n%0 Audio\n%T Corn", "audio"),
        ("%0 Map\n%T Corn", "report"),
        ("%0 Computer Program\n%T Corn", "web-page"),
    ],
)
def test_types_of_endnote_and_records_without_one(fields: str, kind: str) -> None:
    source = read_enw(fields + "\n\n")
    assert source.refused == ()
    assert [record.facts["type"] for record in source.records] == [kind]


def test_two_records_of_a_library_without_types() -> None:
    source = read_enw("%T Corn\n%I House\n\n%T Barley\n%I House\n")
    assert [record.facts["title"] for record in source.records] == ["Corn", "Barley"]


def test_who_endnote_does_not_tell_apart_is_told() -> None:
    (record,) = read_enw("%0 Book\n%T Cities\n%A Gray, Ida\n%E Lowe, Tom\n%Y Vance, Lowri\n%H Grey, Ida\n").records
    assert record.facts["editors"] == [{"family": "Lowe", "given": "Tom"}]
    assert record.facts["authors"] == [{"family": "Gray", "given": "Ida"}]
    assert {part.value for part in record.left_out} >= {"Vance, Lowri", "Grey, Ida"}


def test_a_mark_of_one_record_means_nothing_for_the_names_of_journals_in_others() -> None:
    other = "TY  - JOUR\nTI  - Keys\nT2  - Journal of Keys\nER  - \n"
    ebsco = "TY  - JOUR\nTI  - Locks\nT2  - Serrures\nJO  - Journal of Locks\nDP  - EBSCOhost\nER  - \n"
    first, second = read_ris(other + ebsco).records
    assert (first.facts["container"], second.facts["container"]) == ("Journal of Keys", "Journal of Locks")
    assert second.facts["translated_title"] == "Serrures"
