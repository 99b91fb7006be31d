"""Files of PubMed (`.nbib`) and EndNote (`.enw`), and files in formats that are not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from casetable import case_table
from imports.projects import project
from learning_pathway.cli import main
from learning_pathway.formats.model import Record
from learning_pathway.formats.tagged_readers import read_enw, read_nbib
from learning_pathway.imports.readers import read_file

LOW = {"family": "Low", "given": "Tom"}
NBIB = """PMID- 123
OWN - NLM
TI  - Trust between partners in
      public services.
FAU - Gray, Ida
AU  - Gray I
CN  - Northern Forum
LA  - eng
"""


def nbib(*lines: str) -> Record:
    (record,) = read_nbib("\n".join([*lines, ""])).records
    return record


def enw(*lines: str) -> Record:
    (record,) = read_enw("\n".join([*lines, ""])).records
    return record


def facts_of(record: Record, **wanted: Any) -> None:
    assert {name: record.facts.get(name) for name in wanted} == wanted


def test_an_article_of_pubmed() -> None:
    record = nbib(
        *NBIB.splitlines(), "JT  - Journal of Trust", "TA  - J Trust", "VI  - 4", "IP  - 2", "PG  - 101-9",
        "DP  - 2018 Mar 5", "AID - S1 [pii]", "AID - 10.1000/x.1 [doi]", "IS  - 1234-5679 (Print)", "MH  - *Trust",
        "AB  - We asked.",
    )  # fmt: skip
    facts_of(
        record, type="journal-article", title="Trust between partners in public services", container="Journal of Trust",
        authors=[{"family": "Gray", "given": "Ida"}, {"organisation": "Northern Forum"}], volume="4", issue="2",
        pages="101-109", published="2018-03-05", doi="10.1000/x.1", database="PubMed", accession_number="123",
        themes=["Trust"], summary="We asked.", summary_source="publisher",
    )  # fmt: skip
    assert (record.key, record.unmapped) == ("123", ["number of the publisher: S1 [pii]"])


def test_a_record_with_initials_only_still_names_its_authors() -> None:
    record = nbib("PMID- 1", "TI  - T", "AU  - van Loon BC")
    facts_of(record, authors=[{"family": "van Loon", "given": "BC"}])


def test_a_chapter_and_a_book_of_pubmed() -> None:
    chapter = nbib("PMID- 1", "TI  - A part", "BTI - The whole", "PB  - House", "PL  - Leeds (UK)", "FED - Low, Tom")
    facts_of(chapter, type="chapter", title="A part", container="The whole", publisher="House", place="Leeds (UK)")
    facts_of(chapter, editors=[{"family": "Low", "given": "Tom"}])
    facts_of(nbib("PMID- 2", "BTI - The whole", "FAU - Low, Tom"), type="book", title="The whole")


def test_a_translated_title_gives_way_to_the_own_one() -> None:
    facts_of(nbib("PMID- 1", "TI  - [Who keeps the log?].", "TT  - Wer?", "LA  - ger"), title="Wer?", language="ger")


def test_records_of_pubmed_without_an_empty_line_between_are_two() -> None:
    source = read_nbib(f"words before\n{NBIB}{NBIB.replace('123', '124')}PMID- 125\n")
    assert [record.key for record in source] == ["123", "124"]
    assert [(refusal.line, refusal.name) for refusal in source.refused] == [(1, ""), (18, "125")]


def test_an_article_of_endnote() -> None:
    record = enw(
        "%0 Journal Article", "%A Gray, Ida", "%A Lowe, Tom", "%T Oars and", "offices", "%J Quarterly", "%V 11", "%N 2",
        "%P 55-73", "%D 2015", "%8 May 4", "%@ 1234-5679", "%R 10.1000/x.2", "%G eng", "%K ferries", "teams",
        "%X A company.", "%Z private", "%O also private", "%U https://example.org/o", "%> a.pdf", "%F key-1",
    )  # fmt: skip
    facts_of(
        record, type="journal-article", title="Oars and offices", container="Quarterly", volume="11", issue="2",
        pages="55-73", published="2015-05-04", isbn="1234-5679", doi="10.1000/x.2", themes=["ferries", "teams"],
        summary="A company.", note="private; also private", url="https://example.org/o",
    )  # fmt: skip
    assert (record.key, record.unmapped) == ("key-1", ["L1: a.pdf (file)"])


@case_table(
    ("lines", "wanted"),
    [
        (["%0 Conference Paper", "%B 7th Forum", "%C Leeds"], {"type": "conference-paper", "conference": "7th Forum"}),
        (["%0 Book Section", "%B Whole", "%E Low, Tom"], {"container": "Whole", "editors": [LOW]}),
        (["%0 Edited Book", "%A Low, Tom"], {"authors": [], "editors": [LOW]}),
        (["%0 Report", "%I Forum", "%@ 14", "%Y Someone"], {"type": "report", "number": "14", "editors": []}),
        (["%0 Thesis", "%Y Advisor, Ann", "%I A University"], {"editors": [], "publisher": "A University"}),
        (["%0 Film or Broadcast", "%Y Producer, Pat"], {"type": "video", "editors": []}),
    ],
)  # fmt: skip
def test_each_field_of_endnote_means_what_its_type_says(lines: list[str], wanted: dict[str, Any]) -> None:
    facts_of(enw(lines[0], "%T T", *lines[1:]), **wanted)


def test_a_field_of_endnote_that_no_one_knows_is_told() -> None:
    assert "%^: something" in enw("%0 Book", "%T T", "%^ something").unmapped


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.xml", b'<?xml version="1.0"?><xml><records><record/></records></xml>', "In EndNote, choose File > Export"),
        ("x.enl", b"\0\1EndNote", "In EndNote"),
        ("x.txt", b"<1>\nAccession Number\n  0004\nTitle\n  Rivers\n", "In Ovid, choose Export and the format RIS."),
        ("x.txt", b"--AU-- Quill, N.\n--TI-- Rivers\n", "In Biblioscape, choose Export and the format RIS."),
        ("x.txt", b"TI- Rivers\nAU- Quill, Nora\nPU- Leith : Ford\n", "Load it into Zotero"),
        ("x.txt", b"FN Clarivate Analytics Web of Science\nVR 1.0\n", "In Web of Science, choose Export > RIS."),
        ("x.rdf", b'<rdf:RDF xmlns:rdf="x">', "In Zotero"),
        ("x.xlsx", b"PK\3\4\0\0", "type CSV"),
        ("x.pdf", b"%PDF-1.7\n", "not a list of references"),
        ("x.txt", b"RT Journal Article\nA1 Gray, Ida\n", "In RefWorks"),
        ("x.xml", b"<?xml version='1.0'?><PubmedArticleSet>", "In PubMed"),
        ("x.xml", b"<modsCollection xmlns='x'>", "export RIS from there"),
    ],
)
def test_another_format_is_refused_with_the_way_to_get_ris(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(content)
    run = CliRunner().invoke(main, ["import", str(tmp_path / name), str(project(tmp_path))])
    assert (run.exit_code, told in run.output) == (2, True), run.output


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [("x.txt", NBIB, "nbib"), ("x.ris", NBIB, "nbib"), ("x.txt", "%0 Book\n%T T\n", "enw"),
     ("x.enw", "TY  - BOOK\nTI  - T\nER  - \n", "ris")],
)  # fmt: skip
def test_a_file_is_read_as_what_it_is_whatever_its_name(tmp_path: Path, name: str, text: str, form: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_file(tmp_path / name).format == form


def test_a_book_in_pubmed_has_a_place() -> None:
    record = nbib("PMID- 1", "TI  - A part", "BTI - A whole", "PB  - House", "CP  - London", "DP  - 2018")
    assert (record.facts["place"], record.facts["publisher"]) == ("London", "House")
