"""Answering a call in sound and on film: recorded on a phone, heard, chosen, saved, filed, shown and taken back."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, BrowserContext, Download, expect

from axes import faults
from learning_pathway.cli import main
from learning_pathway.site.files.offline import LIST_PATH
from learning_pathway.voices.sheet import find_code
from opencall import PHONE, Phone, build_with_call
from recordings import sound
from siteproject import copy_project, mkdocs
from siteserver import serve_folder
from waiting import until

if TYPE_CHECKING:
    from conftest import Once

pytestmark = pytest.mark.browser

CALL = """\
  - id: what-helps
    question: What helped you to lead with others when no one was in charge?
    closes: 2099-03-31
    formats: [text, audio, video]
    longest: {audio: 1, video: 1}
    controller: {name: Example Learning Network, contact: voices@example.org}
    lawful_basis: consent
    notice: what-helps/1
    shown_as: [Local government, Charity]
    quorum: 1
    send_to: voices@example.org
    storage: {location: United Kingdom, retention: two years}
"""
WORDS = "Once the director had said it out loud, we stopped asking and began the work."


@pytest.fixture(scope="module")
def project(once: Once) -> Path:
    """A pathway with an open call that takes recordings, and its site."""

    return once("call-for-recordings", lambda folder: build_with_call(folder, CALL))


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    with serve_folder(project / "site") as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, accept_downloads=True, permissions=["microphone", "camera"])
    context.set_default_timeout(15_000)
    yield context
    context.close()


class Speaker(Phone):
    """Someone who answers in sound or on film, on a phone."""

    def tap_all(self, *steps: tuple[str, str]) -> None:
        for step in steps:
            self.tap(*step)

    def record(self) -> None:
        """Record for a moment, until the level says that someone is heard."""
        self.tap("button", "Record")
        expect(self.page.get_by_text("We can hear you.")).to_be_visible()
        expect(self.page.locator("[data-lp-clock]")).not_to_have_text("0:00")
        self.tap("button", "Stop")

    def expect_said(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator(".lp-recorder [role=status]")).to_have_text(words)


CONTINUE = ("button", "Continue")


def choose(phone: Speaker, name: str = "") -> None:
    """The choices, up to the summary; the field of the name chooses that it is shown."""
    phone.tap_all(CONTINUE, ("radio", "Publish it"), CONTINUE)
    phone.tap(*(("textbox", "Your name") if name else ("radio", "No name")))
    if name:
        phone.page.keyboard.type(name)
    phone.tap_all(CONTINUE, ("radio", "Two years"), CONTINUE, ("checkbox", "I am 18 or over"), CONTINUE)


def open_form(context: BrowserContext, address: str, way: str) -> Speaker:
    page = context.new_page()
    page.goto(f"{address}calls/what-helps/")
    phone = Speaker(page)
    phone.tap("link", way)
    expect(page.get_by_role("button", name="Record", exact=True)).to_be_visible()
    return phone


def downloads(phone: Speaker, name: str, count: int, folder: Path) -> list[Path]:
    """The files that a button saves."""
    kept: list[Download] = []
    phone.page.on("download", lambda download: kept.append(download))
    phone.tap("button", name)
    until(phone.page, lambda: len(kept) >= count)
    paths = [folder / download.suggested_filename for download in kept]
    for download, path in zip(kept, paths, strict=True):
        download.save_as(path)
    assert len(paths) == count
    return paths


def run(project: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["voices", *words, "--path", str(project)])


def edit(record: Path) -> None:
    """What an editor does: hear it, write the transcript, and say so."""
    found = yaml.safe_load(record.read_text(encoding="utf-8"))
    (record.parent / "answer.vtt").write_text(f"WEBVTT\n\n00:00.000 --> 00:00.500\n{WORDS}\n", encoding="utf-8")
    found["files"] = [found["files"][0], {"name": "answer.vtt", "made_by": "editor"}]
    found["checked"] = {"on": datetime.now(UTC).date().isoformat(), "by": "editor"}
    record.write_text(json.dumps(found, default=str), encoding="utf-8")


@pytest.fixture
def own(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same pathway with a store of its own."""
    own = copy_project(tmp_path / "project")
    for name in ("resources.yaml", "notices/what-helps/1.md"):
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_bytes((project / "project" / name).read_bytes())
    (tmp_path / "store").mkdir()
    monkeypatch.setenv("PATHWAY_VOICES", str(tmp_path / "store"))
    return own


def answered(context: BrowserContext, address: str, folder: Path, way: str, listen: str) -> list[Path]:
    """Receipt, sheet and recording of someone who answers, in at most seventeen taps."""
    phone = open_form(context, address, way)
    phone.record()
    phone.tap("button", listen)
    phone.tap("checkbox", "Please write it down for me")
    choose(phone, "Ada Gray")
    expect(phone.page.locator("[data-lp-summary]")).to_contain_text("anyone may read, hear or watch all of it")
    phone.tap("button", "Make my receipt")
    files = downloads(phone, "Save my receipt", 1, folder) + downloads(phone, "Save my answer", 2, folder)
    assert phone.taps == 17
    return files


@pytest.mark.full_only
@pytest.mark.usefixtures("with_ffmpeg")
def test_sound_takes_seventeen_taps_and_can_be_filed(
    context: BrowserContext, own: Path, address: str, tmp_path: Path
) -> None:
    _, *files = answered(context, address, tmp_path, "Speak", "Hear it")
    received = run(own, "receive", *map(str, files))
    assert received.exit_code == 0, received.output
    (folder,) = (tmp_path / "store").iterdir()
    assert sorted(path.name for path in folder.iterdir()) == ["answer.m4a", "voice.yaml"]
    assert run(own, "check").exit_code == 0


@pytest.mark.usefixtures("with_ffmpeg")
def test_a_film_goes_all_the_way_to_its_page_and_is_taken_back(
    context: BrowserContext, own: Path, address: str, tmp_path: Path, full: bool
) -> None:
    """In full until no byte of it is left in the next site; `test_whole_way` holds that always."""
    receipt, *files = answered(context, address, tmp_path, "Film", "Watch it")
    received = run(own, "receive", *map(str, files))
    assert received.exit_code == 0, received.output
    assert "all of it may be shown" in received.output
    (folder,) = (tmp_path / "store").iterdir()
    edit(folder / "voice.yaml")
    assert run(own, "code", folder.name, "we stopped asking and began", "trust").exit_code == 0
    assert run(own, "check").exit_code == 0, run(own, "check").output

    site = built(own, tmp_path / "site")
    with serve_folder(site) as shown:
        watch_it(context, f"{shown}voices/{folder.name}/", "video")
    pages = shutil.copytree(site / "voices", tmp_path / "pages" / "voices").parent  # the whole takes many seconds
    assert run(own, "verify", str(pages)).exit_code == 0
    media = [path.read_bytes() for path in (site / "voices").rglob("*") if path.suffix in (".mp4", ".vtt")]
    assert len(media) == 2
    assert not re.search(r"\.(mp4|vtt)", (site / LIST_PATH).read_text(encoding="utf-8")), "no copy that stays"

    code = find_code(receipt.read_text(encoding="utf-8"))
    assert code
    assert run(own, "take-back", code).exit_code == 0
    assert run(own, "verify", str(pages)).output.count(": a file of") == 2
    after = built(own, tmp_path / "after").rglob("*") if full else []  # that `verify` passes it: `test_whole_way`
    for path in (path for path in after if path.is_file()):
        data = path.read_bytes()
        assert data not in media, path
        assert b"stopped asking and began" not in data, path
        assert b"Ada Gray" not in data, path


def built(project: Path, site: Path) -> Path:
    done = mkdocs(project, site)
    assert done.returncode == 0, done.stdout + done.stderr
    return site


def watch_it(context: BrowserContext, address: str, kind: str) -> None:
    """The page of the answer plays it, and asks for nothing before the button is pressed."""
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    expect(page.get_by_role("button", name="Play it here")).to_be_visible()
    assert not [url for url in asked if re.search(r"\.(m4a|mp4|vtt)$", url)]
    assert faults(page) == ""
    page.get_by_role("button", name="Play it here").click()
    until(page, f"document.querySelector('.lp-media {kind}')?.currentTime > 0")
    if kind == "video":
        captions = "document.querySelector('track')?.track.cues?.[0]?.text"
        until(page, f"{captions} !== undefined")
        assert page.evaluate(captions) == WORDS
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert "media-src" not in policy
    page.close()


def test_the_page_alone_may_play_what_was_recorded(project: Path) -> None:
    for page in (project / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert ("blob:" in text.partition("</head>")[0]) is (page.parent.name == "take-part"), page


def test_every_state_is_accessible_and_can_be_reached_by_keyboard(context: BrowserContext, address: str) -> None:
    phone = open_form(context, address, "Speak")
    page = phone.page
    assert faults(page) == ""
    page.get_by_role("button", name="Record", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    phone.expect_said("Recording.")
    expect(page.get_by_role("meter", name="How loud you are")).to_be_visible()
    assert faults(page) == ""
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Carry on")).to_be_focused()
    phone.expect_said("Paused.")
    expect(page.get_by_role("meter"), "nothing is heard in a pause").to_be_hidden()
    stood = page.locator("[data-lp-clock]").inner_text()
    assert faults(page) == ""
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    expect(page.locator("[data-lp-clock]")).not_to_have_text(stood)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Hear it")).to_be_focused()
    phone.expect_said(re.compile(r"^Stopped at 0:0\d. Hear or watch it before you go on.$"))
    assert faults(page) == ""
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_have_text("Please hear or watch it first.")
    page.get_by_role("button", name="Hear it").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_have_text("Please write what you say, or tick the box below.")
    page.get_by_role("button", name="Record again").click()
    expect(page.get_by_role("button", name="Record", exact=True)).to_be_focused()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_have_text("Please record your answer first, or choose a recording.")
    page.get_by_role("button", name="Film instead").click()
    expect(page.locator("legend:focus")).to_have_text("Your answer on film")
    assert faults(page) == ""
    page.get_by_role("button", name="Write instead").click()
    expect(page.get_by_role("textbox", name="Your answer")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.evaluate("indexedDB.databases()") == []


def test_a_hidden_page_stops_and_keeps_what_there_is(context: BrowserContext, address: str) -> None:
    phone = open_form(context, address, "Speak")
    phone.tap("button", "Record")
    expect(phone.page.locator("[data-lp-clock]")).to_have_text("0:01")
    phone.page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.page.locator(".lp-recorder [role=status]")).to_contain_text("because the page was hidden")
    expect(phone.page.get_by_role("button", name="Hear it")).to_be_visible()
    assert phone.page.evaluate("document.querySelector('[data-lp-playback] audio').src").startswith("blob:")


@pytest.mark.full_only
def test_a_microphone_that_goes_away_stops_and_keeps_what_there_is(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.add_init_script(
        "const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
        "navigator.mediaDevices.getUserMedia = async (wanted) => (window.stream = await real(wanted));"
    )
    page.goto(f"{address}calls/what-helps/take-part/#speak")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator("[data-lp-clock]")).to_have_text("0:01")
    page.evaluate("stream.getTracks().forEach((track) => track.stop())")
    expect(page.locator(".lp-recorder [role=status]")).to_contain_text("the microphone or camera went away")
    expect(page.get_by_role("button", name="Hear it")).to_be_visible()


def test_the_limit_is_announced_and_stops_kindly(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.add_init_script(
        "const now = performance.now.bind(performance); let ahead = 0;"
        "performance.now = () => now() + ahead; window.skip = (seconds) => { ahead += seconds * 1000; };"
    )
    page.goto(f"{address}calls/what-helps/take-part/#speak")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.evaluate("skip(30)")
    expect(page.locator(".lp-recorder [role=status]")).to_have_text("30 seconds left.")
    page.evaluate("skip(30)")
    expect(page.locator(".lp-recorder [role=status]")).to_contain_text("which is the limit. All of it is kept.")
    expect(page.get_by_role("button", name="Hear it")).to_be_visible()


def test_without_a_microphone_other_ways_are_offered(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, permissions=[])
    page = context.new_page()
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', window.fault); }"
    )
    page.goto(f"{address}calls/what-helps/take-part/#film")
    for fault, words in (
        ("NotAllowedError", "may not use the microphone"),
        ("NotFoundError", "No microphone or camera"),
    ):
        page.evaluate("name => { window.fault = name; }", fault)
        page.get_by_role("button", name="Record", exact=True).click()
        expect(page.locator(".lp-recorder [role=status]")).to_contain_text(words)
        expect(page.get_by_role("button", name="Record", exact=True)).to_be_focused()
        expect(page.get_by_label("Choose a recording")).to_be_visible()
        assert faults(page) == ""
    context.close()


@pytest.mark.usefixtures("with_ffmpeg")
def test_a_recording_that_someone_has_already_can_be_chosen(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    phone = open_form(context, address, "Speak")
    page, picker = phone.page, phone.page.get_by_label("Choose a recording")
    words = tmp_path / "words.txt"
    words.write_text("Words", encoding="utf-8")
    large = tmp_path / "large.wav"
    with large.open("wb") as file:
        file.truncate(60_000_001)
    (tmp_path / "empty.wav").touch()
    long = sound(tmp_path / "long.wav", "-ar", "8000", seconds=90)
    status = page.locator(".lp-recorder [role=status]")
    for file, said in (
        (words, "This is not a sound recording."),
        (tmp_path / "empty.wav", "There is nothing in it"),
        (large, "larger than 60 MB"),
        (long, "This recording is 1:30 long. The limit is 1:00."),
    ):
        picker.set_input_files(file)
        expect(status).to_contain_text(said)
        expect(page.get_by_role("button", name="Hear it")).to_be_hidden()
    damaged = tmp_path / "damaged.m4a"
    damaged.write_bytes(b"\x00" * 1_000)
    picker.set_input_files(damaged)
    expect(status).to_contain_text("This device can't play it.")
    page.get_by_role("button", name="Record again").click()
    picker.set_input_files(sound(tmp_path / "Ada's voice.m4a"))
    page.get_by_role("button", name="Hear it").click()
    page.get_by_role("textbox", name="What do you say in it?").fill(WORDS)
    choose(phone)
    page.get_by_role("button", name="Make my receipt").click()
    downloads(phone, "Save my receipt", 1, tmp_path)
    sheet, media = downloads(phone, "Save my answer", 2, tmp_path)
    assert re.fullmatch(r"answer-v-\w+\.m4a", media.name)
    assert "Ada" not in sheet.read_text(encoding="utf-8")
    assert WORDS in sheet.read_text(encoding="utf-8")
