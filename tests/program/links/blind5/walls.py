"""Checks for robots, consent, countries, ages, sign-ins and payments, in words not listed before."""

from __future__ import annotations

from learning_pathway.catalogue.types import Access, ResourceType
from links.laboratory.case import Case, html, page, prose, replies
from links.laboratory.server import Behaviour, Request, Wire

TITLE = "Shared power, shared work"
FINE = ("moved",)
FREE = {"access": Access.FREE}
TALK = {"type": ResourceType.VIDEO, "title": "A talk on trust"}


def everywhere(
    title: str, text: str, *, status: int = 200, heading: str = "", language: str = "en", head: str = ""
) -> Behaviour:
    """Answer every address of the host with the same wall."""
    return replies(
        status, html(title, text, heading=heading, language=language, head=head).replace(b"<nav>", b"<nav hidden>")
    )


def teaser(extra: str, language: str = "en") -> Behaviour:
    return page(TITLE, prose("good", 50), body=f"<div>{extra}</div>", language=language)


async def privacy_gate(request: Request, wire: Wire) -> None:
    port = request.headers["host"].rpartition(":")[2]
    place = f"http://mijnprivacy.example.net:{port}/keuze?siteKey=1&callbackUrl=http://host/reading/piece"
    await wire.reply(302, b"", {"Location": place})


ROBOTS = [
    Case(
        "human-verification-405",
        "blocked",
        everywhere("Human Verification", "", status=405, head="<script src='/captcha.js'></script>"),
    ),
    Case(
        "condition-428",
        "blocked",
        replies(428, b"<html><head><script src=/_sec/cp.js></script></head></html>"),
        ("unwell",),
    ),
    Case(
        "redirected-by-script-cookie",
        "blocked",
        everywhere(
            "You are being redirected...",
            "JavaScript is required. Please enable JavaScript before you are allowed to see this page.",
            head="<script>var s={},u,c,U,r,i;S='cz1=';eval(r)</script>",
        ),
        ("unwell",),
    ),
    Case(
        "cookie-by-aes",
        "blocked",
        replies(
            200,
            b"<html><body><script type='text/javascript' "
            b"src='/aes.js'></script><script>document.cookie='__test='+toHex(slowAES"
            b".decrypt(c,2,a,b))+'; path=/';location.href='/reading/piece?i=1';</script><noscript>This site "
            b"requires Javascript to "
            b"work, please enable Javascript in your browser or use a browser with Javascript "
            b"support</noscript></body></html>",
        ),
        ("unwell",),
    ),
    Case(
        "access-check-chinese",
        "blocked",
        everywhere("访问验证", "为了您的访问安全,请完成验证后继续访问。", language="zh"),
        ("unwell",),
    ),
    Case(
        "security-check-french",
        "blocked",
        everywhere(
            "Vérification de sécurité",
            "Vérification que vous n'êtes pas un robot. Cela peut prendre quelques secondes.",
            language="fr",
        ),
        ("unwell",),
    ),
]

CONSENT = [
    Case(
        "privacy-gate-of-another-host",
        "blocked",
        privacy_gate,
        others={
            "mijnprivacy": everywhere(
                "Privacy Gate",
                "Wij en onze partners gebruiken cookies. Akkoord of zelf instellen. Om verder te gaan naar de "
                "site maak je een keuze.",
                language="nl",
            )
        },
    ),
    Case(
        "accept-or-subscribe-italian",
        "blocked",
        everywhere(
            "Il Corriere di Sandpiper",
            "Per continuare a leggere accetta i cookie di profilazione oppure abbonati. Accetta e continua. "
            "Rifiuta e abbonati.",
            language="it",
        ),
        ("gated",),
    ),
    Case(
        "show-not-in-your-country-yet",
        "blocked",
        page(
            "Talking of trust",
            "This podcast isn't available in your country or region yet.",
            heading="Talking of trust",
        ),
        type=ResourceType.AUDIO,
        title="Talking of trust",
    ),
    Case(
        "age-restricted-video",
        "blocked",
        page(
            "A talk on trust", "This video is age-restricted. Sign in to confirm your age.", heading="A talk on trust"
        ),
        ("gated", "ok"),
        **TALK,
    ),
    Case(
        "single-sign-on-form",
        "blocked",
        replies(
            200,
            b"<html><head><title>Sandpiper</title></head><body "
            b'onload="document.forms[0].submit()"><noscript><p>Since your browser does '
            b"not support JavaScript, you must press the Continue button once to proceed.</p></noscript><form "
            b"action='/Shibboleth.sso/SAML2"
            b"/POST' method=post><input type=hidden name=SAMLRequest value=PD94bWw><noscript><input type=submit "
            b"value=Continue></noscript>"
            b"</form></body></html>",
        ),
        ("gated",),
    ),
]

GATES = [
    Case(
        "subscribers-only-spanish",
        "gated",
        teaser(
            "Contenido exclusivo para suscriptores. Suscríbete para seguir leyendo. ¿Ya eres suscriptor? Inicia "
            "sesión.",
            "es",
        ),
        **FREE,
    ),
    Case(
        "sign-in-to-read-swedish",
        "gated",
        teaser("Logga in eller bli prenumerant för att läsa hela artikeln.", "sv"),
        **FREE,
    ),
    Case(
        "locked-for-members",
        "gated",
        teaser("Join to unlock this post. Become a member to get access to this post and 120 others."),
        **FREE,
    ),
    Case(
        "members-only-story",
        "gated",
        teaser(
            "Member-only story. The author made this story available to members only. Sign up to read this one "
            "for free."
        ),
        **FREE,
    ),
    Case(
        "protected-by-password",
        "gated",
        page(
            f"Protected: {TITLE}",
            "This content is password protected. To view it please enter your password below:",
            body="<form><input type=password name=post_password></form>",
        ),
        ("blocked",),
        **FREE,
    ),
    Case(
        "invited-readers-only",
        "gated",
        everywhere(
            "Private site",
            "This blog is open to invited readers only. It doesn't look like you have been invited to read this blog.",
        ),
        ("blocked",),
        **FREE,
    ),
    Case(
        "free-articles-left",
        "ok",
        page(
            TITLE,
            prose("whole", 500),
            body="<div>You have 2 free articles left this month. Subscribe for unlimited access. Log in.</div>",
        ),
        FINE,
        **FREE,
    ),
    Case(
        "box-for-members-beside-the-whole",
        "ok",
        page(
            TITLE,
            prose("whole", 450),
            body="<aside>Members-only content: join us to unlock our library. Sign in.</aside>",
        ),
        FINE,
        **FREE,
    ),
]

CASES = [*ROBOTS, *CONSENT, *GATES]
