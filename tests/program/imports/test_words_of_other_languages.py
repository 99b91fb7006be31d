"""Languages, pages and signs as libraries and programs of other countries write them."""

from __future__ import annotations

import pytest

from casetable import case_table
from learning_pathway.formats.bibtex_reader import read_bibtex
from learning_pathway.formats.csl_reader import read_csl_json
from learning_pathway.formats.latex import text_of
from learning_pathway.formats.ris_reader import read_ris
from learning_pathway.formats.text import language, page_count, pages_of


@case_table(
    ("written", "code"),
    [
        ("Deutsch", "de"), ("Englisch", "en"), ("Français", "fr"), ("allemand", "de"), ("Español", "es"),
        ("Cymraeg", "cy"), ("Gaeilge", "ga"), ("German", "de"), ("Klingonisch", "tlh"),
        ("ga", "ga"), ("yi", "yi"), ("Ga", "gaa"), ("en-GB", "en-GB"), ("gle", "ga"), ("no language", "no language"),
    ],
)  # fmt: skip
def test_languages_by_their_names(written: str, code: str) -> None:
    assert language(written) == code


@case_table(
    ("written", "count"),
    [
        ("235", "235"), ("VI, 235 S.", "235"), ("1 Online-Ressource (VI, 235 S.)", "235"),
        ("xii, 412 p. : ill.", "412"),
        ("1 online resource (98 pages)", "98"), ("250 págs.", "250"), ("ix, [120] p.", "120"), ("2 Bände", None),
        ("", None), ("see note", None),
    ],
)  # fmt: skip
def test_the_number_of_pages_in_a_description(written: str, count: str | None) -> None:
    assert page_count(written) == count


@case_table(
    ("written", "pages"),
    [
        ("S. 45–67", "45-67"), ("pp. 3--9", "3-9"), ("pages 11 - 12", "11-12"), ("p. 4", "4"), ("Seite 5", "5"),
        ("S12-S19", "S12-S19"), ("e0193972", "e0193972"), ("págs. 1–2", "1-2"), ("Pt. 2", "Pt. 2"),
    ],
)  # fmt: skip
def test_pages_without_the_word_before_them(written: str, pages: str) -> None:
    assert pages_of(written) == pages


@case_table(
    ("written", "text"),
    [
        (r"{\LaTeX} for editors", "LaTeX for editors"), (r"\pounds 10 a day", "£10 a day"),
        (r"10\,\euro{} a day", "10 € a day"),
        (r"Part \S 3", "Part §3"), (r"\copyright{} Forum", "© Forum"), (r"{\apj}", "apj"), (r"\mnras", "mnras"),
        (r"\unknown{kept} words", "kept words"),
    ],
)  # fmt: skip
def test_commands_that_print_a_sign_do(written: str, text: str) -> None:
    assert text_of(written).replace("\N{THIN SPACE}", " ") == text


def test_the_notes_of_jabrefs_users_are_private() -> None:
    text = "@book{a, title={Ebb}, comment-ida={Ask Tom}, comment-kit={Lent}, comment={Old}}"
    (record,) = read_bibtex(text).records
    assert record.facts["note"] == "Old; Ask Tom; Lent"
    assert record.left_out == []


def test_the_headers_of_databases_are_no_records() -> None:
    text = "Provider: JSTOR\nDatabase: JSTOR\nContent: text/plain\n\n\nTY  - JOUR\nTI  - Ebb\nER  - \n\n"
    text += "Record #2 of 2\nProvider: X\n\nTY  - JOUR\nTI  - Flood\nDOI  - 10.5555/es.1\nISSN - 9999-9021\nER  - \n"
    source = read_ris(text)
    assert [record.facts["title"] for record in source.records] == ["Ebb", "Flood"]
    assert source.refused == ()
    assert source.records[1].facts["doi"] == "10.5555/es.1"
    (refused,) = read_ris("Dear Ida,\n\nTY  - JOUR\nTI  - Ebb\nER  - \n").refused
    assert "Outside of any record" in refused.reason


def test_a_word_in_capitals_before_a_dash_is_no_tag() -> None:
    (record,) = read_ris("TY  - JOUR\nTI  - Ebb\nAB  - Of ports.\nCOVID - a shock\nNHS - a buyer\nER  - \n").records
    assert record.facts["summary"] == "Of ports. COVID - a shock NHS - a buyer"


@pytest.mark.parametrize("words", ["in press", "Forthcoming", "To appear"])
def test_in_press_in_csl_ris_and_bibtex(words: str) -> None:
    (csl,) = read_csl_json(f'[{{"type": "book", "title": "Ebb", "issued": {{"literal": "{words}"}}}}]').records
    (ris,) = read_ris(f"TY  - BOOK\nTI  - Ebb\nPY  - {words}\nER  - \n").records
    (bibtex,) = read_bibtex(f"@book{{a, title={{Ebb}}, year={{{words}}}}}").records
    for record in (csl, ris, bibtex):
        assert record.facts["in_press"] is True
        assert "published" not in record.facts
