"""RIS as databases and reference managers write it: what each tag means there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casetable import case_table
from learning_pathway.catalogue.model import Resource
from learning_pathway.formats.model import Record, Source
from learning_pathway.formats.registry import export
from learning_pathway.formats.ris_reader import read_ris
from learning_pathway.imports.readers import read_file

HEAD = "TY  - JOUR\nTI  - A study of boards\nAU  - Gray, Ida\nT2  - J\n"
GRAY = {"family": "Gray", "given": "Ida"}


def read(*lines: str, kind: str = "JOUR") -> Record:
    source = read_ris("\n".join([f"TY  - {kind}", *lines, "ER  - ", ""]))
    assert source.refused == ()
    (record,) = source.records
    return record


def facts(*lines: str, kind: str = "JOUR") -> dict[str, Any]:
    return read(*lines, kind=kind).facts


def test_a_value_goes_on_in_the_next_line() -> None:
    found = facts(
        "T1  - Trust between partners in", "public service networks", "A1  - Gray, Ida", "AB  - First paragraph.",
        "Second paragraph.", "", "  Third - of them.", "PY  - 2019",
    )  # fmt: skip
    assert found["title"] == "Trust between partners in public service networks"
    assert found["summary"] == "First paragraph. Second paragraph. Third - of them."
    assert found["published"] == "2019"


def test_a_name_and_a_note_go_on_too() -> None:
    found = facts("TI  - T", "PB  - Saltmarsh", "  Books", "N1  - a remark that", "goes on")
    assert (found["publisher"], found["note"]) == ("Saltmarsh Books", "a remark that goes on")


def test_authors_under_two_tags_keep_the_order_of_the_file() -> None:
    found = facts("TI  - Mixed", "A1  - First, Ann", "AU  - Second, Ben", "A1  - Third, Cy", "PY  - 2017")
    assert [person["family"] for person in found["authors"]] == ["First", "Second", "Third"]


@case_table("medium", ["Article", "Review", "Conference Paper", "Editorial", "Book", "Report", "Blog"])
def test_what_a_database_calls_its_record_never_overrules_the_type(medium: str) -> None:
    found = facts(
        "TI  - Sharing the lead", "AU  - Gray, I.", "PY  - 2020", "DA  - 2020/06/01/", "T2  - Journal of Examples",
        "VL  - 3", f"M3  - {medium}", "DB  - Scopus",
    )  # fmt: skip
    assert (found["type"], found["container"], found["published"]) == (
        "journal-article", "Journal of Examples", "2020-06-01"
    )  # fmt: skip


@pytest.mark.parametrize("medium", ["Article", "Journal Article", "Video", "Report"])
def test_nor_does_it_in_a_file_of_no_program_that_is_known(medium: str) -> None:
    assert facts("TI  - T", "T2  - J", f"M3  - {medium}")["type"] == "journal-article"


@pytest.mark.parametrize("kind", ["toolkit", "course", "blog", "article", "conference-paper", "chapter", "audio"])
def test_our_own_types_come_back(tmp_path: Path, kind: str) -> None:
    resource = Resource.model_validate(
        {"id": "own", "type": kind, "title": "Own", "published": "2020", "why": "It is."}
    )
    (tmp_path / "own.ris").write_bytes(export([resource], "ris"))
    (record,) = read_file(tmp_path / "own.ris")
    assert (record.facts["type"], record.facts["why"], "note" in record.facts) == (kind, "It is.", False)


def test_a_toolkit_that_only_its_type_names() -> None:
    assert facts("TI  - Own", "M3  - Toolkit", "PY  - 2020", kind="RPRT")["type"] == "toolkit"


@pytest.mark.parametrize("tag", ["N1", "RN"])
def test_notes_stay_private(tag: str) -> None:
    record = read("TI  - T", "T2  - J", f"{tag}  - my note: not convinced, ask Tom", "N1  - Export Date: 1 April 2016")
    assert (record.facts["note"], "why" in record.facts) == ("my note: not convinced, ask Tom", False)
    assert record.unmapped == ["N1: Export Date: 1 April 2016 (a remark of the database)"]


@case_table(
    ("kind", "lines", "left"),
    [
        ("THES", ["A3  - Supervisor, Sam", "PB  - University of Somewhere"], "A3: Supervisor, Sam (thesis advisor)"),
        ("THES", ["A2  - Supervisor, Sam"], "A2: Supervisor, Sam (thesis advisor)"),
        ("RPRT", ["A3  - The Press"], "A3: The Press (publisher)"),
        ("CHAP", ["A3  - Loom, Petra"], "A3: Loom, Petra (series editor)"),
        ("MPCT", ["A3  - Reed, Ivo"], "A3: Reed, Ivo (producer)"),
        ("MPCT", ["A4  - Reed, Ivo"], "A4: Reed, Ivo (performer)"),
        ("VIDEO", ["A3  - Reed, Ivo"], "A3: Reed, Ivo (producer)"),
        ("PAMP", ["A2  - Northern Forum"], "A2: Northern Forum (institution)"),
        ("CLSWK", ["A2  - Reed, Ivo"], "A2: Reed, Ivo (series editor)"),
        ("UNPB", ["A2  - Reed, Ivo"], "A2: Reed, Ivo (series editor)"),
        ("MPCT", ["C2  - Credits"], "C2: Credits"),
    ],
)
def test_who_is_no_editor_does_not_become_one(kind: str, lines: list[str], left: str) -> None:
    record = read("TI  - Shared leadership", "AU  - Lowe, Tom", *lines, "PY  - 2018", kind=kind)
    assert (record.facts["editors"], record.facts["authors"]) == ([], [{"family": "Lowe", "given": "Tom"}])
    assert left in record.unmapped


@pytest.mark.parametrize("mark", ["L1  - internal-pdf://1.pdf", "Y2  - 2020/05/04/10:11:12"])
def test_the_author_of_a_film_is_its_director_in_endnote_and_zotero(mark: str) -> None:
    authors = facts("TI  - T", "AU  - Gray, Ida", mark, kind="MPCT")["authors"]
    assert authors == [{**GRAY, "role": "director"}]


@pytest.mark.parametrize(("kind", "tag"), [("CHAP", "A2"), ("CHAP", "ED"), ("BOOK", "A3"), ("BOOK", "A2")])
def test_who_is_an_editor_stays_one(kind: str, tag: str) -> None:
    assert facts("TI  - T", f"{tag}  - Gray, Ida", kind=kind)["editors"] == [GRAY]


def test_the_authors_of_an_edited_book_are_its_editors() -> None:
    found = facts("TI  - T", "AU  - Gray, Ida", kind="EDBOOK")
    assert (found["authors"], found["editors"]) == ([], [GRAY])


def test_a_conference_paper_of_endnote() -> None:
    found = facts(
        "TI  - A paper", "AU  - Gray, Ida", "T2  - 9th Conference on Examples", "C1  - Leeds",
        "C3  - Proceedings of Examples", "PY  - 2020", kind="CPAPER",
    )  # fmt: skip
    assert (found["conference"], found["container"], found["place"]) == (
        "9th Conference on Examples", "Proceedings of Examples", "Leeds"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "conference", "container"),
    [
        (["T2  - 9th Conference", "C3  - Proceedings of the 9th"], "9th Conference", "Proceedings of the 9th"),
        (["T2  - Proceedings of the 9th", "C3  - 9th Conference"], "9th Conference", "Proceedings of the 9th"),
        (["C3  - Conf. on X", "DB  - Scopus", "T2  - Lecture Notes in X"], "Conf. on X", "Lecture Notes in X"),
    ],
)
def test_proceedings_and_conference_are_told_apart(lines: list[str], conference: str, container: str) -> None:
    found = facts("TI  - A paper", *lines, kind="CONF")
    assert (found["conference"], found["container"]) == (conference, container)


@pytest.mark.parametrize(
    ("written", "code"),
    [("eng", "en"), ("ger", "de"), ("deu", "de"), ("fre", "fr"), ("wel", "cy"), ("dut", "nl"), ("chi", "zh"),
     ("English", "en"), ("Welsh", "cy"), ("en_GB", "en-GB"), ("Portuguese", "pt")],
)  # fmt: skip
def test_languages_come_as_the_codes_of_libraries_too(tmp_path: Path, written: str, code: str) -> None:
    from imports.projects import planned, project

    plan = planned(project(tmp_path), "x.ris", f"{HEAD}LA  - {written}\nPY  - 2021\nER  - \n")
    assert plan.additions[0].record.facts["language"] == code


@case_table(
    ("written", "published"),
    [("c2004", "2004"), ("[2004]", "2004"), ("[c2004]", "2004"), ("©2004", "2004"), ("2012/03//", "2012-03"),
     ("2018/Mar/5", "2018-03-05"), ("2020///", "2020"), ("2019–2020", "2019/2020"),
     ("2019-2020", "2019/2020"), ("2019/2020", "2019/2020"), ("2019—2020", "2019/2020"), ("2012-22", "2012/2022"),
     ("2012///Spring", "2012-21")],
)  # fmt: skip
def test_years_come_as_cataloguers_write_them(written: str, published: str) -> None:
    assert facts("TI  - T", f"PY  - {written}")["published"] == published


@case_table(
    ("lines", "program"),
    [
        (["TI  - T", "DB  - Scopus"], "Scopus"),
        (["TI  - T", "UR  - https://www.scopus.com/inward/record.uri?eid=1"], "Scopus"),
        (["TI  - T", "AN  - WOS:000999000300007"], "Web of Science"),
        (["TI  - T", "DB  - Ovid MEDLINE(R)"], "Ovid"),
        (["TI  - T", "DB  - PubMed"], "PubMed"),
        (["AU  - Gray, Ida", "ID  - 31", "PY  - 2015", "ST  - T", "TI  - T", "VL  - 3"], "EndNote"),
        (["TI  - T", "L1  - internal-pdf://1/a.pdf"], "EndNote"),
        (["TI  - T", "Y2  - 2021/03/04/10:12:00"], "Zotero"),
        (["TI  - T"], ""),
    ],
)
def test_a_file_is_known_by_the_marks_of_its_program(lines: list[str], program: str) -> None:
    source: Source = read_ris("\n".join(["TY  - JOUR", *lines, "ER  - ", ""]))
    assert source.program == program


def test_affiliations_of_web_of_science_are_no_conference() -> None:
    record = read("TI  - T", "AN  - WOS:1", "C3  - University of X", "PU  - HOUSE", "PI  - LEEDS", "SN  - 1234-5679")
    assert (record.facts["publisher"], record.facts["place"]) == ("HOUSE", "LEEDS")
    assert ("conference" in record.facts, "C3: University of X (affiliation)" in record.unmapped) == (False, True)


@pytest.mark.parametrize(
    "address", ["https://www.scopus.com/inward/record.uri?eid=2", "https://ovidsp.ovid.com/ovidweb.cgi?T=JS"]
)
def test_the_page_of_a_database_is_not_the_address(address: str) -> None:
    record = read("TI  - T", f"UR  - {address}", "UR  - https://example.org/t")
    assert record.facts["url"] == "https://example.org/t"
    assert any("a page of the database" in said for said in record.unmapped)


def test_line_ends_of_old_macs_in_utf_16(tmp_path: Path) -> None:
    (tmp_path / "x.ris").write_bytes(
        "TY  - JOUR\rTI  - Größe\rAU  - Müller, Jörg\rPY  - 2020///\rER  - \r".encode("utf-16")
    )
    (record,) = read_file(tmp_path / "x.ris")
    assert (record.facts["title"], record.facts["published"]) == ("Größe", "2020")


def test_a_tag_that_no_one_knows_is_told() -> None:
    assert read("TI  - T", "U1  - something", "T3  - A series", "L2  - https://e.org/a.pdf").unmapped == [
        "T3: A series (a series)",
        "U1: something",
        "L2: https://e.org/a.pdf (the address of a file)",
    ]


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Heron K.", {"family": "Heron", "given": "K."}),
        ("De la Cruz P.-J.", {"family": "De la Cruz", "given": "P.-J."}),
        ("van Loon B.C.", {"family": "van Loon", "given": "B.C."}),
        ("Heron, K.", {"family": "Heron", "given": "K."}),
        ("Northern Forum", {"organisation": "Northern Forum"}),
    ],
)
def test_scopus_writes_editors_without_a_comma(name: str, person: dict[str, str]) -> None:
    assert facts("TI  - T", "AU  - Gray, I.", f"A2  - {name}", "DB  - Scopus", kind="CHAP")["editors"] == [person]


def test_initials_without_a_comma_are_no_person_elsewhere() -> None:
    assert facts("TI  - T", "AU  - Forum B.")["authors"] == [{"organisation": "Forum B."}]


@pytest.mark.parametrize("name", ["Gray, Ida", "Northern Forum"])
def test_braces_around_an_author_are_no_part_of_the_name(name: str) -> None:
    assert facts("TI  - T", f"AU  - {{{name}}}")["authors"] == [{"organisation": name}]


@pytest.mark.parametrize("words", ["Conference name: 7th Forum", "Export Date: 1 May 2023; Conference name: 7th Forum"])
def test_the_conference_in_a_remark_of_scopus_is_kept(words: str) -> None:
    found = facts(
        "TI  - T", "AU  - Gray, I.", "T2  - Notes", f"N1  - {words}; Conference code: 1", "DB  - Scopus", kind="CONF"
    )
    assert (found["conference"], found["container"]) == ("7th Forum", "Notes")
    assert "note" not in found


def test_the_number_of_an_article_stands_for_its_pages_unless_it_has_some() -> None:
    assert facts("TI  - T", "T2  - J", "C7  - e10452")["pages"] == "e10452"
    found = facts("TI  - T", "T2  - J", "SP  - 1", "EP  - 9", "C7  - 10452")
    assert (found["pages"], found["number"]) == ("1-9", "10452")


def test_pages_that_do_not_follow_each_other_begin_where_they_begin() -> None:
    assert facts("TI  - T", "T2  - J", "SP  - 1", "EP  - +")["pages"] == "1"


def test_zotero_names_the_conference_before_its_proceedings() -> None:
    lines = ("TI  - T", "T2  - Learning and Tides 2017", "C3  - Papers of the Network", "Y2  - 2021/01/05/10:22:31")
    found = facts(*lines, kind="CONF")
    assert (found["conference"], found["container"]) == ("Learning and Tides 2017", "Papers of the Network")


@pytest.mark.parametrize("kind", ["PCOMM", "ICOMM"])
def test_who_received_a_message_is_no_editor(kind: str) -> None:
    record = read("TI  - T", "AU  - Gray, Ida", "A2  - Lowe, Tom", kind=kind)
    assert record.facts["editors"] == []
    assert "recipient" in [each.reason for each in record.left_out]


def test_ovid_has_a_tag_of_its_own_for_the_language() -> None:
    assert facts("T1  - T", "LG  - German", "DB  - Ovid MEDLINE")["language"] == "German"
