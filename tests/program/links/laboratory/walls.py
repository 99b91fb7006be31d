"""Walls that stand between a check and the work, and gates that have appeared before it."""

from __future__ import annotations

from learning_pathway.catalogue.types import Access

from .case import Case, html, moves, page, prose, replies
from .server import Behaviour, Request, Wire

TITLE = "Shared power, shared work"
GOOD = page(TITLE, prose("good", 300))
LOGIN = (
    '<form action="/login"><label>Email <input name="email"></label>'
    '<input type="password" name="p"><button>Go</button></form>'
)


def challenge(status: int, title: str, text: str, **headers: str) -> Behaviour:
    return replies(status, html(title, text, head="<script>run()</script>", heading=""), **headers)


def once_challenged(title: str) -> Behaviour:
    return challenge(200, title, "This may take a few seconds. Reference 8f2a.")


async def only_robots_out(request: Request, wire: Wire) -> None:
    await wire.reply(
        200, b"User-agent: *\nDisallow: /\n" if request.path == "/robots.txt" else html(TITLE, prose("good", 300))
    )


def teaser(extra: str, **parts: str) -> Behaviour:
    return page(TITLE, prose("good", 60), body=f"<div>{extra}</div>", **parts)


async def wants_script_cookie(request: Request, wire: Wire) -> None:
    if request.path == "/reading/piece":
        await wire.reply(302, b"", {"Location": "/cookies-required"})
    else:
        text = "Your browser does not accept cookies. Cookies must be enabled before you can read this journal."
        await wire.reply(200, html("Sandpiper Journals", text))


CASES = [
    Case("cookies-required", "blocked", wants_script_cookie),
    Case(
        "incident-in-frame",
        "blocked",
        replies(
            200,
            b"<html><head><script src='/_wall/a.js'></script></head><body><iframe src='/_wall?x=1'>"
            b"Your request has been blocked. Incident 12.</iframe></body></html>",
        ),
    ),
    Case("wall-401", "blocked", replies(401, b"", WWW_Authenticate='Basic realm="Staff"')),
    Case("wall-403", "blocked", page("Forbidden", "You do not have permission.", 403)),
    Case("wall-429", "blocked", replies(429, b"", Retry_After="86400")),
    Case("wall-429-date", "blocked", replies(429, b"", Retry_After="Fri, 01 Jan 2100 00:00:00 GMT")),
    Case("wall-451", "blocked", page("Unavailable for legal reasons", "", 451)),
    Case("wall-999", "blocked", replies(999, b"denied")),
    Case("wall-418", "blocked", replies(418, b"short and stout")),
    Case(
        "moment-403", "blocked", challenge(403, "Just a moment...", "Checking your browser", cf_mitigated="challenge")
    ),
    Case("moment-503", "blocked", challenge(503, "Just a moment...", "Please enable cookies.")),
    Case("moment-200", "blocked", once_challenged("Just a moment...")),
    Case("human-200", "blocked", once_challenged("Verify you are human")),
    Case(
        "interruption-200",
        "blocked",
        challenge(
            200,
            "Pardon Our Interruption",
            "As you were browsing something about your browser made us think you were a bot.",
        ),
    ),
    Case(
        "denied-404",
        "blocked",
        challenge(404, "Attention Required!", "Sorry, you have been blocked. Why have I been blocked?"),
    ),
    Case(
        "waf-202", "blocked", replies(202, b"<html><script src=/c.js></script></html>", x_amzn_waf_action="challenge")
    ),
    Case("anubis", "blocked", challenge(200, "Making sure you're not a bot!", "Loading... Why am I seeing this?")),
    Case("incident", "blocked", challenge(200, "", "Request unsuccessful. Incapsula incident ID: 4711-998")),
    Case("wall-german", "blocked", challenge(200, "Einen Moment bitte", "Sicherheitsüberprüfung. Bitte warten.")),
    Case(
        "consent-page",
        "blocked",
        page("Before you continue", "We use cookies and data to deliver our services. Accept all. Reject all."),
    ),
    Case(
        "consent-path",
        "blocked",
        moves(
            302,
            "/consent?next=/reading/piece",
            page(
                "Your privacy", "We and our 843 partners store information on a device. Accept all or manage options."
            ),
            at="/reading/piece",
        ),
    ),
    Case(
        "consent-privacy",
        "blocked",
        page("We value your privacy", "We and our partners use cookies. Accept all cookies. Manage.", language="en"),
    ),
    Case("geo-text", "blocked", page("Not available", "Sorry, this content is not available in your region.")),
    Case("age-gate", "blocked", page("Welcome", "Are you over 18? Yes. No.")),
    Case(
        "login-redirect",
        "blocked",
        moves(302, "/login?next=/reading/piece", page("Log in", "", body=LOGIN), at="/reading/piece"),
    ),
    Case("login-in-place", "blocked", page("Sign in", "Please sign in to continue.", body=LOGIN)),
    Case("login-welsh", "blocked", page("Mewngofnodi", "", body=LOGIN, language="cy"), language="cy"),
    Case(
        "login-catalogued",
        "blocked",
        moves(302, "/login", page("Log in", "", body=LOGIN), at="/reading/piece"),
        access=Access.SIGN_IN,
    ),
    Case(
        "login-new-on-free",
        "gated",
        moves(302, "/login?next=x", page("Log in", "", body=LOGIN), at="/reading/piece"),
        access=Access.FREE,
    ),
    Case("login-new-since", "gated", page("Members only", "Please log in to read this.", body=LOGIN), before=GOOD),
    Case(
        "login-for-pdf",
        "hollow",
        moves(302, "/login", page("Log in", "", body=LOGIN), at="/files/report.pdf"),
        path="/files/report.pdf",
    ),
    Case("login-box-beside", "ok", page(TITLE, prose("good", 300), body=LOGIN)),
    Case(
        "work-about-logins",
        "ok",
        page("Sign in, log in: the words we use", prose("log", 300)),
        title="Sign in, log in: the words we use",
    ),
    Case(
        "paywall-marked",
        "gated",
        teaser("", head='<script type="application/ld+json">{"@type":"Article","isAccessibleForFree":false}</script>'),
        access=Access.FREE,
    ),
    Case(
        "paywall-words",
        "gated",
        teaser("Subscribe to continue reading. Already a subscriber? Log in."),
        access=Access.FREE,
    ),
    Case("paywall-since", "gated", teaser("To read the full article, become a member."), before=GOOD),
    Case("paywall-payment", "gated", page(TITLE, "", 402), access=Access.FREE),
    Case(
        "paywall-journal",
        "gated",
        teaser("Get access. Purchase article £34.00. Access through your institution."),
        access=Access.FREE,
    ),
    Case("paywall-known", "ok", teaser("Subscribe to continue reading."), access=Access.PAYWALLED),
    Case("paywall-unknown", "ok", teaser("Get full access to this article.")),
    Case("sign-in-known", "ok", teaser("Sign in to read the whole paper."), access=Access.SIGN_IN),
    Case(
        "newsletter-box",
        "ok",
        page(TITLE, prose("good", 500), body="<p>Sign up to read our newsletter. Become a member to support us.</p>"),
        access=Access.FREE,
    ),
    Case(
        "marked-free",
        "ok",
        page(
            TITLE,
            prose("good", 120),
            body="<p>Get access to more like this.</p>",
            head='<script type="application/ld+json">{"@type":"Article","isAccessibleForFree":"True"}</script>',
        ),
        access=Access.FREE,
    ),
    Case(
        "work-about-captchas",
        "ok",
        page("Are you human? The trouble with captcha", prose("cap", 260)),
        title="Are you human? The trouble with captcha",
    ),
    Case(
        "work-about-cookies",
        "ok",
        page("We value your privacy: consent after the banner", prose("cookie", 300)),
        title="We value your privacy: consent after the banner",
    ),
    Case(
        "cookie-banner",
        "ok",
        page(TITLE, prose("good", 220), body="<div>We value your privacy. Accept all cookies. Manage.</div>"),
    ),
    Case("recaptcha-in-form", "ok", page(TITLE, prose("good", 220), body="<form><p>I'm not a robot</p></form>")),
    Case("robots-disallow", "ok", only_robots_out),
]
