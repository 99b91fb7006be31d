"""Rules for access blocks: challenges, consent pages, sign-ins."""

from __future__ import annotations

import re
from typing import Final

from ...catalogue.vocabulary import Access
from ...web.urls import host_of, path_of
from ..text import bare
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, Scene
from .phrases import AGE_GATE, CHALLENGE, CONSENT, GEO, LOGIN

__all__ = [
    "challenge",
    "consent",
    "is_login",
    "login",
    "place",
]

_LOGIN_PATH: Final = re.compile(
    r"(?:^|[/_.-])(?:log-?in|sign-?in|log-?on|signon|sso|auth|oauth2?|saml2?|idp|cas|adfs|authenticate|authorize|accounts?/login|wp-login\.php|session/new|shibboleth|authwall|checkpoint)(?:[/_.;-]|$)",
    re.IGNORECASE,
)
_CONSENT_HOST: Final = re.compile(
    r"^(?:consent|guce|cmp|privacy|privacymanager)\.|(?:^|/)(?:consent|cookie-?consent|cookie-?wall|cookies?-?(?:absent|required|disabled|missing|error)|collectconsent|privacy-?gate)(?:[/?]|$)",
    re.IGNORECASE,
)
_MARKS: Final = (("cf-mitigated", "challenge"), ("x-amzn-waf-action", ""), ("x-datadome", "protected"))


def challenge(scene: Scene) -> Finding | None:
    """Find a page that wants to see a person first."""
    for name, value in _MARKS:
        said = scene.answer.headers.get(name)
        if said is not None and value in said.lower() and not scene.is_the_work:
            return _blocked(
                0.95, f"{host_of(scene.final_url)} wants to see a person first (its header `{name}` says so)"
            )
    if scene.page is None or scene.is_the_work or scene.words > LONG:
        return None
    said = _said(scene, CHALLENGE)
    if said and (scene.words <= SHORT or scene.page.scripts):
        return _blocked(0.9, f"{host_of(scene.final_url)} wants to see a person first: “{said}”")
    said = _said(scene, AGE_GATE)
    if said and scene.words <= SHORT:
        return _blocked(0.8, f"{host_of(scene.final_url)} asks for an age first: “{said}”")
    return None


def consent(scene: Scene) -> Finding | None:
    """Find a page that wants consent to cookies before it shows anything."""
    if scene.page is None or scene.is_the_work:
        return None
    where = f"{host_of(scene.final_url)}{path_of(scene.final_url)}"
    if scene.redirected and _CONSENT_HOST.search(where) and not _CONSENT_HOST.search(scene.target.url):
        return _blocked(0.9, f"the address leads to a page that asks for consent first: {scene.final_url[:200]}")
    said = next((found[0] for title in scene.titles if (found := CONSENT.search(title))), None)
    if said and scene.words <= LONG * 2:
        return _blocked(0.85, f"the page asks for consent before it shows anything: “{said}”")
    found = CONSENT.search(scene.opening)
    if found and scene.words <= SHORT:
        return _blocked(0.7, f"the page asks for consent before it shows anything: “{found[0]}”")
    return None


def place(scene: Scene) -> Finding | None:
    """Find a page that is closed to where the check runs."""
    if scene.page is None or scene.is_the_work or scene.words > SHORT * 2:
        return None
    said = _said(scene, GEO)
    return _blocked(0.8, f"the page is closed to where the check runs: “{said}”") if said else None


def is_login(scene: Scene) -> str | None:
    """Return what makes a page one that asks who is there and shows nothing else, or None."""
    if scene.page is None or scene.is_the_work:
        return None
    said = next(
        (found[0] for title in scene.titles if (found := LOGIN.search(title)) and _mostly(found[0], title)), None
    )
    led = (
        scene.redirected
        and _LOGIN_PATH.search(path_of(scene.final_url))
        and not _LOGIN_PATH.search(path_of(scene.target.url))
    )
    if scene.page.password_field and (said or led or scene.words <= SHORT):
        return f"“{said}”" if said else "a field for a password and little else"
    if led and (said or scene.words <= SHORT or scene.identity.match <= 0):
        return f"the address leads to a sign-in: {scene.final_url[:200]}"
    if said and scene.words <= SHORT:
        return f"“{said}”"
    found = LOGIN.search(scene.opening)
    if (
        found
        and scene.words <= 40
        and not scene.page.shell
        and re.search(r"must|need|please|required|only|continue|to (?:view|access|see|read)", scene.opening)
    ):
        return f"“{found[0]}”"
    return None


def login(scene: Scene) -> Finding | None:
    """Judge a page that asks who is there: a new gate before a free work, else a wall."""
    how = is_login(scene)
    if how is None:
        return None
    if scene.target.access in (Access.SIGN_IN, Access.PAYWALLED):
        return _blocked(0.9, f"a sign-in, as the catalogue says ({how}); what is behind it cannot be checked")
    if scene.expected_document:
        return Finding(
            Verdict.HOLLOW,
            0.85,
            (f"the address promises a {scene.expected_document} and shows a sign-in instead: {how}",),
        )
    if scene.target.access is Access.FREE:
        return Finding(
            Verdict.GATED, 0.85, (f"the catalogue calls it free, but the page now asks for a sign-in: {how}",)
        )
    if scene.baseline is not None:
        return Finding(Verdict.GATED, 0.8, (f"a sign-in stands where the work was seen on {scene.baseline.on}: {how}",))
    return _blocked(0.85, f"a sign-in stands before the page: {how}")


def _said(scene: Scene, phrases: re.Pattern[str]) -> str | None:
    """Return the phrase that a page's title, its headings or its opening words hold."""
    # Where scripts fill the page in, what it says to those without them is all that it says.
    fallback = bare(scene.page.fallback) if scene.page and scene.page.shell else ""
    for text in (*scene.titles, scene.opening[:1_200], fallback):
        found = phrases.search(text)
        if found:
            return found[0]
    return None


def _mostly(phrase: str, title: str) -> bool:
    """Tell whether a phrase is most of what a title says."""
    return len(bare(title).split()) <= len(phrase.split()) + 4


def _blocked(confidence: float, evidence: str) -> Finding:
    return Finding(Verdict.BLOCKED, confidence, (evidence,))
