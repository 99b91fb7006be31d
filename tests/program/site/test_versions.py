"""Two versions of a site and caches between them: a page runs its own scripts, or says that the site was updated."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from axes import faults
from learning_pathway.site.frontend import read_frontend, theme_folder
from marking import MODULE
from published import folder_of
from siteproject import copy_project, mkdocs, with_own_theme
from siteserver import serve_folder
from waiting import until

if TYPE_CHECKING:
    from conftest import Once

UPDATED = "This site has been updated since you opened this page."
MISSING = "Some tools on this page did not load."
#: Notes how often scripts have started (once more when every tool is there), and whether one is lost.
WATCH = """window.started = 0;
addEventListener('lp-started', () => { window.started += 1; });
addEventListener('lp-lost', ({ detail }) => { window.lost ||= detail !== 'slow'; });
addEventListener('error', ({ target }) => { window.lost ||= target.tagName === 'SCRIPT'; }, true);"""
#: What is renamed in the newer version: three exports, with everything that uses them.
RENAMED = {"announcer": "speaker", "openStore": "storeOfThisPage", "titleOf": "nameOfStep"}

pytestmark = [pytest.mark.engine]


def rewrite(theme: Path) -> None:
    """Rename in every script, so that none of them fits one of the version before."""
    for script in (theme / "assets" / "javascripts").rglob("*.mjs"):
        text = script.read_text(encoding="utf-8")
        for old, new in RENAMED.items():
            text = re.sub(rf"\b{old}\b", new, text)
        script.write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def versions(site: Path, once: Once) -> tuple[Path, Path]:
    """The site, and a version of it whose scripts have other names for what they share. Not to be written to."""

    def build(folder: Path) -> None:
        project = copy_project(folder / "project")
        rewrite(with_own_theme(project))
        done = mkdocs(project, folder / "site")
        assert done.returncode == 0, done.stdout + done.stderr

    return site, once("newer-version", build) / "site"


@pytest.fixture
def live(versions: tuple[Path, Path], tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The first version on a server whose answers may be kept for ten minutes, and how to publish the second."""
    current = tmp_path / "current"
    shutil.copytree(versions[0], current)

    def publish() -> None:
        shutil.rmtree(current)
        shutil.copytree(versions[1], current)

    with serve_folder(current) as address:
        yield address, publish


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def test_a_folder_of_scripts_is_named_after_what_it_holds(versions: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = map(folder_of, versions)
    assert one != two
    assert one == read_frontend(theme_folder()).folder, "the same scripts, the same name"
    for site, folder in zip(versions, (one, two), strict=True):
        assert [path.name for path in (site / "assets").iterdir() if re.fullmatch(r"[0-9a-f]{12}", path.name)] == [
            folder.removeprefix("assets/")
        ]
        assert (site / folder / "outline.json").is_file()


@pytest.mark.parametrize("name", ["javascripts/journal/journal.mjs", "stylesheets/tokens.css", "stylesheets/print.css"])
def test_any_change_of_a_script_or_a_style_sheet_gives_another_folder(tmp_path: Path, name: str) -> None:
    theme = shutil.copytree(theme_folder(), tmp_path / "theme")
    before = read_frontend(theme).folder
    with (theme / "assets" / name).open("a", encoding="utf-8") as file:
        file.write("\n" if name.endswith(".mjs") else "a { top: 0 }\n")
    assert read_frontend(theme).folder != before


def test_pages_name_nothing_of_the_theme_outside_that_folder(versions: tuple[Path, Path]) -> None:
    for site in versions:
        own = folder_of(site)
        for page in site.rglob("*.html"):
            for name in re.findall(r'(?:src|href)="([^"]+\.(?:mjs|css|js))"', page.read_text(encoding="utf-8")):
                assert own in name or ".min." in name, (page, name)


def use_module(page: Page) -> None:
    """Mark the first step as done, or take the mark back."""
    choice = page.locator(".lp-step").first.locator(".lp-choice--done")
    marked = choice.get_attribute("aria-pressed")
    choice.click()
    expect(choice).to_have_attribute("aria-pressed", "false" if marked == "true" else "true")


def use_library(page: Page) -> None:
    page.locator("[data-lp-library=ready] input[name=q]").fill("trust")
    count = page.locator(".lp-library__count")
    expect(count).to_contain_text(re.compile(r"\bof\b|try again"))
    expect(count).to_contain_text(re.compile(r"\bof\b"), timeout=1_000)


def use_journal(page: Page) -> None:
    expect(page.locator("[data-lp-journal]")).not_to_be_empty()


def use_plan(page: Page) -> None:
    expect(page.locator(".lp-plan--ready")).to_be_visible()


def use_mine(page: Page) -> None:
    expect(page.locator("[data-lp-mine=stored]")).not_to_be_empty()


def use_record(page: Page) -> None:
    expect(page.get_by_role("button", name=re.compile("Copy")).first).to_be_visible()


#: Each tool's page, and how it is used: the test of it ends well, or fails.
TOOLS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "module": (MODULE, use_module),
    "library": ("library/", use_library),
    "journal": ("my/journal/", use_journal),
    "plan": ("my/plan/", use_plan),
    "mine": ("my/", use_mine),
    "record": ("resources/good-work-report/", use_record),
}
EVERY_ORDER = [
    pytest.param(*pair, marks=[] if pair == ("module", "library") else pytest.mark.full_only)
    for pair in itertools.permutations(TOOLS, 2)
]


@pytest.mark.browser
@pytest.mark.parametrize(("before", "after"), EVERY_ORDER)
def test_tools_of_two_versions_never_meet(
    context: BrowserContext, live: tuple[str, Callable[[], None]], before: str, after: str
) -> None:
    """One tool is used before a newer version is published, another after, and the first again from the cache."""
    address, publish = live
    page, errors = context.new_page(), list[str]()
    page.add_init_script(WATCH)
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path, _ in (TOOLS[before], TOOLS[after]):
        page.goto(address + path)  # both pages are in the cache now, and their scripts in part
    path, use = TOOLS[before]
    page.goto(address + path)
    use(page)
    publish()
    for name in (after, before, after):
        path, use = TOOLS[name]
        page.goto(address + path)
        works_or_says_why(page, use)
    assert [error for error in errors if "provide an export" in error or "is not a function" in error] == []


def works_or_says_why(page: Page, use: Callable[[Page], None]) -> None:
    """A tool works at once, or there is a notice, and it works after the reload that the notice offers."""
    notice = page.get_by_role("alert").filter(has_text=UPDATED)
    until(page, "window.started > 1 || window.lost")
    if page.evaluate("window.started > 1"):
        try:
            use(page)
        except (AssertionError, Error):
            expect(notice).to_be_visible()
        else:
            return
    with page.expect_navigation():
        notice.get_by_role("button", name="Reload the page").click()
    use(page)


@pytest.mark.browser
def test_a_page_from_the_cache_whose_scripts_are_gone_says_that_the_site_was_updated(
    context: BrowserContext, live: tuple[str, Callable[[], None]]
) -> None:
    address, publish = live
    page = context.new_page()
    old = page.request.get(address + MODULE).text()
    publish()
    page.route(address + MODULE, lambda route: route.fulfill(body=old, content_type="text/html"))
    page.goto(address + MODULE)
    notice = page.get_by_role("alert").filter(has_text=UPDATED)
    expect(notice).to_be_visible()
    expect(page.locator("html")).to_have_class("no-js")
    expect(page.locator(".lp-step").first).to_be_visible()
    page.unroute(address + MODULE)
    with page.expect_navigation():
        notice.get_by_role("button", name="Reload the page").click()
    use_module(page)
    expect(notice).to_be_hidden()


@pytest.mark.browser
def test_a_part_of_a_tool_that_is_gone_is_told_and_words_are_kept(
    context: BrowserContext, live: tuple[str, Callable[[], None]]
) -> None:
    address, publish = live
    page = context.new_page()
    page.goto(address + "modules/collective-impact/")
    field = page.locator(".lp-answer__field").first
    field.fill("What I wrote before the site was updated")
    expect(page.locator(".lp-answer__saved").first).to_be_visible()
    publish()
    page.goto(address + "my/journal/")
    page.goto(address + "modules/collective-impact/")
    expect(page.locator(".lp-answer__field").first).to_have_value("What I wrote before the site was updated")


@pytest.mark.browser
@pytest.mark.parametrize("keeping", [pytest.param("kept", marks=pytest.mark.full_only), "not allowed"])
def test_words_stay_in_the_page_that_is_open_while_a_version_is_published(
    browser: Browser, live: tuple[str, Callable[[], None]], keeping: str
) -> None:
    address, publish = live
    context = browser.new_context()
    if keeping == "not allowed":
        context.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }")
    page = context.new_page()
    page.goto(address + "modules/collective-impact/")
    field = page.locator(".lp-answer__field").first
    expect(field).to_be_visible()
    publish()
    field.fill("Typed after the next version was published")
    page.wait_for_timeout(1500)
    expect(field).to_have_value("Typed after the next version was published")
    if keeping == "not allowed":  # then words can be saved as a file, which needs a script that is gone
        expect(page.get_by_role("alert").filter(has_text=UPDATED)).to_be_visible()
    context.close()


@pytest.mark.matrix
@pytest.mark.browser
@pytest.mark.parametrize("path", ["", MODULE, "library/", "my/", "my/journal/", "my/plan/", "my/saved/", "search/"])
def test_without_scripts_that_arrive_a_page_is_whole_and_says_so(
    browser: Browser, context: BrowserContext, site_address: str, path: str
) -> None:
    page = context.new_page()
    page.route("**/*.mjs", lambda route: route.abort())
    page.goto(site_address + path)
    expect(page.get_by_role("alert").filter(has_text=MISSING)).to_be_visible()
    expect(page.locator("html")).to_have_class("no-js")
    other = browser.new_context(java_script_enabled=False)
    without = other.new_page()
    without.goto(site_address + path)
    assert page.locator("main").inner_text() == without.locator("main").inner_text()
    other.close()
    assert faults(page) == ""


@pytest.mark.matrix
@pytest.mark.browser
@pytest.mark.parametrize(
    ("script", "path"),
    [
        ("store/store.mjs", MODULE),
        ("ui/page.mjs", "library/"),
        ("library/resources.mjs", "library/"),
        ("journal/journal.mjs", "my/journal/"),
    ],
)
def test_one_script_that_does_not_arrive_is_told(
    context: BrowserContext, site_address: str, script: str, path: str
) -> None:
    page = context.new_page()
    page.route(f"**/{script}", lambda route: route.abort())
    page.goto(site_address + path)
    expect(page.get_by_role("alert").filter(has_text=MISSING)).to_be_visible()
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.browser
def test_data_that_does_not_arrive_is_told(context: BrowserContext, site_address: str) -> None:
    page = context.new_page()
    page.route("**/resources.json", lambda route: route.fulfill(status=404, body=""))
    page.goto(site_address + "library/")
    page.locator("[data-lp-library] input[name=q]").fill("trust")
    expect(page.get_by_role("alert").filter(has_text=MISSING)).to_be_visible()


@pytest.mark.matrix
@pytest.mark.browser
@pytest.mark.parametrize("slow", ["pathway.mjs", "progress/progress-control.mjs"])
def test_a_slow_script_is_told_and_works_when_it_comes(context: BrowserContext, site_address: str, slow: str) -> None:
    page, waiting = context.new_page(), list[Route]()
    page.clock.install()
    page.route(f"**/{slow}", lambda route: waiting.append(route))
    page.goto(site_address + MODULE, wait_until="commit")
    page.locator("footer").wait_for()
    notice = page.get_by_role("alert").filter(has_text=MISSING)
    until(page, lambda: waiting)
    page.clock.run_for(2_000)  # time goes on by itself, too
    expect(notice).to_be_hidden()
    page.clock.run_for(10_000)
    expect(notice).to_be_visible()
    for route in waiting:
        route.continue_()
    use_module(page)
    expect(notice).to_be_hidden()
    expect(page.locator("html")).to_have_class(re.compile(r"(?<!-)\bjs\b"))


@pytest.mark.browser
def test_a_page_swapped_in_from_another_version_is_loaded_anew(context: BrowserContext, site_address: str) -> None:
    """`navigation.instant` changes pages without changing scripts."""
    page = context.new_page()
    page.add_init_script("window.document$ = { subscribe(next) { next(); window.swap = next; } }")
    page.goto(site_address + "about/")
    page.evaluate("window.stays = 1; swap()")
    assert page.evaluate("window.stays") == 1
    with page.expect_navigation():
        page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach((sheet) => sheet.remove()); swap()")
