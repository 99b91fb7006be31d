"""What pages and PDFs say of their people and titles, in all the ways in which they say it."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from casetable import case_table
from imports.projects import project
from imports.test_adding import HOST, URL, Visitor, linked, page
from learning_pathway.formats.names import people_in
from learning_pathway.imports.linked_data import read_schema
from learning_pathway.imports.page_metadata import Metadata, read_open_graph, read_page_tags
from learning_pathway.imports.web_lookup import read_pdf
from learning_pathway.web.page import read_metadata
from links.laboratory.case import replies
from links.test_check import serving

GRAY, LOWE = {"family": "Gray", "given": "Ida"}, {"family": "Lowe", "given": "Tom"}


def facts(head: str) -> dict[str, Any]:
    found, read = Metadata(), read_metadata(f"<!doctype html><html><head>{head}</head><body></body></html>")
    read_page_tags(read, found)
    read_schema(read, found)
    read_open_graph(read, found)
    return {name: fact.value for name, fact in found.best().items()}


@case_table(
    ("text", "people"),
    [
        ("Ida Gray and Tom Lowe", [GRAY, LOWE]),
        ("Ida Gray, Tom Lowe", [GRAY, LOWE]),
        ("Ida Gray & Tom Lowe", [GRAY, LOWE]),
        ("By Ida Gray, and Tom Lowe", [GRAY, LOWE]),
        ("Gray, Ida; Lowe, Tom", [GRAY, LOWE]),
        ("Gray, Ida and Lowe, Tom", [GRAY, LOWE]),
        ("Gray, Ida", [GRAY]),
        ("Department of Trade and Industry", [{"organisation": "Department of Trade and Industry"}]),
        ("Health and Social Care Board", [{"organisation": "Health and Social Care Board"}]),
        ("Ida Gray", [GRAY]),
    ],
)
def test_one_text_may_name_several_people(text: str, people: list[dict[str, str]]) -> None:
    assert people_in(text) == people
    assert facts(f'<meta name="author" content="{text}">'.replace("&", "&amp;"))["authors"] == people


@pytest.mark.parametrize("name", ["citation_author", "dc.creator", "article:author", "dcterms.creator"])
def test_so_it_does_in_every_kind_of_metadata(name: str) -> None:
    assert facts(f'<meta name="{name}" content="Ida Gray and Tom Lowe">')["authors"] == [GRAY, LOWE]


@pytest.mark.parametrize("author", [{"@id": "#ida"}, [{"@id": "#ida"}], {"@type": "Person", "@id": "#ida"}])
def test_an_author_may_be_a_reference_to_another_object(author: object) -> None:
    graph = [
        {"@type": "Article", "headline": "Trust", "author": author, "publisher": {"@id": "#forum"}},
        {"@type": "Person", "@id": "#ida", "name": "Ida Gray"},
        {"@type": "Organization", "@id": "#forum", "name": "Northern Forum"},
    ]
    found = facts(linked({"@context": "https://schema.org", "@graph": graph}))
    assert (found["authors"], found["publisher"]) == ([GRAY], "Northern Forum")


def test_a_reference_across_blocks_and_to_nothing() -> None:
    first = {"@type": "Article", "headline": "Trust", "author": [{"@id": "#ida"}, {"@id": "#nobody"}]}
    assert facts(linked(first) + linked({"@type": "Person", "@id": "#ida", "name": "Ida Gray"}))["authors"] == [GRAY]


@pytest.mark.parametrize(
    ("title", "offered"),
    [
        ("Partnersâ€™ cafÃ©", "Partners’ café"),
        ("Ãœber FÃ¼hrung", "Über Führung"),
        ("Caf\ufffd", None),
        ("Ã la carte", "Ã la carte"),
    ],
)
def test_a_title_in_a_broken_encoding_is_put_right_or_not_offered(title: str, offered: str | None) -> None:
    assert facts(f'<meta property="og:title" content="{title}">').get("title") == offered


@pytest.mark.parametrize("title", ["Page not found | A site", "404 – Not Found", "Sorry, this page can't be found"])
def test_the_title_of_a_page_that_is_missing_is_not_offered(tmp_path: Path, title: str) -> None:
    head = '<meta property="og:title" content="Page not found">'
    with serving({HOST: page(title, head)}) as server:
        run = Visitor(project(tmp_path), server).add(URL)
    assert (run.exit_code, "it may not be the resource" in run.output, "  title: " in run.output) == (2, True, False)


def pdf(**information: str) -> bytes:
    document = pikepdf.new()
    for _ in range(3):
        document.add_blank_page()
    for name, value in information.items():
        document.docinfo[f"/{name}"] = value
    document.Root.Lang = pikepdf.String("en-GB")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_pdf_says_its_title_people_language_and_pages(tmp_path: Path) -> None:
    content = pdf(Title="Leading across boundaries", Author="Ida Gray and Tom Lowe")
    with serving({HOST: replies(200, content, Content_Type="application/pdf")}) as server:
        work = Visitor(project(tmp_path), server).added(URL)
    assert (work.title, work.type.value, work.language, work.page_count) == (
        "Leading across boundaries", "report", "en-GB", 3
    )  # fmt: skip
    assert [person.name for person in work.authors] == ["Ida Gray", "Tom Lowe"]


def test_a_pdf_with_a_doi_is_asked_of_its_register(tmp_path: Path) -> None:
    record = {"type": "report", "title": "The record", "issued": {"date-parts": [[2020]]}}
    sites = {
        HOST: replies(200, pdf(Title="The file", Subject="doi:10.1234/abc"), Content_Type="application/pdf"),
        "doi.example.org": replies(200, json.dumps(record).encode()),
    }
    with serving(sites) as server:
        run = Visitor(project(tmp_path), server).add(URL)
    assert "The record" in run.output


@pytest.mark.parametrize(
    "title", ["Microsoft Word - report.docx", "untitled", "final_v3.indd", "20190402_report", "PowerPoint Presentation"]
)
def test_a_title_that_a_program_gave_is_none(title: str) -> None:
    found = Metadata()
    assert read_pdf(pdf(Title=title, Author="admin"), found)
    assert not {"title", "authors"} & found.best().keys()


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\xff" * 500, pdf(Title="T")[:300]])
def test_a_pdf_that_cannot_be_read_says_nothing(content: bytes) -> None:
    found = Metadata()
    assert read_pdf(content, found) in (False, True)
    assert "title" not in found.best()


@pytest.mark.parametrize("block", [" " * 200_000, "// " * 70_000, '"' + '\\"' * 100_000, ", " * 100_000])
def test_a_hostile_block_of_json_ld_is_read_in_time(block: str) -> None:
    started = time.process_time()
    assert facts(f'<script type="application/ld+json">{block}</script>') == {}
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('<!-- {"@type": "Article", "headline": "Trust, }",} -->', "Trust, }"),
        ('/*<![CDATA[*/ {"@type": "Article", "headline": "Trust"} /*]]>*/', "Trust"),
        ('// <![CDATA[\n[{"@type": "Article", "headline": "Trust"},]\n// ]]>', "Trust"),
    ],
)
def test_json_ld_in_a_comment_or_with_commas_too_many_is_read(written: str, read: str) -> None:
    assert facts(f'<script type="application/ld+json">{written}</script>')["title"] == read


@pytest.mark.parametrize(
    "name", ["Prof. Ida Gray", "Dr Ida Gray", "Ida Gray, PhD", "Ida Gray OBE", "Mrs Ida Gray, M.D."]
)
def test_titles_and_degrees_are_no_part_of_a_name(name: str) -> None:
    assert facts(f'<meta name="author" content="{name}">')["authors"] == [GRAY]


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (
            '<meta name="prism.publicationName" content="Keys"><meta name="prism.volume" content="3">'
            '<meta name="prism.startingPage" content="5"><meta name="prism.endingPage" content="9">',
            {"type": "journal-article", "container": "Keys", "volume": "3", "pages": "5-9"},
        ),
        (
            '<meta name="eprints.creators_name" content="Gray, Ida"><meta name="eprints.title" content="Trust">'
            '<meta name="eprints.type" content="thesis"><meta name="eprints.date" content="2019-03">',
            {"type": "thesis", "title": "Trust", "authors": [GRAY], "published": "2019-03"},
        ),
        (
            '<meta name="bepress_citation_journal_title" content="Keys">'
            '<meta name="bepress_citation_date" content="2019"><meta name="bepress_citation_issue" content="2">',
            {"type": "journal-article", "container": "Keys", "issue": "2", "published": "2019"},
        ),
        ('<meta name="parsely-author" content="Ida Gray"><meta name="parsely-title" content="Trust">',
         {"authors": [GRAY], "title": "Trust"}),
        ('<meta name="citation_author" content="Gray, Ida"><meta name="citation_author" content="Gray, Ida">',
         {"authors": [GRAY]}),
        ('<meta name="author" content="By IDA GRAY and TOM LOWE">', {"authors": [GRAY, LOWE]}),
        ('<meta name="citation_author" content="Department of Trade, Energy and Industry">',
         {"authors": [{"organisation": "Department of Trade, Energy and Industry"}]}),
        ('<meta name="citation_author" content="Gray I, Lowe T">',
         {"authors": [{"family": "Gray", "given": "I"}, {"family": "Lowe", "given": "T"}]}),
    ],
)  # fmt: skip
def test_other_names_for_the_same_facts(head: str, wanted: dict[str, Any]) -> None:
    found = facts(head)
    assert {name: found.get(name) for name in wanted} == wanted


def test_an_article_is_in_an_issue_of_a_volume_of_a_journal() -> None:
    graph = [
        {"@type": "ScholarlyArticle", "headline": "Trust", "isPartOf": {"@id": "#issue"}},
        {"@id": "#issue", "@type": "PublicationIssue", "issueNumber": "2", "isPartOf": {"@id": "#volume"}},
        {"@id": "#volume", "@type": "PublicationVolume", "volumeNumber": "5", "isPartOf": {"@id": "#journal"}},
        {"@id": "#journal", "@type": "Periodical", "name": "Keys", "isPartOf": {"@id": "#journal"}},
    ]
    found = facts(linked({"@context": "https://schema.org", "@graph": graph}))
    assert (found["container"], found["volume"], found["issue"]) == ("Keys", "5", "2")


@pytest.mark.parametrize("packet", [None, b"<broken", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"])
def test_the_xmp_of_a_pdf_comes_before_its_information(packet: bytes | None) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = "Trust, layout"
    if packet is None:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as written:
            written["dc:title"], written["dc:creator"] = "Trust", ["Ida Gray", "Tom Lowe"]
    else:
        pdf.Root.Metadata = pdf.make_stream(packet)
    pdf.save(file := io.BytesIO())
    found = Metadata()
    assert read_pdf(file.getvalue(), found)
    said = {name: fact.value for name, fact in found.best().items()}
    assert said["title"] == ("Trust" if packet is None else "Trust, layout")
    assert said.get("authors") == ([GRAY, LOWE] if packet is None else None)
