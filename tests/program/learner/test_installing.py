"""Installing the site, and where Safari may delete what someone wrote, saying so with a way to save it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axes import faults
from backup import READ, TASK, answer, entry, learner_file, take_in
from marking import open_mine, unfold
from siteserver import serve_folder
from writing import open_journal, open_module, write

pytestmark = pytest.mark.browser

CLEARING = "Safari may delete what you keep here after seven days without a visit."
#: What WebKit has and other engines have not; and what a site has that was added to the Home Screen.
WEBKIT = "window.GestureEvent = class extends Event {};"
INSTALLED = "Object.defineProperty(Navigator.prototype, 'standalone', { get: () => true });"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(accept_downloads=True, viewport={"width": 390, "height": 844})
    yield context
    context.close()


@pytest.fixture
def safari(context: BrowserContext) -> Page:
    context.add_init_script(WEBKIT)
    return context.new_page()


def test_every_page_leads_to_the_manifest(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if "<head" in path.read_text(encoding="utf-8")]
    assert len(pages) > 50
    for path in pages:
        text = path.read_text(encoding="utf-8")
        if "lp-article" not in text:  # a redirect, or a sheet to print
            continue
        up = "../" * (len(path.relative_to(site).parts) - 1)
        links = {f'<link rel="manifest" href="{start}manifest.webmanifest">' for start in (up, up or "./", "/")}
        assert any(link in text for link in links), path


def test_the_manifest_is_whole_and_its_icons_have_their_sizes(site: Path) -> None:
    manifest = json.loads((site / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["name"] == "Collaborative Leadership Pathway"
    assert 0 < len(manifest["short_name"]) <= 16
    assert (manifest["start_url"], manifest["scope"]) == ("./", "./")
    assert (manifest["display"], manifest["lang"], manifest["dir"]) == ("standalone", "en-GB", "ltr")
    assert [(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    for icon in manifest["icons"]:
        with Image.open(site / icon["src"]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
            corner = picture.convert("RGBA").getpixel((0, 0))
            assert isinstance(corner, tuple)
            assert (corner[3] == 255) == (icon["purpose"] == "maskable"), "a mask has its colour up to the edges"


def test_chromium_takes_the_site_for_one_that_can_be_installed(browser: Browser, site: Path, tmp_path: Path) -> None:
    """Below another path too."""
    shutil.copytree(site, tmp_path / "one" / "two")
    with serve_folder(tmp_path) as address:
        context = browser.new_context()
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.goto(f"{address}one/two/about/")
        session = context.new_cdp_session(page)
        found = session.send("Page.getAppManifest")
        assert found["url"] == f"{address}one/two/manifest.webmanifest"
        assert found["errors"] == []
        assert found["manifest"]["scope"] == f"{address}one/two/"
        assert found["manifest"]["startUrl"] == f"{address}one/two/"
        assert {error["errorId"] for error in session.send("Page.getInstallabilityErrors")["installabilityErrors"]} <= {
            "in-incognito"  # a test's own context is one
        }
        assert all(one.startswith((address, "data:")) for one in asked)
        context.close()


def test_safari_s_seven_days_are_named_where_people_write(safari: Page, site_address: str) -> None:
    open_module(safari, site_address)
    notice = safari.locator(".lp-clearing")
    expect(notice).to_have_count(0)  # nothing is written yet
    write(safari, "Words")
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text(CLEARING)
    write(safari, "Words of another task", "why-you-collaborate")
    expect(notice).to_have_count(1)  # once a page is enough
    assert faults(safari) == ""
    unfold(safari, TASK)
    with safari.expect_download() as download:
        notice.get_by_role("button", name="Save a backup file").click()
    file = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert file["fields"]["answers"][TASK]["value"]["text"] == "Words"
    open_journal(safari, site_address)
    expect(notice).to_contain_text(CLEARING)
    assert faults(safari) == ""
    safari.get_by_role("button", name="Edit").first.click()
    safari.locator(".lp-entry textarea").first.fill("Written on")
    expect(notice).to_have_count(1)


@pytest.mark.full_only
def test_safari_s_seven_days_are_named_on_the_saved_list(safari: Page, site_address: str) -> None:
    safari.goto(site_address + "my/saved/")
    expect(safari.locator(".lp-saved__count")).to_be_visible()
    expect(safari.locator(".lp-clearing")).to_have_count(0)
    file = learner_file(saved={READ: entry({"place": 1, "title": "A resource"})})
    take_in(open_mine(safari, site_address), json.dumps(file))
    expect(safari.locator("[data-lp-mine=stored]")).to_contain_text("Safari may delete all this after seven days")
    safari.goto(site_address + "my/saved/")
    expect(safari.locator(".lp-clearing")).to_contain_text(CLEARING)
    assert faults(safari) == ""


@pytest.mark.matrix
@pytest.mark.parametrize("where", ["another engine", "installed"])
def test_nothing_is_said_where_nothing_is_deleted(context: BrowserContext, site_address: str, where: str) -> None:
    if where == "installed":
        context.add_init_script(WEBKIT + INSTALLED)
    page = open_module(context.new_page(), site_address)
    write(page, "Words")
    answer(page, site_address, "More words")
    open_journal(page, site_address)
    expect(page.locator(".lp-entry")).to_have_count(1)
    expect(page.locator(".lp-clearing")).to_have_count(0)


def test_a_browser_is_not_asked_to_keep_anything_unless_somebody_presses_a_button(
    context: BrowserContext, site_address: str
) -> None:
    """Firefox would ask the reader."""
    context.add_init_script("navigator.storage.persist = () => { window.asked = true; return Promise.resolve(false); }")
    page = open_module(context.new_page(), site_address)
    write(page, "Words")
    open_mine(page, site_address)
    assert page.evaluate("window.asked") is None
