"""Following one address to where it ends, redirect by redirect, each of them recorded."""

from __future__ import annotations

from dataclasses import dataclass

from ..address import fragment_of, resolve, wire_form
from ..charset import decode
from ..head import read_refresh
from ..observation import Answer, Attempt, Hop, Page, Trouble
from ..page import read_page
from ..plaintext import bare
from ..sniff import is_binary, is_html, real_kind
from ..textpage import read_text
from ..verdict.phrases import MOVED_NOTICE
from .asker import Asker
from .cookies import Cookies
from .exchange import Exchange, Failure

__all__ = ["Followed", "follow"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Followed:
    """An attempt, with what only the next steps of the same check need."""

    attempt: Attempt
    certificate_end: str = ""
    retry_after: str = ""


async def follow(asker: Asker, url: str, *, full_accept: bool, conditional: dict[str, str] | None = None) -> Followed:
    """Ask for an address and follow where it leads. Every outcome is an `Attempt`; nothing is raised.

    Args:
        asker: sends the requests, politely and under guard.
        url: the address, its fragment included.
        full_accept: whether to send all the `Accept` headers that a browser would.
        conditional: headers that make the first request conditional.
    """
    cookies = Cookies()
    seen: set[tuple[str, str]] = set()
    hops: list[Hop] = []
    here = url
    while True:
        wire = wire_form(here)
        if wire is None:
            unreadable = Trouble.NOWHERE if hops else Trouble.BAD_ADDRESS
            return Followed(Attempt(tuple(hops), None, unreadable, f"`{here[:200]}` is not an address of the web"))
        state = (wire, cookies.header(wire))
        if state in seen:
            return Followed(Attempt(tuple(hops), None, Trouble.LOOP, f"the redirects come back to {here[:300]}"))
        seen.add(state)
        try:
            exchange = await asker.ask(
                wire,
                full_accept=full_accept,
                cookie=state[1],
                extra=conditional if not hops else None,
                want_fragment=bool(fragment_of(here)),
            )
        except Failure as failure:
            return Followed(Attempt(tuple(hops), None, failure.trouble, failure.detail))
        cookies.keep(exchange.cookies, wire)
        answer = _answer_of(exchange, here)
        hop = _next_hop(exchange, answer, here)
        if hop is None:
            trouble = Trouble.NOWHERE if exchange.status in _REDIRECTS else None
            detail = f"the server answers {exchange.status}, a redirect, without saying where to" if trouble else ""
            return Followed(
                Attempt(tuple(hops), answer, trouble, detail),
                exchange.certificate_end,
                exchange.headers.get("retry-after", ""),
            )
        if len(hops) >= asker.settings.probing.redirects:
            detail = f"more than {asker.settings.probing.redirects} redirects"
            return Followed(Attempt(tuple(hops), answer, Trouble.TOO_MANY_REDIRECTS, detail))
        hops.append(hop)
        here = hop.to


def _next_hop(exchange: Exchange, answer: Answer, here: str) -> Hop | None:
    """Return where an answer sends its reader, or None if it is the end."""
    location = exchange.headers.get("location", "").strip()
    if exchange.status in _REDIRECTS:
        permanent = exchange.status in (301, 308)
        return Hop(here, exchange.status, resolve(here, location), permanent=permanent) if location else None
    page = answer.page
    asked = read_refresh(exchange.headers.get("refresh", ""))
    if asked and 200 <= exchange.status < 300 and resolve(here, asked).partition("#")[0] != here.partition("#")[0]:
        return Hop(here, exchange.status, resolve(here, asked), "meta")
    if page is None or not 200 <= exchange.status < 300:
        return None
    if page.refresh and page.refresh.partition("#")[0] != here.partition("#")[0]:
        return Hop(here, exchange.status, resolve(here, page.refresh), "meta", _for_good(page, page.refresh))
    if page.script_target:
        return Hop(
            here, exchange.status, resolve(here, page.script_target), "script", _for_good(page, page.script_target)
        )
    return None


def _for_good(page: Page, target: str) -> bool:
    """Tell whether a page that leads elsewhere says that it has moved: in words, or by its canonical address."""
    if page.canonical and wire_form(page.canonical) == wire_form(target):
        return True
    return bool(MOVED_NOTICE.search(bare(f"{page.title} {' '.join(page.headings[:2])} {page.text[:600]}")))


def _answer_of(exchange: Exchange, here: str) -> Answer:
    declared, _, parameters = exchange.headers.get("content-type", "").partition(";")
    kind = declared.strip().lower()
    content = exchange.body.content
    real = real_kind(content)
    page: Page | None = None
    cut = exchange.body.cut
    if not real and kind in ("text/html", "application/xhtml+xml", "text/plain") and is_binary(content):
        cut = cut or "foreign"
    elif content and is_html(kind, real):
        html = decode(content, _charset(parameters))
        page = read_page(html, exchange.url, want_anchors=bool(fragment_of(here)))
    elif content and kind == "text/plain" and not real:
        page = read_text(decode(content, _charset(parameters)))
    return Answer(
        url=here,
        status=exchange.status,
        kind=kind,
        real_kind=real,
        headers=exchange.headers,
        page=page,
        size=len(content),
        whole=not cut,
        cut=cut,
    )


def _charset(parameters: str) -> str:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")
    return ""
