"""Available offline: the whole site on the device, if the learner asks for it, and gone again when they say so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axes import faults, faults_in_light_and_dark
from killable import KillableServer, killable_server
from kinds import KINDS, MISSING
from learning_pathway.site.files.offline import write_precache
from marking import open_folds
from published import folder_of
from waiting import until

pytestmark = pytest.mark.browser

CONTROL = "my/"
MAKE = "Make available offline"
REMOVE = "Remove from this device"
STOCK = """async () => ({
  caches: Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) =>
    [name, (await (await caches.open(name)).keys()).map(({ url }) => url)]))),
  workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
})"""
NOTHING = {"caches": {}, "workers": []}


@pytest.fixture
def folder(site: Path, tmp_path: Path) -> Path:
    """A copy of the site that a test may publish anew, without most records, searching, sessions and answers."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        place = Path(folder).relative_to(site).as_posix()
        if re.fullmatch("assets/[0-9a-f]{12}(/javascripts)?", place):
            return {"pieces", "search", "session", "voices"} & set(names)
        return set(names) - {"index.html", "ted-heffernan"} if place in ("resources", "themes", "routes") else set()

    copy = shutil.copytree(site, tmp_path / "site", ignore=left_out)
    write_precache(copy)
    return copy


@pytest.fixture
def server(folder: Path) -> Iterator[KillableServer]:
    """That copy, served below a path."""
    with killable_server(folder, "/pathway/") as server:
        yield server


@pytest.fixture
def whole(site: Path) -> Iterator[KillableServer]:
    """The site itself, served below a path."""
    with killable_server(site, "/pathway/") as server:
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield context
    context.close()


def open_control(page: Page, address: str) -> None:
    """The page that offers it, with its parts unfolded."""
    page.goto(address + CONTROL)
    open_folds(page)


def keep(page: Page, address: str) -> None:
    open_control(page, address)
    page.get_by_role("button", name=MAKE).click()
    expect(page.get_by_role("button", name=REMOVE)).to_be_visible(timeout=30_000)


def publish(folder: Path, changes: dict[str, tuple[str, str]], *, listed: bool = True) -> None:
    """Change some files as a new build would, and list them anew, unless the list is not there yet."""
    for name, (old, new) in changes.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    if listed:
        write_precache(folder)


def test_nothing_is_kept_before_the_button_is_pressed(context: BrowserContext, server: KillableServer) -> None:
    page = context.new_page()
    open_control(page, server.address)
    expect(page.get_by_role("button", name=MAKE)).to_be_visible()
    expect(page.locator("[data-lp-offline]")).to_contain_text("MB")
    assert page.evaluate(STOCK) == NOTHING


def test_after_the_server_is_killed_every_kind_of_page_opens_and_tools_work(
    context: BrowserContext, whole: KillableServer, full: bool
) -> None:
    """Every third kind of page as a sample: `test_precache` holds that all of them are kept."""
    address = whole.address
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    keep(page, address)
    assert_at_home(asked, address)
    response = page.goto(address + MISSING)
    assert response is not None
    assert response.status == 404, "with a connection, the site's own page for what is missing"
    whole.kill()
    asked.clear()
    pages_open(page, address, list(KINDS)[:: 1 if full else 3])
    page.goto(address + "search/?q=trust")
    expect(page.locator(".lp-search__result").first).to_be_visible()
    page.goto(address + "modules/collective-impact/")
    page.locator(".lp-step").first.locator(".lp-choice--done").click()
    expect(page.locator(".lp-step").first.locator(".lp-choice--done")).to_have_attribute("aria-pressed", "true")
    for path in ("modules/collective-impact", "modules/collective-impact/index.html?from=here"):
        page.goto(address + path)
        assert page.url.split("?")[0] == address + "modules/collective-impact/"
        expect(page.get_by_role("heading", level=1)).to_have_text("Collective impact")
    page.goto(address + "another/missing/page/")
    expect(page.get_by_role("heading", name="Not on this device")).to_be_visible()
    assert faults(page) == ""
    page.get_by_role("link", name="Go to the home page").click()
    expect(page).to_have_url(address)
    assert_at_home(asked, address)
    assert len(asked) > 50


def assert_at_home(asked: list[str], address: str) -> None:
    assert [one for one in asked if not one.startswith((address, "data:", "blob:"))] == []


def pages_open(page: Page, address: str, kinds: Iterable[str]) -> None:
    for kind in kinds:
        if KINDS[kind] == MISSING:
            continue
        response = page.goto(address + KINDS[kind])
        assert response is not None
        assert response.from_service_worker, kind
        assert response.status == 200, kind
        assert page.locator("h1").count() == 1, kind
        assert page.evaluate("document.styleSheets[0].cssRules.length") > 100, kind


def test_a_newer_version_waits_whole_until_the_learner_wants_it(
    context: BrowserContext, server: KillableServer, folder: Path
) -> None:
    """Only what has changed is fetched again, and the notice can be put off."""
    address = server.address
    page, other = context.new_page(), context.new_page()
    keep(page, address)
    other.goto(address + "modules/")
    old, new = "stays in this browser, on this device", "stays in this browser, on this device, always"
    dates = f"{folder_of(folder)}/javascripts/ui/dates.mjs"
    publish(folder, {"my/index.html": (old, new), dates: ("more than", "who knows")})
    version = write_precache(folder).version
    # What is the same is taken from the device: the server no longer has it.
    (folder / "assets" / "fonts" / "literata-latin.woff2").unlink()
    page.goto(address + "about/")
    notice = page.get_by_role("region", name="News about this site")
    notice.get_by_role("button", name="Later").click()
    expect(notice).to_have_count(0)
    open_control(page, address)
    expect(notice.get_by_role("status")).to_contain_text("A newer version")
    expect(page.locator("main")).not_to_contain_text("device, always")
    read = f"fetch('../{dates}').then((answer) => answer.text())"
    assert "who knows" not in page.evaluate(read), "page and script are of one version"
    assert "who knows" not in other.evaluate(read)
    assert faults(page) == ""
    with other.expect_event("load"), page.expect_event("load"):
        notice.get_by_role("button", name="Use it now").click()
    expect(page.locator("main")).to_contain_text("device, always")
    assert "who knows" in page.evaluate(read)
    assert "who knows" in other.evaluate(read)
    assert list(page.evaluate(STOCK)["caches"]) == [f"learning-pathway:/pathway/:offline:{version}"]
    server.kill()
    open_control(page, address)
    expect(page.locator("main")).to_contain_text("device, always")
    expect(notice).to_have_count(0)


def test_an_answer_that_was_taken_back_is_deleted_at_the_next_contact(
    context: BrowserContext, server: KillableServer, folder: Path
) -> None:
    """The learner has not accepted the newer version, and the old one shows the words no longer."""
    quoted = '<p>Words of an answer. <a href="../voices/v-7kq2m9/">An answer</a></p></main>'
    own = folder / "voices/v-7kq2m9/index.html"
    own.parent.mkdir(parents=True)
    plain = (folder / "about/index.html").read_text(encoding="utf-8").replace("../", "../../")
    own.write_text(plain.replace("</main>", "<p>Words of an answer.</p></main>"), encoding="utf-8")
    assert "v-7kq2m9" not in own.read_text(encoding="utf-8")
    publish(folder, {"tips/index.html": ("</main>", quoted)})
    page = context.new_page()
    keep(page, server.address)
    page.goto(server.address + "tips/")
    expect(page.get_by_text("Words of an answer.")).to_be_visible()
    own.write_text(plain, encoding="utf-8")
    (folder / "voices/recalled.txt").write_text("v-7kq2m9 2027-09\n", encoding="utf-8")
    publish(folder, {"tips/index.html": (quoted, "<p>It is being read again.</p></main>")})
    open_control(page, server.address)
    expect(page.get_by_role("region", name="News about this site").get_by_role("status")).to_contain_text(
        "newer version"
    )
    page.goto(server.address + "tips/")
    expect(page.get_by_text("It is being read again.")).to_be_visible()
    server.kill()
    for path in ("tips/", "voices/v-7kq2m9/"):
        page.goto(server.address + path)
        expect(page.get_by_text("Words of an answer.")).to_have_count(0)
    page.goto(server.address + "modules/")
    expect(page.get_by_role("heading", name="Modules", level=1)).to_be_visible()


@pytest.mark.full_only
def test_a_site_that_is_half_published_changes_nothing(
    context: BrowserContext, server: KillableServer, folder: Path
) -> None:
    address = server.address
    page = context.new_page()
    keep(page, address)
    before = page.evaluate(STOCK)
    publish(folder, {"about/index.html": ("</main>", "</main><!-- new -->")})
    publish(folder, {"about/index.html": ("<!-- new -->", "<!-- newer than its list -->")}, listed=False)
    page.evaluate("""async () => {
      const hear = ({ data }) => { if (data.failed) window.failed = data.failed; };
      navigator.serviceWorker.addEventListener("message", hear);
      await (await navigator.serviceWorker.getRegistration()).update().catch(() => undefined);
    }""")
    until(page, "window.failed === 'fetch'")
    page.goto(address + "about/")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("region", name="News about this site")).to_have_count(0)
    assert page.evaluate(STOCK) == before
    server.kill()
    page.goto(address + "about/")
    assert "<!-- new" not in page.content()


def test_a_failed_start_leaves_nothing_behind_and_can_be_tried_again(
    context: BrowserContext, server: KillableServer, folder: Path
) -> None:
    address = server.address
    page = context.new_page()
    publish(folder, {"tips/index.html": ("</main>", "</main><!-- not as listed -->")}, listed=False)
    open_control(page, address)
    page.get_by_role("button", name=MAKE).click()
    expect(page.locator("[data-lp-offline]")).to_contain_text("Some pages did not load")
    expect(page.get_by_role("button", name=MAKE)).to_be_focused()
    assert faults(page) == ""
    assert page.evaluate(STOCK) == NOTHING
    write_precache(folder)
    page.get_by_role("button", name=MAKE).click()
    expect(page.get_by_role("button", name=REMOVE)).to_be_visible(timeout=30_000)


def test_a_device_without_room_is_told_so(context: BrowserContext, server: KillableServer) -> None:
    address = server.address
    page = context.new_page()
    open_control(page, address)
    origin = address.removesuffix("pathway/")
    context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 400_000})
    page.get_by_role("button", name=MAKE).click()
    expect(page.locator("[data-lp-offline]")).to_contain_text("not enough room")
    assert page.evaluate(STOCK) == NOTHING
    assert faults(page) == ""


def test_only_files_of_this_path_are_kept_and_removing_them_leaves_nothing(
    context: BrowserContext, server: KillableServer, folder: Path
) -> None:
    """By keyboard, which is never left behind."""
    address = server.address
    page = context.new_page()
    open_control(page, address)
    page.get_by_role("button", name=MAKE).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=REMOVE)).to_be_focused(timeout=30_000)
    expect(page.locator(".lp-live")).to_contain_text("You can now read this site without the internet")
    page.goto(address + "resources/ted-heffernan/?campaign=1")
    page.goto(address + MISSING)
    open_control(page, address)
    expect(page.locator("[data-lp-mine=stored]")).to_contain_text("Pages for reading offline")
    stock = page.evaluate(STOCK)
    assert stock["workers"] == [address]
    (kept,) = stock["caches"].values()
    listed = write_precache(folder)
    assert set(kept) == {address + file.address for file in listed.files} | {address + "assets/pathway/kept.json"}
    (name,) = stock["caches"]
    assert name == f"learning-pathway:/pathway/:offline:{listed.version}"

    page.evaluate("caches.open('learning-pathway:/another/:offline:1')")
    page.get_by_role("button", name=REMOVE).focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name=MAKE)).to_be_focused()
    expect(page.locator(".lp-live")).to_contain_text("no longer kept")
    expect(page.locator("[data-lp-mine=stored]")).not_to_contain_text("The program for reading offline")
    assert page.evaluate(STOCK) == {"caches": {"learning-pathway:/another/:offline:1": []}, "workers": []}
    response = page.goto(address + "tips/")
    assert response is not None
    assert not response.from_service_worker
    open_control(page, address)
    expect(page.get_by_role("button", name=MAKE)).to_be_visible()


@pytest.mark.full_only
def test_it_can_be_kept_again_on_the_page_that_removed_it(context: BrowserContext, server: KillableServer) -> None:
    address = server.address
    page = context.new_page()
    keep(page, address)
    open_control(page, address)  # from now on the worker serves this page
    page.get_by_role("button", name=REMOVE).click()
    page.get_by_role("button", name=MAKE).click()
    expect(page.get_by_role("button", name=REMOVE)).to_be_visible(timeout=30_000)
    server.kill()
    response = page.goto(address + "tips/")
    assert response is not None
    assert response.from_service_worker


@pytest.mark.full_only
def test_deleting_everything_deletes_this_too(context: BrowserContext, server: KillableServer) -> None:
    page = context.new_page()
    keep(page, server.address)
    page.get_by_role("button", name="Delete everything on this device").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("Everything is deleted.")).to_be_visible()
    assert page.evaluate(STOCK) == NOTHING
    expect(page.get_by_role("button", name=MAKE)).to_be_visible()


@pytest.mark.full_only
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_with_the_site_kept(
    browser: Browser, server: KillableServer, folder: Path, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    keep(page, server.address)
    publish(folder, {"about/index.html": ("</main>", "</main><!-- changed -->")})
    page.reload()
    expect(page.get_by_role("region", name="News about this site")).to_be_visible()
    assert faults_in_light_and_dark(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
