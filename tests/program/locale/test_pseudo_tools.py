"""Every tool in every state, in a pseudo-language: what it says without marks is a word that no one can translate."""

from __future__ import annotations

import functools
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from killable import killable_server
from longwords import COMPOUND
from marking import open_details
from neutral import english, neutral_project
from siteproject import mkdocs
from siteserver import serve_folder
from toolstates import STATES, bring_about, open_folds

if TYPE_CHECKING:
    from conftest import Once

pytestmark = pytest.mark.browser

PLACES = {
    "module": "modules/first/",
    "library": "library/",
    "search": "search/?q=სიტყვა",
    "your journal": "my/journal/",
    "your saved list": "my/saved/",
    "your learning record": "my/record/",
    "your learning": "my/",
    "your study plan": "my/plan/",
    "session": "session/",
}
#: Every text and every attribute that is read to people, but for names of what is stored, and a learner's own words.
TEXTS = """() => {
  const found = [];
  const own = ['script', 'style', 'code', 'textarea', '.lp-entry__text', '.lp-answer__words', '.lp-answer__paper',
    '.lp-citation > p', '.lp-saved__reference', '.Z3988'].join();
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest(own)) found.push(node.data);
  for (const one of document.querySelectorAll('body *:not(.Z3988)'))
    for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'label'])
      if (one.hasAttribute(name)) found.push(one.getAttribute(name));
  return found.filter((text) => /[A-Za-z]/.test(text));
}"""


def publish(folder: Path, page_size: int) -> None:
    built = mkdocs(neutral_project(folder / "project", "en-XA", page_size), folder / "site")
    assert built.returncode == 0, built.stdout + built.stderr


@pytest.fixture(scope="session")
def marked_site(once: Once) -> Path:
    return once("marked", lambda folder: publish(folder, 400)) / "site"


@pytest.fixture(scope="session")
def marked_address(marked_site: Path) -> Iterator[str]:
    with serve_folder(marked_site) as address:
        yield address


@pytest.fixture(scope="session")
def large_address(once: Once) -> Iterator[str]:
    with serve_folder(once("marked-large", lambda folder: publish(folder, 10)) / "site") as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(timezone_id="UTC", locale="en-GB")
    context.route(re.compile(r"^(?!\w+://127\.0\.0\.1[:/])"), lambda route: route.abort())
    yield context.new_page()
    context.close()


def left(page: Page) -> list[str]:
    """What the page says that is not marked."""
    names = (COMPOUND, "qqxxzz")
    texts = [functools.reduce(lambda rest, name: rest.replace(name, ""), names, text) for text in page.evaluate(TEXTS)]
    return sorted({f"{found} in {text.strip()[:120]!r}" for text in texts if (found := english(text))})


def heard(page: Page) -> str:
    """What a screen reader hears next."""
    expect(page.locator(".lp-live")).not_to_be_empty()
    return page.locator(".lp-live").inner_text()


def taken(page: Page, press: Callable[[], None]) -> bytes:
    with page.expect_download() as download:
        press()
    return Path(download.value.path()).read_bytes()


def text_of_word(file: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = [archive.read(name) for name in ("word/document.xml", "docProps/core.xml")]
    roots = [etree.fromstring(part) for part in parts]
    return "\n".join(part for root in roots for part in root.itertext("{*}t", "{*}title"))


def without_own_words(text: str) -> str:
    return text.replace(COMPOUND, "").replace("two", "").replace("path/", "")


@pytest.mark.matrix
@pytest.mark.parametrize("state", STATES)
def test_a_tool_in_use_says_nothing_that_is_not_marked(page: Page, marked_address: str, state: str) -> None:
    bring_about(state, page, marked_address, PLACES)
    page.wait_for_timeout(700)
    assert "⟦" in page.content()
    assert left(page) == []


@pytest.mark.matrix
@pytest.mark.parametrize("state", ["library with filters", "library without results"])
def test_a_large_library_says_nothing_that_is_not_marked(page: Page, large_address: str, state: str) -> None:
    page.goto(large_address + "library/")
    assert left(page) == []
    bring_about(state, page, large_address, PLACES)
    page.wait_for_timeout(700)
    assert left(page) == []


def test_what_is_announced_is_marked(page: Page, marked_address: str) -> None:
    page.goto(marked_address + PLACES["module"])
    page.locator(".lp-choices__more").first.click()
    open_details(page)
    said = set()
    for press in (
        *(
            lambda state=state: page.locator(f".lp-choice--{state}").first.click()
            for state in ("done", "doing", "skipped")
        ),
        lambda: page.locator(".lp-choice--todo").first.click(),
        lambda: page.locator(".lp-undo:visible").first.click(),
        lambda: page.locator(".lp-save:enabled").first.click(),
        lambda: page.locator(".lp-save:enabled").first.click(),
        lambda: page.locator(".lp-choice--done").nth(1).click(),
        lambda: page.locator(".lp-reset:visible").first.click(),
        lambda: page.locator(".lp-reset:visible").first.click(),
    ):
        page.evaluate("document.querySelector('.lp-live')?.replaceChildren()")
        press()
        said.add(heard(page))
        assert left(page) == []
    assert len(said) > 6
    assert [text for text in said if english(text)] == []


def test_copying_a_reference_is_marked(page: Page, marked_address: str) -> None:
    page.goto(marked_address + "resources/r-0/")
    expect(page.locator(".lp-copy__button").first).to_be_visible()
    assert left(page) == []
    page.locator(".lp-copy__button").first.click()
    assert english(heard(page)) == ""
    assert left(page) == []


@pytest.mark.parametrize("offline", [True, False])
def test_a_player_is_marked(page: Page, marked_address: str, offline: bool) -> None:
    page.goto(marked_address + "resources/playing/")
    page.context.set_offline(offline)
    page.locator(".lp-media__play").first.click()
    page.wait_for_timeout(400)
    assert left(page) == []


def test_a_recording_that_cannot_be_played_is_marked(page: Page, marked_address: str) -> None:
    page.goto(marked_address + "resources/heard/")
    page.locator(".lp-media__play").first.click()
    expect(page.locator(".lp-media__said")).not_to_be_empty()
    assert left(page) == []


@pytest.mark.full_only
def test_the_journals_files_are_marked(page: Page, marked_address: str) -> None:
    bring_about("journal with answers", page, marked_address, PLACES)
    for word in ("სიტყვა", "qqxxzz"):
        page.locator("#lp-journal-find").fill(word)
        page.wait_for_timeout(700)
        assert left(page) == []
    page.locator("#lp-journal-find").fill("")
    buttons = page.locator(".lp-takeaway__files button")
    assert english(without_own_words(text_of_word(taken(page, buttons.nth(0).click)))) == ""
    text = taken(page, buttons.nth(1).click).decode("utf-8")
    assert "⟦" in text
    assert english(without_own_words(text)) == ""
    page.locator(".lp-takeaway__choice input").first.uncheck()
    buttons.nth(0).click()
    expect(page.locator(".lp-takeaway__words")).not_to_be_empty()
    assert left(page) == []


@pytest.mark.full_only
def test_the_learning_records_files_are_marked(page: Page, marked_address: str) -> None:
    page.goto(marked_address + PLACES["module"])
    expect(page.locator(".lp-choice--done").first).to_be_visible()
    for button in page.locator(".lp-choice--done").all():
        button.click()
    page.goto(marked_address + PLACES["your learning record"])
    for box in page.locator(".lp-testimony__form input[type=checkbox]").all():
        box.check()
    assert left(page) == []
    buttons = page.locator(".lp-takeaway__files button")
    assert english(text_of_word(taken(page, buttons.nth(0).click))) == ""
    assert english(taken(page, buttons.nth(1).click).decode("utf-8")) == ""


@pytest.mark.full_only
def test_the_saved_list_is_marked_when_its_order_changes_and_when_it_is_taken_away(
    page: Page, marked_address: str
) -> None:
    page.goto(marked_address + PLACES["module"])
    open_details(page)
    expect(page.locator(".lp-save:enabled").first).to_be_visible()
    for button in page.locator(".lp-save:enabled").all()[:3]:
        button.click()
    page.goto(marked_address + PLACES["your saved list"])
    page.locator(".lp-saved__act--down").first.click()
    assert english(heard(page)) == ""
    page.locator(".lp-saved__act--off").first.click()
    page.wait_for_timeout(600)
    assert english(heard(page)) == ""
    page.locator(".lp-saved .lp-link-button").first.click()
    page.wait_for_timeout(600)
    assert english(heard(page)) == ""
    taken(page, page.locator("[data-format=ris]").click)
    expect(page.locator(".lp-takeaway__words")).not_to_be_empty()
    assert left(page) == []


@pytest.mark.full_only
def test_the_calendar_file_is_marked(page: Page, marked_address: str) -> None:
    bring_about("study plan shown", page, marked_address, PLACES)
    button = page.locator(".lp-plan__shown button")
    text = taken(page, button.click).decode("utf-8").replace("\r\n ", "")
    lines = [
        line for line in text.splitlines() if line.startswith(("SUMMARY:", "DESCRIPTION:", "NAME:", "X-WR-CALNAME:"))
    ]
    assert lines
    assert [line for line in lines if english(line.partition(":")[2].replace("\\n", " "))] == []
    assert left(page) == []
    page.locator("[name=days]").evaluate_all("boxes => boxes.forEach(box => box.checked = false)")
    page.locator(".lp-plan form button").click()
    expect(page.locator(".lp-plan__shown .lp-trouble")).to_be_visible()
    assert left(page) == []


def damaged() -> dict[str, bytes]:
    """Files that are refused, for every reason."""
    moment = "2024-05-01T00:00:00.000Z"
    fields: dict[str, dict[str, Any]] = {"progress": {}, "answers": {}, "saved": {}, "settings": {}}
    whole = {
        "format": "learning-pathway-learner",
        "version": 3,
        "exported": moment,
        "pathway": {"title": "ა", "address": "https://example.org/"},
        "fields": fields,
    }
    entry = {"value": "done", "at": moment, "by": "abcdefgh12"}

    def held(**changes: Any) -> bytes:
        return json.dumps({**whole, **changes}).encode()

    def with_progress(key: str, **changes: Any) -> bytes:
        return held(fields={**fields, "progress": {key: {**entry, **changes}}})

    return {
        "no JSON": b"x",
        "compressed": b"\x1f\x8b\x08",
        "a web page": b"<html>",
        "of another kind": b"{}",
        "no version": held(version="x"),
        "of a newer version": held(version=99),
        "of a version that it is not": json.dumps({**whole, "version": 1, "fields": 1}).encode(),
        "too deep": b"[" * 40 + b"]" * 40,
        "a name of its own": b'{"__proto__": 1}',
        "a name twice": b'{"a": 1, "a": 2}',
        "a strange part": held(strange=1),
        "no moment": held(exported="x"),
        "no pathway": held(pathway=1),
        "a strange part of the pathway": held(pathway={"title": "a", "address": "b", "more": 1}),
        "no device": held(device="!"),
        "no entries": held(fields=1),
        "a part missing": held(fields={"progress": {}}),
        "a wrong key": with_progress("x y"),
        "a wrong entry": with_progress("resource:r-0", value="x"),
        "a wrong date": with_progress("resource:r-0", at="2024-99-99T00:00:00.000Z"),
        "the future": with_progress("resource:r-0", at="9000-01-01T00:00:00.000Z"),
        "another pathway": with_progress("resource:no-such-thing"),
    }


@pytest.mark.matrix
@pytest.mark.parametrize("fault", damaged())
def test_why_a_file_is_refused_is_marked(page: Page, marked_address: str, fault: str) -> None:
    page.goto(marked_address + "my/")
    open_folds(page)
    content = damaged()[fault]
    page.locator("#lp-file").set_input_files({"name": "x.json", "mimeType": "application/json", "buffer": content})
    page.locator(".lp-taking-in button").first.click()
    expect(page.locator(".lp-outcome .lp-trouble")).to_be_visible()
    said = page.locator(".lp-outcome").inner_text()
    assert said.startswith("⟦")
    named = ("__proto__", "strange", "progress", "resource:r-0", "x y", "no-such-thing", "answers", "fields")
    for word in named:
        said = said.replace(f"“{word}”", "").replace(word, "")
    assert english(said) == ""


@pytest.mark.full_only
def test_loading_undoing_and_deleting_are_marked(page: Page, marked_address: str) -> None:
    bring_about("your learning, filled", page, marked_address, PLACES)
    file = taken(page, page.locator("[data-lp-mine=file] button").first.click)
    held = json.loads(file)
    answers = held["fields"]["answers"]
    for entry in answers.values():  # another device has written something else
        entry["value"]["text"], entry["by"], entry["seen"] = "სხვა", "otherdevice1", {}
    for _ in range(2):
        page.locator("#lp-file").set_input_files(
            {"name": "x.json", "mimeType": "application/json", "buffer": json.dumps(held).encode()}
        )
        page.locator(".lp-taking-in button").first.click()
        expect(page.locator(".lp-outcome p").first).to_contain_text("⟦")
        assert left(page) == []
    page.goto(marked_address + PLACES["module"])
    expect(page.locator(".lp-answer__unfold").first).to_be_visible()
    page.locator(".lp-answer__unfold").first.click()
    page.locator(".lp-answer__choices button").last.click()
    assert left(page) == []
    page.goto(marked_address + "my/")
    open_folds(page)
    page.locator("#lp-file").set_input_files({"name": "x.json", "mimeType": "application/json", "buffer": file})
    page.locator(".lp-taking-in input[value=replace]").check()
    page.locator(".lp-taking-in button").first.click()
    page.locator(".lp-outcome button").click()
    page.wait_for_timeout(600)
    assert left(page) == []
    page.locator(".lp-mine .lp-reset:visible").first.click()
    page.wait_for_timeout(600)
    assert left(page) == []
    page.locator("[data-lp-mine=delete] button").first.click()
    page.locator("dialog .lp-button:not(.lp-button--quiet)").click()
    expect(page.locator("[data-lp-mine=delete] > p").nth(1)).to_contain_text("⟦")
    assert left(page) == []


@pytest.mark.full_only
def test_reading_offline_is_marked(page: Page, marked_site: Path) -> None:
    with killable_server(marked_site, "/pathway/") as server:
        page.goto(server.address + "my/")
        open_folds(page)
        expect(page.locator("[data-lp-offline] button")).to_be_visible()
        assert left(page) == []
        page.locator("[data-lp-offline] button").click()
        expect(page.locator(".lp-offline__kept")).to_be_visible(timeout=30_000)
        assert left(page) == []
        server.kill()
        page.goto(server.address + "no/such/page/")
        expect(page.locator("h1")).to_have_text("⟦Ñöţ öñ ţĥîš ðévîçé⟧")
        assert left(page) == []
        page.goto(server.address + "my/")
        open_folds(page)
        page.locator("[data-lp-offline] button").click()
        page.wait_for_timeout(600)
        assert left(page) == []


@pytest.mark.full_only
def test_tools_without_a_network_are_marked(page: Page, marked_address: str) -> None:
    page.goto(marked_address + PLACES["library"])
    expect(page.locator("[data-lp-library=ready]")).to_be_attached()
    page.context.set_offline(True)
    page.locator("#lp-filter-text").fill("ა")
    page.wait_for_timeout(900)
    assert left(page) == []
    page.context.set_offline(False)
    page.goto(marked_address + "search/")
    page.context.set_offline(True)
    page.locator("#lp-search").fill("ა")
    page.wait_for_timeout(900)
    assert left(page) == []


@pytest.mark.full_only
def test_what_cannot_be_kept_is_marked(browser: Browser, marked_address: str) -> None:
    context = browser.new_context()
    context.add_init_script("indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); }")
    page = context.new_page()
    page.goto(marked_address + PLACES["module"])
    page.locator(".lp-choice--done").first.click()
    open_details(page)
    page.locator(".lp-save:enabled").first.click()
    page.locator(".lp-answer textarea").first.fill("სიტყვა")
    page.wait_for_timeout(900)
    assert page.locator(".lp-trouble:visible").count()
    assert left(page) == []
    for place in ("your journal", "your saved list", "your learning"):
        page.goto(marked_address + PLACES[place])
        page.wait_for_timeout(500)
        assert left(page) == []
    context.close()
