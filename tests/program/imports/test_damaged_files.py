"""A damaged file is read as far as it goes; every refused record is named with its line and the reason."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import time
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casetable import case_table
from imports.projects import planned, project, sound
from learning_pathway.cli import main
from learning_pathway.editing.project import Change
from learning_pathway.formats.text import LARGEST, FileError
from learning_pathway.imports import FORMATS, read_file
from learning_pathway.imports.plan import write_plan

RIS = "TY  - BOOK\nID  - one\nTI  - One\nER  - \n"
NBIB = "PMID- 1\nTI  - One\nFAU - Gray, Ida\n\n"
ENW = "%0 Book\n%T One\n%A Gray, Ida\n\n"
BIB = "@book{one, title = {One}}\n"
CSL = '  {"id": "one", "type": "book", "title": "One"}'
DAMAGED = {
    "RIS without an end": ("x.ris", f"TY  - BOOK\nID  - a\nTI  - A\n{RIS}", ["a", "one"], []),
    "RIS with words between": (  # as mail programs leave them
        "x.ris", f"{RIS}what is this?\n\n{RIS.replace('one', 'two').replace('One', 'Two')}", ["one", "two"],
                               [(5, "Outside")]),
    "RIS cut off": ("x.ris", f"{RIS}TY  - BOOK\nID  - a\nTI  - A long ti", ["one", "a"], []),
    "RIS without a title": ("x.ris", f"TY  - BOOK\nID  - a\nAU  - A, B\nER  - \n{RIS}", ["one"], [(1, "no title")]),
    "RIS with narrow tags": ("x.ris", "TY - BOOK\nID - a\nTI - A\nER -\n" + RIS, ["a", "one"], []),
    "BibTeX never closed": ("x.bib", "@book{a, title = {A}, note = {never\n\n" + BIB, ["one"], [(1, "damaged")]),
    "BibTeX without a comma": ("x.bib", "@book{a title = {A}}\n" + BIB, ["a", "one"], []),
    "BibTeX key used twice": ("x.bib", BIB + "@book{one, title = {Quite another work}}\n", ["one", "one"], []),
    "BibTeX field twice": ("x.bib", "@book{a, title = {A}, year = 2001, year = 2002}\n" + BIB, ["a", "one"], []),
    "CSL-JSON cut off": ("x.json", f'[\n{CSL},\n  {{"id": "b", "type": "bo', ["one"], [(3, "damaged")]),
    "CSL-JSON with a bad item": ("x.json", f'[\n  {{"id": "b", "title": oops}},\n{CSL}\n]', ["one"], [(2, "damaged")]),
    "CSL-JSON, no comma": ("x.json", '[\n  {"id": "b", "title": "B"}\n' + CSL + "\n]", ["b", "one"], []),
    "CSL-JSON with a number": ("x.json", f"[\n7,\n{CSL}\n]", ["one"], [(2, "no record")]),
    "CSL-JSON endless": ("x.json", f"[\n{CSL},\n", ["one"], [(3, "ends before")]),
    "CSV, lost quote": ("x.csv", 'id,title,publisher\na,"A,B\nb,Beta,C\nc,Gamma,D\n', ["b", "c"], [(2, "damaged")]),
    "CSV with too many cells": ("x.csv", "id,title\na,A,rest\nb,B\n", ["b"], [(2, "3 cells")]),
    "CSV with too few cells": ("x.csv", "id,title,publisher\na,Alpha\n", ["a"], []),
    "CSL-JSON in lines": ("x.json", f"{CSL.strip()}\n{CSL.strip().replace('one', 'two')}\n", ["one", "two"], []),
    "CSL-JSON in lines, one damaged": ("x.json", f"{CSL.strip()}\nbroken\n{CSL.strip().replace('one', 'two')}\n",
                                       ["one", "two"], [(2, "damaged")]),
    "CSL-JSON in two lists": ("x.json", f"[{CSL}]\n[{CSL.replace('one', 'two')}]", ["one"], [(1, "More follows")]),
    "BibTeX without a sign": ("x.bib", "@book{a,\n title {A},\n year = 2001}\n" + BIB, ["a", "one"], []),
    "CSV without a title": ("x.csv", "id,publisher\na,B\n", [], [(1, "No column")]),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGED)
def test_what_is_whole_is_read_and_what_is_not_is_named(tmp_path: Path, case: str) -> None:
    name, text, keys, refused = DAMAGED[case]
    (tmp_path / name).write_text(text, encoding="utf-8")
    source = read_file(tmp_path / name)
    assert [record.key for record in source] == keys
    assert [
        (refusal.line, said in refusal.reason) for refusal, (_, said) in zip(source.refused, refused, strict=True)
    ] == [(line, True) for line, _ in refused]


@case_table(
    ("name", "text", "lost"),
    [
        ("x.json", '[{"id": "a", "type": "book", "title": "A", "title": "B"}]', ["title: A"]),
        ("x.json", '[{"id": "a", "type": "book", "title": ["A", "B"]}]', ["title: B"]),
        ("x.json", '[{"id": "a", "type": "book", "title": "A", "volume": {"x": 1}}]', ["volume: "]),
        ("x.json", '[{"id": "a", "type": "book", "title": "A", "author": [3]}]', ["author: 3"]),
        (
            "x.json",
            '[{"id": "a", "type": "book", "title": "A", "issued": {"date-parts": [[2021, 2, 30]]}}]',
            ["issued: "],
        ),
        ("x.bib", "@book{a, title = {A}, date = {2021-02-30}}", ["date: 2021-02-30"]),
        ("x.ris", "TY  - BOOK\nTI  - A\nDA  - 2021/02/30\nER  - \n", ["DA: 2021/02/30"]),
        ("x.csv", "title,title,publisher\nA,B,C\n", ["title (again): B"]),
        ("x.ris", f"TY  - BOOK\nTI  - A\nAB  - {'word ' * 30_000}\nER  - \n", ["summary: word"]),
    ],
)
def test_no_value_is_lost_without_a_word(tmp_path: Path, name: str, text: str, lost: list[str]) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (record,) = read_file(tmp_path / name)
    assert all(any(words in line for line in record.unmapped) for words in lost), record.unmapped
    assert "summary_source" not in record.facts


def test_a_person_or_an_address_may_stand_without_a_list(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(
        f'[{CSL[:-1]}, "author": {{"family": "Gray", "given": "Ida"}}, '
        '"URL": "https://example.org/a,https://example.org/b", "ISSN": ["1234-5679", "0028-0836"]}]',
        encoding="utf-8",
    )
    (record,) = read_file(tmp_path / "x.json")
    assert record.facts["authors"] == [{"family": "Gray", "given": "Ida"}]
    assert (record.facts["url"], record.facts["issn"]) == ("https://example.org/a", "1234-5679 0028-0836")


def test_a_value_of_many_commands_takes_no_time(tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text(f"@book{{a, title = {{A}}, note = {{{_COMMANDS}}}}}", encoding="utf-8")
    begun = time.process_time()
    assert len(read_file(tmp_path / "x.bib").records) == 1
    assert time.process_time() - begun < 5


_COMMANDS = "\\'" * 100_000


def test_a_bibtex_file_kept_by_hand_loses_nothing_that_it_says(tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text(
        '@string{pub = "A Press"}\n'
        "@book{one, title = {One}, publisher = pub, doi = {https://doi.org/10.1234/ab.5}}\n"
        "@book{one, title = {Two}, author = {Doe, Jane}, doi = {doi:10.1234/ab.6}}\n"
        "@misc{three, title = {Three}, howpublished = {\\url{https://example.org/a\\_b}}}\n"
        "@book{four, title = {Four",
        encoding="utf-8",
    )
    source = read_file(tmp_path / "x.bib")
    one, two, three = (record.facts for record in source)
    assert (one["publisher"], one["doi"]) == ("A Press", "10.1234/ab.5")
    assert (two["title"], two["authors"], two["doi"]) == ("Two", [{"family": "Doe", "given": "Jane"}], "10.1234/ab.6")
    assert three["url"] == "https://example.org/a_b"
    assert not any(record.unmapped for record in source)
    assert [(refusal.line, refusal.name) for refusal in source.refused] == [(5, "four")]
    assert "end of file" in source.refused[0].reason


@pytest.mark.parametrize(
    "written",
    ["https://doi.org/10.1234/ab.5", "DOI: 10.1234/ab.5.", "10.1234%2Fab.5", "urn:doi:10.1234/ab.5"],
)
def test_a_doi_may_be_written_as_an_address(tmp_path: Path, written: str) -> None:
    (tmp_path / "x.json").write_text(f'[{CSL[:-1]}, "DOI": "{written}"}}]', encoding="utf-8")
    (record,) = read_file(tmp_path / "x.json")
    assert record.facts["doi"] == "10.1234/ab.5"


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path: Path, mark: bytes) -> None:
    for name, text in (("x.ris", RIS), ("x.bib", BIB), ("x.json", f"[{CSL}]"), ("x.csv", "id,title\none,One\n")):
        (tmp_path / name).write_bytes(mark + text.encode())
        source = read_file(tmp_path / name)
        assert ([record.key for record in source], source.refused, source.remarks) == (["one"], (), ())


def test_windows_letters_are_understood_and_said(tmp_path: Path) -> None:
    (tmp_path / "x.ris").write_bytes(
        "TY  - BOOK\r\nTI  - Café – “open”\r\nAU  - Müller, Zoë\r\nER  - \r\n".encode("cp1252")
    )
    source = read_file(tmp_path / "x.ris")
    assert source.records[0].facts["title"] == "Café – “open”"
    assert source.records[0].facts["authors"] == [{"family": "Müller", "given": "Zoë"}]
    assert "Lines 2, 3 are not written in UTF-8" in source.remarks[0]


def test_utf_16_is_read_as_its_mark_says(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes("title\tyear\nCafé\t2020\n".encode("utf-16"))
    source = read_file(tmp_path / "x.csv")
    assert source.records[0].facts == {"title": "Café", "published": "2020", "type": "web-page"}
    assert "UTF-16" in source.remarks[0]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0", b"", b"just words"])
def test_what_is_no_library_is_refused_whole(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(FileError, match="CSL-JSON, BibTeX, RIS or CSV"):
        read_file(tmp_path / "x")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "x.ris").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(FileError, match="larger than 20 MB"):
        read_file(tmp_path / "x.ris")


def test_records_beyond_the_bound_are_named_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (
        ("x.ris", RIS * 4),
        ("x.bib", BIB * 4),
        ("x.json", f"[{','.join([CSL] * 4)}]"),
        ("x.csv", "title\na\nb\nc\nd\n"),
        ("x.nbib", NBIB * 4),
        ("x.enw", ENW * 4),
    ):
        monkeypatch.setattr("learning_pathway.formats.model.MOST_RECORDS", 2)
        (tmp_path / name).write_text(text)
        source = read_file(tmp_path / name)
        assert (len(source.records), "more than 2 records" in source.refused[0].reason) == (2, True)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "@a{" * 30_000, "TY  - " * 30_000, '"' * 50_000, "{" * 50_000, "<a" * 40_000]
)
@pytest.mark.parametrize("form", FORMATS)
def test_a_file_made_to_cost_time_does_not(tmp_path: Path, text: str, form: str) -> None:
    (tmp_path / "x").write_text(f"title\n{text}" if form == "csv" else text)
    start = time.process_time()
    with suppress(FileError):
        read_file(tmp_path / "x", form)
    assert time.process_time() - start < 20


@given(st.sampled_from(list(FORMATS)), st.binary(max_size=300), st.integers(0, 200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_end_in_an_error_of_the_program(tmp_path: Path, form: str, noise: bytes, place: int) -> None:
    texts = {"csl-json": f"[\n{CSL},\n{CSL}\n]", "bibtex": BIB * 2, "ris": RIS * 2, "csv": "id,title\none,One\n"}
    whole = {**texts, "nbib": NBIB * 2, "enw": ENW * 2}[form].encode()
    (tmp_path / "x").write_bytes(whole[:place] + noise + whole[place:])
    try:
        source = read_file(tmp_path / "x", form)
    except FileError:
        return
    assert all(refusal.line > 0 and refusal.reason for refusal in source.refused)


QUOTED = "".join(f"> {line}\n" for line in RIS.splitlines())
MAIL = "From: k@example.org\nContent-Transfer-Encoding: quoted-printable\n\n"
BENT: dict[str, tuple[str, str | bytes]] = {
    "tags in small letters": ("x.ris", "ty  - BOOK\nid  - one\nti  - One\ner  - \n"),
    "tags without spaces": ("x.ris", "TY-BOOK\nID-one\nTI-One\nER-\n"),
    "tags with a colon": ("x.ris", "TY: BOOK\nID: one\nTI: One\nER: \n"),
    "three kinds of line ends": ("x.ris", "TY  - BOOK\rID  - one\r\nTI  - One\nER  - \n"),
    "quoted in an e-mail": ("x.ris", "Hi,\n\n" + QUOTED + "\nKit\n"),
    "quoted-printable": ("x.eml", MAIL + RIS.replace("One", "O=\nne")),
    "UTF-16 without a mark": ("x.ris", (RIS * 3).encode("utf-16-le")),
    "UTF-16 without a mark, the other way round": ("x.bib", (BIB * 3).encode("utf-16-be")),
    "UTF-32": ("x.ris", RIS.encode("utf-32")),
    "some NUL": ("x.ris", RIS.replace("One", "O\0ne") + "AB  - " + "x" * 200),
    "RIS called BibTeX": ("x.bib", RIS),
    "RIS called CSV": ("x.csv", RIS),
    "BibTeX called RIS": ("x.ris", BIB),
    "BibTeX called CSL-JSON": ("x.json", BIB),
    "CSL-JSON called RIS": ("x.ris", f"[{CSL}]"),
    "a table called RIS": ("x.ris", "id,title\none,One\n"),
    "PubMed called RIS": ("x.ris", "PMID- one\nTI  - One\n".replace("PMID- one", "PMID- 1")),
}  # fmt: skip


@pytest.mark.parametrize("case", BENT)
def test_what_is_bent_is_read_all_the_same(tmp_path: Path, case: str) -> None:
    name, content = BENT[case]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    record = read_file(tmp_path / name).records[0]
    assert (record.key, record.facts["title"]) in (("one", "One"), ("1", "One"))


OTHERS = {
    "gzip": (gzip.compress(RIS.encode()), "Unpack it"),
    "bzip2": (bz2.compress(RIS.encode()), "Unpack it"),
    "xz": (lzma.compress(RIS.encode()), "Unpack it"),
    "an old Office document": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "not a list of references"),
    "a document of Word": (b"PK\x03\x04" + b"\0" * 30 + b"word/document.xml", "not a list of references"),
    "a spreadsheet": (b"PK\x03\x04" + b"\0" * 30 + b"xl/workbook.xml", "choose Save as"),
    "a page of an error": (b"<!DOCTYPE html><html><title>503</title></html>", "It is a web page"),
    "nothing": (b"", "it is empty"),
    "a mark alone": (b"\xef\xbb\xbf", "it is empty"),
    "empty lines": (b" \n\n\t\n", "it is empty"),
}


@pytest.mark.parametrize("case", OTHERS)
@pytest.mark.parametrize("name", ["x.ris", "x.bib"])
def test_what_only_has_the_name_of_a_library_is_refused_with_what_to_do(tmp_path: Path, case: str, name: str) -> None:
    content, said = OTHERS[case]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=said):
        read_file(tmp_path / name)


CIRCLES = {
    "strings": ("@string{a = b}\n@string{b = a}\n@book{x, title = {X}, publisher = a # b}\n", ["x"]),
    "crossref": ("@book{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={a}}\n", ["a", "b"]),
    "itself": ("@book{c, title={C}, crossref={c}}\n", ["c"]),
    "xdata": ("@xdata{a, xdata={b}}\n@xdata{b, xdata={a}, year=2020}\n@book{c, title={C}, xdata={a}}\n", ["c"]),
    "strings of strings": (
        '@string{s0 = "xxxxxxxxxx"}\n'
        + "".join(f"@string{{s{level} = {' # '.join([f's{level - 1}'] * 10)}}}\n" for level in range(1, 10))
        + "@book{x, title = {X}, publisher = s9}\n",
        ["x"],
    ),
}


@pytest.mark.parametrize("case", CIRCLES)
def test_circles_in_bibtex_end(tmp_path: Path, case: str) -> None:
    text, keys = CIRCLES[case]
    (tmp_path / "x.bib").write_text(text)
    source = read_file(tmp_path / "x.bib")
    assert [record.key for record in source] == keys
    assert max(len(str(record.facts)) for record in source) < 1_000_000


LONG = {
    "x.ris": "TY  - BOOK\nTI  - One\n" + "word\n" * 200_000 + f"ER  - \n{RIS}",
    "x.nbib": f"PMID- 2\nTI  - {'      word' * 1}\n" + "      word\n" * 200_000 + f"\n{NBIB}",
    "x.enw": "%0 Book\n%T One\n" + "word\n" * 200_000 + ENW,
    "x.json": f'[{{"title": "{"word " * 200_000}"}},\n{CSL}]',
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name == "x.ris" else pytest.mark.long) for name in LONG]
)
def test_a_value_without_an_end_costs_its_record_and_little_time(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(LONG[name])
    start = time.process_time()
    source = read_file(tmp_path / name)
    assert (len(source.records), len(source.refused)) == (1, 1)
    assert "longer than" in source.refused[0].reason
    assert time.process_time() - start < 20


def test_letters_that_were_decoded_wrongly_before_are_repaired_and_said(tmp_path: Path) -> None:
    (tmp_path / "x.ris").write_text(RIS.replace("One", "MÃ¼ller â€“ CafÃ©"), encoding="utf-8")
    source = read_file(tmp_path / "x.ris")
    assert source.records[0].facts["title"] == "Müller – Café"
    assert "decoded wrongly" in source.remarks[0]
    (tmp_path / "y.ris").write_text(RIS.replace("One", "SÃO „SKÅ“ – naïve Ã"), encoding="utf-8")
    source = read_file(tmp_path / "y.ris")
    assert (source.records[0].facts["title"], source.remarks) == ("SÃO „SKÅ“ – naïve Ã", ())


VALUES = {
    "published": ("9999-01-01", "in the future"),
    "url": ("javascript:alert(1)", "begins with `javascript:`"),
    "ISSN": ("123", ""),
    "DOI": ("not a doi", ""),
    "language": ("English!", ""),
    "number-of-pages": ("many", ""),
    "ISBN": ("12", ""),
    "keyword": ("no such theme", "no such theme"),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_one_bad_value_spoils_only_itself(tmp_path: Path, name: str) -> None:
    value, reason = VALUES[name]
    key, written = (
        ("issued", {"raw": value}) if name == "published" else (name.upper() if name == "url" else name, value)
    )
    plan = planned(project(tmp_path), "x.json", json.dumps([{"id": "ab", "type": "book", "title": "B", key: written}]))
    (addition,) = plan.additions
    assert [reason in said for said in addition.record.unmapped] == [True]
    assert addition.entry["title"] == "B"
    assert addition.record.facts.keys() == {"type", "title", "added"}


def test_what_looks_like_our_own_is_no_more_trusted(tmp_path: Path) -> None:
    own = {"id": "evil", "note": "n", "status": "archived", "url": "javascript:alert(1)", "access_note": "<b>x</b>"}
    own |= {
        "authors": [{"organisation": "<i>O</i>", "evil": 1}, 7, {"family": ["x"]}],
        "alternatives": "y",
        "minutes": "z",
    }
    item = {"id": "ab", "type": "book", "title": "B", "custom": {"learning-pathway": own}}
    plan = planned(project(tmp_path), "x.json", json.dumps([item]))
    assert plan.refused == ()
    assert [(addition.id, addition.entry["id"]) for addition in plan.additions] == [("ab", "ab")]
    assert plan.additions[0].record.facts.keys() <= {"type", "title", "added", "access_note", "authors"}
    assert plan.additions[0].record.facts["access_note"] == "x"
    patch = plan.patch(tmp_path, "resources/new.yaml")
    assert patch is not None
    write_plan(tmp_path, Change(("Import.",), (patch,)))


def test_nothing_is_written_without_being_asked_and_then_everything(tmp_path: Path) -> None:
    project(tmp_path, "# A comment\npathway: {title: Small}  # another\n")
    (tmp_path / "x.bib").write_text(BIB + "@book{broken, title = {never closed\n")
    before = (tmp_path / "resources.yaml").read_bytes()
    run = CliRunner().invoke(main, ["import", str(tmp_path / "x.bib"), str(tmp_path)])
    assert (run.exit_code, "To add: 1" in run.output, "line 2: broken: It is damaged" in run.output) == (1, True, True)
    assert "+  - id: one" in run.output
    assert "BibTeX cannot say: access, level, captions. Fill in by hand what you know." in run.output
    assert "Empty in some of them: themes, summary, why." in run.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["resources.yaml", "x.bib"]
    run = CliRunner().invoke(
        main, ["import", str(tmp_path / "x.bib"), str(tmp_path), "--into", "resources.yaml", "--write"]
    )
    assert run.exit_code == 1
    after = (tmp_path / "resources.yaml").read_bytes()
    assert after.startswith(before)
    catalogue = sound(tmp_path).catalogue
    assert catalogue is not None
    assert [resource.id for resource in catalogue.resources] == ["one"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.ris"], "not a file"),
        (["x.ris", "--into", "../x.yaml"], "no file of the catalogue"),
        (["x.ris", "--into", "resources/bad.yaml", "--write"], "written in brackets"),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    project(tmp_path)
    (tmp_path / "x.ris").write_text(RIS)
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "bad.yaml").write_text("{resources: []}\n")
    file, *rest = arguments
    run = CliRunner().invoke(main, ["import", str(tmp_path / file), str(tmp_path), *rest])
    assert (run.exit_code, said in run.output) == (2, True), run.output
    assert (tmp_path / "resources" / "bad.yaml").read_text() == "{resources: []}\n"


def test_a_catalogue_with_errors_is_left_alone(tmp_path: Path) -> None:
    project(tmp_path, "resources:\n  - {id: a}\n")
    (tmp_path / "x.ris").write_text(RIS)
    run = CliRunner().invoke(main, ["import", str(tmp_path / "x.ris"), str(tmp_path), "--write"])
    assert (run.exit_code, "pathway check" in run.output) == (2, True)
