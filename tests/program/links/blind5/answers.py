"""Odd answers, odd addresses, redirects, parts of pages and files."""

from __future__ import annotations

import gzip
from urllib.parse import unquote

import brotli

from learning_pathway.catalogue.types import Access, ResourceType
from links.laboratory.case import Case, html, page, prose, replies
from links.laboratory.server import Behaviour, Request, Wire

TITLE = "Shared power, shared work"
GOOD = html(TITLE, prose("good", 300))
FINE = ("moved",)
CALM = ("moved", "blocked", "unwell")
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" + b"0" * 4_000 + b"\n%%EOF\n"
SHELL = (
    b'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandpiper Trust</title>'
    b'<script defer src="/static/js/main.8a1c.js"></script></head><body><div id="root"></div>'
    b"<noscript>You need to enable JavaScript to run this app.</noscript></body></html>"
)


def raw(*lines: bytes, body: bytes = GOOD) -> Behaviour:
    """Answer with a head written out, and hang up."""

    async def behave(_: Request, wire: Wire) -> None:
        wire.keep = False
        await wire.send(b"\r\n".join(lines) + b"\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)

    return behave


def one_chunk(extension: bytes = b"", trailers: bytes = b"") -> Behaviour:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"

    async def behave(_: Request, wire: Wire) -> None:
        chunk = b"%x%s\r\n%s\r\n" % (len(GOOD), extension, GOOD)
        await wire.send(head + chunk + b"0\r\n" + trailers + b"\r\n")

    return behave


def zstandard(body: bytes) -> bytes:
    """Frame a body as Zstandard does, in one block that is not compressed."""
    frame = b"\x28\xb5\x2f\xfd\x60" + (len(body) - 256).to_bytes(2, "little")
    return frame + (len(body) << 3 | 1).to_bytes(3, "little") + body


def first(status: int) -> Behaviour:
    async def behave(request: Request, wire: Wire) -> None:
        await wire.reply(status if request.count == 1 else 200, b"" if request.count == 1 else GOOD)

    return behave


def leads(location: str, then: bytes = GOOD, status: int = 301, *, to: str = "") -> Behaviour:
    """Redirect the link; the new place answers at one path only, where one is named."""

    async def behave(request: Request, wire: Wire) -> None:
        if request.path == "/reading/piece":
            port = request.headers["host"].rpartition(":")[2]
            await wire.reply(status, b"", {"Location": location.replace("{port}", port)})
        elif to and unquote(request.target) != to:
            await wire.reply(404, html("Page not found", "Nothing here."))
        else:
            await wire.reply(200, then)

    return behave


async def leads_by_refresh(request: Request, wire: Wire) -> None:
    head = '<meta http-equiv="refresh" content="5; url=/now/piece">'
    text = "You will be taken to the new address in five seconds."
    is_old = request.path == "/reading/piece"
    await wire.reply(200, html("This page has moved", text, head=head) if is_old else GOOD)


def only_at(path: str) -> Behaviour:
    """Know one path only, in whichever way it is escaped."""

    async def behave(request: Request, wire: Wire) -> None:
        known = unquote(request.target) == path
        await wire.reply(200 if known else 404, GOOD if known else html("Page not found", "Nothing here."))

    return behave


def with_part(name: str) -> Behaviour:
    return page(TITLE, prose("good", 200), body=f'<h2 id="{name}">A part</h2><p>{prose("part", 60)}</p>')


async def rescued_by_scripts(_: Request, wire: Wire) -> None:
    """Send the page of an app with 404 for every path but the first, as hosts of static files do."""
    head = b"<script>var l=location;l.replace(l.protocol+'//'+l.host+'/?/'+l.pathname.slice(1))</script>"
    await wire.reply(404, SHELL.replace(b"</head>", head + b"</head>"))


async def app_as_error_document(request: Request, wire: Wire) -> None:
    await wire.reply(200 if request.path == "/" else 404, SHELL)


async def session_in_path(request: Request, wire: Wire) -> None:
    if request.path == "/reading/piece":
        await wire.reply(302, b"", {"Location": "/reading/piece;jsessionid=0A1B2C3D", "Set-Cookie": "JSESSIONID=0A"})
    else:
        await wire.reply(200, GOOD)


SHIFT_JIS = (
    html("協働のリーダーシップ入門", "対話と協働についての手引きです。" * 40, language="ja")
    .decode()
    .replace('charset="utf-8"', 'charset="Shift_JIS"')
    .encode("cp932")
)
IDN = "bürgertisch".encode("idna").decode()

WIRE = [
    Case(
        "trailers-alone",
        "ok",
        one_chunk(trailers=b"X-Sum: 12\r\nX-Time: 3\r\n"),
        FINE,
        why="RFC 9112 lets a server send trailer fields (httrack 855)",
    ),
    Case(
        "space-in-a-chunk-extension", "ok", one_chunk(b"; part=1"), CALM, why="Browsers read it; not every parser does"
    ),
    Case("brotli-unasked", "ok", replies(200, brotli.compress(GOOD), Content_Encoding="br"), FINE),
    Case(
        "zstandard-unasked",
        "ok",
        replies(200, zstandard(GOOD), Content_Encoding="zstd"),
        CALM,
        why="Browsers show it; a program that cannot unpack it knows nothing of the resource",
    ),
    Case("packed-twice", "ok", replies(200, gzip.compress(gzip.compress(GOOD)), Content_Encoding="gzip, gzip"), CALM),
    Case("status-without-a-reason", "ok", raw(b"HTTP/1.1 200", b"Content-Type: text/html; charset=utf-8"), FINE),
    Case(
        "folded-header",
        "ok",
        raw(b"HTTP/1.1 200 OK", b"X-Policy: one;", b"  two; three", b"Content-Type: text/html; charset=utf-8"),
        CALM,
    ),
    Case("no-content-type", "ok", raw(b"HTTP/1.1 200 OK", b"Server: old"), FINE, why="Browsers look at the bytes"),
    Case("content-type-of-one-word", "ok", raw(b"HTTP/1.1 200 OK", b"Content-Type: html"), FINE),
    Case("page-as-xhtml", "ok", replies(200, GOOD, Content_Type="application/xhtml+xml; charset=utf-8"), FINE),
    Case("first-408-then-fine", "ok", first(408), FINE),
    Case("always-408", "unwell", replies(408), ("blocked",)),
    Case("tls-to-the-origin-525", "unwell", replies(525, html("SSL handshake failed", "Error code 525")), ("blocked",)),
    Case(
        "origin-name-lost-530",
        "unwell",
        replies(530, html("Origin DNS error", "Error 1016. The host's records point nowhere.")),
        ("broken",),
    ),
    Case("calm-down-420", "blocked", replies(420, b"Enhance your calm", Content_Type="text/plain"), ("unwell",)),
    Case("wait-until-nonsense", "blocked", replies(429, b"", Retry_After="soon, please; \xff"), ("unwell",)),
    Case(
        "shift-jis-in-meta-only",
        "ok",
        replies(200, SHIFT_JIS, Content_Type="text/html"),
        title="協働のリーダーシップ入門",
        language="ja",
    ),
    Case(
        "app-behind-404",
        "ok",
        rescued_by_scripts,
        CALM,
        why="Every browser shows the page; its status says only that the host serves files (markdown-link-check 229)",
    ),
    Case("app-as-error-document", "ok", app_as_error_document, CALM, why="The same, without a script in the head"),
]

ADDRESSES = [
    Case(
        "name-with-an-umlaut",
        "ok",
        replies(404),
        FINE,
        url=lambda port: f"http://bürgertisch.example.net:{port}/reading/piece",
        others={IDN: page(TITLE, prose("good", 300))},
    ),
    Case(
        "name-with-a-final-dot",
        "ok",
        page(TITLE, prose("good", 300)),
        FINE,
        url=lambda port: f"http://name-with-a-final-dot.example.org.:{port}/reading/piece",
    ),
    Case(
        "name-in-capitals",
        "ok",
        only_at("/Reading/Piece"),
        FINE,
        url=lambda port: f"HTTP://Name-In-Capitals.EXAMPLE.org:{port}/Reading/Piece",
    ),
    Case("percent-of-a-percent", "ok", only_at("/files/a%20b c"), FINE, path="/files/a%2520b%20c"),
    Case("brackets-and-pipes", "ok", only_at("/a|b[1]/c^d?x={y}"), FINE, path="/a|b[1]/c^d?x={y}"),
    Case("session-in-the-path", "ok", session_in_path, why="A session's address is nothing to put in the catalogue"),
]

LEADS = [
    Case(
        "location-without-a-scheme", "moved", leads("//location-without-a-scheme.example.org:{port}/now/piece"), ("ok",)
    ),
    Case(
        "location-in-capitals",
        "moved",
        leads("HTTP://LOCATION-IN-CAPITALS.EXAMPLE.ORG:{port}/Now/Piece", to="/Now/Piece"),
        ("ok",),
    ),
    Case("location-with-spaces", "moved", leads("/new place/the piece.html", to="/new place/the piece.html"), ("ok",)),
    Case(
        "location-names-a-part-not-there",
        "moved",
        leads("/now/piece#main-content"),
        ("ok",),
        why="The catalogue names no part, so none can be missing",
    ),
    Case("refresh-after-five-seconds", "ok", leads_by_refresh, FINE),
    Case(
        "reloads-itself",
        "ok",
        page(TITLE, prose("good", 300), head='<meta http-equiv="refresh" content="30; url=/reading/piece">'),
        FINE,
    ),
    Case(
        "refresh-header-without-address", "ok", replies(200, GOOD, Refresh="900"), FINE, why="It reloads the same page"
    ),
    Case(
        "to-maintenance-page",
        "unwell",
        leads(
            "/maintenance.html",
            html("Sandpiper Trust", "We are carrying out scheduled maintenance. Please come back later."),
            302,
        ),
        ("blocked",),
    ),
    Case(
        "to-choose-your-country",
        "blocked",
        leads(
            "/choose-country?return=/reading/piece",
            html("Choose your country or region", "Select your location to continue. Europe. Asia. Americas."),
            302,
        ),
        ("ok",),
        why="A reader chooses once and goes on to the page",
    ),
]
PARTS = [
    Case(
        "part-with-an-emoji",
        "ok",
        with_part("user-content-️-mit-许可证"),
        FINE,
        path="/readme#%EF%B8%8F-mit-%E8%AE%B8%E5%8F%AF%E8%AF%81",
    ),
    Case(
        "part-with-a-percent-in-its-id",
        "ok",
        with_part("tangent%3A-kustomize"),
        FINE,
        path="/post#tangent%3A-kustomize",
    ),
    Case(
        "part-with-slashes-and-dots",
        "ok",
        with_part("Documentation/git-rev-parse.txt---verify"),
        FINE,
        path="/docs#Documentation/git-rev-parse.txt---verify",
    ),
    Case(
        "part-of-lines",
        "ok",
        page(TITLE, prose("code", 120), body="".join(f'<span id="L{n}">line {n}</span>' for n in range(1, 31))),
        FINE,
        path="/code#L10-L20",
        why="The viewer's script marks the lines, and the first of them has its id",
    ),
    Case(
        "part-is-a-time",
        "ok",
        page("A talk on trust", "Watch the talk. " + prose("talk", 80), body="<video src=/v.mp4></video>"),
        FINE,
        path="/talk#t=1m30s",
        title="A talk on trust",
        type=ResourceType.VIDEO,
    ),
    Case("part-renamed", "fragment-missing", with_part("outcomes-and-impact"), path="/report#outcomes"),
]

FILES = [
    Case(
        "pdf-after-empty-lines",
        "ok",
        replies(200, b"\r\n\r\n" + PDF, Content_Type="application/pdf"),
        FINE,
        path="/files/report.pdf",
    ),
    Case("pdf-said-to-be-text", "ok", replies(200, PDF, Content_Type="text/plain"), FINE, path="/files/report.pdf"),
    Case(
        "pdf-of-no-bytes",
        "hollow",
        replies(200, b"", Content_Type="application/pdf"),
        ("broken", "unwell"),
        path="/files/report.pdf",
    ),
    Case(
        "sound-file",
        "ok",
        replies(200, b"ID3\x04" + b"\0" * 4_000, Content_Type="audio/mpeg"),
        FINE,
        path="/e/12.mp3",
        type=ResourceType.AUDIO,
    ),
    Case(
        "scan-as-a-picture",
        "ok",
        replies(200, b"\xff\xd8\xff\xe0" + b"\0" * 4_000, Content_Type="image/jpeg"),
        FINE,
        path="/scans/poster.jpg",
    ),
    Case(
        "pdf-now-asks-who-you-are",
        "gated",
        page(
            "Download our report",
            "Tell us who you are to download the report.",
            body="<form>Work email <input name=email required><button>Download now</button></form>",
        ),
        ("hollow", "blocked"),
        path="/files/report.pdf",
        access=Access.FREE,
    ),
]

CASES = [*WIRE, *ADDRESSES, *LEADS, *PARTS, *FILES]
