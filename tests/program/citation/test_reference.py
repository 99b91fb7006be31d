"""What strangers write comes through as text, in HTML and in Markdown."""

from __future__ import annotations

from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from casetable import case_table
from learning_pathway.catalogue.model import Resource
from learning_pathway.catalogue.types import ResourceType
from learning_pathway.citation import cite
from learning_pathway.citation.reference import Reference, Run, clean

SIGNS = "aB1 <>&\"'*_`[](){}!#+-.~=|\\:/$^\n\té\u202eא،"
NASTY = st.text(alphabet=st.sampled_from(list(SIGNS)), min_size=1, max_size=40)


class Read(HTMLParser):
    """The text, tags and addresses of a fragment."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.addresses = "", [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def words(text: str) -> str:
    return " ".join(text.split())


def resource(**facts: object) -> Resource:
    return Resource.model_validate({"id": "r", "type": "report", "title": "A title", **facts})


@settings(deadline=None)
@given(title=NASTY, name=NASTY, publisher=NASTY)
def test_html_says_the_text_and_holds_no_tag_but_ours(title: str, name: str, publisher: str) -> None:
    if not (clean(title) and clean(name) and clean(publisher)):
        return
    reference = cite(resource(title=title, authors=[{"organisation": name}], publisher=publisher))
    read = Read(reference.html)
    assert read.text == reference.text
    assert set(read.tags) <= {"i", "bdi"}


@settings(deadline=None)
@given(text=NASTY, italic=st.booleans())
def test_markdown_says_the_text_to_the_site_and_to_commonmark(text: str, italic: bool) -> None:
    if not clean(text):
        return
    reference = Reference((Run("Before "), Run(clean(text), italic=italic), Run(" after.")))
    for html in (markdown.markdown(reference.markdown), MarkdownIt().render(reference.markdown)):
        read = Read(html)
        assert words(read.text) == reference.text
        assert read.tags == (["p", "em"] if italic else ["p"])


@case_table("start", ["1. Of many", "- And", "+ Plus", "# No heading", "> No quote", "1) First", "***"])
def test_markdown_of_a_title_that_looks_like_a_block_stays_a_line(start: str) -> None:
    reference = Reference((Run(f"{start} again."),))
    for html in (markdown.markdown(reference.markdown), MarkdownIt().render(reference.markdown)):
        read = Read(html)
        assert (words(read.text), read.tags) == (reference.text, ["p"])


def test_markdown_links_lead_to_the_address() -> None:
    reference = cite(resource(url="https://example.org/a_b*c?x=1&y=<2>"))
    for html in (markdown.markdown(reference.markdown), MarkdownIt().render(reference.markdown)):
        read = Read(html)
        assert read.addresses == ["https://example.org/a_b*c?x=1&y=%3C2%3E"]
        assert words(read.text) == reference.text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://[", "https:"])
def test_addresses_that_are_no_web_addresses_are_not_links(address: str) -> None:
    assert "<a" not in cite(resource(url=address)).html
    assert "](" not in cite(resource(url=address)).markdown


def test_doi_is_a_link_whose_signs_are_safe() -> None:
    reference = cite(resource(doi="10.1002/(SICI)1:8<693::AID>3.0.CO;2-O"))
    assert '<a href="https://doi.org/10.1002/(SICI)1:8%3C693::AID%3E3.0.CO;2-O">' in reference.html
    assert reference.text.endswith("https://doi.org/10.1002/(SICI)1:8<693::AID>3.0.CO;2-O")


def test_controls_that_reorder_text_are_dropped() -> None:
    assert clean("a\u202eb\u2066c\u2069 \x00d\u2028e") == "abc d e"


def test_titles_in_other_scripts_and_languages_say_so() -> None:
    assert '<i><bdi lang="ar">القيادة</bdi></i>' in cite(resource(title="القيادة", language="ar")).html
    assert (
        '<i><span lang="cy">Gweithio Gyda’n Gilydd</span></i>'
        in cite(resource(title="Gweithio Gyda’n Gilydd", language="cy")).html
    )


def test_catalogue_record_is_never_cited_as_the_work() -> None:
    record = resource(catalogue_url="https://library.example.org/1")
    assert cite(record).text == "*A title*. (n.d.).".replace("*", "")
    assert "library.example.org" not in cite(record, "harvard").html


@pytest.mark.parametrize("kind", list(ResourceType))
@pytest.mark.parametrize("piece", ["1", "1-", "A. ", "<b>", "“"])
def test_fields_as_long_as_the_catalogue_allows_are_cited(kind: ResourceType, piece: str) -> None:
    long = piece * (2_000 // len(piece)) if piece != "1" else piece * 20_000
    names = "title publisher container volume issue pages edition number conference place"
    reference = cite(
        resource(type=kind, authors=[{"family": long, "given": long}], **dict.fromkeys(names.split(), long))
    )
    assert Read(reference.html).text == reference.text


def test_an_ampersand_between_words_needs_no_escape_in_markdown() -> None:
    assert Reference((Run("Ash & Lee, R&D, a&lt;b"),)).markdown == "Ash & Lee, R&D, a&amp;lt;b"


@pytest.mark.parametrize("style", ["apa", "harvard"])
def test_a_chapter_keeps_its_editors_where_its_book_is_not_known(style: str) -> None:
    made = {"authors": [{"family": "Dunne"}], "editors": [{"family": "Hale", "given": "Ruth"}], "published": "2013"}
    assert "R. Hale" in cite(resource(type="chapter", **made), style).text


@pytest.mark.parametrize(
    ("medium", "said"), [("Song", "[Song]"), ("Audio recording", "[Audio recording]"), (None, "[Podcast]")]
)
def test_what_is_in_a_series_of_sound_is_a_podcast_only_where_nothing_else_is_said(
    medium: str | None, said: str
) -> None:
    made = {"authors": [{"family": "Dunne"}], "container": "Songs of the Lode", "medium": medium, "published": "1991"}
    assert said in cite(resource(type="audio", **made), "harvard").text
