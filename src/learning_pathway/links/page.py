"""Reading a page of HTML: its titles, its text, where it leads. Nothing of it is executed."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from lxml import etree

from .observation import Page

__all__ = ["decode", "read_page"]

LONGEST_TEXT: Final = 300_000
"""Characters of text that are kept."""
_LONGEST_NAME: Final = 400
_SILENT: Final = frozenset(
    {"script", "style", "template", "svg", "math", "noscript", "iframe", "object", "select", "datalist"}
)
_AROUND: Final = frozenset({"nav", "footer"})
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905 - reads better as text
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
_LD_TITLED: Final = re.compile(
    r"Article|Report|Book|Course|Video|Audio|Podcast|Blog|CreativeWork|Publication|WebPage|Event|Dataset|Movie|Presentation"
)
_PLAYERS: Final = re.compile(
    r"youtube|youtu\.be|vimeo|/embed|player|soundcloud|spotify|podbean|audioboom|wistia|brightcove", re.IGNORECASE
)
_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.+-]{2,40})""", re.IGNORECASE)
_REFRESH: Final = re.compile(
    r"""^\s*(\d{1,9})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?\s*([^"'\s][^"']*)""", re.IGNORECASE
)
_LONGEST_REFRESH: Final = 10
"""Seconds after which a refresh is a reload, not a redirect."""
_SCRIPT_TARGET: Final = re.compile(
    r"""(?<![\w$.])(?:(?:window|document|top|self|parent|this)\s*\.\s*)*location"""
    r"""(?:\s*\.\s*href)?\s*(?:=(?!=)\s*|\.\s*(?:replace|assign)\s*\(\s*)(["'`])([^"'`\s<>]{1,2000})\1""",
)
_HANDLER: Final = re.compile(
    r"onclick|addEventListener|onsubmit|onchange|\.click\(|onerror|function\s+\w+\s*\(", re.IGNORECASE
)
_FEW_WORDS: Final = 60
_WORD: Final = re.compile(r"\w+")


def decode(content: bytes, declared: str = "") -> str:
    """Turn bytes into text as a browser would: by byte-order mark, header, `meta`, else UTF-8 or Windows-1252.

    Args:
        content: the bytes.
        declared: the `charset` of the Content-Type header, or an empty string.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    found = _CHARSET.search(content[:4096])
    inside = found[1].decode("ascii") if found else ""
    for name in (declared, "" if inside.lower().startswith("utf-16") else inside):
        try:
            label = codecs.lookup(name.strip("\"' ").lower()).name if name else ""
        except (LookupError, ValueError):
            continue
        if label:
            return content.decode("cp1252" if label in ("iso8859-1", "ascii") else label, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A body that was cut may end inside a character.
        return content.decode("utf-8" if error.start >= len(content) - 4 else "cp1252", "replace")


def read_page(html: str, url: str, *, want_anchors: bool = False) -> Page:
    """Read what a page says of itself.

    Args:
        html: the source.
        url: its address, against which its own addresses are resolved.
        want_anchors: whether to gather ids and names.
    """
    reader = _Reader(url, want_anchors)
    parser = etree.HTMLParser(target=reader, encoding="utf-8", recover=True, huge_tree=False)  # type: ignore[call-overload]
    try:
        parser.feed(html.replace("\0", "").encode("utf-8", "replace"))
        parser.close()
    except etree.LxmlError:
        # What was read before the fault is kept: `recover` leaves only hopeless sources.
        pass
    return reader.page()


class _Reader:
    """Collects facts while the parser walks through the page once."""

    def __init__(self, url: str, want_anchors: bool) -> None:
        self.url = url
        self.base = url
        self.host = urlsplit(url).hostname or ""
        self.want_anchors = want_anchors
        self.silent = 0
        self.around = 0
        self.hidden: list[str] = []
        self.in_noscript = 0
        self.catch: list[tuple[str, list[str]]] = []
        self.title = ""
        self.first: list[str] = []
        self.second: list[str] = []
        self.names: list[str] = []
        self.makers: list[str] = []
        self.text: list[str] = []
        self.length = 0
        self.around_words = 0
        self.script: list[str] | None = None
        self.script_kind = ""
        self.script_target = ""
        self.inline: list[str] = []
        self.noscript_text: list[str] = []
        self.facts: dict[str, Any] = {}
        self.scripts = self.links = self.outer = 0
        self.password = self.search = self.media = False
        self.frames: list[str] = []
        self.anchors: set[str] = set()
        self.free: bool | None = None

    # What the parser calls ------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.want_anchors:
            self.anchors.update(value for key in ("id", "name") if (value := attributes.get(key)))
        if self.hidden:
            if tag not in _VOID:
                self.hidden.append(tag)
        elif tag not in _VOID and tag not in ("html", "body") and _is_hidden(attributes):
            self.hidden.append(tag)
        if tag == "noscript":
            self.in_noscript += 1
        if tag in _SILENT:
            self.silent += 1
        if tag in _AROUND or attributes.get("role") in ("navigation", "contentinfo"):
            self.around += 1 if tag in _AROUND else 0
        begin = getattr(self, f"_start_{tag}", None)
        if begin is not None:
            begin(attributes)
        if tag in ("title", "h1", "h2") and not self.silent and not self.hidden:
            self.catch.append((tag, []))

    def end(self, tag: str) -> None:
        if self.hidden and tag not in _VOID:
            self.hidden.pop()
        if tag == "noscript":
            self.in_noscript = max(0, self.in_noscript - 1)
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        if tag in _AROUND:
            self.around = max(0, self.around - 1)
        if tag == "script" and self.script is not None:
            self._end_script()
        if self.catch and self.catch[-1][0] == tag:
            self._caught(tag, " ".join("".join(self.catch.pop()[1]).split())[:_LONGEST_NAME])
        if tag not in (
            "a",
            "b",
            "i",
            "em",
            "strong",
            "span",
            "sup",
            "sub",
            "abbr",
            "mark",
            "small",
            "u",
            "code",
            "font",
            "wbr",
        ):
            self._add(" ")

    def data(self, data: str) -> None:
        if self.script is not None:
            self.script.append(data)
        if self.in_noscript:
            self.noscript_text.append(data)
        if self.silent or self.hidden:
            return
        if self.catch:
            self.catch[-1][1].append(data)
            if self.catch[-1][0] == "title":
                return
        if self.around:
            self.around_words += len(_WORD.findall(data))
        else:
            self._add(data)

    def close(self) -> None:
        return None

    # Elements -------------------------------------------------------------------------------------------------

    def _start_html(self, attributes: Mapping[str, str]) -> None:
        self.facts["language"] = (attributes.get("lang") or attributes.get("xml:lang") or "")[:40]

    def _start_base(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("href"):
            self.base = _joined(self.url, attributes["href"]) or self.url

    def _start_meta(self, attributes: Mapping[str, str]) -> None:
        content = (attributes.get("content") or "").strip()
        key = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").strip().lower()
        if (attributes.get("http-equiv") or "").lower() == "refresh" and not self.in_noscript:
            found = _REFRESH.match(content)
            if found and int(found[1]) <= _LONGEST_REFRESH:
                self.facts.setdefault("refresh", _joined(self.base, found[2]))
        elif key in _TITLE_NAMES:
            self.names.append(content[:_LONGEST_NAME])
        elif key in _MAKER_NAMES:
            self.makers.append(content[:_LONGEST_NAME])
        elif key in ("description", "og:description"):
            self.facts.setdefault("description", content[:1_000])
        elif key in ("robots", "googlebot"):
            self.facts["noindex"] = "noindex" in content.lower()
        elif key == "generator":
            self.facts["generator"] = content[:80]

    def _start_link(self, attributes: Mapping[str, str]) -> None:
        if "canonical" in (attributes.get("rel") or "").lower().split() and attributes.get("href"):
            self.facts["canonical"] = _joined(self.base, attributes["href"])

    def _start_a(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("href"):
            self.links += 1
            there = urlsplit_host(attributes["href"])
            self.outer += bool(there and there != self.host)

    def _start_input(self, attributes: Mapping[str, str]) -> None:
        kind = (attributes.get("type") or "").lower()
        self.password = self.password or (kind == "password" and not self.hidden)
        self.search = (
            self.search or kind == "search" or (attributes.get("name") or "").lower() in ("q", "s", "query", "search")
        )

    def _start_iframe(self, attributes: Mapping[str, str]) -> None:
        source = (attributes.get("src") or "")[:500]
        self.frames.append(source)
        self.media = self.media or bool(_PLAYERS.search(source))

    def _start_frame(self, attributes: Mapping[str, str]) -> None:
        self._start_iframe(attributes)

    def _start_video(self, _: Mapping[str, str]) -> None:
        self.media = True

    def _start_audio(self, _: Mapping[str, str]) -> None:
        self.media = True

    def _start_script(self, attributes: Mapping[str, str]) -> None:
        self.scripts += 1
        self.script = []
        self.script_kind = (attributes.get("type") or "").lower().strip()

    def _end_script(self) -> None:
        source = "".join(self.script or [])
        self.script = None
        if self.script_kind == "application/ld+json":
            self._read_linked_data(source)
        elif len(source) < 20_000:
            self.inline.append(source)

    # What is made of it ---------------------------------------------------------------------------------------

    def _caught(self, tag: str, text: str) -> None:
        if tag == "title":
            self.title = self.title or text
        elif text:
            (self.first if tag == "h1" else self.second).append(text)

    def _add(self, data: str) -> None:
        if self.length < LONGEST_TEXT:
            self.text.append(data)
            self.length += len(data)

    def _read_linked_data(self, source: str) -> None:
        if len(source) > 200_000:
            return
        try:
            data = json.loads(source)
        except (ValueError, RecursionError):
            return
        for thing in _things(data):
            free = thing.get("isAccessibleForFree")
            if free is not None and str(free).lower() in ("true", "false"):
                self.free = str(free).lower() == "true" and self.free is not False
            if _LD_TITLED.search(str(thing.get("@type", ""))):
                self.names += [
                    value[:_LONGEST_NAME] for key in ("headline", "name") if isinstance(value := thing.get(key), str)
                ]
            if isinstance(name := thing.get("name"), str) and re.search(
                r"Person|Organi[sz]ation", str(thing.get("@type", ""))
            ):
                self.makers.append(name[:_LONGEST_NAME])

    def page(self) -> Page:
        text = " ".join("".join(self.text).split())
        words = len(_WORD.findall(text))
        all_words = words + self.around_words
        return Page(
            title=self.title,
            headings=(*self.first[:6], *self.second[:12]),
            names=tuple(dict.fromkeys(name for name in self.names if name))[:12],
            makers=tuple(dict.fromkeys(name for name in self.makers if name))[:20],
            text=text[:LONGEST_TEXT],
            words=words,
            all_words=all_words,
            links=self.links,
            outer_links=self.outer,
            password_field=self.password,
            search_field=self.search,
            scripts=self.scripts,
            frames=tuple(self.frames[:20]),
            free=self.free,
            script_target=self._script_target(all_words),
            anchors=frozenset(self.anchors),
            shell=all_words < 30 and self.scripts > 0 and not self.password,
            media=self.media,
            language=self.facts.get("language", ""),
            canonical=self.facts.get("canonical", ""),
            description=self.facts.get("description", ""),
            noindex=self.facts.get("noindex", False),
            generator=self.facts.get("generator", ""),
            refresh=self.facts.get("refresh", ""),
        )

    def _script_target(self, words: int) -> str:
        """Return where a script leads at once; a page with something to read does not redirect."""
        if words > _FEW_WORDS:
            return ""
        for source in self.inline:
            found = _SCRIPT_TARGET.search(source)
            if found and not _HANDLER.search(source[: found.start()]):
                target = _joined(self.base, found[2].replace("\\/", "/"))
                if target and target.partition("#")[0] != self.url.partition("#")[0]:
                    return target
        return ""


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target.strip())[:8_000]
    except ValueError:
        return ""


def urlsplit_host(address: str) -> str:
    """Return the host of an address, or an empty string where it has none or cannot be read."""
    try:
        return urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""


def _things(data: Any) -> Iterator[dict[str, Any]]:
    """Walk through the objects of JSON-LD, at most a few hundred."""
    waiting = [data]
    for _ in range(500):
        if not waiting:
            return
        current = waiting.pop()
        if isinstance(current, dict):
            yield current
            waiting += [value for value in current.values() if isinstance(value, dict | list)]
        elif isinstance(current, list):
            waiting += current[:100]
