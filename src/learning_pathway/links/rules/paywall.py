"""Rules for sign-ins and paywalls before a resource, and for servers that want to be paid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...catalogue.types import Access
from ...web.urls import host_of, path_of
from ..text import folded
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, RuleContext
from .identity import (
    DEMAND,
    GATE,
    GATE_BESIDE_OTHERS,
    LOGIN,
    MAINTENANCE,
    OPEN_TO_ALL,
    READ_ON,
    SWITCHED_OFF,
    TitleMatch,
)

__all__ = ["gated", "is_login", "login", "payment"]

_ASKED: Final = (
    r"(?:subscribe|sign (?:in|up)|log in|register|join(?! us)|pay|upgrade|become an? (?:\w+ )?member|"
    r"create (?:an?|your)(?: free)? account|enter your (?:work )?email|(?:fill in|complete) (?:the|this|our) form)"
)
_RESOURCE: Final = r"(?:article|guide|report|paper|story|post|text|toolkit|resource|content|page|pdf|rest|whole|full)"
_INSIDER: Final = (
    r"(?:member|subscriber|supporter|patron|abonn|suscript|assinant|abbonat|prenumerant|mitglied|membre|leden|socio)\w*"
)
_ONLY_FOR: Final = (
    r"(?:e[xs]clusi\w+|exklusiv\w*|r[ei]s[eé]rv\w+|only|nur|solo|seulement|uniquement|alleen|endast|kun) (?:\w+ )?"
    r"(?:for|to|f[uo]r|aux?|para|per|a|agli|ai|voor|til|dla)"
)
_TO_READ_ON: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_ASKED}(?: \w+){{0,5}}? to (?:carry on |keep |go on )?(?:read(?:ing)?|see|view|access|open|download"
        rf"|unlock)(?: \w+){{0,2}}? {_RESOURCE}\b",
        r"\bto (?:carry on |keep |go on |continue )?read(?:ing)?(?: \w+){0,3}? (?:please )?(?:subscribe|sign in|log in"
        r"|register|join|become|purchase|create|you (?:need to|must|will need|have to))\b",
        rf"\bthis {_RESOURCE} is (?:only )?for (?:our )?(?:paying )?(?:members|subscribers)"
        r"(?: only| please| sign| log| join|$)",
        r"\b(?:pay|rent|buy)(?: \w+){0,4}? for (?:24|48|72) hours\b",
        rf"\b(?:need|have|must)(?: to)? be(?:come)? an? (?:\w+ ){{0,2}}?{_INSIDER}\b",
        rf"\b{_ONLY_FOR} (?:\w+ ){{0,2}}?{_INSIDER}\b",
        r"\b(?:only|nur|seulement|uniquement|solo|solamente|alleen|endast|kun|tylko|apenas|somente) "
        r"(?:with|mit|avec|con|met|med|z|com) (?:\w+ ){0,2}?"
        r"(?:subscription|abo\w*|suscripci\w+|prenumera\w+|assinatura)\b",
    )
)
"""What a page asks of those who would read on, in whatever words."""
_FEE: Final = re.compile(
    r"\b\d+(?: \d\d)?(?: (?:pounds?|euros?|dollars?|usd|gbp|eur|kr|z[lł]))? "
    r"(?:a|per|each|pro|im|par|al|por|je|i|miesiecznie) ?(?:months?|weeks?|monat|woche|mois|semaine|mes|semana|mese|"
    r"settimana|maand|manad|maned|miesiac|mis)\b"
    r"|\b(?:months?|monat|mois|mes|mese|maand|manad|maned|miesiac) (?:for|fur|pour|por|per|voor|za) (?:\w+ )?\d"
)
"""A fee for each week or month."""
_OFFER: Final = re.compile(
    r"\b(?:unlock|cancel|trial|subscri\w+|premium|plus|upgrade|abonn\w+|abo|freischalten|weiterlesen|lire la suite|"
    r"lees verder|seguir leyendo|continua a leggere|czytaj dalej|continuar a ler|las vidare|prenum\w+|subskr\w+)\b"
)
"""What readers are offered for it."""
_SUBJECT: Final = re.compile(r"\bpaywall|\bsubscri|\babonn|\bbezahlschranke|\bmember|\bmitglied|\bmembre|\bmiembro")
_NOT_TO_READ: Final = re.compile(
    r" (?:to |for )?(?:the|this|your|our|my)? ?(?:\w+ ){0,2}?(?:conversation|discussion|journey|work|course|series"
    r"|project|programme|newsletter|news|updates|letter|mailing|list|blog|channel|feed)\b"
)
"""What follows where something else is meant."""
_ASIDE: Final = re.compile(
    r"\b(?:newsletters?|mailing|lettre|infolettre|nieuwsbrief|nyhetsbrev|boletin|lettera|podcast|comments?|commenter"
    r"|kommentieren|comentar)\b"
)
"""What readers are asked for beside a text that is whole."""
_BESIDE, _NEAR = 10, 120
"""Words before and after a phrase that are looked at, too, and the characters that they may have."""


_LOGIN_PATH: Final = re.compile(
    r"(?:^|[/_.-])(?:log-?in|sign-?in|log-?on|signon|sso|auth|oauth2?|saml2?|idp|cas|adfs|authenticate|authorize|wayf|ds|disco(?:very)?|idp-?select|accounts?/login|wp-login\.php|session/new|shibboleth|authwall|checkpoint)(?:[/_.;-]|$)",
    re.IGNORECASE,
)
_FEW, _CLOSE_BY = 40, 90
"""Words up to which a page says hardly more than that it wants a sign-in, and the characters around such a phrase."""
_ASKING: Final = re.compile(
    r"must|need to|please|required|only|continue|have (?:access|permission)|to (?:view|access|see|read)"
)
_SHUT_OUT: Final = re.compile(
    r"\b(?:guests?|visitors?|you|users?|non members) (?:cannot|cant|can not|may not|must|need to|have to) "
    r"(?:(?:log|sign) (?:in|on)|(?:be )?(?:logged|signed) in|register|enrol|access|view|see|open|read|watch)\b"
    r"(?!(?: \w+){0,2} to (?:post|comment|reply|save|vote|rate|download|book|contact))"
)
"""What those who have not signed in are told of the whole page."""


def is_login(context: RuleContext) -> str | None:
    """Return what makes a page one that asks who is there and shows nothing else, or None."""
    if context.page is None or (context.is_the_resource and not _is_locked(context)):
        return None
    said = next(
        (found[0] for title in context.titles if (found := LOGIN.search(title)) and _mostly(found[0], title)), None
    )
    about = LOGIN.search(context.wanted) is not None
    said = None if about else said
    led = (
        context.redirected
        and _LOGIN_PATH.search(path_of(context.final_url))
        and not _LOGIN_PATH.search(path_of(context.target.url))
    )
    if context.page.password_field and MAINTENANCE.search(context.opening) and not led:
        return None  # the door for those who do the work
    if context.page.password_field and (said or led or context.words <= SHORT):
        return f"“{said}”" if said else "a field for a password and little else"
    if led and (said or context.words <= SHORT or context.identity.match <= 0):
        return f"the address leads to a sign-in: {context.final_url[:200]}"
    shut = _SHUT_OUT.search(context.opening) if context.is_the_resource else None
    if shut:
        return f"“{shut[0]}”"
    known = context.identity.match >= TitleMatch.CREATOR
    if said and context.words <= (SHORT // 3 if known else SHORT):
        return f"“{said}”"
    if context.words <= _FEW and not context.page.shell and not about:
        return next((f"“{found[0]}”" for found in LOGIN.finditer(context.opening) if _is_asked(found)), None)
    return None


def _is_asked(found: re.Match[str]) -> bool:
    """Tell whether words of a sign-in, other than a menu's, are asked of the reader."""
    near = found.string[max(0, found.start() - _CLOSE_BY) : found.end() + _CLOSE_BY]
    return _ASKING.search(near) is not None


def _is_locked(context: RuleContext) -> bool:
    """Tell whether a page with the resource's title shows nothing but how to get in."""
    page = context.page
    if page is None or context.words > SHORT // 3 or context.same_as_baseline or page.media:
        return False
    if page.password_field:
        return GATE.search(context.opening) is not None
    return _SHUT_OUT.search(context.opening) is not None and LOGIN.search(context.opening) is not None


def login(context: RuleContext) -> Finding | None:
    """Judge a page that asks who is there: a new gate before a free resource, else a wall."""
    how = is_login(context)
    if how is None:
        return None
    if context.target.access in (Access.SIGN_IN, Access.PAYWALLED):
        return Finding(
            Verdict.BLOCKED, 0.9, (f"a sign-in, as the catalogue says ({how}); what is behind it cannot be checked",)
        )
    if context.expected_document:
        return Finding(
            Verdict.HOLLOW,
            0.85,
            (f"the address promises a {context.expected_document} and shows a sign-in instead: {how}",),
        )
    if context.target.access is Access.FREE:
        return Finding(
            Verdict.GATED, 0.85, (f"the catalogue calls it free, but the page now asks for a sign-in: {how}",)
        )
    if context.baseline is not None:
        return Finding(
            Verdict.GATED, 0.8, (f"there is a sign-in where the resource was seen on {context.baseline.on}: {how}",)
        )
    return Finding(Verdict.BLOCKED, 0.85, (f"there is a sign-in before the page: {how}",))


def _mostly(phrase: str, title: str) -> bool:
    """Tell whether a phrase is most of what a title says."""
    return len(folded(title).split()) <= len(phrase.split()) + 4


def gated(context: RuleContext) -> Finding | None:
    """Find a paywall or a sign-in before a resource that the catalogue calls free, or that was free when last seen."""
    page = context.page
    if page is None or context.target.access in (Access.SIGN_IN, Access.PAYWALLED):
        return None
    if page.free is not False and any(_SUBJECT.search(folded(title)) for title in context.target.titles):
        return None  # a text about paywalls quotes them
    shrunk = (
        context.baseline is not None and context.baseline.words >= LONG and context.words < context.baseline.words * 0.5
    )
    known_free = context.target.access is Access.FREE
    if not (known_free or shrunk):
        return None
    if context.same_as_baseline and not shrunk:
        return None
    if context.words > LONG and not shrunk and page.free is not False:
        return None  # many free pages invite people to subscribe; few are cut short
    text = folded(page.text[:40_000])
    hits = list(dict.fromkeys(gates_in(text)))
    if page.free is False and (context.words < LONG * 2 or hits):
        return _gated(0.9, "the page's own data says that it is not free to read", hits)
    if len(hits) == 1 and not shrunk and OPEN_TO_ALL.search(text):
        return None
    if not hits and context.words <= SHORT and (fee := _FEE.search(text)) and _OFFER.search(text):
        hits = [fee[0]]
    if hits and (shrunk or context.words <= LONG) and page.free is not True and not page.media:
        return _gated(
            0.85 if shrunk or len(hits) > 1 else 0.75,
            f"the page says “{hits[0]}” and shows {context.words} words",
            hits[1:],
        )
    return None


def gates_in(text: str) -> Iterator[str]:
    """Find what a bare text says of a paywall: plainly, or beside words of paying and of reading on."""
    for hits in (GATE.finditer(text), *(pattern.finditer(text) for pattern in _TO_READ_ON)):
        yield from (found[0] for found in hits if not _NOT_TO_READ.match(text, found.end()))
    for found in GATE_BESIDE_OTHERS.finditer(text):
        before, after = text[max(0, found.start() - _NEAR) : found.start()], text[found.end() : found.end() + _NEAR]
        around = f"{' '.join(before.split()[-_BESIDE:])} | {' '.join(after.split()[:_BESIDE])}"
        whole = around.replace("|", found[0])
        if _ASIDE.search(around):
            continue
        if DEMAND.search(whole) and READ_ON.search(whole) and (DEMAND.search(around) or READ_ON.search(around)):
            yield found[0]


def payment(context: RuleContext) -> Finding:
    """Judge a 402: a payment that a reader can make, or a host that was switched off because its owner did not pay."""
    text = "" if context.page is None else folded(context.page.text[:4_000])
    everything = " ".join((*context.titles, text))
    off = SWITCHED_OFF.search(everything)
    offered = context.identity.found or next(gates_in(everything), None) is not None
    if off is not None or not offered:
        why = f"its host has switched it off: “{off[0]}” (402)" if off else "the server wants to be paid (402)"
        return Finding(
            Verdict.BROKEN, 0.9 if off else 0.7, (f"{host_of(context.final_url)}: {why}", "no reader can open it")
        )
    if context.target.access in (Access.SIGN_IN, Access.PAYWALLED):
        return Finding(
            Verdict.BLOCKED, 0.9, ("a payment, as the catalogue says (402); what is behind it cannot be checked",)
        )
    if context.target.access is Access.FREE:
        return Finding(Verdict.GATED, 0.85, ("the catalogue calls it free, but the server asks for a payment (402)",))
    if context.baseline is not None:
        return Finding(Verdict.GATED, 0.8, (f"the server asks for a payment since {context.baseline.on} (402)",))
    return Finding(Verdict.BLOCKED, 0.85, ("the server asks for a payment (402)",))


def _gated(confidence: float, first: str, hits: list[str]) -> Finding:
    return Finding(Verdict.GATED, confidence, (first, *(f"it also says “{hit}”" for hit in hits[:2])))
