"""Odd statuses, slow and wrongly-ended answers, and long ways, of resources that are there or not."""

from __future__ import annotations

import asyncio
import gzip
import zlib

from links.laboratory.case import Case, html, prose, replies
from links.laboratory.server import Behaviour, Request, Wire

__all__ = ["CASES"]

TITLE = "Shared power, shared work"
GOOD = html(TITLE, prose("good", 300))
ABSENT = html("Page not found", "Nothing here.")
FINE = ("moved",)
FRAME = "".join(f"<p><a href=/t/{each}>{prose(str(each), 6)}</a></p>" for each in range(60))
CALM = ("moved", "blocked", "unwell")


async def around(request: Request, wire: Wire) -> None:
    """Lead through twenty addresses, with a cookie on each."""
    if request.path == "/hop/19":
        await wire.reply(200, GOOD)
        return
    number = int(request.path.rpartition("/")[2]) + 1 if request.path.startswith("/hop/") else 0
    status = 302 if number % 2 else 307
    await wire.reply(status, b"", {"Location": f"/hop/{number}", "Set-Cookie": "seen=1; Path=/"})


async def drips(_: Request, wire: Wire) -> None:
    """Send the page in six pieces, each after a pause."""
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(GOOD))
    size = len(GOOD) // 6 + 1
    for start in range(0, len(GOOD), size):
        await wire.send(GOOD[start : start + size])
        await asyncio.sleep(0.2)


def packed(data: bytes, how: str) -> Behaviour:
    return replies(200, data, Content_Encoding=how)


def raw_deflate() -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(GOOD) + packer.flush()


async def never_says_how_long(_: Request, wire: Wire) -> None:
    """Answer as HTTP/1.0 does: the page ends where the connection ends."""
    wire.keep = False
    await wire.send(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + GOOD)


async def cut_in_the_middle(_: Request, wire: Wire) -> None:
    wire.keep = False
    page = html(TITLE, prose("long", 3_000))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page)
    await wire.send(head + page[: len(page) // 12])


async def short_by_one_byte(_: Request, wire: Wire) -> None:
    """Count one byte too many, then hang up."""
    wire.keep = False
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (len(GOOD) + 1)
    await wire.send(head + GOOD)


async def first_502(request: Request, wire: Wire) -> None:
    """Fail for each address once, as a balancer does while one of its servers starts."""
    await wire.reply(502 if request.count == 1 else 200, b"<h1>502 Bad Gateway</h1>" if request.count == 1 else GOOD)


async def only_to_browsers_of_a_kind(request: Request, wire: Wire) -> None:
    """Refuse what does not say which languages it reads."""
    wants = request.headers.get("accept-language")
    await wire.reply(200 if wants else 406, GOOD if wants else b"Not Acceptable")


async def nonsense_is_500(request: Request, wire: Wire) -> None:
    """Fail for addresses that it does not know."""
    known = request.path == "/reading/piece"
    await wire.reply(200 if known else 500, GOOD if known else b"<h1>Server Error in '/' Application.</h1>")


async def same_frame_everywhere(request: Request, wire: Wire) -> None:
    """Show the site's long frame for every address, with the article in it only where it belongs."""
    article = f"<h1>{TITLE}</h1><p>{prose('piece', 60)}</p>" if request.path == "/reading/piece" else ""
    await wire.reply(200, html("Sandpiper Trust", FRAME, body=article))


async def loses_the_piece(request: Request, wire: Wire) -> None:
    """Show the site's long frame for every address, and no longer the article."""
    await wire.reply(200, html("Sandpiper Trust", FRAME))


async def empty_200(_: Request, wire: Wire) -> None:
    await wire.reply(200, b"")


async def drm_html_for_pdf(_: Request, wire: Wire) -> None:
    """Show a page of the site in place of every file."""
    await wire.reply(200, html("Documents", "The documents you are after are now in the members' library."))


CASES = (
    Case("twenty-hops-of-four-kinds", "ok", around, FINE),
    Case("page-that-drips", "ok", drips, FINE),
    Case("raw-deflate", "ok", packed(raw_deflate(), "deflate"), FINE),
    Case("gzip-without-its-sum", "ok", packed(gzip.compress(GOOD)[:-8], "gzip"), FINE),
    Case("packed-as-utf-8", "ok", packed(GOOD, "utf-8"), CALM, why="A content encoding that is a character set"),
    Case("ends-where-the-connection-ends", "ok", never_says_how_long, FINE),
    Case("counted-one-too-many", "ok", short_by_one_byte, FINE),
    Case("first-answer-502", "ok", first_502, FINE),
    Case("no-languages-406", "ok", only_to_browsers_of_a_kind, FINE),
    Case("unknown-addresses-fail", "ok", nonsense_is_500, FINE),
    Case("long-frame-around-a-short-piece", "ok", same_frame_everywhere, FINE),
    Case("long-frame-and-no-piece", "hollow", loses_the_piece, ("drifted", "broken")),
    Case("cut-near-the-beginning", "unwell", cut_in_the_middle, ("blocked", "broken", "hollow")),
    Case("nothing-at-all-200", "hollow", empty_200, ("unwell", "blocked", "broken", "drifted")),
    Case("page-for-every-file", "hollow", drm_html_for_pdf, ("drifted", "broken"), path="/files/report-2019.pdf"),
    Case("empty-400", "blocked", replies(400), ("unwell",)),
    Case("teapot-418", "blocked", replies(418, b"<h1>I'm a teapot</h1>"), ("unwell",)),
    Case("gone-410-with-a-menu", "broken", replies(410, ABSENT)),
)
