"""The study plan: sittings on days, and a calendar file that other programs read as it was meant."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from axes import faults, faults_in_light_and_dark
from marking import mark, open_steps
from nodepackages import install

pytestmark = pytest.mark.browser

MODULE = "module:collaborative-impact-leadership"
#: Zones, and how many times their clocks show in the course of a winter: by an hour, by half an hour, south of the
#: equator, with the quarter of an hour, and never.
ZONES = {
    "Europe/London": 2,
    "America/New_York": 2,
    "Asia/Kolkata": 1,
    "Australia/Lord_Howe": 2,
    "Pacific/Chatham": 2,
    "Europe/Dublin": 2,
    "UTC": 1,
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(timezone_id="Europe/London", locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def fill_in(page: Page, address: str, **choices: str) -> None:
    """Open the page, choose, and show the plan. Days are chosen by name."""
    page.goto(f"{address}my/plan/")
    form = page.locator(".lp-plan--ready form")
    form.get_by_label("What", exact=True).select_option(choices.get("what", MODULE))
    form.get_by_label("First day").fill(choices.get("start", "2027-03-15"))
    form.get_by_label("Time of day").fill(choices.get("time", "12:30"))
    form.get_by_label("Minutes in a study session").fill(choices.get("minutes", "30"))
    form.get_by_label("Include tasks for pairs and groups").set_checked(choices.get("together", "yes") == "yes")
    wanted = choices.get("days", "Tuesday Thursday").split()
    for box in form.get_by_role("group", name="Days of the week").get_by_role("checkbox").all():
        box.set_checked(box.evaluate("(box) => box.parentElement.textContent.trim()") in wanted)
    form.get_by_role("button", name="Show the plan").click()
    expect(page.locator(".lp-plan__shown p").first).to_be_visible()


def save(page: Page, folder: Path, name: str = "plan.ics") -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the calendar file").click()
    assert re.fullmatch(r"study-plan-[\w-]+\.ics", download.value.suggested_filename)
    download.value.save_as(folder / name)
    return folder / name


def events(path: Path) -> list[dict[str, object]]:
    """What PyPI's icalendar reads."""
    calendar = Calendar.from_ical(path.read_bytes())
    return [
        {
            "uid": str(event["UID"]),
            "start": event.decoded("DTSTART"),
            "length": event.decoded("DURATION"),
            "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]),
            "sequence": int(event["SEQUENCE"]),
            "url": str(event["URL"]),
            "stamp": event.decoded("DTSTAMP"),
        }
        for event in calendar.walk("VEVENT")
    ]


def test_the_file_has_what_the_standard_requires(page: Page, site_address: str, tmp_path: Path) -> None:
    fill_in(page, site_address)
    path = save(page, tmp_path)
    calendar = Calendar.from_ical(path.read_bytes())
    assert str(calendar["VERSION"]) == "2.0"
    assert str(calendar["PRODID"]).startswith("-//")
    assert str(calendar["CALSCALE"]) == "GREGORIAN"
    assert "METHOD" not in calendar
    read = events(path)
    assert len(read) == page.locator(".lp-plan__sittings > li").count() > 5
    assert len({event["uid"] for event in read}) == len(read)
    now = datetime.now(UTC)
    for event in read:
        stamp = event["stamp"]
        assert isinstance(stamp, datetime)
        assert stamp.utcoffset() == timedelta(0)
        assert abs(now - stamp) < timedelta(hours=1)
        assert event["length"] == timedelta(minutes=30)
        assert str(event["url"]).startswith(f"{site_address}modules/")
    assert calendar.errors == []
    assert not [event for event in calendar.walk("VEVENT") if event.errors]


@pytest.mark.full_only
def test_lines_are_folded_at_75_octets_and_never_within_a_character(
    page: Page, site_address: str, tmp_path: Path
) -> None:
    fill_in(page, site_address, what="all")
    raw = save(page, tmp_path).read_bytes()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) == 75, "long lines fill the width"
    for line in lines:
        line.decode("utf-8")
    assert any(len(line.decode("utf-8")) < len(line) for line in lines), "some lines hold more than ASCII"


def test_text_is_escaped_and_folded_whatever_it_holds(page: Page, site_address: str) -> None:
    page.goto(site_address + "about/")
    name = "A, b; c\\d\r\ne\u0007 “f” " + "𝄞é字" * 40
    text = page.evaluate(
        """async ([home, name]) => {
          const { calendar } = await import(
            new URL('planner/calendar.mjs', document.querySelector('[type=module]').src));
          const when = { day: '2027-03-15', time: '12:30', minutes: 5 };
          const event = { ...when, uid: '1', summary: name, description: name, url: home };
          return calendar(name, [event], { zone: '', now: 0, sequence: 3 });
        }""",
        [site_address, name],
    )
    for line in text.encode().split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["SUMMARY"]) == name.replace("\r\n", "\n").replace("\u0007", "")
    assert event.decoded("DTSTART") == datetime(2027, 3, 15, 12, 30), "without a known zone, times float"
    assert "VTIMEZONE" not in text


@pytest.mark.full_only
def test_sittings_fall_on_the_chosen_days_at_the_chosen_time(page: Page, site_address: str, tmp_path: Path) -> None:
    fill_in(page, site_address, start="2027-03-15", days="Monday Saturday", time="07:45", minutes="45")
    starts = [event["start"] for event in events(save(page, tmp_path))]
    assert all(isinstance(start, datetime) for start in starts)
    days = [start.date() for start in starts if isinstance(start, datetime)]
    assert days[:4] == [date(2027, 3, 15), date(2027, 3, 20), date(2027, 3, 22), date(2027, 3, 27)]
    assert {start.strftime("%H:%M") for start in starts if isinstance(start, datetime)} == {"07:45"}
    assert days == sorted(set(days))


@pytest.mark.matrix
@pytest.mark.parametrize("zone", ZONES)
def test_half_past_twelve_stays_so_when_the_clocks_change(
    browser: Browser, site_address: str, tmp_path: Path, zone: str
) -> None:
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    fill_in(page, site_address, what="all", start="2026-09-21", days="Monday Sunday", minutes="15")
    path = save(page, tmp_path)
    calendar = Calendar.from_ical(path.read_bytes())
    (declared,) = calendar.walk("VTIMEZONE")
    walls = [event.decoded("DTSTART").replace(tzinfo=None) for event in calendar.walk("VEVENT")]
    assert {event["DTSTART"].params["TZID"] for event in calendar.walk("VEVENT")} == {str(declared["TZID"])}
    assert {wall.strftime("%H:%M") for wall in walls} == {"12:30"}
    assert walls[-1] - walls[0] > timedelta(days=200)
    # Only what the file itself says of the zone is used, as by a calendar that does not know its name; it is held
    # against the clocks of the device, whose table of zones may be newer than this program's.
    own = declared.to_tz(lookup_tzid=False)
    stated = [wall.replace(tzinfo=own).utcoffset() for wall in walls]
    ahead = page.evaluate(
        "(days) => days.map((day) => -new Date(`${day}T12:30`).getTimezoneOffset())",
        [f"{wall:%Y-%m-%d}" for wall in walls],
    )
    assert stated == [timedelta(minutes=minutes) for minutes in ahead]
    assert len(set(ahead)) == ZONES[zone]
    context.close()


def test_the_same_plan_has_the_same_names_and_a_changed_one_replaces_it(
    page: Page, site_address: str, tmp_path: Path
) -> None:
    fill_in(page, site_address)
    first = events(save(page, tmp_path))
    again = events(save(page, tmp_path))
    page.reload()
    fill_in(page, site_address)
    later = events(save(page, tmp_path))

    def facts(read: list[dict[str, object]]) -> list[tuple[object, ...]]:
        return [(event["uid"], event["start"], event["summary"], event["sequence"]) for event in read]

    assert facts(first) == facts(again) == facts(later)
    assert {event["sequence"] for event in first} == {0}
    fill_in(page, site_address, start="2027-04-01")
    moved = events(save(page, tmp_path))
    assert [event["uid"] for event in moved] == [event["uid"] for event in first]
    assert {event["sequence"] for event in moved} == {1}
    assert moved[0]["start"] != first[0]["start"]
    fill_in(page, site_address, what="module:collective-impact")
    other = events(save(page, tmp_path))
    assert not {event["uid"] for event in other} & {event["uid"] for event in first}
    fill_in(page, site_address)
    assert {event["sequence"] for event in events(save(page, tmp_path))} == {3}, "it never falls back"


@pytest.mark.full_only
def test_another_device_names_the_same_plan_alike(browser: Browser, site_address: str, tmp_path: Path) -> None:
    names = []
    for device in ("one", "two"):
        context = browser.new_context(timezone_id="Europe/London")
        page = context.new_page()
        fill_in(page, site_address)
        names.append([event["uid"] for event in events(save(page, tmp_path, f"{device}.ics"))])
        context.close()
    assert names[0] == names[1]


def test_tasks_for_pairs_and_groups_are_left_out_unless_wanted(page: Page, site_address: str, tmp_path: Path) -> None:
    page.goto(f"{site_address}my/plan/")
    expect(page.locator(".lp-plan--ready").get_by_label("Include tasks for pairs and groups")).not_to_be_checked()
    fill_in(page, site_address, together="no")
    expect(page.locator(".lp-plan__shown")).to_contain_text("Who do you collaborate with?")
    for name in ("Persuade a new partner", "Why do you collaborate"):
        expect(page.locator(".lp-plan__shown")).not_to_contain_text(name)
    page.get_by_label("Include tasks for pairs and groups").check()
    page.get_by_role("button", name="Show the plan").click()
    expect(page.locator(".lp-plan__shown")).to_contain_text("Persuade a new partner")
    save(page, tmp_path)
    page.reload()
    expect(page.get_by_label("Include tasks for pairs and groups")).to_be_checked()


def test_what_is_done_is_left_out_unless_wanted(page: Page, site_address: str, tmp_path: Path) -> None:
    open_steps(page, site_address)
    mark(page, "task:who-do-you-collaborate-with", "Done")
    fill_in(page, site_address)
    expect(page.locator(".lp-plan__sittings")).not_to_contain_text("Who do you collaborate with?")
    assert "Who do you collaborate" not in json.dumps([event["description"] for event in events(save(page, tmp_path))])
    page.get_by_label("Leave out what I have done or skipped").uncheck()
    page.get_by_role("button", name="Show the plan").click()
    expect(page.locator(".lp-plan__sittings")).to_contain_text("Who do you collaborate with?")


def test_nothing_is_kept_until_the_file_is_saved_and_then_the_choices_come_back(
    page: Page, site_address: str, tmp_path: Path
) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    fill_in(page, site_address, days="Wednesday", minutes="25", start="2031-01-01")
    assert page.evaluate("indexedDB.databases()") == []
    save(page, tmp_path)
    expect(page.locator(".lp-live")).to_contain_text("The calendar file is saved")
    page.goto(f"{site_address}my/plan/")
    expect(page.get_by_label("Minutes in a study session")).to_have_value("25")
    expect(page.get_by_label("First day")).to_have_value("2031-01-01")
    expect(page.get_by_role("checkbox", name="Wednesday")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Tuesday")).not_to_be_checked()
    page.goto(f"{site_address}my/plan/?for=module:collective-impact")
    expect(page.get_by_label("What", exact=True)).to_have_value("module:collective-impact")
    assert [one for one in asked if not one.startswith((site_address, "data:", "blob:"))] == []


def test_a_link_from_a_module_or_route_brings_it_along(page: Page, site_address: str) -> None:
    for path, wanted in (
        ("modules/collective-impact/", "module:collective-impact"),
        ("routes/first-steps/", "route:first-steps"),
    ):
        page.goto(site_address + path)
        page.get_by_role("link", name="Make a study plan").click()
        expect(page.get_by_label("What", exact=True)).to_have_value(wanted)


def test_a_plan_without_days_is_refused_in_words(page: Page, site_address: str) -> None:
    fill_in(page, site_address, days="")
    expect(page.locator(".lp-plan__shown")).to_contain_text("Choose at least one day of the week.")
    expect(page.get_by_role("checkbox", name="Monday")).to_be_focused()
    assert faults(page) == ""


def test_without_scripts_the_page_helps_to_plan_by_hand(browser: Browser, site_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_address}my/plan/")
    assert "Making a plan needs JavaScript" in page.locator("main .lp-without-scripts").inner_text()
    expect(page.locator(".lp-plan__times .lp-time").first).to_be_visible()
    expect(page.get_by_role("button", name="Show the plan")).to_have_count(0)
    context.close()


@pytest.mark.matrix
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_with_a_plan_shown(browser: Browser, site_address: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
    )
    page = context.new_page()
    fill_in(page, site_address)
    assert faults_in_light_and_dark(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.full_only
def test_ical_js_reads_the_same(browser: Browser, site_address: str, tmp_path: Path, root: Path, full: bool) -> None:
    reason = "ical.js runs on Node.js, and npm was not found; icalendar did read the file"
    reader = install(root / "tests" / "program" / "learner" / "icaljs", root / ".cache", required=full, reason=reason)
    context = browser.new_context(timezone_id="Europe/London")
    page = context.new_page()
    fill_in(page, site_address, what="all", start="2026-09-21", days="Monday Sunday")
    path = save(page, tmp_path)
    context.close()
    run = subprocess.run(["node", str(reader / "read.mjs"), str(path)], capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    assert found["version"] == "2.0"
    ours = events(path)
    assert len(found["events"]) == len(ours)
    for theirs, mine in zip(found["events"], ours, strict=True):
        start = mine["start"]
        assert isinstance(start, datetime)
        wall = start.replace(tzinfo=ZoneInfo("Europe/London"))
        assert theirs["zone"] == "Europe/London"
        assert datetime.fromisoformat(theirs["start"]) == wall
        assert datetime.fromisoformat(theirs["end"]) == wall + timedelta(minutes=30)
        assert (theirs["uid"], theirs["summary"], theirs["description"], theirs["url"], theirs["sequence"]) == (
            *(mine["uid"], mine["summary"], mine["description"], mine["url"], mine["sequence"]),
        )
