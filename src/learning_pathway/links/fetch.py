"""Check of one link: follow its redirects, try again where due, ask the video service."""

from __future__ import annotations

import asyncio
import hashlib
import json
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from ..web.client import Client, Cookies
from ..web.content import count_words, decode, has_its_end, is_binary, is_html, read_refresh, real_kind
from ..web.model import Fetch, FetchedLink, FinalResponse, Redirect, Trouble, VideoStatus, WebPage, frozen_dataclass
from ..web.page import LONGEST_TEXT, read_page
from ..web.response import RequestError, Response
from ..web.urls import fragment_of, request_url, resolve, video_of
from .rules.identity import MOVED_NOTICE
from .state.model import Validators
from .text import folded

__all__ = ["FetchedPage", "answer_of", "fetch_link", "follow_redirects", "read_text", "validators_of"]

_FINAL = frozenset({Trouble.UNSAFE, Trouble.BAD_ADDRESS, Trouble.ROBOTS, Trouble.HELD})
"""Troubles that a second try cannot change."""


async def fetch_link(
    client: Client,
    url: str,
    *,
    now: datetime,
    validators: Validators | None = None,
    looks_bad: Callable[[FetchedLink], bool] = lambda _: False,
    needs_control: Callable[[FetchedLink], bool] = lambda _: False,
) -> FetchedLink:
    """Check one address. Whatever happens on the way is part of what is returned; nothing is raised.

    Args:
        client: sends the requests.
        url: the address, its fragment included.
        now: the time of the check, to count the days that a certificate has left.
        validators: makes the first request conditional, where the page was fine when last seen.
        looks_bad: asks whether a page that came would be called trouble, so that a second opinion is due.
        needs_control: asks whether a comparison with an address that cannot exist is needed.
    """
    signals: VideoStatus | None = None
    wire = request_url(url)
    video = video_of(wire, client.settings.services) if wire else None
    if wire is not None and video is not None:
        signals = await _ask_service(client, wire, *video)
        if _settled(signals):
            return FetchedLink(url, (), video=signals)
    followed = await follow_redirects(client, url, full_accept=False, conditional=_conditional(validators))
    fetches = [followed.fetch]
    if _needs_second_opinion(followed.fetch) or looks_bad(FetchedLink(url, (followed.fetch,), video=signals)):
        await asyncio.sleep(client.settings.probing.second_opinion_after)
        followed = await follow_redirects(client, url, full_accept=True)
        fetches.append(followed.fetch)
    fetched = FetchedLink(
        url,
        tuple(fetches),
        video=signals,
        certificate_ends_in=_days_left(followed, now, client.settings.probing.certificate_days),
    )
    if needs_control(fetched):
        return replace(fetched, control=await _control(client, fetched))
    return fetched


def _settled(signals: VideoStatus) -> bool:
    """Tell whether a video's page need not be looked at any more."""
    if signals.oembed_status == 200:
        return signals.oembed_title is not None
    return signals.service == "youtube" and (signals.oembed_status in (400, 401, 403, 404) or signals.picture is True)


def _conditional(validators: Validators | None) -> dict[str, str]:
    if validators is None:
        return {}
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in headers.items() if value}


def validators_of(fetched: FetchedLink) -> Validators | None:
    """Return what makes a later request conditional, if the server gave it for the address itself."""
    answer = fetched.last.answer if fetched.fetches else None
    if answer is None or fetched.last.redirects or answer.status not in (200, 304):
        return None
    etag, changed = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    if not (etag or changed):
        return None
    found = Validators(*(said if said.isascii() and len(said) < 80 else "" for said in (etag, changed)))
    return found if found.etag or found.last_modified else None


def _needs_second_opinion(fetch: Fetch) -> bool:
    if fetch.trouble is not None:
        return fetch.trouble not in _FINAL
    answer = fetch.answer
    return (
        answer is None
        or not (200 <= answer.status < 300 or answer.status == 304)
        or answer.cut in ("truncated", "encoding")
    )


def _days_left(followed: FetchedPage, now: datetime, limit: int) -> int | None:
    if not followed.certificate_end:
        return None
    days = int((ssl.cert_time_to_seconds(followed.certificate_end) - now.timestamp()) // 86_400)
    return days if 0 <= days <= limit else None


async def _control(client: Client, fetched: FetchedLink) -> WebPage | None:
    """Ask the host for an address beside the one in question that no one can have made."""
    ended = fetched.last.ended_at
    wire = request_url(ended) if ended else None
    if wire is None:
        return None
    parts = urlsplit(wire)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    # Drawn from the address, so that a check can be repeated; long enough never to be real.
    name = hashlib.sha256(wire.encode()).hexdigest()[:24]
    control = await follow_redirects(
        client, urlunsplit((parts.scheme, parts.netloc, f"{folder}/{name}", "", "")), full_accept=False
    )
    answer = control.fetch.answer
    if answer is None or answer.status != 200:
        return None
    return answer.page


_FEWEST_WORDS: Final = 40
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@frozen_dataclass
class FetchedPage:
    """A fetch, with what only the next steps of the same check need."""

    fetch: Fetch
    certificate_end: str = ""
    retry_after: str = ""


async def follow_redirects(
    client: Client, url: str, *, full_accept: bool, conditional: dict[str, str] | None = None
) -> FetchedPage:
    """Ask for an address and follow where it leads. Every outcome is a `Fetch`; nothing is raised.

    Args:
        client: sends the requests, politely and under guard.
        url: the address, its fragment included.
        full_accept: whether to send all the `Accept` headers that a browser would.
        conditional: headers that make the first request conditional.
    """
    cookies = Cookies()
    seen: set[tuple[str, str]] = set()
    redirects: list[Redirect] = []
    here = url
    while True:
        wire = request_url(here)
        if wire is None:
            unreadable = Trouble.NOWHERE if redirects else Trouble.BAD_ADDRESS
            return FetchedPage(
                Fetch(tuple(redirects), None, unreadable, f"`{here[:200]}` is not an address of the web")
            )
        state = (wire, cookies.header(wire))
        if state in seen:
            return FetchedPage(Fetch(tuple(redirects), None, Trouble.LOOP, f"the redirects come back to {here[:300]}"))
        seen.add(state)
        try:
            response = await client.ask(
                wire,
                full_accept=full_accept,
                cookie=state[1],
                extra=conditional if not redirects else None,
                want_fragment=bool(fragment_of(here)),
            )
        except RequestError as failure:
            return FetchedPage(Fetch(tuple(redirects), None, failure.trouble, failure.detail))
        cookies.keep(response.cookies, wire)
        answer = answer_of(response, here)
        redirect = _next_redirect(response, answer, here)
        if redirect is None:
            # Browsers show what a redirect brings that says no place.
            shows = answer.page is not None and answer.page.all_words > _FEWEST_WORDS
            trouble = Trouble.NOWHERE if response.status in _REDIRECTS and not shows else None
            detail = f"the server answers {response.status}, a redirect, without saying where to" if trouble else ""
            return FetchedPage(
                Fetch(tuple(redirects), answer, trouble, detail),
                response.certificate_end,
                response.headers.get("retry-after", ""),
            )
        if len(redirects) >= client.settings.probing.redirects:
            detail = f"more than {client.settings.probing.redirects} redirects"
            return FetchedPage(Fetch(tuple(redirects), answer, Trouble.TOO_MANY_REDIRECTS, detail))
        redirects.append(redirect)
        here = redirect.to


def _next_redirect(response: Response, answer: FinalResponse, here: str) -> Redirect | None:
    """Return where an answer sends its reader, or None if it is the end."""
    location = response.headers.get("location", "").strip()
    if response.status in _REDIRECTS:
        permanent = response.status in (301, 308)
        return Redirect(here, response.status, resolve(here, location), permanent=permanent) if location else None
    page = answer.page
    asked = read_refresh(response.headers.get("refresh", ""))
    if asked and 200 <= response.status < 300 and resolve(here, asked).partition("#")[0] != here.partition("#")[0]:
        return Redirect(here, response.status, resolve(here, asked), "meta")
    if page is None or not 200 <= response.status < 300:
        return None
    if page.refresh and page.refresh.partition("#")[0] != here.partition("#")[0]:
        return Redirect(here, response.status, resolve(here, page.refresh), "meta", _for_good(page, page.refresh))
    if page.script_target:
        return Redirect(
            here, response.status, resolve(here, page.script_target), "script", _for_good(page, page.script_target)
        )
    return None


def _for_good(page: WebPage, target: str) -> bool:
    """Tell whether a page that leads elsewhere says that it has moved: in words, or by its canonical address."""
    if page.canonical and request_url(page.canonical) == request_url(target):
        return True
    return bool(MOVED_NOTICE.search(folded(f"{page.title} {' '.join(page.headings[:2])} {page.text[:600]}")))


_ENDED_EARLY: Final = frozenset({"slow", "truncated", "encoding"})
"""Ways in which an answer ends wrongly that say nothing where the whole page has come."""


def answer_of(response: Response, here: str) -> FinalResponse:
    """Read what a response brought."""
    declared, _, parameters = response.headers.get("content-type", "").partition(";")
    kind = declared.strip().lower()
    content = response.body.content
    real = real_kind(content)
    page: WebPage | None = None
    cut = response.body.cut
    if not real and kind in ("text/html", "application/xhtml+xml", "text/plain") and is_binary(content):
        cut = cut or "foreign"
    elif content and is_html(kind, real):
        html = decode(content, _charset(parameters))
        cut = "" if cut in _ENDED_EARLY and has_its_end(html) else cut
        page = read_page(html, response.url, want_anchors=bool(fragment_of(here)))
    elif content and kind == "text/plain" and not real:
        page = read_text(decode(content, _charset(parameters)))
    elif real == "application/pdf" and cut in _ENDED_EARLY and b"%%EOF" in content[-1_024:]:
        cut = ""
    return FinalResponse(
        url=here,
        status=response.status,
        kind=kind,
        real_kind=real,
        headers=response.headers,
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


async def _ask_service(client: Client, url: str, service: str, video: str) -> VideoStatus:
    """Ask a service whether a video is there: by oEmbed, and by its picture where oEmbed leaves doubt."""
    services = client.settings.services
    if service == "youtube":
        page = f"https://www.youtube.com/watch?v={video}"
        answer = await _get(client, _with_query(services.youtube_oembed, url=page, format="json"))
    else:
        answer = await _get(client, _with_query(services.vimeo_oembed, url=url))
    title = _read_oembed(answer)
    status = answer.status if answer is not None else None
    picture: bool | None = None
    if service == "youtube" and services.youtube_thumbnail and not (status == 200 and title is not None):
        shown = await _get(client, services.youtube_thumbnail.replace("{id}", quote(video, safe="")))
        if shown is not None and shown.status in (200, 404):
            picture = shown.status == 200
    return VideoStatus(service, status, title, picture)


def _with_query(address: str, **query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


async def _get(client: Client, url: str) -> Response | None:
    try:
        return await client.ask(url, fresh=True)
    except RequestError:
        return None


def _read_oembed(answer: Response | None) -> str | None:
    """Return the title of an oEmbed answer; a 200 whose body is not that JSON proves nothing."""
    if answer is None or answer.status != 200:
        return None
    try:
        data = json.loads(answer.body.content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not isinstance(data.get("title"), str) or "type" not in data:
        return None
    return str(data["title"])[:400]


def read_text(source: str) -> WebPage:
    """Read a plain text as a page: its first line, if it is short, is its title."""
    text = " ".join(source.split())[:LONGEST_TEXT]
    first = next((line.strip() for line in source.splitlines() if line.strip()), "")
    words = count_words(text)
    return WebPage(title=first if len(first) <= 200 else "", text=text, words=words, all_words=words)
