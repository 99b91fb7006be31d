"""What the makers of feed formats ask of a feed, written down from their documents and not from ours.

Sources: RFC 4287 (Atom), sections 3 and 4; jsonfeed.org/version/1.1; opml.org/spec2.opml. Each function gives the rules
that a document breaks, in words.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

__all__ = ["broken_in_atom", "broken_in_json_feed", "broken_in_opml"]

ATOM = "{http://www.w3.org/2005/Atom}"
#: RFC 4287, 3.3: an RFC 3339 moment with a capital T and, where there is no offset, a capital Z.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+(;.*)?")
#: How often each element may stand in a feed and in an entry (4.1.1 and 4.1.2): at least, at most.
_FEED = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "author": (0, None),
    "link": (0, None),
    "entry": (0, None),
    "category": (0, None),
    "contributor": (0, None),
    "generator": (0, 1),
    "icon": (0, 1),
    "logo": (0, 1),
    "rights": (0, 1),
    "subtitle": (0, 1),
}
_ENTRY = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "published": (0, 1),
    "content": (0, 1),
    "summary": (0, 1),
    "author": (0, None),
    "link": (0, None),
    "category": (0, None),
    "contributor": (0, None),
    "rights": (0, 1),
    "source": (0, 1),
}


def whole(address: object) -> bool:
    """Whether it is an absolute web address."""
    return isinstance(address, str) and urlsplit(address).scheme in {"http", "https"} and bool(urlsplit(address).netloc)


def broken_in_atom(data: bytes) -> list[str]:
    """The rules of RFC 4287 that a document breaks."""
    feed = etree.fromstring(data)
    if feed.tag != f"{ATOM}feed":
        return [f"the root is {feed.tag}"]
    return [*_counted(feed, _FEED), *_atom(feed)]


def _counted(parent: etree._Element, allowed: dict[str, tuple[int, int | None]]) -> Iterator[str]:
    found = Counter(str(child.tag).removeprefix(ATOM) for child in parent)
    yield from (f"unknown element {name}" for name in found.keys() - allowed.keys())
    for name, (least, most) in allowed.items():
        if found[name] < least or (most is not None and found[name] > most):
            yield f"{found[name]} of {name} in {parent.tag}"


def _atom(feed: etree._Element) -> Iterator[str]:
    entries = feed.findall(f"{ATOM}entry")
    if feed.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        yield "4.1.1: neither the feed nor each entry names an author"
    for author in feed.iter(f"{ATOM}author"):
        if not author.findtext(f"{ATOM}name"):
            yield "3.2.1: an author has no name"
    if not any(link.get("rel") == "self" for link in feed.findall(f"{ATOM}link")):
        yield "4.1.1: no link to itself"
    for entry in entries:
        yield from _counted(entry, _ENTRY)
        rels = [link.get("rel", "alternate") for link in entry.findall(f"{ATOM}link")]
        if entry.find(f"{ATOM}content") is None and "alternate" not in rels:
            yield "4.1.2: an entry without content needs an alternate link"
    for element in feed.iter():
        yield from _element(element)
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    yield from (f"4.1.1: the id {name} stands twice" for name, count in ids.items() if count > 1)


def _element(element: etree._Element) -> Iterator[str]:
    name, text = str(element.tag).removeprefix(ATOM), element.text or ""
    if name == "id" and (not whole(text) or text != text.strip()):
        yield f"4.2.6: {text!r} is no absolute address"
    if name in {"updated", "published"} and not _MOMENT.fullmatch(text):
        yield f"3.3: {text!r} is no moment"
    if name == "link":
        if not whole(element.get("href")):
            yield f"4.2.7.1: {element.get('href')!r} is no whole address"
        if not _MEDIA_TYPE.fullmatch(element.get("type", "text/html")):
            yield f"4.2.7.3: {element.get('type')!r} is no media type"
    if name == "category" and not element.get("term"):
        yield "4.2.2.1: a category has no term"
    if name in {"title", "subtitle", "rights"} and element.get("type", "text") != "text":
        yield f"a {name} with markup"
    if name == "content" and (element.get("type") != "html" or len(element)):
        yield "4.1.3: content is not escaped HTML"


#: Every key of JSON Feed 1.1, with the type of its value.
_JSON_FEED: dict[str, type] = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "user_comment": str,
    "next_url": str,
    "icon": str,
    "favicon": str,
    "authors": list,
    "language": str,
    "expired": bool,
    "hubs": list,
    "items": list,
}
_JSON_ITEM: dict[str, type] = {
    "id": str,
    "url": str,
    "external_url": str,
    "title": str,
    "content_html": str,
    "content_text": str,
    "summary": str,
    "image": str,
    "banner_image": str,
    "date_published": str,
    "date_modified": str,
    "authors": list,
    "tags": list,
    "language": str,
    "attachments": list,
}


def broken_in_json_feed(data: bytes) -> list[str]:
    """The rules of JSON Feed 1.1 that a document breaks."""
    return list(_json_feed(json.loads(data.decode("utf-8"))))


def _json_feed(feed: dict[str, Any]) -> Iterator[str]:
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield f"version {feed.get('version')!r}"
    yield from (f"no {name}" for name in ("title", "items") if name not in feed)
    yield from _keys(feed, _JSON_FEED)
    for item in feed.get("items", []):
        yield from _keys(item, _JSON_ITEM)
        if not item.get("id"):
            yield "an item has no id"
        if not ({"content_html", "content_text"} & item.keys()):
            yield "an item has no content"
        if not _MOMENT.fullmatch(item.get("date_published", "2020-01-01T00:00:00Z")):
            yield f"{item['date_published']!r} is no moment"
        if not all(isinstance(tag, str) for tag in item.get("tags", [])):
            yield "a tag is no text"
    for author in [*feed.get("authors", []), *(a for item in feed.get("items", []) for a in item.get("authors", []))]:
        if not ({"name", "url", "avatar"} & author.keys()):
            yield "an author is no one"
    ids = Counter(item.get("id") for item in feed.get("items", []))
    yield from (f"the id {name} stands twice" for name, count in ids.items() if count > 1)


def _keys(thing: dict[str, Any], known: dict[str, type]) -> Iterator[str]:
    for key, value in thing.items():
        if key.startswith("_"):
            continue
        if key not in known:
            yield f"unknown key {key}"
        elif not isinstance(value, known[key]):
            yield f"{key} is {type(value).__name__}"
        elif key.endswith("url") and not whole(value):
            yield f"{key} is no whole address: {value}"


def broken_in_opml(data: bytes) -> list[str]:
    """The rules of OPML 2.0 that a subscription list breaks."""
    return list(_opml(etree.fromstring(data)))


def _opml(root: etree._Element) -> Iterator[str]:
    if root.tag != "opml" or root.get("version") != "2.0":
        yield "no OPML 2.0"
    if [child.tag for child in root] != ["head", "body"]:
        yield "not one head and one body"
    for outline in root.iter("outline"):
        if not outline.get("text"):
            yield "an outline without text"
        if outline.get("type") == "rss" and not whole(outline.get("xmlUrl")):
            yield f"a feed without a whole address: {outline.get('xmlUrl')!r}"
        if outline.get("type") is None and not len(outline):
            yield "an empty shelf"
