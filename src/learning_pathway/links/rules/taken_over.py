"""Rules for names that others have: parked, for sale, or taken over by another trade."""

from __future__ import annotations

import re
from typing import Final

from ...web.urls import host_of, registered_name
from ..text import folded
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, RuleContext
from .phrases import HIJACK, PARKED, PARKING_HOSTS, SALE, SHOP

__all__ = ["hijacked", "on_sale", "parked"]

_PARKING_SCRIPT: Final = re.compile(r"(?:^|[/._-])park(?:ed|ing)(?:[/._-]|pages?\b|landers?\b)", re.IGNORECASE)


def _hollow(confidence: float, *evidence: str) -> Finding:
    return Finding(Verdict.HOLLOW, confidence, evidence)


def parked(context: RuleContext) -> Finding | None:
    """Find a domain that is parked, for sale or lapsed."""
    page = context.page
    if page is None or context.is_the_work:
        return None
    hosts = [host_of(url) for url in (context.final_url, *page.frames, *page.script_sources)]
    sellers = [host for host in hosts if _sells(host)]
    if sellers and not _sells(host_of(context.target.url)):
        return _hollow(
            0.95, f"the address leads to {sellers[0]}, where names of lapsed sites are sold", context.identity.evidence
        )
    foreign = [url for url in page.script_sources if host_of(url) not in ("", host_of(context.final_url))]
    lander = next((url for url in foreign if _PARKING_SCRIPT.search(url)), None)
    if lander and page.shell and not page.title:
        return _hollow(0.8, f"an empty page that a script of a parking service fills: {lander[:200]}")
    hits = {found[0] for text in (*context.titles, context.opening) for found in PARKED.finditer(text)}
    host = folded(host_of(context.final_url).removeprefix("www."))
    named = any(host and host in text for text in (*context.titles, context.opening[:600]))
    if hits and context.words <= LONG and (len(hits) > 1 or named or context.words <= SHORT):
        return _hollow(0.92, f"the domain is parked or for sale: “{max(hits, key=len)}”", context.identity.evidence)
    return None


def _sells(host: str) -> bool:
    return any(host == seller or host.endswith(f".{seller}") for seller in PARKING_HOSTS)


def on_sale(context: RuleContext) -> Finding | None:
    """Find a marketplace's page about the link's name, whose words are those of a sale.

    Such a page may hold the resource's title or its creators, because they are what the name is made of.
    """
    page = context.page
    if page is None or context.words > LONG * 2 or context.same_as_baseline or page.media:
        return None
    named = _name_is_the_title(context)
    if context.identity.found and not named and not context.on_another_site:
        return None
    meant = folded(" ".join((*context.target.titles, *context.target.creators)))
    text = " ".join((*context.titles, folded(page.text[:6_000])))
    strong = {found[0] for table in (SALE, PARKED) for found in table.finditer(text) if found[0] not in meant}
    weak = {found[0] for found in SHOP.finditer(text)}
    if len(strong) >= 3 or (len(strong) >= 2 and (named or context.on_another_site)):
        pass
    elif not (strong and named and len(strong) + len(weak) >= 3):
        return None
    said = ", ".join(sorted((*strong, *weak), key=len, reverse=True)[:3])
    return _hollow(0.88, f"the name is for sale, not the resource shown: “{said}”", context.identity.evidence)


def _name_is_the_title(context: RuleContext) -> bool:
    """Tell whether a page calls itself by the name that the link's site was registered under."""
    host, name = host_of(context.target.url).removeprefix("www."), registered_name(context.target.url)
    return not {folded(host), folded(name), folded(name.partition(".")[0])}.isdisjoint(context.titles)


def hijacked(context: RuleContext) -> Finding | None:
    """Find a lapsed domain that was taken over for gambling, pills and the like, though it may name the resource."""
    page = context.page
    if page is None or context.same_as_baseline:
        return None
    meant = folded(" ".join((*context.target.titles, *context.target.creators)))

    def strange(text: str) -> set[str]:
        return {found[0] for found in HIJACK.finditer(text) if found[0] not in meant}

    named = {hit for text in context.titles for hit in strange(text)} | strange(folded(page.description))
    if not named:
        return None
    told = strange(context.opening)
    if context.is_the_work and not context.replaced:
        # A resource may have one such word in its subtitle; a page whose text is made of them is another trade's.
        enough = len(named) >= 2 and len(told) >= 3 and len(named | told) >= 4
    else:
        hits = named | told if context.replaced or context.identity.match <= 1 else named
        enough = len(hits) >= 2 and (bool(context.target.titles) or len(hits) >= 3)
        named = hits
    if not enough:
        return None
    return _hollow(
        0.9, f"the name was taken over by others: “{', '.join(sorted(named | told)[:4])}”", context.identity.evidence
    )
