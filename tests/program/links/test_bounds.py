"""Answers without measure: each costs a bounded time and a bounded memory, and none stops the others."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

from learning_pathway.links.fetch import fetch_link
from learning_pathway.links.settings import Settings
from learning_pathway.web.client import Client
from learning_pathway.web.guard import Guard
from learning_pathway.web.model import Fetch, Trouble
from links.laboratory.case import html, prose
from links.laboratory.server import Behaviour, Request, Server, Wire
from links.test_check import pins, project, serving
from links.test_laboratory import NOW

pytestmark = pytest.mark.long

GOOD = html("A resource", prose("work", 80))
MIB = 1024 * 1024

if sys.platform == "win32":
    pytest.skip("needs `resource`", allow_module_level=True)


async def two_hundred_megabytes(request: Request, wire: Wire) -> None:
    wire.keep = False
    size = 200 * MIB
    await wire.send(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {size}\r\n\r\n".encode() + GOOD)
    for _ in range(size // MIB):
        await wire.send(b" " * MIB)


async def never_ends(request: Request, wire: Wire) -> None:
    wire.keep = False
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        await wire.send(b"10000\r\n" + b"a" * 65_536 + b"\r\n")


async def trickles(request: Request, wire: Wire) -> None:
    wire.keep = False
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + GOOD)
    while True:
        await wire.send(b"a")
        await asyncio.sleep(0.1)


async def head_without_end(request: Request, wire: Wire) -> None:
    wire.keep = False
    await wire.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        await wire.send(b"X-More: " + b"a" * 1_000 + b"\r\n")


async def head_that_trickles(request: Request, wire: Wire) -> None:
    wire.keep = False
    await wire.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        await wire.send(b"X")
        await asyncio.sleep(0.1)


async def hints_without_end(request: Request, wire: Wire) -> None:
    wire.keep = False
    while True:
        await wire.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" * 200)
        await asyncio.sleep(0.01)


async def bomb(request: Request, wire: Wire) -> None:
    """Send a body that is 300 times as large once it is unpacked."""
    wire.keep = False
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    await wire.send(packer.compress(GOOD) + packer.flush(zlib.Z_FULL_FLUSH))
    piece = packer.compress(b"\0" * MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(300):
        await wire.send(piece)  # after a full flush the same zeros are packed into the same bytes


async def ten_thousand_redirects(request: Request, wire: Wire) -> None:
    step = int(request.path.strip("/") or 0)
    if step < 10_000:
        await wire.reply(302, b"", {"Location": f"/{step + 1}"})
    else:
        await wire.reply(200, GOOD)


async def cookies_without_end(request: Request, wire: Wire) -> None:
    wire.keep = False
    cookies = b"".join(b"Set-Cookie: c%d=%s; Path=/\r\n" % (n, b"v" * 3_000) for n in range(400))
    await wire.send(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /next\r\n" + cookies + b"\r\n")


SITES: dict[str, tuple[Behaviour, str]] = {
    "large": (two_hundred_megabytes, "ok"),
    "endless": (never_ends, "ok"),
    "trickling": (trickles, "ok"),
    "head": (head_without_end, "unwell"),
    "slow-head": (head_that_trickles, "unwell"),
    "hints": (hints_without_end, "unwell"),
    "bomb": (bomb, "ok"),
    "redirects": (ten_thousand_redirects, "broken"),
    "cookies": (cookies_without_end, "broken"),
}


@pytest.mark.parametrize("name", SITES)
def test_an_answer_without_measure_ends_in_bounded_time(name: str, swift: Settings) -> None:
    behaviour, _ = SITES[name]
    short = {"connect_seconds": 1, "answer_seconds": 0.5, "body_seconds": 0.5}
    swift = swift.model_copy(update={"probing": swift.probing.model_copy(update=short)})

    async def run() -> list[Fetch]:
        sites = {f"{name}.example.org": behaviour}
        async with Server(sites) as server, Client(swift, Guard.parse(resolve=server.pins())) as client:
            seen = await fetch_link(client, f"http://{name}.example.org:{server.port}/", now=NOW)
            assert 1 <= len(server.asked) <= 2 * (swift.probing.redirects + 1)
            return list(seen.fetches)

    started = time.monotonic()
    fetches = asyncio.run(run())
    probing = swift.probing
    allowed = 2 * (probing.connect_seconds + probing.answer_seconds + probing.body_seconds)
    assert time.monotonic() - started < allowed + 10  # a busy machine has time for other things, too
    for fetch in fetches:
        assert fetch.answer is None or fetch.answer.size <= probing.body_bytes
        if name == "redirects":
            assert fetch.trouble is Trouble.TOO_MANY_REDIRECTS


MEASURED = """
import resource, sys
from learning_pathway.cli import main
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    main()
finally:
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(after - before, file=sys.stderr)
"""


def test_all_of_them_in_one_run_take_little_memory_and_spoil_no_other_link(tmp_path: Path) -> None:
    async def fine(request: Request, wire: Wire) -> None:
        await wire.reply(200, GOOD)

    sites = {f"{name}.example.org": behaviour for name, (behaviour, _) in SITES.items()}
    with serving({**sites, "fine.example.org": fine}) as server:
        names = [*SITES, "fine"]
        project(tmp_path, {name: ("A resource", f"http://{name}.example.org:{server.port}/") for name in names})
        (tmp_path / "link-settings.yaml").write_text(
            "politeness: {gap: 0}\n"
            "probing: {second_opinion_after: 0, connect_seconds: 1, answer_seconds: 1, body_seconds: 1}\n",
            encoding="utf-8",
        )
        command = [sys.executable, "-c", MEASURED, "links", "check", str(tmp_path), "--format", "json", *pins(server)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=180)
    links = {link["id"]: link["verdict"] for link in json.loads(done.stdout)}
    assert links["fine"] == "ok"
    assert {name: links[name] for name in SITES} == {name: truth for name, (_, truth) in SITES.items()}
    grown = int(done.stderr.strip().splitlines()[-1]) * (1 if sys.platform == "darwin" else 1024)
    assert grown < 150 * MIB
