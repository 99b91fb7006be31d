"""The learning record: what was done, when and for how long, called what it is, and nothing more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axes import faults
from published import folder_of, script
from writing import RECORD, open_module, write

pytestmark = pytest.mark.browser

SET = """async ([store, progress]) => {
  const opened = await (await import(store)).openStore();
  for (const [key, value] of progress) await opened.set('progress', key, value);
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def outline(site: Path) -> dict[str, dict[str, dict[str, str | int | None]]]:
    content: dict[str, dict[str, dict[str, str | int | None]]] = json.loads(
        (site / folder_of(site) / "outline.json").read_text(encoding="utf-8")
    )
    return content


def mark(page: Page, site_address: str, progress: dict[str, str]) -> None:
    """Mark steps, as the controls of the pages do."""
    page.evaluate(SET, [script(site_address, "store/store.mjs"), list(progress.items())])


def open_record(page: Page, site_address: str) -> None:
    page.goto(site_address + RECORD)
    expect(page.locator(".lp-testimony")).to_contain_text("own record, not a certificate")


def steps_of(site: Path, module: str) -> list[str]:
    modules: list[dict[str, list[dict[str, list[str]]]]] = outline(site)["modules"]  # type: ignore[assignment]
    found = next(one for one in modules if one["id"] == module)  # type: ignore[comparison-overlap]
    return [key for section in found["sections"] for key in section["steps"]]


def test_the_record_tells_what_was_done_and_when(page: Page, site: Path, site_address: str) -> None:
    steps = outline(site)["steps"]
    works = [key for key in steps_of(site, "collaborative-impact-leadership") if key.startswith("resource:")]
    first = next(key for key in works if steps[key]["minutes"])
    second = next(key for key in works if not steps[key]["minutes"])
    minutes = steps[first]["minutes"]
    page.clock.install(time="2026-03-02T10:00:00Z")
    page.goto(site_address)
    mark(page, site_address, {first: "done"})
    page.clock.set_fixed_time("2026-03-05T10:00:00Z")
    mark(page, site_address, {second: "done", "task:who-do-you-collaborate-with": "doing"})
    open_record(page, site_address)
    record = page.locator(".lp-testimony")
    expect(record).to_contain_text("2 steps done, from 2 March 2026 to 5 March 2026.")
    expect(record).to_contain_text(re.compile(f"more than {minutes // 5 * 5} minutes"))
    expect(record.locator("li")).to_have_count(2)
    expect(record).to_contain_text("2 March 2026")
    expect(record).not_to_contain_text("Who do you collaborate with?")  # begun, but not done
    assert faults(page) == ""


def test_the_record_calls_itself_self_declared_and_gives_no_marks(page: Page, site: Path, site_address: str) -> None:
    page.goto(site_address)
    mark(page, site_address, dict.fromkeys(steps_of(site, "collaborative-impact-leadership"), "done"))
    open_record(page, site_address)
    words = page.locator("main").inner_text().lower()
    assert "own record, not a certificate. no one has checked or assessed it" in words
    for word in ("badge", "streak", "score", "points", "level up", "congratulations", "%"):
        assert word not in words


def test_what_serves_in_two_modules_is_told_once(page: Page, site: Path, site_address: str) -> None:
    modules = outline(site)["modules"]
    places: dict[str, int] = {}
    for module in modules:
        for key in dict.fromkeys(steps_of(site, module["id"])):  # type: ignore[index]
            places[key] = places.get(key, 0) + 1
    twice = next(key for key, number in places.items() if number > 1)
    page.goto(site_address)
    mark(page, site_address, {twice: "done"})
    open_record(page, site_address)
    expect(page.locator(".lp-testimony li")).to_have_count(1)
    expect(page.locator(".lp-testimony")).to_contain_text("1 step done")


def test_what_has_left_the_pathway_is_told_all_the_same(page: Page, site_address: str) -> None:
    page.goto(site_address)
    mark(page, site_address, {"resource:a-work-that-is-gone": "done"})
    open_record(page, site_address)
    record = page.locator(".lp-testimony")
    expect(record).to_contain_text("No longer in the pathway")
    expect(record).to_contain_text("a work that is gone")


def test_own_words_come_in_only_when_they_are_wanted(page: Page, site_address: str, tmp_path: Path) -> None:
    open_module(page, site_address)
    write(page, "My own words")
    mark(page, site_address, {"task:who-do-you-collaborate-with": "done"})
    open_record(page, site_address)
    expect(page.locator(".lp-testimony")).not_to_contain_text("My own words")
    page.get_by_label("Include what I wrote in my journal").check()
    expect(page.locator(".lp-testimony")).to_contain_text("My own words")
    page.get_by_label("Show how long things take").uncheck()
    expect(page.locator(".lp-testimony")).not_to_contain_text("15 minutes")
    assert faults(page) == ""
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    paragraphs = [(str(one.style.name), one.text) for one in docx.Document(str(file)).paragraphs if one.style]
    assert paragraphs[0] == ("Title", "Learning record")
    assert ("Normal", "My own words") in paragraphs
    assert any(text.startswith("This is the learner’s own record") for _, text in paragraphs)


def test_a_name_is_printed_and_never_stored(page: Page, site_address: str) -> None:
    page.goto(site_address)
    mark(page, site_address, {"task:who-do-you-collaborate-with": "done"})
    open_record(page, site_address)
    page.get_by_label("Your name").fill("Ada <b>Lovelace</b>")
    expect(page.locator(".lp-testimony")).to_contain_text("Ada <b>Lovelace</b>")
    page.emulate_media(media="print")
    expect(page.locator(".lp-testimony")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_count(0)
    expect(page.get_by_role("heading", name="Learning record", exact=True)).to_be_visible()
    page.emulate_media(media="screen")
    open_record(page, site_address)
    expect(page.get_by_label("Your name")).to_have_value("")
    stored = page.evaluate(
        "async (store) => JSON.stringify([(await (await import(store)).openStore()).rows(), localStorage])",
        script(site_address, "store/store.mjs"),
    )
    assert "Lovelace" not in stored


def test_the_empty_record_says_so(page: Page, site_address: str) -> None:
    page.goto(site_address + RECORD)
    expect(page.get_by_text("You have not marked a step as done on this device yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Word")).to_be_hidden()
    assert faults(page) == ""
