"""The learner's tools on a pathway in many languages: titles keep their language and direction, Word files too."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journalling import take
from saving import open_saved, save_work
from seen.tongues import TITLES, WAYS, project, unmarked
from siteproject import mkdocs
from siteserver import serve_folder
from writing import open_journal, open_module, saved, write

pytestmark = pytest.mark.browser

HEBREW = "מה למדנו? (part 1)\n\nWe met רות כהן, twice."


@pytest.fixture(scope="module")
def pathway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site of that pathway."""
    folder = tmp_path_factory.mktemp("tongues")
    built = mkdocs(project(folder / "project"), folder / "site")
    assert built.returncode == 0, built.stdout + built.stderr
    with serve_folder(folder / "site", "/pathway/") as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", accept_downloads=True)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_the_saved_list_keeps_the_language_of_titles(page: Page, pathway: str) -> None:
    page.goto(f"{pathway}library/")
    for tag in ("he", "cy"):
        save_work(page, f"resource:in-{tag}")
    open_saved(page, pathway)
    for tag in ("he", "cy"):
        title = page.locator(f".lp-saved__title [lang='{tag}']")
        expect(title).to_have_text(TITLES[tag])
        assert title.get_attribute("dir") == WAYS.get(tag)
    assert unmarked(page.content()) == []
    expect(page.get_by_role("group", name=TITLES["cy"])).to_be_visible()
    page.get_by_role("group", name=TITLES["he"]).get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Taken off:")).to_be_visible()
    assert not [
        found for found in unmarked(page.locator(".lp-saved__item").first.evaluate("e => e.outerHTML")) if found
    ]


def test_steps_that_fit_keep_the_language_of_titles(page: Page, pathway: str) -> None:
    page.goto(pathway)
    page.get_by_role("button", name="Find steps that fit").click()
    expect(page.locator(".lp-sitting__steps li").first).to_be_visible()
    assert unmarked(page.content()) == []


def test_a_word_file_sets_text_from_right_to_left(page: Page, pathway: str, tmp_path: Path) -> None:
    open_module(page, pathway, "modules/whole/")
    write(page, HEBREW, "think")
    saved(page, "think")
    open_journal(page, pathway)
    with zipfile.ZipFile(take(page, "Word", tmp_path)) as file:
        text = file.read("word/document.xml").decode("utf-8")
    paragraphs = re.findall(r"<w:p>.*?</w:p>", text)
    first = next(one for one in paragraphs if "מה למדנו" in one)
    assert "<w:bidi/>" in first
    assert '<w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">מה למדנו</w:t>' in first
    second = next(one for one in paragraphs if "We met" in one)
    assert "<w:bidi/>" not in second
    assert '<w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">רות כהן</w:t>' in second
    assert [re.sub("<[^>]+>", "", one) for one in (first, second)] == HEBREW.split("\n\n")
