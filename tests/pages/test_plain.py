"""Plain Markdown beside modules and records, and `llms.txt`."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup
from markdown import markdown

from learning_pathway.site.contents import files
from learning_pathway.site.files.plain import said
from smallcatalogue import CATALOGUE, Open

ADDRESS = "https://example.org/pathway/"


@pytest.fixture
def plain(open_catalogue: Open) -> Mapping[str, str]:
    edition = open_catalogue(
        CATALOGUE.replace("repository:", f"summary: Words for all.\n  site_url: {ADDRESS}\n  repository:")
    )
    assert edition.site is not None
    return {file.path: file.text for file in files(edition.site) if file.path.endswith(".txt")}


def test_every_module_and_record_has_its_plain_markdown(plain: Mapping[str, str]) -> None:
    modules = {f"modules/{name}/index.md.txt" for name in ("first", "second")}
    assert plain.keys() == {
        "llms.txt",
        *modules,
        *(f"resources/{n}/index.md.txt" for n in ("known", "unknown", "paged")),
    }


def test_a_record_says_what_its_page_says(plain: Mapping[str, str]) -> None:
    text = plain["resources/known/index.md.txt"]
    assert text.startswith("# A known length\n\n<https://example.org/a.pdf>\n")
    assert "- Time: 25 minutes\n" in text
    assert "## Reference\n\n*A known length*. (n.d.). <https://example.org/a.pdf>\n" in text
    assert f"- [First](<{ADDRESS}modules/first/index.md.txt>)" in text
    assert "No public copy is known." in plain["resources/paged/index.md.txt"]
    assert "Title supplied by us." in plain["resources/unknown/index.md.txt"]


def test_a_module_gives_its_steps_in_order(plain: Mapping[str, str]) -> None:
    text = plain["modules/first/index.md.txt"]
    places = [text.index(words) for words in ("A known length", "**Watch**: Look at this.", "Think about it")]
    assert places == sorted(places)


def test_the_overview_names_every_part_by_an_address_that_is_there(plain: Mapping[str, str]) -> None:
    text = plain["llms.txt"]
    assert text.startswith("# Small pathway\n\n> Words for all.\n")
    links = [str(link["href"]) for link in BeautifulSoup(markdown(text), "html.parser").find_all("a")]
    assert {link.removeprefix(ADDRESS) for link in links} == plain.keys() - {"llms.txt"}


def test_beyond_one_page_of_the_library_the_overview_counts_the_rest(open_catalogue: Open) -> None:
    more = "".join(f"  - {{id: r{n}, type: report, title: R{n}}}\n" for n in range(20))
    edition = open_catalogue(
        CATALOGUE.replace("repository:", "library_page_size: 10\n  repository:").replace(
            "tasks:\n", more + "tasks:\n", 1
        )
    )
    assert edition.site is not None
    (text,) = (file.text for file in files(edition.site) if file.path == "llms.txt")
    assert "13 more are listed in the library: <library/>" in text
    assert text.count("(<resources/") == 10


@pytest.mark.parametrize(
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
    html = BeautifulSoup(markdown(said(hostile), extensions=["extra"]), "html.parser")
    assert [node.name for node in html.find_all(True)] == ["p"]
    assert html.get_text() == " ".join(hostile.split())
