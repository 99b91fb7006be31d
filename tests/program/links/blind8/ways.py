"""What servers do on the wire and on the way, of resources that are there or not."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable

from learning_pathway.catalogue.types import ResourceType
from links.laboratory.case import Case, html, page, prose, replies
from links.laboratory.server import Behaviour, Request, Wire

__all__ = ["CASES"]

TITLE = "Shared power, shared work"
GOOD = html(TITLE, prose("good", 300))
ABSENT = html("Page not found", "Nothing here.")
PDF = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Filter/Standard/V 2/R 3>>\nendobj\n" + b"0" * 9_000
PDF += b"\ntrailer\n<</Root 1 0 R/Encrypt 4 0 R>>\n%%EOF\n"
FINE = ("moved",)
CALM = ("moved", "blocked", "unwell")
GONE = ("drifted", "broken", "unwell")


def head(*lines: bytes, status: bytes = b"200 OK", body: bytes = GOOD) -> Behaviour:
    """Answer with a head written out, and hang up."""

    async def behave(_: Request, wire: Wire) -> None:
        wire.keep = False
        fields = [b"HTTP/1.1 " + status, *lines, b"Content-Length: %d" % len(body), b"Connection: close"]
        await wire.send(b"\r\n".join(fields) + b"\r\n\r\n" + body)

    return behave


def to(location: bytes, status: bytes = b"302 Found", *more: bytes) -> Behaviour:
    """Lead the link elsewhere by a header of any bytes; the place is at `/new/piece`."""
    leads = head(b"Location: " + location, *more, status=status, body=b"")

    async def behave(request: Request, wire: Wire) -> None:
        if request.path == "/reading/piece":
            await leads(request, wire)
        elif request.path in ("/new/piece", "/new/pi%20ece"):
            await wire.reply(200, GOOD)
        else:
            await wire.reply(404, ABSENT)

    return behave


async def counts_for_ever(request: Request, wire: Wire) -> None:
    """Lead to an address with a higher number each time."""
    number = int(request.query.rpartition("=")[2] or 0) + 1 if "n=" in request.query else 1
    await wire.reply(302, b"", {"Location": f"/reading/piece?n={number}"})


async def between_two(request: Request, wire: Wire) -> None:
    other = "/b" if request.path == "/reading/piece" else "/reading/piece"
    await wire.reply(301, b"", {"Location": other})


async def slow_to_begin(_: Request, wire: Wire) -> None:
    await asyncio.sleep(2)
    await wire.reply(200, GOOD)


async def part_of_content(_: Request, wire: Wire) -> None:
    """Answer with the whole as a part, as some caches do."""
    await wire.reply(206, GOOD, {"Content-Range": f"bytes 0-{len(GOOD) - 1}/{len(GOOD)}"})


async def limits_for_an_hour(_: Request, wire: Wire) -> None:
    await wire.reply(429, b"Too many requests", {"Retry-After": "3600"})


async def works_until_tomorrow(_: Request, wire: Wire) -> None:
    await wire.reply(503, html("Back tomorrow", "Planned works."), {"Retry-After": "Tue, 10 Mar 2026 09:00:00 GMT"})


async def cut_while_packed(_: Request, wire: Wire) -> None:
    """Send the first third of a packed page, then hang up."""
    wire.keep = False
    data = gzip.compress(html(TITLE, prose("cut", 4_000)))
    fields = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    await wire.send(fields % len(data) + data[: len(data) // 3])


def elsewhere(label: str, place: str, status: int = 301) -> Behaviour:
    async def behave(request: Request, wire: Wire) -> None:
        port = request.headers["host"].rpartition(":")[2]
        await wire.reply(status, b"", {"Location": f"http://{label}.example.net:{port}{place}"})

    return behave


def typed(kind: str, body: bytes, **headers: str) -> Behaviour:
    return replies(200, body, Content_Type=kind, **headers)


def at_own_address(behaviour: Behaviour, path: str) -> Behaviour:
    """Answer 404 for every other address."""

    async def behave(request: Request, wire: Wire) -> None:
        if request.path == path:
            await behaviour(request, wire)
        else:
            await wire.reply(404, ABSENT)

    return behave


def nowhere(host: str) -> Callable[[int], str]:
    return lambda port: f"http://{host}:{port}/reading/piece"


FILE = "/files/report-2019.pdf"
OFFICE = b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + b"[Content_Types].xml" + b"\0" * 3_000
VIEWER = html("", "", heading="", body='<iframe src="/viewer?file=report.pdf" title="Report"></iframe>')
ERROR_PDF = html("Error", "The document could not be found on this server.")

CASES = (
    # Redirects as servers write them
    Case("location-with-a-space", "ok", to(b"/new/pi ece"), FINE),
    Case("location-with-spaces-around", "ok", to(b"  /new/piece  "), FINE),
    Case("location-with-a-backslash", "ok", to(b"\\new\\piece"), CALM),
    Case("location-relative-up", "ok", to(b"./../new/piece#start-of-text"), FINE),
    Case("location-of-a-query-alone", "broken", to(b"?again=1"), ("blocked",)),
    Case("location-empty", "broken", to(b""), ("unwell", "hollow", "blocked")),
    Case(
        "location-missing", "broken", head(status=b"301 Moved Permanently", body=b""), ("unwell", "hollow", "blocked")
    ),
    Case("location-twice-the-same", "ok", to(b"/new/piece", b"301 Moved", b"Location: /new/piece"), CALM),
    Case("location-in-utf-8", "ok", to("/new/piece?r=é".encode()), FINE),
    Case("multiple-choices-with-place", "hollow", to(b"/new/piece", b"300 Multiple Choices"), ("ok", "moved", *GONE)),
    Case("counts-for-ever", "broken", counts_for_ever, ("blocked",)),
    Case("between-two-addresses", "broken", between_two, ("blocked",)),
    Case("to-a-name-that-is-gone", "broken", elsewhere("nobody-of-that-name", "/x"), ("unwell",)),
    Case(
        "to-the-shop-of-apps",
        "hollow",
        elsewhere("apps-store", "/app/id123"),
        ("drifted", "broken"),
        others={"apps-store": replies(200, html("Sandpiper app on the App Shop", "Read reviews, see screenshots."))},
        title="Ten habits of honest partners",
        creators=("Fairweather",),
    ),
    Case(
        "to-a-list-of-links",
        "hollow",
        elsewhere("all-my-links", "/@fairweather"),
        ("drifted", "broken"),
        others={"all-my-links": replies(200, html("@sunny.days", "Shop my looks. Podcast. Discount codes."))},
        title="Ten habits of honest partners",
        creators=("Fairweather",),
    ),
    # Heads and bodies
    Case("part-206-that-is-whole", "ok", part_of_content, CALM),
    Case("no-type-of-content", "ok", head(), FINE),
    Case("type-of-bytes", "ok", typed("application/octet-stream", GOOD), CALM),
    Case("unknown-character-set", "ok", typed("text/html; charset=utf8mb4", GOOD), FINE),
    Case("empty-content-encoding", "ok", head(b"Content-Type: text/html", b"Content-Encoding:"), CALM),
    Case("encoding-none", "ok", head(b"Content-Type: text/html", b"Content-Encoding: none"), CALM),
    Case("bytes-in-every-header", "ok", head(b"Server: \xff\xfe\x80", b"X-Note: caf\xe9 \xe2\x80\x94"), CALM),
    Case("sixty-cookies", "ok", head(*(b"Set-Cookie: c%d=%s; Path=/" % (n, b"v" * 60) for n in range(60))), FINE),
    Case("expires-nonsense", "ok", head(b"Set-Cookie: a=b; Expires=Thu, 32-Foo-9999", b"Date: yesterday"), FINE),
    Case("unpacked-though-said-to-be", "ok", replies(200, GOOD, Content_Encoding="gzip"), ("unwell", *CALM)),
    Case(
        "packed-two-times", "ok", replies(200, gzip.compress(gzip.compress(GOOD)), Content_Encoding="gzip, gzip"), CALM
    ),
    Case("two-seconds-to-begin", "ok", slow_to_begin, FINE),
    Case("cut-while-packed", "unwell", cut_while_packed, ("blocked", "broken")),
    Case("limited-for-an-hour", "blocked", limits_for_an_hour, ("unwell",)),
    Case("works-until-tomorrow", "unwell", works_until_tomorrow, ("blocked",)),
    Case("not-allowed-405-for-all", "blocked", replies(405, b"Method Not Allowed"), ("unwell", "broken")),
    Case("origin-dns-530", "unwell", page("Origin DNS error", "Error 1016", 530), ("broken",)),
    Case("gone-410-empty", "broken", replies(410)),
    Case("upgrade-426", "blocked", replies(426, b"Upgrade Required"), ("unwell",)),
    Case(
        "expectation-of-login-401",
        "gated",
        replies(401, b"Unauthorized", WWW_Authenticate="Basic realm=x"),
        ("blocked",),
    ),
    # Files
    Case("encrypted-pdf", "ok", at_own_address(typed("application/pdf", PDF), FILE), FINE, path=FILE),
    Case("pdf-called-bytes", "ok", at_own_address(typed("binary/octet-stream", PDF), FILE), FINE, path=FILE),
    Case(
        "pdf-after-a-mark",
        "ok",
        at_own_address(typed("application/pdf", b"\xef\xbb\xbf\n" + PDF), FILE),
        FINE,
        path=FILE,
    ),
    Case("empty-pdf", "hollow", at_own_address(typed("application/pdf", b""), FILE), GONE, path=FILE),
    Case("page-called-pdf", "hollow", at_own_address(typed("application/pdf", ERROR_PDF), FILE), GONE, path=FILE),
    Case("viewer-in-place-of-file", "ok", at_own_address(replies(200, VIEWER), FILE), ("moved", "blocked"), path=FILE),
    Case(
        "slides-in-office-format",
        "ok",
        at_own_address(typed("application/vnd.ms-powerpoint", OFFICE), "/files/slides.pptx"),
        FINE,
        path="/files/slides.pptx",
    ),
    Case(
        "sound-in-parts",
        "ok",
        typed("audio/mpeg", b"ID3\x03\x00" + b"\0" * 5_000, Accept_Ranges="bytes"),
        FINE,
        type=ResourceType.AUDIO,
        path="/e/14.mp3",
    ),
    Case("name-that-is-not-known", "broken", replies(), url=nowhere("no-such-name.example.org")),
)
