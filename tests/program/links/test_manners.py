"""Good manners: turns and gaps, `Retry-After`, robots.txt, and asking only whether anything has changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from learning_pathway.links.check import check
from learning_pathway.links.fetch import fetch_link
from learning_pathway.links.settings import Settings
from learning_pathway.links.state.file import read_health
from learning_pathway.links.target import Target
from learning_pathway.links.verdicts import Verdict
from learning_pathway.web.client import Client
from learning_pathway.web.guard import Guard
from learning_pathway.web.hosts import HostQueues, any_true, seconds_to_wait
from learning_pathway.web.model import FetchedLink, Trouble
from links.laboratory.case import html, page, prose, replies
from links.laboratory.server import Behaviour, Request, Server, Wire

pytestmark = pytest.mark.long

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
GOOD = page("A resource", prose("work", 80))


def polite(swift: Settings, **politeness: Any) -> Settings:
    return swift.model_copy(update={"politeness": swift.politeness.model_copy(update=politeness)})


def looked(sites: dict[str, Behaviour], paths: list[str], settings: Settings) -> tuple[list[FetchedLink], Server]:
    """Look at some paths of `a.example.org` at once."""

    async def run() -> tuple[list[FetchedLink], Server]:
        async with Server(sites) as server, Client(settings, Guard.parse(resolve=server.pins())) as client:
            root = f"http://a.example.org:{server.port}"
            seen = await asyncio.gather(*(fetch_link(client, root + path, now=NOW) for path in paths))
            return list(seen), server

    return asyncio.run(run())


def robots(text: str, status: int = 200) -> Behaviour:
    async def behave(request: Request, wire: Wire) -> None:
        if request.path == "/robots.txt":
            await wire.reply(status, text.encode(), {"Content-Type": "text/plain"})
        else:
            await GOOD(request, wire)

    return behave


async def moved_robots(request: Request, wire: Wire) -> None:
    if request.path == "/robots.txt":
        await wire.reply(301, b"", {"Location": "/rules/robots.txt"})
    elif request.path == "/rules/robots.txt":
        await wire.reply(200, b"User-agent: *\nDisallow: /work", {"Content-Type": "text/plain"})
    else:
        await GOOD(request, wire)


@pytest.mark.parametrize(
    ("site", "path", "allowed"),
    [
        (robots("User-agent: *\nDisallow: /work"), "/work", False),
        (robots("User-agent: *\nDisallow: /work"), "/other", True),
        (robots("User-agent: *\nDisallow: /*?print="), "/work?print=1", False),
        (robots("User-agent: *\nDisallow: /\nAllow: /work$"), "/work", True),
        (robots("User-agent: LearningPathway\nDisallow: /\n\nUser-agent: *\nDisallow:"), "/work", False),
        (robots("User-agent: Mozilla\nDisallow: /"), "/work", True),
        (robots("", 404), "/work", True),
        (robots("", 503), "/work", False),
        (robots("\0\xff nonsense: [" * 1_000), "/work", True),
        (moved_robots, "/work", False),
    ],
)
def test_robots_txt_is_obeyed_where_it_is_set(site: Behaviour, path: str, allowed: bool, swift: Settings) -> None:
    (seen,), server = looked({"a.example.org": site}, [path], polite(swift, robots=True))
    assert (seen.last.trouble is Trouble.ROBOTS) is not allowed
    assert (("a.example.org", path) in server.asked) is allowed


def test_robots_txt_is_read_once_and_only_where_it_is_set(swift: Settings) -> None:
    site = robots("User-agent: *\nDisallow: /private")
    paths = [f"/{number}" for number in range(5)]
    _, server = looked({"a.example.org": site}, paths, polite(swift, robots=True))
    assert [target for _, target in server.asked].count("/robots.txt") == 1
    _, server = looked({"a.example.org": site}, paths, swift)
    assert "/robots.txt" not in [target for _, target in server.asked]


def in_two_seconds() -> str:
    # The header has whole seconds only, so that up to one is lost.
    return format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)


@pytest.mark.parametrize("when", [lambda: "1", in_two_seconds], ids=["seconds", "date"])
def test_a_host_that_asks_for_time_is_left_alone_as_a_whole(when: Callable[[], str], swift: Settings) -> None:
    arrivals: list[tuple[str, float]] = []

    async def busy(request: Request, wire: Wire) -> None:
        arrivals.append((request.path, time.monotonic()))
        if len(arrivals) == 1:
            await wire.reply(429, b"", {"Retry-After": when()})
        else:
            await GOOD(request, wire)

    one_by_one = polite(swift, connections=1, longest_wait=5)
    seen, _ = looked({"a.example.org": busy}, ["/a", "/b"], one_by_one)
    assert [each.last.answer and each.last.answer.status for each in seen] == [200, 200]
    assert all(at - arrivals[0][1] > 0.8 for _, at in arrivals[1:])


def test_a_host_that_asks_for_too_long_is_asked_no_more(swift: Settings) -> None:
    paths = [f"/{number}" for number in range(6)]
    one_by_one = polite(swift, connections=1, longest_wait=1)
    seen, server = looked({"a.example.org": replies(503, b"", Retry_After="86400")}, paths, one_by_one)
    assert len(server.asked) == 1
    assert {each.last.trouble for each in seen[1:]} == {Trouble.HELD}


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Mon, 02 Mar 2026 06:02:00 GMT", 120.0),
        ("Monday, 02-Mar-26 06:02:00 GMT", 120.0),
        ("Mon Mar  2 06:02:00 2026", 120.0),
        ("Sun, 01 Mar 2026 06:00:00 GMT", 0.0),
        ("9" * 40, 999_999_999.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("Mon, 99 Mar 2026 99:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_every_form(written: str, seconds: float | None) -> None:
    assert seconds_to_wait(written, NOW) == seconds


def test_a_host_gets_its_gap_and_no_more_connections_than_it_should(swift: Settings) -> None:
    open_now = most = 0

    async def counts(request: Request, wire: Wire) -> None:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0.25)
        open_now -= 1
        await GOOD(request, wire)

    looked({"a.example.org": counts}, [f"/{n}" for n in range(6)], polite(swift, connections=2))
    assert most == 2

    async def take_turns() -> list[float]:
        queues, starts = HostQueues(polite(swift, connections=4, gap=0.2).politeness), []

        async def ask() -> None:
            async with queues.turn("a.example.org"):
                starts.append(time.monotonic())

        await asyncio.gather(*(ask() for _ in range(4)))
        await asyncio.sleep(0.5)  # a pause earns no credit
        await asyncio.gather(*(ask() for _ in range(3)))
        return starts

    starts = asyncio.run(take_turns())
    assert min(later - earlier for earlier, later in pairwise(starts)) > 0.08
    assert starts[3] - starts[0] > 0.5


def test_a_later_check_asks_only_whether_anything_has_changed(tmp_path: Path, swift: Settings) -> None:
    asked: list[tuple[str, str]] = []
    version = ['"v1"']

    async def keeps(request: Request, wire: Wire) -> None:
        reported = request.headers.get("if-none-match", "")
        asked.append((reported, request.headers.get("if-modified-since", "")))
        if reported == version[0]:
            await wire.reply(304, b"", {"ETag": version[0]})
        else:
            body = html("A resource", prose(version[0], 80))
            await wire.reply(200, body, {"ETag": version[0], "Last-Modified": "Sun, 01 Mar 2026 06:00:00 GMT"})

    async def run() -> None:
        async with Server({"a.example.org": keeps}) as server:
            target = Target("a", f"http://a.example.org:{server.port}/", ("A resource",))
            guard = Guard.parse(resolve=server.pins())
            for week in range(3):
                if week == 2:
                    version[0] = '"v2"'
                await check([target], tmp_path / "s.json", swift, guard, NOW + timedelta(weeks=week))
                assert read_health(tmp_path / "s.json").links["a"].verdict is Verdict.OK

    asyncio.run(run())
    since = "Sun, 01 Mar 2026 06:00:00 GMT"
    assert asked == [("", ""), ('"v1"', since), ('"v1"', "")] or asked == [("", ""), ('"v1"', since), ('"v1"', since)]


def test_it_has_one_honest_name_with_a_contact(swift: Settings) -> None:
    named: list[str] = []

    async def listens(request: Request, wire: Wire) -> None:
        named.append(request.headers["user-agent"])
        await wire.reply(404)

    contact = "https://example.org/about"
    settings = swift.model_copy(update={"probing": swift.probing.model_copy(update={"contact": contact})})
    looked({"a.example.org": listens}, ["/a"], settings)
    assert len(named) == 2
    assert len(set(named)) == 1
    assert named[0].startswith("Mozilla/5.0 (compatible; LearningPathway/")
    assert named[0].endswith("; +https://example.org/about)")
    assert not any(word in named[0].lower() for word in ("link", "check", "bot"))


def test_one_yes_ends_the_wait_for_further_answers() -> None:
    ended: list[str] = []

    async def says(answer: bool) -> bool:
        return answer

    async def hangs() -> bool:
        try:
            return await asyncio.Event().wait()
        finally:
            ended.append("hangs")

    assert asyncio.run(any_true([hangs(), says(False), says(True)]))
    assert ended == ["hangs"]
    assert not asyncio.run(any_true([says(False), says(False)]))
    assert not asyncio.run(any_true([]))
