"""A value that ends a sentence by itself gets no second full stop, on no page and in no book."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.utils.meta import get_data

from casetable import case_table
from hostiletext import catalogue
from learning_pathway.catalogue.model import Text
from learning_pathway.site.build import open_build
from learning_pathway.site.files.downloads import course
from learning_pathway.site.handbook import handbook
from learning_pathway.site.rendering import resolve_stops, with_stop_mark

ENDED = ["Verein e. V.", "Who cares?", "Stop!", "And so on…", "لماذا؟", "なぜ。", "He said “why?”"]


@pytest.mark.parametrize("value", ENDED)
def test_no_value_is_followed_by_a_second_full_stop(tmp_path: Path, value: str) -> None:
    content = catalogue(value, only=Text, otherwise="Words")
    (tmp_path / "resources.yaml").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    edition = open_build(tmp_path)
    assert edition.site is not None, edition.problem_list
    made = {page.path: str(get_data(page.text)[1]["body"]) for page in edition.pages()}
    made |= {asset.path: asset.text for asset in edition.assets() if asset.path.endswith(".html")}
    made |= {"handbook": handbook(edition.site, style_sheet="x.css"), "about": str(course(edition.site).about)}
    assert edition.settings["publisher"] == f"Published by {value}"
    told = {name: text for name, text in zip(made, map(words, made.values()), strict=True) if value in text}
    assert len(told) > 20
    assert [name for name, text in told.items() if f"{value}." in text or f"{value} ." in text] == []


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


@case_table(
    ("text", "expected"),
    [
        ("<a>{}</a>.", "<a>Who?</a>"),
        ("<p>{}.</p>", "<p>Who?</p>"),
        ("{}. More", "Who? More"),
        ("{}...", "Who?..."),
        ("{}.org", "Who?.org"),
        ("{}, and", "Who?, and"),
    ],
)
def test_only_the_end_of_a_sentence_loses_its_stop(text: str, expected: str) -> None:
    assert resolve_stops(text.format(with_stop_mark("Who?"))) == expected
    assert resolve_stops(text.format(with_stop_mark("Us"))) == text.format("Us")
