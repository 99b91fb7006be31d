"""Feeds of what is new, for feed readers: Atom (RFC 4287) and JSON Feed 1.1.

A feed tells of resources in the order in which they joined the catalogue; one without an `added` date is not news.
Nothing in it comes from a clock, so that a build that changes nothing changes no feed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from lxml import etree

from ..catalogue.language import attributes, direction, isolated
from ..catalogue.model import Resource
from ..citation import cite
from ..citation.reference import clean

__all__ = ["Channel", "atom_feed", "content", "json_feed", "news", "xml_text"]

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Characters that XML 1.0 (2.2) has no way to write; `clean` takes the other controls away.
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed is about, and where it lives.

    Attributes:
        title: name of the feed.
        page: full address of the page that shows the same in HTML.
        language: language of the site (BCP 47).
        publisher: who publishes the site, or None where that is not known.
        address_of: gives the full address of a resource's record page.
        id_of: gives the permanent id of a resource's entry, an address that no renaming changes (RFC 4287, 4.2.6).
        content_of: gives the HTML of an entry; whoever writes many feeds remembers it.
    """

    title: str
    page: str
    language: str
    publisher: str | None
    address_of: Callable[[Resource], str]
    id_of: Callable[[Resource], str]
    content_of: Callable[[Resource], str]


def news(resources: Iterable[Resource], most: int = 50) -> tuple[Resource, ...]:
    """The newest resources first, at most `most`; those of one day stay in the catalogue's order."""
    dated = [(resource.added, resource) for resource in resources if resource.added]
    return tuple(resource for _, resource in sorted(dated, key=itemgetter(0), reverse=True)[:most])


def xml_text(text: str) -> str:
    """`text` on one line, without what XML has no way to write."""
    return clean(_NOT_XML.sub("", text))


def title_text(resource: Resource) -> str:
    """The title on one line of plain text, in the direction of its language."""
    language = resource.language if resource.title else None
    return isolated(xml_text(resource.heading), direction(language) if language else None)


def title_language(resource: Resource, around: str) -> dict[str, str]:
    """The attribute that says which language the title is in, where that is not the feed's."""
    known = attributes(resource.language, resource.heading, around) if resource.title and resource.language else {}
    return {_LANG: known["lang"]} if "lang" in known else {}


def _moment(day: date | None) -> str:
    """Midnight, Greenwich, of the day that the catalogue names."""
    return f"{day}T00:00:00Z"


def content(resource: Resource, language: str = "en") -> str:
    """What a reader of a feed in `language` sees: summary, reason, and the reference, as HTML."""
    told = [str(part.html) for part in (resource.summary, resource.why) if part]
    return _NOT_XML.sub("", "".join([*told, f"<p>{cite(resource).html_in(language)}</p>"]))


def _newest(entries: Sequence[Resource]) -> date | None:
    if not entries:
        raise ValueError("a feed needs an entry: no resource has an `added` date")
    return entries[0].added


def atom_feed(channel: Channel, resources: Iterable[Resource], address: str) -> bytes:
    """An Atom feed of what is new.

    Args:
        channel: what the feed is about.
        resources: the resources to choose from.
        address: full address of the feed itself.

    Raises:
        ValueError: no resource has an `added` date.
    """
    entries = news(resources)
    feed = etree.Element(f"{{{_ATOM}}}feed", {_LANG: channel.language}, nsmap={None: _ATOM})

    def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
        element = etree.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
        element.text = text
        return element

    add(feed, "id", address)
    add(feed, "title", xml_text(channel.title))
    add(feed, "updated", _moment(_newest(entries)))
    add(feed, "link", rel="self", type="application/atom+xml", href=address)
    add(feed, "link", rel="alternate", type="text/html", href=channel.page)
    add(add(feed, "author"), "name", xml_text(channel.publisher or channel.title))
    for resource in entries:
        page = channel.address_of(resource)
        entry = add(feed, "entry")
        add(entry, "id", channel.id_of(resource))
        add(entry, "title", title_text(resource), **title_language(resource, channel.language))
        add(entry, "updated", _moment(resource.added))
        add(entry, "published", _moment(resource.added))
        add(entry, "link", rel="alternate", type="text/html", href=page)
        for theme in resource.themes:
            add(entry, "category", term=theme)
        add(entry, "content", channel.content_of(resource), type="html")
    etree.indent(feed)
    data: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8")
    return data + b"\n"


def json_feed(channel: Channel, resources: Iterable[Resource], address: str) -> bytes:
    """A JSON feed of what is new. Arguments and errors are those of `atom_feed`."""
    entries = news(resources)
    _newest(entries)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": xml_text(channel.title),
        "home_page_url": channel.page,
        "feed_url": address,
        "language": channel.language,
        "authors": [{"name": xml_text(channel.publisher)}] if channel.publisher else [],
        "items": [
            {
                "id": channel.id_of(resource),
                "url": channel.address_of(resource),
                **({"external_url": resource.url} if resource.url else {}),
                "title": title_text(resource),
                **({"language": resource.language} if title_language(resource, channel.language) else {}),
                "content_html": channel.content_of(resource),
                "date_published": _moment(resource.added),
                "tags": list(resource.themes),
            }
            for resource in entries
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
