"""What a page tells programs: metadata; and what classes, ids and scripts tell: not found, empty, hidden, a banner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from .model import frozen_dataclass

__all__ = [
    "BOXES",
    "PageMetadata",
    "is_about_cookies",
    "is_banner",
    "is_blank",
    "is_filled_by_scripts",
    "is_hidden",
    "is_player",
    "missing_mark",
]

_CLASS: Final = re.compile(
    r"(?:^|[\s_])(?:(?:template-|page-|is-|error-?)?404(?:-page|-template|-error)?|(?:page-|is-)?not-?found(?:-page|-template)?"
    r"|search-no-results)(?=[\s_]|$)",
    re.IGNORECASE,
)
"""Class or id of the body by which content systems mark it: `error404`, `template-404`, `page-not-found`."""
_SCRIPT: Final = re.compile(
    r"""["']page["']\s*:\s*["']/(?:404|_error)["']|\bpagePath\s*=\s*["']/404|\bprerenderStatusCode\s*=\s*["']?4(?:04|10)"""
    r"""|["']page_?(?:type|category|name|template)["']\s*:\s*["'][\w -]{0,20}(?:404|not[-_ ]?found)"""
    r"""|["'](?:pageview|_trackPageview)["'],\s*["']/?404\b"""
    r"""|["']playabilityStatus["']:\s*\{["']status["']:\s*["'](?:ERROR|\w+["'][^{}]{1,200}private video)""",
    re.IGNORECASE,
)
"""What applications and counting scripts call the page: `"page":"/404"` of Next.js, for instance."""


def missing_mark(body: str, metas: Iterable[tuple[str, str]], scripts: Iterable[str]) -> str:
    """Return the mark of a not-found page, or an empty string.

    Args:
        body: the body's class and id.
        metas: names of metadata with their contents.
        scripts: the scripts in the page.
    """
    for key, content in metas:
        if key == "prerender-status-code" and content.strip() in ("404", "410"):
            return f"{key}: {content.strip()}"
    found = _CLASS.search(body)
    found = found or next((found for script in scripts if (found := _SCRIPT.search(script))), None)
    return found[0].strip()[:80] if found else ""


BOXES: Final = frozenset({"div", "section", "aside", "dialog", "form", "footer"})
"""Elements that may be a banner about cookies."""
_BANNER: Final = re.compile(
    r"(?:(?<!has-)(?<!no-)(?<!with-)(?<!without-)(?<!accepts-))cookie|consent|gdpr|onetrust|optanon|didomi|usercentrics|truste|osano|iubenda|klaro|termly|sp_message|"
    r"(?:^|[\s_-])(?:cky|cmplz|cli|cc|ccc|qc|cmp\d?|rgpd|dsgvo|avg)(?=[\s_-]|$)|privacy-?(?:banner|notice|popup|modal|overlay|bar)",
    re.IGNORECASE,
)
"""Classes and ids of banners about cookies, as the programs that make them write them."""
_COOKIES: Final = re.compile(
    r"cookie|\btracking|\btrackers?\b|privacy (?:policy|settings|choices|preferences|matters)|your (?:data )?privacy|"
    r"information (?:on|from) (?:a|your) device|datenschutz|vie privée|privacidad|prywatno|クッキー",
    re.IGNORECASE,
)
_LONGEST_BANNER: Final = 6_000


@lru_cache(maxsize=4_096)
def is_banner(name: str) -> bool:
    """Tell whether a class or an id is one of a banner about cookies."""
    return _BANNER.search(name) is not None


def is_about_cookies(text: str) -> bool:
    """Tell whether the text of what has such a name is a banner's."""
    return len(text) <= _LONGEST_BANNER and _COOKIES.search(text) is not None


def is_hidden(tag: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an element shows only when something is opened."""
    if tag == "dialog" and "open" not in attributes:
        return True
    if attributes.get("aria-hidden") == "true" and "modal" in attributes.get("class", "").lower():
        return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style


_SHELL_WORDS, _FRAME_WORDS = 30, 120
"""Words below which a page with scripts is empty, and those that may stand around the place that scripts fill."""
_MOUNT: Final = re.compile(
    r"""<(?:div|main|section|app-root)\b[^<>]{0,300}?\bid\s?=\s?["']?(?:root|app|__next|__nuxt|___gatsby|react-root|"""
    r"""app-root|main-app|react-app|ember-app|vue-app|q-app|svelte|mount|application)["']?(?:\s[^<>]{0,300})?>"""
    r"""[^<]{0,40}(?:<!--[^<]{0,300}-->\s{0,40})?</""",
    re.IGNORECASE,
)
"""The empty element that the script of an application fills."""


def is_filled_by_scripts(html: str, words: int) -> bool:
    """Tell whether a page with scripts, of so many words, is there for them to fill in."""
    return words < _SHELL_WORDS or (words < _FRAME_WORDS and _MOUNT.search(html) is not None)


_SHOWN: Final = re.compile(r"<(?:img|image|picture|object|embed|svg|canvas|applet|input|button)\b", re.IGNORECASE)


def is_blank(html: str) -> bool:
    """Tell whether a page without a word has no picture either."""
    return _SHOWN.search(html) is None


@frozen_dataclass
class PageMetadata:
    """What an HTML page says of itself to programs, as it is written."""

    title: str = ""
    language: str = ""
    metas: tuple[tuple[str, str], ...] = ()
    """Names in small letters (`name`, `property` or `itemprop`) with their contents, in the page's order."""
    linked_data: tuple[str, ...] = ()
    """Blocks of JSON-LD."""
    oembed: str = ""
    """Address of an oEmbed description."""

    def all(self, *names: str) -> list[str]:
        """Return every content under the first of these names that there is."""
        for name in names:
            found = [content for key, content in self.metas if key == name]
            if found:
                return found
        return []

    def first(self, *names: str) -> str:
        """Return the first content under the first of these names that there is; empty for none."""
        return next(iter(self.all(*names)), "")


_PLAYERS: Final = re.compile(
    r"youtube|youtu\.be|vimeo|/embed|player|soundcloud|spotify|podbean|audioboom|wistia|brightcove", re.IGNORECASE
)


def is_player(source: str) -> bool:
    """Tell whether the address of a frame is that of a player."""
    return _PLAYERS.search(source) is not None
