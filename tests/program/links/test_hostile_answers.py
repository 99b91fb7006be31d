"""Any bytes in any header, and any date in the settings: a run ends, and every link has its result."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from casetable import case_table
from learning_pathway.cli.links import links_command
from learning_pathway.links.check import check
from learning_pathway.links.settings import Settings, SettingsError, read_settings
from learning_pathway.links.state.file import read_health
from learning_pathway.links.target import Target
from learning_pathway.links.verdicts import Verdict
from learning_pathway.web.guard import Guard, GuardError
from learning_pathway.web.hosts import ServerTimes, seconds_to_wait
from links.laboratory.server import Request, Server, Wire
from links.test_check import page

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)

HEADERS = (
    "Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition", "Location", "Refresh", "Retry-After",
    "ETag", "Last-Modified", "Server", "Link", "X-Robots-Tag", "Content-Language", "WWW-Authenticate", "CF-Mitigated",
    "X-DataDome", "Sunset", "Memento-Datetime", "Date", "Set-Cookie", "Transfer-Encoding", "Connection",
)  # fmt: skip
NASTY = (
    b"\xff\xfe\xfa", b"caf\xe9; charset=\xc3\x28", b"\x01\x02\x7f\x1b[31m", b"\xed\xa0\x80", b"0; url=/\xff\xe9",
    b"text/html; charset=\xff", b"a=\xff\xe9; Path=/\xff", b"Mon, 01 Jan 2026 00:00:00 +99999999999999999999",
    b"Fri, 99 Zzz 0000 99:99:99 GMT", b"9" * 400, b"-1", b"\xf0\x9f\x92\xa9" * 30, b'W/"\xe9\xff"', b"",
)  # fmt: skip


def answers(header: str, value: bytes, status: int):  # type: ignore[no-untyped-def]
    async def behave(request: Request, wire: Wire) -> None:
        wire.keep = False
        body = page("A good read")
        lines = {b"Content-Type": b"text/html", b"Content-Length": b"%d" % len(body)}
        lines = {name: said for name, said in lines.items() if name.lower() != header.lower().encode()}
        head = b"".join(b"%s: %s\r\n" % pair for pair in (*lines.items(), (header.encode(), value)))
        await wire.send(b"HTTP/1.1 %d OK\r\n" % status + head + b"\r\n" + body)
        wire.writer.close()

    return behave


@pytest.mark.long
def test_any_bytes_in_any_header_leave_every_link_a_result(tmp_path: Path, swift: Settings) -> None:
    chance = random.Random(7)
    values = [*NASTY, *(bytes(chance.choice(range(1, 256)) for _ in range(chance.randrange(1, 60))) for _ in range(4))]
    values = [value.replace(b"\r", b"").replace(b"\n", b"") for value in values]
    sites = {
        f"h{place}-{number}-{status}.example.org": answers(header, value, status)
        for place, header in enumerate(HEADERS)
        for number, value in enumerate(values)
        for status in (
            (302,) if header in ("Location", "Set-Cookie") else (429,) if header == "Retry-After" else (200,)
        )
    }

    async def go() -> set[str]:
        async with Server(sites) as server:
            targets = [Target(host, f"http://{host}:{server.port}/a", ("A good read",)) for host in sites]
            for _ in range(2):  # the second time, what was kept of the first is sent back
                done = await check(targets, tmp_path / "s.json", swift, Guard.parse(resolve=server.pins()), NOON)
            assert len(done.outcome.entries) == len(targets)
            return {record.verdict.value for record in done.report.records}

    verdicts = asyncio.run(go())
    health = read_health(tmp_path / "s.json")
    assert health.damage is None
    assert len(health.links) == len(sites)
    assert {"ok", "broken"} <= verdicts


def test_half_a_character_in_a_page_s_data_is_no_end_of_the_run(tmp_path: Path, swift: Settings) -> None:
    data = b'<script type="application/ld+json">{"@type": "Article", "headline": "A good\\ud800 read"}</script>'

    async def behave(request: Request, wire: Wire) -> None:
        await wire.reply(200, page("Other").replace(b"<h1>", data + b"<h1>"))

    async def go() -> Verdict:
        async with Server({"half.example.org": behave}) as server:
            target = Target("half", f"http://half.example.org:{server.port}/a", ("A good read",))
            done = await check([target], tmp_path / "s.json", swift, Guard.parse(resolve=server.pins()), NOON)
            return done.report.records[0].verdict

    assert asyncio.run(go()) is Verdict.OK


@case_table("written", [value.decode("latin-1") for value in NASTY])
def test_a_date_that_is_none_says_nothing(written: str) -> None:
    times = ServerTimes()
    times.hear("a.example.org", written)
    assert times.disagreement(NOON) is None
    wait = seconds_to_wait(written, NOON)
    assert wait is None or wait >= 0


@pytest.mark.parametrize(
    "until",
    ["2026-02-30", "2026-13-01", "20260301", "0", "2026-03-01T10:00:00", "0000-01-01", "99999-01-01", "!!timestamp 1",
     "soon", "[2026-03-01]", "2026-3-1", "-1", "1e400", "!!timestamp 2026-99-99", "true", "~"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["check", "issue"])
def test_a_day_that_does_not_exist_is_refused_with_its_line(
    tmp_path: Path, until: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "secret")
    (tmp_path / "resources.yaml").write_text("resources: []\n", encoding="utf-8")
    settings = tmp_path / "link-settings.yaml"
    settings.write_text(f"exceptions:\n  - link: a\n    reason: a good one\n    until: {until}\n", encoding="utf-8")
    done = CliRunner().invoke(links_command, [name, str(tmp_path)])
    assert done.exit_code == 2
    assert f"{settings}:4: " in done.output


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("politeness:\n  gap: fast\n", 2),
        ("\n\nalarm: {days: 3}\n", 3),
        ("exceptions:\n  - {link: a, reason: because}\n", 2),
        ("probing:\n  redirects: [1\n", 3),
        ("forge: {kind: github,\n  api: gopher://x}\n", 2),
    ],
)
def test_every_fault_of_the_settings_names_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "link-settings.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"link-settings\.yaml:{line}: "):
        read_settings(path)


def test_a_whole_day_is_read_however_it_is_quoted(tmp_path: Path) -> None:
    path = tmp_path / "link-settings.yaml"
    for written in ("2026-03-31", "'2026-03-31'", "!!timestamp 2026-03-31"):
        path.write_text(f"exceptions: [{{link: a, reason: a good one, until: {written}}}]\n", encoding="utf-8")
        assert read_settings(path).exceptions[0].until.isoformat() == "2026-03-31"


@pytest.mark.parametrize("written", ["localhost:8000", "http://localhost/", "127.0.0.1:80", "http://[::1]:8/x"])
def test_what_cannot_be_allowed_is_told_with_what_can(written: str) -> None:
    with pytest.raises(GuardError, match="write the host alone") as caught:
        Guard.parse(allow=(written,))
    host = str(caught.value).rpartition(": `")[2].rstrip("`")
    assert Guard.parse(allow=(host,))


def test_a_refusal_says_how_the_address_is_allowed(tmp_path: Path, swift: Settings) -> None:
    async def go(guard: Guard) -> tuple[Verdict, str]:
        async with Server({"127.0.0.1": answers("X", b"y", 200)}) as server:
            target = Target("mine", f"http://127.0.0.1:{server.port}/a", ("A good read",))
            done = await check([target], tmp_path / "s.json", swift, guard, NOON)
            return done.report.records[0].verdict, " ".join(done.report.records[0].evidence)

    verdict, said = asyncio.run(go(Guard()))
    assert verdict is Verdict.NOT_CHECKED
    allowed = said.partition("--allow-host ")[2].partition("`")[0]
    assert asyncio.run(go(Guard.parse(allow=(allowed,))))[0] is Verdict.OK
