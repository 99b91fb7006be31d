"""Rules for links that gave no page, or not the resource's: errors, statuses, challenges, consent pages."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from ...web.model import Fetch, FetchedLink, Redirect, Trouble
from ...web.urls import host_of, path_of
from ..text import folded, segments
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, RuleContext
from .identity import (
    AGE_GATE,
    CHALLENGE,
    CHOOSER,
    CONSENT,
    CONSENT_OR_PAY,
    CONSENT_WORDS,
    GEO,
    NOT_FOUND,
    REFUSAL,
    Phrases,
    TitleMatch,
)
from .paywall import is_login

__all__ = ["challenge", "choice", "consent", "judge_status", "judge_trouble", "place", "refusal"]

_TROUBLES: Final[dict[Trouble, tuple[Verdict, float]]] = {
    Trouble.NO_SUCH_NAME: (Verdict.BROKEN, 0.97),
    Trouble.NAME_TEMPORARY: (Verdict.UNWELL, 0.8),
    Trouble.REFUSED: (Verdict.UNWELL, 0.8),
    Trouble.UNREACHABLE: (Verdict.UNWELL, 0.7),
    Trouble.CONNECT_TIMEOUT: (Verdict.UNWELL, 0.8),
    Trouble.SILENT: (Verdict.UNWELL, 0.8),
    Trouble.RESET: (Verdict.UNWELL, 0.8),
    Trouble.TLS_EXPIRED: (Verdict.BROKEN, 0.9),
    Trouble.TLS_WRONG_HOST: (Verdict.BROKEN, 0.9),
    Trouble.TLS_SELF_SIGNED: (Verdict.BROKEN, 0.9),
    Trouble.TLS_INCOMPLETE: (Verdict.BROKEN, 0.7),
    Trouble.TLS_OTHER: (Verdict.BROKEN, 0.7),
    Trouble.MALFORMED: (Verdict.UNWELL, 0.7),
    Trouble.GARBLED: (Verdict.BLOCKED, 0.5),
    Trouble.TRUNCATED: (Verdict.UNWELL, 0.7),
    Trouble.LOOP: (Verdict.BROKEN, 0.9),
    Trouble.TOO_MANY_REDIRECTS: (Verdict.BROKEN, 0.9),
    Trouble.NOWHERE: (Verdict.BROKEN, 0.85),
    Trouble.BAD_ADDRESS: (Verdict.BROKEN, 0.9),
    Trouble.UNSAFE: (Verdict.NOT_CHECKED, 0.9),
    Trouble.ROBOTS: (Verdict.NOT_CHECKED, 1.0),
    Trouble.HELD: (Verdict.NOT_CHECKED, 1.0),
}

_NAME_DAYS: Final = 2
"""Days after which a name that is not found is believed to be gone: name servers have bad days too."""

_WALLS: Final[dict[int, str]] = {
    401: "asks who is there (401)",
    403: "turns the check away (403)",
    406: "does not like how the check asks (406)",
    407: "wants a proxy's password (407)",
    **{status: f"does not like how the check asks ({status})" for status in (411, 412, 413, 415, 416, 417)},
    418: "turns the check away (418)",
    420: "says that it is asked too often (420)",
    423: "keeps the page locked (423)",
    426: "does not like how the check asks (426)",
    428: "does not like how the check asks (428)",
    429: "says that it is asked too often (429)",
    430: "turns the check away (430)",
    431: "does not like how the check asks (431)",
    451: "may not show it here for legal reasons (451)",
    498: "turns the check away (498)",
    499: "turns the check away (499)",
    999: "turns programs away (999)",
}
_REGISTERED: Final = frozenset(HTTPStatus)
"""Statuses that mean the same everywhere (RFC 9110, 16.2.1)."""
_PASSING: Final[dict[int, str]] = {
    408: "gave up waiting (408)",
    421: "was asked on the wrong connection (421)",
    425: "is not ready (425)",
}


def judge_trouble(fetch: Fetch, fetched: FetchedLink) -> Finding:
    """Judge a fetch that ended without an answer, or in redirects without end."""
    trouble = fetch.trouble
    if trouble is None:
        raise ValueError("the fetch met no trouble")
    verdict, confidence = _TROUBLES[trouble]
    evidence = [fetch.detail]
    if fetch.redirects and trouble is not Trouble.LOOP:
        evidence.append(
            f"after {_count(len(fetch.redirects), 'redirect')}, the last from {fetch.redirects[-1].url[:200]}"
        )
    if trouble is Trouble.UNSAFE and fetch.redirects:
        verdict = Verdict.BROKEN
        evidence.append("a redirect to a private address leads no learner anywhere")
    if trouble is Trouble.LOOP and any(_WALL_PATH.search(path_of(each.to)) for each in fetch.redirects):
        return _blocked(0.6, f"{fetch.detail}, by way of a check that readers pass: {fetch.redirects[-1].to[:200]}")
    twice = len(fetched.fetches) > 1 and all(each.trouble is trouble for each in fetched.fetches)
    unknown = twice and trouble is Trouble.NO_SUCH_NAME
    if unknown:
        evidence.append("looked up twice")
    sure_after = _NAME_DAYS if unknown and not fetch.redirects else None
    return Finding(verdict, confidence, tuple(evidence), sure_after=sure_after)


def judge_status(status: int, host: str) -> Finding | None:
    """Judge a status that says no; None for one that may bring the resource."""
    if status == 410:
        return Finding(Verdict.BROKEN, 0.98, (f"{host} says that the page is gone for good (410)",), certain=True)
    if status == 404:
        return Finding(Verdict.BROKEN, 0.95, (f"{host} says that there is no such page (404)",))
    if status in _WALLS:
        return Finding(Verdict.BLOCKED, 0.9, (f"{host} {_WALLS[status]}",))
    if status in _PASSING:
        return Finding(Verdict.UNWELL, 0.8, (f"{host} {_PASSING[status]}",))
    if 500 <= status < 600:
        return Finding(Verdict.UNWELL, 0.9, (f"{host} has trouble of its own ({status})",))
    if status == 405:
        return Finding(Verdict.BLOCKED, 0.7, (f"{host} does not let this address be read ({status})",))
    if 400 <= status < 500 and status in _REGISTERED:
        return Finding(Verdict.BROKEN, 0.7, (f"{host} refuses the address ({status})",))
    if not 200 <= status < 400:
        return Finding(Verdict.BLOCKED, 0.5, (f"{host} answers with a status of its own making ({status})",))
    return None


def _count(number: int, noun: str) -> str:
    return f"one {noun}" if number == 1 else f"{number} {noun}s"


_NEXT_TO_NOTHING: Final = 5
"""Words below which a page says nothing to those who run scripts."""
_CONSENT_HOST: Final = re.compile(
    r"^(?:consent|guce|cmp|privacy|privacymanager)\.|(?:^|/)(?:consent|cookie-?consent|cookie-?wall|cookies?-?(?:absent|required|disabled|missing|error)|collectconsent|privacy-?gate)(?:[/?]|$)",
    re.IGNORECASE,
)
_WALL_SCRIPT: Final = re.compile(
    r"_incapsula_resource|awswaf|/challenge(?:\.\w+)?\.js|captcha|/_sec/cp|/akam/|challenge-platform|ddos-guard|kpsdk|"
    r"/px/|perimeterx|datadome|botmanager|/_guard|geetest|arkoselabs",
    re.IGNORECASE,
)
_WALL_PATH: Final = re.compile(
    r"(?:^|[/_.-])(?:(?:sg|re|h)?captcha|(?:ro)?bot-?(?:check|test|challenge)|human-?(?:check|test|verification)|"
    r"verify-?(?:you-?are-?)?human|are-?you-?(?:human|a-?robot)|cdn-cgi/challenge|px/blocked)(?:[/_.?-]|$)",
    re.IGNORECASE,
)
_OF_A_BANNER: Final = re.compile(
    r"\b(?:we|site|website) (?:\w+ )?uses? (?:\w+ ){0,3}cookies|"
    r"\b(?:essential|necessary|strictly|functional|analytics|marketing) (?:\w+ )?cookies|"
    r"\bcookie (?:policy|settings|preferences|notice)"
)
"""What a banner about cookies says beside a page, which asks no one to switch them on."""
_NOT_WHERE: Final = re.compile(
    r"\b(?:not|isnt|arent|hasnt|cannot|cant|unavailable|blocked|restricted)(?: \w+){0,5} (?:in|from|to|for|within) "
    r"your (?:current )?(?:country|region|location|area|territory|part of the world|jurisdiction)\b|"
    r"\b(?:in|dans|en|nel|no|i|w) (?:deinem|ihrem|votre|ton|tu|su|tuo|suo|seu|uw|je|ditt|dit|twoim) "
    r"(?:land|region|pays|pais|paese|kraju)(?: \w+)? (?:nicht|pas|no|non|niet|inte|ikke|nie|nao)\b|"
    r"\b(?:nicht|pas|no|non|niet|inte|ikke|nie|nao|indisponible)(?: \w+){0,3} (?:in|dans|en|nel|no|i|w) "
    r"(?:deine[mr]|ihre[mr]|votre|ton|tu|su|tuo|suo|seu|uw|je|ditt|dit|twoim) "
    r"(?:land|standort|region|pays|pais|ubicacion|zona|paese|localisation|kraju)\b"
)
"""What is said of a page that is closed to a country, in whatever words."""
_ABOUT_BROWSER: Final = re.compile(
    r"\b(?:your|votre|ton|ihr|ihren|deinen|tu|su|tuo|suo|uw|je|seu) (?:browser|navega\w+|request)"
)
_OLD_BROWSER: Final = re.compile(r"support|compat|javascript|outdated|upgrade|old|veralt|obsol")
_MARKS: Final = (("cf-mitigated", "challenge"), ("x-amzn-waf-action", ""), ("x-datadome", "protected"))


def challenge(context: RuleContext) -> Finding | None:
    """Find a page that wants to see a person first."""
    for name, value in _MARKS:
        said = context.answer.headers.get(name)
        if said is not None and value in said.lower() and not context.is_the_resource:
            return _blocked(
                0.95, f"{host_of(context.final_url)} wants to see a person first (its header `{name}` says so)"
            )
    if context.page is None or context.is_the_resource or context.words > LONG:
        return None
    if context.page.shell and any(_only_adds_a_query(redirect) for redirect in context.fetch.redirects):
        return _blocked(0.7, f"a script of {host_of(context.final_url)} sets a cookie first, and scripts aren't run")
    said = _said(context, CHALLENGE)
    if said and (context.names_a_person or ("cookie" in said and _OF_A_BANNER.search(context.opening))):
        said = None
    if said and (context.words <= SHORT or context.page.scripts):
        return _blocked(0.9, f"{host_of(context.final_url)} wants to see a person first: “{said}”")
    if _is_wall_by_its_script(context):
        return _blocked(0.8, f"a script of a service against robots is all that {host_of(context.final_url)} sends")
    if context.page.shell and _ABOUT_BROWSER.search(context.opening) and not _OLD_BROWSER.search(context.opening):
        return _blocked(0.6, f"{host_of(context.final_url)} says nothing but that it looks at the browser first")
    if context.redirected and _WALL_PATH.search(path_of(context.final_url)):
        return _blocked(0.85, f"the address leads to a check for robots: {context.final_url[:200]}")
    said = _said(context, AGE_GATE)
    if said and context.words <= SHORT:
        return _blocked(0.8, f"{host_of(context.final_url)} asks for an age first: “{said}”")
    return None


def _is_wall_by_its_script(context: RuleContext) -> bool:
    """Tell whether an empty page is there for the script of a service against robots, which pages to read have, too."""
    page = context.page
    if page is None or not page.shell or context.answer.status >= 400:
        return False
    return any(_WALL_SCRIPT.search(source) for source in page.script_sources)


def _only_adds_a_query(redirect: Redirect) -> bool:
    """Tell whether a script leads back to its own page, as it does to find out whether cookies are kept."""
    return redirect.how == "script" and redirect.url.partition("?")[0] == redirect.to.partition("?")[0]


def consent(context: RuleContext) -> Finding | None:
    """Find a page that wants consent to cookies before it shows anything."""
    if context.page is None or context.is_the_resource:
        return None
    where = f"{host_of(context.final_url)}{path_of(context.final_url)}"
    if context.redirected and _CONSENT_HOST.search(where) and not _CONSENT_HOST.search(context.target.url):
        return _blocked(0.9, f"the address leads to a page that asks for consent first: {context.final_url[:200]}")
    if context.redirected and context.words <= LONG and _leads_back(context) and is_login(context) is None:
        said = _said(context, CONSENT_WORDS)
        if said:
            return _blocked(0.8, f"the address leads to a page about “{said}” that would lead back to it")
    if context.page.only_banner and not context.page.shell and NOT_FOUND.search(" ".join(context.titles)) is None:
        return _blocked(0.7, "the page shows nothing but a banner about cookies")
    named = [*segments(context.page.title), *context.page.headings[:1], *context.page.names[:2]]
    said = next((found[0] for name in named if (found := CONSENT.search(folded(name)))), None)
    if said and said not in context.meant and context.words <= LONG * 2:
        return _blocked(0.85, f"the page asks for consent before it shows anything: “{said}”")
    found = CONSENT.search(context.opening)
    if found and context.words <= SHORT and context.identity.match < TitleMatch.CREATOR:
        return _blocked(0.7, f"the page asks for consent before it shows anything: “{found[0]}”")
    choices = list(dict.fromkeys(found[0] for found in CONSENT_OR_PAY.finditer(context.opening)))
    if len(choices) > 1 and "cookies" in context.opening and context.words <= LONG:
        return _blocked(0.8, f"the page asks for consent or a payment first: “{choices[0]}”, “{choices[1]}”")
    return None


def _leads_back(context: RuleContext) -> bool:
    """Tell whether the address that was reached carries the one that was asked for, to go back there later."""
    asked = path_of(context.target.url)
    query = parse_qsl(urlsplit(context.final_url).query)
    return len(asked) > 1 and any(unquote(value).partition("?")[0].endswith(asked) for _, value in query)


def refusal(context: RuleContext) -> Finding | None:
    """Find a refusal that is about the check's request, not about the page: an empty one, or a guard's."""
    host, status, page = host_of(context.final_url), context.answer.status, context.page
    if not context.answer.size or (page is not None and not page.title and not page.all_words):
        return _blocked(0.6, f"{host} refuses the check without a word about the page ({status})")
    said = _said(context, REFUSAL) or _said(context, CHALLENGE)
    if said and not context.is_the_resource:
        return _blocked(0.7, f"{host} refuses the check ({status}): “{said}”")
    return None


def place(context: RuleContext) -> Finding | None:
    """Find a page that is closed to where the check runs."""
    page = context.page
    if page is None or context.words > (SHORT // 2 if context.is_the_resource else SHORT * 2):
        return None
    if context.is_the_resource and (page.media or context.same_as_baseline):
        return None
    said = _said(context, GEO) or next(
        (found[0] for text in (*context.titles, context.opening[:1_200]) if (found := _NOT_WHERE.search(text))), None
    )
    return _blocked(0.8, f"the page is closed to where the check runs: “{said}”") if said else None


def choice(context: RuleContext) -> Finding | None:
    """Find a page that asks for a country or a language before it leads on."""
    if context.page is None or context.is_the_resource or not context.redirected or context.words > SHORT:
        return None
    said = next((found[0] for title in context.titles if (found := CHOOSER.search(title))), None)
    return _blocked(0.7, f"the address leads to a choice that only a reader can make: “{said}”") if said else None


def _said(context: RuleContext, phrases: Phrases) -> str | None:
    """Return the phrase that a page's title, its headings or its opening words hold."""
    # Where scripts fill the page in, what it says to those without them is all that it says.
    only = context.page is not None and (context.page.shell or context.page.all_words < _NEXT_TO_NOTHING)
    fallback = folded(context.page.fallback) if context.page and only else ""
    for text in (*context.titles, context.opening[:1_200], fallback):
        found = phrases.search(text)
        if found and found[0] not in context.meant:
            return found[0]
    return None


def _blocked(confidence: float, evidence: str) -> Finding:
    return Finding(Verdict.BLOCKED, confidence, (evidence,))
