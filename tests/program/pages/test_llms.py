"""`llms.txt`: the site's pages and data."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup
from markdown import markdown

from casetable import case_table
from learning_pathway.site.contents import assets, one_line
from learning_pathway.site.document import address
from smallcatalogue import CATALOGUE, Open

ADDRESS = "https://example.org/pathway/"


@pytest.fixture
def files_by_path(open_catalogue: Open) -> Mapping[str, str]:
    edition = open_catalogue(
        CATALOGUE.replace("repository:", f"summary: Words for all.\n  site_url: {ADDRESS}\n  repository:")
    )
    assert edition.site is not None
    pages = {address(page.path): page.text for page in edition.pages()}
    return pages | {file.path: file.text for file in assets(edition.site)}


def test_it_lists_pages_and_data_by_addresses_that_are_there(files_by_path: Mapping[str, str]) -> None:
    text = files_by_path["llms.txt"]
    assert text.startswith("# Small pathway\n\n> Words for all.\n")
    links = [str(link["href"]) for link in BeautifulSoup(markdown(text), "html.parser").find_all("a")]
    assert {link.removeprefix(ADDRESS) for link in links} == {
        *("api/1/index.json", "modules/first/", "modules/second/"),
        *(f"resources/{name}/" for name in ("known", "unknown", "paged")),
    }
    assert {link.removeprefix(ADDRESS) for link in links} <= files_by_path.keys()


def test_without_an_address_of_the_site_links_are_relative(open_catalogue: Open) -> None:
    edition = open_catalogue()
    assert edition.site is not None
    (text,) = (file.text for file in assets(edition.site) if file.path == "llms.txt")
    assert "(<api/1/index.json>)" in text
    assert "[First](<modules/first/>)" in text


def test_no_page_has_a_markdown_twin(files_by_path: Mapping[str, str]) -> None:
    assert [path for path in files_by_path if path.endswith((".md", ".md.txt"))] == []
    assert not any("text/markdown" in text for path, text in files_by_path.items() if path.endswith("/"))


def test_beyond_one_page_of_the_library_the_rest_is_counted(open_catalogue: Open) -> None:
    more = "".join(f"  - {{id: r{n}, type: report, title: R{n}}}\n" for n in range(20))
    edition = open_catalogue(
        CATALOGUE.replace("repository:", "library_page_size: 10\n  repository:").replace(
            "tasks:\n", more + "tasks:\n", 1
        )
    )
    assert edition.site is not None
    (text,) = (file.text for file in assets(edition.site) if file.path == "llms.txt")
    assert "13 more are listed in the library: <library/>" in text
    assert text.count("(<resources/") == 10


@case_table(
    "hostile",
    [
        "# not a heading",
        "- not a list",
        "1. not one either",
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "*loud* _words_ `code` ![x](y)",
        "> quoted",
        "&lt;b&gt; R&D",
        "| a | b |",
        "a\n\n# b",
    ],
)
def test_words_of_the_catalogue_stay_words(hostile: str) -> None:
    html = BeautifulSoup(markdown(one_line(hostile), extensions=["extra"]), "html.parser")
    assert [node.name for node in html.find_all(True)] == ["p"]
    assert html.get_text() == " ".join(hostile.split())
