"""Records of libraries and databases: marks at the end of values, years of a life, e-mail addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from casetable import case_table
from imports.projects import DAY, project, sound
from learning_pathway.formats.bibtex_reader import read_bibtex
from learning_pathway.formats.csl_reader import read_csl_json
from learning_pathway.formats.model import Source
from learning_pathway.formats.names import inverted
from learning_pathway.formats.ris_reader import read_ris
from learning_pathway.formats.text import isbns, issns
from learning_pathway.imports import make_plan


def entry(source: Source, folder: Path) -> dict[str, Any]:
    (addition,) = make_plan(source, sound(project(folder)), DAY).additions
    return addition.entry


@case_table(
    ("written", "name"),
    [
        ("Marsh, Odile, 1950-", ("Marsh", "Odile")),
        ("Marsh, Odile, 1850-1920.", ("Marsh", "Odile")),
        ("Marsh, Odile, active 1900", ("Marsh", "Odile")),
        ("Marsh, Odile, born 1950", ("Marsh", "Odile")),
        ("Marsh, Odile, o.marsh@example.org", ("Marsh", "Odile")),
        ("Marsh, Odile,", ("Marsh", "Odile")),
        ("King, Martin Luther, Jr.", ("King", "Martin Luther, Jr.")),
        ("Marsh, O. 1.", ("Marsh", "O. 1.")),
    ],
)
def test_what_stands_after_a_name_is_no_part_of_it(written: str, name: tuple[str, str]) -> None:
    person = inverted(written)
    assert person is not None
    assert (person["family"], person["given"]) == name


def test_the_marks_of_a_catalogue_at_the_end_of_values(tmp_path: Path) -> None:
    text = "@book{m, author={Marsh, Odile, 1950-}, title={Boards /}, address={London :}, publisher={Tidewater Press,}, "
    found = entry(read_bibtex(text + "year={c2019.}, pages={xii, 235 p. :}, edition={2nd ed. ;}}"), tmp_path)
    assert (found["title"], found["place"], found["publisher"]) == ("Boards", "London", "Tidewater Press")
    assert (found["page_count"], found["published"], found["edition"]) == ("235", "2019", "2nd ed.")
    assert found["authors"] == [{"family": "Marsh", "given": "Odile"}]


def test_a_title_keeps_the_marks_that_are_its_own(tmp_path: Path) -> None:
    found = entry(read_bibtex("@book{m, title={And/}, author={Marsh, Odile}, year=2019}"), tmp_path)
    assert found["title"] == "And/"


def test_worldcat_eric_and_taylor_francis() -> None:
    text = "TY  - BOOK\nDB  - /z-wcorg/\nT1  - Boards : a history\nA1  - Marsh, Odile,\nER  - \n"
    (book,) = read_ris(text).records
    assert (book.facts["title"], "database" in book.facts) == ("Boards: a history", False)
    text = "TY  - JOUR\nAN  - EJ1234567\nTI  - Ebb\nVL  - 3 n1\nSN  - ISSN-1360-0000\nER  - \n"
    (article,) = read_ris(text).records
    assert (article.facts["volume"], article.facts["issue"]) == ("3", "1")
    text = "TY  - JOUR\nT1  - Ebb\nAU  - Odile Marsh\nAU  - Tide Trust\nN1  - doi: 10.1080/1\n"
    text += "M3  - doi: 10.1080/1\nER  - \n"
    (other,) = read_ris(text).records
    assert other.facts["authors"] == [{"family": "Marsh", "given": "Odile"}, {"organisation": "Tide Trust"}]
    assert "note" not in other.facts


def test_pages_of_a_database_and_addresses_of_e_mail_are_no_address() -> None:
    text = "TY  - JOUR\nTI  - Ebb\nUR  - https://search.ebscohost.com/login.aspx?AN=1\nUR  - o.marsh@example.org\n"
    (record,) = read_ris(text + "UR  - https://www.example.org/e\nER  - \n").records
    assert record.facts["url"] == "https://www.example.org/e"
    assert [part.reason for part in record.left_out] == [
        "a page of the database, not the resource",
        "an e-mail address",
    ]


def test_a_private_note_with_a_doi_stays() -> None:
    (record,) = read_ris("TY  - JOUR\nTI  - Ebb\nN1  - DOI: ask Tom for it\nER  - \n").records
    assert record.facts["note"] == "DOI: ask Tom for it"


def test_numbers_behind_their_names() -> None:
    assert issns("ISSN-1360-0000; eISSN: 1360-0019") == ["1360-0000", "1360-0019"]
    assert isbns("ISBN-13: 978-1-84800-148-0, ISBN-10 1848001487") == ["978-1-84800-148-0", "1848001487"]


def test_the_copyright_of_datacite_is_the_licence() -> None:
    (record,) = read_csl_json('{"type": "report", "title": "Ebb", "copyright": "CC BY 4.0"}').records
    assert record.facts["licence"] == "CC BY 4.0"
