"""The formats that can be read, and which of them a file is in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ..formats.bibtex_reader import read_bibtex
from ..formats.csl_reader import read_csl_json
from ..formats.csv_reader import read_table
from ..formats.model import Source
from ..formats.ris_reader import read_ris
from ..formats.text import FileError, text_of

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
    "ris": Reader("RIS", (".ris", ".enw"), re.compile(r"[\s\S]{0,2000}?^[ \t]*TY[ \t]{0,3}-", re.MULTILINE), read_ris),
    "csv": Reader("CSV", (".csv", ".tsv"), re.compile(r"[^\n]*[,;\t][^\n]*"), read_table),
}


def read_file(path: Path, name: str | None = None) -> Source:
    """Read a file of another program as far as it goes.

    Args:
        path: the file.
        name: a name in `FORMATS`; None to go by the file's ending and its beginning.

    Raises:
        FileError: it cannot be read at all, or its format cannot be told.
    """
    text, assumed = text_of(path)
    chosen = name or _named(path) or _looks(text)
    if chosen is None:
        raise FileError(f"{path} is in no format that is known here; export it as CSL-JSON, BibTeX, RIS or CSV")
    source = FORMATS[chosen].read(text)
    return replace(source, remarks=tuple(filter(None, (assumed, *source.remarks))))


def _named(path: Path) -> str | None:
    return next((name for name, reader in FORMATS.items() if path.suffix.lower() in reader.suffixes), None)


def _looks(text: str) -> str | None:
    return next((name for name, reader in FORMATS.items() if reader.looks.match(text)), None)
