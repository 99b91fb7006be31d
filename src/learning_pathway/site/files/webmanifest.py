"""The web app manifest, what it says of pages that are not kept, and the dates of the sitemap."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from ...catalogue.language import direction
from ...catalogue.model import Resource
from ..context import Site
from .feeds import xml_text
from .model import Asset

__all__ = [
    "MANIFEST_PATH",
    "dated",
    "not_kept",
    "webmanifest_files",
]

MANIFEST_PATH = "manifest.webmanifest"
NOT_KEPT_PATH = "assets/pathway/not-kept.json"
#: Characters that fit below an icon on a phone, more or less.
_SHORT = 16
#: The theme's paper (`tokens.css`); browsers show it before the first page.
_PAPER = "#faf7f2"
_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-mask.png", "512x512", "maskable"),
)


def webmanifest_files(site: Site) -> Iterator[Asset]:
    """The manifest of the pathway, in its own words."""
    pathway = site.catalogue.pathway
    content = {
        "name": xml_text(pathway.title),
        "short_name": cut(pathway.title, _SHORT),
        "lang": pathway.language,
        "dir": direction(pathway.language),
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "display_override": ["minimal-ui", "standalone"],
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [
            {"src": f"assets/images/{name}", "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
    }
    yield Asset(MANIFEST_PATH, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def not_kept(site: Site) -> Asset:
    """What the service worker says of a page that is not on the device, when there is no network: words in HTML."""
    gettext = site.translations.gettext
    content = {
        "language": escape(site.language),
        "direction": direction(site.language),
        "title": gettext("Not on this device"),
        "words": gettext("This device is offline, and this page is not among those that it keeps."),
        "home": gettext("Go to the home page"),
    }
    return Asset(NOT_KEPT_PATH, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def cut(text: str, most: int) -> str:
    """At most so many characters of `text`: whole words as long as there is one that fits."""
    text = xml_text(text)
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0] or text[:most]


def dated(resources: Iterable[Resource], *, reviewed: bool = False) -> dict[str, Any]:
    """Front matter for `page`: the last day on which one of `resources` joined the catalogue, or was looked at again.

    Args:
        resources: the works that the page shows.
        reviewed: whether the page shows all that a review can change, as a record does.
    """
    days = [day for each in resources for day in (each.added, each.reviewed_on if reviewed else None) if day]
    return {"lastmod": max(days).isoformat()} if days else {}
