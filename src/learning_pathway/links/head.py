"""What a page says of itself in its head: language, base, metadata, where it refreshes to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin

__all__ = ["Head", "read_refresh"]

_TITLE_NAMES: Final = frozenset(
    {
        "og:title",
        "twitter:title",
        "citation_title",
        "dc.title",
        "dcterms.title",
        "eprints.title",
        "bepress_citation_title",
    }
)
_MAKER_NAMES: Final = frozenset(
    {"author", "citation_author", "article:author", "dc.creator", "dcterms.creator", "og:site_name",
     "citation_publisher", "dc.publisher", "dcterms.publisher", "citation_author_institution", "application-name",
     "eprints.creators_name"}
)  # fmt: skip
_REFRESH: Final = re.compile(
    r"""^\s*(\d{1,9})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?\s*([^"'\s][^"']*)""", re.IGNORECASE
)
_LONGEST_REFRESH: Final = 10
"""Seconds after which a refresh is a reload, not a redirect."""
_LONGEST_NAME: Final = 400


class Head:
    """Collects what the elements of a head say. Metadata met in a body counts too, as in browsers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.base_url = url
        self.names: list[str] = []
        self.makers: list[str] = []
        self.language = self.canonical = self.description = self.generator = self.refresh = ""
        self.noindex = False

    def html(self, attributes: Mapping[str, str]) -> None:
        """Take the language of the page."""
        self.language = (attributes.get("lang") or attributes.get("xml:lang") or "")[:40]

    def base(self, attributes: Mapping[str, str]) -> None:
        """Take the address against which the page's addresses are resolved."""
        if attributes.get("href"):
            self.base_url = _joined(self.url, attributes["href"]) or self.url

    def meta(self, attributes: Mapping[str, str], *, in_noscript: bool) -> None:
        """Take a piece of metadata. A refresh inside `noscript` is not meant for those who run scripts."""
        content = (attributes.get("content") or "").strip()
        key = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").strip().lower()
        if (attributes.get("http-equiv") or "").lower() == "refresh":
            target = "" if in_noscript else read_refresh(content)
            if target:
                self.refresh = self.refresh or _joined(self.base_url, target)
        elif key in _TITLE_NAMES:
            self.names.append(content[:_LONGEST_NAME])
        elif key in _MAKER_NAMES:
            self.makers.append(content[:_LONGEST_NAME])
        elif key in ("description", "og:description"):
            self.description = self.description or content[:1_000]
        elif key in ("robots", "googlebot"):
            self.noindex = "noindex" in content.lower()
        elif key == "generator":
            self.generator = content[:80]

    def link(self, attributes: Mapping[str, str]) -> None:
        """Take the address that the page calls its own."""
        if "canonical" in (attributes.get("rel") or "").lower().split() and attributes.get("href"):
            self.canonical = _joined(self.base_url, attributes["href"])


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target.strip())[:8_000]
    except ValueError:
        return ""


def read_refresh(content: str) -> str:
    """Return where a refresh leads, as written; empty if nowhere, or only after a reader had time to read."""
    found = _REFRESH.match(content)
    return found[2] if found and int(found[1]) <= _LONGEST_REFRESH else ""
