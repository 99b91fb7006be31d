"""Long texts leave the site without raw signs: as HTML, or as plain text."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.utils.meta import get_data

from hostiletext import catalogue
from learning_pathway.catalogue.model import LongText
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.files.downloads import EXPORTS, export_file
from learning_pathway.site.handbook import handbook
from learning_pathway.site.pages.learner import OUTLINE_PATH

TEXT = "A **marked** and *soft* text of [words](https://example.org/words):\n\n- first\n- second\n\n1. third\n2. fourth"
RAW = ("**marked", "marked**", "*soft*", "[words](", "- first")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Build:
    root = tmp_path_factory.mktemp("long")
    content = catalogue(TEXT, only=LongText, otherwise="Words")
    content["pathway"]["packages"] = ["epub", "common-cartridge", "scorm12"]
    (root / "resources.yaml").write_text(json.dumps(content), encoding="utf-8")
    made = open_build(root)
    assert made.site is not None, made.problem_list
    return made


@pytest.fixture(scope="module")
def leaving(edition: Build) -> Mapping[str, str]:
    """The text of every file that stands beside the pages or can be taken away, and of what is packed in it."""
    assert edition.site is not None
    files = {asset.path: asset.data for asset in edition.other_files()}
    files |= {f"takeaway of {kind}": export_file(edition.site, kind) for kind in EXPORTS}
    files["handbook.html"] = handbook(edition.site, style_sheet="x.css").encode()
    return {name: text for file, data in files.items() for name, text in unpacked(file, data)}


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for inner in packed.namelist():
                yield from unpacked(f"{name}: {inner}", packed.read(inner))
    else:
        yield name, data.decode("utf-8", errors="replace")


def test_no_file_shows_a_raw_sign(leaving: Mapping[str, str]) -> None:
    telling = {name: text for name, text in leaving.items() if "marked" in text}
    assert len(telling) > 30
    for name, text in telling.items():
        assert [sign for sign in RAW if sign in unescape(text)] == [], name


def test_feeds_and_books_have_html(leaving: Mapping[str, str]) -> None:
    feed = json.loads(leaving["feed.json"])
    body = BeautifulSoup(feed["items"][0]["content_html"], "html.parser")
    assert [item.get_text() for item in body.find("ul").find_all("li")] == ["first", "second"]
    assert any("<strong>marked</strong>" in text for name, text in leaving.items() if name.endswith(".xhtml"))


def test_a_task_is_kept_under_the_words_that_the_journal_compares(edition: Build, leaving: Mapping[str, str]) -> None:
    """The page and the outline give a prompt alike, or every answer would seem to be of an earlier prompt."""
    (outline,) = (text for name, text in leaving.items() if name.endswith(Path(OUTLINE_PATH).name))
    page = next(page.text for page in edition.pages() if page.path == "modules/module/index.md")
    body = BeautifulSoup(str(get_data(page)[1]["body"]), "html.parser")
    kept = body.select_one(".lp-task__prompt")["data-prompt"]
    assert kept == json.loads(outline)["steps"]["task:task"]["prompt"]
    assert kept.startswith("A marked and soft text of words (https://example.org/words):\n\n• first\n• second")


def test_no_page_shows_a_raw_sign_in_its_head_or_its_body(edition: Build) -> None:
    for page in edition.pages():
        meta = get_data(page.text)[1]
        told = unescape(" ".join(str(meta.get(name, "")) for name in ("description", "head", "linked_data", "body")))
        assert [sign for sign in RAW if sign in told] == [], page.path
