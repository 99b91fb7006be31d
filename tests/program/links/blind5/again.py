"""Written after the others were scored, before they were tried: more of the kinds that were missed, and what tempts."""

from __future__ import annotations

from learning_pathway.catalogue.types import Access, ResourceType
from links.laboratory.case import Case, html, moves, page, prose, replies
from links.laboratory.server import Behaviour, Request, Wire

from .answers import GOOD, SHELL

TITLE = "Shared power, shared work"
FINE = ("moved",)
GONE = ("drifted", "broken")
FREE = {"access": Access.FREE}
TAKEN = {"path": "/", "title": "Sandpiper Toolkit"}


def wall(
    title: str, text: str, *, heading: str = "", language: str = "en", head: str = "", status: int = 200
) -> Behaviour:
    return replies(
        status, html(title, text, heading=heading, language=language, head=head).replace(b"<nav>", b"<nav hidden>")
    )


def gate(host: str, place: str) -> Behaviour:
    async def behave(request: Request, wire: Wire) -> None:
        port = request.headers["host"].rpartition(":")[2]
        await wire.reply(302, b"", {"Location": f"http://{host}.example.net:{port}{place}"})

    return behave


async def tests_cookies(request: Request, wire: Wire) -> None:
    again = b"<script>document.cookie='k=1';window.location.replace('/reading/piece?checked=1')</script>"
    await wire.reply(200, b"<html><head><title></title>" + again + b"</head><body></body></html>")


async def tells_where(request: Request, wire: Wire) -> None:
    """Redirect by a script to another page, which is the resource."""
    if request.path == "/reading/piece":
        await wire.reply(
            200, b"<html><body><script>location.replace('/reading/full?from=piece')</script></body></html>"
        )
    else:
        await wire.reply(200, GOOD)


CASES = [
    # Applications and statuses
    Case(
        "app-not-found-words", "broken", replies(404, SHELL.replace(b"Sandpiper Trust", b"Page not found")), ("hollow",)
    ),
    Case("app-that-was-there-before", "broken", replies(404, SHELL), before=replies(200, GOOD)),
    Case("gone-410-with-an-app", "broken", replies(410, SHELL)),
    Case(
        "status-440-of-a-session",
        "blocked",
        wall("Login Time-out", "The session has expired.", status=440),
        ("gated", "unwell"),
    ),
    Case("status-444-of-nginx", "blocked", replies(444), ("unwell",)),
    Case("address-too-long-414", "broken", wall("Request-URI Too Large", "The URI is too long.", status=414)),
    Case(
        "unprocessable-422",
        "broken",
        wall("Unprocessable", "There is no item of that number.", status=422),
        ("hollow",),
    ),
    # Parts
    Case(
        "redirect-renames-the-part",
        "moved",
        moves(301, "/now/piece#impact", replies(200, GOOD), at="/reading/piece"),
        ("ok", "fragment-missing"),
        path="/reading/piece",
    ),
    Case(
        "part-lost-through-a-redirect",
        "fragment-missing",
        moves(301, "/now/piece", replies(200, GOOD), at="/reading/piece"),
        path="/reading/piece#outcomes",
    ),
    # Choices and walls
    Case(
        "to-choose-a-language",
        "blocked",
        moves(
            302,
            "/welcome",
            wall("Welkom | Bienvenue", "Nederlands Français", heading="Choose your language"),
            at="/reading/piece",
        ),
        ("ok",),
    ),
    Case(
        "country-list-under-the-page",
        "ok",
        page(TITLE, prose("good", 200), body="<aside><h2>Choose your country</h2>Ireland France</aside>"),
        FINE,
    ),
    Case(
        "security-check-portuguese",
        "blocked",
        wall("Verificação de segurança", "Confirme que não é um robô para continuar.", language="pt"),
        ("unwell",),
    ),
    Case(
        "browser-check-russian",
        "blocked",
        wall("Проверка браузера", "Пожалуйста, подождите несколько секунд.", language="ru"),
        ("unwell",),
    ),
    Case(
        "robot-check-korean",
        "blocked",
        wall("보안 확인", "로봇이 아닙니다. 계속하려면 확인하십시오.", language="ko"),
        ("unwell",),
    ),
    Case(
        "choice-of-privacy-german",
        "blocked",
        gate("einwilligung", "/start?redirect=%2Freading%2Fpiece&site=2"),
        others={
            "einwilligung": wall(
                "Ihre Wahl",
                "Mit Ihrer Zustimmung verwenden wir und unsere Partner Cookies. Annehmen oder Einstellungen.",
                language="de",
            )
        },
    ),
    Case(
        "register-first-then-back",
        "gated",
        gate("konto", "/registrieren?weiter=/reading/piece"),
        ("blocked", "drifted", "hollow"),
        others={
            "konto": wall(
                "Konto anlegen",
                "Bitte melden Sie sich an, um weiterzulesen. E-Mail. Passwort vergessen?",
                heading="Anmelden",
                language="de",
            )
        },
        **FREE,
    ),
    Case("cookie-test-by-a-script", "blocked", tests_cookies, ("unwell",)),
    Case("script-leads-to-the-whole", "ok", tells_where, FINE),
    Case(
        "saml-continue-button",
        "blocked",
        replies(
            200,
            b"<html><head><title></title></head><body "
            b"onload='document.forms[0].submit()'><noscript>Note: Since your browser does not support "
            b"JavaScript, you must press the Continue button once to proceed.</noscript><form "
            b"method=post action=/acs><input type=hidden name=RelayState></form></body></html>",
        ),
        ("gated",),
    ),
    Case(
        "private-site-german",
        "gated",
        wall("Private Website", "Diese Seite ist nur für Mitglieder.", heading="Nur für Mitglieder", language="de"),
        ("blocked", "hollow"),
        **FREE,
    ),
    # Gates in other words
    Case(
        "subscribers-only-danish",
        "gated",
        page(TITLE, prose("good", 40), body="<div>Log ind for at læse resten. Bliv abonnent fra 9 kr.</div>"),
        **FREE,
    ),
    Case(
        "members-only-japanese",
        "gated",
        page(TITLE, prose("good", 40), body="<div>この記事は有料会員限定です。ログインして続きを読む</div>"),
        **FREE,
    ),
    Case(
        "password-french",
        "gated",
        page(
            f"Protégé : {TITLE}",
            "Ce contenu est protégé par mot de passe. Pour le voir, veuillez saisir votre mot de passe ci-dessous.",
            body="<input type=password name=p>",
            language="fr",
        ),
        ("blocked",),
        **FREE,
    ),
    Case(
        "guide-to-passwords",
        "ok",
        page(
            "Password protected documents: a guide", "How to make a document password protected. " + prose("pass", 300)
        ),
        FINE,
        title="Password protected documents: a guide",
        **FREE,
    ),
    Case(
        "box-to-log-in-beside-a-short-page",
        "ok",
        page(
            TITLE, prose("good", 90), body="<aside>Staff: <input type=password name=p><button>Log in</button></aside>"
        ),
        FINE,
    ),
    # Gone
    Case(
        "project-removed-by-owner",
        "hollow",
        page(TITLE, "This project has been deleted by its owner.", heading=TITLE),
        GONE,
    ),
    Case(
        "lecture-not-online-any-more",
        "hollow",
        page(TITLE, "This lecture is no longer available.", heading=TITLE),
        (*GONE, "removed-video"),
    ),
    Case(
        "map-about-removed-places",
        "ok",
        page(TITLE, "This map shows the benches that the council has removed since 2015. " + prose("map", 120)),
        FINE,
    ),
    Case(
        "survey-of-deleted-posts",
        "ok",
        page(TITLE, "This survey asked why people deleted their posts. " + prose("survey", 120)),
        FINE,
    ),
    # Names with other owners
    Case(
        "name-for-sale-swedish",
        "hollow",
        wall("sandpiper.example", "Domänen är till salu. Kontakta oss för pris.", heading="Till salu", language="sv"),
        GONE,
        **TAKEN,
    ),
    Case(
        "name-for-sale-korean",
        "hollow",
        wall("sandpiper.example", "이 도메인은 판매 중입니다. 가격 문의.", language="ko"),
        GONE,
        **TAKEN,
    ),
    Case(
        "homework-shop-under-the-old-title",
        "hollow",
        wall(
            "Sandpiper Toolkit - Homework Help",
            "Do my homework! Our essay writers take any paper. Order your paper today, assignment help "
            "from experts, plagiarism free papers. " * 6,
            heading="Pay someone to do your homework",
        ),
        GONE,
        **TAKEN,
    ),
    Case(
        "lenders-under-the-old-title",
        "hollow",
        wall(
            "Sandpiper Toolkit: Payday Loans Online",
            "Payday loans and cash advance with no credit check. Bad credit loans, instant loans, quick loans. " * 6,
            heading="Instant loans today",
        ),
        GONE,
        **TAKEN,
    ),
    Case(
        "essay-on-contract-cheating",
        "ok",
        page(
            "Why students buy essays: pay someone to write my paper?",
            "An essay writing service sells what students should write. " + prose("cheat", 250),
        ),
        FINE,
        title="Why students buy essays: pay someone to write my paper?",
    ),
    Case(
        "study-of-payday-loans",
        "ok",
        page(
            "Payday loans and poverty",
            "Payday loans, cash advance and bad credit loans cost people dearly. " + prose("loans", 250),
        ),
        FINE,
        title="Payday loans and poverty",
    ),
    Case(
        "course-on-buying-a-domain",
        "ok",
        page(
            "Buying a domain name for your charity",
            "How to choose and buy a domain name: купить домен means the same. " + prose("domain", 160),
        ),
        FINE,
        title="Buying a domain name for your charity",
        type=ResourceType.COURSE,
    ),
    # What the new rules could have passed as fine, or called trouble
    Case("app-in-place-of-a-lost-pdf", "broken", replies(404, SHELL), ("hollow",), path="/files/report.pdf"),
    Case(
        "project-that-came-to-its-end",
        "ok",
        page(TITLE, "This project was discontinued in 2015. " + prose("p", 150)),
        FINE,
    ),
    Case(
        "newsletter-under-a-short-page",
        "ok",
        page(TITLE, prose("good", 90), body="<aside>Word abonnee van onze nieuwsbrief. Bliv abonnent.</aside>"),
        FINE,
        **FREE,
    ),
    Case(
        "opening-protected-files",
        "ok",
        page("Opening files", "Some files are password protected. " + prose("files", 140)),
        FINE,
        title="Opening files",
        **FREE,
    ),
    Case(
        "sign-in-with-the-way-back",
        "gated",
        gate("inloggen", "/inloggen?terug=/reading/piece"),
        others={"inloggen": wall("Inloggen", "Inloggen om verder te gaan. Privacy. Cookies.", heading="Inloggen")},
        **FREE,
    ),
]
