"""Files for other software, read back by independent readers."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware

from casetable import case_table
from citation.cases import load
from learning_pathway.catalogue.model import Person, Resource
from learning_pathway.catalogue.types import PersonRole, ResourceType
from learning_pathway.citation import cite_together
from learning_pathway.citation.reference import clean
from learning_pathway.formats.bibtex_reader import read_bibtex as read_bibtex_records
from learning_pathway.formats.csl_json import csl_item
from learning_pathway.formats.csv_reader import read_table
from learning_pathway.formats.registry import FORMATS, export

RESOURCES = tuple(case["resource"] for case in load().values())
HOSTILE = "A } title { with \\input{x} 100% of $5 & ~50 #tags _here_ ^up\nER  - \nTY  - JOUR\n@book{evil, title = {x}}"


def resource(**facts: object) -> Resource:
    return Resource.model_validate({"id": "r", "type": "report", "title": "A title", **facts})


def title_of(entry: Resource) -> str:
    return clean(entry.title) if entry.title else f"[{clean(entry.supplied_title or '')}]"


def people(entry: Resource, *roles: PersonRole) -> list[Person]:
    return [person for person in entry.authors if person.role in roles]


def family_of(person: Person) -> str:
    return clean(person.organisation or person.family or person.given or "")


def read_bibtex(data: bytes) -> dict[str, dict[str, str]]:
    """Entries by key, each field with LaTeX turned back into text; addresses are verbatim, and read as they stand."""
    entries: dict[str, dict[str, str]] = {}
    for decode, keep in (([LatexDecodingMiddleware()], False), ([], True)):
        library = bibtexparser.parse_string(data.decode("utf-8"), append_middleware=decode)
        assert library.failed_blocks == []
        for entry in library.entries:
            fields = {f.key: f.value for f in entry.fields if (f.key in {"url", "doi"}) is keep}
            entries.setdefault(entry.key, {}).update(
                fields if keep else {key: re.sub(r"[{}]", "", value) for key, value in fields.items()}
            )
    return entries


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_resources_give_the_same_bytes(name: str) -> None:
    again = tuple(entry.model_copy(deep=True) for entry in RESOURCES)
    assert export(RESOURCES, name) == export(again, name)


@case_table("name", FORMATS)
def test_nothing_to_export_is_a_valid_file(name: str) -> None:
    text = export((), name).decode("utf-8-sig")
    assert text in {"", "[]\n"} or (name == "csv" and text.count("\r\n") == 1)


def test_csl_json_is_set_out_as_json_usually_is() -> None:
    """Its pieces are joined by hand: the whole must not differ by a byte from what a library writes."""
    for chosen in (RESOURCES, RESOURCES[:1]):
        items = [csl_item(entry) for entry in chosen]
        assert export(chosen, "csl-json") == (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


@pytest.mark.parametrize("name", ["markdown", "text"])
def test_references_stand_one_to_a_paragraph_in_the_given_order(name: str) -> None:
    paragraphs = export(RESOURCES, name).decode("utf-8").removesuffix("\n").split("\n\n")
    assert paragraphs == [getattr(reference, name) for reference in cite_together(RESOURCES)]


def test_unknown_format_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no export format 'word'; there are: " + ", ".join(FORMATS)):
        export(RESOURCES, "word")


def test_ris_reads_back_with_title_people_date_place_and_address() -> None:
    read = rispy.loads(export(RESOURCES, "ris").decode("utf-8"))
    assert len(read) == len(RESOURCES)
    for entry, record in zip(RESOURCES, read, strict=True):
        assert record["id"] == entry.id
        assert clean(record["title"]) == title_of(entry)
        creators = [p for p in entry.authors if p.role not in {PersonRole.EDITOR, PersonRole.TRANSLATOR}]
        authors = record.get("authors", [])
        if creators:
            assert [name.split(",")[0] for name in authors] == [family_of(p).split(",")[0] for p in creators]
        if entry.published and entry.type is not ResourceType.WEB_PAGE:
            assert record["year"] == str(entry.published.year)
        if entry.url:
            assert record["urls"] == [entry.url]
        assert record.get("doi") == entry.doi
        assert record.get("volume") == entry.volume


def test_a_paper_in_serial_proceedings_is_an_article_in_ris() -> None:
    paper = next(entry for entry in RESOURCES if entry.id == "title-set-in-capitals")
    record = rispy.loads(export([paper], "ris").decode("utf-8"))[0]
    assert record["type_of_reference"] == "JOUR"
    assert (record["start_page"], record["end_page"], record["issn"]) == ("274", "282", "2048-9021")
    assert "urls" not in record


def test_bibtex_reads_back_with_title_people_date_and_address() -> None:
    read = read_bibtex(export(RESOURCES, "bibtex"))
    assert list(read) == [entry.id for entry in RESOURCES]
    for entry in RESOURCES:
        fields = read[entry.id]
        assert fields["title"] == re.sub(r"[{}]", "", title_of(entry))
        creators = [p for p in entry.authors if p.role not in {PersonRole.EDITOR, PersonRole.TRANSLATOR}]
        if creators:
            assert len(fields["author"].split(" and ")) == len(creators)
            assert fields["author"].startswith(family_of(creators[0]))
        if entry.published and entry.type is not ResourceType.WEB_PAGE:
            assert fields["date"] == str(entry.published)
        assert fields.get("doi") == entry.doi
        assert fields.get("url") == (entry.url or entry.archived_url)


def test_pages_are_a_span_in_bibtex_and_other_signs_join_to_none() -> None:
    paper = next(entry for entry in RESOURCES if entry.id == "title-set-in-capitals")
    assert "pages = {274--282}," in export([paper], "bibtex").decode("utf-8")
    assert "publisher = {A -{}- `{}`B'{}'}," in export(
        [resource(type="book", publisher="A -- ``B''")], "bibtex"
    ).decode("utf-8")


def test_bibtex_protects_names_and_acronyms_but_not_titles_in_capitals() -> None:
    text = export([resource(title="How the NHS Works in Scotland Today")], "bibtex").decode("utf-8")
    assert "title = {How the {NHS} Works in {Scotland} Today}," in text
    organisation = resource(authors=[{"organisation": "Smith and Sons, Ltd"}])
    assert "author = {{Smith and Sons, Ltd}}," in export([organisation], "bibtex").decode("utf-8")


def test_hostile_values_stay_inside_their_fields() -> None:
    hostile = resource(title=HOSTILE, publisher=HOSTILE, url="https://example.org/a}b{c\\d")
    records = rispy.loads(export([hostile, resource(id="s")], "ris").decode("utf-8"))
    assert [record["type_of_reference"] for record in records] == ["RPRT", "RPRT"]
    assert records[0]["title"] == clean(HOSTILE)
    text = export([hostile, resource(id="s")], "bibtex").decode("utf-8")
    assert text.count("{") == text.count("}")
    read = read_bibtex(text.encode())
    assert list(read) == ["r", "s"]
    assert read["r"]["url"] == "https://example.org/a%7Db%7Bc%5Cd"
    assert "100% of $5 & ~50 #tags _here_ ^up" in read["r"]["title"].replace("\u02c6", "^")  # the reader's circumflex


def test_csl_json_holds_each_resource_once_and_no_empty_field() -> None:
    items: list[dict[str, Any]] = json.loads(export(RESOURCES, "csl-json"))
    assert [item["id"] for item in items] == [entry.id for entry in RESOURCES]
    assert all(item["type"] and item["title"] for item in items)
    assert all(value not in ("", [], {}, None) for item in items for value in item.values())
    assert not any("catalogue.example.org" in str(item) for item in items)


def test_csv_reads_back_and_no_cell_is_a_formula() -> None:
    odd = resource(id="odd", title="=HYPERLINK(1)", publisher="@SUM, Inc", summary='Two\nlines and a "quote"')
    text = export([*RESOURCES, odd], "csv").decode("utf-8")
    assert text.startswith("\ufeffid,type,title,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["id"] for row in rows] == [*(entry.id for entry in RESOURCES), "odd"]
    assert rows[0]["title"] == RESOURCES[0].title
    assert (rows[-1]["title"], rows[-1]["publisher"]) == ("'=HYPERLINK(1)", "'@SUM, Inc")
    assert rows[-1]["summary"] == 'Two\nlines and a "quote"'
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())


def test_notes_for_editors_never_leave_the_catalogue() -> None:
    secret = resource(note="For editors only", owner="@someone")
    for name in FORMATS:
        data = export([secret], name).decode("utf-8")
        assert "editors only" not in data
        assert "@someone" not in data


#: Variables of CSL-JSON that its schema of 1.0.2 knows, as far as the exports write them.
CSL_VARIABLES = {
    "id", "type", "language", "author", "director", "editor", "guest", "host", "interviewer", "translator",
    "accessed", "issued", "original-date", "abstract", "annote", "collection-number", "collection-title",
    "container-title", "custom", "dimensions", "DOI", "edition", "event-place", "event-title", "genre", "ISBN",
    "ISSN", "issue", "keyword", "medium", "number", "number-of-pages", "page", "publisher", "publisher-place",
    "source", "status", "title", "URL", "volume", "archive", "archive_location",
}  # fmt: skip


def test_csl_json_holds_nothing_that_its_schema_forbids() -> None:
    assert {name for entry in RESOURCES for name in csl_item(entry)} - CSL_VARIABLES == set()


@case_table("field", ["publisher", "place"])
@case_table("name", ["Care and Repair", "Health, Work AND Others", "Brand & Anderson"])
def test_a_name_with_and_in_it_is_one_name_in_bibtex(field: str, name: str) -> None:
    entry = Resource.model_validate({"id": "x", "type": "book", "title": "T", field: name})
    key = {"publisher": "publisher", "place": "address"}[field]
    (line,) = [line for line in export([entry], "bibtex").decode().splitlines() if line.startswith(f"  {key} = ")]
    assert line.startswith(f"  {key} = {{{{") == (" and " in name.lower())
    assert read_bibtex(export([entry], "bibtex"))["x"][key] == name


@pytest.mark.parametrize("account", ['The "Forum"', "@ida", '"'])
def test_an_account_with_quotation_marks_comes_back_from_bibtex(account: str) -> None:
    person = {"family": "Gray", "given": "Ida", "account": account}
    entry = Resource.model_validate({"id": "x", "type": "video", "title": "T", "authors": [person]})
    (record,) = read_bibtex_records(export([entry], "bibtex").decode()).records
    assert record.facts["authors"][0]["account"] == account


@case_table("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])  # noqa: RUF001 - wide letters
def test_no_cell_of_a_table_begins_with_a_formula(sign: str) -> None:
    title = f"{sign}SUM(A1)"
    entry = Resource.model_validate({"id": "x", "type": "book", "title": title})
    data = export([entry], "csv").decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(data, newline="")))["title"] == f"'{title}"
    (record,) = read_table(data).records
    assert record.facts["title"] == title
