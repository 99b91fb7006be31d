"""What pages look like once someone uses them: menus and dialogs open, lists filled, errors shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playwright.sync_api import Page, expect

from longwords import COMPOUND
from marking import mark, open_details, unfold

__all__ = ["STATES", "bring_about", "open_folds"]

#: Addresses of pages by kind; those that `kinds` and `longwords` have.
Places = Mapping[str, str]
WORDS = f"# {COMPOUND}\n\n{COMPOUND} **{COMPOUND}**\n\n- https://example.org/{'path/' * 30}\n- two\n\n> {COMPOUND}"


def use_a_module(page: Page, home: str, places: Places) -> None:
    """Mark steps, write an answer, save a resource."""
    page.goto(home + places["module"])
    expect(page.locator(".lp-choice--done").first).to_be_attached()
    keys = page.locator(".lp-step").evaluate_all("all => all.map((one) => one.dataset.key)")
    for key, state in zip(keys, ("Done", "Skipped", "Doing"), strict=False):
        mark(page, key, state)
    open_details(page)
    resource = next(key for key in keys if key.startswith("resource:"))
    unfold(page, resource)
    page.locator(f"[data-key='{resource}'] .lp-save:enabled").first.click()
    expect(page.locator(".lp-save[aria-pressed=true]").first).to_be_visible()
    task = next(key for key in keys if key.startswith("task:"))
    unfold(page, task)
    answer = page.locator(f"[data-key='{task}'] .lp-answer").first
    answer.locator("textarea").fill(WORDS)
    expect(answer.locator(".lp-answer__paper")).to_have_attribute("data-state", "saved")


def with_steps_that_fit(page: Page, home: str, places: Places) -> None:
    page.goto(home)
    form = page.locator(".lp-sitting--ready form")
    form.locator("input").first.fill("600")
    form.locator("button").first.click()
    expect(page.locator(".lp-sitting__sum")).to_be_visible()


def open_folds(page: Page) -> None:
    """Open all that the page keeps folded."""
    page.evaluate("document.querySelectorAll('main details').forEach((one) => one.setAttribute('open', ''))")


def with_menu(page: Page, home: str, places: Places) -> None:
    page.goto(home)
    if page.locator(".lp-menu-button").is_visible():
        page.locator(".lp-menu-button").click()
        expect(page.locator("#lp-menu")).to_be_visible()


def resumed(page: Page, home: str, places: Places) -> None:
    use_a_module(page, home, places)
    page.goto(home)
    expect(page.locator(".lp-resume")).not_to_be_empty()


def with_filters(page: Page, home: str, places: Places) -> None:
    page.goto(home + places["library"])
    expect(page.locator("[data-lp-library=ready]")).to_be_attached()
    sheet = page.locator(".lp-filters__open")
    if sheet.is_visible():
        sheet.click()
    open_folds(page)
    for box in page.locator(".lp-facet").all()[:2]:
        box.locator("input").first.check()
    expect(page.locator(".lp-chip").first).to_be_attached()
    if page.locator(".lp-facet__all").count():
        page.locator(".lp-facet__all").first.click()


def without_results(page: Page, home: str, places: Places) -> None:
    page.goto(home + places["library"])
    expect(page.locator("[data-lp-library=ready]")).to_be_attached()
    page.locator("#lp-filter-text").fill("qqxxzz")
    expect(page.locator(".lp-results > .lp-result:visible")).to_have_count(0)
    page.wait_for_timeout(300)


def searched_in_vain(page: Page, home: str, places: Places) -> None:
    page.goto(f"{home}search/?q=qqxxzz")
    expect(page.locator(".lp-search__count")).not_to_be_empty()


def searched(page: Page, home: str, places: Places) -> None:
    page.goto(home + places["search"])
    expect(page.locator(".lp-search__result").first).to_be_visible()


def journal(page: Page, home: str, places: Places) -> None:
    use_a_module(page, home, places)
    page.goto(home + places["your journal"])
    expect(page.locator(".lp-entry").first).to_be_visible()


def journal_in_edit(page: Page, home: str, places: Places) -> None:
    journal(page, home, places)
    page.locator(".lp-entry__actions button").first.click()
    expect(page.locator(".lp-entry textarea").first).to_be_visible()


def saved_list(page: Page, home: str, places: Places) -> None:
    use_a_module(page, home, places)
    page.goto(home + places["your saved list"])
    expect(page.locator(".lp-saved__title").first).to_be_visible()


def saved_list_taken_off(page: Page, home: str, places: Places) -> None:
    saved_list(page, home, places)
    page.locator(".lp-saved__acts button").last.click()
    expect(page.locator(".lp-saved .lp-link-button").first).to_be_visible()


def learning_record(page: Page, home: str, places: Places) -> None:
    use_a_module(page, home, places)
    page.goto(home + places["your learning record"])
    expect(page.locator(".lp-testimony")).not_to_be_empty()
    name = page.locator("#lp-record-name")
    if name.is_visible():
        name.fill(COMPOUND)


def your_learning(page: Page, home: str, places: Places) -> None:
    use_a_module(page, home, places)
    page.goto(home + places["your learning"])
    expect(page.locator("[data-lp-mine=stored] summary").first).to_be_attached()
    open_folds(page)


def file_refused(page: Page, home: str, places: Places) -> None:
    page.goto(home + places["your learning"])
    open_folds(page)
    page.locator("#lp-file").set_input_files({"name": "x.json", "mimeType": "application/json", "buffer": b"[1]"})
    page.locator(".lp-taking-in button").first.click()
    expect(page.locator(".lp-outcome .lp-trouble")).to_be_visible()


def about_to_delete(page: Page, home: str, places: Places) -> None:
    use_a_module(page, home, places)
    page.goto(home + places["your learning"])
    open_folds(page)
    page.locator("[data-lp-mine=delete] button").first.click()
    expect(page.locator("dialog[open]")).to_be_visible()


def planned(page: Page, home: str, places: Places) -> None:
    page.goto(home + places["your study plan"])
    form = page.locator(".lp-plan--ready form")
    form.locator("#lp-plan-start").fill("2027-03-15")
    form.locator("button").last.click()
    expect(page.locator(".lp-plan__shown p").first).to_be_visible()


def session_planned(page: Page, home: str, places: Places) -> None:
    page.goto(home + places["session"])
    page.get_by_role("radio").last.check()
    expect(page.locator(".lp-agenda__row").nth(2)).to_be_visible()
    page.evaluate("document.querySelectorAll('.lp-session details').forEach((one) => one.setAttribute('open', ''))")


def session_joined(page: Page, home: str, places: Places) -> None:
    """What participants see."""
    page.goto(home + places["session"])
    page.evaluate(
        """async () => {
          const scripts = new URL('.', document.querySelector('[type=module]').src);
          const { fetchOutline } = await import(new URL('progress/learner-index.mjs', scripts));
          location.hash = `steps=${Object.keys((await fetchOutline()).steps).slice(0, 90).join(',')}`;
        }"""
    )
    expect(page.locator(".lp-session--joins .lp-handout__task").first).to_be_visible()


def retired_part(page: Page, home: str, places: Places) -> None:
    """A part of a page that is gone: what is said of it shows only to those who ask for it."""
    page.goto(f"{home}{places['module']}#gone")
    expect(page.locator("h1")).to_be_visible()


State = Callable[[Page, str, Places], None]
STATES: dict[str, State] = {
    "menu open": with_menu,
    "home, to go on": resumed,
    "module in use": use_a_module,
    "home with steps that fit": with_steps_that_fit,
    "library with filters": with_filters,
    "library without results": without_results,
    "search with results": searched,
    "search without results": searched_in_vain,
    "journal with answers": journal,
    "journal in edit": journal_in_edit,
    "saved list": saved_list,
    "saved list with one taken off": saved_list_taken_off,
    "learning record": learning_record,
    "your learning, filled": your_learning,
    "a file refused": file_refused,
    "about to delete everything": about_to_delete,
    "study plan shown": planned,
    "session with an agenda": session_planned,
    "session for participants": session_joined,
    "a part that is gone": retired_part,
}


def bring_about(state: str, page: Page, home: str, places: Places) -> None:
    """Open a page and use it until it is in that state."""
    STATES[state](page, home, places)
