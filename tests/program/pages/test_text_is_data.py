"""Whatever the catalogue's text is, pages keep the elements and attributes of their templates; no engine reads it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import markdown
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from hostiletext import HOSTILE, MARKS, catalogue, elements, fields
from learning_pathway.catalogue.model import Catalogue, Text
from learning_pathway.catalogue.reader import SourceLocations
from learning_pathway.catalogue.text import first_direction, is_right_to_left
from learning_pathway.citation.elements import pages as span_of_pages
from learning_pathway.links.state.file import LinkStates
from learning_pathway.site.contents import page_builders
from learning_pathway.site.context import Site
from learning_pathway.site.files.downloads import course
from learning_pathway.site.handbook import handbook

pytestmark = pytest.mark.long

EXTENSIONS = [
    *("admonition", "attr_list", "tables", "toc", "md_in_html", "def_list", "footnotes", "abbr", "smarty", "wikilinks"),
    *("pymdownx.superfences", "pymdownx.snippets", "pymdownx.emoji", "pymdownx.magiclink", "pymdownx.critic"),
    *("pymdownx.tabbed", "pymdownx.details", "pymdownx.keys", "pymdownx.blocks.admonition", "pymdownx.arithmatex"),
]
LINES = st.lists(
    st.text(MARKS + " \t1ax", max_size=12) | st.sampled_from([line for text in HOSTILE for line in text.splitlines()]),
    min_size=1,
    max_size=6,
)
#: What no one sees is refused when the catalogue is read.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Co", "Cs"]), max_size=80)
#: A reference leaves out what is nothing but marks.
TEXTS = LINES.map("\n".join).filter(lambda text: any(map(str.isalnum, text))) | WORDS.map("{}a".format)


def in_one_order(text: str) -> str:
    """`text` with the entries of reference lists, which are sorted by their words, in the order of their elements."""

    def ordered(found: re.Match[str]) -> str:
        entries = re.findall(r"<li>.*?</li>", found[2], re.DOTALL)
        return found[1] + "".join(sorted(entries, key=lambda entry: re.findall(r"<\w+", entry))) + "</ul>"

    return re.sub(r'(<ul class="references">)(.*?)</ul>', ordered, text, flags=re.DOTALL)


def pages(content: dict[str, Any]) -> dict[str, str]:
    """Every page of a catalogue, and what leaves the site as HTML, by path."""
    site = Site(Catalogue.model_validate(content), SourceLocations({}), LinkStates())
    made = {page.path: page.text for builder in page_builders(site) for page in builder()}
    return {**made, "handbook": in_one_order(handbook(site, style_sheet="x.css")), "course": str(course_pages(site))}


def course_pages(site: Site) -> str:
    made = course(site)
    steps = [step.body for module in made.modules for section in module.sections for step in section.steps]
    return "".join(
        [made.about, *(page.body for page in made.pages), *(one.introduction for one in made.modules), *steps]
    )


def parts(text: str) -> tuple[str, str]:
    """What an engine reads as Markdown, and all the HTML that the theme prints as it is."""
    if not text.startswith("---\n"):
        return "", text
    body, meta = get_data(text)
    assert isinstance(meta["body"], str), "the front matter is not YAML"
    return body, "\n".join(str(meta.get(name, "")) for name in ("head", "contents", "body"))


@cache
def harmless(kind: Any, word: str = "Word") -> dict[str, str]:
    return pages(catalogue(word, only=kind))


def word_like(text: str) -> str:
    """A harmless word that is written in the directions of `text`."""
    if not is_right_to_left(text):
        return "Word"
    # Words around a number are the number of a programme, which Harvard prints.
    middle = "b0c" if re.search(r"[^\W\d]{2}.*\d.*[^\W\d]{2}", text) else ""
    return f"\u05d0{middle}a" if first_direction(text) == "rtl" else f"a{middle}\u05d0"


@cache
def harmless_parts(kind: Any, word: str, *, small_set: bool) -> dict[str, tuple[str, list[tuple[str, ...]]]]:
    """The Markdown and the elements of each page, by path."""
    read = {path: parts(text) for path, text in harmless(kind, word).items()}
    return {path: (markdown, elements(html, small_set=small_set)) for path, (markdown, html) in read.items()}


def assert_made_of_the_same(text: str, kind: Any, *, small_set: bool) -> None:
    plain = harmless_parts(kind, word_like(text), small_set=small_set)
    hostile = pages(catalogue(text, only=kind))
    assert plain.keys() == hostile.keys()
    for path, text in hostile.items():
        markdown, html = parts(text)
        assert markdown == plain[path][0], f"{path}: the Markdown holds something of the text"
        assert elements(html, small_set=small_set) == plain[path][1], path


def test_the_walk_reaches_every_field_that_takes_text() -> None:
    found = set(fields())
    assert {("Resource", "why"), ("Person", "organisation"), ("Retired", "reason"), ("Pathway", "branch")} <= found
    assert len(found) > 50
    assert "Word" in str(catalogue("Word")["tips"][0]["sources"][0]["tips"][0]["text"])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_brings_no_element_and_no_attribute(text: str) -> None:
    assert_made_of_the_same(text, None, small_set=True)
    assert_made_of_the_same(text, Text, small_set=False)


@settings(max_examples=settings.default.max_examples // 4, deadline=None)
@given(TEXTS)
@example("\u05d0a")
@example("a \u0627")
@example("ab0\u05d0a")
def test_any_text_in_every_field_brings_no_element_and_no_attribute(text: str) -> None:
    assert_made_of_the_same(text, None, small_set=True)


@settings(max_examples=settings.default.max_examples // 4, deadline=None)
@given(TEXTS)
def test_any_text_in_short_fields_brings_nothing_at_all(text: str) -> None:
    assume("–" not in span_of_pages(text))  # it has tags for its first page and its last
    assert_made_of_the_same(text, Text, small_set=False)


def test_what_an_engine_reads_is_the_names_of_anchors_on_one_line() -> None:
    for path, text in harmless(None).items():
        body = parts(text)[0]
        if body:
            assert re.fullmatch(r'<div hidden>(?:<a name="[A-Za-z0-9-]+"></a>)*</div>\n', body), path
            assert markdown.markdown(body, extensions=EXTENSIONS) == body.strip()
