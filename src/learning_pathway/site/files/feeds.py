"""Feeds of what is new, Atom and JSON Feed: of the pathway, each theme and each module."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from lxml import etree

from ...catalogue.model import Resource
from ...catalogue.text import attributes, direction, isolated
from ...citation import cite
from ...citation.reference import clean
from ..context import Site, resources_of
from ..document import Asset, address

__all__ = [
    "ATOM",
    "JSON",
    "OPML_PATH",
    "Channel",
    "Feed",
    "atom_feed",
    "content",
    "feed_files",
    "feed_name",
    "feeds_of",
    "json_feed",
    "newest_resources",
    "xml_text",
]


_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Characters that XML 1.0 (2.2) has no way to write; `clean` takes the other controls away.
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Channel:
    """Title, description and addresses of a feed.

    Attributes:
        title: name of the feed.
        page: full address of the page that shows the same in HTML.
        language: language of the site (BCP 47).
        publisher: who publishes the site, or None where that is not known.
        address_of: gives the full address of a resource's record page.
        id_of: gives the permanent id of a resource's entry, an address that no renaming changes (RFC 4287, 4.2.6).
        content_of: gives the HTML of an entry; cached across feeds.
    """

    title: str
    page: str
    language: str
    publisher: str | None
    address_of: Callable[[Resource], str]
    id_of: Callable[[Resource], str]
    content_of: Callable[[Resource], str]


def newest_resources(resources: Iterable[Resource], most: int = 50) -> tuple[Resource, ...]:
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
    """00:00 UTC on that date."""
    return f"{day}T00:00:00Z"


def content(resource: Resource, language: str = "en") -> str:
    """The content of a feed entry in `language`: summary, reason, and the reference, as HTML."""
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
    entries = newest_resources(resources)
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
    entries = newest_resources(resources)
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


#: Names of the two files, in the folder of the page that a feed belongs to.
ATOM, JSON = "feed.xml", "feed.json"
OPML_PATH = "feeds.opml"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in both of its forms.

    Attributes:
        title: its name.
        section: what a list of feeds files it under; empty for that of the whole pathway.
        folder: its folder, relative to the site, with a slash at the end.
        page: the page that shows the same, relative to the site.
        resources: those it may list.
    """

    title: str
    section: str
    folder: str
    page: str
    resources: Sequence[Resource]


def feed_name(site: Site, of: str, resources: Sequence[Resource]) -> str:
    """The name of a feed of some resources; empty where there can be none, or there is nothing to list.

    Args:
        site: the catalogue.
        of: what the feed is about; empty for the whole pathway.
        resources: those it may list.
    """
    pathway = site.catalogue.pathway
    if not pathway.site_url or not any(resource.added for resource in resources):
        return ""
    if not of:
        return pathway.title
    return site.translations.gettext("%(name)s (%(pathway)s)", name=of, pathway=pathway.title)


def feeds_of(site: Site) -> list[Feed]:
    """Every feed that is not empty."""
    found = [Feed(feed_name(site, "", site.catalogue.resources), "", "", "library/", site.catalogue.resources)]
    for theme in site.themes.values():
        here, resources = address(f"themes/{theme.id}.md"), site.resources_by_theme[theme.id]
        found.append(
            Feed(feed_name(site, theme.title, resources), site.translations.gettext("Themes"), here, here, resources)
        )
    for module in site.modules.values():
        here, resources = address(f"modules/{module.id}.md"), resources_of(site, module)
        found.append(
            Feed(feed_name(site, module.title, resources), site.translations.gettext("Modules"), here, here, resources)
        )
    return [feed for feed in found if feed.title]


def feed_files(site: Site) -> Iterator[Asset]:
    """The feeds, and the list of them; nothing where there are none."""
    feeds = feeds_of(site)
    pathway = site.catalogue.pathway
    if not feeds or not pathway.site_url:
        return
    home = pathway.site_url.rstrip("/") + "/"
    told: dict[str, str] = {}

    def address_of(resource: Resource) -> str:
        return home + address(f"resources/{resource.id}.md")

    def id_of(resource: Resource) -> str:
        return home + address(f"resources/{(*resource.formerly, resource.id)[0]}.md")

    def content_of(resource: Resource) -> str:
        if (html := told.get(resource.id)) is None:
            html = told[resource.id] = content(resource, pathway.language)
        return html

    for feed in feeds:
        channel = Channel(
            title=feed.title,
            page=home + feed.page,
            language=pathway.language,
            publisher=pathway.organisation or pathway.title,
            address_of=address_of,
            id_of=id_of,
            content_of=content_of,
        )
        for name, write in ((ATOM, atom_feed), (JSON, json_feed)):
            yield Asset(feed.folder + name, write(channel, feed.resources, home + feed.folder + name).decode("utf-8"))
    yield Asset(OPML_PATH, opml(pathway.title, home, feeds))


def opml(title: str, home: str, feeds: Sequence[Feed]) -> str:
    """The feeds as an OPML 2.0 subscription list (opml.org/spec2.opml), which feed readers import at once."""
    root = etree.Element("opml", {"version": "2.0"})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = xml_text(title)
    body = etree.SubElement(root, "body")
    sections: dict[str, etree._Element] = {"": body}
    for feed in feeds:
        if (section := sections.get(feed.section)) is None:
            section = sections[feed.section] = etree.SubElement(body, "outline", {"text": feed.section})
        name, source, page = xml_text(feed.title), home + feed.folder + ATOM, home + feed.page
        facts = {"type": "rss", "text": name, "title": name, "xmlUrl": source, "htmlUrl": page}
        etree.SubElement(section, "outline", facts)
    etree.indent(root)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return text.decode("utf-8") + "\n"
