"""Long texts: a small set of Markdown, plain wherever no page shows it."""

from __future__ import annotations

import copy
import pickle
import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from casetable import case_table
from hostiletext import HOSTILE, MARKS, elements
from learning_pathway.catalogue.model import Task
from learning_pathway.catalogue.text import RichText, parser

MARKED = st.text(MARKS + " \n1ab", max_size=60).filter(lambda text: bool(text.strip()))


@case_table(
    ("source", "html", "plain"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>", "One.\n\nTwo."),
        ("With **stress** and *ease*", "<p>With <strong>stress</strong> and <em>ease</em></p>", "With stress and ease"),
        ("__a__ and _b_", "<p><strong>a</strong> and <em>b</em></p>", "a and b"),
        ("Who?\n- You\n- Me", "<p>Who?</p>\n<ul>\n<li>You</li>\n<li>Me</li>\n</ul>", "Who?\n\n• You\n• Me"),
        ("* You\n* Me", "<ul>\n<li>You</li>\n<li>Me</li>\n</ul>", "• You\n• Me"),
        ("1. You\n2. Me\n10. Us", "<ol>\n<li>You</li>\n<li>Me</li>\n<li>Us</li>\n</ol>", "1. You\n2. Me\n3. Us"),
        (
            "- a\n  1. b\n  2. c\n- d",
            "<ul>\n<li>a\n<ol>\n<li>b</li>\n<li>c</li>\n</ol>\n</li>\n<li>d</li>\n</ul>",
            "• a\n  1. b\n  2. c\n• d",
        ),
        (
            "See [this](https://example.org/a_b 'T').",
            '<p>See <a href="https://example.org/a_b" rel="external noreferrer">this</a>.</p>',
            "See this (https://example.org/a_b).",
        ),
        (
            "[https://example.org](https://example.org)",
            '<p><a href="https://example.org" rel="external noreferrer">https://example.org</a></p>',
            "https://example.org",
        ),
        (
            "[](mailto:a@example.org)",
            '<p><a href="mailto:a@example.org" rel="external noreferrer">mailto:a@example.org</a></p>',
            "(mailto:a@example.org)",
        ),
        (r"\*as typed\* and \\", "<p>*as typed* and \\</p>", "*as typed* and \\"),
    ],
)
def test_the_small_set_becomes_html_and_plain_text(source: str, html: str, plain: str) -> None:
    assert (RichText(source).html, str(RichText(source))) == (html, plain)


@case_table(
    "text",
    [
        "2 * 3 * 4",
        "a_b_c and snake_case_name",
        "#1",
        "1984. It was a bright cold day",
        "5) five",
        "- - -",
        "* * *",
        "- ",
        "a ** b",
        "**",
        "# Not a heading",
        "> quoted",
        "`code` and ~~gone~~",
        "| a | b |",
        "<b>bold</b> &lt;i&gt; &amp;",
        "[a](javascript:alert(1)) [b](//example.org) [c](/etc) [d](data:text/html,x) [e](tips/)",
        "[a](jAvAscript:alert(1)) [b](vbscript:x) [c](&#106;avascript:x) [d]: https://example.org [d]",
        "<https://example.org>",
        "+ plus",
        "one\\\ntwo",
        "one  \ntwo _three four",
    ],
)
def test_everything_else_shows_as_it_is_typed(text: str) -> None:
    assert str(RichText(text)) == text
    assert BeautifulSoup(RichText(text).html, "html.parser").get_text().strip() == text.strip()
    assert "href" not in RichText(text).html


@given(MARKED | st.sampled_from(HOSTILE))
def test_no_text_makes_more_than_the_small_set(text: str) -> None:
    for html in (RichText(text).html, RichText(text).flow):
        assert elements(html, small_set=True) == [], html


@given(st.text(MARKS + " \n0123456789ab", max_size=40).filter(lambda text: bool(text.strip())))
def test_a_text_without_marks_needs_no_parser(text: str) -> None:
    """The short way gives what the parser gives."""
    parsed = BeautifulSoup(parser().render(text), "html.parser")
    quick = BeautifulSoup(RichText(text).html, "html.parser")
    assert [tag.name for tag in quick.find_all(True)] == [tag.name for tag in parsed.find_all(True)]
    assert quick.get_text().split() == parsed.get_text().split()


@given(st.text("*_ab []()\\", max_size=40).filter(lambda text: bool(text.strip())))
def test_emphasis_is_read_as_commonmark_reads_it(text: str) -> None:
    commonmark = MarkdownIt("commonmark", {"html": False}).disable(["hr", "list", "reference", "link", "image"])
    theirs = BeautifulSoup(commonmark.render(text.strip()), "html.parser")
    ours = BeautifulSoup(RichText(text.strip()).html, "html.parser")
    kinds = ("em", "strong")
    assert [tag.get_text() for tag in ours.find_all(kinds)] == [tag.get_text() for tag in theirs.find_all(kinds)]


def test_a_copy_keeps_what_was_typed() -> None:
    text = Task(id="a", prompt="**x** \\*y\\*").prompt
    for made in (copy.deepcopy(text), pickle.loads(pickle.dumps(text))):
        assert (made, made.source, type(made)) == ("x *y*", "**x** \\*y\\*", RichText)


@pytest.mark.long
@pytest.mark.parametrize("part", ["[", "*a ", "[](", "**", "- ", "_*", "a**b", "![", "[*", "\\", "1. "])
def test_a_text_of_nothing_but_marks_is_read_in_time(part: str) -> None:
    begin = time.process_time()
    assert RichText((part * 20_000)[:20_000]).html
    assert time.process_time() - begin < 10
