"""Turning bytes into text as a browser would."""

from __future__ import annotations

import codecs
import re
from typing import Final

__all__ = ["decode"]

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
