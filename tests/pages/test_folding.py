"""Finished HTML is set aside and put back, and comes out as if it had gone the long way."""

from __future__ import annotations

import pytest
from markdown import markdown

from learning_pathway.pages.folding import fold, unfold

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc", "fenced_code", "admonition"]
CARD = '<div class="card">\n<p>One &lt;b&gt; <img src="a.png"></p>\n\n<svg><path d="M0 0"/></svg>\n</div>'


def by_both_ways(text: str) -> tuple[str, str]:
    """The page made in one piece, and made of its shorter Markdown with the HTML put back."""
    shorter, runs = fold(text)
    return markdown(text, extensions=EXTENSIONS), unfold(markdown(shorter, extensions=EXTENSIONS), runs)


@pytest.mark.parametrize(
    "text",
    [
        f"# One\n\n{CARD}\n",
        f"{CARD}\n\n# One\n\n{CARD}\n\n<p>After</p>\n\n## Two {{#two}}\n\n{CARD}\n",
        f"# One\n\n<ul>\n<li>a</li>\n</ul>\n\n{CARD}\n\n## Two\n\n## Three\n",
        "# One\n\n<p>First<br>second</p>\n<p>Third &amp; last</p>\n",
    ],
)
def test_a_page_of_headings_and_cards_is_folded_and_comes_out_the_same(text: str) -> None:
    shorter, runs = fold(text)
    assert runs
    assert "card" not in shorter
    straight, folded = by_both_ways(text)
    assert folded == straight


@pytest.mark.parametrize(
    "text",
    [
        "# One\n\n<p>A text with\n\n# a line that looks like a heading\n\nin it</p>\n",
        "# One\n\n<div>\n\n# Not one\n\n</div>\n",
        "# One\n\nWritten *by hand*.\n",
        "# One\n\n<p>An element</p> and words after it\n",
        '# One\n\n<div markdown="1">\n\n*Markdown*\n\n</div>\n',
        '# One\n\n<div data-set-aside="0"></div>\n',
    ],
)
def test_any_other_page_is_left_as_it_is(text: str) -> None:
    assert fold(text) == (text, ())
    straight, folded = by_both_ways(text)
    assert folded == straight
