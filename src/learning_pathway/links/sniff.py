"""What a body really is, by its first bytes."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_html", "real_kind"]

_HTML: Final = re.compile(
    # Possessive throughout: a page of nothing but comments must not be tried in every way to divide it.
    rb"\s*+(?>(?>(?:<!--.{0,2000}?-->|<\?xml[^>]{0,200}>))\s*+)*+"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|div|h1|p\b)",
    re.IGNORECASE | re.DOTALL,
)
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


def is_html(declared: str, real: str) -> bool:
    """Tell whether a body is to be read as a page, from the declared type and the real one."""
    if real == "text/html":
        return declared not in ("text/plain", "application/json")
    return declared in ("text/html", "application/xhtml+xml") and not real
