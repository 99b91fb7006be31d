"""Rules for names that are for sale, or that others took over."""

from __future__ import annotations

import re
from typing import Final

from ...web.urls import host_of, path_of, registered_name, written_host
from ..text import folded
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, RuleContext, hollow
from .identity import HIJACK, PARKED, PARKING_HOSTS, SALE, SHOP, TRADE, TitleMatch

__all__ = ["hijacked", "on_sale", "other_trade", "parked"]

_TRADE_WORDS: Final = 3
_PARKING_SCRIPT: Final = re.compile(
    r"(?:^|[/._-])park(?:ed|ing)(?:[/._-]|pages?\b|landers?\b)|adsense/domains/|(?:^|/)caf\.js", re.IGNORECASE
)
_FORWARDED: Final = re.compile(r"ww\d{1,2}\.")
"""How hosts begin to which parked names are forwarded."""
_LANDER: Final = re.compile(r"/(?:lander|parking|parked)/?$", re.IGNORECASE)


_ABOUT_NAMES: Final = re.compile(
    r"domai|domein|domini|domen|domén|домен|\bnames?\b|\bnom\b|域名|ドメイン|whois|backlinks"
)
"""What makes the words of a sale those of a sale of names, not of any auction."""


def parked(context: RuleContext) -> Finding | None:
    """Find a domain that is parked, for sale or lapsed."""
    page = context.page
    if page is None or context.is_the_resource:
        return None
    hosts = [host_of(url) for url in (context.final_url, *page.frames, *page.script_sources)]
    sellers = [host for host in hosts if _sells(host)]
    if sellers and not _sells(host_of(context.target.url)):
        return hollow(
            0.95, f"the address leads to {sellers[0]}, where names of lapsed sites are sold", context.identity.evidence
        )
    if any(_FORWARDED.match(host) for host in hosts[1:]):
        return hollow(0.8, "a frame of a parking service is all that the page shows", context.identity.evidence)
    foreign = [url for url in page.script_sources if written_host(url) not in ("", host_of(context.final_url))]
    lander = next((url for url in foreign if _PARKING_SCRIPT.search(url)), None)
    if (
        lander is None
        and _LANDER.search(path_of(context.final_url))
        and not _LANDER.search(path_of(context.target.url))
    ):
        lander = context.final_url
    if lander and (page.shell or context.words <= SHORT) and not context.identity.found:
        return hollow(0.8, f"a page that a script of a parking service fills: {lander[:200]}")
    hits = {found[0] for text in (*context.titles, context.opening) for found in PARKED.finditer(text)}
    host = folded(host_of(context.final_url).removeprefix("www."))
    named = any(host and host in text for text in (*context.titles, context.opening[:600]))
    said = " ".join((*context.titles, context.opening[:600])).replace("domain owner", "")
    named = named or any(text.endswith(" is for sale") for text in context.titles if context.words <= SHORT // 2)
    if not named and len(hits) == 1 and hits <= _OF_ANY_SALE and "domain" not in said:
        return None
    if hits and context.words <= LONG and (len(hits) > 1 or named or context.words <= SHORT):
        return hollow(0.92, f"the domain is parked or for sale: “{max(hits, key=len)}”", context.identity.evidence)
    return None


_OF_ANY_SALE: Final = frozenset(
    {"is for sale", "domain owner", "related searches", "sponsored listings", "renew it now", "lease to own"}
)
"""Words that are about a name only where the page says its name, or speaks of domains."""


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
    meant = context.wanted_names
    text = " ".join((*context.titles, folded(page.text[:6_000])))
    strong = {found[0] for table in (SALE, PARKED) for found in table.finditer(text) if found[0] not in meant}
    weak = {found[0] for found in SHOP.finditer(text)}
    if not (named or context.on_another_site or any(_ABOUT_NAMES.search(hit) for hit in strong)):
        return None
    if len(strong) >= 3 or (len(strong) >= 2 and (named or context.on_another_site)):
        pass
    elif not (strong and named and len(strong) + len(weak) >= 3):
        return None
    said = ", ".join(sorted((*strong, *weak), key=len, reverse=True)[:3])
    return hollow(0.88, f"the name is for sale, not the resource shown: “{said}”", context.identity.evidence)


def _name_is_the_title(context: RuleContext) -> bool:
    """Tell whether a page calls itself by the name that the link's site was registered under."""
    host, name = host_of(context.target.url).removeprefix("www."), registered_name(context.target.url)
    return not {folded(host), folded(name), folded(name.partition(".")[0])}.isdisjoint(context.titles)


def hijacked(context: RuleContext) -> Finding | None:
    """Find a lapsed domain that was taken over for gambling, pills and the like, though it may name the resource."""
    page = context.page
    if page is None or context.same_as_baseline:
        return None
    names = [*context.titles, folded(page.description)]
    if not any(HIJACK.search(name) for name in names):
        return None
    meant = context.wanted_names

    def strange(text: str) -> set[str]:
        return {found[0] for found in HIJACK.finditer(text) if found[0] not in meant}

    named = {hit for name in names for hit in strange(name)}
    if not named:
        return None
    told = strange(context.opening)
    if context.is_the_resource and not context.replaced:
        # A resource may have one such word in its subtitle; a page whose text is made of them is another trade's.
        enough = len(named) >= 2 and len(told) >= 3 and len(named | told) >= 4
    else:
        hits = named | told if context.replaced else named
        enough = len(hits) >= 2 and (bool(context.target.titles) or len(hits) >= 3)
        enough = enough or len(named | told) >= (3 if context.identity.match is TitleMatch.NONE else 4)
    if not enough:
        return None
    return hollow(
        0.9, f"the name was taken over by others: “{', '.join(sorted(named | told)[:4])}”", context.identity.evidence
    )


def other_trade(context: RuleContext) -> Finding | None:
    """Find a shop, a restaurant or another trade on a page without the resource's title and creators."""
    page = context.page
    if page is None or context.same_as_baseline or context.words > LONG * 2 or page.shell:
        return None
    if context.identity.match is not TitleMatch.NONE or (context.identity.coverage or 0) > 0.5:
        return None
    meant = context.wanted_names
    named = {found[0] for text in context.titles for found in TRADE.finditer(text)}
    told = {found[0] for found in TRADE.finditer(context.opening)}
    strange = {word for word in named | told if word not in meant}
    if not named & strange or len(strange) < _TRADE_WORDS:
        return None
    return Finding(
        Verdict.DRIFTED,
        0.6,
        (f"the page is about another trade: “{', '.join(sorted(strange)[:4])}”", context.identity.evidence),
    )
