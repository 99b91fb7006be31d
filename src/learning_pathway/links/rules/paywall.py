"""Rules for paywalls before a resource that should be free to read, and for servers that want to be paid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...catalogue.types import Access
from ...web.urls import host_of
from ..text import folded
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, RuleContext
from .identity import DEMAND, GATE, GATE_BESIDE_OTHERS, OPEN_TO_ALL, READ_ON, SWITCHED_OFF

__all__ = ["gated", "payment"]

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
    )
)
"""What a page asks of those who would read on, in whatever words."""
_FEE: Final = re.compile(
    r"\b\d+(?: \d\d)?(?: (?:pounds?|euros?|dollars?|usd|gbp|eur|kr|z[lł]))? "
    r"(?:a|per|each|pro|im|par|al|por|je|i|miesiecznie) ?(?:months?|weeks?|monat|woche|mois|semaine|mes|semana|mese|"
    r"settimana|maand|manad|maned|miesiac|mis)\b"
)
"""A fee for each week or month."""
_OFFER: Final = re.compile(
    r"\b(?:unlock|cancel|trial|subscri\w+|premium|plus|upgrade|abonn\w+|abo|freischalten|weiterlesen|lire la suite|"
    r"lees verder|seguir leyendo|continua a leggere|czytaj dalej|continuar a ler|las vidare)\b"
)
"""What readers are offered for it."""
_SUBJECT: Final = re.compile(r"\bpaywall|\bsubscri|\babonn|\bbezahlschranke")
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
