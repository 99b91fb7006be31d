"""Odd answers on the wire, odd addresses, cookies on the way, and files, each of a resource that is there."""

from __future__ import annotations

import gzip
from urllib.parse import unquote

from learning_pathway.catalogue.types import ResourceType
from links.laboratory.case import Case, html, page, prose, replies
from links.laboratory.server import Behaviour, Request, Wire

__all__ = ["CASES"]

TITLE = "Shared power, shared work"
GOOD = html(TITLE, prose("good", 300))
ABSENT = html("Page not found", "Nothing here.")
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" + b"0" * 4_000 + b"\n%%EOF\n"
ZIP = b"PK\x03\x04\x14\x00\x06\x00" + b"\0" * 4_000
FINE = ("moved",)
CALM = ("moved", "blocked", "unwell")


def raw(head: bytes, body: bytes = GOOD) -> Behaviour:
    """Answer with a head written out, and hang up."""

    async def behave(_: Request, wire: Wire) -> None:
        wire.keep = False
        await wire.send(head + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)

    return behave


def only_at(target: str, body: bytes = GOOD) -> Behaviour:
    """Know one address only, byte for byte."""

    async def behave(request: Request, wire: Wire) -> None:
        await wire.reply(200 if request.target == target else 404, body if request.target == target else ABSENT)

    return behave


async def dislikes_any_type(request: Request, wire: Wire) -> None:
    """Refuse those that would take any kind of content and name none."""
    wants = request.headers.get("accept", "*/*")
    await wire.reply(200 if "text/html" in wants else 415, GOOD if "text/html" in wants else b"")


async def wants_two_cookies(request: Request, wire: Wire) -> None:
    """Set two cookies on one answer, and show the page to those who bring both."""
    cookies = request.headers.get("cookie", "")
    if "first=1" in cookies and "second=2" in cookies:
        await wire.reply(200, GOOD)
    elif request.path == "/cookie-check":
        wire.keep = False
        both = b"Set-Cookie: first=1; Path=/; HttpOnly\r\nSet-Cookie: second=2; Path=/; SameSite=Lax\r\n"
        await wire.send(b"HTTP/1.1 302 Found\r\n" + both + b"Location: /reading/piece\r\nContent-Length: 0\r\n\r\n")
    else:
        await wire.reply(302, b"", {"Location": "/cookie-check"})


async def through_its_login_handler(request: Request, wire: Wire) -> None:
    """Send everyone through a handler of sign-ins, which lets guests pass."""
    if "guest=1" in request.headers.get("cookie", ""):
        await wire.reply(200, GOOD)
    elif request.path == "/HTTPHandlers/Sigma/LoginHandler.ashx":
        await wire.reply(302, b"", {"Location": "/reading/piece", "Set-Cookie": "guest=1; Path=/"})
    else:
        await wire.reply(302, b"", {"Location": "/HTTPHandlers/Sigma/LoginHandler.ashx?code=0BJGz1&state=1"})


async def continues_first(_: Request, wire: Wire) -> None:
    await wire.send(b"HTTP/1.1 100 Continue\r\n\r\n")
    await wire.reply(200, GOOD)


async def tilde_as_it_is(request: Request, wire: Wire) -> None:
    if request.path.startswith("/~"):
        await wire.reply(200, GOOD)
    else:
        await wire.reply(301, b"", {"Location": unquote(request.target)})


async def wants_dots_away(request: Request, wire: Wire) -> None:
    if "." in request.path:
        await wire.reply(400, b"Bad Request")
    else:
        await wire.reply(200 if request.path == "/reading/piece" else 404, GOOD)


async def on_to_its_file(request: Request, wire: Wire) -> None:
    if request.path == "/reading/piece":
        await wire.reply(302, b"", {"Location": "/files/piece.pdf"})
    else:
        await wire.reply(200, PDF, {"Content-Type": "application/pdf"})


def signed(kind: str, body: bytes) -> tuple[Behaviour, dict[str, Behaviour]]:
    """Redirect to a store of another host, with a signature."""

    async def behave(request: Request, wire: Wire) -> None:
        port = request.headers["host"].rpartition(":")[2]
        place = f"http://store-{kind}.example.net:{port}/b/1?X-Amz-Expires=300&X-Amz-Signature=ab"
        await wire.reply(302 if request.path == "/files/report" else 404, b"", {"Location": place})

    types = {"pdf": "application/pdf", "zip": "binary/octet-stream"}
    store = replies(200, body, Content_Type=types[kind], Content_Disposition='attachment; filename="report"')
    return behave, {f"store-{kind}": store}


def heavy_head() -> bytes:
    """Return a page whose title comes after more than a megabyte of styles."""
    style = b"<style>" + b".a{background:url(data:font/woff2;base64,d09GMgAB)}\n" * 24_000 + b"</style>"
    return GOOD.replace(b'<meta charset="utf-8">', b'<meta charset="utf-8">' + style)


FRENCH = "Pouvoir partagé, œuvre commune"
FEED = (
    b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Talking of trust</title>'
    b"<description>Not found elsewhere: talks on trust.</description><item><title>One</title></item></channel></rss>"
)
TEI = (
    '<?xml version="1.0"?><?xml-stylesheet href="/tei.xsl" type="text/xsl"?>'
    f"<TEI><title>{TITLE}</title><p>{prose('xml', 90)}</p></TEI>"
).encode()
SICI = "/doi/10.1002/(SICI)1097-0274(200009)38:3%3C316::AID-AJIM11%3E3.0.CO;2-P"
SIGNED_PDF, SIGNED_ZIP = signed("pdf", PDF), signed("zip", ZIP)

CASES = [
    Case("refuses-any-type-415", "ok", dislikes_any_type, FINE, why="pearsonlab/pearsonlab.github.io 52"),
    Case("two-cookies-at-once", "ok", wants_two_cookies, FINE, why="HongPong/broken-link-checker 38"),
    Case("through-a-login-handler", "ok", through_its_login_handler, FINE, why="TEIC/TEI 2271"),
    Case("continue-then-the-page", "ok", continues_first, FINE),
    Case("through-a-proxy-203", "ok", replies(203, GOOD), FINE),
    Case("whole-page-with-403", "ok", page(TITLE, prose("good", 400), 403), CALM, why="Its readers see the page"),
    Case(
        "two-types-of-content",
        "ok",
        raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Type: text/html; charset=UTF-8\r\n"),
        FINE,
    ),
    Case(
        "reason-says-not-found",
        "ok",
        raw(b"HTTP/1.1 200 Not Found\r\nContent-Type: text/html; charset=utf-8\r\n"),
        FINE,
        why="Only the number counts",
    ),
    Case("encoding-with-a-star", "ok", replies(200, gzip.compress(GOOD), Content_Encoding="GZIP"), FINE),
    Case("charset-in-quotes", "ok", replies(200, GOOD, Content_Type='text/html; charset="utf8"; boundary=x'), FINE),
    Case(
        "mark-of-utf-8-and-a-lie",
        "ok",
        replies(
            200,
            b"\xef\xbb\xbf" + html(FRENCH, prose("fr", 120, "fr"), language="fr"),
            Content_Type="text/html; charset=iso-8859-1",
        ),
        FINE,
        title=FRENCH,
        language="fr",
        why="The mark of UTF-8 comes before what the header says",
    ),
    Case("two-slashes-in-the-path", "ok", only_at("/reading//piece"), FINE, path="/reading//piece"),
    Case(
        "dots-in-the-path",
        "ok",
        wants_dots_away,
        FINE,
        path="/old/../reading/./piece",
        why="Browsers take such dots away",
    ),
    Case(
        "sici-in-the-path",
        "ok",
        only_at(SICI),
        FINE,
        path=SICI,
        type=ResourceType.JOURNAL_ARTICLE,
        why="gjtorikian/html-proofer 629",
    ),
    Case("odd-query", "ok", only_at("/view?b=&a=1&&c"), FINE, path="/view?b=&a=1&&c"),
    Case("welsh-letters-in-the-path", "ok", only_at("/t%C5%B7/gw%C5%B7r"), FINE, path="/tŷ/gwŷr"),
    Case("tilde-escaped", "ok", tilde_as_it_is, FINE, path="/%7Esandpiper/piece"),
    Case(
        "head-of-a-megabyte",
        "ok",
        replies(200, heavy_head()),
        ("moved", "blocked"),
        why="The title comes late; a browser waits for it",
    ),
    Case("pdf-of-a-store", "ok", SIGNED_PDF[0], FINE, path="/files/report", others=SIGNED_PDF[1]),
    Case("document-of-a-store", "ok", SIGNED_ZIP[0], FINE, path="/files/report", others=SIGNED_ZIP[1]),
    Case(
        "feed-of-a-show",
        "ok",
        replies(200, FEED, Content_Type="application/rss+xml"),
        FINE,
        title="Talking of trust",
        type=ResourceType.AUDIO,
    ),
    Case(
        "essay-in-plain-text",
        "ok",
        replies(
            200,
            f"{TITLE}\n\nNot found in any book: {prose('plain', 300)}".encode(),
            Content_Type="text/plain; charset=utf-8",
        ),
        FINE,
    ),
    Case("work-in-xml", "ok", replies(200, TEI, Content_Type="application/xml"), FINE),
    Case("page-that-moves-on-to-its-file", "ok", on_to_its_file, FINE),
]
