"""Links that public bug reports of other link checkers are about, each built anew."""

from __future__ import annotations

import asyncio

from learning_pathway.catalogue.types import Access, ResourceType

from .case import Case, html, prose, replies
from .server import Behaviour, Request, Wire

TITLE = "Shared power, shared work"
GOOD = html(TITLE, prose("good", 300))
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" + b"0" * 4_000

FINE = ("moved",)
GONE = ("drifted", "broken")


def port_of(request: Request) -> str:
    return request.headers["host"].rpartition(":")[2]


def to(host: str, path: str, status: int = 301) -> Behaviour:
    async def behave(request: Request, wire: Wire) -> None:
        await wire.reply(status, b"", {"Location": f"http://{host}.example.net:{port_of(request)}{path}"})

    return behave


async def only_this_page(request: Request, wire: Wire) -> None:
    """Send every other address to the home page's text, as sites without a not-found page do."""
    await wire.reply(200, html("Sandpiper Trust", prose("home", 200)))


def hops_with_cookies(length: int) -> Behaviour:
    async def behave(request: Request, wire: Wire) -> None:
        step = int(request.path.rpartition("/")[2]) if request.path.startswith("/session/") else 0
        if step < length:
            headers = {"Location": f"/session/{step + 1}", "Set-Cookie": f"s{step}=1; Path=/"}
            await wire.reply(302, b"", headers)
        elif "s0=1" in request.headers.get("cookie", ""):
            await wire.reply(200, GOOD)
        else:
            await wire.reply(403, b"Cookies please")

    return behave


async def wants_plus_escaped(request: Request, wire: Wire) -> None:
    await wire.reply(200 if "%2B" in request.target else 403, GOOD if "%2B" in request.target else b"AccessDenied")


async def normalises(request: Request, wire: Wire) -> None:
    own = "/l%E2%80%99%C3%A9t%C3%A9/id%C3%A9es%27"
    if request.target.upper() == own.upper():
        await wire.reply(200, GOOD)
    else:
        await wire.reply(301, b"", {"Location": own})


async def wants_a_language(request: Request, wire: Wire) -> None:
    if "accept-language" in request.headers:
        await wire.reply(200, GOOD)
    else:
        await wire.reply(404, html("Not found", "There is no such page."))


async def heavy_redirect(request: Request, wire: Wire) -> None:
    if request.path == "/reading/piece":
        policy = "default-src " + " ".join(f"https://cdn{n}.example.com" for n in range(330))
        await wire.reply(302, b"", {"Location": "/now/piece", "Content-Security-Policy": policy})
    else:
        await wire.reply(200, GOOD)


def chunks(body: bytes, *, size: int = 900, closing: bool = False) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + (b"0\r\n\r\n" if closing else b"")


def in_chunks(body: bytes, *, closing: bool = False, abort: bool = False, head: bytes = b"") -> Behaviour:
    """Send a page in chunks, without the closing chunk or without an orderly end of TLS."""

    async def behave(_: Request, wire: Wire) -> None:
        wire.keep = False
        await wire.send(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n"
            + head + b"\r\n" + chunks(body, closing=closing)
        )  # fmt: skip
        if abort:
            await asyncio.sleep(0.05)
            wire.reset()
        else:
            wire.writer.close()

    return behave


def too_long(more: int, body: bytes = GOOD, *, abort: bool = False) -> Behaviour:
    async def behave(_: Request, wire: Wire) -> None:
        await wire.reply(200, body, length=len(body) + more)
        wire.keep = False
        if abort:
            await asyncio.sleep(0.05)
            wire.reset()
        else:
            wire.writer.close()

    return behave


async def asks_who_once(request: Request, wire: Wire) -> None:
    """Send a reader once to the identity service of the blogs' host and back."""
    if "ident=1" in request.headers.get("cookie", ""):
        await wire.reply(200, GOOD)
    elif "back=1" in request.query:
        await wire.reply(302, b"", {"Location": "/reading/piece", "Set-Cookie": "ident=1; Path=/"})
    else:
        port = port_of(request)
        back = f"http://identity-round-trip.example.org:{port}/reading/piece?back=1"
        where = f"http://blogidentity.example.net:{port}/m/global-identity?redirectUrl={back}"
        await wire.reply(302, b"", {"Location": where})


async def sends_back(request: Request, wire: Wire) -> None:
    await wire.reply(302, b"", {"Location": request.query.partition("=")[2].partition("&")[0]})


async def tries_sign_in(request: Request, wire: Wire) -> None:
    if "tried=1" in request.headers.get("cookie", ""):
        await wire.reply(200, GOOD)
    elif "error=login_required" in request.query:
        await wire.reply(302, b"", {"Location": "/reading/piece", "Set-Cookie": "tried=1; Path=/"})
    else:
        port = port_of(request)
        where = f"http://login.example.net:{port}/auth/authorize?prompt=none&from={port}"
        await wire.reply(302, b"", {"Location": where})


async def has_no_session(request: Request, wire: Wire) -> None:
    port = port_of(request)
    back = f"http://silent-sign-in-round-trip.example.org:{port}/reading/piece?error=login_required"
    await wire.reply(302, b"", {"Location": back})


async def linking_hub(request: Request, wire: Wire) -> None:
    if request.path == "/retrieve/pii/S1":
        refresh = (
            '<meta HTTP-EQUIV="REFRESH" content="2; url=\'/retrieve/articleSelectSinglePerm?'
            "Redirect=http%3A%2F%2Fjournal%2Farticle%2FS1%3Fvia%253Dihub&amp;key=5f2a'\"/>"
        )
        await wire.reply(200, f"<html><head>{refresh}<title>Redirecting</title></head><body></body></html>".encode())
    elif request.path == "/retrieve/articleSelectSinglePerm" and request.query.endswith("&key=5f2a"):
        await wire.reply(302, b"", {"Location": "/science/article/pii/S1"})
    elif request.path == "/science/article/pii/S1":
        await wire.reply(200, GOOD)
    else:
        await wire.reply(404, b"lost")


BLOB = html(
    "docs/working-together.md - main - Sandpiper / handbook - GitLab",
    "",
    heading="",
    head='<script src="/assets/a.js"></script><script src="/assets/b.js"></script><script>gl={}</script>',
    body='<div id="js-view-blob-app" data-blob-path="docs/working-together.md"></div>'
    "<p>Working together main docs Find file Blame History Permalink</p>"
    + "".join(f"<span>Project menu entry {number} of the handbook</span>" for number in range(12)),
)


async def differs_each_time(request: Request, wire: Wire) -> None:
    fresh = prose(f"fresh-{request.count}-{request.target}", 200)
    if request.path != "/reading/piece":
        await wire.reply(404, html("Not found", "There is no such page."))
    else:
        await wire.reply(200, html(TITLE, f"{prose('frame', 100)} {fresh}"))


ANUBIS = html(
    "Making sure you're not a bot!",
    "Loading... Why am I seeing this? You are seeing this because the administrator of this website has set up Anubis "
    "to protect the server against the scourge of AI companies aggressively scraping websites.",
    heading="Making sure you're not a bot!",
    head='<script id="anubis_challenge" type="application/json">{"difficulty":4}</script>'
    '<script async type="module" src="/.within.website/x/cmd/anubis/static/js/main.mjs"></script>',
)

BAD_BEHAVIOR = html(
    "HTTP Error 400",
    "We're sorry, but we could not fulfill your request for /reading/piece on this server. You have been "
    "using a program that sends requests which do not look like a browser's. Your technical support key is: "
    "7f00-0101-17f4-b8d2. You can use this key to fix this problem yourself. If you are unable to fix the problem "
    "yourself, please contact the webmaster and be sure to provide the technical support key shown above.",
    heading="Error 400",
)

NEEDS_ACCESS = replies(
    200,
    b"<html><head><title>Sign-in</title></head><body><h1>You need access</h1><p>Request access, or switch to an "
    b"account with access.</p><button>Request access</button></body></html>",
)


async def wiki(request: Request, wire: Wire) -> None:
    if request.query == "action=_pages":
        pages = "".join(f'<li><a href="/team/kit/wiki/p{n}">Page {n}</a></li>' for n in range(9))
        await wire.reply(200, html("Pages - team/kit - Gitea", "", heading="Pages", body=f"<ul>{pages}</ul>"))
    else:
        await wire.reply(302, b"", {"Location": "/team/kit/wiki/?action=_pages"})


ENTRANCE = html(
    "Willkommen bei der Arbeitsgemeinschaft",
    prose("eingang", 90, "de"),
    language="de",
    heading="Herzlich willkommen",
)

CITED = html(
    "Publication Withdrawn",
    f"Sandpiper Trust. ({TITLE}). {prose('cited', 30)} https://doi.org/10.5555/12345",
    heading="Publication Withdrawn",
)


def pdf_moved(request_path: str = "/files/report.pdf") -> Behaviour:
    async def behave(request: Request, wire: Wire) -> None:
        if request.path == request_path:
            await wire.reply(301, b"", {"Location": "/moved"})
        else:
            text = "Our content has moved. We have a new website. Use the search to find what you were looking for."
            await wire.reply(200, html("Our content has moved", text))

    return behave


PHP = (
    b"<br />\n<b>Fatal error</b>:  Uncaught Error: Call to undefined function mysql_connect() in "
    b"/var/www/journal/include/db.php:12\nStack trace:\n#0 /var/www/journal/index.php(3): require_once()\n#1 {main}\n"
    b"  thrown in <b>/var/www/journal/include/db.php</b> on line <b>12</b><br />\n"
)

SAFENAMES = html(
    "Domain Registered at Safenames",
    "This domain name has been registered through Safenames, the managed domain registrar.",
    heading="Domain Registered at Safenames",
)
SEDO = html(
    "ateliers-communs.test est disponible à l'achat - Sedo.com",
    "ateliers-communs.test est à vendre. Prix demandé par le vendeur : 1 200 EUR. Faites une offre.",
    language="fr",
    heading="ateliers-communs.test",
)
MARKET = html(
    "sandpiper-method.org | Expired names",
    "Bid now. Current bid $69. Auction ends in 3 days. Domain age 14 years. Backlinks 1,204. Estimated value $940. "
    "Instant transfer. Add to watchlist.",
    heading="sandpiper-method.org",
    body="<ul>" + "".join(f"<li><a href='/d/{n}'>name{n}.org $1{n}</a></li>" for n in range(30)) + "</ul>",
)
AGENCY = html(
    "Brightfox Digital | Web design and SEO agency", prose("agency", 220), heading="We grow your brand online"
)
BETTING = html(
    "Nhà cái uy tín 2026 - Cá cược bóng đá trực tuyến",
    "Sandpiper Toolkit giới thiệu nhà cái uy tín. Cá cược thể thao, nổ hũ, bắn cá, xóc đĩa online. Khuyến mãi nạp đầu "
    "100%. Đăng ký tài khoản ngay hôm nay để nhận thưởng. " + "Trò chơi hấp dẫn, tỷ lệ kèo cao, rút tiền nhanh. " * 18,
    language="vi",
    heading="Nhà cái Sandpiper Toolkit",
)
DISABLED = b"Payment required\n\nDEPLOYMENT_DISABLED\n\nlhr1::k7xq2-1767225600000-5d1c0\n"
SOON = html(
    "Coming Soon", "Something new is on its way. Leave your address and we will tell you.", heading="Coming Soon"
)

CASES = [
    Case(
        "home-for-everything",
        "ok",
        only_this_page,
        FINE,
        path="/",
        title="Sandpiper Trust",
        creators=("Sandpiper Trust",),
    ),
    Case("publisher-chain-of-12", "ok", hops_with_cookies(12), FINE, type=ResourceType.JOURNAL_ARTICLE),
    Case("plus-escaped", "ok", wants_plus_escaped, FINE, path="/store/a%2Bb/piece"),
    Case("accents-and-apostrophes", "ok", normalises, FINE, path="/l’été/idées'?"),
    Case("404-without-accept-language", "ok", wants_a_language, FINE),
    Case("headers-of-9-kb", "ok", heavy_redirect, FINE),
    Case("no-closing-chunk", "ok", in_chunks(GOOD), FINE),
    Case("no-close-notify", "ok", in_chunks(GOOD, abort=True), FINE, secure=True),
    Case("length-646-too-long", "ok", too_long(646), FINE),
    Case("identity-round-trip", "ok", asks_who_once, FINE, others={"blogidentity": sends_back}),
    Case("silent-sign-in-round-trip", "ok", tries_sign_in, FINE, others={"login": has_no_session}),
    Case("linkinghub-refresh", "ok", linking_hub, FINE, path="/retrieve/pii/S1"),
    Case(
        "gitlab-blob-fragment",
        "ok",
        replies(200, BLOB),
        ("moved", "blocked"),
        path="/sandpiper/handbook/-/blob/main/docs/working-together.md#agreeing-ground-rules",
        title="Working together",
    ),
    Case("page-differs-at-every-request", "ok", differs_each_time, FINE, before=differs_each_time),
    Case("anubis-200-with-fragment", "blocked", replies(200, ANUBIS), path="/reading/piece#part-2"),
    Case("bad-behavior-400", "blocked", replies(400, BAD_BEHAVIOR), ("unwell",)),
    Case("docs-request-access", "gated", NEEDS_ACCESS, ("blocked",), access=Access.FREE),
    Case("wiki-to-list-of-pages", "hollow", wiki, GONE, path="/team/kit/wiki/Ground-rules", title="Ground rules"),
    Case(
        "soft404-no-redirect-german",
        "hollow",
        replies(200, ENTRANCE),
        GONE,
        title="Netzwerke gemeinsam führen",
        language="de",
        path="/texte/netzwerke.htm",
    ),
    Case("publication-withdrawn-with-citation", "hollow", replies(200, CITED), GONE),
    Case("pdf-to-content-has-moved", "hollow", pdf_moved(), (*GONE, "moved"), path="/files/report.pdf"),
    Case("php-fatal-200", "unwell", replies(200, PHP), ("hollow", "broken")),
    Case("parked-safenames", "hollow", replies(200, SAFENAMES), GONE),
    Case("parked-sedo-french", "hollow", replies(200, SEDO), GONE, language="fr", title="Les ateliers communs"),
    Case(
        "name-on-a-marketplace",
        "hollow",
        to("expirednames", "/d/sandpiper-method.org", 302),
        GONE,
        title="The Sandpiper method",
        creators=("Sandpiper method",),
        others={"expirednames": replies(200, MARKET)},
    ),
    Case(
        "hijacked-301-to-other-trade",
        "hollow",
        to("brightfox", "/"),
        GONE,
        path="/",
        title="Sandpiper Toolkit",
        others={"brightfox": replies(200, AGENCY)},
    ),
    Case(
        "hijacked-naming-the-product",
        "hollow",
        to("nhacai", "/"),
        GONE,
        path="/",
        title="Sandpiper Toolkit",
        others={"nhacai": replies(200, BETTING)},
    ),
    Case(
        "deployment-disabled-402",
        "broken",
        replies(402, DISABLED, Content_Type="text/plain"),
        ("hollow", "unwell", "blocked"),
        access=Access.FREE,
    ),
    Case(
        "redirect-to-coming-soon", "hollow", to("comingsoon", "/", 302), GONE, others={"comingsoon": replies(200, SOON)}
    ),
]
