"""The heads of pages, as reference managers, search engines and link previews read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from learning_pathway.catalogue.model import Resource
from learning_pathway.formats.highwire import embedded
from seen.conftest import ADDRESS, HOSTILE, TYPES

pytestmark = pytest.mark.engine

CLEAN = " ".join(HOSTILE.split())
Metas = dict[str, list[str]]


def metas(page: Path) -> Metas:
    """What stands in the head of a page, by name or property."""
    head = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").head
    assert head is not None
    found: Metas = {}
    for node in head.find_all("meta"):
        key = node.get("name") or node.get("property")
        if key:
            found.setdefault(str(key), []).append(str(node["content"]))
    return found


def record(site: Path, name: str) -> Metas:
    return metas(site / "resources" / name / "index.html")


def about_no_single_work(site: Path) -> Iterator[Path]:
    yield from (page for page in site.rglob("*.html") if page.relative_to(site).parts[0] != "resources")


@pytest.mark.parametrize("name", TYPES)
def test_every_type_of_resource_names_itself_and_its_creators(seen_site: Path, name: str) -> None:
    found = record(seen_site, name)
    assert found["citation_title"] == found["DC.title"] == [f"A work: {name}"]
    assert found["citation_author"] == found["DC.creator"] == ["Sharp, Cathy", "Northern Forum"]
    assert found["citation_public_url"] == found["DC.identifier"] == [f"https://example.net/{name}"]
    assert len(found["DC.type"]) == 1


def test_types_are_those_that_reference_managers_know(seen_site: Path) -> None:
    assert {name: record(seen_site, name)["DC.type"][0] for name in TYPES} == {
        "article": "magazineArticle",
        "blog": "blogPost",
        "report": "report",
        "journal-article": "journalArticle",
        "conference-paper": "conferencePaper",
        "chapter": "bookSection",
        "book": "book",
        "toolkit": "report",
        "course": "webpage",
        "video": "videoRecording",
        "audio": "podcast",
        "web-page": "webpage",
    }


def test_numbers_and_containers_stand_under_their_own_names(seen_site: Path) -> None:
    paper = record(seen_site, "journal-article")
    assert paper["citation_journal_title"] == ["Journal"]
    assert (paper["citation_volume"], paper["citation_issue"]) == (["5"], ["3"])
    assert (paper["citation_firstpage"], paper["citation_lastpage"]) == (["401"], ["423"])
    assert record(seen_site, "report")["citation_publication_date"] == ["2022/09"]
    assert record(seen_site, "report")["citation_technical_report_institution"] == [
        "Collective Leadership for Scotland"
    ]
    assert record(seen_site, "chapter")["citation_book_title"] == ["A book of parts"]
    assert record(seen_site, "chapter")["DC.contributor"] == ["Gray, Ida"]
    assert record(seen_site, "conference-paper")["citation_conference_title"] == ["Proceedings of a Conference"]


def test_a_pdf_is_named_as_one() -> None:
    work = Resource.model_validate({"id": "r", "type": "report", "title": "R", "url": "https://example.net/r.PDF?v=2"})
    assert dict(embedded(work))["citation_pdf_url"] == "https://example.net/r.PDF?v=2"
    page = Resource.model_validate({"id": "r", "type": "report", "title": "R", "url": "https://example.net/r"})
    assert "citation_pdf_url" not in dict(embedded(page))


def test_the_page_of_a_library_record_is_never_given_as_the_work() -> None:
    facts = {"id": "r", "type": "book", "title": "R", "catalogue_url": "https://library.example.net/r"}
    assert not [text for _, text in embedded(Resource.model_validate(facts)) if "library.example.net" in text]


def test_only_a_page_about_one_work_carries_one_in_its_head(seen_site: Path) -> None:
    for page in about_no_single_work(seen_site):
        strays = [name for name in metas(page) if name.startswith(("citation_", "DC."))]
        assert strays == [], page
    for page in (seen_site / "resources").rglob("index.html"):
        text = page.read_text(encoding="utf-8")
        assert len(metas(page)["citation_title"]) == 1
        assert "Z3988" not in text, page


def test_hostile_words_stay_within_their_attribute(seen_site: Path) -> None:
    found = record(seen_site, "hostile")
    assert found["citation_title"] == found["DC.title"] == [CLEAN]
    assert found["citation_author"] == [CLEAN, f"{CLEAN}, {CLEAN}"]
    for page in seen_site.rglob("index.html"):
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        assert not [node for node in soup.find_all("script") if str(node.string or "").startswith("window.broken")]
        assert len(soup.find_all("title")) - len(soup.select("svg title")) == 1, page


def test_every_page_has_its_address_and_a_preview(seen_site: Path) -> None:
    for page in seen_site.rglob("index.html"):
        text = page.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in text:
            continue
        here = ADDRESS + page.relative_to(seen_site).as_posix().removesuffix("index.html")
        assert f'<link rel="canonical" href="{here}">' in text, page
        found = metas(page)
        assert found["og:url"] == [here]
        assert len(found["og:title"]) == len(found["og:description"]) == 1
        (image,) = found["og:image"]
        picture = seen_site / image.removeprefix(ADDRESS)
        assert picture.is_file(), image
        assert found["og:locale"] == ["en_GB"]


def test_kinds_of_page_have_pictures_of_their_own(seen_site: Path) -> None:
    shown = {
        path: metas(seen_site / path / "index.html")["og:image"][0].rpartition("/")[2]
        for path in ("", "modules/known", "resources/book", "library", "themes/trust", "routes/both", "tips", "about")
    }
    assert list(shown.values()) == [
        f"{kind}.png" for kind in ("home", "module", "record", "library", "theme", "route", "tips", "page")
    ]


def test_without_an_address_no_page_claims_one(site_without_address: Path) -> None:
    for page in site_without_address.rglob("index.html"):
        assert not {"og:url", "og:image", "twitter:card"} & metas(page).keys()
        assert 'rel="canonical"' not in page.read_text(encoding="utf-8") or "refresh" in page.read_text(
            encoding="utf-8"
        )
