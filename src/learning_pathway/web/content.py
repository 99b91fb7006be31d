"""Media type, character set and words of a body, as a browser would detect them."""

from __future__ import annotations

import codecs
import re
from typing import Final

__all__ = [
    "count_words",
    "decode",
    "has_its_end",
    "is_binary",
    "is_html",
    "real_kind",
]

_HTML: Final = re.compile(
    # Possessive throughout: a page of nothing but comments must not be tried in every way to divide it.
    rb"\s*+(?>(?>(?:<!--.{0,2000}?-->|<\?xml[^>]{0,200}>))\s*+)*+"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|div|h1|p\b)",
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


def real_kind(content: bytes) -> str:
    """Tell the media type from the first bytes, or return an empty string.

    A PDF may begin with up to 1,024 bytes of something else (ISO 32000-1, Annex H, 3.4.1).
    """
    start = content[:1024].lstrip(b"\xef\xbb\xbf")
    for sign, kind in _SIGNS:
        if start.startswith(sign):
            return kind
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


_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.+-]{2,40})""", re.IGNORECASE)


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


_WORD: Final = re.compile(r"\w+")
_GAPS: Final = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}


def count_words(text: str) -> int:
    """Count the words of a text."""
    if text.isascii():
        return len(text.translate(_GAPS).split())
    return len(_WORD.findall(text))
