"""The bytes of a file as text, and what had to be assumed."""

from __future__ import annotations

import codecs
from pathlib import Path

from .plain import shown

__all__ = ["LARGEST", "FileError", "decoded", "text_of"]

#: Bytes of the largest file that is read. 20,000 records with abstracts take less.
LARGEST = 20_000_000


#: Bytes that Windows-1252 leaves open.
_OPEN = b"\x81\x8d\x8f\x90\x9d"


class FileError(Exception):
    """A file cannot be read at all. The message says why."""


def text_of(path: Path) -> tuple[str, str]:
    """The text of a file, and a sentence on what was assumed; empty where nothing was.

    Raises:
        FileError: there is no such file, or it is too large, or no text.
    """
    try:
        if not path.is_file():
            raise FileError(f"{path} is not a file")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError(f"{shown(path, 200)} cannot be opened: {str(reason).lower()}") from error
    if len(data) > LARGEST:
        raise FileError(f"{path} is larger than {LARGEST // 1_000_000} MB; export a part of the library at a time")
    text, assumed = decoded(data)
    if "\0" in text[:10_000]:
        raise FileError(f"{path} is no text; export it as CSL-JSON, BibTeX, RIS or CSV")
    return text.replace("\r\n", "\n").replace("\r", "\n"), assumed


def decoded(data: bytes) -> tuple[str, str]:
    """Bytes as text, and a sentence on what was assumed.

    A byte-order mark decides. Without one, each line is UTF-8 if it can be; else Windows-1252, which older programs
    write, and which holds all of Latin-1's letters.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            said = "" if name == "utf-8" else "Read as UTF-16, as its first bytes say."
            return data[len(mark) :].decode(name, "replace"), said
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    lines = data.split(b"\n")
    other = [number for number, line in enumerate(lines, start=1) if not _is_utf8(line)]
    text = "\n".join(line.decode() if _is_utf8(line) else _western(line) for line in lines)
    return text, (
        f"{_which(other)} not written in UTF-8, and read as Windows-1252 instead. Look at accents and quotation marks."
    )


def _which(lines: list[int]) -> str:
    if len(lines) == 1:
        return f"Line {lines[0]} is"
    named = ", ".join(map(str, lines[:5]))
    return f"Lines {named}{f' and {len(lines) - 5:,} more' if len(lines) > 5 else ''} are"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _western(line: bytes) -> str:
    """A line in Windows-1252; of the bytes that it leaves open, what they are in Latin-1."""
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([byte]).decode("latin-1" if byte in _OPEN else "cp1252") for byte in line)
