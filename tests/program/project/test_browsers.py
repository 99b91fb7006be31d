"""The browsers that the site supports: what is shipped, held against the oldest; and a browser without more."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journalling import fill_journal
from kinds import KINDS
from learning_pathway.site.frontend import read_frontend, theme_folder
from marking import MODULE, open_mine, settled
from nodepackages import install
from published import folder_of

SOURCE = Path(__file__).with_name("browsers")
REASON = "Node.js with npm is needed to hold the scripts to the browsers that the site supports."
#: What style sheets may use all the same, since a page is as good without.
DISPENSABLE = {
    ":has": "a gap, a line or a hidden double, and each rule stands alone",
    "@page": "the margins of paper",
    "orphans": "where a printed paragraph breaks",
    "widows": "where a printed paragraph breaks",
    "resize": "a writing space that can be drawn larger also grows by itself",
    "text-wrap": "lines of one length",
    "forced-color-adjust": "only Windows forces colours, where all but Safari run",
}
#: Takes away everything on this list, before a page's own scripts.
TAKE_AWAY = """for (const path of NEWER) {
  const names = path.split('.');
  const name = names.pop();
  const owner = names.reduce((found, one) => found && Object.getOwnPropertyDescriptor(found, one)?.value, globalThis);
  for (const one of names[0] === 'Window' ? [globalThis, owner] : [owner]) {
    if (one && Object.getOwnPropertyDescriptor(one, name)?.configurable) delete one[name];
  }
}"""


@pytest.fixture(scope="module")
def node(root: Path, full: bool) -> Path:
    return install(SOURCE, root / ".cache", required=full, reason=REASON)


def run(folder: Path, script: str, *files: Path) -> list[dict[str, str]]:
    command = ["node", str(folder / script), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


def faults(folder: Path, *files: Path) -> list[str]:
    """What a supported browser lacks and a page needs."""
    found = run(folder, "check.mjs", *files)
    return [f"{one['file']}: {one['message']}" for one in found if one["kind"] not in DISPENSABLE]


def test_every_supported_browser_can_read_what_is_shipped(node: Path, site: Path, root: Path, tmp_path: Path) -> None:
    shipped = [*(site / folder_of(site)).rglob("*.*js"), *(site / folder_of(site)).rglob("*.css"), site / "offline.js"]
    for number, script in enumerate(read_frontend(theme_folder()).inline):
        (tmp_path / f"inline-{number}.js").write_text(script, encoding="utf-8")
    assert len(shipped) > 80
    assert faults(node, *shipped, *tmp_path.iterdir()) == []


def test_a_script_without_its_comments_is_the_same_program(node: Path, site: Path, root: Path, tmp_path: Path) -> None:
    shipped, source = site / folder_of(site) / "javascripts", theme_folder() / "assets" / "javascripts"
    assert run(node, "same.mjs", shipped, source) == []
    assert sum(path.stat().st_size for path in shipped.rglob("*.mjs")) < 0.8 * sum(
        path.stat().st_size for path in source.rglob("*.mjs")
    )
    other = shutil.copytree(shipped, tmp_path / "other")
    (other / "ui" / "dates.mjs").write_text(
        (other / "ui" / "dates.mjs").read_text(encoding="utf-8") + "\nexport const one = 1;"
    )
    assert run(node, "same.mjs", other, source) == ["ui/dates.mjs"]


#: What an older browser lacks, by the ending of the file, and a part of what is said of it.
NEWER = [
    ("mjs", "export const words = (text) => text.split(/(?<=a)b/);", "(?<=a)"),
    ("mjs", "export const words = (text) => text.split(/(?<!a)b/u);", "(?<!a)"),
    ("mjs", "export const letters = /[\\p{L}--[a-z]]/v;", "[a-z]"),
    ("mjs", "export const site = new URLPattern({});", "URLPattern"),
    ("mjs", "export class A { static { A.one = 1; } }", "class _A"),
    ("mjs", "using file = open();", "using"),
    ("css", ".a { color: red; & .b { color: blue } }", "& .b"),
    ("css", "a { rotate: 1deg }", "rotate"),
    ("css", "a:user-valid { color: red }", "user-valid"),
    ("css", "@container (width > 1px) { a { color: red } }", "container"),
    ("css", "a { color: color-mix(in srgb, red, blue) }", "color-mix"),
]


def test_what_an_older_browser_lacks_is_found(node: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"x{number}.{ending}" for number, (ending, _, _) in enumerate(NEWER)]
    for file, (_, text, _) in zip(files, NEWER, strict=True):
        file.write_text(text + "\n", encoding="utf-8")
    found = faults(node, *files)
    for file, (_, text, said) in zip(files, NEWER, strict=True):
        assert said in " ".join(fault for fault in found if fault.startswith(str(file))), text


def test_the_guide_names_the_browsers_that_are_checked(root: Path) -> None:
    listed = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))["browserslist"]
    guide = (root / "docs" / "guides" / "maintainers.md").read_text(encoding="utf-8")
    names = {"chrome": "Chrome", "edge": "Edge", "firefox": "Firefox", "safari": "Safari", "ios_saf": "Safari on iOS"}
    for name, version in map(str.split, listed):
        assert re.search(rf"{names[name]} {re.escape(version)}\b", guide), name


@pytest.fixture(scope="module")
def newer(node: Path) -> list[str]:
    """The names of everything that scripts can call and at least one supported browser lacks."""
    found = [str(one) for one in run(node, "newer.mjs")]
    assert {"URLSearchParams.prototype.size", "Array.prototype.toSorted", "Window.prototype.navigation"} <= set(found)
    assert {"Array.prototype.at", "Object.hasOwn", "Response.prototype.json", "fetch"}.isdisjoint(found)
    return found


@pytest.fixture
def page(browser: Browser, newer: list[str]) -> Iterator[Page]:
    """A page of a browser that has only what every supported one has, and tells every error."""
    context = browser.new_context()
    context.add_init_script(TAKE_AWAY.replace("NEWER", json.dumps(newer)))
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []
    context.close()


@pytest.mark.browser
def test_what_is_newer_is_really_taken_away(page: Page, site_address: str) -> None:
    page.goto(site_address)
    there = page.evaluate(
        """() => [new URLSearchParams('a=1').size, [].toSorted, window.navigation, Promise.withResolvers, [].findLast,
        Intl.Segmenter, window.CompressionStream, indexedDB.databases].map(String)"""
    )
    assert set(there) == {"undefined"}


@pytest.mark.matrix
@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_works_in_an_older_browser(page: Page, site_address: str, kind: str) -> None:
    page.goto(site_address + KINDS[kind], wait_until="networkidle")
    expect(page.locator("html")).to_contain_class("js")
    expect(page.locator(".lp-scheme fieldset")).to_be_attached()
    expect(page.get_by_role("alert")).to_have_count(0)


def search_the_library(page: Page, address: str) -> None:
    page.goto(address + "library/")
    page.locator("[data-lp-library=ready] input[name=q]").fill("trust")
    expect(page).to_have_url(re.compile(r"\?q=trust$"))
    page.reload()
    expect(page.locator("[data-lp-library] input[name=q]")).to_have_value("trust")


def write_and_read_the_journal(page: Page, address: str) -> None:
    fill_journal(page, address)
    expect(page.locator(".lp-entry__text strong").first).to_be_visible()
    with page.expect_download():
        page.get_by_role("button", name="Word").click()


def mark_and_read_the_record(page: Page, address: str) -> None:
    page.goto(address + MODULE)
    done = page.locator(".lp-step").first.locator(".lp-choice--done")
    done.click()
    expect(done).to_have_attribute("aria-pressed", "true")
    page.goto(address + "my/record/")
    expect(page.locator("[data-lp-record]")).not_to_be_empty()


def save_and_list(page: Page, address: str) -> None:
    page.goto(address + "resources/good-work-report/")
    save = page.locator(".lp-save").first
    save.click()
    expect(save).to_have_attribute("aria-pressed", "true")
    settled(page)
    page.goto(address + "my/saved/")
    expect(page.locator(".lp-saved__item")).to_have_count(1)


def keep_and_delete(page: Page, address: str) -> None:
    mark_and_read_the_record(page, address)
    open_mine(page, address)
    expect(page.locator("[data-lp-mine=stored]")).not_to_be_empty()
    with page.expect_download():
        page.get_by_role("button", name="Save my file", exact=True).click()


def find_steps_and_plan(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".lp-sitting form button").first.click()
    expect(page.locator(".lp-sitting__sum")).to_be_visible()
    page.goto(address + "my/plan/")
    expect(page.locator(".lp-plan--ready form")).to_be_visible()


def search_the_site(page: Page, address: str) -> None:
    page.goto(address + "search/?q=trust")
    expect(page.locator(".lp-search__result").first).to_be_visible()


ACTS: list[Callable[[Page, str], None]] = [
    *(search_the_library, write_and_read_the_journal, mark_and_read_the_record, save_and_list),
    *(keep_and_delete, find_steps_and_plan, search_the_site),
]


@pytest.mark.matrix
@pytest.mark.browser
@pytest.mark.parametrize("act", ACTS)
def test_every_tool_works_in_an_older_browser(page: Page, site_address: str, act: Callable[[Page, str], None]) -> None:
    act(page, site_address)
    expect(page.get_by_role("alert")).to_have_count(0)
