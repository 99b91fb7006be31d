"""A page of the preview leads to the forms of its entries; no built page does."""

from __future__ import annotations

from pathlib import Path

import pytest

from casetable import case_table
from learning_pathway.preview.overlay import entry_at, page_link, with_edit_links

DESK = "http://127.0.0.1:8100"


@pytest.mark.parametrize(
    ("html", "path", "entry"),
    [
        ('<h2 class="lp-card__title"><a href="trust/">Trust</a></h2>', "themes/", "theme/trust"),
        ('<h3 class="lp-row__title"><a href="../../routes/first/">One</a></h3>', "modules/begin/", "route/first"),
        (
            '<h3 class="lp-result__title"><a class="x" href="../resources/a-b/#top">A</a></h3>',
            "library/",
            "resource/a-b",
        ),
        ('<li data-key="task:think" class="x"><h3 class="lp-step__title">Think</h3></li>', "modules/a/", "task/think"),
        ('<h2 class="lp-card__title"><a href="modules/begin/index.html">B</a></h2>', "", "module/begin"),
    ],
)
def test_each_card_leads_to_its_form(html: str, path: str, entry: str) -> None:
    shown = with_edit_links(html.encode(), path, DESK).decode()
    assert f'href="{DESK}/entry/{entry}"' in shown
    assert shown.replace(shown[shown.index(' <a class="lp-preview-edit"') : shown.index("Edit</a>") + 8], "") == html


@case_table(
    ("html", "path"),
    [
        ('<h2 class="lp-card__title"><a href="https://example.org/themes/trust/">Out</a></h2>', "themes/"),
        ('<h2 class="lp-card__title"><a href="//example.org/themes/trust/">Out</a></h2>', "themes/"),
        ('<h2 class="lp-card__title"><a href="/themes/trust/">Root</a></h2>', "themes/"),
        ('<h2 class="lp-card__title"><a href="../about/">About</a></h2>', "themes/"),
        ('<h2 class="lp-card__title"><a href="..%2f..%2fx/">Odd</a></h2>', "themes/"),
        ('<li data-key="task:think"></li><h2 class="lp-card__title">Another</h2>', "modules/a/"),
        ("<h2>Trust</h2>", "themes/"),
        ('<h2 class="lp-card__title">never closed', "themes/"),
    ],
)
def test_what_is_no_entry_gets_no_link(html: str, path: str) -> None:
    assert with_edit_links(html.encode(), path, DESK).decode() == html


def test_titles_are_escaped() -> None:
    html = '<h2 class="lp-card__title"><a href="t/">&lt;b&gt;"x&amp;</a></h2>'
    assert 'aria-label="Edit: &lt;b&gt;&quot;x&amp;"' in with_edit_links(html.encode(), "themes/", DESK).decode()


@case_table(
    ("path", "entry"),
    [
        ("resources/a-b/", ("resource", "a-b")),
        ("modules/begin/", ("module", "begin")),
        ("modules/begin/session/", None),
        ("routes/x/index.html", ("route", "x")),
        ("resources/../x/", None),
        ("", None),
        ("library/", None),
    ],
)
def test_a_page_leads_to_the_form_of_its_entry(path: str, entry: tuple[str, str] | None) -> None:
    assert entry_at(path) == entry
    wanted = f"{DESK}/entry/{'/'.join(entry)}" if entry else f"{DESK}/"
    assert f'href="{wanted}"' in page_link(path, DESK)


def test_no_built_page_has_such_links(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 50
    assert not [page for page in pages if b"lp-preview" in page.read_bytes()]
