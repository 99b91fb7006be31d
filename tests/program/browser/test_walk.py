"""A module on a phone: one step open at a time, with its question, and a bar that leads on. Elsewhere all is open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, expect

from axes import faults_in_light_and_dark
from marking import MODULE, mark
from waiting import until

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
SECOND = "task:who-do-you-collaborate-with"
FOURTH = "task:why-you-collaborate"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """With motion, as most people have it."""
    context = browser.new_context(viewport=PHONE, reduced_motion="no-preference")
    yield context
    context.close()


@pytest.fixture
def module(context: BrowserContext, site_address: str) -> Page:
    page = context.new_page()
    page.goto(site_address + MODULE)
    expect(page.locator(".lp-bar")).to_be_visible()
    return page


def open_steps(page: Page) -> list[str]:
    """Keys of the steps whose body is seen."""
    bodies = page.locator(".lp-step:has(> .lp-step__card > .lp-step__body:visible)")
    return [str(key) for key in bodies.evaluate_all("all => all.map(one => one.dataset.key)")]


def with_question(keys: list[str], number: int) -> list[str]:
    """The step of that place, and the question that follows a reading."""
    pair = keys[number : number + 2]
    return pair if [key.startswith("task:") for key in pair] == [False, True] else pair[:1]


def test_a_first_visit_shows_the_first_step_with_its_question_and_a_line_for_each_other(module: Page) -> None:
    steps = module.locator(".lp-step")
    assert open_steps(module) == [steps.first.get_attribute("data-key"), SECOND]
    sections = module.locator(".lp-section:not(.lp-section--end)")
    assert sections.first.locator(".lp-step:visible").count() > 5
    assert sections.nth(1).locator(".lp-step:visible").count() == 0
    expect(module.locator(".lp-bar__place")).to_have_text(f"Step 1 of {steps.count()}")
    expect(module.get_by_role("button", name="Back")).to_be_disabled()
    assert faults_in_light_and_dark(module) == ""


def test_continue_and_back_lead_through_every_step_to_the_end(module: Page) -> None:
    keys = module.locator(".lp-step").evaluate_all("all => all.map(one => one.dataset.key)")
    bar = module.get_by_role("navigation", name="Steps of this module")
    for number, key in enumerate(keys[1:], start=2):
        bar.get_by_role("button", name="Continue").click()
        assert open_steps(module) == with_question(keys, number - 1)
        expect(bar).to_contain_text(f"Step {number} of {len(keys)}")
        expect(module.locator(f"[data-key='{key}'] h3 button")).to_be_focused()
        expect(module.locator(f"[data-key='{key}'] h3")).to_be_in_viewport()
    bar.get_by_role("button", name="Continue").click()
    expect(bar).to_contain_text("The end")
    expect(module.get_by_role("heading", name="What you can do now")).to_be_focused()
    assert open_steps(module) == []
    bar.get_by_role("button", name="Back").click()
    assert open_steps(module) == keys[-1:]


def test_the_question_after_a_reading_can_be_folded_by_itself(module: Page) -> None:
    first = str(module.locator(".lp-step").first.get_attribute("data-key"))
    row = module.locator(f"[data-key='{SECOND}'] h3 button")
    expect(row).to_have_attribute("aria-expanded", "true")
    row.click()
    assert open_steps(module) == [first]
    expect(row).to_have_attribute("aria-expanded", "false")
    row.click()
    assert open_steps(module) == [SECOND]
    module.get_by_role("button", name="Back").click()
    assert open_steps(module) == [first, SECOND]


def test_two_answers_are_in_a_file_for_word_after_three_taps(module: Page, site_address: str) -> None:
    """From the home page: the first module, the questions of its first two readings, and the file."""
    module.goto(site_address)
    module.locator("main").get_by_role("link", name="Collaborative impact leadership", exact=True).click()
    module.locator(f"[data-key='{SECOND}']").get_by_role("textbox").fill("A funder.")
    module.locator(f"[data-key='{FOURTH}'] h3 button").click()
    module.locator(f"[data-key='{FOURTH}']").get_by_role("textbox").fill("For the families.")
    with module.expect_download() as download:
        module.get_by_role("button", name="Save your answers for Word").click()
    assert download.value.suggested_filename.endswith(".docx")


@pytest.mark.parametrize("key", ["Enter", pytest.param("Space", marks=pytest.mark.full_only)])
def test_rows_and_sections_open_with_the_keyboard_and_say_so(module: Page, key: str) -> None:
    row = module.locator(f"[data-key='{FOURTH}'] h3 button")
    expect(row).to_have_attribute("aria-expanded", "false")
    row.focus()
    module.keyboard.press(key)
    expect(row).to_have_attribute("aria-expanded", "true")
    expect(row).to_be_focused()
    assert open_steps(module) == [FOURTH]
    module.keyboard.press(key)
    assert open_steps(module) == []
    section = module.locator(".lp-section h2 button").nth(1)
    section.focus()
    module.keyboard.press(key)
    expect(section).to_have_attribute("aria-expanded", "true")
    expect(module.locator(".lp-section").nth(1).locator(".lp-step").first).to_be_visible()


def test_a_row_that_is_pressed_stays_where_it_was(module: Page) -> None:
    row = module.locator(f"[data-key='{FOURTH}'] h3 button")
    row.scroll_into_view_if_needed()
    line = module.locator(f".lp-step[data-key='{FOURTH}']")
    before = line.bounding_box()
    row.click()
    after = line.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2


@pytest.mark.parametrize("screen", [PHONE, DESKTOP])
def test_a_link_within_the_page_leads_there_at_once(browser: Browser, site_address: str, screen: ViewportSize) -> None:
    """While a page glides, a press ends beside the button that it began on, and is lost."""
    context = browser.new_context(viewport=screen, reduced_motion="no-preference")
    page = context.new_page()
    page.goto(site_address + MODULE)
    expect(page.locator(".lp-choice--done").first).to_be_attached()
    places = page.evaluate(
        """async () => {
          location.hash = [...document.querySelectorAll('.lp-step')].at(-1).id;
          const places = [];
          for (let frame = 0; frame < 30; frame += 1) {
            await new Promise((done) => requestAnimationFrame(done));
            places.push(scrollY);
          }
          return places.slice(1);
        }"""
    )
    assert len(set(places)) == 1, places
    assert places[0] > 1000
    context.close()


def test_a_link_to_a_step_opens_it_and_its_section(context: BrowserContext, module: Page, site_address: str) -> None:
    last = module.locator(".lp-step").last.get_attribute("id")
    page = context.new_page()
    page.goto(f"{site_address}{MODULE}#{last}")
    expect(page.locator(f"#{last} .lp-step__body")).to_be_visible()
    expect(page.locator(f"#{last}")).to_be_in_viewport()
    assert len(open_steps(page)) == 1
    module.evaluate(f"location.hash = '{last}'")  # and so does one within the page
    expect(module.locator(f"#{last} .lp-step__body")).to_be_visible()


def test_someone_who_reads_on_before_the_script_arrives_stays_in_place(
    context: BrowserContext, module: Page, site_address: str
) -> None:
    last = module.locator(".lp-step").last.get_attribute("id")
    page, held = context.new_page(), list[Route]()
    page.route("**/progress/walk.mjs", lambda route: held.append(route))
    page.goto(f"{site_address}{MODULE}#{last}")
    until(page, "scrollY > 200")
    page.evaluate("scrollBy(0, -150)")
    step = page.locator(f"#{last}")
    before = step.bounding_box()
    until(page, lambda: held)
    held[0].continue_()
    expect(page.locator(".lp-bar")).to_be_visible()
    after = step.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2


def test_a_link_into_what_is_folded_opens_it(module: Page) -> None:
    expect(module.locator("#about--packages")).to_be_hidden()
    module.get_by_role("link", name="Download", exact=True).click()
    expect(module.locator("#about--packages")).to_be_visible()


def test_someone_who_comes_back_is_where_they_were(context: BrowserContext, module: Page, site_address: str) -> None:
    first = str(module.locator(".lp-step").first.get_attribute("data-key"))
    mark(module, first, "Done")
    page = context.new_page()
    page.goto(site_address + MODULE)
    expect(page.locator(".lp-bar__place")).to_contain_text("Step 2 of")
    assert open_steps(page) == [SECOND]
    expect(page.locator(".lp-section__steps").first).to_contain_text("1 of 10 steps done")


def test_a_wide_screen_shows_all_and_how_far_one_is(browser: Browser, site_address: str) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto(site_address + MODULE)
    steps = page.locator(".lp-step")
    expect(page.locator(".lp-toc__sum")).to_have_text(f"0 of {steps.count()} steps done")
    assert len(open_steps(page)) == steps.count()
    expect(page.locator(".lp-bar")).to_be_hidden()
    assert page.locator("h3 button").count() == 0
    mark(page, str(steps.first.get_attribute("data-key")), "Done")
    expect(page.locator(".lp-toc__sum")).to_contain_text("1 of")
    page.set_viewport_size(PHONE)  # a window that is made narrow, and wide again
    expect(page.locator(".lp-bar")).to_be_visible()
    assert open_steps(page) == [steps.first.get_attribute("data-key"), SECOND]
    page.set_viewport_size(DESKTOP)
    assert len(open_steps(page)) == steps.count()
    context.close()


def test_paper_and_a_browser_without_scripts_show_every_step(browser: Browser, module: Page, site_address: str) -> None:
    every = module.locator(".lp-step").count()
    module.emulate_media(media="print")
    assert len(open_steps(module)) == every
    expect(module.locator(".lp-bar")).to_be_hidden()
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(site_address + MODULE)
    assert len(open_steps(page)) == every
    context.close()


def test_the_bar_hides_nothing_that_has_the_focus(module: Page) -> None:
    for _ in range(60):
        module.keyboard.press("Tab")
        covered = module.evaluate(
            """() => { const bar = document.querySelector('.lp-bar').getBoundingClientRect();
              const one = document.activeElement;
              const box = one.getBoundingClientRect();
              return !one.closest('.lp-bar') && box.height > 0 && box.top >= bar.top && box.bottom <= innerHeight
                && one.closest('.lp-walked') !== null; }"""
        )
        assert not covered, module.evaluate("document.activeElement.outerHTML")


def test_writing_an_answer_sets_the_step_to_doing_and_that_can_be_undone(module: Page) -> None:
    step = module.locator(f".lp-step[data-key='{SECOND}']")
    step.get_by_role("textbox").fill("A funder and two schools.")
    expect(step.get_by_role("button", name="Doing")).to_be_visible()
    expect(step.locator(".lp-answer__paper")).to_have_attribute("data-state", "saved")
    step.get_by_role("button", name="Undo").click()
    expect(step.get_by_role("button", name="Doing")).to_be_hidden()
    step.get_by_role("textbox").press_sequentially(" And more.")
    expect(step.locator(".lp-answer__paper")).to_have_attribute("data-state", "saved")
    expect(step.get_by_role("button", name="Doing")).to_be_hidden()
    expect(step.get_by_role("textbox")).to_have_value("A funder and two schools. And more.")


def test_someone_who_types_on_while_an_undo_is_saved_keeps_the_focus(module: Page) -> None:
    step = module.locator(f".lp-step[data-key='{SECOND}']")
    step.get_by_role("textbox").fill("A funder.")
    expect(step.get_by_role("button", name="Undo")).to_be_visible()
    step.evaluate("one => { one.querySelector('.lp-undo').click(); one.querySelector('textarea').focus(); }")
    expect(module.locator(".lp-live")).to_contain_text(": to do.")
    expect(step.get_by_role("textbox")).to_be_focused()


def test_the_end_of_a_module_offers_the_answers_for_word(module: Page) -> None:
    expect(module.get_by_role("button", name="Save your answers for Word")).to_have_count(0)
    field = module.locator(f".lp-step[data-key='{SECOND}']").get_by_role("textbox")
    field.fill("A funder.")
    field.blur()
    with module.expect_download() as download:
        module.get_by_role("button", name="Save your answers for Word").click()
    assert download.value.suggested_filename.startswith("collaborative-impact-leadership")
    assert download.value.suggested_filename.endswith(".docx")
