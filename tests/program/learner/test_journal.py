"""The journal: all answers in the pathway's order, with the prompts as they were; read, searched, edited, printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from axes import faults, faults_in_light_and_dark
from rebuilding import bare_project, edition
from siteserver import serve_folder
from waiting import until
from writing import JOURNAL, MODULE, TASK, answer, open_journal, open_module, reload, saved, write

pytestmark = pytest.mark.browser

SECOND_MODULE = "modules/collaborative-advantage/"

CATALOGUE = """
pathway:
  title: Small pathway
  language: en-GB
  modules: [near, far]
tasks:
  - {id: stays, title: Who is there, prompt: "Who is in the room with you?", mode: group}
  - {id: changes, title: What next, prompt: "What will you do on Monday?", mode: pairs}
  - {id: goes, title: Looking back, prompt: "What did you leave out?"}
  - {id: moves, prompt: "Whom do you trust?"}
resources:
  - {id: report, type: report, title: A report, minutes: 5}
modules:
  - id: far
    title: Far away
    sections: [{id: one, title: One, steps: [{task: moves}]}]
  - id: near
    title: Near by
    sections: [{id: one, title: One, steps: [{read: report}, {task: stays}, {task: changes}, {task: goes}]}]
"""
#: The same a year later: one prompt reworded, one task gone, one renamed and moved.
LATER = """
pathway:
  title: Small pathway
  language: en-GB
  modules: [near, far]
tasks:
  - {id: stays, title: Who is there, prompt: "Who is in the room with you?", mode: group}
  - {id: changes, title: What next, prompt: "What will you do this month?", mode: pairs}
  - {id: trusts, formerly: [moves], prompt: "Whom do you trust?"}
resources:
  - {id: report, type: report, title: A report, minutes: 5}
retired:
  - {id: goes, kind: task, reason: No one knew what it asked.}
modules:
  - id: far
    title: Far away
    sections: [{id: one, title: One, steps: [{read: report}]}]
  - id: near
    title: Near by
    sections: [{id: one, title: One, steps: [{task: trusts}, {task: stays}, {task: changes}]}]
"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def small_site(folder: Path, catalogue: str) -> Path:
    """A site of one small catalogue; built again in the same folder, it is the same site a year later."""
    project = folder / "project"
    if not project.exists():
        bare_project(project)
    edition(project, folder / "site", catalogue)
    return folder / "site"


def test_the_answers_of_a_changed_catalogue_keep_their_prompts(page: Page, tmp_path: Path) -> None:
    with serve_folder(small_site(tmp_path, CATALOGUE), "/pathway/") as address:
        open_module(page, address, "modules/near/")
        write(page, "Everyone but the tenants.", "stays")
        write(page, "Ring the depot.", "changes")
        write(page, "The night shift.", "goes")
        open_module(page, address, "modules/far/")
        write(page, "The caretaker.", "moves")
        small_site(tmp_path, LATER)
        open_journal(page, address)
        assert page.locator("main h2").all_inner_texts()[:2] == ["Near by", "Tasks that have left the pathway"]
        texts = page.locator(".lp-entry__text").all_inner_texts()
        assert texts == ["The caretaker.", "Everyone but the tenants.", "Ring the depot.", "The night shift."]
        changed = page.locator("[data-key='task:changes']")
        expect(changed).to_contain_text("What will you do on Monday?")
        expect(changed).to_contain_text("The question today:")
        expect(changed).to_contain_text("What will you do this month?")
        gone = page.locator("[data-key='task:goes']")
        expect(gone).to_contain_text("What did you leave out?")
        expect(gone).to_contain_text("Looking back")
        expect(gone.get_by_role("link")).to_have_count(0)
        expect(page.locator("[data-key='task:stays']")).not_to_contain_text("The question today:")
        link = page.locator("[data-key='task:trusts'] a")
        assert link.get_attribute("href") == f"{address}modules/near/#task--trusts"
        assert faults(page) == ""


@pytest.mark.full_only
def test_words_added_under_a_new_prompt_keep_the_old_one_too(page: Page, tmp_path: Path) -> None:
    with serve_folder(small_site(tmp_path, CATALOGUE), "/pathway/") as address:
        open_module(page, address, "modules/near/")
        write(page, "Ring the depot.", "changes")
        small_site(tmp_path, LATER)
        open_module(page, address, "modules/near/")
        reload(page)  # past the browser's cache
        write(page, "Ring the depot. And visit.", "changes")
        open_journal(page, address)
        entry = page.locator("[data-key='task:changes']")
        prompts = entry.locator("blockquote").all_inner_texts()
        assert prompts == ["What will you do this month?", "What will you do on Monday?"]
        expect(entry).to_contain_text("Begun when the question was:")


def test_the_invitation_follows_the_mode_of_the_task(page: Page, tmp_path: Path) -> None:
    with serve_folder(small_site(tmp_path, CATALOGUE), "/pathway/") as address:
        open_module(page, address, "modules/near/")
        expect(page.get_by_label("What came up in the group?")).to_be_visible()
        expect(page.get_by_label("What came up between the two of you?")).to_be_visible()
        expect(page.get_by_label("What comes to mind?")).to_be_visible()
        expect(page.locator(".lp-task .lp-meta li").first).to_have_text("In a group")


def test_answers_are_written_on_in_place(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    write(page, "A first thought")
    open_journal(page, site_address)
    page.get_by_role("button", name="Edit").click()
    expect(answer(page)).to_be_focused()
    assert faults(page) == ""
    answer(page).press("End")
    answer(page).press_sequentially(", and a **second**")
    saved(page)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Edit")).to_be_focused()
    expect(page.locator(".lp-entry__text strong")).to_have_text("second")
    open_module(page, site_address)
    expect(answer(page)).to_have_value("A first thought, and a **second**")


def test_an_answer_that_is_emptied_leaves_the_journal(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    write(page, "Not this")
    open_journal(page, site_address)
    page.get_by_role("button", name="Edit").click()
    answer(page).fill("")
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".lp-journal__count")).to_contain_text("You have not written anything on this device yet.")
    expect(page.locator(".lp-entry")).to_have_count(0)


def test_what_another_tab_writes_arrives_and_leaves_the_cursor_alone(
    context: BrowserContext, page: Page, site_address: str
) -> None:
    other = open_module(context.new_page(), site_address)
    write(other, "One")
    open_journal(page, site_address)
    page.get_by_role("button", name="Edit").click()
    answer(page).press_sequentially(" more")
    write(other, "Two", "why-you-collaborate")
    expect(page.locator(".lp-entry")).to_have_count(2)
    expect(answer(page)).to_be_focused()
    answer(page).press_sequentially(" word")
    saved(page)
    expect(answer(page)).to_have_value(re.compile("more word"))


def test_search_shows_what_fits_and_says_how_much(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    write(page, "The housing association and the café")
    write(page, "Because of the housing crisis", "why-you-collaborate")
    open_module(page, site_address, SECOND_MODULE)
    task = (page.locator(".lp-step--task").first.get_attribute("data-key") or "").removeprefix("task:")
    write(page, "Nothing to do with it", task)
    open_journal(page, site_address)
    expect(page.locator(".lp-journal__count")).to_have_text("3 answers in your journal.")
    search = page.get_by_label("Search what you wrote")
    search.fill("HOUSING cafe")
    expect(page.locator(".lp-journal__count")).to_have_text("1 of 3 answers fits.")
    expect(page.locator(".lp-entry:visible")).to_have_count(1)
    expect(page.locator(".lp-journal__chapter:visible")).to_have_count(1)
    search.fill("penguin")
    expect(page.locator(".lp-journal__count")).to_have_text("Nothing fits. Try fewer words.")
    assert faults(page) == ""
    search.fill("")
    expect(page.locator(".lp-entry:visible")).to_have_count(3)


def test_print_shows_the_answers_alone_and_no_more_than_was_chosen(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    write(page, "To be printed")
    open_module(page, site_address, SECOND_MODULE)
    task = (page.locator(".lp-step--task").first.get_attribute("data-key") or "").removeprefix("task:")
    write(page, "To stay at home", task)
    open_journal(page, site_address)
    page.get_by_label("Search what you wrote").fill("home")  # a search does not decide what is printed
    expect(page.locator(".lp-entry:visible")).to_have_count(1)
    page.get_by_role("checkbox", name=re.compile("advantage", re.IGNORECASE)).uncheck()
    page.emulate_media(media="print")
    expect(page.get_by_text("To be printed")).to_be_visible()
    expect(page.get_by_text("To stay at home")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("textbox")).to_have_count(0)


def test_a_handout_carries_nobodys_answers(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    write(page, "For my eyes only")
    page.emulate_media(media="print")
    expect(answer(page)).to_be_hidden()


def test_the_empty_journal_is_honest_and_accessible(page: Page, site_address: str) -> None:
    open_journal(page, site_address)
    expect(page.locator(".lp-journal__count")).to_contain_text("You have not written anything on this device yet.")
    expect(page.get_by_role("button", name="Word")).to_have_count(0)
    assert faults(page) == ""


def test_without_scripts_the_pages_say_what_they_need(browser: Browser, site_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for address in (JOURNAL, "my/record/"):
        page.goto(site_address + address)
        expect(page.get_by_text("needs JavaScript")).to_be_visible()
    page.goto(site_address + MODULE)
    assert page.locator(".lp-answer").first.bounding_box()["height"] == 0  # type: ignore[index]
    context.close()


@pytest.mark.matrix
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_writing_spaces_arrive(page: Page, site_address: str, width: int) -> None:
    """A space is as high without its script as with it, and with the long answer of another day."""
    page.set_viewport_size({"width": width, "height": 900})
    address = f"{site_address}{MODULE}#task--{TASK}"
    step = page.locator(f"#task--{TASK}")
    place = step.locator(".lp-answer")
    waiting: list[Route] = []
    page.route("**/pathway.mjs", lambda route: waiting.append(route))
    page.goto(address, wait_until="commit")
    expect(page.locator("footer").last).to_be_visible()
    until(page, "[...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet)")
    step.evaluate("step => step.setAttribute('data-open', '')")  # as the walk does on a phone, once it is there
    reserved = place.bounding_box()["height"]  # type: ignore[index]
    assert len(waiting) == 1
    waiting[0].abort()
    page.unroute("**/pathway.mjs")
    for text in ("", "A long answer. " * 200):
        page.goto("about:blank")
        page.goto(address, wait_until="networkidle")
        expect(answer(page)).to_have_value(text)
        assert place.bounding_box()["height"] == reserved  # type: ignore[index]
        write(page, "A long answer. " * 200)
        assert place.bounding_box()["height"] > reserved  # type: ignore[index]


def test_nothing_moves_when_the_journal_fills(page: Page, site_address: str) -> None:
    page.add_init_script(
        """window.moved = []; new PerformanceObserver(list => {
          for (const { sources } of list.getEntries())
            for (const { node } of sources) if (!node?.closest?.('header')) window.moved.push(node?.outerHTML);
        }).observe({ type: 'layout-shift', buffered: true })"""
    )
    open_module(page, site_address)
    write(page, "A long answer. " * 200)
    open_journal(page, site_address)
    expect(page.locator(".lp-entry")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.moved") == []


def test_a_space_grows_with_its_words(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    small = answer(page).bounding_box()
    write(page, "A line\n" * 30)
    tall = answer(page).bounding_box()
    assert small and tall and tall["height"] > 4 * small["height"]
    assert answer(page).evaluate("field => field.scrollHeight <= field.clientHeight + 1")
    reload(page)
    answer(page).focus()
    assert answer(page).evaluate("field => field.scrollHeight <= field.clientHeight + 1")


def test_the_first_focus_says_what_is_kept_and_where(page: Page, site_address: str) -> None:
    open_module(page, site_address)
    notice = page.locator(".lp-answer__notice").first
    expect(notice).to_be_hidden()
    answer(page).focus()
    expect(notice).to_be_visible()
    expect(answer(page)).to_have_accessible_description(re.compile("in this browser, on this device.*Others who use"))
    write(page, "Now I know")
    expect(notice).to_be_hidden()
    expect(page.locator(".lp-live")).to_have_text("Saved on this device.")


def test_a_keyboard_is_enough(page: Page, site_address: str) -> None:
    """From the writing space to the journal, to editing, and back out of it, with the keyboard alone."""
    open_module(page, site_address)
    answer(page).focus()
    page.keyboard.type("Typed")
    saved(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Your journal").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{JOURNAL}")
    expect(page.locator(".lp-entry")).to_have_count(1)
    press_until(page, page.get_by_label("Search what you wrote"))
    press_until(page, page.get_by_role("button", name="Edit"))
    page.keyboard.press("Enter")
    expect(answer(page)).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" twice")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Edit")).to_be_focused()
    expect(page.locator(".lp-entry__text")).to_have_text("Typed twice")
    press_until(page, page.get_by_role("checkbox"))
    page.keyboard.press("Space")
    press_until(page, page.get_by_role("button", name="Markdown"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose at least one module first.")).to_be_visible()
    assert faults(page) == ""


def press_until(page: Page, target: object) -> None:
    """Press Tab until `target` has the focus."""
    for _ in range(60):
        if target.evaluate("one => one === document.activeElement"):  # type: ignore[attr-defined]
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


@pytest.mark.matrix
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_while_somebody_writes(browser: Browser, site_address: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
    )
    page = open_module(context.new_page(), site_address)
    answer(page).focus()
    assert faults_in_light_and_dark(page) == ""
    write(page, "# A heading\n\n- a list\n\n> a quotation\n\n" + "longwordwithoutaspace" * 20)
    assert faults_in_light_and_dark(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    open_journal(page, site_address)
    expect(page.locator(".lp-entry__text ul")).to_have_count(1)
    assert faults_in_light_and_dark(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_nothing_leaves_the_site_while_somebody_writes(page: Page, site_address: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.method} {request.url}"))
    open_module(page, site_address)
    write(page, "Between me and this device")
    open_journal(page, site_address)
    page.get_by_role("button", name="Edit").click()
    write(page, "Still between me and this device")
    assert [request for request in requests if not request.startswith(f"GET {site_address}")] == []


def test_what_somebody_typed_is_never_read_as_html(page: Page, site_address: str) -> None:
    hostile = "<img src=x onerror=\"document.title='hit'\"> **<b>bold</b>** [link](javascript:alert(1))"
    open_module(page, site_address)
    write(page, hostile)
    open_journal(page, site_address)
    text = page.locator(".lp-entry__text")
    expect(text).to_have_text(hostile.replace("**", ""))
    assert text.locator("img, b, a").count() == 0
    assert page.title() != "hit"


@pytest.mark.full_only
def test_pages_that_are_swapped_without_a_reload_work_alike(page: Page, swapped_address: str) -> None:
    """With `navigation.instant`, words follow from the task to the journal and back, in one document."""
    open_module(page, swapped_address)
    page.evaluate("window.same = true")
    write(page, "Without a reload")
    answer(page).press_sequentially(", to the end")
    page.get_by_role("link", name="Your journal").first.click()
    expect(page.locator(".lp-entry__text")).to_have_text("Without a reload, to the end")
    page.get_by_role("link", name="Go to the task").click()
    expect(answer(page)).to_have_value("Without a reload, to the end")
    write(page, "Back again")
    page.go_back()
    expect(page.locator(".lp-entry__text")).to_have_text("Back again")
    assert page.evaluate("window.same") is True
