"""Progress: one press marks a step, it stays, and it is counted wherever the step is counted."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axes import faults
from marking import MODULE, choice, control, expect_state, mark, open_mine, open_steps, settled, state, unfold
from profiles import running
from published import folder_of
from rebuilding import bare_project, edition
from saving import button, save_work
from siteserver import serve_folder

pytestmark = pytest.mark.browser

FIRST = "resource:pumble-collaborative-leadership"
TASK = "task:who-do-you-collaborate-with"
#: Serves in two modules that one route passes through.
SHARED = "resource:video-collaborative-advantage-inertia"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="session")
def outline(site: Path) -> dict:
    return json.loads((site / folder_of(site) / "outline.json").read_text(encoding="utf-8"))


def steps_of(outline: dict, module: str) -> list[str]:
    found = next(one for one in outline["modules"] if one["id"] == module)
    return [step for section in found["sections"] for step in section["steps"]]


@pytest.mark.full_only
def test_marks_outlive_the_browser(browser: Browser, site_address: str, tmp_path: Path) -> None:
    with running(browser, tmp_path) as chromium:
        page = open_steps(chromium.context.pages[0], site_address)
        mark(page, FIRST, "Done")
        mark(page, TASK, "Doing")
    with running(browser, tmp_path) as chromium:
        page = open_steps(chromium.context.pages[0], site_address)
        assert (state(page, FIRST), state(page, TASK)) == ("Done", "Doing")
        choice(page, TASK, "Skipped").click()
        expect(page.locator(".lp-live")).to_contain_text("skipped")
        chromium.kill()
    with running(browser, tmp_path) as chromium:
        assert state(open_steps(chromium.context.pages[0], site_address), TASK) == "Skipped"


@pytest.mark.parametrize("key", [pytest.param("Enter", marks=pytest.mark.full_only), "Space"])
def test_every_state_is_one_key_away(page: Page, site_address: str, key: str) -> None:
    open_steps(page, site_address)
    for words in ("Doing", "Done", "Skipped", "To do"):
        choice(page, FIRST, words).focus()
        page.keyboard.press(key)
        expect_state(page, FIRST, words)
        expect(choice(page, FIRST, words)).to_be_focused()


def test_a_whole_module_is_done_with_the_tab_key(page: Page, site_address: str, outline: dict) -> None:
    """Nothing but Tab and Enter, from the top of the page to its end."""
    open_steps(page, site_address)
    keys = dict.fromkeys(steps_of(outline, "collaborative-impact-leadership"))
    page.evaluate("document.querySelector('.lp-steps').scrollIntoView(); document.activeElement.blur()")
    done = []
    for _ in range(len(keys) * 14):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(() => { const one = document.activeElement; return [one.textContent, one.matches('.lp-choice'),"
            " one.closest('[data-key]')?.dataset.key] })()"
        )
        if focused[0].startswith("Mark as done:") and focused[1]:
            page.keyboard.press("Enter")
            done.append(focused[2])
        if len(done) == len(keys):
            break
    assert done == list(keys)
    expect(page.locator(".lp-meta--module li").first).to_have_text(f"All {len(keys)} steps done")


def test_no_single_letter_does_anything(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    choice(page, FIRST, "Doing").focus()
    for letter in "abcdefghijklmnopqrstuvwxyz0123456789?/":
        page.keyboard.press(letter)
    assert state(page, FIRST) == "To do"


def test_a_change_is_announced_politely(page: Page, site_address: str, outline: dict) -> None:
    open_steps(page, site_address)
    choice(page, FIRST, "Done").click()
    live = page.locator(".lp-live")
    expect(live).to_have_attribute("role", "status")
    number = len(set(steps_of(outline, "collaborative-impact-leadership")))
    title = outline["steps"][FIRST]["title"]
    expect(live).to_have_text(f"{title}: done. 1 of {number} steps done in this module.")
    expect(control(page, FIRST)).to_have_attribute("aria-label", "Your progress")
    expect(control(page, FIRST).get_by_role("button", name=re.compile(f"^Done ?: {re.escape(title)}$"))).to_be_visible()


def test_no_two_controls_of_a_page_have_one_name(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    names = page.get_by_role("button").evaluate_all("all => all.map((one) => one.textContent.trim())")
    marks = [name for name in names if name.startswith(("Mark as done", "Other states"))]
    assert len(marks) > 10
    assert len(set(marks)) == len(marks)


def test_done_in_one_place_is_done_everywhere_and_counts_once(page: Page, site_address: str, outline: dict) -> None:
    holding = [one for one in outline["modules"] if SHARED in steps_of(outline, one["id"])]
    assert len(holding) > 1, "the test needs a work that serves in several modules"
    open_steps(page, site_address, holding[0]["path"])
    mark(page, SHARED, "Done")
    assert state(open_steps(page, site_address, holding[1]["path"]), SHARED) == "Done"
    assert state(open_steps(page, site_address, f"resources/{SHARED.partition(':')[2]}/"), SHARED) == "Done"
    page.goto(site_address)
    for one in holding:
        number = len(set(steps_of(outline, one["id"])))
        size = page.locator(f".lp-row[data-module='{one['id']}'] .lp-row__sum")
        expect(size).to_have_text(f"1 of {number} steps done")
    page.goto(site_address + "library/")
    expect(page.locator(f".lp-result[data-key='{SHARED}'] .lp-result__state")).to_have_text("Done")
    for route in outline["routes"]:
        keys = {key for module in route["modules"] for key in steps_of(outline, module)}
        page.goto(site_address + route["path"])
        size = f"{len(route['modules'])} module{'s' if len(route['modules']) > 1 else ''}"
        words = f"{size}: 1 of {len(keys)} steps done" if SHARED in keys else size
        expect(page.locator(".lp-meta--module li").first).to_have_text(words)


@pytest.mark.full_only
def test_home_leads_back_to_where_the_learner_left_off(page: Page, site_address: str, outline: dict) -> None:
    page.goto(site_address)
    onwards = page.locator(".lp-door--first a")
    expect(onwards).to_have_text("Start: 30 minutes")
    keys = steps_of(outline, "collaborative-impact-leadership")
    open_steps(page, site_address)
    mark(page, keys[0], "Done")
    mark(page, keys[1], "Skipped")
    page.goto(site_address)
    expect(onwards).to_have_text("Continue")
    expect(page.locator(".lp-resume")).to_contain_text(f"Next: {outline['steps'][keys[2]]['title']}")
    onwards.click()
    expect(page).to_have_url(f"{site_address}{MODULE}#{keys[2].replace(':', '--')}")


def test_a_module_is_reset_and_the_reset_undone(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    mark(page, FIRST, "Done")
    mark(page, TASK, "Doing")
    button = page.locator(".lp-progress-end .lp-reset")
    expect(button).to_have_text("Reset this module")
    button.click()
    expect(page.locator(".lp-choice[aria-pressed=true]:not([data-state=''])")).to_have_count(0)
    expect(button).to_have_text("Undo the reset")
    expect(button).to_be_focused()
    button.click()
    expect_state(page, FIRST, "Done")
    expect_state(page, TASK, "Doing")


@pytest.mark.full_only
def test_a_step_is_reset_and_the_reset_undone(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    mark(page, FIRST, "Done")
    choice(page, FIRST, "To do").click()
    page.locator(f"[data-key='{FIRST}'] .lp-undo").click()
    expect_state(page, FIRST, "Done")
    expect(choice(page, FIRST, "Done")).to_be_focused()


def test_what_is_undone_before_the_disk_has_heard_of_it_is_undone_all_the_same(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    mark(page, FIRST, "Done")
    mark(page, TASK, "Doing")
    page.evaluate(
        """(key) => { const step = document.querySelector(`[data-key='${key}']`);
          step.querySelector('.lp-choice--todo').click(); step.querySelector('.lp-undo').click(); }""",
        FIRST,
    )
    expect_state(page, FIRST, "Done")
    page.evaluate(
        """() => { const reset = document.querySelector('.lp-progress-end button'); reset.click(); reset.click(); }"""
    )
    expect_state(page, FIRST, "Done")
    expect_state(page, TASK, "Doing")
    settled(page)
    open_steps(page, site_address)
    expect_state(page, FIRST, "Done")
    expect_state(page, TASK, "Doing")


def test_all_progress_is_reset_and_the_reset_undone_with_its_dates(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    mark(page, FIRST, "Done")
    open_mine(page, site_address)
    date = f"""async () => {{
      const {{ openStore }} = await import(new URL('store/store.mjs', document.querySelector('[type=module]').src));
      return (await openStore()).record('progress', {json.dumps(FIRST)});
    }}"""
    before = page.evaluate(date)
    page.get_by_role("button", name="Reset all progress").click()
    page.get_by_role("button", name="Undo the reset").first.click()
    expect(page.locator(".lp-mine__modules li:visible .lp-mine__sum").first).to_contain_text("1 of")
    after = page.evaluate(date)
    assert after["value"] == "done"
    assert after["when"] == before["at"], "what is undone keeps its date"
    assert after["at"] > before["at"]


def test_two_tabs_show_the_same(context: BrowserContext, page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    other = open_steps(context.new_page(), site_address)
    mark(page, FIRST, "Done")
    expect(choice(other, FIRST, "Done")).to_have_attribute("aria-pressed", "true")
    mark(other, TASK, "Doing")
    expect(choice(page, TASK, "Doing")).to_have_attribute("aria-pressed", "true")


def test_a_page_with_steps_says_once_what_is_kept_and_where(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    expect(page.locator(".lp-keeps")).to_have_count(1)
    expect(page.locator(".lp-keeps")).to_contain_text("stays on this device")
    page.locator(".lp-keeps").get_by_role("link", name="your learning").click()
    expect(page).to_have_url(site_address + "my/")


def test_hydration_moves_nothing(context: BrowserContext, site_address: str, full: bool) -> None:
    """Marks and saved resources, on a phone and a desktop: in full each page on both, else four pages on one."""
    page = context.new_page()
    open_steps(page, site_address)
    mark(page, FIRST, "Done")
    mark(page, SHARED, "Skipped")
    save_work(page, SHARED)
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const one of list.getEntries())"
        " window.moved += one.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    paths = ("", MODULE, "my/saved/", "library/", "routes/first-two-hours/", "modules/", "themes/trust/")
    for place, path in enumerate((*paths, f"resources/{SHARED.partition(':')[2]}/") if full else paths[:4]):
        for width in (390, 1280) if full else (1280 if place % 2 else 390,):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(site_address + path, wait_until="networkidle")
            if (path, width) != (MODULE, 390):  # the step that the learner is at opens
                assert page.evaluate("window.moved") == 0, (path, width)


@pytest.mark.matrix
@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_axe_finds_nothing_whatever_is_marked(
    browser: Browser, site_address: str, scheme: str, width: int, full: bool
) -> None:
    """And whatever is saved (its list: `test_saved`). In full on every page that shows it; see `test_page_lengths`."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = open_steps(context.new_page(), site_address)
    unfold(page, SHARED)
    save_work(page, SHARED)
    for key, words in ((FIRST, "Done"), (TASK, "Doing"), (SHARED, "Skipped")):
        mark(page, key, words)
    unfold(page, TASK)
    choice(page, TASK, "To do").click()
    assert not faults(page)
    page.locator(".lp-progress-end .lp-reset").click()
    assert not faults(page)
    page.locator(".lp-progress-end .lp-reset").click()
    paths = ("", "my/", "library/", "routes/first-two-hours/", f"resources/{SHARED.partition(':')[2]}/")
    for path in paths if full else ():
        page.goto(site_address + path, wait_until="networkidle")
        assert not faults(page), path
    context.close()


BEFORE = """
pathway: {title: Small pathway}
themes: [{id: fruit, title: Fruit}]
routes: [{id: all-of-it, title: All of it, modules: [orchard, kitchen]}]
resources:
  - {id: apple, type: report, title: About apples}
  - {id: pear, type: report, title: About pears}
  - {id: plum, type: report, title: About plums}
tasks:
  - {id: taste, prompt: What does it taste of?}
modules:
  - id: orchard
    title: The orchard
    sections:
      - {id: trees, title: Trees, steps: [{read: apple}, {read: pear}, {task: taste}]}
  - id: kitchen
    title: The kitchen
    sections:
      - {id: cooking, title: Cooking, steps: [{read: plum}]}
"""
#: Modules and steps in another order, a step in another module, new titles, new ids.
AFTER = """
pathway: {title: A pathway with another name}
themes: [{id: fruit, title: Fruit}]
routes: [{id: all-of-it, title: All of it, modules: [stove, orchard]}]
resources:
  - {id: plum, type: report, title: On plums and their kin}
  - {id: apple-two, formerly: [apple-one, apple], type: report, title: On apples}
  - {id: pear, type: report, title: On pears}
tasks:
  - {id: flavour, formerly: [taste], prompt: What does it taste of now?}
modules:
  - id: stove
    formerly: [kitchen]
    title: The stove
    sections:
      - {id: jam, title: Jam, steps: [{read: pear}, {task: flavour}, {read: plum}]}
  - id: orchard
    title: Among trees
    sections:
      - {id: fruit, title: Fruit, steps: [{read: apple-two}]}
"""


@pytest.mark.full_only
def test_nothing_is_lost_when_the_catalogue_is_put_in_another_order_and_renamed(
    browser: Browser, tmp_path: Path
) -> None:
    project, published = bare_project(tmp_path / "project"), tmp_path / "site"
    edition(project, published, BEFORE)
    before = shutil.copytree(published, tmp_path / "before")
    with serve_folder(published) as address:
        context = browser.new_context()
        page = open_steps(context.new_page(), address, "modules/orchard/")
        mark(page, "resource:apple", "Done")
        mark(page, "resource:pear", "Doing")
        mark(page, "task:taste", "Skipped")
        edition(project, published, AFTER)
        open_afresh(page, address, "modules/stove/")
        assert state(page, "resource:pear") == "Doing"
        assert state(page, "task:flavour") == "Skipped"
        assert state(page, "resource:plum") == "To do"
        open_afresh(page, address, "modules/orchard/")
        assert state(page, "resource:apple-two") == "Done"
        mark(page, "resource:apple-two", "To do")
        assert state(open_afresh(page, address, "modules/orchard/"), "resource:apple-two") == "To do"
        mark(page, "resource:apple-two", "Done")
        page.goto(address + "routes/all-of-it/")
        page.reload()
        expect(page.locator(".lp-meta--module li").first).to_have_text("2 modules: 1 of 4 steps done, 1 skipped")
        # Nothing was destroyed on the way: the edition before finds what it knew.
        shutil.rmtree(published)
        shutil.copytree(before, published)
        open_afresh(page, address, "modules/orchard/")
        assert state(page, "resource:apple") == "Done"
        assert state(page, "task:taste") == "Skipped"
        context.close()


def open_afresh(page: Page, address: str, path: str) -> Page:
    """The page of the present edition: a browser shows the one that it has for as long as it may."""
    page.goto(address + path)
    page.reload()
    return open_steps(page, address, path)


def test_marks_work_where_pages_are_swapped_without_a_reload(browser: Browser, swapped_address: str) -> None:
    """Material's `navigation.instant`: one document for many pages."""
    context = browser.new_context()
    page = open_steps(context.new_page(), swapped_address)
    page.evaluate("window.sameDocument = true")
    mark(page, FIRST, "Done")
    page.locator(".lp-step__more > summary").first.click()
    page.locator(".lp-step__links a", has_text="Full record").first.click()
    expect(page.locator("h1")).to_have_text("Collaborative Leadership: Creating a Team-Centric Mindset")
    assert page.evaluate("window.sameDocument"), "the page was swapped, not loaded"
    assert state(page, FIRST) == "Done"
    choice(page, FIRST, "Doing").click()
    save_work(page, FIRST)
    page.get_by_role("link", name="your learning").first.click()
    page.locator(".lp-tile--saved a").click()
    expect(page.locator(".lp-saved__title")).to_have_text(["Collaborative Leadership: Creating a Team-Centric Mindset"])
    page.get_by_role("button", name="Remove").click()
    page.go_back()
    page.go_back()
    expect(button(page, FIRST)).to_have_attribute("aria-pressed", "false")
    page.go_back()
    expect(page.locator(".lp-step").first).to_be_visible()
    assert state(page, FIRST) == "Doing"
    assert control(page, FIRST).count() == 1
    page.locator(".lp-brand").click()
    expect(page.locator(".lp-resume")).to_contain_text("Next: Collaborative Leadership")
    assert page.evaluate("window.sameDocument")
    context.close()
