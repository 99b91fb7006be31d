"""Time: what fits into the minutes that one has, from where one is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from axes import faults, faults_in_light_and_dark
from marking import MODULE, mark, open_steps
from published import folder_of
from siteserver import serve_folder
from waiting import until

pytestmark = pytest.mark.browser

FORM = "Steps for the time that you have"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def offered(page: Page, lists: str) -> list[str]:
    """Keys of the steps in these lists of the answer."""
    links = page.locator(f".lp-sitting__found {lists}").get_by_role("link").all()
    return [str(link.get_attribute("href")).partition("#")[2].replace("--", ":", 1) for link in links]


def ask(page: Page, address: str, minutes: int, subject: str = "", company: str = "") -> None:
    """Open a page and ask for steps for so many minutes."""
    page.goto(address)
    form = page.locator(".lp-sitting--ready form")
    form.get_by_label("I have").fill(str(minutes))
    if subject:
        form.get_by_label("Subject").select_option(subject)
    if company:
        form.get_by_label("Who takes part").select_option(label=company)
    form.get_by_role("button", name="Find steps that fit").click()
    expect(page.locator(".lp-sitting__sum")).to_be_visible()


def readings_before(outline: dict[str, Any], task: str) -> set[str]:
    """What the section of a task asks to read, watch or listen to before it."""
    for module in outline["modules"]:
        for section in module["sections"]:
            if task in section["steps"]:
                before = section["steps"][: section["steps"].index(task)]
                optional = module.get("optional", [])
                return {key for key in before if "mode" not in outline["steps"][key] and key not in optional}
    return set()


@pytest.mark.matrix
@pytest.mark.parametrize("minutes", [1, 5, 7, 12, 25, 45, 90])
@pytest.mark.parametrize("company", ["on my own", "with others"])
def test_a_new_visitor_is_offered_what_fits_and_readings_before_their_tasks(
    page: Page, site_address: str, outline: dict[str, Any], minutes: int, company: str
) -> None:
    ask(page, site_address, minutes, company=company)
    taken, others = offered(page, "ol"), offered(page, "ul:not(:last-child)")
    steps = outline["steps"]
    assert sum(steps[key]["minutes"] for key in taken) <= minutes
    for place, key in enumerate(taken):
        assert readings_before(outline, key) <= set(taken[:place]) if "mode" in steps[key] else True
    modes = {steps[key]["mode"] for key in taken if "mode" in steps[key]}
    assert modes <= ({"alone"} if company == "on my own" else {"pairs", "group"})
    for key in others:
        assert "mode" not in steps[key] or not readings_before(outline, key)
    assert faults(page) == ""


def test_something_on_trust_under_15_minutes_takes_few_taps(
    page: Page, site_address: str, outline: dict[str, Any]
) -> None:
    """From the home page, which suggests 15 minutes, to the step itself."""
    taps = 0
    page.goto(site_address)
    form = page.locator(".lp-sitting--ready form")
    expect(form.get_by_label("I have")).to_have_value("15")
    form.get_by_label("Subject").select_option(label="Trust")
    taps += 2  # a list is opened, then an entry chosen
    form.get_by_role("button", name="Find steps that fit").click()
    taps += 1
    link = page.locator(".lp-sitting__found").get_by_role("link").first
    expect(link).to_be_visible()
    key = str(link.get_attribute("href")).partition("#")[2].replace("--", ":", 1)
    assert "trust" in outline["steps"][key]["themes"]
    assert (outline["steps"][key]["minutes"] or 0) <= 15
    link.click()
    taps += 1
    expect(page).to_have_url(re.compile(r"/modules/[\w-]+/#"))
    assert taps <= 4


@pytest.fixture(scope="session")
def outline(site: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((site / folder_of(site) / "outline.json").read_text(encoding="utf-8"))
    return content


@pytest.mark.matrix
@pytest.mark.parametrize("path", ["", "routes/first-steps/"])
def test_the_steps_that_are_found_fit_and_lead_to_their_places(
    page: Page, site_address: str, outline: dict[str, Any], path: str
) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(site_address + path)
    form = page.get_by_role("form", name=FORM)
    form.get_by_label("I have").fill("40")
    form.get_by_label("I have").press("Enter")
    found = page.locator(".lp-sitting__found ol li")
    expect(found.first).to_be_visible()
    keys = [
        str(link.get_attribute("href")).partition("#")[2].replace("--", ":", 1)
        for link in found.get_by_role("link").all()
    ]
    lengths = [outline["steps"][key]["minutes"] for key in keys]
    assert None not in lengths
    assert 0 < sum(lengths) <= 40
    spoken = page.locator(".lp-sitting__sum").inner_text()
    estimated = any(outline["steps"][key].get("estimated") for key in keys)
    assert f"{(sum(lengths) + 2) // 5 * 5 if estimated else sum(lengths)} minutes" in spoken
    expect(page.locator(".lp-live")).to_have_text(spoken)
    unknown = page.locator(".lp-sitting__found p:has-text('If you have longer') + ul li")
    expect(page.get_by_text("If you have longer:")).to_be_visible()
    assert unknown.count() > unknown.filter(has_text="minute").count() == 0
    found.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(rf"/modules/[\w-]+/#{keys[0].replace(':', '--')}$"))
    expect(page.locator(f"[data-key='{keys[0]}']")).to_be_in_viewport()
    assert [one for one in asked if not one.startswith((site_address, "data:"))] == []
    assert page.evaluate("indexedDB.databases()") == [], "asking keeps nothing"


@pytest.mark.full_only
def test_what_is_done_is_not_offered_again(page: Page, site_address: str) -> None:
    page.goto(site_address)
    find = page.get_by_role("button", name="Find steps that fit")
    find.click()
    first = page.locator(".lp-sitting__found ol a").first
    name, address = first.inner_text(), str(first.get_attribute("href"))
    open_steps(page, address.partition("modules/")[0], f"modules/{address.partition('modules/')[2].partition('#')[0]}")
    mark(page, address.partition("#")[2].replace("--", ":", 1), "Done")
    page.goto(site_address)
    find.click()
    expect(page.locator(".lp-sitting__found").get_by_role("link", name=name, exact=True)).to_have_count(0)
    expect(page.locator(".lp-sitting__found ol a").first).to_be_visible()


def test_minutes_that_make_no_sense_are_not_taken(page: Page, site_address: str) -> None:
    page.goto(site_address)
    field = page.get_by_label("I have")
    expect(field).to_be_visible()
    for wrong in ("", "0", "-5", "1e9"):
        field.fill(wrong)
        field.press("Enter")
        assert page.evaluate("document.querySelector('.lp-sitting form').checkValidity()") is False
    assert page.locator(".lp-sitting__sum").count() == 0


@pytest.mark.matrix
@pytest.mark.parametrize("path", ["", MODULE, "routes/first-steps/", "resources/ted-heffernan/", "my/plan/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_scripts_come(browser: Browser, site_address: str, path: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value; })
          .observe({ type: 'layout-shift', buffered: true });"""
    )
    held: list[Route] = []
    come = Event()
    page.route("**/*.mjs", lambda route: route.continue_() if come.is_set() else held.append(route))
    page.goto(site_address + path, wait_until="commit")
    # On a slow device the page is painted before its fonts are there; what that moves is not the scripts' doing.
    until(page, "document.querySelector('footer') && document.fonts.status === 'loaded'")
    until(page, "performance.getEntriesByName('first-contentful-paint').length")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.evaluate("window.moved = 0")
    assert held
    come.set()
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    until(page, "document.fonts.status === 'loaded'")
    assert page.evaluate("window.moved") == 0
    context.close()


@pytest.mark.matrix
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_with_an_answer_shown(browser: Browser, site_address: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
    )
    page = context.new_page()
    page.goto(site_address)
    for minutes in ("30", "1"):
        page.get_by_label("I have").fill(minutes)
        page.get_by_role("button", name="Find steps that fit").click()
        expect(page.locator(".lp-sitting__sum")).to_contain_text("steps, " if minutes == "30" else "1 minute")
        assert faults_in_light_and_dark(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_it_works_below_a_path(browser: Browser, site: Path) -> None:
    with serve_folder(site, "/pathway/") as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.get_by_role("button", name="Find steps that fit").click()
        link = page.locator(".lp-sitting__found a").first
        expect(link).to_have_attribute("href", re.compile(rf"^{re.escape(address)}modules/"))
        context.close()
