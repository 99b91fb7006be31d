"""The formats that can be read, and which of them a file is in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ..formats.bibtex_reader import read_bibtex
from ..formats.csl_reader import read_csl_json
from ..formats.csv_reader import read_table
from ..formats.enw_reader import read_enw
from ..formats.model import Source
from ..formats.nbib_reader import read_nbib
from ..formats.ris_reader import read_ris
from ..formats.text import FileError, shown, text_of
from .other_formats import how_to_get_ris

__all__ = ["FORMATS", "Reader", "read_file"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format that can be read."""

    label: str
    """Its name, for people."""
    suffixes: tuple[str, ...]
    """How its files usually end."""
    looks: re.Pattern[str]
    """How such a file begins, for one whose name does not tell."""
    read: Callable[[str], Source]


#: The formats, by the names that `exports.FORMATS` has for them.
FORMATS = {
    "csl-json": Reader("CSL-JSON", (".json", ".csljson"), re.compile(r"\s*[\[{]\s*(?:\{|\"|\])"), read_csl_json),
    "bibtex": Reader("BibTeX", (".bib", ".bibtex"), re.compile(r"(?:[^@]{0,5000})@\w+\s*[{(]"), read_bibtex),
    "nbib": Reader("PubMed's .nbib", (".nbib",), re.compile(r"\s{0,100}PMID ?- ?\d"), read_nbib),
    "enw": Reader("EndNote's .enw", (".enw",), re.compile(r"\s{0,100}%0 \w"), read_enw),
    "ris": Reader("RIS", (".ris",), re.compile(r"[\s\S]{0,2000}?^[ \t]*TY[ \t]{0,3}-", re.MULTILINE), read_ris),
    "csv": Reader("CSV", (".csv", ".tsv"), re.compile(r"[^\n]*[,;\t][^\n]*"), read_table),
}


#: Formats whose files begin in a way of their own, so that a wrong ending misleads no one.
_PLAIN = frozenset({"nbib", "enw", "ris"})


def read_file(path: Path, name: str | None = None) -> Source:
    """Read a file of another program as far as it goes.

    Args:
        path: the file.
        name: a name in `FORMATS`; None to go by the file's ending and its beginning.

    Raises:
        FileError: it cannot be read at all, or its format cannot be told.
    """
    if name is None and path.is_file() and (told := _told(path)):
        raise FileError(f"{shown(path, 200)} is in a format that is not read here. {told}")
    text, assumed = text_of(path)
    chosen = name or _looks(text, _named(path))
    if chosen is None:
        raise FileError(f"{path} is in no format that is known here; export it as CSL-JSON, BibTeX, RIS or CSV")
    source = FORMATS[chosen].read(text)
    return replace(source, remarks=tuple(filter(None, (assumed, *source.remarks))))


def _told(path: Path) -> str:
    try:
        return how_to_get_ris(path)
    except (OSError, ValueError):
        return ""  # reading it says what is wrong


def _named(path: Path) -> str | None:
    return next((name for name, reader in FORMATS.items() if path.suffix.lower() in reader.suffixes), None)


def _looks(text: str, named: str | None) -> str | None:
    """The format that the ending of the name tells, unless the text is plainly in another."""
    found = next((name for name, reader in FORMATS.items() if reader.looks.match(text)), None)
    is_plain = found is not None and found in _PLAIN and named in _PLAIN
    return found if named is None or is_plain else named
