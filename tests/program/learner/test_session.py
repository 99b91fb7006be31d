"""Leading a session: an agenda with clock times, a message, a handout and a calendar file, all in the address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axes import faults, faults_in_light_and_dark
from casetable import case_table

pytestmark = pytest.mark.browser

SCOPE = "module:trust-power-conflict"
NOTE = "what could be done by Friday"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        timezone_id="Europe/London",
        locale="en-GB",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def lead(page: Page, home: str, **choices: str) -> None:
    """Open the page with these choices in its address."""
    wanted = {"for": SCOPE, "minutes": "60", "people": "8", "day": "2027-03-18", "time": "14:00", **choices}
    page.goto("about:blank")
    page.goto(f"{home}session/#{'&'.join(f'{name}={value}' for name, value in wanted.items())}")
    expect(page.locator(".lp-session__shown > *").first).to_be_visible()


def agenda(page: Page) -> list[tuple[str, str, str]]:
    """What begins when, and how long it takes."""
    rows = []
    for row in page.locator(".lp-agenda__row").all():
        begins, _, length = row.locator(".lp-agenda__time").inner_text().partition(" · ")
        rows.append((row.locator("h3").inner_text(), begins, length))
    return rows


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_tasks_become_an_agenda_with_clock_times(page: Page, site_address: str) -> None:
    lead(page, site_address)
    assert agenda(page) == [
        ("Welcome: one word each", "14:00", "5 minutes"),
        ("The smallest promise", "14:05", "20 minutes"),
        ("A tension worth keeping", "14:25", "30 minutes"),
        ("Close: what did you hear?", "14:55", "5 minutes"),
    ]
    rows = page.locator(".lp-agenda__row")
    expect(rows.nth(1)).to_contain_text("In pairs: swap after 10 minutes")
    expect(rows.nth(2)).to_contain_text("In 2 groups of 4")
    rows.nth(1).get_by_text("Questions and notes").click()
    expect(rows.nth(1).locator(".lp-note")).to_contain_text(NOTE)
    expect(page.get_by_text("If you have longer: 3 more tasks")).to_be_visible()
    expect(page.locator(".lp-session__readings li")).to_have_count(2)


@pytest.mark.matrix
@pytest.mark.parametrize("module", ["collective-impact", "facilitation-and-dialogue", "adaptive-and-wicked"])
@pytest.mark.parametrize("minutes", [10, 25, 45, 90, 240])
def test_no_agenda_is_longer_than_the_session(page: Page, site_address: str, module: str, minutes: int) -> None:
    lead(page, site_address, **{"for": f"module:{module}", "minutes": str(minutes), "time": "23:30"})
    rows = agenda(page)
    if not rows:
        expect(page.locator(".lp-session__when")).to_contain_text("No task fits in")
        assert minutes < 45
        return
    moment = datetime(2027, 3, 18, 23, 30)
    for _, begins, length in rows:
        assert begins == f"{moment:%H:%M}"
        hours, most = re.search(r"(\d+) hour", length), re.search(r"(\d+) minute", length)
        moment += timedelta(hours=int(hours[1]) if hours else 0, minutes=int(most[1]) if most else 0)
    assert moment <= datetime(2027, 3, 18, 23, 30) + timedelta(minutes=minutes)


def test_the_form_and_the_address_say_the_same(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}session/?for={SCOPE}")
    form = page.locator(".lp-session--ready form")
    expect(form.get_by_label("What")).to_have_value(SCOPE)
    form.get_by_label("People").fill("5")
    form.get_by_label("Minutes").fill("45")
    form.get_by_label("Starts at").fill("09:15")
    form.get_by_label("Another day").fill("2027-03-18")
    expect(page).to_have_url(f"{site_address}session/#for={SCOPE}&minutes=45&people=5&day=2027-03-18&time=09:15")
    expect(page.locator(".lp-live")).to_contain_text("09:15 to 10:00")
    before = agenda(page)
    page.reload()
    expect(form.get_by_label("Starts at")).to_have_value("09:15")
    assert agenda(page) == before
    page.evaluate("location.hash = location.hash.replace('people=5', 'people=1')")
    expect(form.get_by_label("People")).to_have_value("1")


def test_what_makes_no_sense_is_not_taken_from_the_form_or_the_address(page: Page, site_address: str) -> None:
    lead(page, site_address, minutes="<b>9</b>", people="-1", day="2027-02-31", time="99:99")
    form = page.locator(".lp-session--ready form")
    expect(form.get_by_label("Minutes")).to_have_value("60")
    expect(form.get_by_label("People")).to_have_value("8")
    shown = agenda(page)
    for wrong in ("", "0", "100000"):
        form.get_by_label("Minutes").fill(wrong)
        assert agenda(page) == shown
    lead(page, site_address, **{"for": "theme:%3Cimg%20src=x%20onerror=alert(1)%3E"})
    assert page.locator("main img").count() == 0
    expect(page.locator(".lp-agenda__row").first).to_be_visible()


def test_the_message_has_the_readings_and_a_link_that_opens_just_those_steps(
    page: Page, site_address: str, context: BrowserContext
) -> None:
    lead(page, site_address)
    page.get_by_role("button", name="Copy message").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    text = clipboard(page)
    assert "Thu, 18 March 2027, 14:00 to 15:00" in text
    assert "Top tips and key actions" in text
    assert "https://www.local.gov.uk/" in text
    assert NOTE not in text, "notes are for whoever leads"
    mail = str(page.get_by_role("link", name="E-mail").get_attribute("href"))
    assert mail.startswith("mailto:?subject=Trust%2C%20power")
    assert parse_qs(urlsplit(mail).query)["body"] == [text.replace("\n", "\r\n")]
    page.get_by_text("See and change the message").click()
    page.get_by_label("Your message").fill("Come along.")
    page.get_by_role("button", name="Copy message").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard(page) == "Come along."

    other = context.new_page()
    other.goto(text.rpartition("\n")[2])
    expect(other.locator(".lp-handout__title")).to_have_text(["The smallest promise", "A tension worth keeping"])
    expect(other.locator(".lp-session__readings li")).to_have_count(2)
    expect(other.locator(".lp-session__form")).to_be_hidden()
    assert NOTE not in other.locator("main").inner_text()
    assert faults(other) == ""
    other.get_by_role("link", name=re.compile("Write your answer.*The smallest promise")).click()
    expect(other).to_have_url(f"{site_address}modules/trust-power-conflict/#task--smallest-promise")


def test_participants_get_the_steps_of_the_link_whatever_the_agenda_would_be(page: Page, site_address: str) -> None:
    lead(page, site_address, steps="task:argue-both-sides,resource:ted-heffernan,task:none,task:argue-both-sides")
    expect(page.locator(".lp-handout__title")).to_have_count(1)
    expect(page.locator(".lp-session__readings")).to_contain_text("Dare to disagree")
    page.get_by_role("link", name="Lead this session").click()
    expect(page.locator(".lp-agenda__row").first).to_be_visible()


def test_participants_elsewhere_see_the_time_zone_of_the_session(
    browser: Browser, site_address: str, tmp_path: Path
) -> None:
    """Their calendar gets the right moment, also over the change to summer time."""
    for zone, said in (("America/New_York", "Time zone: Europe/London."), ("Europe/London", "")):
        context = browser.new_context(timezone_id=zone, accept_downloads=True)
        page = context.new_page()
        lead(page, site_address, day="2027-03-28", zone="Europe/London", steps="task:argue-both-sides")
        expect(page.get_by_role("heading", level=1)).to_have_text("Trust, power and conflict in partnerships")
        assert [one for one in page.locator("main p").all_inner_texts() if one.startswith("Time zone")] == [
            said
        ] * bool(said)
        with page.expect_download() as saved:
            page.get_by_role("button", name="Add to calendar").click()
        saved.value.save_as(tmp_path / "session.ics")
        assert "DTSTART;TZID=Europe/London:20270328T140000" in (tmp_path / "session.ics").read_text()
        context.close()


@case_table(
    ("people", "pairs", "group"),
    [
        ("1", "For one: write your answer, then", "For one: write a sentence for each person"),
        ("2", "The two of you: swap after 10 minutes", "All 2 of you together"),
        ("3", "All 3 of you together", "All 3 of you together"),
        ("7", "In pairs, and one group of three: swap after 10 minutes", "In 2 groups of 3 or 4"),
    ],
)
def test_labels_address_the_group_and_a_person_alone(
    page: Page, site_address: str, people: str, pairs: str, group: str
) -> None:
    lead(page, site_address, people=people, minutes="180")
    rows = page.locator(".lp-agenda__row")
    expect(rows.filter(has_text="The smallest promise")).to_contain_text(pairs)
    expect(rows.filter(has_text="Follow one decision")).to_contain_text(group)
    assert rows.filter(has_text="Break").count() == 1


def test_a_calendar_file_holds_the_session(page: Page, site_address: str, tmp_path: Path) -> None:
    lead(page, site_address, minutes="90", time="09:30")
    with page.expect_download() as download:
        page.get_by_role("button", name="Add to calendar").click()
    assert download.value.suggested_filename == "session-2027-03-18.ics"
    download.value.save_as(tmp_path / "session.ics")
    (event,) = Calendar.from_ical((tmp_path / "session.ics").read_bytes()).walk("VEVENT")
    assert event.decoded("DTSTART").replace(tzinfo=None) == datetime(2027, 3, 18, 9, 30)
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event.decoded("DURATION") == timedelta(minutes=90)
    assert "09:35 " in str(event["DESCRIPTION"])
    assert str(event["URL"]) == page.url
    expect(page.locator(".lp-live")).to_contain_text("The calendar file is saved")


def test_paper_has_the_handout_or_the_agenda_with_its_notes(page: Page, site_address: str) -> None:
    page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1; }")
    lead(page, site_address)
    page.get_by_role("button", name="Print handout").click()
    page.emulate_media(media="print")
    expect(page.locator(".lp-session__paper .lp-handout__lines").first).to_be_visible()
    expect(page.locator(".lp-agenda, .lp-session__what")).to_have_count(2)
    assert page.locator(".lp-agenda:visible, .lp-session__what:visible").count() == 0
    assert NOTE not in page.locator("main").inner_text()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".lp-agenda .lp-note").first).to_be_visible()
    expect(page.locator(".lp-session__paper")).to_be_hidden()
    expect(page.locator(".lp-session__form")).to_be_hidden()
    expect(page.locator(".lp-session__what")).to_be_visible()
    assert page.evaluate("window.printed") == 1


def test_nothing_is_stored_or_sent(page: Page, site_address: str) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    lead(page, site_address)
    page.get_by_label("People").fill("12")
    page.get_by_role("button", name="Copy link for participants").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard(page).startswith(f"{site_address}session/#for={SCOPE}")
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("localStorage.length") == 0
    assert [one for one in asked if not one.startswith((site_address, "data:"))] == []
    assert not any("people" in unquote(one) for one in asked), "what follows the # stays in the browser"


def test_where_the_clipboard_is_out_of_reach_the_text_is_there_to_copy(browser: Browser, site_address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    lead(page, site_address)
    page.get_by_role("button", name="Copy link for participants").click()
    expect(page.get_by_label("Text to copy")).to_have_value(re.compile("steps=resource:lga-mh-top-tips"))
    assert faults(page) == ""
    context.close()


def test_without_scripts_there_are_notes_and_handouts(browser: Browser, site_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_address}session/")
    expect(page.get_by_text("Making an agenda needs JavaScript.")).to_be_visible()
    expect(page.locator("form.lp-session__form")).to_be_hidden()
    page.get_by_role("link", name=re.compile(r"notes\s+for Collective impact")).click()
    expect(page).to_have_url(f"{site_address}modules/collective-impact/facilitator/")
    context.close()


def test_every_module_and_route_leads_to_a_session_of_its_own(page: Page, site_address: str) -> None:
    for path, scope in (
        ("modules/collective-impact/", "module:collective-impact"),
        ("routes/first-steps/", "route:first-steps"),
    ):
        page.goto(site_address + path)
        page.locator("main").get_by_role("link", name="Lead a session").click()
        expect(page.get_by_label("What")).to_have_value(scope)
        expect(page.locator(".lp-agenda__row").first).to_be_visible()


def test_a_session_on_thursday_takes_few_taps(page: Page, site_address: str) -> None:
    """From the home page, on a phone: 60 minutes on trust on the next Thursday, for eight people."""
    taps = 0
    page.goto(site_address)
    page.locator("main").get_by_role("link", name="Lead a session").first.click()
    taps += 1
    page.get_by_label("What").select_option("theme:trust")
    taps += 2  # a list is opened, then an entry chosen
    page.get_by_role("radio", name=re.compile(r"^Thu \d+")).check()
    taps += 1
    expect(page.locator(".lp-session__when")).to_contain_text("Thu, ")
    day = date.fromisoformat(re.findall(r"day=([\d-]+)", page.url)[0])
    assert day.isoweekday() == 4
    assert agenda(page)[0][1] == "14:00"
    expect(page.locator(".lp-session__when")).to_contain_text("14:00 to 15:00")
    expect(page.get_by_label("People")).to_have_value("8")
    assert taps <= 5


@pytest.mark.matrix
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(browser: Browser, site_address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    lead(page, site_address)
    page.evaluate("document.querySelectorAll('.lp-session details').forEach((one) => { one.open = true; })")
    assert faults_in_light_and_dark(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_days_are_chosen_with_the_keyboard(page: Page, site_address: str) -> None:
    page.clock.install(time="2027-03-31T23:30:00Z")  # 1 April in London
    lead(page, site_address, day="2027-04-01")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    expect(page).to_have_url(re.compile(r"day=2027-04-02"))
