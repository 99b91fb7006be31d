"""Follows every link of a site on this computer, and says which lead nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

from lxml import html

__all__ = ["Crawl", "crawl", "get"]

#: Attributes that hold addresses.
NAMES = ("href", "src", "srcset", "action", "data-home")


@dataclass
class Crawl:
    """What following every link has found.

    Attributes:
        dead: addresses that lead nowhere, each with the page that names it, relative to the site.
        seen: every address that a page names.
        parts: every part of a page that a link names.
    """

    dead: list[tuple[str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    parts: dict[tuple[str, str], str] = field(default_factory=dict)


def crawl(address: str) -> Crawl:
    """Follow every link of every page of the site at `address`, to pages, files and parts of pages."""
    found = Crawl(seen={address})
    waiting = [(address, "")]
    names: dict[str, set[str]] = {}
    while waiting:
        here, source = waiting.pop()
        status, kind, text = get(here)
        if status != 200:
            found.dead.append((here.removeprefix(address), source))
        if kind != "text/html":
            continue
        document = html.document_fromstring(text)
        names[here] = {*document.xpath("//@id"), *document.xpath("//a/@name")}
        for reference in references(document, text, here):
            page, part = urldefrag(reference)
            if part:
                found.parts[page, unquote(part)] = here.removeprefix(address)
            if page not in found.seen:
                found.seen.add(page)
                waiting.append((page, here.removeprefix(address)))
    found.dead += [
        (f"{page.removeprefix(address)}#{part}", source)
        for (page, part), source in found.parts.items()
        if page in names and part not in names[page]
    ]
    return found


def references(document: html.HtmlElement, text: str, here: str) -> set[str]:
    """Every address of this server that a page names, with the part of the page that it leads to."""
    found = {urljoin(here, node.get(name)) for node in document.iter("*") for name in NAMES if node.get(name)}
    found |= {urljoin(here, name) for name in re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', text)}
    return {one for one in found if urlsplit(one).netloc == urlsplit(here).netloc}


def get(address: str) -> tuple[int, str, str]:
    """Status, media type and text of an address."""
    try:
        with urlopen(address, timeout=10) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode("utf-8", "replace")
    except HTTPError as error:
        with error:
            return error.code, "", ""
