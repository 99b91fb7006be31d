"""What a file of any kind says: what is packed in it, its text, and the text without marks, escapes and encodings."""

from __future__ import annotations

import base64
import bz2
import codecs
import html
import io
import json
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote_to_bytes

__all__ = ["MAXIMUM", "UnreadableError", "packed", "text_of", "variants"]

#: Bytes of a file, and of what comes out of it.
MAXIMUM = 500_000_000
_MAXIMUM_ENTRIES = 200_000
TOO_LARGE = "it is too large to be searched for words"
_DAMAGED = "it is a damaged archive, which cannot be searched for words"
#: Files that only other programs can open, by how they begin or what they are called.
_CLOSED = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x28\xb5\x2f\xfd")
_CLOSED_ENDS = (".br", ".zst", ".7z", ".rar")
#: Texts in programs, pictures and databases: so many characters in a row that one could read, in UTF-8 or UTF-16.
_STRING = re.compile(rb"[\x09\x0a\x0d\x20-\x7e\x80-\xf4]{16,}")
_WIDE = (
    (re.compile(rb"(?:[\x09\x0a\x0d\x20-\x7e\xa0-\xff]\x00){16,}"), "utf-16-le"),
    (re.compile(rb"(?:\x00[\x09\x0a\x0d\x20-\x7e\xa0-\xff]){16,}"), "utf-16-be"),
)
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|[xX']([0-9a-fA-F]{2})|([nrt])|([\"'/\\`,;]))")
_OF_STYLES = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAGS = re.compile(r"<[^<>]*>"), re.compile(r"""<[!/?A-Za-z](?:[^<>"']|"[^"]{0,4000}"|'[^']{0,4000}'){0,4000}>""")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_EMPHASIS = re.compile(r"(?<=\w)[*_~`]{1,3}(?=\w)")
_BROKEN = re.compile(r"(?<=\w)[-\u2010]=?\s*\r?\n[>\s]*(?=\w)")
_QUOTED_PRINTABLE = re.compile(r"=\r?\n|((?:=[0-9A-F]{2})+)")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{20,}(?:\s{1,4}[A-Za-z0-9+/_-]{20,})*(?:\s{1,4}[A-Za-z0-9+/_-]{2,})?")
_DEEPEST = 4


class UnreadableError(Exception):
    """A file that cannot be searched; the message says why, as a sentence without its end."""


def packed(name: str, data: bytes) -> Iterator[tuple[str, bytes]] | None:
    """The files that an archive or a compressed file holds, by name; None where it is neither.

    Raises:
        UnreadableError: it is damaged, locked or too large, or only other programs can open it.
    """
    if data.startswith(_CLOSED) or name.lower().endswith(_CLOSED_ENDS):
        raise UnreadableError("it is packed in a way that cannot be searched for words")
    if data.startswith(b"PK\x03\x04"):
        return _of_zip(name, data)
    if data[257:262] == b"ustar":
        return _of_tar(name, data)
    for mark, make in (
        (b"\x1f\x8b", lambda: zlib.decompressobj(31)),
        (b"BZh", bz2.BZ2Decompressor),
        (b"\xfd7zXZ\x00", lzma.LZMADecompressor),
    ):
        if data.startswith(mark):
            return iter([(name, _inflated(make, data))])
    if data[:1] == b"\x78" and int.from_bytes(data[:2]) % 31 == 0:
        return _or_none(lambda: iter([(name, _inflated(zlib.decompressobj, data))]))
    if data[:4] != b"PK\x05\x06" and zipfile.is_zipfile(io.BytesIO(data)):  # something stands before it
        return _or_none(lambda: iter([*_of_zip(name, data), (name, data[: data.find(b"PK\x03\x04")])]))
    return None


def _or_none(unpack: Callable[[], Iterator[tuple[str, bytes]]]) -> Iterator[tuple[str, bytes]] | None:
    """What is unpacked; None where a file only looked as if it were packed."""
    try:
        return unpack()
    except UnreadableError as error:
        if str(error) == TOO_LARGE:
            raise
        return None


def _inflated(make: Callable[[], Any], data: bytes) -> bytes:
    """All that a compressed file holds, which may be several one after another."""
    found = bytearray()
    try:
        while data:
            inflater = make()
            found += inflater.decompress(data, MAXIMUM + 1 - len(found))
            if len(found) > MAXIMUM:
                raise UnreadableError(TOO_LARGE)
            data = inflater.unused_data if inflater.eof else b""
    except (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError):
        if not found:
            raise UnreadableError(_DAMAGED) from None
    return bytes(found)


def _of_zip(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MAXIMUM_ENTRIES or sum(entry.file_size for entry in entries) > MAXIMUM:
                raise UnreadableError(TOO_LARGE)
            notes = [archive.comment, *(entry.comment for entry in entries)]
            found = [(f"{name}!{entry.filename}", archive.read(entry)) for entry in entries]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, lzma.LZMAError, EOFError, OSError):
        raise UnreadableError(_DAMAGED) from None
    words = b"\n".join(note for note in notes if note)
    return iter([*found, *([(f"{name}!", words)] if words else [])])


def _of_tar(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    found = []
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for entry in archive:
                content = archive.extractfile(entry) if entry.isfile() else None
                found.append((f"{name}!{entry.name}", content.read() if content else b""))
                if len(found) > _MAXIMUM_ENTRIES:
                    raise UnreadableError(TOO_LARGE)
    except (tarfile.TarError, OSError, EOFError, ValueError):
        raise UnreadableError(_DAMAGED) from None
    return iter(found)


def text_of(data: bytes) -> str:
    """The text of a file: all of it in any UTF, and of a program, picture or database what one could read."""
    if data.startswith(b"%PDF-"):
        return _text_of_pdf(data)
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if encoding:
        return data.decode(encoding, errors="replace")
    if b"\x00" not in data:
        try:
            return data.decode()
        except UnicodeDecodeError:
            return data.decode("cp1252", errors="replace") + "\n" + data.decode("utf-8", errors="replace")
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = data[start:4_000:2].count(0), data[1 - start : 4_000 : 2].count(0)
        if zeros > len(data[:4_000]) // 3 and not others:
            return data.decode(encoding, errors="replace")
    found = [match[0].decode("utf-8", errors="replace") for match in _STRING.finditer(data)]
    for pattern, encoding in _WIDE:
        found += [match[0].decode(encoding) for match in pattern.finditer(data)]
    # A length may stand before a text, as a sign that looks like a letter of it.
    return "\n".join([*found, *(each[skipped:200] for each in found for skipped in (1, 2))])


def _text_of_pdf(data: bytes) -> str:
    from pypdf import PdfReader  # only where a PDF is there
    from pypdf.errors import PyPdfError

    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raise UnreadableError("it is a locked or damaged PDF, which cannot be searched for words") from None


def variants(text: str, depth: int = 0) -> Iterator[str]:
    """The text as it is, and as programs and people read it: without tags, escapes, encodings and line breaks."""
    found = dict.fromkeys((text, plain := _unescaped(text)))
    if "<" in plain:
        shown = _COMMENT.sub("", plain)
        found |= dict.fromkeys(tags.sub(sign, shown) for tags in _TAGS for sign in ("", " "))
    if plain.startswith("BEGIN:"):  # lines of calendars are folded (RFC 5545, 3.1)
        found[re.sub(r"\r?\n[ \t]", "", plain)] = None
    for pattern, sign in ((_EMPHASIS, ""), (_BROKEN, "")):
        if pattern.search(plain):
            found[pattern.sub(sign, plain)] = None
    if re.search(r"\w\+\w", plain):
        found[plain.replace("+", " ")] = None
    if "=" in text and re.search(r"=[0-9A-F]{2}|=\r?\n", text):
        found[_QUOTED_PRINTABLE.sub(_unquoted, text)] = None
    if len(_OF_STYLES.findall(text[:1_000_000])) > 5:
        found[_OF_STYLES.sub(lambda match: _character(match[1]), text)] = None
    if text.lstrip()[:1] in ("[", "{"):
        found["\n".join(_strings_of(text))] = None
    yield from found
    if depth < _DEEPEST:
        for each in _decoded(plain):
            yield from variants(each, depth + 1)


def _unescaped(text: str) -> str:
    """The text with the escapes of scripts, pages and addresses resolved, also those within one another."""
    for _ in range(_DEEPEST):
        before = text
        if "\\" in text:
            text = _ESCAPE.sub(_of_escape, text)
        if "&" in text:
            text = html.unescape(text)
        if "%" in text:
            text = _PERCENT.sub(lambda match: unquote_to_bytes(match[0]).decode("utf-8", errors="replace"), text)
        if text == before:
            break
    return text


def _of_escape(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    return _character(code) if code else " " if match[4] else match[5]


def _character(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else " "


def _unquoted(match: re.Match[str]) -> str:
    return bytes.fromhex(match[1].replace("=", "")).decode("utf-8", errors="replace") if match[1] else ""


def _strings_of(text: str) -> Iterator[str]:
    """The texts in JSON, in its order, without the names of its fields."""
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            waiting += reversed([*value.values()] if isinstance(value, dict) else value)


def _decoded(text: str) -> Iterator[str]:
    """What is written in base 64 within a text, where it is text itself."""
    for match in _BASE64.finditer(text):
        written = "".join(match[0].split()).replace("-", "+").replace("_", "/")
        written = written[: len(written) - (len(written) % 4 == 1)]
        data = base64.b64decode(written + "=" * (-len(written) % 4))
        with suppress(UnreadableError):
            inside = packed("", data)
            for plain in [text_of(each) for _, each in inside] if inside else [text_of(data)]:
                if plain.count(" ") > 2 or not plain.isascii() or _BASE64.fullmatch(plain.rstrip("=")):
                    yield plain
