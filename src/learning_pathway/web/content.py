"""What a body is, as a browser would detect it, and what the head of a page declares."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

from .marks import PageMetadata

__all__ = [
    "Head",
    "LinkedData",
    "count_words",
    "decode",
    "has_its_end",
    "is_binary",
    "is_html",
    "read_linked_data",
    "read_refresh",
    "real_kind",
    "script_target",
    "things",
]

_HTML: Final = re.compile(
    # Possessive throughout: a page of nothing but comments must not be tried in every way to divide it.
    rb"\s*+(?>(?>(?:<!--.{0,2000}?-->|<\?xml[^>]{0,200}>))\s*+)*+"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|div|h1|p\b|error>)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_TEXT: Final = bytes((*range(0x01, 0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_SIGNS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
)
_STARTS: Final = tuple(sign for sign, _ in _SIGNS)


def real_kind(content: bytes) -> str:
    """Tell the media type from the first bytes, or return an empty string.

    A PDF may begin with up to 1,024 bytes of something else (ISO 32000-1, Annex H, 3.4.1).
    """
    start = content[:1024].lstrip(b"\xef\xbb\xbf")
    if start.startswith(_STARTS):
        return next(kind for sign, kind in _SIGNS if start.startswith(sign))
    if start[4:8] == b"ftyp":
        return "video/mp4"
    if _HTML.match(content[:4096].lstrip(b"\xef\xbb\xbf")):
        return "text/html"
    return "application/pdf" if b"%PDF-" in start else ""


def is_binary(content: bytes) -> bool:
    """Tell whether a body is no text at all, whatever it is said to be (WHATWG, MIME Sniffing, 3 and 7.2)."""
    start = content[:1445]
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or not start:
        return False
    # Zeros are left out: text with two bytes a letter is full of them.
    odd = len(start) - len(start.translate(None, _NOT_TEXT))
    return odd > len(start) // 20


def is_html(declared: str, real: str) -> bool:
    """Tell whether a body is to be read as a page, from the declared type and the real one."""
    if real == "text/html":
        return declared not in ("text/plain", "application/json")
    return declared in ("text/html", "application/xhtml+xml") and not real


_LAST_TAG: Final = re.compile(r"</(?:html|body)\s*>(?:\s|<!--[^<]*-->|</(?:html|body)\s*>)*\Z", re.IGNORECASE)


def has_its_end(html: str) -> bool:
    """Tell whether the source of a page is there to its end, however the answer that brought it ended."""
    return bool(_LAST_TAG.search(html[-2_000:].rstrip("\0")))


_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.+-]{2,40})""", re.IGNORECASE)


def decode(content: bytes, declared: str = "") -> str:
    """Turn bytes into text as a browser would: by byte-order mark, header, `meta`, else UTF-8 or Windows-1252.

    A character set that the bytes contradict is passed over, though a browser would show it: the title is looked for.

    Args:
        content: the bytes.
        declared: the `charset` of the Content-Type header, or an empty string.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    found = _CHARSET.search(content[:4096])
    inside = found[1].decode("ascii") if found else ""
    labels = [_label(declared), "" if inside.lower().startswith("utf-16") else _label(inside)]
    for label in filter(None, labels):
        if label == "cp1252" and not content.isascii() and _is_utf8(content):
            return content.decode("utf-8", "replace")
        text = content.decode(label, "replace")
        if label != "utf-8" or not _is_other_than_utf8(text):
            return text
    return content.decode("utf-8" if _is_utf8(content) else "cp1252", "replace")


def _label(name: str) -> str:
    """Return Python's name of a character set as browsers read it (WHATWG, Encoding, 4.2); empty if there is none."""
    try:
        label = codecs.lookup(name.strip("\"' ").lower()).name if name else ""
    except (LookupError, ValueError):
        return ""
    return "cp1252" if label in ("iso8859-1", "ascii") else label


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A body that was cut may end inside a character.
        return error.start >= len(content) - 4
    return True


def _is_other_than_utf8(text: str) -> bool:
    """Tell whether a text read as UTF-8 is none: more characters were impossible than right, those of ASCII aside."""
    wrong = text.count("\ufffd")
    return wrong > 1 and wrong * 2 > sum(character > "\x7f" for character in text)


_UNSPACED: Final = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts without spaces between words, which have about two letters to a word."""
_WORD: Final = re.compile(rf"[{_UNSPACED}]{{1,2}}|[^\W{_UNSPACED}]+")
_GAPS: Final = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}


def count_words(text: str) -> int:
    """Count the words of a text."""
    if text.isascii():
        return len(text.translate(_GAPS).split())
    return len(_WORD.findall(text))


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
_CREATOR_NAMES: Final = frozenset(
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
_MOST_METAS, _LONGEST_CONTENT, _MOST_BLOCKS = 500, 2_000, 20
_LARGEST: Final = 200_000
"""Characters of a block of JSON-LD that is read."""
_OEMBED: Final = frozenset({"application/json+oembed", "text/json+oembed"})


class Head:
    """Collects what the elements of a head say. Metadata met in a body counts too, as in browsers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.base_url = url
        self.names: list[str] = []
        self.creators: list[str] = []
        self.language = self.canonical = self.description = self.generator = self.refresh = ""
        self.noindex = False
        self.title = ""
        self.metas: list[tuple[str, str]] = []
        self.blocks: list[str] = []
        self.oembed = ""

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
        elif key in _CREATOR_NAMES:
            self.creators.append(content[:_LONGEST_NAME])
        elif key in ("description", "og:description"):
            self.description = self.description or content[:1_000]
        elif key in ("robots", "googlebot"):
            self.noindex = "noindex" in content.lower()
        elif key == "generator":
            self.generator = content[:80]
        if key and content and len(self.metas) < _MOST_METAS:
            self.metas.append((key, content))

    def link(self, attributes: Mapping[str, str]) -> None:
        """Take the address that the page calls its own, and that of its oEmbed description."""
        href = (attributes.get("href") or "").strip()
        if not href:
            return
        if "canonical" in (attributes.get("rel") or "").lower().split():
            self.canonical = _joined(self.base_url, href)
        if not self.oembed and (attributes.get("type") or "").lower() in _OEMBED:
            self.oembed = href[:_LONGEST_CONTENT]

    def linked_data(self, source: str) -> None:
        """Take a block of JSON-LD, to be read when it is asked for."""
        if len(source) <= _LARGEST and len(self.blocks) < _MOST_BLOCKS:
            self.blocks.append(source)

    def metadata(self) -> PageMetadata:
        """Return all that was said, as it was written."""
        metas = ((key, " ".join(content.split())[:_LONGEST_CONTENT]) for key, content in self.metas)
        return PageMetadata(self.title, self.language, tuple(metas), tuple(self.blocks), self.oembed)


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target.strip())[:8_000]
    except ValueError:
        return ""


def read_refresh(content: str) -> str:
    """Return where a refresh leads, as written; empty if nowhere, or only after a reader had time to read."""
    found = _REFRESH.match(content)
    return found[2] if found and int(found[1]) <= _LONGEST_REFRESH else ""


_TITLED: Final = re.compile(
    r"Article|Report|Book|Course|Video|Audio|Podcast|Blog|CreativeWork|Publication|WebPage|Event|Dataset|Movie|Presentation"
)
_CREATOR: Final = re.compile(r"Person|Organi[sz]ation")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What one block of JSON-LD says."""

    names: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    free: bool | None = None
    """What `isAccessibleForFree` says; None where it is not said."""


def read_linked_data(source: str) -> LinkedData:
    """Read a block of JSON-LD. What is too large or makes no sense says nothing."""
    names: list[str] = []
    creators: list[str] = []
    frees: list[bool] = []
    for thing in things(source):
        kind = str(thing.get("@type", ""))
        said = str(thing.get("isAccessibleForFree", "")).lower()
        if said in ("true", "false"):
            frees.append(said == "true")
        titles = [value[:_LONGEST_NAME] for key in ("headline", "name") if isinstance(value := thing.get(key), str)]
        if _TITLED.search(kind):
            names += titles
        elif _CREATOR.search(kind):
            creators += titles
    return LinkedData(tuple(names), tuple(creators), all(frees) if frees else None)


def things(source: str) -> Iterator[dict[str, Any]]:
    """Walk through the objects of a block of JSON-LD, at most a few hundred. What makes no sense gives none."""
    if len(source) > _LARGEST:
        return
    try:
        waiting = [json.loads(source)]
    except (ValueError, RecursionError):
        return
    for _ in range(500):
        if not waiting:
            return
        current = waiting.pop()
        if isinstance(current, dict):
            yield current
            waiting += [value for value in current.values() if isinstance(value, dict | list)]
        elif isinstance(current, list):
            waiting += current[:100]


_TARGET: Final = re.compile(
    r"""(?<![\w$.])(?:(?:window|document|top|self|parent|this)\s*\.\s*)*location"""
    r"""(?:\s*\.\s*href)?\s*(?:=(?!=)\s*|\.\s*(?:replace|assign)\s*\(\s*)(["'`])([^"'`\s<>]{1,2000})\1""",
)
#: What comes before a redirect that waits for something, or that is not for every browser.
_HANDLER: Final = re.compile(
    r"onclick|addEventListener|onsubmit|onchange|\.click\(|onerror|function\s+\w+\s*\(|\bif\s*\([^;{]{0,300}(?:userAgent|"
    r"navigator\.|screen\.|innerWidth|clientWidth|matchMedia|mobile|touch|\.protocol|\.host|\.hash|referrer|parent\b|"
    r"self\b|frames|top\b)",
    re.IGNORECASE,
)


def script_target(sources: Iterable[str], base: str, page: str) -> str:
    """Return where the first of some inline scripts leads at once, or an empty string.

    Args:
        sources: the scripts.
        base: the address against which theirs are resolved.
        page: the address of the page itself; a script that leads there reloads, and leads nowhere.
    """
    for source in sources:
        found = _TARGET.search(source)
        if not found or _HANDLER.search(source[: found.start()]):
            continue
        try:
            target: str = urljoin(base, found[2].replace("\\/", "/"))
        except ValueError:
            continue
        if target.partition("#")[0] != page.partition("#")[0]:
            return target
    return ""
