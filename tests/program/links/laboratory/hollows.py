"""Pages that answer “fine” and are not the work any more, and living pages that look just like them."""

from __future__ import annotations

from learning_pathway.catalogue.types import ResourceType

from .case import Case, html, page, prose, replies
from .server import Behaviour

TITLE = "Shared power, shared work"
GOOD = page(TITLE, prose("good", 300))
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" + b"0" * 4_000


def anywhere(body: bytes, **headers: str) -> Behaviour:
    """Answer every address of the host with the same page, as sites without a not-found page do."""
    return replies(200, body, **headers)


def lost(title: str, text: str = "", language: str = "en", **more: object) -> Behaviour:
    return anywhere(html(title, text, language=language))


def related(links: int) -> str:
    return (
        "<h2>Popular just now</h2><ul>"
        + "".join(f"<li><a href='/p{n}'>{prose(str(n), 7)}</a></li>" for n in range(links))
        + "</ul>"
    )


PHRASES = {
    "cy": ("Heb ddod o hyd i'r dudalen", "Tudalen heb ei chanfod", "Ni ellir dod o hyd i'r dudalen."),
    "de": ("Seite nicht gefunden", "Seite nicht gefunden", "Die von Ihnen gesuchte Seite existiert nicht mehr."),
    "fr": ("Page introuvable", "Page introuvable", "La page que vous recherchez n'existe pas ou a été déplacée."),
    "es": ("Página no encontrada", "Página no encontrada", "La página que buscas no existe."),
    "it": ("Pagina non trovata", "Pagina non trovata", "La pagina che stai cercando non esiste."),
    "nl": ("Pagina niet gevonden", "Pagina niet gevonden", "De pagina die u zoekt bestaat niet."),
    "sv": ("Sidan hittades inte", "Sidan kunde inte hittas", "Sidan du söker finns inte."),
    "pl": ("Nie znaleziono strony", "Strona nie istnieje", "Strona, której szukasz, nie istnieje."),
    "ru": ("Страница не найдена", "Страница не найдена", "Запрашиваемая страница не существует."),
    "ja": ("ページが見つかりません", "お探しのページは見つかりませんでした", "移動または削除された可能性があります。"),
    "zh": ("页面不存在", "找不到页面", "您访问的页面不存在。"),
    "ar": ("الصفحة غير موجودة", "لم يتم العثور على الصفحة", "الصفحة التي تبحث عنها غير موجودة."),
}

SOFT = [
    Case(f"soft-{language}", "hollow", lost(title if language != "cy" else heading, text, language))
    for language, (title, heading, text) in PHRASES.items()
]

CASES = [
    *SOFT,
    Case("soft-plain", "hollow", lost("Page not found", "Sorry, we could not find the page that you are looking for.")),
    Case(
        "soft-oops",
        "hollow",
        lost("Oops! That page can't be found.", "It looks like nothing was found at this location."),
    ),
    Case(
        "soft-with-site-name",
        "hollow",
        lost("Page not found | Sandpiper Trust", "The page may have been moved or deleted."),
    ),
    Case("soft-404-digits", "hollow", lost("404", "The page you requested does not exist.")),
    Case(
        "soft-with-many-links",
        "hollow",
        anywhere(html("Page not found – Sandpiper Trust", "We can't find that page.", body=related(20))),
    ),
    Case(
        "soft-echoing-title", "hollow", lost("Page not found", f"No page called {TITLE} could be found on this site.")
    ),
    Case(
        "soft-untitled", "hollow", lost("Page not found", "Sorry, that page does not exist."), title=None, creators=()
    ),
    Case(
        "soft-heading-only",
        "hollow",
        anywhere(html("Sandpiper Trust", "Try the search or go to the home page.", heading="We can't find that page")),
    ),
    Case("soft-removed-article", "hollow", lost("Sandpiper Trust", "This article has been removed.")),
    Case(
        "soft-no-heading",
        "hollow",
        anywhere(html("Sandpiper Trust", "Sorry! The page you were looking for could not be found.", heading="")),
    ),
    Case("soft-json", "hollow", anywhere(b'{"error":"not found"}', Content_Type="application/json")),
    Case("soft-text", "hollow", anywhere(b"Not found", Content_Type="text/plain")),
    Case("same-for-all", "hollow", anywhere(html("Sandpiper Trust", prose("welcome", 220)))),
    Case(
        "same-for-all-untitled",
        "hollow",
        anywhere(html("Sandpiper Trust", prose("welcome", 220))),
        title=None,
        creators=(),
    ),
    Case(
        "search-in-place",
        "hollow",
        anywhere(html("Search results for: shared power, shared work", "No results. Try other words.")),
    ),
    Case(
        "parked-sale",
        "hollow",
        anywhere(
            html("sandpiper.example is for sale", "Buy this domain. Make an offer on this domain name.", heading="")
        ),
    ),
    Case(
        "parked-searches",
        "hollow",
        anywhere(
            html(
                "parked-searches.example.org",
                "Related searches: Leadership Courses. Office Chairs. This domain is parked.",
                heading="",
            )
        ),
    ),
    Case(
        "parked-frame",
        "hollow",
        anywhere(html("Welcome", "", heading="", body='<iframe src="https://www.sedoparking.com/x"></iframe>')),
    ),
    Case(
        "parked-by-script",
        "hollow",
        anywhere(
            b"<!doctype html><html><head><title></title><script src='https://cdn.names.example/parked-page/main.js'>"
            b"</script></head><body><div id=content></div></body></html>"
        ),
    ),
    Case(
        "app-about-parking",
        "ok",
        anywhere(
            b"<!doctype html><html><head><title>Parking in town</title><script src='https://cdn.town.example/parking/a.js'>"
            b"</script></head><body><div id=root></div></body></html>"
        ),
        title="Parking in town",
    ),
    Case(
        "app-without-a-title",
        "ok",
        anywhere(
            b"<!doctype html><html><head><title></title><script src='/parking/a.js'></script></head>"
            b"<body><div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript></body>"
        ),
    ),
    Case(
        "parked-expired",
        "hollow",
        anywhere(html("Domain expired", "This domain name has expired. If you are the owner, renew it now.")),
    ),
    Case(
        "parked-german", "hollow", anywhere(html("Diese Domain kaufen", "Die Domain steht zum Verkauf.", language="de"))
    ),
    Case(
        "taken-over",
        "hollow",
        anywhere(html("Slot Gacor Terbaik: Situs Judi Online", prose("slot", 300), language="id")),
    ),
    Case(
        "taken-over-pills",
        "hollow",
        anywhere(html("Buy Viagra Online | Online pharmacy without prescription", prose("pill", 300))),
    ),
    Case(
        "suspended",
        "hollow",
        anywhere(html("Account Suspended", "This account has been suspended. Contact your hosting provider.")),
    ),
    Case(
        "welcome-to-server",
        "hollow",
        anywhere(
            html("Welcome to nginx!", "If you see this page, the web server is successfully installed and working.")
        ),
    ),
    Case(
        "apache-default",
        "hollow",
        anywhere(html("Apache2 Ubuntu Default Page: It works", "It works! This is the default welcome page.")),
    ),
    Case(
        "withdrawn",
        "hollow",
        page(TITLE, "This report has been withdrawn by the publisher and is no longer available."),
    ),
    Case("retired-course", "hollow", page(TITLE, "This course is no longer available. See our other courses.")),
    Case(
        "maintenance-200",
        "unwell",
        anywhere(html("Down for maintenance", "We'll be back soon. Thank you for your patience.")),
    ),
    Case(
        "database-200",
        "unwell",
        anywhere(html("Database Error", "Error establishing a database connection", heading="")),
    ),
    Case(
        "critical-200",
        "unwell",
        anywhere(html("WordPress - Error", "There has been a critical error on this website.", heading="")),
    ),
    Case("pdf", "ok", replies(200, PDF, Content_Type="application/pdf"), path="/files/report.pdf"),
    Case("pdf-as-bytes", "ok", replies(200, PDF, Content_Type="application/octet-stream"), path="/files/report.pdf"),
    Case("pdf-without-name", "ok", replies(200, PDF, Content_Type="application/pdf"), path="/download?id=7"),
    Case(
        "pdf-now-page",
        "hollow",
        anywhere(html("Publications – Sandpiper Trust", prose("publist", 200))),
        path="/files/report.pdf",
    ),
    Case(
        "pdf-now-its-page",
        "ok",
        page(TITLE, prose("landing", 90), body='<a href="/files/new.pdf">Download the PDF</a>'),
        path="/files/report.pdf",
    ),
    Case(
        "pdf-lie",
        "hollow",
        replies(200, html("Publications – Sandpiper Trust", prose("publist", 200)), Content_Type="application/pdf"),
        path="/files/report.pdf",
    ),
    Case(
        "pdf-now-picture",
        "hollow",
        replies(200, b"\x89PNG\r\n\x1a\n" + b"0" * 900, Content_Type="image/png"),
        path="/files/report.pdf",
    ),
    Case(
        "slides",
        "ok",
        replies(
            200,
            b"PK\x03\x04" + b"0" * 900,
            Content_Type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        path="/d/slides.pptx",
    ),
    Case(
        "plain-text-work", "ok", replies(200, (f"{TITLE}\n\n" + prose("rfc", 400)).encode(), Content_Type="text/plain")
    ),
    # Healthy pages that tempt a false alarm.
    Case(
        "about-404",
        "ok",
        page("Page not found: the art of the 404", prose("art", 400)),
        title="Page not found: the art of the 404",
    ),
    Case(
        "about-404-untitled",
        "ok",
        page("How to write a good “page not found” page for your charity", prose("art", 500)),
        title=None,
        creators=(),
    ),
    Case("called-not-found", "ok", page("Not Found", prose("novel", 350)), title="Not Found"),
    Case(
        "about-parking",
        "ok",
        page(
            "Why lapsed domains matter: domain parking explained",
            prose("park", 400),
            body="<p>You may read: this domain is for sale.</p>",
        ),
        title="Why lapsed domains matter: domain parking explained",
    ),
    Case(
        "maker-called-kumar",
        "ok",
        page("Slots for listening: a talk with Anil Kumar", prose("talk", 90)),
        title="Making room for others",
        creators=("Roots Fund",),
    ),
    Case(
        "about-gambling",
        "ok",
        page("Online casino harms: a review of betting and poker", prose("harm", 400)),
        title="Online casino harms: a review of betting and poker",
    ),
    Case(
        "about-withdrawal",
        "ok",
        page("When partners withdraw", prose("withdraw", 300), body="<p>The first edition is no longer available.</p>"),
        title="When partners withdraw",
    ),
    Case(
        "older-edition",
        "ok",
        page(
            TITLE,
            prose("good", 200),
            body="<p>Note: the 2015 edition has been withdrawn and is no longer available.</p>",
        ),
    ),
    Case(
        "about-maintenance",
        "ok",
        page("Under maintenance: caring for relationships", prose("care", 280)),
        title="Under maintenance: caring for relationships",
    ),
    Case("very-short", "ok", page(TITLE, "Ask first. Then listen.")),
    Case("short-untitled", "ok", page("A poem", "Ask first. Then listen. Then wait."), title=None, creators=()),
    Case("title-in-heading-only", "ok", page("Sandpiper Trust", prose("good", 300), heading=TITLE)),
    Case(
        "title-in-metadata-only",
        "ok",
        page("Sandpiper", prose("good", 300), heading="Welcome", head=f'<meta property="og:title" content="{TITLE}">'),
    ),
    Case("title-retyped", "ok", page("SHARED POWER – SHARED WORK | Sandpiper Trust | Reports", prose("good", 300))),
    Case("title-and-subtitle", "ok", page(f"{TITLE}: lessons from nine places", prose("good", 300))),
    Case(
        "retitled-no-baseline",
        "ok",
        page("Working with power", prose("good", 300), body="<p>By the Sandpiper Trust.</p>"),
    ),
    Case(
        "script-filled",
        "ok",
        anywhere(
            b"<!doctype html><html lang=en><head><title>App</title><script src=/app.js></script></head>"
            b"<body><div id=root></div></body></html>"
        ),
    ),
    Case(
        "home-lists-work",
        "ok",
        page("Sandpiper Trust", prose("home", 160), body=f"<h2>{TITLE}</h2>"),
        path="/",
        title="Sandpiper Trust",
    ),
    Case("audio-page", "ok", page(TITLE, "Listen now.", body="<audio src=/a.mp3></audio>"), type=ResourceType.AUDIO),
    Case(
        "mp3",
        "ok",
        replies(200, b"ID3" + b"\0" * 3_000, Content_Type="audio/mpeg"),
        type=ResourceType.AUDIO,
        path="/e/1.mp3",
    ),
    Case("noindexed-work", "ok", page(TITLE, prose("good", 200), head='<meta name="robots" content="noindex">')),
    Case(
        "product-not-available",
        "ok",
        page(
            TITLE, prose("book", 160), body="<p>The print edition is currently unavailable. Read it online above.</p>"
        ),
    ),
    Case("work-with-error-word", "ok", page("Learning from error", prose("err", 250)), title="Learning from error"),
    Case("work-on-500", "ok", page("500 days of partnership", prose("500", 250)), title="500 days of partnership"),
    Case(
        "hidden-not-found",
        "ok",
        page(
            TITLE,
            prose("good", 80),
            body="<div hidden><h1>Page not found</h1>The page you are looking for does not exist.</div>",
        ),
    ),
    Case(
        "welsh-work",
        "ok",
        page("Rhannu grym, rhannu gwaith", prose("cy", 200, "cy"), language="cy"),
        title="Rhannu grym, rhannu gwaith",
        language="cy",
    ),
]
