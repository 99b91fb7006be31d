"""A file of another program at the desk: the plan is shown first, then one change is made that can be undone."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import lxml.html
import pytest
from aiohttp import web
from click.testing import CliRunner

from deskproject import Desk
from learning_pathway.catalogue import read
from learning_pathway.cli import main
from learning_pathway.desk.requests import MAXIMUM_UPLOAD, Upload

CATALOGUE = """\
# Ours
themes:
  - {id: trust, title: Trust}
resources:
  - {id: known, type: book, title: A known book, isbn: '9780000000002'}   # the first
  - id: gray-holding
    type: journal-article
    title: Holding power together in partnerships
    published: 2019
    authors: [{family: Gray, given: Ida}]
"""
RIS = """\
TY  - JOUR
ID  - new-one
TI  - Leading across boundaries
AU  - Berg, Ada
PY  - 2020
KW  - Trust
KW  - Boundaries
UR  - https://example.org/leading
ER  -

TY  - BOOK
TI  - A known book
SN  - 9780000000002
ER  -

TY  - JOUR
ID  - alike
TI  - Holding power together in partnerships
AU  - Gray, Ida
PY  - 2020
ER  -

TY  - JOUR
ER  -
"""
FILES = {
    "list.ris": RIS,
    "list.bib": "@article{one2020, title={One <b>thing</b>}, author={Gray, Ida}, year={2020}}\n",
    "list.json": '[{"id": "x1", "type": "book", "title": "One thing", "issued": {"date-parts": [[2020]]}}]',
    "list.nbib": "PMID- 1234567\nTI  - One thing\nFAU - Gray, Ida\nDP  - 2020\nPT  - Journal Article\n",
    "list.enw": "%0 Book\n%T One thing\n%A Gray, Ida\n%D 2020\n",
    "list.csv": "title,type,published\nOne thing,book,2020\n",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return Desk(tmp_path)


def sent(desk: Desk, name: str, content: str | bytes, **fields: str) -> web.Response:
    data = content.encode() if isinstance(content, str) else content
    return desk.ask("POST", "/import", fields, Upload(name, data[:MAXIMUM_UPLOAD], len(data) > MAXIMUM_UPLOAD))


def words(answer: web.Response, where: str = "//main") -> str:
    found = lxml.html.fromstring(answer.text or "").xpath(where)
    return " ".join(" ".join(" ".join(each.itertext()) for each in found).split())


def texts(root: Path) -> dict[str, str]:
    names = ("resources.yaml", "resources/new.yaml", "imported.json")
    return {name: (root / name).read_text(encoding="utf-8") for name in names if (root / name).exists()}


def test_the_plan_says_what_becomes_of_each_record(desk: Desk) -> None:
    answer = sent(desk, "list.ris", RIS)
    assert answer.status == 200
    said = words(answer)
    assert "1 to add" in said
    assert "2 in the catalogue already" in said
    assert "1 that can't be read" in said
    assert "Leading across boundaries" in words(answer, "//section[@aria-labelledby='add']")
    known = words(answer, "//section[@aria-labelledby='known']")
    assert "A known book has the same ISBN" in known
    assert "Line 23: It has no title." in words(answer, "//section[@aria-labelledby='refused']")
    assert texts(desk.root) == {"resources.yaml": CATALOGUE}


def test_it_is_saved_as_one_change_that_undo_takes_back_whole(desk: Desk) -> None:
    saved = desk.make(sent(desk, "list.ris", RIS))
    assert set(texts(desk.root)) == {"resources.yaml", "resources/new.yaml", "imported.json"}
    catalogue = read(desk.root).catalogue
    assert catalogue is not None
    assert [resource.id for resource in catalogue.resources] == ["known", "gray-holding", "new-one"]
    (record,) = desk.workbench.diary()
    assert record.words == ("Import resources of list.ris.",)
    assert "Undo this" in desk.page(saved.headers["Location"])
    desk.undo(saved)
    assert texts(desk.root) == {"resources.yaml": CATALOGUE}


def test_the_desk_writes_what_the_command_writes(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("command")
    (root / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (root / "list.ris").write_text(RIS, encoding="utf-8")
    run = CliRunner().invoke(main, ["import", str(root / "list.ris"), str(root), "--write"])
    assert run.exit_code == 1, run.output  # a record was refused
    desk.make(sent(desk, "list.ris", RIS))
    assert texts(desk.root) == texts(root)


def test_what_only_looks_alike_is_added_where_it_is_ticked(desk: Desk) -> None:
    answer = sent(desk, "list.ris", RIS)
    form = next(form for form in lxml.html.fromstring(answer.text or "").forms if form.action == "/import")
    assert [name for name in form.fields if name.startswith("despite.")] == ["despite.alike"]
    again = desk.ask("POST", "/import", {"file": form.fields["file"], "despite.alike": "on"})
    assert "2 to add" in words(again)
    desk.make(again)
    catalogue = read(desk.root).catalogue
    assert catalogue is not None
    assert catalogue.resources[-1].id == "alike"


def test_keywords_become_themes_where_that_is_ticked(desk: Desk) -> None:
    answer = sent(desk, "list.ris", RIS, themes="on")
    assert "Boundaries" in words(answer, "//section[@aria-labelledby='themes']")
    saved = desk.make(answer)
    assert "Boundaries" in desk.text
    desk.undo(saved)
    assert desk.text == CATALOGUE


@pytest.mark.parametrize("name", FILES)
def test_every_format_is_read(desk: Desk, name: str) -> None:
    answer = sent(desk, name, FILES[name])
    assert answer.status == 200, words(answer)
    assert "1 to add" in words(answer)
    assert "<b>thing" not in (answer.text or "")
    desk.undo(desk.make(answer))
    assert texts(desk.root) == {"resources.yaml": CATALOGUE}


def test_a_second_import_updates_what_the_first_wrote(desk: Desk) -> None:
    desk.make(sent(desk, "list.ris", RIS))
    again = sent(desk, "list.ris", RIS)
    assert "There is nothing to add or update." in words(again)
    changed = sent(desk, "list.ris", RIS.replace("PY  - 2020", "PY  - 2021", 1))
    assert "Published: 2020 → 2021" in words(changed, "//section[@aria-labelledby='update']")
    before = texts(desk.root)
    saved = desk.make(changed)
    assert texts(desk.root) != before
    desk.undo(saved)
    assert texts(desk.root) == before


def zipped() -> bytes:
    """An archive; the same bytes at any time, because they name a test."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(zipfile.ZipInfo("list.ris"), RIS)
    return held.getvalue()


@pytest.mark.refuses
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("big.ris", b"TY  - JOUR\n" * 1_000_000, "The file is larger than 5 MB."),
        ("big.csv", b"x" * (MAXIMUM_UPLOAD + 1), "The file is larger than 5 MB."),
        ("list.zip", zipped(), "Unpack it"),
        ("list.ris", zipped(), "Unpack it"),
        ("list.ris.gz", gzip.compress(RIS.encode(), mtime=0), "Unpack it"),
        ("page.html", "<!doctype html><title>A, b</title>", "It is a web page"),
        ("page.csv", "<html lang='en'><p>One, two", "It is a web page"),
        ("page", "\n<!-- saved, from -->\n<HTML><head>", "It is a web page"),
        ("resources.yaml", CATALOGUE, "Entries in YAML"),
        ("x.yml", "a: &a [*a, *a]\n", "Entries in YAML"),
        ("list.pdf", b"%PDF-1.7\n\x00\x01", "It is a document"),
        ("table.xlsx", zipped(), "In the spreadsheet"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is no text"),
        ("list.bin", bytes(range(256)) * 20, "is no text"),
        ("empty.ris", b"", "The file is empty."),
        ("blank.csv", b" \r\n\n", "The file is empty."),
        ("words.txt", "Some words of mine", "is in no format that is known here"),
        ("../../etc/passwd", "root:x:0:0", "passwd"),
        ("<b>x</b>.txt", "words", "is in no format"),
    ],
)
def test_what_cannot_be_imported_is_said_in_a_sentence(desk: Desk, name: str, content: str | bytes, said: str) -> None:
    answer = sent(desk, name, content)
    assert answer.status == 409
    fault = words(answer, "//*[@id='upload-fault']")
    assert said in fault
    assert ".." not in fault.replace("…", "")
    assert "<b>x" not in (answer.text or "")
    assert texts(desk.root) == {"resources.yaml": CATALOGUE}


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", ""), ("utf-8-sig", ""), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("latin-1", "Windows-1252")],
)
def test_an_encoding_is_told_and_said(desk: Desk, encoding: str, said: str) -> None:
    answer = sent(desk, "list.ris", RIS.replace("Berg, Ada", "Børg, Adé").encode(encoding))
    assert said in words(answer)
    desk.make(answer)
    assert "Børg" in (desk.root / "resources/new.yaml").read_text(encoding="utf-8")


def test_what_a_file_says_is_escaped_and_stays_data(desk: Desk) -> None:
    hostile = 'TY  - JOUR\nTI  - "><script>x</script>: {{ 7*7 }} # &a !!python/x\nAU  - <b>, *a\nPY  - 2020\nER  -\n'
    answer = sent(desk, 'a"><b>.ris', hostile)
    assert "<script>" not in (answer.text or "").replace('<script src="/desk.js" defer></script>', "")
    desk.make(answer)
    catalogue = read(desk.root).catalogue
    assert catalogue is not None
    assert "{{ 7*7 }} # &a !!python/x" in str(catalogue.resources[-1].title)


def test_a_change_that_is_no_longer_kept_is_not_made(desk: Desk) -> None:
    answer = sent(desk, "list.ris", RIS)
    form = next(form for form in lxml.html.fromstring(answer.text or "").forms if form.action == "/make")
    desk.make(answer)
    after = texts(desk.root)
    for seen in (form.fields["seen"], "", "x" * 24):
        again = desk.ask("POST", "/make", {"seen": seen})
        assert again.status == 409
        assert "no longer kept" in words(again)
    gone = desk.ask("POST", "/import", {"file": "unknown"})
    assert "The file is no longer kept. Choose a file." in words(gone)
    assert texts(desk.root) == after


def test_a_catalogue_that_was_changed_meanwhile_is_left_alone(desk: Desk) -> None:
    desk.make(sent(desk, "first.csv", FILES["list.csv"]))
    answer = sent(desk, "list.ris", RIS)
    new = desk.root / "resources/new.yaml"
    new.write_text(new.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    before = texts(desk.root)
    form = next(form for form in lxml.html.fromstring(answer.text or "").forms if form.action == "/make")
    assert desk.ask("POST", "/make", dict(form.form_values())).status == 409
    assert texts(desk.root) == before


def test_a_catalogue_with_errors_is_fixed_first(desk: Desk) -> None:
    (desk.root / "resources.yaml").write_text(CATALOGUE + "calls: 3\n", encoding="utf-8")
    answer = sent(desk, "list.ris", RIS)
    assert answer.status == 409
    assert "The catalogue has errors" in words(answer)


def test_no_file_is_asked_for(desk: Desk) -> None:
    answer = desk.ask("POST", "/import", {})
    assert words(answer, "//*[@id='upload-fault']") == "Choose a file."
    assert "5 MB" in desk.page("/import")
