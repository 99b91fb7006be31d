"""A work by its address: what its page says, where that was found, and what no page can do."""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.projects import project, sound
from learning_pathway.catalogue.model import Resource
from learning_pathway.cli import main
from learning_pathway.formats.csl_reader import record_of
from learning_pathway.imports.add import source_of
from learning_pathway.imports.dry_run import DryRun
from learning_pathway.imports.linked_data import read_schema
from learning_pathway.imports.page_metadata import Metadata, read_open_graph, read_page_tags
from learning_pathway.site.build import open_build
from learning_pathway.web.page import read_metadata
from links.laboratory.case import html, replies
from links.laboratory.server import Behaviour, Request, Server, Wire
from links.test_check import pins, serving

pytestmark = pytest.mark.long

HOST = "page.example.org"
SWIFT = """
politeness: {gap: 0, longest_wait: 1}
probing: {connect_seconds: 2, answer_seconds: 2, body_seconds: 2, control_hosts: []}
services:
  doi_metadata: "http://doi.example.org:PORT/{doi}"
  youtube_oembed: "http://oembed.example.org:PORT/youtube"
  youtube_hosts: [video.example.org]
  vimeo_oembed: ""
"""
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "A site"},
        {
            "@type": ["BlogPosting"],
            "headline": "Leading &amp; following",
            "author": [
                {"@type": "Person", "name": "Ida van der Berg"},
                {"@type": "Organization", "name": "Northern Forum"},
            ],
            "datePublished": "2021-03-09T10:00:00Z",
            "publisher": {"@type": "Organization", "name": "The Forum"},
            "inLanguage": "en-GB",
            "timeRequired": "PT7M10S",
            "isAccessibleForFree": True,
        },
    ],
}
HIGHWIRE = "".join(
    f'<meta name="{name}" content="{content}">'
    for name, content in (
        ("citation_title", "Holding power together"),
        ("citation_author", "Gray, Ida"),
        ("citation_author", "Toby Lowe"),
        ("citation_publication_date", "2019/05/01"),
        ("citation_journal_title", "Journal of Leading"),
        ("citation_volume", "3"),
        ("citation_firstpage", "12"),
        ("citation_lastpage", "40"),
        ("citation_issn", "1234-5679"),
        ("og:title", "Holding power together | Journal"),
        ("dc.language", "en"),
    )
)


def linked(data: object) -> str:
    written = json.dumps(data).replace("</", "<\\/")
    return f'<script type="application/ld+json">{written}</script>'


def page(title: str = "A page", head: str = "", language: str = "en") -> Behaviour:
    return replies(200, html(title, "Words.", head=head, language=language))


class Visitor:
    """Runs `pathway add` against hosts of its own."""

    def __init__(self, root: Path, server: Server) -> None:
        self.root, self.server = root, server
        (root / "link-settings.yaml").write_text(SWIFT.replace("PORT", str(server.port)))

    def add(self, where: str, *options: str, answers: str | None = None) -> Result:
        url = where.replace("PORT", str(self.server.port))
        return CliRunner().invoke(main, ["add", url, str(self.root), *options, *pins(self.server)], input=answers)

    def added(self, where: str, *options: str) -> Resource:
        run = self.add(where, "--write", *options)
        assert run.exit_code == 0, run.output
        catalogue = sound(self.root).catalogue
        assert catalogue is not None
        return catalogue.resources[-1]


Adding = Callable[..., Resource]
URL = f"http://{HOST}:PORT/work"


def test_what_json_ld_says_is_taken_with_its_source(tmp_path: Path) -> None:
    with serving({HOST: page("Leading | A site", linked(LINKED))}) as server:
        visitor = Visitor(project(tmp_path), server)
        run = visitor.add(URL)
        assert "title: Leading & following  (JSON-LD)" in run.output
        assert "title might also be: Leading | A site  (the title of the page)" in run.output
        assert not (tmp_path / "resources").exists()
        work = visitor.added(URL)
    assert (work.type.value, work.title, work.publisher) == ("blog", "Leading & following", "The Forum")
    assert [person.name for person in work.authors] == ["Ida van der Berg", "Northern Forum"]
    assert work.authors[0].family == "van der Berg"
    assert (str(work.published), work.language, work.minutes, work.access.value) == ("2021-03-09", "en-GB", 8, "free")
    assert work.id == "van-der-berg-leading-following"


def test_what_highwire_says_comes_before_what_open_graph_says(tmp_path: Path) -> None:
    with serving({HOST: page("x", HIGHWIRE)}) as server:
        work = Visitor(project(tmp_path), server).added(URL)
    assert (work.type.value, work.title, work.container) == (
        "journal-article",
        "Holding power together",
        "Journal of Leading",
    )
    assert [person.name for person in work.authors] == ["Ida Gray", "Toby Lowe"]
    assert (str(work.published), work.volume, work.pages, work.issn) == ("2019-05-01", "3", "12-40", "1234-5679")


def test_what_nobody_says_stays_empty(tmp_path: Path) -> None:
    with serving({HOST: page("Just a title", language="")}) as server:
        visitor = Visitor(project(tmp_path), server)
        work = visitor.added(URL)
        assert "not found: authors, published, minutes, language" in visitor.add(f"{URL}-2").output
    assert work.model_dump(exclude_defaults=True).keys() == {"id", "type", "title", "url", "added"}


def test_a_doi_is_asked_of_its_register(tmp_path: Path) -> None:
    record = {
        "type": "article-journal",
        "title": ["Power &amp; <i>trust</i>"],
        "container-title": ["A Journal"],
        "DOI": "10.1234/abc",
        "author": [{"given": "Ida", "family": "Gray"}],
        "issued": {"date-parts": [[2020, 2]]},
        "abstract": "<p>Theirs</p>",
    }

    async def resolver(request: Request, wire: Wire) -> None:
        """As doi.org does: it hands those who ask for CSL-JSON on to the agency, and others to the page."""
        wants_record = request.headers.get("accept") == "application/vnd.citationstyles.csl+json"
        agency = f"http://agency.example.org:{server.port}/csl"
        await wire.reply(302, b"", {"Location": agency if wants_record else f"http://{HOST}:{server.port}/"})

    sites = {
        HOST: page("no"),
        "doi.example.org": resolver,
        "agency.example.org": replies(200, json.dumps(record).encode(), Content_Type="application/json"),
    }
    with serving(sites) as server:
        work = Visitor(project(tmp_path), server).added("10.1234/abc")
        assert [host for host, _ in server.asked] == ["doi.example.org", "agency.example.org"]
    assert (work.title, work.container, str(work.published), work.doi) == (
        "Power & trust",
        "A Journal",
        "2020-02",
        "10.1234/abc",
    )
    assert (work.url, work.summary) == ("https://doi.org/10.1234/abc", None)


def test_a_page_with_a_doi_leads_to_its_record(tmp_path: Path) -> None:
    record = {"type": "report", "title": "The record's title", "issued": {"date-parts": [[2020]]}}
    head = '<meta name="citation_title" content="The page&#39;s title"><meta name="citation_doi" content="10.1234/abc">'
    with serving({HOST: page("x", head), "doi.example.org": replies(200, json.dumps(record).encode())}) as server:
        work = Visitor(project(tmp_path), server).added(URL)
    assert (work.title, work.doi, work.type.value) == ("The record's title", "10.1234/abc", "report")


def test_a_film_is_asked_of_its_service(tmp_path: Path) -> None:
    told = {"type": "video", "title": "A film", "author_name": "A channel", "duration": 61}
    sites = {"video.example.org": replies(404), "oembed.example.org": replies(200, json.dumps(told).encode())}
    with serving(sites) as server:
        run = Visitor(project(tmp_path), server).add("http://video.example.org:PORT/watch?v=AbCdEfGhIjK")
    assert (run.exit_code, "answered with 404" in run.output, "minutes: 2  (oEmbed)" in run.output) == (2, True, True)


def test_an_oembed_description_that_the_page_names_is_read(tmp_path: Path) -> None:
    head = '<link rel="alternate" type="application/json+oembed" href="/oembed?u=1">'
    told = json.dumps({"type": "video", "title": "Told", "author_name": "A channel", "duration": 600}).encode()

    async def behave(request: Request, wire: Wire) -> None:
        await wire.reply(200, told if request.path == "/oembed" else html("x", "y", head=head))

    with serving({HOST: behave}) as server:
        work = Visitor(project(tmp_path), server).added(URL)
    assert (work.type.value, work.title, work.publisher, work.minutes) == ("video", "Told", "A channel", 10)


def test_what_is_given_by_hand_comes_first(tmp_path: Path) -> None:
    with serving({HOST: page("x", linked(LINKED))}) as server:
        visitor = Visitor(project(tmp_path, themes=["trust"]), server)
        given = (
            "title=Mine",
            "authors=Lowe, Toby [host]",
            "themes=Trust",
            "id=mine",
            "alternatives=a copy https://example.org/c",
        )
        work = visitor.added(URL, *(part for setting in given for part in ("--set", setting)))
    assert (work.id, work.title, work.themes, work.authors[0].role.value) == ("mine", "Mine", ("trust",), "host")
    assert [(copy.label, copy.url) for copy in work.alternatives] == [("a copy", "https://example.org/c")]


def test_questions_are_asked_and_answered(tmp_path: Path) -> None:
    with serving({HOST: page("x", linked(LINKED))}) as server:
        visitor = Visitor(project(tmp_path), server)
        #          type  title     authors publisher published language pages access level    themes summary why   write
        typed = ["", "Better", "-", "", "soon", "2020", "", "", "", "easy-peasy", "beginner", "", "Short.", "", "y"]
        run = visitor.add(URL, "--ask", answers="\n".join(typed) + "\n")
    assert (run.exit_code, "was not understood as `published`" in run.output) == (0, True), run.output
    catalogue = sound(tmp_path).catalogue
    assert catalogue is not None
    work = catalogue.resources[0]
    assert (work.title, work.authors, str(work.published), work.summary) == ("Better", (), "2020", "Short.")
    assert (work.level, work.access.value) == ("starter", "free")


def test_a_work_that_is_there_is_not_added_again(tmp_path: Path) -> None:
    with serving({HOST: page("A page")}) as server:
        visitor = Visitor(project(tmp_path), server)
        visitor.added(URL)
        run = visitor.add(f"{URL}/?utm_source=mail", "--write")
        assert (run.exit_code, "already: `page` has the same address" in run.output) == (1, True), run.output
        run = visitor.add("http://page.example.org:PORT/elsewhere", "--write")
        assert (run.exit_code, "--despite page" in run.output) == (1, True), run.output
        assert visitor.add("http://page.example.org:PORT/elsewhere", "--write", "--despite", "page").exit_code == 0


HOSTILE = (
    "</title><script>alert(1)</script><b onclick=x>Bold\u202e\u200b &lt;img src=x onerror=alert(2)&gt; "
    "{{ x }} [a](javascript:alert(3))"
)


def test_a_hostile_page_puts_no_markup_into_the_catalogue_or_the_site(tmp_path: Path) -> None:
    data = {
        "@type": "BlogPosting",
        "headline": HOSTILE,
        "author": {"@type": "Person", "name": HOSTILE},
        "license": HOSTILE,
        "publisher": {"name": HOSTILE},
        "inLanguage": HOSTILE,
        "datePublished": HOSTILE,
        "isPartOf": {"name": HOSTILE},
        "identifier": f"doi:10.1234/{HOSTILE}",
        "url": "javascript:alert(4)",
        "volumeNumber": "\ud800\x00\x1b[31m",
    }
    head = linked(data) + f'<meta name="citation_title" content="{escape(HOSTILE)}\n---\nevil: true">'
    with serving({HOST: page("x", head), "doi.example.org": replies(404)}) as server:
        visitor = Visitor(project(tmp_path), server)
        work = visitor.added(URL)
        text = (tmp_path / "resources" / "new.yaml").read_text(encoding="utf-8")
        assert "\x1b" not in visitor.add(f"{URL}-2", "--despite", work.id).output
    assert not any(sign in text for sign in ("<script", "<b ", "<img", "\u202e", "\u200b", "\nevil"))
    assert [resource.id for resource in sound(tmp_path).catalogue.resources] == [work.id]  # type: ignore[union-attr]
    pages = {page.path: page.text for page in open_build(tmp_path).pages()}
    record = next(text for path, text in pages.items() if path.endswith((f"/{work.id}.md", f"/{work.id}/index.md")))
    assert "Bold" in record
    for text in pages.values():
        assert not any(sign in text for sign in ("<script>alert", "<img src=x", "<b onclick", 'href="javascript:'))


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just("2020"), st.just("PT5M")
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["name", "@type", "url", "value", "familyName", "issn"]), inner, max_size=3),
    ),
    max_leaves=12,
)
PROPERTIES = st.sampled_from(
    ["headline", "author", "publisher", "datePublished", "duration", "inLanguage", "isPartOf", "license", "isbn"]
)


@given(
    st.dictionaries(PROPERTIES, JSON, max_size=8),
    st.text(max_size=200),
    st.dictionaries(st.text(max_size=9), JSON, max_size=4),
)
@settings(deadline=None, max_examples=3 * settings.default.max_examples // 2)
def test_nothing_that_a_page_says_ends_in_an_error_of_the_program(
    data: dict[str, object], noise: str, record: dict[str, object]
) -> None:
    metadata = Metadata()
    source = f"<html>{noise}{HIGHWIRE}{linked({'@type': 'Article', 'headline': 'A', **data})}{noise}"
    found = read_metadata(source)
    read_page_tags(found, metadata)
    read_schema(found, metadata)
    read_open_graph(found, metadata)
    (work,) = source_of("https://example.org/x", {}, metadata).records
    DryRun(None, date.today()).prepare(work)
    assert DryRun(None, date.today()).refuse({"x": work}) == {}
    Resource.model_validate({**work.facts, "id": "x"})
    record_of({"type": "book", **record})


async def _forever(_: Request, wire: Wire) -> None:
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><title>Endless</title>")
    for _ in range(200_000):
        await wire.send(b"<p>more and more words</p>" * 400)


async def _drip(_: Request, wire: Wire) -> None:
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><title>Slow</title>")
    for _ in range(600):
        await wire.send(b"x")
        await asyncio.sleep(0.05)


def _bomb() -> Behaviour:
    packed = zlib.compressobj(9, wbits=31)
    data = packed.compress(b"<html><title>Bomb</title>" + b" " * 200_000_000) + packed.flush()
    return replies(200, data, Content_Encoding="gzip")


@pytest.mark.parametrize(("name", "make"), [("Endless", lambda: _forever), ("Slow", lambda: _drip), ("Bomb", _bomb)])
def test_an_answer_without_end_is_cut_off(tmp_path: Path, name: str, make: Callable[[], Behaviour]) -> None:
    behaviour = make()  # before the server waits for anyone
    with serving({HOST: behaviour}) as server:
        start = time.monotonic()
        run = Visitor(project(tmp_path), server).add(URL)
    assert (run.exit_code, f"title: {name}" in run.output, "Only the first" in run.output) == (0, True, True), (
        run.output
    )
    assert time.monotonic() - start < 15


def test_a_page_cannot_lead_to_a_private_machine(tmp_path: Path) -> None:
    with serving({HOST: replies(302, Location="http://127.0.0.1/secret")}) as server:
        run = Visitor(project(tmp_path), server).add(URL)
    assert (run.exit_code, "not an address of the public internet" in run.output) == (2, True), run.output


def test_without_an_answer_what_was_given_can_still_be_written(tmp_path: Path) -> None:
    given = ("--set", "title=By hand", "--set", "type=report")
    with serving({HOST: replies(500)}) as server:
        visitor = Visitor(project(tmp_path), server)
        run = visitor.add(URL, *given, "--write")
        assert (run.exit_code, "--no-fetch --write" in run.output, (tmp_path / "resources").exists()) == (
            2,
            True,
            False,
        )
        asked = len(server.asked)
        assert visitor.added(URL, *given, "--no-fetch").title == "By hand"
        assert len(server.asked) == asked
        run = visitor.add(f"{URL}-2", *given[:1], "title=Another", *given[2:], "--ask", answers="\n" * 20)
        assert (run.exit_code, "Added to" in run.output) == (0, True), run.output


@pytest.mark.parametrize(
    ("where", "options", "said"),
    [
        ("ftp://example.org/x", [], "only https:// and http://"),
        ("http://192.168.1.1/", [], "private network"),
        ("https://example.org/x", ["--set", "nonsense"], "sets no field"),
        ("https://example.org/x", ["--set", "published=yesterday"], "not understood as `published`"),
        ("https://example.org/x", ["--set", "type=report"], "its title"),
        ("https://example.org/x", ["--set", "title=A", "--set", "type=nonsense"], "not understood as `type`"),
        ("https://example.org/x", ["--set", "title=A"], "what it is"),
        ("https://example.org/x", ["--into", "/tmp/x.yaml"], "no file of the catalogue"),
    ],
)
def test_what_cannot_be_added_is_said_and_ends_with_2(
    tmp_path: Path, where: str, options: list[str], said: str
) -> None:
    run = CliRunner().invoke(main, ["add", where, str(project(tmp_path)), "--no-fetch", *options])
    assert (run.exit_code, said in run.output) == (2, True), run.output


def test_an_address_that_is_there_is_named_before_anything_is_asked(tmp_path: Path) -> None:
    root = project(
        tmp_path, "resources:\n  - {id: there, type: book, title: There, url: 'https://example.org/there'}\n"
    )
    for options in (("--no-fetch", "--no-ask"), ("--no-ask",)):
        run = CliRunner().invoke(main, ["add", "http://www.example.org/there/", "--path", str(root), *options])
        assert run.exit_code == 1, run.output
        assert run.output == "It is in the catalogue already: `there` has the same address.\n"
