"""Words are never lost: a killed browser, a closed tab, two tabs at once, storage refused or full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axes import faults
from marking import choice, open_details
from profiles import keep_nothing, running
from published import script
from waiting import until
from writing import JOURNAL, MODULE, TASK, answer, open_journal, open_module, reload, saved, write

pytestmark = pytest.mark.browser

OTHER_TASK = "why-you-collaborate"

#: Lets no other transaction write to the learner's database, as long as the page lives or until `release()`.
HOLD = """async (store) => {
  const { scopedName } = await import(store.replace('store.mjs', 'database.mjs'));
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open(scopedName());
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const rows = database.transaction('fields', 'readwrite').objectStore('fields');
  let held = true;
  const again = () => { if (held) rows.count().onsuccess = again; else database.close(); };
  again();
  globalThis.release = () => { held = false; };
}"""
#: Whether the store knows the text of an answer, saved or not.
QUEUED = """async ([store, key, text]) =>
  (await (await import(store)).openStore()).get('answers', key)?.text === text"""
LEFT = "Object.keys(localStorage).filter((key) => key.includes('drafts'))"
DELETE = "async (store) => (await (await import(store)).openStore()).deleteEverything()"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(accept_downloads=True)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_words_outlive_a_killed_browser(browser: Browser, site_address: str, tmp_path: Path) -> None:
    """At most the last moment is lost; that what is said to be saved is kept, also at once, is in `test_store`."""
    with running(browser, tmp_path) as chromium:
        page = open_module(chromium.context.pages[0], site_address)
        answer(page).press_sequentially("The council, the health board")
        saved(page)
        answer(page).press_sequentially(" and, since last spring, the housing association next door", delay=15)
        chromium.kill()
    with running(browser, tmp_path) as chromium:
        page = open_module(chromium.context.pages[0], site_address)
        kept = answer(page).input_value()
    whole = "The council, the health board and, since last spring, the housing association next door"
    assert whole.startswith(kept)
    assert len(kept) >= len("The council, the health board and, since")


def test_the_last_word_before_a_tab_closes_is_kept(context: BrowserContext, page: Page, site_address: str) -> None:
    open_module(page, site_address)
    answer(page).press_sequentially("Closed in the same breath")
    page.close()
    again = open_module(context.new_page(), site_address)
    expect(answer(again)).to_have_value("Closed in the same breath")
    left = again.evaluate("Object.keys(localStorage)")
    assert left == [], "the draft has done its work, and is gone"


@pytest.mark.full_only
def test_the_last_word_before_a_link_is_followed_is_kept(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    answer(page).press_sequentially("Off to another page")
    page.goto(site_address)
    open_journal(page, site_address)
    expect(page.locator(".lp-entry__text")).to_have_text("Off to another page")


def test_a_page_from_the_cache_of_the_browser_brings_no_older_words_back(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    answer(page).press_sequentially("first")
    page.goto(site_address + JOURNAL)
    page.go_back()
    write(page, "first, then second")
    open_journal(page, site_address)
    expect(page.locator(".lp-entry__text")).to_have_text("first, then second")
    expect(page.locator(".lp-answer__version")).to_have_count(0)


@pytest.mark.full_only
def test_two_tabs_with_different_answers_keep_both(context: BrowserContext, page: Page, site_address: str) -> None:
    open_module(page, site_address)
    other = open_module(context.new_page(), site_address)
    for number in range(4):
        answer(page).press_sequentially(f"one {number} ")
        answer(other, OTHER_TASK).press_sequentially(f"two {number} ")
    saved(page)
    saved(other, OTHER_TASK)
    expect(answer(page, OTHER_TASK)).to_have_value("two 0 two 1 two 2 two 3 ")
    expect(answer(other)).to_have_value("one 0 one 1 one 2 one 3 ")


@pytest.mark.full_only
def test_what_one_tab_saves_the_other_shows(context: BrowserContext, page: Page, site_address: str) -> None:
    open_module(page, site_address)
    other = open_module(context.new_page(), site_address)
    write(page, "Seen in both")
    expect(answer(other)).to_have_value("Seen in both")
    write(other, "Seen in both, and gone on with")
    page.locator("h1").click()
    expect(answer(page)).to_have_value("Seen in both, and gone on with")
    expect(page.locator(".lp-answer__unfold")).to_have_count(0)


def test_two_tabs_with_the_same_answer_keep_both_texts(context: BrowserContext, page: Page, site_address: str) -> None:
    """Both are typed in before either has heard of the other; the texts then stand side by side, in each tab."""
    open_module(page, site_address)
    other = open_module(context.new_page(), site_address)
    for number in range(4):
        answer(page).press_sequentially(f"mine {number} ")
        answer(other).press_sequentially(f"yours {number} ")
    saved(page)
    saved(other)
    mine, yours = "mine 0 mine 1 mine 2 mine 3", "yours 0 yours 1 yours 2 yours 3"
    for tab in (page, other):
        reload(tab)
        words = answer(tab).input_value() + tab.locator(".lp-answer__versions").first.text_content()  # type: ignore[operator]
        assert mine in words
        assert yours in words
    open_journal(page, site_address)
    expect(page.locator(".lp-entry")).to_contain_text(mine)
    expect(page.locator(".lp-entry")).to_contain_text(yours)
    assert faults(page) == ""


def test_two_texts_become_one_when_the_learner_says_so(context: BrowserContext, page: Page, site_address: str) -> None:
    """Of one answer the text beside it is added, of another it is removed."""
    part_ways(context, page, site_address)
    reload(page)
    unfolds = page.locator(".lp-answer__unfold")
    expect(unfolds).to_have_count(2)
    for unfold in unfolds.all():
        unfold.click()
    assert faults(page) == ""
    kept = {task: answer(page, task).input_value().strip() for task in (TASK, OTHER_TASK)}
    beside = "yours" if kept[TASK] == "mine" else "mine"
    versions = page.locator(".lp-answer__version")
    expect(versions).to_have_count(2)
    page.locator(f"#task--{TASK}").get_by_role("button", name="Add it to the answer").click()
    expect(versions).to_have_count(1)
    page.locator(f"#task--{OTHER_TASK}").get_by_role("button", name="Remove it").click()
    expect(versions).to_have_count(1)  # it asks once more
    page.get_by_role("button", name="Yes, remove these words").click()
    expect(versions).to_have_count(0)
    saved(page)
    saved(page, OTHER_TASK)
    reload(page)
    expect(unfolds).to_have_count(0)
    expect(answer(page)).to_have_value(f"{kept[TASK]}\n\n{beside}")
    expect(answer(page, OTHER_TASK)).to_have_value(kept[OTHER_TASK])


def part_ways(context: BrowserContext, page: Page, site_address: str) -> None:
    """Two answers, each written in two tabs that had not heard of each other."""
    open_module(page, site_address)
    other = context.new_page()
    other.add_init_script("delete window.BroadcastChannel")
    open_module(other, site_address)
    for task in (TASK, OTHER_TASK):
        write(page, "mine", task)
        write(other, "yours", task)


def fill_storage(page: Page, site_address: str, full: bool = True) -> None:
    """Let the browser leave this site no room, or room again."""
    quota = {"quotaSize": 1} if full else {}
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": site_address, **quota})


def keeps_the_words_and_offers_a_file(page: Page) -> None:
    """What a page owes to someone whose browser keeps nothing."""
    state = page.locator(".lp-answer__state").first
    expect(state).not_to_contain_text("Saved")
    expect(answer(page)).to_have_value("Words that have nowhere to go")
    assert faults(page) == ""
    with page.expect_download() as download:
        state.get_by_role("button", name="Save it as a file").click()
    assert download.value.suggested_filename.endswith(".md")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "Words that have nowhere to go" in text
    assert "Who do you collaborate with?" in text


def test_where_there_is_no_room_the_page_says_so(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    fill_storage(page, site_address)
    answer(page).fill("Words that have nowhere to go")
    expect(page.locator(".lp-answer__state").first).to_contain_text("no room left")
    keeps_the_words_and_offers_a_file(page)


@pytest.mark.full_only
def test_words_that_found_no_room_are_saved_as_soon_as_there_is_some(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    fill_storage(page, site_address)
    answer(page).fill("Too much")
    expect(page.locator(".lp-answer__state").first).to_contain_text("no room left")
    fill_storage(page, site_address, full=False)
    answer(page).press_sequentially(" no longer")
    saved(page)
    reload(page)
    expect(answer(page)).to_have_value("Too much no longer")


def test_a_browser_that_refuses_to_keep_anything_is_found_out_at_once(
    browser: Browser, site_address: str, tmp_path: Path
) -> None:
    keep_nothing(tmp_path)
    with running(browser, tmp_path) as chromium:
        page = open_module(chromium.context.pages[0], site_address)
        answer(page).focus()
        expect(page.locator(".lp-answer__state").first).to_contain_text("will not save your answer")
        answer(page).fill("Words that have nowhere to go")
        keeps_the_words_and_offers_a_file(page)


def test_deleting_everything_in_one_tab_empties_the_other(
    context: BrowserContext, page: Page, site_address: str
) -> None:
    open_module(page, site_address)
    other = open_module(context.new_page(), site_address)
    write(page, "To be forgotten")
    expect(answer(other)).to_have_value("To be forgotten")
    other.evaluate(DELETE, script(site_address, "store/store.mjs"))
    expect(answer(page)).to_have_value("")
    expect(page.locator(".lp-answer__state").first).to_have_text("")
    assert page.evaluate("indexedDB.databases()") == []


def test_nothing_is_stored_before_a_word_is_written(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    answer(page).focus()
    expect(page.locator(".lp-answer__notice").first).to_be_visible()
    answer(page).press_sequentially("   ")
    page.locator("h1").click()
    page.goto(site_address + JOURNAL)
    page.goto(site_address + MODULE)
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("Object.keys(localStorage)") == []


def hold(page: Page, site_address: str) -> None:
    """Make the page's database, and let nothing more be written to it."""
    store = script(site_address, "store/store.mjs")
    page.evaluate("async (store) => (await (await import(store)).openStore()).set('settings', 'made', 1)", store)
    page.evaluate(HOLD, store)


def queue(page: Page, site_address: str, words: str, task: str = TASK) -> None:
    """Type words, and wait until their saving has begun, which it can't end."""
    answer(page, task).press_sequentially(words)
    whole = answer(page, task).input_value()
    store = script(site_address, "store/store.mjs")
    until(page, lambda: page.evaluate(QUEUED, [store, f"task:{task}", whole]))
    expect(page.locator(f"#task--{task} .lp-answer__paper")).to_have_attribute("data-state", "saving")


def test_words_that_are_being_saved_when_the_page_closes_are_kept(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    hold(page, site_address)
    queue(page, site_address, "Being saved")
    open_journal(page, site_address)
    expect(page.locator(".lp-entry__text")).to_have_text("Being saved")
    expect(page.locator(".lp-answer__version")).to_have_count(0)
    assert page.evaluate(LEFT) == []
    open_module(page, site_address)
    expect(answer(page)).to_have_value("Being saved")
    expect(page.locator(".lp-answer__unfold")).to_have_count(0)


@pytest.mark.full_only
def test_the_last_of_several_saves_that_are_under_way_is_kept(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    write(page, "One")
    hold(page, site_address)
    queue(page, site_address, ", two")
    queue(page, site_address, ", three")
    answer(page).press_sequentially(" and four")
    open_journal(page, site_address)
    expect(page.locator(".lp-entry__text")).to_have_text("One, two, three and four")
    expect(page.locator(".lp-answer__version")).to_have_count(0)


def test_an_answer_that_is_being_removed_when_the_page_closes_stays_removed(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    write(page, "To be removed")
    hold(page, site_address)
    answer(page).fill("")
    page.wait_for_timeout(400)
    open_journal(page, site_address)
    expect(page.locator(".lp-journal__count")).to_contain_text("You have not written anything")
    assert page.evaluate(LEFT) == []


def test_words_that_could_not_be_saved_are_tried_again_on_the_next_page(page: Page, site_address: str) -> None:
    page.on("dialog", lambda dialog: dialog.accept())  # the page warns before it closes
    open_module(page, site_address)
    fill_storage(page, site_address)
    answer(page).fill("No room for this")
    expect(page.locator(".lp-answer__state").first).to_contain_text("no room left")
    open_journal(page, site_address)
    expect(page.locator(".lp-entry__text")).to_have_text("No room for this")
    expect(page.locator(".lp-journal__trouble")).to_be_visible()
    fill_storage(page, site_address, full=False)
    open_journal(page, site_address)
    expect(page.locator(".lp-entry__text")).to_have_text("No room for this")
    expect(page.locator(".lp-journal__trouble")).to_be_hidden()
    expect(page.locator(".lp-answer__version")).to_have_count(0)
    assert page.evaluate(LEFT) == []


@pytest.mark.full_only
def test_two_pages_that_close_at_once_keep_the_words_of_both(
    context: BrowserContext, page: Page, site_address: str
) -> None:
    open_module(page, site_address)
    other = open_module(context.new_page(), site_address)
    hold(page, site_address)
    queue(page, site_address, "From one page")
    queue(other, site_address, "From the other page")
    queue(other, site_address, "And under another task", OTHER_TASK)
    other.close()
    page.close()
    last = open_journal(context.new_page(), site_address)
    for words in ("From one page", "From the other page", "And under another task"):
        expect(last.locator(".lp-journal__chapters").get_by_text(words, exact=True)).to_have_count(1)
    assert last.evaluate(LEFT) == []


def test_a_page_that_saves_leaves_the_words_of_a_closed_one_alone(
    context: BrowserContext, page: Page, site_address: str
) -> None:
    open_module(page, site_address)
    other = open_module(context.new_page(), site_address)
    hold(other, site_address)
    queue(other, site_address, "From the page that closed")
    other.close()
    write(page, "From the page that is open", OTHER_TASK)
    open_journal(page, site_address)
    expect(page.locator(".lp-entry__text")).to_have_count(2)
    expect(page.locator(".lp-journal__chapters")).to_contain_text("From the page that closed")


@pytest.mark.full_only
def test_a_page_that_is_hidden_and_shown_again_leaves_nothing_behind(page: Page, site_address: str) -> None:
    """As a phone hides a page, or a browser keeps it to go back to: it may be killed then without another word."""
    open_module(page, site_address)
    hold(page, site_address)
    queue(page, site_address, "Before it was hidden")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert len(page.evaluate(LEFT)) == 1
    page.evaluate("release()")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    until(page, f"!{LEFT}.length")
    saved(page)
    answer(page).press_sequentially(", and after")
    saved(page)
    open_journal(page, site_address)
    expect(page.locator(".lp-entry__text")).to_have_text("Before it was hidden, and after")
    expect(page.locator(".lp-answer__version")).to_have_count(0)


def test_words_left_by_an_earlier_release_are_taken_up(page: Page, site_address: str) -> None:
    draft = f"[{{key: 'task:{TASK}', value: {{text: 'Left by an earlier release', prompt: 'Who?'}}, base: 0}}]"
    page.goto(site_address + "about/")
    page.evaluate(f"localStorage.setItem('/.lp.drafts', JSON.stringify({draft}))")
    open_journal(page, site_address)
    expect(page.locator(".lp-entry__text")).to_have_text("Left by an earlier release")
    assert page.evaluate(LEFT) == []


def test_what_cannot_be_read_does_no_harm(page: Page, site_address: str) -> None:
    page.goto(site_address + "about/")
    for number, left in enumerate(("{", "null", "[null, 3, {}]", '[{"section":"answers","key":"task:x","value":7}]')):
        page.evaluate("([name, left]) => localStorage.setItem(name, left)", [f"/.lp.drafts.x{number}", left])
    open_module(page, site_address)
    write(page, "As if nothing were")
    open_journal(page, site_address)
    expect(page.locator(".lp-entry__text")).to_have_text("As if nothing were")


def test_a_press_just_before_a_link_is_followed_is_kept(page: Page, site_address: str) -> None:
    """A step that is marked, a resource that is saved, a plan: each while the database is busy."""
    open_module(page, site_address)
    hold(page, site_address)
    step = page.locator(".lp-step[data-key]").first
    step.locator(".lp-choice--done").click()
    work = page.locator(".lp-step[data-key^='resource:']:has(.lp-save)").first
    open_details(page)
    work.locator(".lp-save").click()
    expect(work.locator(".lp-save")).to_have_attribute("aria-pressed", "true")
    page.goto(site_address + "about/")
    open_module(page, site_address)
    expect(step.locator(".lp-choice--done")).to_have_attribute("aria-pressed", "true")
    expect(work.locator(".lp-save")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(LEFT) == []


@pytest.mark.full_only
def test_an_older_press_of_a_closed_page_does_not_undo_a_newer_one(
    context: BrowserContext, page: Page, site_address: str
) -> None:
    open_module(page, site_address)
    other = open_module(context.new_page(), site_address)
    hold(other, site_address)
    choice(other, other.locator(".lp-step[data-key]").first.get_attribute("data-key") or "", "Doing").click()
    other.close()
    first = page.locator(".lp-step[data-key]").first
    first.locator(".lp-choice--done").click()
    until(page, "document.querySelector('.lp-step').dataset.progress === 'done'")
    page.wait_for_timeout(300)
    reload(page)
    expect(first.locator(".lp-choice--done")).to_have_attribute("aria-pressed", "true")
