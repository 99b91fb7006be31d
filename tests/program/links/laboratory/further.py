"""More links of the kinds that public reports are about: odd answers, signs that contradict each other, taken names."""

from __future__ import annotations

import asyncio
import gzip

from learning_pathway.catalogue.types import Access, ResourceType

from .case import Case, html, moves, page, prose, replies
from .reported import DISABLED, FINE, GONE, GOOD, PDF, TITLE, hops_with_cookies, in_chunks, to, too_long
from .server import Behaviour, Request, Wire

CUT = html(TITLE, prose("good", 300))[:900]
UNENDED = GOOD.replace(b"</body></html>", b"")


def refuses(status: int, title: str, text: str) -> Behaviour:
    return replies(status, html(title, text, heading=title).replace(b"<nav>", b"<nav hidden>"))


async def slow_whole(_: Request, wire: Wire) -> None:
    """Send the whole page, a piece at a time."""
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(GOOD))
    for start in range(0, len(GOOD), 200):
        await wire.send(GOOD[start : start + 200])
        await asyncio.sleep(0.05)


async def cut_gzip(_: Request, wire: Wire) -> None:
    packed = gzip.compress(html(TITLE, prose("good", 3_000)))
    await wire.reply(200, packed[: len(packed) // 2], {"Content-Encoding": "gzip"})


async def fails_at_first(request: Request, wire: Wire) -> None:
    await wire.reply(502 if request.count == 1 else 200, html("Bad gateway") if request.count == 1 else GOOD)


async def fails_then_moves(request: Request, wire: Wire) -> None:
    if request.path != "/reading/piece":
        await wire.reply(200, GOOD)
    elif request.count == 1:
        await wire.reply(500, b"")
    else:
        await wire.reply(301, b"", {"Location": "/now/piece"})


def shop(title: str, text: str, heading: str, language: str = "en") -> Behaviour:
    return replies(200, html(title, text, heading=heading, language=language))


VIDEO = {"type": ResourceType.VIDEO, "title": "Listening across the table"}
COOKIES = "We use cookies to improve your visit. Accept all cookies or manage your privacy settings. Privacy policy. "

ODD_ANSWERS = [
    Case("empty-400-in-plain-text", "blocked", replies(400, b"\n", Content_Type="text/plain"), ("unwell",)),
    Case(
        "guard-400",
        "blocked",
        refuses(400, "Bad request", "Your request was blocked by our web application firewall. Support ID: 118840."),
        ("unwell",),
    ),
    Case("empty-409", "blocked", replies(409), ("unwell",)),
    Case(
        "plain-400-about-the-page", "broken", refuses(400, "Bad request", "The item number in this address is wrong.")
    ),
    Case(
        "site-switched-off-402",
        "broken",
        refuses(
            402, "Site disabled", "This site has been disabled. If you are the owner, update your billing details."
        ),
        ("hollow", "unwell"),
        access=Access.FREE,
    ),
    Case(
        "deployment-off-402-unknown", "broken", replies(402, DISABLED, Content_Type="text/plain"), ("hollow", "unwell")
    ),
    Case(
        "paywall-402-with-offer",
        "gated",
        refuses(402, "Members' library", "Subscribe to continue reading. Already a subscriber? Sign in to read."),
        access=Access.FREE,
    ),
    Case(
        "paywall-402-as-catalogued",
        "blocked",
        refuses(402, TITLE, "Purchase this article to read on."),
        access=Access.PAYWALLED,
    ),
    Case("nineteen-steps-with-cookies", "ok", hops_with_cookies(19), FINE),
    Case("twenty-five-steps", "broken", hops_with_cookies(25)),
    Case("slow-but-whole", "ok", slow_whole),
    Case("no-closing-chunk-tls", "ok", in_chunks(GOOD), FINE, secure=True),
    Case("body-tag-last", "ok", in_chunks(GOOD.replace(b"</html>", b"\n<!-- cached -->\n")), FINE),
    Case("length-too-long-tls-reset", "ok", too_long(2_000, abort=True), FINE, secure=True),
    Case("chunks-cut-in-the-middle", "unwell", in_chunks(CUT)),
    Case("length-cut-in-the-middle", "unwell", too_long(9_000, CUT)),
    Case("tls-cut-in-the-middle", "unwell", too_long(9_000, CUT, abort=True), secure=True),
    Case("gzip-cut-in-the-middle", "unwell", cut_gzip),
    Case(
        "gzip-without-trailer",
        "ok",
        replies(200, gzip.compress(GOOD)[:-8], Content_Encoding="gzip"),
    ),
    Case(
        "pdf-length-too-long",
        "ok",
        too_long(40, PDF + b"\ntrailer\n%%EOF\n"),
        path="/files/report.pdf",
    ),
    Case("first-502-then-fine", "ok", fails_at_first),
    Case("first-500-then-moved", "moved", fails_then_moves, ("ok",)),
]

WHICH_SIGN = [
    Case(
        "video-gone-beside-cookies",
        "removed-video",
        page("Privacy settings", COOKIES + "This video is no longer available. " + COOKIES * 6, heading="Player"),
        **VIDEO,
    ),
    Case(
        "video-private-under-own-title",
        "removed-video",
        page("Listening across the table", COOKIES, heading="This video is private"),
        **VIDEO,
    ),
    Case(
        "video-fine-beside-cookies",
        "ok",
        page(
            "Listening across the table",
            COOKIES,
            body="<video src=a.mp4></video><p>Other videos: Video not available in 4K</p>",
        ),
        **VIDEO,
    ),
    Case("heading-says-not-found", "hollow", page(TITLE, "Try the search instead.", heading="Page not found"), GONE),
    Case(
        "title-says-not-found",
        "hollow",
        page(f"Not found: {TITLE}", f"{TITLE} could not be found on this site.", heading=TITLE),
        GONE,
    ),
    Case(
        "heading-says-not-found-german",
        "hollow",
        page(TITLE, "Zur Startseite", heading="Seite nicht gefunden", language="de"),
        GONE,
    ),
    Case(
        "titled-like-an-error",
        "ok",
        page("Page not found: what lost links cost", prose("lost", 200)),
        title="Page not found: what lost links cost",
    ),
    Case(
        "withdrawn-this-report", "hollow", page(TITLE, "This report was withdrawn on 4 May. " + prose("old", 60)), GONE
    ),
    Case(
        "withdrawn-guidance-longer",
        "hollow",
        page(TITLE, "Important: this guidance has been archived and is no longer available. " + prose("sum", 150)),
        GONE,
    ),
    Case("withdrawn-french", "hollow", page(TITLE, "Ce document n'est plus disponible.", language="fr"), GONE),
    Case("withdrawn-japanese", "hollow", page(TITLE, "この冊子は配布を終了しました。", language="ja"), GONE),
    Case(
        "about-a-withdrawal",
        "ok",
        page(TITLE, "When the funding was withdrawn by the council, the partners met every week. " + prose("tale", 60)),
    ),
    Case(
        "about-withdrawing",
        "ok",
        page(
            "Withdrawing well: how partnerships end",
            "This guide was withdrawn from by two partners before it was written. " + prose("end", 60),
        ),
        title="Withdrawing well: how partnerships end",
    ),
    Case(
        "about-what-came-before",
        "ok",
        page(TITLE, "This report was launched after an earlier toolkit was withdrawn. " + prose("launch", 70)),
    ),
    Case("withdrawn-under-its-title", "hollow", page(TITLE, body="<h2>This resource has been withdrawn</h2>")),
    Case(
        "about-an-archive",
        "ok",
        page(TITLE, "The minutes have been archived and the old form is no longer available. " + prose("arch", 80)),
    ),
    Case("short-with-own-title", "ok", page(TITLE, "Download the report (PDF, 2 MB).")),
    Case(
        "short-with-own-title-since",
        "ok",
        page(TITLE, "Sandpiper Trust. Read it online."),
        before=page(TITLE, prose("x", 90)),
    ),
]

TAKEN = {"path": "/", "title": "Sandpiper Toolkit"}
FIRST_CONTACT = [
    Case(
        "betting-in-place",
        "hollow",
        shop(
            "Sandpiper Toolkit - bandar togel dan slot online terpercaya",
            "Situs resmi judi bola dan slot gacor. Daftar sekarang, bonus deposit besar, link alternatif tersedia. "
            + "Main kapan saja. " * 20,
            "Sandpiper Toolkit slot gacor",
            "id",
        ),
        GONE,
        **TAKEN,
    ),
    Case(
        "betting-behind-301-portuguese",
        "hollow",
        to("apostar", "/"),
        GONE,
        **TAKEN,
        others={
            "apostar": shop(
                "Casa de apostas Sandpiper Toolkit: cassino e apostas esportivas",
                "Apostas esportivas e caça níqueis com o melhor bônus. " + "Jogue agora e receba na hora. " * 20,
                "Apostas online",
                "pt",
            )
        },
    ),
    Case(
        "about-betting",
        "ok",
        page(
            "Betting, casinos and slots: harm in our towns",
            "Casinos, betting shops, online casino and poker sites harm people. " + prose("harm", 200),
        ),
        title="Betting, casinos and slots: harm in our towns",
    ),
    Case(
        "other-trade-behind-302",
        "drifted",
        to("roofers", "/services", 302),
        ("hollow", "broken"),
        **TAKEN,
        others={"roofers": shop("Ridgeway Roofing", prose("roof", 150), "Roof repairs across the county")},
    ),
    Case(
        "other-trade-deep-link",
        "drifted",
        to("dentist", "/about-our-clinic"),
        ("hollow", "broken"),
        others={
            "dentist": shop("Bright Smile Dental Clinic", "Call us for a check of your teeth. " * 30, "Your dentist")
        },
    ),
    Case(
        "market-auction",
        "hollow",
        to("nameauctions", "/lot/8841"),
        GONE,
        others={
            "nameauctions": shop(
                "Lot 8841 | Domain auctions",
                "Current bid 210 EUR. 14 bids. Time left 2 days. Domain age 11 years. Escrow included. Place bid.",
                "sandpiper.example",
            )
        },
    ),
    Case(
        "market-german-in-place",
        "hollow",
        shop(
            "market-german-in-place.example.org kaufen",
            "Diese Domain kaufen. Preisvorschlag senden. Sichere Zahlung über Treuhand. Preis: 2.400 EUR.",
            "example.org",
            "de",
        ),
        GONE,
    ),
    Case(
        "name-for-sale-under-its-own-name",
        "hollow",
        shop(
            "Sandpiper Method",
            "The domain name is for sale! Inquire now.",
            "name-for-sale-under-its-own-name.example.org",
        ),
        GONE,
        title="Sandpiper Method",
    ),
    Case(
        "registered-office",
        "ok",
        page("Contact", "Sandpiper Trust. Registered at 4 Mill Yard, Ashby. Charity number 11."),
        title="Where to find the Sandpiper Trust",
    ),
    Case(
        "shop-of-the-resource",
        "ok",
        page(TITLE, "Printed edition. Price 12 pounds. Add to cart. Buy now. Secure payment. " + prose("shop", 40)),
    ),
    Case(
        "moved-with-identity",
        "moved",
        to("newsandpiper", "/shared-power"),
        others={"newsandpiper": page(f"{TITLE} | Sandpiper", prose("good", 200))},
    ),
    Case(
        "led-to-its-makers-new-site",
        "ok",
        to("sandpiperplus", "/reports/12"),
        others={"sandpiperplus": page("Report 12", f"Sandpiper Trust. {prose('good', 200)}")},
    ),
    Case(
        "retitled-on-first-contact",
        "ok",
        page("A note on power", f"By the Sandpiper Trust. {prose('note', 200)}"),
    ),
]

LISTS = [
    Case(
        "wiki-to-all-pages",
        "hollow",
        moves(
            302,
            "/wiki/Special:AllPages",
            page("All pages", prose("list", 40)),
            at="/wiki/Ground_rules",
        ),
        GONE,
        path="/wiki/Ground_rules",
        title="Ground rules for groups",
    ),
    Case(
        "handbook-to-site-map",
        "hollow",
        moves(301, "/sitemap.html", page("Site map", prose("map", 60)), at="/handbook/rules"),
        GONE,
        path="/handbook/rules",
        title="Ground rules for groups",
    ),
    Case(
        "auction-toolkit",
        "ok",
        page("Charity auctions: a toolkit", "Place a bid. Current bid 40. Auction ends soon. " + prose("bid", 100)),
        title="Charity auctions: a toolkit",
    ),
    Case(
        "office-of-many-trades",
        "ok",
        page("People", "The registrar, staff appraisal, an auction, escrow. Sandpiper Trust. " + prose("staff", 100)),
    ),
]

NEW_NAMES = [
    Case(
        "retitled-under-the-old-step-of-another-name",
        "ok",
        to("quernhouse", "/notes/harvest-ledger-method"),
        ("moved",),
        path="/writing/harvest-ledger-method",
        title="Harvest ledger method",
        others={"quernhouse": page("Nine neighbours, three notebooks", prose("tea", 200))},
    ),
    Case(
        "every-path-carried-along-to-a-shop",
        "hollow",
        to("shedsandmore", "/writing/harvest-ledger-method"),
        GONE,
        path="/writing/harvest-ledger-method",
        title="Harvest ledger method",
        others={"shedsandmore": shop("Garden sheds", prose("shed", 150), "Sheds delivered in ten days")},
    ),
    Case(
        "another-step-of-another-name",
        "drifted",
        to("quernhouse2", "/notes/tea"),
        GONE,
        path="/writing/harvest-ledger-method",
        title="Harvest ledger method",
        others={"quernhouse2": page("Nine neighbours, three notebooks", prose("tea", 200))},
    ),
]

CASES = [*NEW_NAMES, *LISTS, *ODD_ANSWERS, *WHICH_SIGN, *FIRST_CONTACT]
