"""Redirects: to the work, away from it, round in circles, and into places where nobody should go."""

from __future__ import annotations

from .case import Case, html, moves, page, prose, replies
from .server import Behaviour, Request, Wire

TITLE = "Shared power, shared work"
GOOD = page(TITLE, prose("good", 300))
HOME = page("Sandpiper Trust", prose("home", 180), body="<h2>Latest</h2><ul><li>News of the spring</li></ul>")
NOT_FOUND = page("Page not found", "We could not find the page that you are looking for.")


async def with_refresh_header(request: Request, wire: Wire) -> None:
    if request.path == "/reading/piece":
        await wire.reply(200, b"<p>Wait</p>", {"Refresh": "0; url=/fresh/piece"})
    else:
        await GOOD(request, wire)


def chain(length: int, then: Behaviour) -> Behaviour:
    async def behave(request: Request, wire: Wire) -> None:
        step = int(request.path.rpartition("/")[2]) if request.path.startswith("/step/") else 0
        if request.path == "/reading/piece" or 0 < step < length:
            await wire.reply(302, b"", {"Location": f"/step/{step + 1}"})
        else:
            await then(request, wire)

    return behave


async def loops(request: Request, wire: Wire) -> None:
    await wire.reply(302, b"", {"Location": "/b" if request.path == "/a" else "/a"})


async def loops_on_itself(request: Request, wire: Wire) -> None:
    await wire.reply(301, b"", {"Location": request.target})


def nowhere(status: int) -> Behaviour:
    return replies(status)


async def raw_location(request: Request, wire: Wire) -> None:
    if request.path == "/reading/piece":
        await wire.send(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /caf\xc3\xa9/\xe2\x80\x93\r\n\r\n")
    else:
        await GOOD(request, wire)


def leads_by_page(head: str, body: str = "<p>Please wait.</p>") -> Behaviour:
    first = html("Redirecting", "", head=head, body=body, heading="")

    async def behave(request: Request, wire: Wire) -> None:
        if request.path == "/reading/piece":
            await wire.reply(200, first)
        else:
            await GOOD(request, wire)

    return behave


def away(to: str, then: Behaviour, status: int = 301) -> Behaviour:
    return moves(status, to, then, at="/reading/piece")


def to_host(name: str, path: str = "/new", status: int = 301) -> Behaviour:
    async def behave(request: Request, wire: Wire) -> None:
        port = request.headers["host"].rpartition(":")[2]
        await wire.reply(status, b"", {"Location": f"http://{name}:{port}{path}"})

    return behave


SECTION = page("Blog", prose("blog", 120), body="<h2>Ten tips for spring</h2><h2>Our new office</h2>")
SEARCH = page("Search results", "You searched for: piece. 0 results.")

CASES = [
    Case("moved-301", "moved", away("/new/piece", GOOD)),
    Case("moved-308", "moved", away("/new/piece", GOOD, 308)),
    Case("moved-to-slash", "moved", away("/reading/piece/", GOOD)),
    Case("moved-host", "moved", to_host("newhome.example.net"), others={"newhome": GOOD}),
    Case(
        "moved-retitled-host",
        "moved",
        to_host("otherhome.example.net"),
        others={"otherhome": page(f"{TITLE} | New Trust", prose("good", 300))},
    ),
    Case("for-now-302", "ok", away("/today/piece", GOOD, 302)),
    Case("for-now-307", "ok", away("/today/piece", GOOD, 307)),
    Case("for-now-303", "ok", away("/today/piece", GOOD, 303)),
    Case("two-then-one", "moved", away("/middle", moves(302, "/end", GOOD, at="/middle"))),
    Case("nine-steps", "ok", chain(9, GOOD)),
    Case("forty-steps", "broken", chain(40, GOOD)),
    Case("circle", "broken", loops, path="/a"),
    Case("circle-of-one", "broken", loops_on_itself),
    Case("to-nowhere", "broken", nowhere(302)),
    Case("to-mail", "broken", replies(301, location="mailto:info@example.org")),
    Case("to-script", "broken", replies(301, location="javascript:alert(1)")),
    Case("raw-bytes-location", "ok", raw_location),
    Case("unicode-location", "moved", away("/nouvelle/é", GOOD)),
    Case("relative-location", "moved", away("../reading/./other", GOOD)),
    Case("meta-refresh", "ok", leads_by_page('<meta http-equiv="refresh" content="0; url=/fresh/piece">')),
    Case("meta-refresh-odd", "ok", leads_by_page("<meta http-equiv=Refresh content=\"1;URL='/fresh/piece'\">")),
    Case("script-redirect", "ok", leads_by_page("<script>window.location.replace('/fresh/piece');</script>")),
    Case("script-redirect-href", "ok", leads_by_page('<script>location.href = "/fresh/piece"</script>')),
    Case(
        "noscript-refresh",
        "ok",
        page(TITLE, prose("good", 300), head='<noscript><meta http-equiv="refresh" content="0;url=/nojs"></noscript>'),
    ),
    Case("reload-refresh", "ok", page(TITLE, prose("good", 300), head='<meta http-equiv="refresh" content="300">')),
    Case(
        "button-script",
        "ok",
        page(TITLE, prose("good", 300), head="<script>function go(){location.href='/elsewhere'}</script>"),
    ),
    Case("to-home", "hollow", away("/", HOME)),
    Case("to-home-302", "hollow", away("/", HOME, 302)),
    Case("to-home-index", "hollow", away("/index.html", HOME)),
    Case("to-language-home", "hollow", away("/en/", HOME)),
    Case("to-home-untitled", "hollow", away("/", HOME), title=None),
    Case("to-section", "hollow", away("/reading/", SECTION)),
    Case("to-search", "hollow", away("/search?q=piece", SEARCH, 302)),
    Case("to-error-path", "hollow", away("/errors/404", NOT_FOUND, 302)),
    Case("to-error-honest", "broken", away("/errors/404", page("Not found", "", 404), 302)),
    Case(
        "to-other-home",
        "hollow",
        to_host("merged.example.net", "/"),
        others={"merged": page("Heron Group", prose("heron", 200))},
    ),
    Case("wall-after-move", "blocked", away("/new/piece", page("Forbidden", "", 403))),
    Case("gone-after-move", "broken", away("/new/piece", page("Not found", "", 404))),
    Case("to-loopback", "broken", replies(302, location="http://127.0.0.1:1/")),
    Case("to-metadata", "broken", replies(302, location="http://169.254.169.254/latest/meta-data/")),
    Case("to-mapped", "broken", replies(302, location="http://[::ffff:127.0.0.1]/")),
    Case("to-decimal", "broken", replies(302, location="http://2130706433/")),
    Case("to-octal", "broken", replies(302, location="http://0177.0.0.1/")),
    Case("to-localhost", "broken", replies(302, location="http://localhost/")),
    Case("home-is-the-work", "moved", away("/", page(TITLE, prose("good", 300)))),
    Case("root-is-the-work", "ok", page("Sandpiper Toolkit", prose("kit", 200)), path="/", title="Sandpiper Toolkit"),
    Case(
        "root-to-language",
        "ok",
        moves(302, "/en/", page("Sandpiper Toolkit", prose("kit", 200)), at="/"),
        path="/",
        title="Sandpiper Toolkit",
    ),
    Case(
        "article-about-404-moved",
        "moved",
        moves(301, "/posts/404-errors", page("What 404 errors teach us", prose("err", 300)), at="/blog/404-errors"),
        path="/blog/404-errors",
        title="What 404 errors teach us",
    ),
    Case("query-kept", "ok", away("/view?session=1", GOOD, 302)),
    Case("refresh-header", "ok", with_refresh_header),
    Case(
        "alias-page",
        "moved",
        leads_by_page(
            '<meta http-equiv="refresh" content="0; url=/fresh/piece"><link rel="canonical" href="/fresh/piece">'
        ),
    ),
    Case(
        "refresh-that-says-so",
        "moved",
        leads_by_page(
            '<meta http-equiv="refresh" content="3; url=/fresh/piece">',
            "<p>This page has moved. Please update your bookmarks.</p>",
        ),
    ),
    Case(
        "says-it-moved", "moved", page("Sandpiper Trust", "This page has moved to a new home. Please follow the link.")
    ),
    Case("to-listing", "hollow", away("/publications/", page("Publications", prose("list", 140)))),
    Case(
        "to-listing-untitled",
        "hollow",
        away("/our-work", page("Our work", prose("list", 140))),
        title=None,
        creators=(),
    ),
    Case(
        "moved-and-retitled",
        "moved",
        away("/insights/sharing-power", page("Sharing power", prose("good", 300), body="<p>Sandpiper Trust</p>")),
    ),
    Case("and-for-ampersand", "ok", page("Power and Trust", prose("pt", 200)), title="Power & Trust"),
    Case(
        "div-soup-404",
        "hollow",
        replies(
            200,
            html(
                "Sandpiper Trust",
                "",
                heading="Page not found",
                body="<div>" + "".join(f"<a href='/x{n}'>{prose(str(n), 6)}</a>" for n in range(60)) + "</div>",
            ),
        ),
    ),
    Case(
        "withdrawn-in-soup",
        "hollow",
        page(
            TITLE,
            "This report has been withdrawn.",
            body="<div>" + "".join(f"<a href='/x{n}'>{prose(str(n), 6)}</a>" for n in range(60)) + "</div>",
        ),
    ),
    Case(
        "form-named-part",
        "fragment-missing",
        page(TITLE, prose("good", 200), body="<form><input name=details></form>"),
        path="/piece#details",
    ),
    Case(
        "document-needs-access",
        "blocked",
        page("You need access", "Ask for access, or switch to an account with permission."),
    ),
    Case("unasked-304", "unwell", replies(304)),
]
