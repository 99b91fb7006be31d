"""Pages that have changed since they were last seen, for better and for worse, and parts of pages."""

from __future__ import annotations

from .case import Case, html, page, prose, replies
from .server import Request, Wire

TITLE = "Shared power, shared work"
TEXT = prose("good", 400)
GOOD = page(TITLE, TEXT)
NAMES = (
    "Anna Okafor of Dundee City Council met Rhys Pritchard in 2019. The Heron Fund gave 45,000 pounds to "
    "Glasgow Life and 12,500 to Cardiff Third Sector Council. In March 2021 the National Lottery joined Anna Okafor. "
)
PARTS = "".join(f'<h2 id="part-{n}">Part {n}</h2><p>{prose(str(n), 40)}</p>' for n in range(1, 5))
PARTED = html(
    TITLE, TEXT, body=PARTS + '<a name="old-style">Old</a><h2 id="café">Café</h2><h2 id="user-content-notes">Notes</h2>'
)
APP = (
    b"<!doctype html><html lang=en><head><title>App</title><script src=/app.js></script></head>"
    b"<body><div id=root></div></body></html>"
)
FRAME = "<aside>" + prose("frame", 30) + "</aside>"
PDF = b"%PDF-1.4\n" + b"0" * 3_000


async def unchanged(request: Request, wire: Wire) -> None:
    if request.headers.get("if-none-match") == '"v1"':
        await wire.reply(304, b"", {"ETag": '"v1"'})
    else:
        await wire.reply(200, html(TITLE, TEXT), {"ETag": '"v1"'})


CASES = [
    Case("not-modified", "ok", unchanged, before=unchanged),
    Case("same-page", "ok", GOOD, before=GOOD),
    Case("retitled", "ok", page("Power shared", TEXT), before=GOOD),
    Case("edited-a-little", "ok", page(TITLE, TEXT.replace("Trust", "Faith") + " One more sentence."), before=GOOD),
    Case("rewritten-same-title", "ok", page(TITLE, prose("second edition", 420)), before=GOOD),
    Case(
        "translated",
        "ok",
        page("Gemeinsame Macht", NAMES * 3 + prose("t", 260, "de"), language="de"),
        before=page(TITLE, NAMES * 3 + prose("t", 260)),
    ),
    Case(
        "redesigned",
        "ok",
        page(TITLE, TEXT, body="<aside><h2>More</h2><p>" + prose("aside", 80) + "</p></aside>"),
        before=GOOD,
    ),
    Case("untitled-same-text", "ok", page("Our work", TEXT), before=page("A piece", TEXT), title=None, creators=()),
    Case("comments-added", "ok", page(TITLE, TEXT, body="<p>" + prose("comments", 150) + "</p>"), before=GOOD),
    Case("other-work", "drifted", page("Gardening in spring", prose("garden", 400)), before=GOOD),
    Case(
        "other-work-untitled",
        "drifted",
        page("Gardening in spring", prose("garden", 400)),
        before=page("A piece", TEXT),
        title=None,
        creators=(),
    ),
    Case("other-owner", "drifted", page("Dental Clinic", prose("teeth", 300)), before=GOOD),
    Case(
        "other-language-owner",
        "drifted",
        page("Gartenbau im Frühling", prose("garten", 400, "de"), language="de"),
        before=GOOD,
    ),
    Case(
        "shrunk-to-stub",
        "drifted",
        page(TITLE, "Watch this space for something new from us soon."),
        before=page(TITLE, prose("long", 900)),
    ),
    Case(
        "other-edition",
        "drifted",
        page("State of sharing 2025", prose("survey 2025", 200)),
        before=page("State of sharing 2021", prose("survey 2021", 200)),
        title="State of sharing 2021",
    ),
    Case(
        "other-edition-no-baseline",
        "drifted",
        page("The state of sharing power in places 2025 | Sandpiper Trust", prose("survey", 200)),
        title="The state of sharing power in places 2021",
    ),
    Case(
        "same-edition-beside-others",
        "ok",
        page(
            "State of sharing 2021",
            prose("survey", 200),
            body="<aside><h2>State of sharing 2025</h2>The latest.</aside>",
        ),
        title="State of sharing 2021",
    ),
    Case(
        "year-left-out",
        "ok",
        page("State of sharing", prose("survey", 200), body="<p>Updated in 2025.</p>"),
        title="State of sharing 2021",
    ),
    Case(
        "other-work-same-frame",
        "drifted",
        page("Our office has moved", prose("office", 60), body=FRAME),
        before=page(TITLE, prose("good", 120), body=FRAME),
    ),
    Case(
        "title-grown",
        "ok",
        page(f"{TITLE}: nine lessons about partnership boards", TEXT),
        before=GOOD,
    ),
    Case(
        "title-grown-and-rewritten",
        "ok",
        page(f"{TITLE}: second edition", prose("second edition", 420)),
        before=GOOD,
    ),
    Case(
        "taken-over-under-its-title",
        "hollow",
        page(
            f"{TITLE}: what casinos and their jackpot teach leaders",
            "Every online casino knows it. Poker is a school of trust. " + prose("new owner", 300),
        ),
        before=GOOD,
    ),
    Case(
        "replaced-under-its-title",
        "drifted",
        page(f"{TITLE}: why modern furniture suppliers matter", prose("chairs", 300, "de"), language="en"),
        before=GOOD,
    ),
    Case(
        "short-cut-to-a-notice",
        "drifted",
        page(TITLE, "It is now a workshop. Please ask us for prices and dates."),
        before=page(TITLE, prose("long", 200)),
    ),
    Case(
        "home-page-changes",
        "ok",
        page("Sandpiper Trust: spring", prose("spring", 90), body=FRAME),
        before=page("Sandpiper Trust: winter", prose("winter", 120), body=FRAME),
        path="/",
        title="Sandpiper Trust",
    ),
    Case("no-trace-at-all", "drifted", page("Dental clinic opening hours", "Call us for a check of your teeth. " * 30)),
    Case("part-there", "ok", replies(200, PARTED), path="/guide#part-3"),
    Case("part-by-name", "ok", replies(200, PARTED), path="/guide#old-style"),
    Case("part-encoded", "ok", replies(200, PARTED), path="/guide#caf%C3%A9"),
    Case("part-prefixed", "ok", replies(200, PARTED), path="/guide#notes"),
    Case("part-top", "ok", replies(200, PARTED), path="/guide#top"),
    Case("part-route", "ok", replies(200, PARTED), path="/guide#/chapter/2"),
    Case("part-bang", "ok", replies(200, PARTED), path="/guide#!chapter"),
    Case("part-state", "ok", replies(200, PARTED), path="/guide#page=2&zoom=1"),
    Case(
        "part-words-there",
        "ok",
        replies(200, html(TITLE, "Trust takes time to grow. " + TEXT)),
        path="/guide#:~:text=takes%20time",
    ),
    Case(
        "part-words-gone", "fragment-missing", replies(200, html(TITLE, TEXT)), path="/guide#:~:text=purple%20elephants"
    ),
    Case("part-gone", "fragment-missing", replies(200, PARTED), path="/guide#part-9"),
    Case("part-other-case", "fragment-missing", replies(200, PARTED), path="/guide#Part-3"),
    Case("part-of-pdf", "ok", replies(200, PDF, Content_Type="application/pdf"), path="/guide.pdf#page=4"),
    Case("part-of-named-pdf", "ok", replies(200, PDF, Content_Type="application/pdf"), path="/guide.pdf#chapter2"),
    Case("part-of-app", "ok", replies(200, APP), path="/guide#intro"),
    Case(
        "part-far-down",
        "ok",
        replies(200, html(TITLE, TEXT, body="<p>" + "x " * 800_000 + '</p><h2 id="end">End</h2>')),
        path="/guide#end",
    ),
]
