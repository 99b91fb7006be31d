"""Links at the desk: what is in trouble and why, and buttons that do what `pathway links` does, shown and undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import lxml.html
import pytest
from aiohttp import web
from click.testing import CliRunner

from deskproject import Desk
from imports.test_adding import SWIFT
from learning_pathway.cli import main
from learning_pathway.desk.workbench import Reach
from learning_pathway.links.state.file import read_health, write_health
from learning_pathway.links.state.model import LinkState
from learning_pathway.links.verdicts import Verdict
from learning_pathway.web.guard import Guard
from links.laboratory.case import html, prose, replies
from links.laboratory.server import Request, Server, Wire
from links.test_check import serving

DAY = date(2026, 3, 1)
CATALOGUE = """\
resources:
  # keep this
  - id: gone
    type: report
    title: A report <b>that</b> went
    url: http://gone.example.org:PORT/a   # why
    owner: Ida
  - {id: moved, type: report, title: Moved, url: 'http://old.example.org/b'}
  - {id: changed, type: report, title: A page of ours, url: 'http://page.example.org:PORT/c'}
  - {id: walled, type: report, title: Walled, url: 'http://walled.example.org/d'}
  - {id: fine, type: report, title: Fine, url: 'http://fine.example.org/e'}
  - id: both
    type: report
    title: Both
    url: http://fine.example.org/f
    transcript: http://gone.example.org/words
"""
COPY = "https://web.archive.org/web/2020/http://gone.example.org/a"


def states(port: int) -> list[LinkState]:
    trouble = {"alarm": True, "first_failed": DAY, "failures": 3, "checked_on": DAY}
    return [
        LinkState(
            "gone", f"http://gone.example.org:{port}/a", Verdict.BROKEN, evidence=("the server says <404>",), **trouble
        ),
        LinkState("moved", "http://old.example.org/b", Verdict.MOVED, new_url="https://new.example.org/b"),
        LinkState(
            "changed", f"http://page.example.org:{port}/c", Verdict.DRIFTED, evidence=("it is another",), **trouble
        ),
        LinkState("walled", "http://walled.example.org/d", Verdict.BLOCKED, evidence=("a challenge",), checked_on=DAY),
        LinkState("fine", "http://fine.example.org/e", Verdict.OK, checked_on=DAY),
        LinkState("both/transcript", "http://gone.example.org/words", Verdict.BROKEN, evidence=("no host",), **trouble),
    ]


async def availability(request: Request, wire: Wire) -> None:
    """An archive that has a copy of what is gone, and nothing else."""
    await wire.reply(200, b"{}", {"Content-Type": "application/json"})


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    sites = {
        "page.example.org": replies(200, html("A page of ours", prose("leading", 300), language="en")),
        "gone.example.org": replies(404, html("Not found", "Nothing.")),
        "archive.example.org": availability,
    }
    with serving(sites) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: Server) -> Desk:
    port = server.port
    (tmp_path / "resources.yaml").write_text(CATALOGUE.replace("PORT", str(port)), encoding="utf-8")
    archives = "".join(
        f'  {name}: "http://archive.example.org:{port}/{name}{end}"\n'
        for name, end in (("wayback_available", ""), ("wayback_cdx", ""), ("memento_timegate", "/{url}"))
    )
    settings = SWIFT.replace("PORT", str(port)) + archives
    (tmp_path / "link-settings.yaml").write_text(settings, encoding="utf-8")
    write_health(tmp_path / "link-health.json", states(port), swept_on=DAY)
    pins = tuple(f"{name}.example.org:{port}:127.0.0.1" for name in ("page", "gone", "archive"))
    return Desk(tmp_path, Reach(Guard.parse(allow=("127.0.0.1",), resolve=pins)))


def press(desk: Desk, do: str, link: str = "", **fields: str) -> web.Response:
    return desk.ask("POST", "/links", {"do": do, **({"link": link} if link else {}), **fields})


def words(text: str | None, where: str = "//main") -> str:
    found = lxml.html.fromstring(text or "").xpath(where)
    return " ".join(" ".join(" ".join(each.itertext()) for each in found).split())


def files(desk: Desk) -> tuple[str, str]:
    return desk.text, (desk.root / "link-health.json").read_text(encoding="utf-8")


def state_of(desk: Desk, id_: str) -> LinkState:
    return read_health(desk.root / "link-health.json").links[id_]


def test_links_are_listed_with_the_evidence(desk: Desk) -> None:
    page = desk.page("/links")
    ids = {
        name: lxml.html.fromstring(page).xpath(f"//section[@aria-labelledby='{name}']//li/@id")
        for name in ("trouble", "moved", "open")
    }
    assert ids == {"trouble": ["l-gone", "l-changed", "l-both--transcript"], "moved": ["l-moved"], "open": ["l-walled"]}
    gone = words(page, "//li[@id='l-gone']")
    assert "A report <b>that</b> went" in gone
    assert "The server says <404>." in gone
    assert "In trouble since 1 March 2026, on 3 days of checks." in gone
    assert "<404>" not in page
    assert "l-fine" not in page
    assert "https://new.example.org/b" in words(page, "//li[@id='l-moved']")
    assert lxml.html.fromstring(page).xpath("//li[@id='l-both--transcript']//a[@class='button']/@href") == [
        "/entry/resource/both#f-transcript"
    ]


def test_what_a_person_saw_is_recorded_as_the_command_records_it(desk: Desk) -> None:
    before = files(desk)
    assert "/links#l-gone" in desk.page("/to-do")
    seen = press(desk, "seen", "gone")
    assert "Record that you opened the link" in words(seen.text)
    assert files(desk) == before
    saved = desk.make(seen)
    after = files(desk)[1]
    assert (state_of(desk, "gone").alarm, state_of(desk, "gone").seen_by_person) == (False, datetime.now(UTC).date())
    assert "l-gone" not in desk.page("/links") + desk.page("/to-do")
    assert 'href="/links"' in desk.page(saved.headers["Location"])
    desk.undo(saved)
    assert files(desk) == before
    run = CliRunner().invoke(main, ["links", "seen", "gone", str(desk.root)])
    assert run.exit_code == 0, run.output
    assert files(desk)[1] == after


def test_a_page_is_approved_as_it_is_and_looked_at_before(desk: Desk, server: Server) -> None:
    before = files(desk)
    seen = press(desk, "approve", "changed")
    assert "Its title is “A page of ours”." in words(seen.text)
    assert files(desk) == before
    saved = desk.make(seen)
    after = files(desk)[1]
    approved = state_of(desk, "changed")
    assert (approved.verdict, approved.alarm) == (Verdict.OK, False)
    assert approved.baseline is not None
    assert approved.baseline.approved
    desk.undo(saved)
    assert files(desk) == before
    pins = ["--allow-host", "127.0.0.1", "--resolve", f"page.example.org:{server.port}:127.0.0.1"]
    run = CliRunner().invoke(main, ["links", "approve", "changed", str(desk.root), *pins])
    assert run.exit_code == 0, run.output
    assert files(desk)[1] == after


def test_a_page_that_does_not_come_is_not_approved(desk: Desk) -> None:
    before = files(desk)
    answer = press(desk, "approve", "walled")
    assert answer.status == 409
    assert "No page came from http://walled.example.org/d" in words(answer.text)
    assert files(desk) == before


@pytest.mark.parametrize("link", ["moved", ""])
def test_what_has_moved_gets_its_new_address_as_the_command_writes_it(desk: Desk, link: str) -> None:
    before = files(desk)
    seen = press(desk, "repair", link)
    assert "moved: http://old.example.org/b → https://new.example.org/b" in words(seen.text).replace(" :", ":")
    saved = desk.make(seen)
    after = desk.text
    assert "url: 'https://new.example.org/b'" in after
    assert "# keep this" in after
    desk.undo(saved)
    assert files(desk) == before
    run = CliRunner().invoke(main, ["links", "repair", str(desk.root), "--no-archives", "--write"])
    assert run.exit_code == 0, run.output
    assert desk.text == after


def test_what_is_gone_gets_the_copy_that_is_known(desk: Desk) -> None:
    health = read_health(desk.root / "link-health.json")
    known = [
        LinkState(**{**{name: getattr(each, name) for name in LinkState.__slots__}, "archived_url": COPY})
        if each.id == "gone"
        else each
        for each in health.links.values()
    ]
    write_health(desk.root / "link-health.json", known, swept_on=DAY)
    assert COPY in words(desk.page("/links"), "//li[@id='l-gone']")
    before = desk.text
    saved = desk.make(press(desk, "repair", "gone"))
    assert f"archived_url: {COPY}" in desk.text
    assert "old.example.org" in desk.text, "only this link was repaired"
    desk.undo(saved)
    assert desk.text == before


def test_archives_are_asked_only_where_that_is_ticked(desk: Desk, server: Server) -> None:
    server.asked.clear()
    assert press(desk, "repair", "gone").status == 409
    assert server.asked == []
    answer = press(desk, "repair", "gone", archives="on")
    assert answer.status == 409
    assert "No archive has a copy of `gone` that shows the resource." in words(answer.text)
    assert {host for host, _ in server.asked} == {"archive.example.org"}


def test_the_command_takes_back_what_the_desk_recorded_of_a_link(desk: Desk) -> None:
    before = files(desk)
    desk.make(press(desk, "seen", "gone"))
    assert files(desk) != before
    run = CliRunner().invoke(main, ["undo", "--path", str(desk.root), "--yes"])
    assert run.exit_code == 0, run.output
    assert files(desk) == before


def test_what_was_found_of_other_links_since_stays_when_a_change_is_undone(desk: Desk) -> None:
    saved = desk.make(press(desk, "seen", "gone"))
    health = read_health(desk.root / "link-health.json")
    later = [each for each in health.links.values() if each.id != "both/transcript"]
    write_health(desk.root / "link-health.json", later, swept_on=DAY)
    desk.undo(saved)
    assert state_of(desk, "gone").alarm
    assert "both/transcript" not in read_health(desk.root / "link-health.json").links


def test_a_link_that_was_checked_again_is_not_put_back(desk: Desk) -> None:
    saved = desk.make(press(desk, "seen", "gone"))
    write_health(desk.root / "link-health.json", states(1), swept_on=date(2026, 3, 2))
    before = files(desk)
    answer = desk.ask("POST", f"/undo/{saved.headers['Location'].partition('?')[0].removeprefix('/saved/')}")
    assert answer.status == 409
    assert files(desk) == before


@pytest.mark.refuses
@pytest.mark.parametrize(
    ("do", "link"),
    [
        ("seen", "no-such"),
        ("seen", "../link-health.json"),
        ("approve", ""),
        ("seen", ""),
        ("repair", "<script>"),
        ("repair", "no-such"),
    ],
)
def test_only_links_of_the_catalogue_are_changed(desk: Desk, do: str, link: str) -> None:
    before = files(desk)
    answer = press(desk, do, link)
    assert answer.status == 409
    assert "no such link" in words(answer.text)
    assert files(desk) == before


def test_a_link_that_was_never_checked_is_told(desk: Desk) -> None:
    write_health(desk.root / "link-health.json", [], swept_on=None)
    assert "No link has been checked yet." in words(desk.page("/links"))
    answer = press(desk, "seen", "fine")
    assert answer.status == 409
    assert "knows no link called" in words(answer.text)


def test_a_check_that_ran_meanwhile_is_not_overwritten(desk: Desk) -> None:
    seen = press(desk, "seen", "gone")
    write_health(desk.root / "link-health.json", states(1)[1:], swept_on=date(2026, 3, 2))
    before = files(desk)
    form = next(form for form in lxml.html.fromstring(seen.text or "").forms if form.action == "/make")
    answer = desk.ask("POST", "/make", dict(form.form_values()))
    assert answer.status == 409
    assert "in the meantime" in words(answer.text)
    assert files(desk) == before


@pytest.mark.parametrize("content", ["{", "[]", '{"format": "link-health", "version": 9}', "\0" * 50])
def test_a_damaged_state_is_said_and_left_alone(desk: Desk, content: str) -> None:
    (desk.root / "link-health.json").write_text(content, encoding="utf-8")
    assert "link-health.json" in words(desk.page("/links"), "//*[@class='stop']")
    assert press(desk, "seen", "gone").status == 409
    assert files(desk)[1] == content


def test_a_catalogue_with_errors_is_fixed_first(desk: Desk) -> None:
    (desk.root / "resources.yaml").write_text(desk.text + "themes: 3\n", encoding="utf-8")
    assert "The catalogue has errors." in words(desk.page("/links"))
