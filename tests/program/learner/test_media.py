"""Films and recordings: played within the page when a learner asks for it, and not fetched a moment before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from axes import faults, faults_in_light_and_dark
from marking import open_details, unfold
from siteproject import copy_project, mkdocs
from siteserver import serve_folder
from standin import StandIn, standing_in
from waiting import until

pytestmark = pytest.mark.browser

FILM = "resources/ted-heffernan/"
MODULE = "modules/collaborative-impact-leadership/"
RECORDINGS = """
resources:
  - id: an-open-recording
    type: audio
    title: An open recording
    minutes: 12
    url: https://media.elsewhere.test/talk.mp3
    transcript: https://media.elsewhere.test/talk.txt
  - id: a-vimeo-film
    type: video
    title: A “quoted” <film>
    captions: edited
    url: https://vimeo.com/76979871
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def other() -> Iterator[StandIn]:
    with standing_in() as other:
        yield other


@pytest.fixture(scope="module")
def with_stand_in(tmp_path_factory: pytest.TempPathFactory, other: StandIn) -> Iterator[str]:
    """The site, with two more works, and with the players' sites changed for one that stands in for them."""
    project = copy_project(tmp_path_factory.mktemp("media") / "project")
    (project / "resources" / "recordings.yaml").write_text(RECORDINGS, encoding="utf-8")
    site = project / "site"
    built = mkdocs(project, site)
    assert built.returncode == 0, built.stdout + built.stderr
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        hosts = r"https://(?:www\.youtube-nocookie\.com|player\.vimeo\.com|media\.elsewhere\.test)"
        changed = re.sub(rf'data-src="{hosts}/', f'data-src="{other.origin}/', text)
        changed = re.sub(rf"(frame-src|media-src \S+) (?:{hosts}|https:)(?=;)", rf"\1 {other.origin}", changed)
        if changed != text:
            path.write_text(changed, encoding="utf-8")
    with serve_folder(site) as address:
        yield address


@pytest.fixture(autouse=True)
def forget(other: StandIn) -> None:
    other.asked.clear()


def test_nothing_is_fetched_before_the_button_is_pressed(page: Page, site_address: str) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    for address in (FILM, MODULE):
        page.goto(site_address + address, wait_until="networkidle")
        for button in page.get_by_role("button", name="Play it here").all():
            button.hover()
            button.focus()
        page.wait_for_load_state("networkidle")
        assert page.locator("iframe, video, audio").count() == 0
        assert page.locator("link[rel=preconnect], link[rel=dns-prefetch], link[rel=prefetch]").count() == 0
    assert [address for address in asked if not address.startswith((site_address, "data:"))] == []
    assert len(asked) > 10


def test_a_film_comes_from_youtube_without_cookies_and_only_then(page: Page, site_address: str) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<title>player</title>", content_type="text/html")

    page.context.route(re.compile(r"^https:"), answer)
    page.goto(site_address + FILM)
    page.get_by_role("button", name=re.compile("Play it here ?: Dare to disagree")).click()
    until(page, lambda: asked)
    assert asked == ["https://www.youtube-nocookie.com/embed/PY_kd46RfVE?autoplay=1&rel=0&playsinline=1"]


def test_the_player_is_told_our_origin_and_no_more(page: Page, with_stand_in: str, other: StandIn) -> None:
    page.goto(with_stand_in + FILM)
    page.get_by_role("button", name="Play it here").click()
    until(page, lambda: other.asked)
    ((path, referrer),) = other.asked
    assert path.startswith("/embed/PY_kd46RfVE?")
    assert referrer == with_stand_in, "YouTube refuses to play without it; more than the origin would tell the page"


def test_the_keyboard_goes_into_the_player_and_comes_back(page: Page, with_stand_in: str) -> None:
    page.goto(with_stand_in + FILM)
    play = page.get_by_role("button", name="Play it here")
    play.focus()
    page.keyboard.press("Enter")
    frame = page.locator("iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", "Dare to disagree (YouTube player)")
    expect(page.get_by_role("group", name="Player: Dare to disagree")).to_be_visible()
    page.frame_locator("iframe").get_by_role("button", name="Pause").wait_for()
    page.keyboard.press("Tab")
    expect(page.frame_locator("iframe").get_by_role("button", name="Pause")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Close the player")).to_be_focused()
    page.keyboard.press("Space")
    expect(frame).to_have_count(0)
    expect(play).to_be_focused()


def test_someone_who_goes_on_before_the_player_is_there_keeps_the_focus(page: Page, with_stand_in: str) -> None:
    held: list[Route] = []
    page.route("**/ui/player.mjs", lambda route: held.append(route))
    page.goto(with_stand_in + FILM)
    page.get_by_role("button", name="Play it here").click()
    until(page, lambda: held)
    page.get_by_role("link", name="Watch it on youtube.com").focus()
    held[0].continue_()
    expect(page.locator("iframe")).to_be_visible()
    expect(page.get_by_role("link", name="Watch it on youtube.com")).to_be_focused()


def test_each_film_of_a_module_opens_in_its_own_place(page: Page, with_stand_in: str, other: StandIn) -> None:
    page.goto(with_stand_in + MODULE)
    open_details(page)
    buttons = page.get_by_role("button", name="Play it here")
    expect(buttons).to_have_count(4)
    buttons.nth(1).click()
    opened = page.locator(".lp-step", has=page.locator("iframe"))
    expect(opened).to_have_attribute("data-key", "resource:video-beyond-the-hero")
    assert page.locator("iframe").count() == 1
    until(page, lambda: other.asked)
    assert [path.split("?")[0] for path, _ in other.asked] == ["/embed/9zC2Bc22QfA"]


def test_vimeo_is_asked_not_to_track(page: Page, with_stand_in: str, other: StandIn) -> None:
    page.goto(with_stand_in + "resources/a-vimeo-film/")
    expect(page.get_by_text("Captions by a person").first).to_be_visible()
    page.get_by_role("button", name=re.compile("Play it here ?: A “quoted” <film>")).click()
    expect(page.locator("iframe")).to_have_attribute("title", "A “quoted” <film> (Vimeo player)")
    until(page, lambda: other.asked)
    assert [path for path, _ in other.asked] == ["/video/76979871?dnt=1&autoplay=1"]


def test_a_recording_that_cannot_be_had_is_said_to_be_so(page: Page, with_stand_in: str, other: StandIn) -> None:
    page.goto(with_stand_in + "resources/an-open-recording/")
    expect(page.locator("main").get_by_role("link", name="Transcript").first).to_be_visible()
    assert other.asked == []
    play = page.get_by_role("button", name=re.compile("Play it here ?: An open recording"))
    play.click()
    expect(page.get_by_role("status").filter(has_text="could not be loaded")).to_be_visible()
    expect(play).to_be_focused()
    assert {path for path, _ in other.asked} == {"/talk.mp3"}
    assert faults(page) == ""


def test_a_recording_without_an_address_of_its_own_is_a_plain_link(page: Page, site_address: str) -> None:
    page.goto(site_address + "modules/collective-impact/")
    recording = page.locator(".lp-step--listen").first
    expect(recording.get_by_role("link").first).to_be_visible()
    assert recording.get_by_role("button", name="Play it here").count() == 0


def test_without_the_internet_the_button_says_so(page: Page, with_stand_in: str, other: StandIn) -> None:
    page.goto(with_stand_in + FILM)
    expect(page.get_by_role("button", name="Play it here")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("button", name="Play it here").click()
    expect(page.get_by_role("status").filter(has_text="This device is offline")).to_be_visible()
    assert page.locator("iframe").count() == 0
    assert faults(page) == ""
    page.context.set_offline(False)
    page.get_by_role("button", name="Play it here").click()
    expect(page.locator("iframe")).to_be_visible()
    expect(page.get_by_text("This device is offline")).to_have_count(0)


def test_without_scripts_the_link_remains_and_no_dead_button(browser: Browser, site_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_address + FILM)
    expect(page.get_by_role("link", name="Watch it on youtube.com")).to_be_visible()
    expect(page.get_by_role("button", name="Play it here")).to_have_count(0)
    context.close()


@pytest.mark.matrix
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_while_it_plays(browser: Browser, with_stand_in: str, width: int) -> None:
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    page.goto(with_stand_in + MODULE)
    key = page.locator(".lp-step", has=page.locator(".lp-media__play")).first.get_attribute("data-key")
    unfold(page, key or "")
    open_details(page)
    page.get_by_role("button", name="Play it here").first.click()
    page.frame_locator("iframe").get_by_role("button", name="Pause").wait_for()
    assert faults_in_light_and_dark(page) == ""
    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width
    context.close()


def test_the_pages_that_hold_a_player_name_the_address_as_data_only(site: Path) -> None:
    """No element of any page loads a player by itself."""
    for path in site.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        for place in re.findall(r'[\w-]+="https://(?:www\.youtube-nocookie|player\.vimeo)[^"]*"', text):
            assert place.startswith("data-src="), path
