"""Works on pages that list several, as reference managers read them: each once, and never beside a page's own work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest

from smallcatalogue import CATALOGUE, Open


class ContextObjects(HTMLParser):
    """Reads COinS from a page: the title of every span of class `Z3988`, taken apart."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.records: list[dict[str, list[str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "span" and "Z3988" in (facts.get("class") or "").split():
            self.records.append(parse_qs(facts["title"] or "", strict_parsing=True))


def titles(page: str) -> list[str]:
    """Titles of the works that a page carries, in order."""
    keys = ("rft.atitle", "rft.btitle", "rft.title")
    return [next(record[key][0] for key in keys if key in record) for record in ContextObjects(page).records]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("modules/first/index.md", ["A known length", "[A film]"]),
        ("modules/second/index.md", ["A known length", "A book"]),
        ("modules/first/facilitator/index.md", ["A known length", "[A film]"]),
        ("library/index.md", ["A known length", "A book", "[A film]"]),
        ("themes/trust/index.md", ["A known length", "[A film]", "A book"]),
        ("tips/index.md", ["A known length"]),
    ],
)
def test_a_page_that_lists_works_carries_each_of_them(pages: Mapping[str, str], path: str, expected: list[str]) -> None:
    assert titles(pages[path]) == expected


def test_a_work_that_a_page_names_twice_is_one_work(open_catalogue: Open) -> None:
    again = ", see: [known]}, {id: more, text: More of that., see: [known, paged]}]"
    text = CATALOGUE.replace(", see: [known]}]", again).replace("{read: paged}]}", "{read: known}]}")
    pages = {page.path: page.text for page in open_catalogue(text).pages()}
    assert titles(pages["tips/index.md"]) == ["A known length", "A book"]
    assert titles(pages["modules/second/index.md"]) == ["A known length"]


def test_a_page_about_one_work_carries_no_other(pages: Mapping[str, str]) -> None:
    assert [path for path, text in pages.items() if path.startswith("resources/") and titles(text)] == []


def test_no_page_carries_a_work_twice(pages: Mapping[str, str]) -> None:
    twice = {path: name for path, text in pages.items() for name, count in Counter(titles(text)).items() if count > 1}
    assert twice == {}


def test_a_hostile_title_comes_through_whole_and_alone(open_catalogue: Open) -> None:
    hostile = '"><script>alert(1)</script>&rft.au=Evil+One%00</span>'
    text = CATALOGUE.replace("title: A known length", f"title: '{hostile}'")
    library = {page.path: page.text for page in open_catalogue(text).pages()}["library/index.md"]
    (record,) = (record for record in ContextObjects(library).records if record.get("rft.btitle") == [hostile])
    assert "rft.au" not in record
    assert "<script" not in library
