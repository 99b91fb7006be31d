"""Faults and oddities of the wire: what goes wrong before there is a page, and what only looks wrong."""

from __future__ import annotations

import asyncio
import gzip
import zlib

from .case import Case, html, page, prose, replies
from .server import Behaviour, Request, Wire

TITLE = "Shared power, shared work"
GOOD = html(TITLE, prose("good", 300))


async def cuts(_: Request, wire: Wire) -> None:
    wire.reset()


async def closes(_: Request, wire: Wire) -> None:
    wire.keep = False


async def babbles(_: Request, wire: Wire) -> None:
    wire.keep = False
    await wire.send(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")


async def sleeps(_: Request, wire: Wire) -> None:
    await asyncio.sleep(30)


async def hiccups(request: Request, wire: Wire) -> None:
    if request.count == 1:
        wire.reset()
    else:
        await wire.reply(200, GOOD)


def first(status: int) -> Behaviour:
    async def behave(request: Request, wire: Wire) -> None:
        await wire.reply(status if request.count == 1 else 200, b"busy" if request.count == 1 else GOOD)

    return behave


def first_page(body: bytes) -> Behaviour:
    """Show another page once, as a cache or a failing content system does."""

    async def behave(request: Request, wire: Wire) -> None:
        await wire.reply(200, body if request.count == 1 else GOOD)

    return behave


async def truncates(_: Request, wire: Wire) -> None:
    await wire.reply(200, html("Other", "few words")[:60], length=9_000)
    wire.keep = False
    wire.writer.close()


async def truncates_late(_: Request, wire: Wire) -> None:
    await wire.reply(200, GOOD, length=len(GOOD) + 900)
    wire.keep = False
    wire.writer.close()


async def drips(_: Request, wire: Wire) -> None:
    await wire.reply(200, GOOD, length=len(GOOD) + 10_000)
    for _ in range(200):
        await wire.send(b" ")
        await asyncio.sleep(0.2)


async def never_ends(_: Request, wire: Wire) -> None:
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    piece = GOOD + b" " * 60_000
    while True:
        await wire.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")


async def bomb(_: Request, wire: Wire) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = packer.compress(GOOD + b"\0" * 60_000_000) + packer.flush()
    await wire.reply(200, body, {"Content-Encoding": "gzip"})


async def head_forbidden(request: Request, wire: Wire) -> None:
    await wire.reply(405 if request.method == "HEAD" else 200, GOOD)


async def wants_accept(request: Request, wire: Wire) -> None:
    if "accept-language" in request.headers and "html" in request.headers.get("accept", ""):
        await wire.reply(200, GOOD)
    else:
        await wire.reply(406, b"Not acceptable")


async def dislikes_names(request: Request, wire: Wire) -> None:
    agent = request.headers.get("user-agent", "").lower()
    bad = not agent or any(word in agent for word in ("bot", "check", "link", "python", "aiohttp"))
    await wire.reply(404 if bad else 200, b"" if bad else GOOD)


async def asks_to_wait(request: Request, wire: Wire) -> None:
    if request.count == 1:
        await wire.reply(429, b"slow down", {"Retry-After": "1"})
    else:
        await wire.reply(200, GOOD)


async def sets_cookie_first(request: Request, wire: Wire) -> None:
    if "seen=1" in request.headers.get("cookie", ""):
        await wire.reply(200, GOOD)
    else:
        await wire.reply(302, b"", {"Set-Cookie": "seen=1; Path=/", "Location": request.target})


async def long_headers(_: Request, wire: Wire) -> None:
    await wire.reply(200, GOOD, {"Content-Security-Policy": "default-src " + "https://cdn.example.com " * 1_500})


async def no_length(_: Request, wire: Wire) -> None:
    wire.keep = False
    await wire.send(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + GOOD)


def raw(more: bytes, line: bytes = b"\r\n", before: bytes = b"") -> Behaviour:
    """Answer with a head that is written out, for what servers get wrong in it."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n" % len(GOOD)

    async def behave(_: Request, wire: Wire) -> None:
        wire.keep = False
        await wire.send((before + head + more + b"\r\n").replace(b"\r\n", line) + GOOD)

    return behave


def encoded(body: bytes, charset: str = "", **headers: str) -> Behaviour:
    kind = f"text/html; charset={charset}" if charset else "text/html"
    return replies(200, body, **{"Content_Type": kind, **headers})


def latin(title: str) -> bytes:
    return html(title, prose("latin", 200)).replace(b'<meta charset="utf-8">', b"").decode().encode("cp1252")


CASES = [
    Case("reset", "unwell", cuts),
    Case("closed", "unwell", closes),
    Case("not-http", "unwell", babbles),
    Case("silent", "unwell", sleeps),
    Case("hiccup", "ok", hiccups),
    Case("first-503", "ok", first(503)),
    Case("first-404", "ok", first(404)),
    Case("first-500", "ok", first(500)),
    Case("first-soft-404", "ok", first_page(html("Page not found", "The page you requested does not exist."))),
    Case("first-other-page", "ok", first_page(html("Dental clinic", "Call us for a check of your teeth. " * 30))),
    Case("cut-short", "unwell", truncates),
    Case("cut-late", "ok", truncates_late),
    Case("dripping", "ok", drips),
    Case("endless", "ok", never_ends),
    Case("bomb", "ok", bomb),
    Case("head-forbidden", "ok", head_forbidden),
    Case("wants-accept", "ok", wants_accept),
    Case("dislikes-robots", "ok", dislikes_names),
    Case("asks-to-wait", "ok", asks_to_wait),
    Case("cookie-then-page", "ok", sets_cookie_first),
    Case("long-headers", "ok", long_headers),
    Case("http-1-0", "ok", no_length),
    Case("gzip", "ok", replies(200, gzip.compress(GOOD), Content_Encoding="gzip")),
    Case("raw-deflate", "ok", replies(200, zlib.compress(GOOD)[2:-4], Content_Encoding="deflate")),
    Case("gzip-lie", "unwell", replies(200, b"this is not gzip at all", Content_Encoding="gzip")),
    Case("sloppy-header", "blocked", raw(b"Server : none\r\n")),
    Case("length-told-twice", "blocked", raw(b"Content-Length: %d\r\n" % len(GOOD))),
    Case("lines-without-returns", "ok", raw(b"", b"\n")),
    Case("header-in-latin", "ok", raw(b"X-Place: caf\xe9\r\n")),
    Case("cookie-nonsense", "ok", raw(b"Set-Cookie: a b=c d; Path\r\nSet-Cookie: =\r\n")),
    Case("hints-first", "ok", raw(b"", before=b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")),
    Case("packed-in-no-way", "ok", raw(b"Content-Encoding: utf-8\r\n")),
    Case("packed-as-transfer", "ok", replies(200, gzip.compress(GOOD))),
    Case("packed-with-rest", "ok", replies(200, gzip.compress(GOOD) + b"rest", Content_Encoding="gzip")),
    Case("noise-called-a-page", "ok", replies(200, bytes(range(256)) * 40)),
    Case("gzip-twice-named", "ok", replies(200, gzip.compress(GOOD), Content_Encoding="x-gzip")),
    Case("windows-1252", "ok", encoded(latin("Ledarskap – délié"), "iso-8859-1"), title="Ledarskap – délié"),
    Case("no-charset", "ok", encoded(latin("Café conversations")), title="Café conversations"),
    Case("utf-16", "ok", encoded("\ufeff".encode("utf-16-le") + GOOD.decode().encode("utf-16-le"))),
    Case("gone-for-good", "broken", page("Gone", "", 410)),
    Case("plain-404", "broken", page("Page not found", "Try the search.", 404)),
    Case("plain-500", "unwell", page("Internal Server Error", "", 500)),
    Case("plain-502", "unwell", page("Bad gateway", "", 502)),
    Case("plain-503", "unwell", page("Down for maintenance", "Back soon.", 503)),
    Case("origin-down", "unwell", page("Web server is down", "Error code 521", 521)),
    Case("bad-request", "broken", page("Bad request", "", 400)),
    Case("nothing-at-all", "hollow", replies(200, b"")),
    Case("no-content", "hollow", replies(204)),
    Case("full-page-with-404", "ok", page(TITLE, prose("good", 400), 404)),
    Case("unknown-name", "broken", cuts, url=lambda port: f"http://no-such-host-{port}.example.org/a"),
    Case("refused", "unwell", cuts, url=lambda port: "http://refused.example.org:9/a"),
    Case("bad-port", "broken", cuts, url=lambda port: "http://bad-port.example.org:99999/a"),
]
