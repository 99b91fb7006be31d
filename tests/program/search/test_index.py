"""The index: what of a catalogue and of hand-written pages is in it, and in what bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from casetable import case_table
from learning_pathway.search import SearchDocument, SearchWeights, search_files
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.pages.library import in_order
from learning_pathway.site.pages.search import documents, search_assets, written_page

Files = dict[str, Any]
HERE = Path(__file__).parent / "files"
WEIGHTS = SearchWeights(13, 6, 4, 2)


@pytest.fixture
def edition(tmp_path: Path) -> Build:
    (tmp_path / "resources.yaml").write_bytes((HERE / "words.yaml").read_bytes())
    return open_build(tmp_path)


def read(found: Iterable[Any]) -> Files:
    """The data of each file of the index, by its name."""
    return {
        file.path.rpartition("/")[2]: json.loads(file.text)
        for file in found
        if file.path.startswith("assets/pathway/search/") and file.path.endswith(".json")
    }


def postings(files: Files) -> dict[str, dict[int, int]]:
    """For each term, the places of the documents that hold it, and what it counts in each."""
    found: dict[str, dict[int, int]] = {}
    for name, content in files.items():
        for term, packed in content["terms"] if name.startswith("terms-") else ():
            place, found[term] = -1, {}
            for number in packed:
                place += number // 16
                found[term][place] = number % 16
    return found


def titles(files: Files) -> list[str]:
    names = sorted((name for name in files if name.startswith("documents-")), key=lambda name: int(name[10:-5]))
    return [document[0] for name in names for document in files[name]["documents"]]


def test_the_librarys_resources_come_first_in_its_order(edition: Build) -> None:
    assert edition.site is not None
    found = list(documents(edition.site))
    count = len(edition.site.resources)
    assert all(document.address.startswith("resources/") for document in found[:count])
    assert [document.title for document in found[:count]] == [each.heading for each in in_order(edition.site)]
    assert [document.kind for document in found[count:]] == ["Module", "Section", "Task", "Theme", "Tips", "Tip"]


def test_a_word_counts_most_in_a_title_and_least_on_a_hand_written_page(edition: Build) -> None:
    assert edition.site is not None
    files = read(search_assets(edition.site, [written_page("about/", "# About trust\n\nBoards trust.")]))
    order = titles(files)
    weights = {order[place]: weight for place, weight in postings(files)["trust"].items()}
    assert weights["Building trust"] > weights["Trust"] > weights["Boards"]
    assert weights["Building trust"] > weights["Whom do you trust?"] > weights["Trust"]
    assert weights["Trust at work"] > weights["Trust"] > weights["About trust"]


def test_only_the_words_of_the_entries_are_in_it(edition: Build) -> None:
    assert edition.site is not None
    found = postings(read(search_assets(edition.site, ())))
    for present in ("aubergin", "leek", "parsnip", "turnip", "rhubarb", "toolkit", "obrien", "r&d", "c++", "🚀"):
        assert present in found, present
    for button in ("save", "later", "skip", "example", "export", "download", "cite", "menu", "thi"):
        assert button not in found, button


def test_hand_written_pages_are_read_without_their_markup(edition: Build) -> None:
    page = edition.written_page((HERE / "about.md").read_text(encoding="utf-8"), "about.md", "about/")
    assert page is not None
    assert (page.address, page.title) == ("about/", "About & more")
    assert page.text == "Written by hand, with a link to swedes and code.\nPart two\nKohlrabi"
    assert edition.written_page((HERE / "hidden.md").read_text(encoding="utf-8"), "hidden.md", "hidden/") is None


@case_table(
    ("markdown", "text"),
    [
        ("# T\n\n- one\n- two_three _four_\n", "one two_three four"),
        ("# T\n\n> ![Picture](a.png) 5 \\* 3\n", "Picture 5 * 3"),
        ("# T\n\n<script>var x</script><!-- no -->Yes &amp; no {: .class }\n", "Yes & no"),
        ("# T\n\n[A][ref] and ![](x.png) **b**\n", "A and b"),
        ("# T\n\n~~~\nx\n~~~\n\n| a | b |\n|---|---|\n| c | d |\n", "a b\nc d"),
        ("no heading", "no heading"),
    ],
)
def test_markup_of_every_kind_is_left_out(markdown: str, text: str) -> None:
    assert written_page("t/", markdown).text == text


def test_names_that_programs_know_are_words_like_any_other(edition: Build) -> None:
    assert edition.site is not None
    found = postings(read(search_assets(edition.site, ())))
    assert {"constructor", "proto", "tostr"} <= found.keys()


def test_two_words_are_found_by_the_one_that_others_write(edition: Build) -> None:
    texts = ["We favour co production here", "Co-production is the word", "No production"]
    files = read(search_files([SearchDocument(f"{n}/", t, "Page", WEIGHTS) for n, t in enumerate(texts)], 0, "en"))
    assert set(postings(files)["coproduct"]) == {0, 1}


def test_a_catalogue_without_anything_has_an_index_all_the_same() -> None:
    files = read(search_files([], 0, "en"))
    assert files["index.json"]["documents"] == 0
    assert files["index.json"]["first"] == []


def test_every_file_says_which_index_it_belongs_to(edition: Build) -> None:
    assert edition.site is not None
    files = read(search_assets(edition.site, ()))
    assert len({content["version"] for content in files.values()}) == 1
    other = read(search_assets(edition.site, [written_page("a/", "# One more")]))
    assert other["index.json"]["version"] != files["index.json"]["version"]


def test_a_language_brings_its_own_stemmer_and_no_other() -> None:
    for language, has in (("en-GB", True), ("fr", True), ("cy", False)):
        paths = [file.path for file in search_files([], 0, language)]
        assert ("assets/pathway/search/stemmer.mjs" in paths) is has


def test_long_texts_are_kept_short_and_long_words_too() -> None:
    text = "word " * 20_000 + "x" * 5_000
    files = read(search_files([SearchDocument("a/", "A", "Page", WEIGHTS, text=(text,))], 0, "en"))
    assert len(files["documents-0.json"]["documents"][0][5]) < 3_100
    assert max(map(len, postings(files))) == 64


def test_a_term_that_every_document_holds_stays_small() -> None:
    many = [SearchDocument(f"{n}/", f"Trust {n}", "Page", WEIGHTS) for n in range(3_000)]
    files = {file.path: file.text for file in search_files(many, 3_000, "en")}
    holding = [text for path, text in files.items() if "/terms-" in path and '["trust",' in text]
    assert len(holding) == 1
    assert len(holding[0]) < 3_000 * 5 + 1_000
    assert max(len(text) for path, text in files.items() if "/documents-" in path) < 2_000


@pytest.mark.long
@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_catalogue_gives_the_same_bytes_in_any_process(edition: Build, tmp_path: Path, seed: str) -> None:
    program = (
        "import sys; from pathlib import Path; from learning_pathway.site.build import open_build;"
        "from learning_pathway.site.pages.search import search_assets;"
        "print(*(a.text for a in search_assets(open_build(Path(sys.argv[1])).site, ())), sep='')"
    )
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", program, str(tmp_path)]
    made = subprocess.run(command, capture_output=True, env=environment, check=True).stdout.decode("utf-8")
    assert edition.site is not None
    assert made.strip() == "".join(asset.text for asset in search_assets(edition.site, ())).strip()


def test_every_address_leads_to_a_page_or_a_part_of_one(edition: Build) -> None:
    assert edition.site is not None
    pages = {page.path: page.text for page in edition.pages()}
    for document in documents(edition.site):
        path, _, anchor = document.address.partition("#")
        text = pages[f"{path}index.md"]
        assert not anchor or f'id="{anchor}"' in text or f"#{anchor}" in text, document.address
