"""The preview in Chromium: a page reloads when it changes, and problems are laid over it and go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runningpreview import RunningPreview, previews
from siteproject import small_repository
from smallcatalogue import CATALOGUE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.engine, pytest.mark.browser]


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPreview]:
    """A preview of a small project."""
    folder = tmp_path_factory.mktemp("preview")
    with previews(small_repository(folder / "project"), folder / "log") as begin:
        running = begin()
        running.wait_for(200, "Second")
        yield running


@pytest.fixture
def page(browser: Browser, preview: RunningPreview) -> Iterator[Page]:
    """A page whose errors, broken policies and failed requests are faults; the catalogue is as it was in the end."""
    context = browser.new_context()
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
    page.set_default_timeout(60_000)
    yield page
    context.close()
    (preview.project / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    preview.wait_for(200, "A known length", "resources/known/", without='<details class="lp-preview"')
    assert faults == []


def save(preview: RunningPreview, before: str, after: str) -> None:
    path = preview.project / "resources.yaml"
    new = path.with_name(".new")
    new.write_text(CATALOGUE.replace(before, after, 1), encoding="utf-8")
    new.replace(path)


def test_a_page_reloads_when_it_changes(page: Page, preview: RunningPreview) -> None:
    from playwright.sync_api import expect

    page.goto(preview.address + "resources/known/")
    save(preview, "A known length", "A better title")
    expect(page.get_by_role("heading", level=1)).to_have_text("A better title")
    save(preview, "A known length", "A third title")
    expect(page.get_by_role("heading", level=1)).to_have_text("A third title")


def test_a_page_stays_when_another_changes(page: Page, preview: RunningPreview) -> None:
    page.goto(preview.address + "resources/paged/")
    page.evaluate("window.kept = true")
    save(preview, "prompt: Think about it", "prompt: Think again")
    preview.wait_for(200, "Think again", "modules/first/")
    page.wait_for_timeout(1000)
    assert page.evaluate("window.kept") is True


def test_problems_are_laid_over_the_page_and_go(page: Page, preview: RunningPreview) -> None:
    from playwright.sync_api import expect

    page.goto(preview.address + "resources/known/")
    page.evaluate("window.kept = true")
    save(preview, "type: report", "type: reprot")
    problems = page.locator(".lp-preview")
    expect(problems).to_contain_text("resources.yaml:9:")
    expect(problems).to_contain_text("type: report")  # the line as it should be
    assert page.evaluate("getComputedStyle(document.querySelector('.lp-preview')).position") == "fixed"
    expect(page.get_by_role("heading", level=1)).to_have_text("A known length")
    problems.locator("summary").first.press("Enter")
    expect(problems.locator("pre").first).to_be_hidden()
    save(preview, "A known length", "A known length")
    expect(problems).to_have_count(0)
    assert page.evaluate("window.kept") is True


def test_problems_are_accessible(page: Page, preview: RunningPreview) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.goto(preview.address + "resources/known/")
    save(preview, "type: report", "type: <script>alert(1)</script>")
    page.locator(".lp-preview").wait_for()
    assert page.locator(".lp-preview script").count() == 0
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found] == []


@pytest.mark.matrix
@pytest.mark.parametrize("path", ["my/", "library/", "search/?q=length", "modules/first/", "my/saved/"])
def test_pages_find_all_that_they_ask_for(page: Page, preview: RunningPreview, path: str) -> None:
    page.goto(preview.address + path)
    page.wait_for_timeout(1500)


def test_a_page_that_comes_back_is_loaded(page: Page, preview: RunningPreview, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    page.goto(preview.address + "resources/known/")
    save(preview, "title: A book", "title: A book of another name")
    page.goto(preview.address + "resources/paged/")
    expect(page.get_by_role("heading", level=1)).to_have_text("A book of another name")
