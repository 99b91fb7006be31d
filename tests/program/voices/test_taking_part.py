"""Answering an open call on a phone: from the question to the saved receipt, and what is sent can be filed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axes import faults
from learning_pathway.catalogue import read
from learning_pathway.voices.collection import notice_hashes
from learning_pathway.voices.receive import receive
from learning_pathway.voices.sheet import code_hash, find_code, read_sheet
from learning_pathway.voices.store import read_store
from opencall import PHONE, Phone, build_with_call
from siteserver import serve_folder

if TYPE_CHECKING:
    from conftest import Once

pytestmark = pytest.mark.browser

CALL = """\
  - id: what-helps
    question: What helped you to lead <with> others when no one was in charge?
    closes: 2099-03-31
    controller: {name: Example Learning Network, contact: voices@example.org}
    lawful_basis: consent
    notice: what-helps/1
    shown_as: [Local government, Charity]
    send_to: voices@example.org
    storage: {location: United Kingdom, retention: two years}
"""
ANSWER = "Once the director had said it “out loud”, we stopped asking.\n\nThen we began <the work> & went on."


@pytest.fixture(scope="module")
def project(once: Once) -> Path:
    """A pathway with an open call, and its site."""

    return once("open-call", lambda folder: build_with_call(folder, CALL))


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    with serve_folder(project / "site") as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, accept_downloads=True)
    context.set_default_timeout(10_000)
    yield context
    context.close()


class Writer(Phone):
    """Someone who answers in writing, on a phone."""

    def go_on(self) -> None:
        self.tap("button", "Continue")


def open_form(page: Page, address: str) -> Writer:
    page.goto(f"{address}calls/what-helps/")
    phone = Writer(page)
    phone.tap("link", "Write an answer")
    page.get_by_role("textbox", name="Your answer").fill(ANSWER)
    return phone


def choose(phone: Writer, scope: str = "Quote me", kind: str = "No name") -> None:
    phone.go_on()
    decide(phone, scope, kind)


def decide(phone: Writer, scope: str, kind: str = "No name") -> None:
    """Answer the screens of one person, of which the first is open."""
    phone.tap("radio", scope)
    phone.go_on()
    phone.tap("radio", kind)
    phone.go_on()
    phone.tap("radio", "Two years")
    phone.go_on()
    phone.tap("checkbox", "I am 18 or over")
    phone.go_on()


def saved(phone: Writer, button: str, folder: Path) -> str:
    with phone.page.expect_download() as download:
        phone.tap("button", button)
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target.read_text(encoding="utf-8")


def test_an_answer_takes_twelve_taps_and_can_be_filed(
    context: BrowserContext, project: Path, address: str, tmp_path: Path
) -> None:
    phone = open_form(context.new_page(), address)
    choose(phone)
    summary = phone.page.locator("[data-lp-summary]")
    expect(summary).to_contain_text("Quote me: you may show short pieces of it. No name.")
    expect(summary).to_contain_text("Then we began <the work> & went on.")
    phone.tap("button", "Make my receipt")
    receipt = saved(phone, "Save my receipt", tmp_path)
    assert phone.taps <= 12
    sheet = read_sheet(saved(phone, "Save my answer", tmp_path).encode())
    assert sheet.words == ANSWER
    (consent,) = sheet.consent
    code = find_code(receipt)
    assert code is not None
    assert consent.take_back == code_hash(code)
    assert code not in (tmp_path / f"answer-{sheet.id}.txt").read_text(encoding="utf-8")
    assert consent.adult and not consent.translate and not consent.take_away
    assert consent.valid_until is not None
    assert (consent.valid_until - sheet.made).days in (730, 731)
    catalogue = read(project / "project").catalogue
    assert catalogue is not None
    calls = {call.id: call for call in catalogue.calls}
    (tmp_path / "store").mkdir()
    store, notices = read_store(tmp_path / "store"), notice_hashes(project / "project")
    done = receive(sheet, calls, store, {}, notices, sheet.made)
    assert not [note for note in done.notes if "notice" in note]


def test_nothing_is_chosen_beforehand_and_nothing_moves_on_by_itself(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}calls/what-helps/take-part/")
    assert page.locator(".lp-take-part input:checked").count() == 0
    phone = Writer(page)
    phone.go_on()
    expect(page.get_by_role("alert")).to_have_text("Please write your answer first.")
    page.get_by_role("textbox", name="Your answer").fill(ANSWER)
    phone.go_on()
    phone.go_on()
    expect(page.get_by_role("alert")).to_have_text("Please choose one.")
    phone.tap("radio", "Listen only")
    expect(page.get_by_role("group", name="What may we do with your answer?")).to_be_visible()
    phone.go_on()
    phone.tap("radio", "My kind of work")
    phone.go_on()
    expect(page.get_by_role("alert")).to_have_text("Please choose your kind of work.")
    page.get_by_role("combobox", name="Kind of work").select_option("Charity")
    phone.go_on()
    expect(page.locator("legend:focus")).to_have_text("Two extras, and until when?")
    phone.tap("radio", "Another date")
    phone.go_on()
    expect(page.get_by_role("alert")).to_have_text("Please choose a day after today.")
    phone.tap("radio", "Two years")
    phone.go_on()
    phone.go_on()
    expect(page.get_by_role("alert")).to_have_text("Please tick the box, if you agree.")


def test_each_person_answers_alone(context: BrowserContext, address: str, tmp_path: Path) -> None:
    page = context.new_page()
    phone = open_form(page, address)
    page.get_by_text("Is it from more than one person?").click()
    page.get_by_label("How many people does it come from?").fill("2")
    choose(phone, "Publish it")
    assert page.locator(".lp-take-part input:checked").count() == 0, "the second person begins with nothing chosen"
    choose_second = Writer(page)
    choose_second.tap("radio", "Listen only")
    choose_second.go_on()
    choose_second.tap("radio", "My name")
    page.get_by_label("Your name").fill("Ada <Gray>")
    choose_second.go_on()
    choose_second.tap("radio", "Two years")
    choose_second.go_on()
    choose_second.tap("checkbox", "I am 18 or over")
    choose_second.go_on()
    phone.tap("button", "Make my receipt")
    first = saved(phone, r"Save my receipt \(Person 1\)", tmp_path)
    second = saved(phone, r"Save my receipt \(Person 2\)", tmp_path)
    assert find_code(first) != find_code(second)
    sheet = read_sheet(saved(phone, "Save my answer", tmp_path).encode())
    assert sheet.people_recorded == 2
    assert [person.scope.value for person in sheet.consent] == ["publish", "listen"]
    assert sheet.consent[1].shown_as.text == "Ada <Gray>"


def test_every_screen_is_accessible_and_sends_nothing(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    phone = open_form(page, address)
    for radio in ("Quote me", "No name", "Two years"):
        assert faults(page) == ""
        phone.go_on()
        phone.tap("radio", radio)
    assert faults(page) == ""
    phone.go_on()
    phone.tap("checkbox", "I am 18 or over")
    assert faults(page) == ""
    phone.go_on()
    assert faults(page) == ""
    phone.tap("button", "Make my receipt")
    assert faults(page) == ""
    assert [url for url in asked if not url.startswith(address)] == []
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.evaluate("indexedDB.databases()") == []


def test_what_was_chosen_can_be_changed(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    phone = open_form(page, address)
    choose(phone)
    phone.tap("button", "Change: Your answer")
    page.get_by_role("textbox", name="Your answer").fill("Another answer.")
    phone.go_on()
    phone.tap("radio", "Publish it")
    for _ in range(4):
        phone.go_on()
    expect(page.get_by_role("alert")).to_have_text("Please tick the box, if you agree.")
    phone.tap("checkbox", "I am 18 or over")
    phone.go_on()
    expect(page.locator("[data-lp-summary]")).to_contain_text("Another answer.")
    expect(page.locator("[data-lp-summary]")).to_contain_text("Publish it: anyone may read all of it.")


def test_someone_who_changes_a_choice_asks_no_one_else_again(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    phone = open_form(page, address)
    page.get_by_text("Is it from more than one person?").click()
    page.get_by_label("How many people does it come from?").fill("2")
    choose(phone, "Publish it")
    decide(phone, "Listen only")
    phone.tap("button", "Change: Person 1")
    decide(phone, "Quote me")
    summary = page.locator("[data-lp-summary]")
    expect(summary).to_contain_text("Quote me: you may show short pieces of it.")
    expect(summary).to_contain_text("Listen only: you read it and count it.")


def test_back_and_forward_of_the_browser_move_between_screens(context: BrowserContext, address: str) -> None:
    """On a phone, Back is a gesture: it must not lose what was written."""
    page = context.new_page()
    phone = open_form(page, address)
    phone.go_on()
    phone.tap("radio", "Quote me")
    phone.go_on()
    page.go_back()
    expect(page.get_by_role("radio", name="Quote me")).to_be_checked()
    page.go_back()
    expect(page.get_by_role("textbox", name="Your answer")).to_have_value(ANSWER)
    page.get_by_role("textbox", name="Your answer").fill("")
    page.go_forward()
    expect(page.get_by_role("alert")).to_have_text("Please write your answer first.")
    page.get_by_role("textbox", name="Your answer").fill(ANSWER)
    choose(phone)
    page.go_back()
    expect(page.get_by_role("checkbox", name="I am 18 or over")).to_be_visible()
    phone.go_on()
    phone.tap("button", "Make my receipt")
    page.go_back()
    expect(page.get_by_role("button", name="Make my receipt")).to_be_visible()


def test_the_notice_can_be_read(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}calls/what-helps/take-part/")
    page.get_by_role("textbox", name="Your answer").fill(ANSWER)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="What happens to answers").click()
    expect(opened.value.get_by_text("two years", exact=True)).to_be_visible()
    expect(page.get_by_role("textbox", name="Your answer")).to_have_value(ANSWER)


def test_a_page_from_before_closing_takes_no_answers(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.clock.install(time=datetime(2099, 4, 2, tzinfo=UTC))
    page.goto(f"{address}calls/what-helps/take-part/")
    expect(page.get_by_text("This call has closed.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your answer")).to_be_hidden()
