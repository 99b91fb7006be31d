"""Facts read from the HTML of a page: titles, text, links. Nothing is executed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote

from lxml import etree

from .content import Head, count_words, read_linked_data, script_target
from .marks import (
    BOXES,
    PageMetadata,
    is_about_cookies,
    is_banner,
    is_blank,
    is_filled_by_scripts,
    is_hidden,
    is_player,
    missing_mark,
)
from .model import WebPage

__all__ = ["LONGEST_TEXT", "read_elements", "read_metadata", "read_page"]

LONGEST_TEXT: Final = 300_000
"""Characters of text that are kept."""
_LONGEST_NAME: Final = 400
_FALLBACK_PIECES: Final = 20
_SILENT: Final = frozenset("script style template svg math noscript iframe object select datalist".split())  # noqa: SIM905 - reads better as text
_INLINE: Final = frozenset("a b i em strong span sup sub abbr mark small u code font wbr".split())  # noqa: SIM905 - reads better as text
_AROUND: Final = frozenset({"nav", "footer", "aside"})
_COUNTED: Final = _SILENT | _AROUND
_TAKEN: Final = frozenset("meta html body base link a input iframe frame video audio script main article".split())  # noqa: SIM905 - reads better as text
_NAMES: Final = frozenset({"title", "h1", "h2"})
_LESSER: Final = frozenset({"h3", "h4", "h5", "h6", "summary", "dt", "button"})
_PARTS: Final = ("data-anchor", "data-target", "data-bs-target", "data-tab", "data-section", "aria-controls")
"""Attributes by which scripts find the parts of a page."""
_MOST_PARTS: Final = 2_000
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905 - reads better as text
_FEW_WORDS: Final = 60
"""Words above which a page has something to read, and does not redirect by script."""
_SOME_WORDS: Final = 400
"""Words above which a page is hardly one that says “not found”."""
_SHORT_MAIN: Final = 800
"""Characters up to which a page's main part is kept apart: it may be a notice."""
_LITTLE: Final = 8
"""Words below which a page's banner about cookies may be all that it shows."""


def read_page(html: str, url: str, *, want_anchors: bool = False) -> WebPage:
    """Read what a page says of itself.

    Args:
        html: the source.
        url: its address, against which its own addresses are resolved.
        want_anchors: whether to gather ids and names.
    """
    return _read(html, url, want_anchors=want_anchors).page(html)


def read_metadata(html: str) -> PageMetadata:
    """Read what a page says of itself to programs, as it is written."""
    return _read(html, "").head.metadata()


def read_elements(html: str) -> Any:
    """Return the elements of a page, from its root down; raises SyntaxError where there are none."""
    return etree.fromstring(html.replace("\0", "").encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))


def _read(html: str, url: str, *, want_anchors: bool = False) -> _Reader:
    reader, parser = _reader_and_parser()
    reader.begin(url, want_anchors)
    try:
        parser.feed(html.replace("\0", "").encode("utf-8", "replace"))
        parser.close()
    except etree.LxmlError:
        # What was read before the fault is kept: `recover` leaves only hopeless sources.
        _reader_and_parser.cache_clear()
    return reader


@lru_cache(maxsize=1)
def _reader_and_parser() -> tuple[_Reader, etree.HTMLParser]:
    """Return a parser and what it calls. Making one takes longer than reading a small page, so it is used again."""
    reader = _Reader()
    return reader, etree.HTMLParser(target=reader, encoding="utf-8", recover=True, huge_tree=False)  # type: ignore[call-overload]


def _name_of(attributes: Mapping[str, str]) -> str:
    return f"{attributes.get('id') or ''} {attributes.get('class') or ''}"[:_LONGEST_NAME]


class _Reader:
    """Collects facts while the parser walks through the page once."""

    def __init__(self) -> None:
        self.begin("", want_anchors=False)

    def begin(self, url: str, want_anchors: bool) -> None:
        """Forget the last page."""
        self.url = url
        self.head = Head(url)
        self.want_anchors = want_anchors
        self.silent = self.around = 0
        self.hidden: list[str] = []
        self.in_noscript = self.in_frame = 0
        self.catch: list[tuple[str, list[str]]] = []
        self.first, self.second, self.text = list[str](), list[str](), list[str]()
        self.length = 0
        self.around_words = self.hidden_words = self.in_link = self.link_words = self.banner = self.banners = 0
        self.before = (0, 0, 0, 0)
        self.begun: dict[str, list[tuple[int, int]]] = {}
        self.ended: dict[str, tuple[int, int]] = {}
        self.script: list[str] | None = None
        self.script_kind = self.body = ""
        self.inline: list[str] = []
        self.scripts = self.links = 0
        self.password = self.media = False
        self.frames, self.sources, self.fallback = list[str](), list[str](), list[str]()
        self.anchors, self.parts = set[str](), set[str]()
        self.heading_has_id = False
        self.free: bool | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.want_anchors:
            self._take_anchor(tag, attributes)
        if self.hidden:
            if tag not in _VOID:
                self.hidden.append(tag)
        elif tag not in _VOID and tag not in ("html", "body") and is_hidden(tag, attributes):
            self.hidden.append(tag)
        if self.banner:
            self.banner = 0 if tag in ("main", "article") else self.banner + (tag not in _VOID)
        elif tag in BOXES and attributes and is_banner(_name_of(attributes)):
            self._start_banner()
        if tag in _COUNTED:
            self.silent += tag in _SILENT
            self.around += tag in _AROUND
            self.in_noscript += tag == "noscript"
            self.in_frame += tag == "iframe"
        if tag in _TAKEN:
            self._take_element(tag, attributes)
        if (tag in _NAMES or (self.want_anchors and tag in _LESSER)) and not self.silent and not self.hidden:
            self.catch.append((tag, []))

    def end(self, tag: str) -> None:
        if self.hidden and tag not in _VOID:
            self.hidden.pop()
        if tag in _COUNTED:
            self.silent = max(0, self.silent - (tag in _SILENT))
            self.around = max(0, self.around - (tag in _AROUND))
            self.in_noscript = max(0, self.in_noscript - (tag == "noscript"))
            self.in_frame = max(0, self.in_frame - (tag == "iframe"))
        if tag == "a":
            self.in_link = max(0, self.in_link - 1)
        elif tag == "script" and self.script is not None:
            self._end_script()
        elif tag in self.begun:
            self.ended[tag] = len(self.text), self.link_words
        if self.catch and self.catch[-1][0] == tag:
            self._caught(tag, " ".join("".join(self.catch.pop()[1]).split())[:_LONGEST_NAME])
        if tag not in _INLINE:
            self._add(" ")
        if self.banner and tag not in _VOID:
            self.banner -= 1
            if not self.banner:
                self._end_banner()

    def data(self, data: str) -> None:
        if self.script is not None:
            self.script.append(data)
        elif self.silent and (self.in_noscript or self.in_frame) and len(self.fallback) < _FALLBACK_PIECES:
            self.fallback.append(data[:_LONGEST_NAME])
        if self.silent or self.hidden:
            self.hidden_words += 0 if self.silent else count_words(data)
            return
        if self.catch:
            self.catch[-1][1].append(data)
            if self.catch[-1][0] == "title":
                return
        if self.in_link and not self.around:
            self.link_words += count_words(data)
        if self.around:
            self.around_words += count_words(data)
        else:
            self._add(data)

    def close(self) -> None:
        return None

    def _take_element(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag:
            case "meta":
                self.head.meta(attributes, in_noscript=bool(self.in_noscript))
            case "html":
                self.head.html(attributes)
            case "body":
                self.body = _name_of(attributes)
            case "base":
                self.head.base(attributes)
            case "link":
                self.head.link(attributes)
            case "a":
                self._start_a(attributes)
            case "input":
                self._start_input(attributes)
            case "iframe" | "frame":
                self._start_frame(attributes)
            case "video" | "audio":
                self.media = True
            case "script":
                self._start_script(attributes)
            case "main" | "article":
                self.begun.setdefault(tag, []).append((len(self.text), self.link_words))

    def _start_banner(self) -> None:
        self.banner = 1
        self.before = len(self.text), len(self.first), len(self.second), self.link_words

    def _end_banner(self) -> None:
        """Leave a banner about cookies out."""
        start, first, second, link_words = self.before
        said = "".join(self.text[start:])
        if is_about_cookies(said):
            self.banners += 1
            del self.text[start:], self.first[first:], self.second[second:]
            self.link_words = link_words

    def _take_anchor(self, tag: str, attributes: Mapping[str, str]) -> None:
        here = [attributes["id"]] if attributes.get("id") else []
        if tag == "a" and attributes.get("name"):
            here.append(attributes["name"])
        self.anchors.update(here)
        is_heading = tag in _LESSER or tag in ("h1", "h2")
        self.heading_has_id = bool(here) or (self.heading_has_id and not is_heading)
        if len(self.parts) < _MOST_PARTS:
            said = [attributes[name] for name in _PARTS if attributes.get(name)]
            if tag == "a" and attributes.get("href", "").startswith("#"):
                said.append(attributes["href"])
            self.parts.update(unquote(each[:_LONGEST_NAME].lstrip("#")) for each in said)

    def _start_a(self, attributes: Mapping[str, str]) -> None:
        self.in_link += 1
        self.links += bool(attributes.get("href"))

    def _start_input(self, attributes: Mapping[str, str]) -> None:
        kind = (attributes.get("type") or "").lower()
        self.password = self.password or (kind == "password" and not self.hidden)

    def _start_frame(self, attributes: Mapping[str, str]) -> None:
        if self.in_noscript:
            return  # those who run scripts don't see it; most such frames count visits
        source = (attributes.get("src") or "")[:500]
        self.frames.append(source)
        self.media = self.media or is_player(source)

    def _start_script(self, attributes: Mapping[str, str]) -> None:
        self.scripts += 1
        if attributes.get("src"):
            self.sources.append(attributes["src"][:500])
        self.script = []
        self.script_kind = (attributes.get("type") or "").lower().strip()

    def _end_script(self) -> None:
        source = "".join(self.script or [])
        self.script = None
        if self.script_kind == "application/ld+json":
            self.head.linked_data(source)
        elif len(source) < 20_000:
            self.inline.append(source)

    def _read_linked_data(self) -> None:
        for block in self.head.blocks:
            data = read_linked_data(block)
            self.head.names += data.names
            self.head.creators += data.creators
            if data.free is not None:
                self.free = data.free and self.free is not False

    def _caught(self, tag: str, text: str) -> None:
        if tag == "title":
            self.head.title = self.head.title or text
        elif text:
            if tag in _NAMES:
                (self.first if tag == "h1" else self.second).append(text)
            if self.want_anchors and not self.heading_has_id and len(self.parts) < _MOST_PARTS:
                self.parts.add(text)

    def _add(self, data: str) -> None:
        if self.length < LONGEST_TEXT:
            self.text.append(data)
            self.length += len(data)

    def _main(self) -> tuple[str, int]:
        """Return the text of the marked main part, if it is short, and the words of its links."""
        tag = "main" if "main" in self.begun else "article"
        begun = self.begun.get(tag, [])
        if len(begun) != 1:
            return "", 0
        end, linked = self.ended.get(tag, (None, self.link_words))
        pieces = self.text[begun[0][0] : end]
        short = sum(map(len, pieces)) <= _SHORT_MAIN
        return (" ".join("".join(pieces).split()), linked - begun[0][1]) if short else ("", 0)

    def page(self, html: str) -> WebPage:
        """Return what was collected of a page, whose source is given."""
        self._read_linked_data()
        text = " ".join("".join(self.text).split())
        words = count_words(text)
        all_words = words + self.around_words
        main, main_links = self._main()
        return WebPage(
            title=self.head.title,
            headings=(*self.first[:6], *self.second[:12]),
            names=tuple(dict.fromkeys(name for name in self.head.names if name))[:12],
            creators=tuple(dict.fromkeys(name for name in self.head.creators if name))[:20],
            text=text[:LONGEST_TEXT],
            main=main,
            main_links=main_links,
            words=max(0, words - self.link_words),
            hidden_words=self.hidden_words,
            all_words=all_words,
            links=self.links,
            password_field=self.password,
            scripts=self.scripts,
            frames=tuple(self.frames[:20]),
            script_sources=tuple(self.sources[:20]),
            fallback=" ".join("".join(self.fallback).split())[:1_000],
            free=self.free,
            script_target=script_target(self.inline, self.head.base_url, self.url) if all_words <= _FEW_WORDS else "",
            anchors=frozenset(self.anchors),
            parts=frozenset(self.parts),
            shell=self.scripts > 0 and not self.password and is_filled_by_scripts(html, all_words),
            media=self.media,
            language=self.head.language,
            canonical=self.head.canonical,
            description=self.head.description,
            noindex=self.head.noindex,
            missing=missing_mark(self.body, self.head.metas, self.inline) if all_words <= _SOME_WORDS else "",
            only_banner=self.banners > 0 and words < _LITTLE,
            blank=not (all_words or self.banners or self.head.title or self.scripts or self.frames or self.media)
            and is_blank(html),
            generator=self.head.generator,
            refresh=self.head.refresh,
        )
