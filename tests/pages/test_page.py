"""Paths, links between them, and text that no site engine can take for markup."""

from __future__ import annotations

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from learning_pathway.pages.page import address, heading, inert, link, page


@pytest.mark.parametrize(
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
    return markdown.markdown(text, extensions=["attr_list", "tables", "admonition", "md_in_html", "toc"])


#: A smart-quotes extension is not part of the site; it stands here for extensions that read plain characters.
PRINTABLE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="'\"<>.-"), max_size=60
)


@given(PRINTABLE)
def test_a_heading_shows_exactly_its_text(text: str) -> None:
    words = " ".join(text.split())
    if not words:
        return
    html = rendered(heading(text, 2, "here"))
    assert html.startswith('<h2 id="here">')
    assert Markup(html).striptags() == words


def test_a_heading_in_another_language_says_so() -> None:
    """WCAG 3.1.2: a screen reader has to know which voice to use."""
    assert rendered(heading("Ymddiriedaeth", 1, language="cy")) == '<h1 id="ymddiriedaeth" lang="cy">Ymddiriedaeth</h1>'
    assert rendered(heading("Bonjour", 2, "here", "fr")) == '<h2 id="here" lang="fr">Bonjour</h2>'


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/pixel.png)",
        "# not a heading {#stolen .class onclick=alert(1)}",
        "&lt;b&gt; stays as it is written",
        "https://auto.example/link and <https://auto.example>",
    ],
)
def test_hostile_text_stays_text(hostile: str) -> None:
    html = rendered(heading(hostile, 2, "here"))
    inside = html.removeprefix('<h2 id="here">').removesuffix("</h2>")
    assert "<" not in inside
    assert html.count("id=") - inside.count("id=") == 1
    paragraph = rendered("Words: " + inert(hostile))
    assert paragraph.count("<") == 2, paragraph


def test_front_matter_is_yaml_whatever_the_title_is() -> None:
    text = page("a.md", "# A", title='"---\nhide: [x]\n: & <b>', source="resources.yaml", description="a\n---\nb").text
    front = yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n"))
    assert front == {"title": "&quot;---\nhide: [x]\n: &amp; &lt;b&gt;", "description": "a --- b"}
