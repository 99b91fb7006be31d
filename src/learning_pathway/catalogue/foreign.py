"""Files of other programs in the place of YAML, told by how they begin."""

from __future__ import annotations

import re

__all__ = ["foreign"]

#: How files begin, as bytes, and what they are.
_BEGINNINGS = (
    (rb"\{\\rtf", "an RTF document of a word processor"),
    (rb"PK\x03\x04(?s:.{0,4000})word/", "a Word document (.docx)"),
    (rb"PK\x03\x04(?s:.{0,4000})xl/", "an Excel workbook (.xlsx)"),
    (rb"PK\x03\x04(?s:.{26})mimetypeapplication/vnd\.oasis", "an OpenDocument file, as LibreOffice saves it"),
    (rb"PK(?:\x03\x04|\x05\x06)", "a ZIP archive, or a document that is one inside, such as a .docx"),
    (rb"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (rb"%PDF-", "a PDF document"),
    (rb"\x1f\x8b", "a gzip archive"),
    (rb"7z\xbc\xaf|BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd|Rar!", "a packed archive"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF(?s:.{4})WEBP", "a picture"),
    (rb"SQLite format 3", "a database"),
    (rb"\x7fELF|MZ\x90", "a program"),
    (rb"bplist00", "a property list, such as a web location"),
    (rb"version https://git-lfs", "a pointer of Git LFS, whose file was not fetched"),
    (
        rb"(?i)\s*(?:<!--(?s:.{0,500}?)-->\s*)?<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
        "a page of the web (HTML)",
    ),
    (rb"\s*<\?xml|\s*<(?:plist|svg|rss|feed)[\s>]", "an XML file"),
)
_PATTERNS = tuple((re.compile(pattern), words) for pattern, words in _BEGINNINGS)
#: So many zero bytes in a row are in no text: they are where a computer had no time to write.
_ZEROS = b"\x00" * 64


def foreign(data: bytes) -> str | None:
    """What a file is that is no text, as the end of a sentence that begins "This is …"; None for what may be YAML."""
    start = data[:5_000].removeprefix(b"\xef\xbb\xbf")
    for pattern, words in _PATTERNS:
        if pattern.match(start):
            return words
    if _ZEROS in data:
        return "only half written: it holds zero bytes, as after a crash"
    return None
