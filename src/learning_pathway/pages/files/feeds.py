"""Feeds of what is new: of the whole pathway, of each theme and of each module; and a list of them all.

A feed is read far from the site, so that every address in it is whole. A site without a `site_url` has no feeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from ...catalogue.model import Resource
from ...exports import Channel, atom_feed, content, json_feed, xml_text
from ..page import address
from ..site import Site
from .asset import Asset
from .lists import works_of

__all__ = ["ATOM", "JSON", "OPML_PATH", "Feed", "feed_files", "feed_name", "feeds_of"]

#: Names of the two files, beside the page that a feed belongs to.
ATOM, JSON = "feed.xml", "feed.json"
OPML_PATH = "feeds.opml"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in both of its forms.

    Attributes:
        title: its name.
        shelf: what a list of feeds files it under; empty for that of the whole pathway.
        folder: where it stands, relative to the site, with a slash at the end.
        page: the page that shows the same, relative to the site.
        resources: what it may tell of.
    """

    title: str
    shelf: str
    folder: str
    page: str
    resources: Sequence[Resource]


def feed_name(site: Site, of: str, resources: Sequence[Resource]) -> str:
    """The name of a feed of some resources; empty where there can be none, or nothing to tell.

    Args:
        site: the catalogue.
        of: what the feed is about; empty for the whole pathway.
        resources: what it may tell of.
    """
    pathway = site.catalogue.pathway
    if not pathway.site_url or not any(resource.added for resource in resources):
        return ""
    return f"{of} ({pathway.title})" if of else pathway.title


def feeds_of(site: Site) -> list[Feed]:
    """Every feed that has something to tell."""
    found = [Feed(feed_name(site, "", site.catalogue.resources), "", "", "library/", site.catalogue.resources)]
    for theme in site.themes.values():
        here, works = address(f"themes/{theme.id}.md"), site.resources_by_theme[theme.id]
        found.append(Feed(feed_name(site, theme.title, works), "Themes", here, here, works))
    for module in site.modules.values():
        here, works = address(f"modules/{module.id}.md"), works_of(site, module)
        found.append(Feed(feed_name(site, module.title, works), "Modules", here, here, works))
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
    """The feeds as an OPML 2.0 subscription list (opml.org/spec2.opml), which feed readers take in one go."""
    root = etree.Element("opml", {"version": "2.0"})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = xml_text(title)
    body = etree.SubElement(root, "body")
    shelves: dict[str, etree._Element] = {"": body}
    for feed in feeds:
        if (shelf := shelves.get(feed.shelf)) is None:
            shelf = shelves[feed.shelf] = etree.SubElement(body, "outline", {"text": feed.shelf})
        name, source, page = xml_text(feed.title), home + feed.folder + ATOM, home + feed.page
        facts = {"type": "rss", "text": name, "title": name, "xmlUrl": source, "htmlUrl": page}
        etree.SubElement(shelf, "outline", facts)
    etree.indent(root)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return text.decode("utf-8") + "\n"
