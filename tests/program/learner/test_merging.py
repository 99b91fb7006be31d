"""Merging never loses a text: copied profiles, backups put back, wrong clocks, files loaded twice and in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from backup import TASK, answer, kept, save, take_in
from marking import open_mine
from profiles import running

pytestmark = pytest.mark.browser


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        contexts.append(browser.new_context(accept_downloads=True, **options))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


def texts(page: Page, key: str = TASK) -> set[str]:
    """Every text that the database holds of an answer."""
    [row] = [row for row in kept(page) if row["key"] == key]
    versions = [row, *row.get("others", [])]
    return {version["value"]["text"] for version in versions if "value" in version}


def copied(browser: Browser, context: BrowserContext) -> Any:
    """What a copy of the profile holds."""
    return context.storage_state(indexed_db=True)


def test_two_browsers_with_one_copied_profile_keep_both_texts(
    browser: Browser, new_context: Callable[..., BrowserContext], site_address: str
) -> None:
    first = new_context()
    answer(open_mine(first.new_page(), site_address), site_address, "Written before the copy")
    profile = copied(browser, first)
    one, two = (open_mine(new_context(storage_state=profile).new_page(), site_address) for _ in range(2))
    assert texts(one) == texts(two) == {"Written before the copy"}
    answer(one, site_address, "Written on the old computer")
    answer(two, site_address, "Written on the new computer")
    ours, theirs = save(one), save(two)
    assert "1 answer had another text on each side" in take_in(one, theirs)
    take_in(two, ours)
    both = {"Written on the old computer", "Written on the new computer"}
    assert texts(one) == texts(two) == both
    take_in(one, theirs)
    take_in(one, save(one))
    assert texts(one) == both, "a file that is loaded twice, and one's own, add nothing"
    one.goto(site_address + "my/journal/")
    for text in both:
        expect(one.get_by_text(text).first).to_be_visible()


@pytest.mark.full_only
def test_an_old_copy_of_the_profile_that_is_put_back_loses_nothing(
    browser: Browser, new_context: Callable[..., BrowserContext], site_address: str
) -> None:
    """The newer words are in a file; then the profile of last week comes back, and is written on."""
    context = new_context()
    page = open_mine(context.new_page(), site_address)
    answer(page, site_address, "Last week")
    profile = copied(browser, context)
    answer(page, site_address, "Last week, and this week")
    file = save(page)
    again = open_mine(new_context(storage_state=profile).new_page(), site_address)
    answer(again, site_address, "Last week, then put back")
    take_in(again, file)
    assert texts(again) == {"Last week, and this week", "Last week, then put back"}


@pytest.mark.full_only
def test_three_copies_of_one_profile_keep_three_texts(
    browser: Browser, new_context: Callable[..., BrowserContext], site_address: str
) -> None:
    context = new_context()
    answer(open_mine(context.new_page(), site_address), site_address, "Before")
    profile = copied(browser, context)
    pages = [open_mine(new_context(storage_state=profile).new_page(), site_address) for _ in range(3)]
    for number, page in enumerate(pages):
        answer(page, site_address, f"Text {number}")
    files = [save(page) for page in pages]
    for order, page in enumerate(pages):
        for file in files[order:] + files[:order]:
            take_in(page, file)
        assert texts(page) == {"Text 0", "Text 1", "Text 2"}
    assert kept(pages[0]) == kept(pages[1]) == kept(pages[2])


@pytest.mark.full_only
def test_a_copied_folder_of_a_profile_keeps_both_texts(browser: Browser, site_address: str, tmp_path: Path) -> None:
    """The whole folder, as a backup program or a virtual machine copies it; copied storage is tried always."""
    import shutil

    with running(browser, tmp_path / "one") as chromium:
        answer(open_mine(chromium.context.pages[0], site_address), site_address, "Before the copy")
        chromium.context.pages[0].close()
    shutil.copytree(tmp_path / "one", tmp_path / "two", symlinks=True)
    (tmp_path / "two" / "SingletonLock").unlink(missing_ok=True)
    files = []
    for name in ("one", "two"):
        with running(browser, tmp_path / name) as chromium:
            page = open_mine(chromium.context.pages[0], site_address)
            assert texts(page) == {"Before the copy"}
            answer(page, site_address, f"From {name}")
            files.append(page.evaluate(EXPORT))
            if len(files) == 2:
                take_in(page, files[0])
                assert texts(page) == {"From one", "From two"}


EXPORT = """async () => {
  const { openStore } = await import(new URL('store/store.mjs', document.querySelector('[type=module]').src));
  return JSON.stringify(await (await openStore()).exportFile());
}"""


def test_a_page_that_lives_on_begins_a_new_run_after_a_pause(
    new_context: Callable[..., BrowserContext], site_address: str
) -> None:
    """A virtual machine that is copied while a page is open: both copies wake up with the same memory."""
    page = new_context().new_page()
    page.clock.install(time="2027-01-05T12:00:00Z")
    open_mine(page, site_address)
    runs = []
    for minutes in (0, 5, 60, -30):
        page.clock.set_system_time(1_799_150_400 + minutes * 60)
        answer(page, site_address, f"After {minutes} minutes")
        runs.append(kept(page)[0]["by"])
    assert runs[0] == runs[1]
    assert len(set(runs)) == 3, "after an hour, and when the clock has been put back"
