"""The web app manifest, by which people install the site (https://www.w3.org/TR/appmanifest/).

Every address in it is relative to the manifest, so that it works wherever the site is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from ...catalogue.language import direction
from ...exports import xml_text
from ..site import Site
from .asset import Asset

__all__ = ["MANIFEST_PATH", "webmanifest_files"]

MANIFEST_PATH = "manifest.webmanifest"
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


def cut(text: str, most: int) -> str:
    """At most so many characters of `text`: whole words as long as there is one that fits."""
    text = xml_text(text)
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0] or text[:most]
