"""Reading the head of a page of HTML for what it says of the work on it. Nothing of it is executed or kept but text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

__all__ = ["WebPage", "read_webpage"]

#: Pieces of metadata, and characters of each, that are looked at.
_MOST, _LONGEST = 500, 2_000
_LONGEST_BLOCK = 200_000
_MOST_BLOCKS = 20


@dataclass(slots=True)
class WebPage:
    """What a page says of itself."""

    title: str = ""
    language: str = ""
    metas: list[tuple[str, str]] = field(default_factory=list)
    """Names in small letters (`name`, `property` or `itemprop`) with their contents, in the page's order."""
    blocks: list[str] = field(default_factory=list)
    """Blocks of JSON-LD."""
    oembed: str = ""
    """Address of an oEmbed description, as written."""

    def all(self, *names: str) -> list[str]:
        """Every content under the first of these names that there is."""
        for name in names:
            found = [content for key, content in self.metas if key == name]
            if found:
                return found
        return []

    def first(self, *names: str) -> str:
        """The first content under the first of these names that there is; empty for none."""
        return next(iter(self.all(*names)), "")


def read_webpage(html: str) -> WebPage:
    """Read what a page says of itself, as far as it can be read."""
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8", recover=True, huge_tree=False)  # type: ignore[call-overload]
    try:
        parser.feed(html.replace("\0", "").encode("utf-8", "replace"))
        parser.close()
    except etree.LxmlError:
        pass  # what was read before the fault is kept
    return reader.page


class _Reader:
    """Collects facts while the parser walks through the page once."""

    def __init__(self) -> None:
        self.page = WebPage()
        self.text: list[str] | None = None
        self.tag = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "html":
            self.page.language = (attributes.get("lang") or attributes.get("xml:lang") or "")[:40]
        elif tag == "meta":
            self._meta(attributes)
        elif tag == "link":
            self._link(attributes)
        elif (tag == "title" and not self.page.title) or (tag == "script" and _is_linked_data(attributes)):
            self.tag, self.text = tag, []

    def end(self, tag: str) -> None:
        if self.text is None or tag != self.tag:
            return
        text, self.text = "".join(self.text), None
        if tag == "title":
            self.page.title = " ".join(text.split())[:_LONGEST]
        elif len(text) <= _LONGEST_BLOCK and len(self.page.blocks) < _MOST_BLOCKS:
            self.page.blocks.append(text)

    def data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def close(self) -> None:
        return None

    def _meta(self, attributes: Mapping[str, str]) -> None:
        name = (
            (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").strip().lower()
        )
        content = " ".join((attributes.get("content") or "").split())[:_LONGEST]
        if name and content and len(self.page.metas) < _MOST:
            self.page.metas.append((name, content))

    def _link(self, attributes: Mapping[str, str]) -> None:
        kind = (attributes.get("type") or "").lower()
        if kind in ("application/json+oembed", "text/json+oembed") and attributes.get("href") and not self.page.oembed:
            self.page.oembed = attributes["href"].strip()[:_LONGEST]


def _is_linked_data(attributes: Mapping[str, str]) -> bool:
    return (attributes.get("type") or "").lower().strip() == "application/ld+json"
