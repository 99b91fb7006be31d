"""The saved list: onto it and off, in order, across tabs, devices and editions, and away as references."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axes import faults
from killable import killable_server
from learning_pathway.formats.registry import FORMATS, export
from learning_pathway.site.build import open_build
from learning_pathway.site.files.downloads import part_of
from marking import MODULE, open_details, open_folds, open_mine, open_steps, settled
from profiles import keep_nothing, running
from quota import fill_the_quota, limit_the_quota
from rebuilding import bare_project, edition
from saving import button, open_saved, save_work, titles
from siteserver import serve_folder
from waiting import until

BLOG, REPORT, FILM = "resource:pumble-collaborative-leadership", "resource:good-work-report", "resource:ted-heffernan"
BLOG_TITLE = "Collaborative Leadership: Creating a Team-Centric Mindset"
REPORT_TITLE = "How do we know we are doing good work?"
RECORD = "resources/good-work-report/"
LIBRARY = "library/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def fill(page: Page, site: str) -> list[str]:
    """Save three works in the library, and open the list: its titles."""
    page.goto(site + LIBRARY)
    for key in (BLOG, REPORT, FILM):
        save_work(page, key)
    return titles(open_saved(page, site))


def take(page: Page, name: str) -> bytes:
    """Press a button of the page, and read the file that comes."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(download.value.path()).read_bytes()


def test_works_are_saved_from_card_record_and_library_and_stay(
    context: BrowserContext, page: Page, site_address: str
) -> None:
    """That what is said to be saved outlives a killed browser is in `test_store`, for all parts."""
    open_steps(page, site_address)
    save_work(page, BLOG)
    expect(page.locator(".lp-live")).to_have_text(f"Saved: {BLOG_TITLE}. 1 resource on your list.")
    page.goto(site_address + RECORD)
    save_work(page, REPORT)
    page.goto(site_address + LIBRARY)
    save_work(page, FILM)
    expect(page.locator(".lp-live")).to_contain_text("3 resources on your list.")
    page.close()
    page = open_saved(context.new_page(), site_address)
    assert titles(page)[:2] == [BLOG_TITLE, REPORT_TITLE]
    assert len(titles(page)) == 3
    for path, key in ((MODULE, BLOG), (RECORD, REPORT), (LIBRARY, FILM)):
        page.goto(site_address + path)
        expect(button(page, key)).to_have_attribute("aria-pressed", "true")
        assert page.locator(".lp-save[aria-pressed=true]").count() >= 1
    button(page, FILM).click()
    expect(button(page, FILM)).to_have_attribute("aria-pressed", "false")
    settled(page)
    assert titles(open_saved(page, site_address)) == [BLOG_TITLE, REPORT_TITLE]


def test_works_that_a_search_brings_back_can_be_saved(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}{LIBRARY}?q=pumble")
    expect(page.locator(".lp-result")).to_have_count(1)
    save_work(page, BLOG)
    page.locator("#lp-filter-text").fill("")
    expect(button(page, REPORT)).to_be_visible()
    save_work(page, REPORT)
    expect(page.locator(".lp-save:disabled")).to_have_count(0)
    assert titles(open_saved(page, site_address)) == [BLOG_TITLE, REPORT_TITLE]


def test_tabs_agree_on_the_list(context: BrowserContext, site_address: str) -> None:
    one, two, three = (context.new_page() for _ in range(3))
    one.goto(site_address + LIBRARY)
    two.goto(site_address + LIBRARY)
    expect(button(two, REPORT)).to_be_visible()
    open_saved(three, site_address)
    button(one, BLOG).click()
    button(two, REPORT).click()
    for page in (one, two):
        for key in (BLOG, REPORT):
            expect(button(page, key)).to_have_attribute("aria-pressed", "true")
    expect(three.locator(".lp-saved__title")).to_have_count(2)
    three.get_by_role("group", name=BLOG_TITLE).get_by_role("button", name="Remove").click()
    expect(button(one, BLOG)).to_have_attribute("aria-pressed", "false")
    assert sorted(titles(three)) == [REPORT_TITLE]


def test_the_list_is_put_in_order_with_the_keyboard_alone(
    context: BrowserContext, page: Page, site_address: str
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    for path, key in ((RECORD, "Enter"), ("resources/ted-heffernan/", "Space")):
        page.goto(site_address + path)
        parallel_build(page, "Save for later", key=key)
        expect(page.locator(".lp-save").first).to_have_attribute("aria-pressed", "true")
        settled(page)
    open_saved(page, site_address)
    first, second = titles(page)
    parallel_build(page, "Move down")
    expect(page.locator(".lp-saved__title").first).to_have_text(second)
    focused = "document.activeElement.closest('li')?.querySelector('h2').textContent"
    assert page.evaluate(focused) == first, "who moves a work stays with it"
    page.keyboard.press("Enter")  # it is at the end: nothing happens
    expect(page.locator(".lp-live")).to_have_text(f"{first}: now 2 of 2.")
    settled(page)
    assert titles(open_saved(page, site_address)) == [second, first]
    parallel_build(page, "Remove")
    expect(page.get_by_role("button", name="Put it back")).to_be_focused()
    assert titles(page) == [first]
    page.keyboard.press("Enter")
    expect(page.locator(".lp-saved__title")).to_have_text([second, first])
    expect(page.get_by_role("group", name=second).get_by_role("button", name="Remove")).to_be_focused()
    assert len(asked) > 10
    assert not [url for url in asked if not url.startswith((site_address, "blob:", "data:"))]


def parallel_build(page: Page, name: str, key: str = "Enter") -> None:
    """Come to a button by the tabulator, as someone without a mouse does, and press it."""
    ready = "(name) => document.activeElement.matches(':not([aria-disabled=true])') && "
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(ready + "document.activeElement.textContent.startsWith(name)", name):
            page.keyboard.press(key)
            settled(page)
            return
    raise AssertionError(f"no button “{name}” could be reached")


def test_a_pointer_may_drag_a_work_to_its_place(page: Page, site_address: str) -> None:
    before = fill(page, site_address)
    handle = page.locator(".lp-saved__handle")
    handle.nth(2).drag_to(page.locator(".lp-saved__item").nth(0), target_position={"x": 20, "y": 2})
    expect(page.locator(".lp-saved__title")).to_have_text([before[2], before[0], before[1]])
    settled(page)
    assert titles(open_saved(page, site_address)) == [before[2], before[0], before[1]]


def test_files_are_those_that_the_build_itself_would_write(page: Page, site_address: str, pathway: Path) -> None:
    fill(page, site_address)
    page.get_by_role("group", name=BLOG_TITLE).get_by_role("button", name="Move down").click()
    settled(page)
    site = open_build(pathway).site
    assert site is not None
    chosen = [site.resources[key.partition(":")[2]] for key in (REPORT, BLOG, FILM)]
    for name, form in FORMATS.items():
        assert take(page, form.label) == export(chosen, name), name
    expect(page.locator(".lp-references [role=status]")).to_have_text("Saved.")


def test_browser_and_build_look_for_a_piece_in_the_same_part(page: Page, site_address: str) -> None:
    page.goto(site_address)
    script = """async (names) => {
      const { partOf } = await import(new URL('saved-list/pieces.mjs', document.querySelector('[type=module]').src));
      return names.map((name) => [1, 7, 625].map((count) => partOf(name, count)));
    }"""
    names = ["a", "constructor", "good-work-report", "x" * 90]
    assert page.evaluate(script, names) == [[part_of(name, count) for count in (1, 7, 625)] for name in names]


def test_paper_gets_references(page: Page, site_address: str) -> None:
    fill(page, site_address)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print or PDF").click()
    until(page, "window.printed")
    page.emulate_media(media="print")
    reference = page.locator(".lp-saved__reference").nth(1)
    expect(reference).to_be_visible()
    expect(reference).to_contain_text("Sharp, C., McLaughlin, D., Whitley, J., & Lawson, K. (2022).")
    expect(page.locator(".lp-saved__act").first).to_be_hidden()
    expect(page.locator(".lp-references")).to_be_hidden()


def device(browser: Browser) -> Page:
    return browser.new_context(accept_downloads=True).new_page()


def carry(one: Page, other: Page, site: str) -> None:
    """Save the file on one device, and take it in on the other."""
    file = take(open_mine(one, site), "Save my file")
    open_mine(other, site)
    other.locator("#lp-file").set_input_files({"name": "a.json", "mimeType": "application/json", "buffer": file})
    other.get_by_role("button", name="Load this file").click()
    expect(other.locator(".lp-outcome")).to_be_focused()


@pytest.mark.full_only
def test_the_lists_of_two_devices_become_one(browser: Browser, site_address: str) -> None:
    one, two = device(browser), device(browser)
    for page, keys in ((one, (BLOG, REPORT)), (two, (FILM, BLOG))):
        page.goto(site_address + LIBRARY)
        for key in keys:
            save_work(page, key)
    carry(one, two, site_address)
    carry(two, one, site_address)
    lists = [titles(open_saved(page, site_address)) for page in (one, two)]
    assert lists[0] == lists[1]
    assert len(lists[0]) == 3
    # What one device takes off after both had it is off on both; the other's move stays too.
    one.get_by_role("group", name=REPORT_TITLE).get_by_role("button", name="Remove").click()
    two.get_by_role("group", name=BLOG_TITLE).get_by_role("button", name="Move up").click()
    for page in (one, two):
        settled(page)
    carry(one, two, site_address)
    carry(two, one, site_address)
    lists = [titles(open_saved(page, site_address)) for page in (one, two)]
    assert lists[0] == lists[1]
    assert len(lists[0]) == 2
    assert REPORT_TITLE not in lists[0]
    for page in (one, two):
        page.context.close()


def test_a_deletion_names_the_list_and_takes_it(page: Page, site_address: str) -> None:
    fill(page, site_address)
    open_mine(page, site_address)
    shelf = page.locator("details[data-shelf$='Your saved list']")
    shelf.locator("summary").click()
    assert shelf.locator("tbody tr").count() == 3
    page.get_by_role("button", name="Delete everything on this device").click()
    dialog = page.get_by_role("dialog", name="Delete everything?")
    expect(dialog).to_contain_text("3 saved resources")
    assert not faults(page)
    dialog.get_by_role("button", name="Delete everything", exact=True).click()
    expect(page.get_by_text("Everything is deleted.")).to_be_focused()
    assert titles(open_saved(page, site_address)) == []
    assert page.evaluate("indexedDB.databases()") == []


def test_a_full_device_is_told_of_and_the_list_lasts_as_long_as_the_page(page: Page, site_address: str) -> None:
    page.goto(site_address + LIBRARY)
    limit_the_quota(page, site_address)
    fill_the_quota(page)
    button(page, BLOG).click()
    lasts_as_long_as_the_page(page, "There is no room left on this device")


@pytest.mark.full_only
def test_a_browser_that_keeps_nothing_is_told_of_and_the_list_lasts_as_long_as_the_page(
    browser: Browser, site_address: str, tmp_path: Path
) -> None:
    keep_nothing(tmp_path)
    with running(browser, tmp_path) as chromium:
        page = chromium.context.pages[0]
        page.goto(site_address + LIBRARY)
        button(page, BLOG).click()
        lasts_as_long_as_the_page(page, "This browser does not let the site keep anything.")


def lasts_as_long_as_the_page(page: Page, trouble: str) -> None:
    """What was just saved is shown as saved, with the trouble and a file as the way out."""
    told = page.locator(f"[data-key='{BLOG}'] .lp-save__trouble")
    expect(told).to_contain_text(trouble)
    expect(page.locator(".lp-live")).to_contain_text(trouble)
    expect(page.locator(".lp-keeps")).to_be_hidden()  # it would say what is not so
    expect(button(page, BLOG)).to_have_attribute("aria-pressed", "true")
    assert not faults(page)
    with page.expect_download() as download:
        told.get_by_role("button", name="Save it as a file").click()
    file = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert file["fields"]["saved"][BLOG]["value"]["title"] == BLOG_TITLE


@pytest.mark.matrix
@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_axe_finds_nothing_on_any_list(browser: Browser, site_address: str, scheme: str, width: int) -> None:
    """Other pages with what is saved are in `test_progress`."""
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 900},
    )
    page = open_saved(context.new_page(), site_address)
    assert not faults(page)
    fill(page, site_address)
    assert not faults(page)
    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_role("button", name="Put it back")).to_be_focused()
    assert not faults(page)
    context.close()


@pytest.mark.full_only
def test_list_and_files_work_after_the_server_is_killed(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    with killable_server(site, "/pathway/") as server:
        page.goto(server.address + "my/")
        open_folds(page)
        page.get_by_role("button", name="Make available offline").click()
        expect(page.get_by_role("button", name="Remove from this device")).to_be_visible(timeout=30_000)
        server.kill()
        fill(page, server.address)
        text = take(page, "References as plain text").decode("utf-8")
        assert "Sharp, C., McLaughlin, D., Whitley, J., & Lawson, K. (2022)." in text


BEFORE = """
pathway: {title: Small pathway}
resources:
  - {id: apple, type: report, title: About apples, authors: [{family: Wood, given: Ann}]}
  - {id: pear, type: report, title: About *pears*}
  - {id: plum, type: report, title: About plums}
modules:
  - id: orchard
    title: The orchard
    sections: [{id: trees, title: Trees, steps: [{read: apple}, {read: pear}, {read: plum}]}]
"""
AFTER = """
pathway: {title: Small pathway}
resources:
  - {id: plum-two, formerly: [plum], type: report, title: On plums and their kin}
retired:
  - {id: apple, reason: Its publisher has withdrawn it., replacement: plum-two}
  - {id: pear, reason: No one reads it.}
modules:
  - id: orchard
    title: The orchard
    sections: [{id: trees, title: Trees, steps: [{read: plum-two}]}]
"""


@pytest.mark.full_only
def test_what_is_renamed_or_retired_stays_on_the_list(browser: Browser, tmp_path: Path) -> None:
    project, published = bare_project(tmp_path / "project"), tmp_path / "site"
    edition(project, published, BEFORE)
    with serve_folder(published) as address:
        context = browser.new_context(accept_downloads=True)
        page = context.new_page()
        page.goto(address + "modules/orchard/")
        for name in ("plum", "apple", "pear"):
            save_work(page, f"resource:{name}")
        edition(project, published, AFTER)
        open_saved(page, address)
        page.reload()
        expect(page.locator(".lp-saved__title")).to_have_text(
            ["On plums and their kin", "About apples", "About *pears*"]
        )
        apple = page.locator("[data-key='resource:apple']")
        expect(apple).to_contain_text("Ann Wood")
        expect(apple).to_contain_text("No longer in this pathway. Its publisher has withdrawn it.")
        expect(apple.get_by_role("link", name="On plums and their kin")).to_have_attribute(
            "href", f"{address}resources/plum-two/"
        )
        assert not faults(page)
        text = take(page, FORMATS["markdown"].label).decode("utf-8")
        assert text.count("\n\n") == 2
        assert "Ann Wood. About apples. No longer in Small pathway." in text
        assert "About \\*pears\\*. No longer in Small pathway." in text
        assert [item["id"] for item in json.loads(take(page, "CSL-JSON"))] == ["plum-two"]
        expect(page.locator(".lp-references [role=status]")).to_contain_text("2 resources are no longer in the pathway")
        page.goto(address + "modules/orchard/")
        page.reload()
        expect(button(page, "resource:plum-two")).to_have_attribute("aria-pressed", "true")
        # Taken off under its new id, it is off under the old one as well; a list of gone works alone is still ours.
        open_details(page)
        button(page, "resource:plum-two").click()
        settled(page)
        file = take(open_mine(page, address), "Save my file")
        other = browser.new_context().new_page()
        open_mine(other, address)
        other.locator("#lp-file").set_input_files({"name": "a.json", "mimeType": "application/json", "buffer": file})
        other.get_by_role("button", name="Load this file").click()
        expect(other.locator(".lp-outcome")).to_contain_text("File loaded")
        assert titles(open_saved(other, address)) == ["About apples", "About *pears*"]
        other.context.close()
        context.close()
