"""Archived copies are looked for in three ways, near the day on which the resource was last seen, and must open."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from learning_pathway.catalogue import read
from learning_pathway.cli.links import links_command
from learning_pathway.links.repair import ArchivedCopy, find_copy, is_copy_of
from learning_pathway.links.settings import Settings
from learning_pathway.links.state.file import read_health, write_health
from learning_pathway.links.state.model import Baseline, LinkState
from learning_pathway.links.target import Target, alternatives_to
from learning_pathway.links.text import fingerprint
from learning_pathway.links.verdicts import Verdict
from learning_pathway.web.client import Client
from learning_pathway.web.guard import Guard
from learning_pathway.web.response import Body, Response
from links.laboratory.server import Behaviour, Request, Server, Wire
from links.test_check import pins, serving
from links.test_report import report

GONE = "https://gone.example.org/a?b=c&d"
OTHER = "https://gone.example.org/other"
LAST_GOOD = date(2026, 2, 1)
FAILED = date(2026, 2, 8)
HOST = "archive.example.net"


def archive(
    *,
    available: str = "",
    index: tuple[str, ...] = (),
    gate: str = "",
    lost: tuple[str, ...] = (),
    shows: dict[str, bytes] | None = None,
) -> Behaviour:
    """An archive that has copies of some times (14 digits), some of which do not open, or show something else."""

    async def behave(request: Request, wire: Wire) -> None:
        parts = urlsplit(request.target)
        query = parse_qs(parts.query)
        base = f"http://{request.headers['host']}/web"
        if parts.path == "/available":
            assert query["url"][0] in (GONE, OTHER)
            closest = {"available": True, "url": f"{base}/{available}/{GONE}", "timestamp": available, "status": "200"}
            await wire.reply(
                200, json.dumps({"archived_snapshots": {"closest": closest} if available else {}}).encode()
            )
        elif parts.path == "/cdx":
            rows = [["timestamp", "original"], *([stamp, query["url"][0]] for stamp in index)] if index else []
            await wire.reply(200, json.dumps(rows).encode())
        elif parts.path.startswith("/save/"):
            await wire.reply(302, b"", {"Location": f"{base}/20260302000000/{GONE}"})
        elif request.target in (f"/web/{GONE}", f"/web/{OTHER}"):
            assert request.headers["accept-datetime"] == "Sun, 01 Feb 2026 12:00:00 GMT"
            if gate:
                await wire.reply(302, b"", {"Location": f"{base}/{gate}/{GONE}"})
            else:
                await wire.reply(404, b"no memento")
        else:
            stamp = parts.path.split("/")[2]
            day = date.fromisoformat(stamp[:8])
            memento = {"Memento-Datetime": f"{day:%a, %d %b %Y} 00:00:00 GMT"}
            title = b"Flow" if request.target.endswith(OTHER) else b"Block"
            body = (shows or {}).get(stamp, b"<title>%s</title><h1>%s</h1><p>As it was.</p>" % (title, title))
            await wire.reply(404 if stamp in lost else 200, body, memento)

    return behave


def services(port: int) -> dict[str, str]:
    base = f"http://{HOST}:{port}"
    return {
        "wayback_available": f"{base}/available",
        "wayback_cdx": f"{base}/cdx",
        "memento_timegate": f"{base}/web/{{url}}",
        "archive_save": f"{base}/save/{{url}}",
    }


@asynccontextmanager
async def asking(behaviour: Behaviour, swift: Settings) -> AsyncIterator[tuple[Client, int]]:
    async with Server({HOST: behaviour}) as server:
        settings = Settings.model_validate({**swift.model_dump(), "services": services(server.port)})
        async with Client(settings, Guard.parse(resolve=server.pins())) as client:
            yield client, server.port


def found(behaviour: Behaviour, swift: Settings) -> tuple[str, date] | None:
    async def go() -> ArchivedCopy | None:
        async with asking(behaviour, swift) as (client, _):
            return await find_copy(client, GONE, near=LAST_GOOD, before=FAILED)

    copy = asyncio.run(go())
    return (urlsplit(copy.url).path.split("/")[2], copy.on) if copy else None


@pytest.mark.parametrize(
    "behaviour",
    [
        archive(available="20260131101112"),
        archive(index=("20260131101112",)),
        archive(gate="20260131101112"),
    ],
    ids=["availability", "cdx", "timegate"],
)
def test_each_service_alone_is_enough(behaviour: Behaviour, swift: Settings) -> None:
    assert found(behaviour, swift) == ("20260131101112", date(2026, 1, 31))


def test_the_copy_nearest_to_the_last_good_day_is_chosen(swift: Settings) -> None:
    behaviour = archive(available="20240101000000", index=("20260110000000", "20260130000000"), gate="20250101000000")
    assert found(behaviour, swift) == ("20260130000000", date(2026, 1, 30))


def test_a_copy_from_before_the_trouble_beats_a_nearer_one_that_may_show_it(swift: Settings) -> None:
    assert found(archive(index=("20260209000000", "20251201000000")), swift) == ("20251201000000", date(2025, 12, 1))


def test_a_copy_that_does_not_open_is_not_offered(swift: Settings) -> None:
    behaviour = archive(index=("20260130000000", "20260101000000"), lost=("20260130000000",))
    assert found(behaviour, swift) == ("20260101000000", date(2026, 1, 1))
    assert found(archive(available="20260130000000", lost=("20260130000000",)), swift) is None


async def _nonsense(_: Request, wire: Wire) -> None:
    await wire.reply(200, b'{"archived_snapshots": [1], "x": "\xff"}')


def test_what_makes_no_sense_is_no_copy(swift: Settings) -> None:
    assert found(archive(), swift) is None
    assert found(_nonsense, swift) is None


CATALOGUE = f"""\
resources:
  - id: block   # the first
    type: article
    title: Block
    url: {GONE}  # since 2019
  - {{id: flow, type: article, title: Flow, url: "{OTHER}"}}
  - id: alive
    type: article
    title: Alive
    url: https://alive.example.org/
"""


def test_repair_offers_the_copy_and_the_state_remembers_it(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    gone = [
        LinkState(id_, url, Verdict.BROKEN, alarm=True, last_good=LAST_GOOD, first_failed=FAILED, checked_on=FAILED)
        for id_, url in (("block", GONE), ("flow", OTHER))
    ]
    alive = LinkState("alive", "https://alive.example.org/", Verdict.OK, checked_on=FAILED, last_good=FAILED)
    write_health(tmp_path / "link-health.json", [*gone, alive], swept_on=FAILED)
    with serving({HOST: archive(index=("20260130000000",))}) as server:
        written = json.dumps({"politeness": {"gap": 0}, "services": services(server.port)})
        (tmp_path / "link-settings.yaml").write_text(written, encoding="utf-8")
        shown = CliRunner().invoke(links_command, ["repair", str(tmp_path), *pins(server)])
        assert shown.exit_code == 0, shown.output
        assert (tmp_path / "resources.yaml").read_text() == CATALOGUE
        base = f"http://{HOST}:{server.port}/web/20260130000000"
        copy, other = f"{base}/{GONE}", f"{base}/{OTHER}"
        assert f"+    archived_url: {copy}\n" in shown.output
        saved = CliRunner().invoke(links_command, ["repair", str(tmp_path), "--write", "--save", *pins(server)])
        assert saved.exit_code == 0, saved.output
        assert "alive: the archive takes a copy" in saved.output
        assert sum(target.startswith("/save/") for _, target in server.asked) == 1
    catalogue = read(tmp_path).catalogue
    assert catalogue is not None
    assert [entry.archived_url for entry in catalogue.resources] == [copy, other, None]
    assert [entry.url for entry in catalogue.resources[:2]] == [GONE, OTHER]
    assert "# since 2019\n    archived_url: " in (tmp_path / "resources.yaml").read_text()
    assert read_health(tmp_path / "link-health.json").links["flow"].archived_url == other


def test_alternatives_share_themes_and_open(tmp_path: Path) -> None:
    def work(id_: str, *themes: str) -> Target:
        return Target(id_, f"https://example.org/{id_}", themes=themes)

    gone = work("gone", "power", "trust")
    works = [work("one", "trust"), work("both", "trust", "power"), work("ill", "power", "trust"), work("none", "time")]
    links = {"ill": LinkState("ill", "https://example.org/ill", Verdict.BROKEN)}
    assert [each.id for each in alternatives_to(gone, [gone, *works], links)] == ["both", "one"]


def test_the_report_names_alternatives_for_what_is_gone() -> None:
    made = report(
        LinkState("gone", "https://example.org/gone", Verdict.BROKEN, alarm=True),
        LinkState("other", "https://example.org/other", Verdict.OK),
    )
    targets = {id_: Target(id_, target.url, themes=("power",)) for id_, target in made.targets.items()}
    assert [each.id for each in type(made)(made.day, made.records, (), targets).alternatives_to(made.records[0])] == [
        "other"
    ]


FRAME = b"<title>%s</title><h1>%s</h1><p>%s</p>"
OTHER_PAGES = {
    "home": FRAME % (b"Sandpiper Trust", b"Welcome", b"News of the spring. " * 40),
    "not-found": FRAME % (b"Page not found", b"Page not found", b"Block could not be found."),
    "parked": FRAME % (b"example.org", b"Buy this domain", b"This domain is for sale. Make an offer."),
    "challenge": FRAME % (b"Just a moment...", b"Checking your browser", b"Please wait."),
    "withdrawn": FRAME % (b"Block", b"Block", b"This article has been withdrawn."),
    "archive-error": FRAME % (b"Wayback Machine", b"Hrm.", b"The Wayback Machine has not archived that URL."),
}


@pytest.mark.parametrize("name", list(OTHER_PAGES))
def test_a_copy_that_is_not_the_resource_is_not_offered(tmp_path: Path, name: str) -> None:
    behaviour = archive(index=("20260130000000", "20250101000000"), shows={"20260130000000": OTHER_PAGES[name]})
    assert "/20250101000000/" in repaired(tmp_path, behaviour, Verdict.BROKEN)
    (tmp_path / "only").mkdir()
    behaviour = archive(index=("20260130000000",), shows={"20260130000000": OTHER_PAGES[name]})
    said = repaired(tmp_path / "only", behaviour, Verdict.BROKEN)
    assert "archived_url" not in said
    assert "no archive offers a copy that shows the resource" in said


def repaired(folder: Path, behaviour: Behaviour, verdict: Verdict) -> str:
    """Show what `repair` would change for one link with that verdict, which is an alarm."""
    entry = f"resources:\n  - id: block\n    type: article\n    title: Block\n    url: {GONE}\n"
    (folder / "resources.yaml").write_text(entry, encoding="utf-8")
    gone = LinkState("block", GONE, verdict, alarm=True, last_good=LAST_GOOD, first_failed=FAILED, checked_on=FAILED)
    write_health(folder / "link-health.json", [gone], swept_on=FAILED)
    with serving({HOST: behaviour}) as server:
        written = json.dumps({"politeness": {"gap": 0}, "services": services(server.port)})
        (folder / "link-settings.yaml").write_text(written, encoding="utf-8")
        done = CliRunner().invoke(links_command, ["repair", str(folder), *pins(server)])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_copy_is_looked_for_only_where_the_resource_is_gone(tmp_path: Path, verdict: Verdict) -> None:
    gone = {Verdict.BROKEN, Verdict.HOLLOW, Verdict.DRIFTED, Verdict.REMOVED_VIDEO}
    said = repaired(tmp_path, archive(index=("20260130000000",)), verdict)
    assert ("archived_url" in said) is (verdict in gone)


def copies(body: bytes, kind: str = "text/html", baseline: Baseline | None = None, **facts: Any) -> bool:
    target = Target("a", "https://gone.example.org/files/report.pdf", **facts)
    response = Response("https://web.example.org/1", 200, {"content-type": kind}, Body(body), SimpleCookie())
    return is_copy_of(target, baseline, Settings(), "https://web.example.org/1", response)


def test_a_copy_of_a_document_is_one_if_it_is_of_its_kind() -> None:
    assert copies(b"%PDF-1.7 some words", "application/pdf")
    assert not copies(b"\x89PNG\r\n\x1a\n", "image/png")
    assert not copies(FRAME % (b"Report", b"Report", b"Sign in to read the report."), titles=("Another title",))


def test_a_copy_is_known_by_its_text_where_its_title_is_not_known() -> None:
    text = " ".join(f"Sentence {number} of a text about work." for number in range(60))
    known = Baseline(on=LAST_GOOD, title="Old", kind="text/html", words=400, fingerprint=fingerprint(f"x {text}"))
    page = FRAME % (b"x", b"x", text.encode())
    target = Target("a", "https://gone.example.org/a", ())
    response = Response("https://web.example.org/1", 200, {"content-type": "text/html"}, Body(page), SimpleCookie())
    assert is_copy_of(target, known, Settings(), "https://web.example.org/1", response)
    assert not is_copy_of(target, None, Settings(), "https://web.example.org/1", response)
