"""Paths, links between them, and text that no site engine can take for markup."""

from __future__ import annotations

import unicodedata
from html import escape

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from mkdocs.utils.meta import get_data

from casetable import case_table
from learning_pathway.site.document import Heading, PageBody, address, inert, link, page
from learning_pathway.site.rendering import environment


@case_table(
    ("here", "there", "expected"),
    [
        ("index.md", "library/index.md", "library/"),
        ("index.md", "index.md", "./"),
        ("modules/a.md", "modules/b.md#theory", "../b/#theory"),
        ("resources/a.md", "index.md", "../../"),
        ("resources/a.md", "modules/a.md", "../../modules/a/"),
        ("modules/index.md", "modules/a.md", "a/"),
        ("library/type/book/2.md", "library/type/book.md", "../"),
        ("library/type/book.md", "library/type/book/2.md", "2/"),
        ("tips/index.md", "tips/index.md#listen", "./#listen"),
    ],
)
def test_links_are_relative_so_that_a_site_works_under_any_path(here: str, there: str, expected: str) -> None:
    assert link(here, there) == expected


def test_a_page_is_published_in_a_folder_of_its_name() -> None:
    assert [address(path) for path in ("index.md", "tips/index.md", "modules/a.md")] == ["", "tips/", "modules/a/"]


def rendered(text: str) -> str:
    return markdown.markdown(text, extensions=EXTENSIONS)


#: Those of the site, and the ones that adopters switch on most.
EXTENSIONS = [
    *("admonition", "attr_list", "tables", "toc", "md_in_html", "def_list", "footnotes", "abbr", "smarty", "wikilinks"),
    *("pymdownx.superfences", "pymdownx.snippets", "pymdownx.emoji", "pymdownx.magiclink", "pymdownx.critic"),
    *("pymdownx.tabbed", "pymdownx.details", "pymdownx.keys", "pymdownx.mark", "pymdownx.tasklist", "pymdownx.tilde"),
    *("pymdownx.smartsymbols", "pymdownx.arithmatex", "pymdownx.inlinehilite", "pymdownx.caret", "pymdownx.betterem"),
]
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=60)
MARKUP = st.text("`~{}#[]()*_\\|^=$!+-.:<>&\"'/@% \n1ax", max_size=60)


@given(PRINTABLE | MARKUP)
def test_a_setting_in_a_hand_written_page_shows_exactly_its_text(text: str) -> None:
    words = " ".join(text.split())
    html = rendered(f"Words: {inert(text)} end")
    assert html.startswith("<p>Words: ")
    assert html.count("<") == 2
    assert " ".join(Markup(html).striptags().split()) == " ".join(f"Words: {words} end".split())


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/pixel.png)",
        "# not a heading {#stolen .class onclick=alert(1)}",
        "&lt;b&gt; stays as it is written",
        "https://auto.example/link and <https://auto.example>",
        "Before\n# x\n```{ onfocus=alert(1) tabindex=0 autofocus=1 }\nx\n```",
        ':smile: ++ctrl+alt++ --8<-- "mkdocs.yml" {--x--} $x$ ==x==',
    ],
)
def test_hostile_text_stays_text(hostile: str) -> None:
    html = rendered(inert(hostile))
    assert html.count("<") == 2
    assert Markup(html).striptags() == " ".join(hostile.split())


def test_front_matter_is_yaml_whatever_the_title_is() -> None:
    text = page(
        "a.md", PageBody("<p>x</p>"), title='"---\nhide: [x]\n: & <b>\u2028\x85', source="r", description="a\n---\nb"
    ).text
    front = yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n"))
    assert front == {
        "title": "&quot;---\nhide: [x]\n: &amp; &lt;b&gt;\u2028\x85",
        "render_macros": False,
        "description": "a --- b",
        "body": "<p>x</p>",
    }


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])) | MARKUP)
def test_a_body_arrives_as_it_was_made_and_the_markdown_holds_nothing_of_it(text: str) -> None:
    html = f'<p id="one">{escape(text)}</p>'
    body, meta = get_data(page("a.md", PageBody(html), title="A", source="resources.yaml").text)
    assert body.strip() == '<div hidden><a name="one"></a></div>'
    printed = BeautifulSoup(str(meta["body"]), "html.parser").get_text()
    assert squeezed(printed) == squeezed(text)


def squeezed(text: str) -> str:
    """Text without what HTML does not hold: control characters, and the two that mean nothing anywhere."""
    return " ".join(
        "".join(" " if unicodedata.category(one) == "Cc" or one in "\ufffe\uffff" else one for one in text).split()
    )


def test_a_heading_joins_the_contents_and_says_its_language() -> None:
    """WCAG 3.1.2: a screen reader has to know which voice to use."""
    headings: list[Heading] = []
    template = environment("en-GB").from_string(
        "{{ 'Ymddiriedaeth' | heading(1, language='cy') }}{{ '<b> & #x' | heading(2, 'here') }}"
    )
    html = template.render(headings=headings)
    assert html == '<h1 lang="cy">Ymddiriedaeth</h1><h2 id="here">&lt;b&gt; &amp; #x</h2>'
    assert headings == [Heading(2, "here", "<b> & #x")]


def test_a_page_of_several_parts_has_a_table_of_contents() -> None:
    headings = [Heading(2, "a", "<One>"), Heading(3, "a--b", "Two"), Heading(2, "c", "Three")]
    _, meta = get_data(page("a.md", PageBody("<p>", headings), title="A", source="r").text)
    assert meta["contents"] == (
        '<li><a href="#a">&lt;One&gt;</a><ul><li><a href="#a--b">Two</a></li></ul></li><li><a href="#c">Three</a></li>'
    )
    for body, hide in ((PageBody("<p>", headings[:1]), []), (PageBody("<p>", headings), ["toc"])):
        assert "contents" not in get_data(page("a.md", body, title="A", source="r", hide=hide).text)[1]
