"""What can be read: files of other programs, in which format they are, and the plain text of e-mails and of HTML."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from email.message import EmailMessage
from html import unescape
from itertools import islice
from pathlib import Path
from textwrap import dedent

from ..catalogue.contribution_forms import bare_name
from ..formats.bibtex_reader import read_bibtex
from ..formats.csl_reader import read_csl_json
from ..formats.csv_reader import read_table
from ..formats.model import Source
from ..formats.ris_reader import read_ris
from ..formats.tagged_readers import read_enw, read_nbib
from ..formats.text import FileError, shown, text_in, text_of

__all__ = [
    "FORMATS",
    "Reader",
    "has_tags",
    "mail_texts",
    "read_data",
    "read_file",
    "text_of_html",
    "undecorated",
    "unquoted",
    "without",
]


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


_RIS = re.compile(r"[\s\S]{0,10000}?^[> \t\ufeff]{0,9}TY[ \t]{0,3}[-:]", re.MULTILINE | re.IGNORECASE)
#: The formats, by the names that `registry.FORMATS` has for them.
FORMATS = {
    "csl-json": Reader("CSL-JSON", (".json", ".csljson"), re.compile(r"\s*[\[{]\s*(?:\{|\"|\])"), read_csl_json),
    "bibtex": Reader("BibTeX", (".bib", ".bibtex"), re.compile(r"(?:[^@]{0,5000})@\w+\s*[{(]"), read_bibtex),
    "nbib": Reader("PubMed's .nbib", (".nbib",), re.compile(r"\s{0,100}(?:PMID ?- ?\d|OWN - ERIC)"), read_nbib),
    "enw": Reader(
        "EndNote's .enw", (".enw",), re.compile(r"\s{0,100}%(?:0 \w|[A-Z] \S[^\n]{0,1000}\n%[0-9A-Z@$*<>~] )"), read_enw
    ),
    "ris": Reader("RIS", (".ris",), _RIS, read_ris),
    "csv": Reader("CSV", (".csv", ".tsv"), re.compile(r"[^\n]*[,;\t][^\n]*"), read_table),
}


#: Formats whose files begin in a way of their own, so that a wrong ending misleads no one.
_PLAIN = frozenset({"nbib", "enw", "ris"})
#: The first line of a table that no name tells.
_TABLE = re.compile(r"[^\n@{}]*\btitle\b[^\n@{}]*[,;\t]|[^\n@{}]*[,;\t][^\n@{}]*\btitle\b", re.IGNORECASE)


def read_file(path: Path, name: str | None = None) -> Source:
    """Read a file of another program as far as it goes.

    Args:
        path: the file.
        name: a name in `FORMATS`; None to go by the file's ending and its beginning.

    Raises:
        FileError: it cannot be read at all, or its format cannot be told.
    """
    if name is None and path.is_file():
        with suppress(OSError, ValueError), path.open("rb") as file:  # reading it says what is wrong
            _refuse_other(file.read(_BEGINNING), path)
    return _read(*text_of(path), path, name)


def read_data(data: bytes, path: Path, name: str | None = None) -> Source:
    """Read the content of a file of another program as far as it goes; `path` is only its name.

    Raises:
        FileError: it cannot be read at all, or its format cannot be told.
    """
    if name is None:
        _refuse_other(data[:_BEGINNING], path)
    return _read(*text_in(data, shown(path, 200)), path, name)


def _read(text: str, assumed: str, path: Path, name: str | None) -> Source:
    chosen = name or _looks(text, _named(path))
    if chosen is None:
        raise FileError(
            f"{shown(path, 200)} is in no format that is known here; export it as CSL-JSON, BibTeX, RIS or CSV"
        )
    source = FORMATS[chosen].read(text)
    if not source.records and not source.refused:
        raise FileError(f"{shown(path, 200)} holds no record of {FORMATS[chosen].label}; it is empty, or was cut off")
    return replace(source, remarks=tuple(filter(None, (assumed, *source.remarks))))


def _refuse_other(start: bytes, path: Path) -> None:
    if told := how_to_get_ris(start, path):
        raise FileError(f"{shown(path, 200)} is in a format that is not read here. {told}")


def _named(path: Path) -> str | None:
    return next((name for name, reader in FORMATS.items() if path.suffix.lower() in reader.suffixes), None)


def _looks(text: str, named: str | None) -> str | None:
    """The format that the ending of the name tells, unless the text is plainly in another."""
    found = next((name for name, reader in FORMATS.items() if reader.looks.match(text)), None)
    if named is None or found is None:
        return named or found
    is_plain = found in _PLAIN and named in {*_PLAIN, "csv"}
    is_other = FORMATS[named].looks.match(text) is None and (found != "csv" or _TABLE.match(text) is not None)
    return found if is_plain or is_other else named


_ENDNOTE = "In EndNote, choose File > Export and the output style RefMan (RIS) Export."
_WEB_OF_SCIENCE = "In Web of Science, choose Export > RIS."
_ZOTERO = "In Zotero, right-click the collection, choose Export Collection and the format RIS."
_REFWORKS = "In RefWorks, choose Share > Export References and the format RIS."
_MENDELEY = "In Mendeley, select the references and choose File > Export > RIS."
_CITAVI = "In Citavi, choose File > Export and the format RIS."
_PUBMED = "In PubMed, choose Send to > Citation manager, which gives a .nbib file."
_OVID = "In Ovid, choose Export and the format RIS."
_BIBLIOSCAPE = "In Biblioscape, choose Export and the format RIS."
_SHEET = "In the spreadsheet, choose Save as and the type CSV."
_LIBRARY = "Load it into Zotero or another reference manager, and export RIS from there."
_NO_LIST = "It is a document, not a list of references: export RIS from the program that manages your references."

_WRITTEN_OUT = (
    "It is a list of references in words: find each in Zotero by its DOI or title, and export RIS from there."
)
_ARCHIVE = "Unpack it, and take the file that is in it."
_WEB_PAGE = "It is a web page: add the resource on it by its address, or export RIS or CSV from the site."
_YAML = "Entries in YAML are copied into a file of the catalogue, in a text editor."

#: Bytes of a file by which it is told.
_BEGINNING = 4_000
#: What a file of a format begins with, and how to get RIS in place of it.
_BEGINNINGS = (
    (rb"\s*(?:<\?xml[^>]*>\s*)?<xml>\s*<records", _ENDNOTE),
    (rb"\s*FN (?:ISI|Clarivate|Thomson)|PT\tAU\t", _WEB_OF_SCIENCE),
    (rb"[\s\S]{0,400}<rdf:RDF|\s*[\[{][\s\S]{0,3000}\"itemType\"\s*:", _ZOTERO),
    (rb"[\s\S]{0,400}<(?:mods|modsCollection)\b|[\s\S]{0,400}<(?:marc:)?(?:collection|record)\b", _LIBRARY),
    (rb"[\s\S]{0,400}<(?:PubmedArticleSet|!DOCTYPE PubmedArticleSet)", _PUBMED),
    (rb"\s*RT (?:Journal|Book|Generic|Web|Report|Thesis|Conference|Dissertation|Magazine|News)", _REFWORKS),
    (rb"\d{5}[acdnp][a-z]|\s*TI- \S", _LIBRARY),
    (rb"\s*<\d{1,6}\s?\.?\s?>\s*\n[A-Z]", _OVID),
    (rb"\s*--[A-Z]{2}-- ", _BIBLIOSCAPE),
    (rb"%PDF-|\{\\rtf|\xd0\xcf\x11\xe0|PK\x03\x04[\s\S]{0,3900}word/", _NO_LIST),
    (rb"PK\x03\x04[\s\S]{0,3900}xl/", _SHEET),
    (rb"\x1f\x8b|BZh\d|\xfd7zXZ|7z\xbc\xaf|Rar!", _ARCHIVE),
    (rb"(?i)\s*(?:<!--.{0,200}?-->\s*)?<(?:!doctype html|html|head|body)\b", _WEB_PAGE),
)
#: A reference as people read it: `Gray, I. (2019) Sharing the helm`.
_REFERENCE = re.compile(
    rb"\s*(?:[-*\xe2]\S*\s+|\[?\d{1,3}[\].)]\s+)?[A-Z\xc3-\xc5][^\n\t;\"{}]{1,300}\(?\b(?:19|20)\d\d[a-z]?[).,][^\n]{15}"
)
_SUFFIXES = {
    ".enl": _ENDNOTE, ".enlx": _ENDNOTE, ".xls": _SHEET, ".xlsx": _SHEET, ".ods": _SHEET, ".ciw": _WEB_OF_SCIENCE,
    ".rdf": _ZOTERO, ".sqlite": _ZOTERO, ".mods": _LIBRARY, ".mrc": _LIBRARY, ".marc": _LIBRARY, ".ctv6": _CITAVI,
    ".ctv5": _CITAVI, ".mdb": _MENDELEY, ".docx": _NO_LIST, ".doc": _NO_LIST, ".odt": _NO_LIST, ".pdf": _NO_LIST,
    ".rtf": _NO_LIST, ".zip": _ARCHIVE, ".gz": _ARCHIVE, ".7z": _ARCHIVE, ".htm": _WEB_PAGE, ".html": _WEB_PAGE,
    ".yaml": _YAML, ".yml": _YAML,
}  # fmt: skip


def how_to_get_ris(start: bytes, path: Path) -> str:
    """A sentence on how to get a file that can be read; empty where the format of this one is not known.

    Args:
        start: how it begins.
        path: its name.
    """
    if path.suffix.lower() in ("", ".md", ".text", ".txt") and _REFERENCE.match(start):
        return _WRITTEN_OUT
    found = next((told for pattern, told in _BEGINNINGS if re.match(pattern, start.removeprefix(b"\xef\xbb\xbf"))), "")
    return found or _SUFFIXES.get(path.suffix.lower(), "") or (_ARCHIVE if start.startswith(b"PK\x03\x04") else "")


#: Parts of an e-mail that are looked at.
_MOST_PARTS = 100
#: What ends a line of HTML.
_BLOCK = re.compile(r"(?i)<(?:br|/?(?:p|div|li|ul|ol|tr|h[1-6]|blockquote|table|body|html))\b[^<>]{0,2000}>")
_CELL = re.compile(r"(?i)<t[dh]\b[^<>]{0,2000}>")
_BOLD = re.compile(r"(?i)<(/?)(?:b|strong)(?:\s[^<>]{0,2000})?>")
_LINK = re.compile(
    r"(?is)<a\s[^<>]{0,1000}?href\s{0,9}=\s{0,9}[\"']?(https?://[^\"'<>\s]{1,2000}+)[^<>]{0,1000}+>(.{0,1000}?)</a\s{0,9}>"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
#: Marks around bold words while HTML becomes text; nothing that is read has them.
_BEGIN, _END = "\x02", "\x03"
_CONTROLS = re.compile("[\x80-\x9f]")


def mail_texts(data: bytes) -> list[str]:
    """The texts of an e-mail, plain ones first, with those of messages that it forwards.

    Raises:
        FileError: it is damaged.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        parts = [part for part in islice(message.walk(), _MOST_PARTS) if part.get_content_maintype() == "text"]
        parts.sort(key=lambda part: part.get_content_subtype() != "plain")
        return [_text_of_part(part) for part in parts if isinstance(part, EmailMessage)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise FileError("the e-mail is damaged; copy its text into a file, and give that") from None


def _text_of_part(part: EmailMessage) -> str:
    content = str(part.get_content())
    if _CONTROLS.search(content):  # Windows-1252 that is called Latin-1, as browsers read it
        content = _CONTROLS.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "replace"), content)
    return content


def has_tags(text: str) -> bool:
    """Whether a text holds tags of HTML."""
    return _TAG.search(text) is not None


def without(text: str, opening: str, closing: str) -> str:
    """A text without its parts from one mark to another, in any case of letters; a part that never ends stays."""
    kept, place, low = list[str](), 0, text.lower()
    if len(low) != len(text):  # a letter that becomes two
        low = text
    while (begin := low.find(opening, place)) >= 0 and (end := low.find(closing, begin)) >= 0:
        kept.append(text[place:begin])
        place = end + len(closing)
    return "".join([*kept, text[place:]])


def text_of_html(text: str, known: Collection[str]) -> str:
    """What a browser would show of HTML, a line for each block; scripts and styles left out.

    Args:
        text: the HTML.
        known: names, as `bare_name` gives them, that get a colon where they are bold or a cell of their own.
    """
    for name in ("head", "script", "style"):
        text = without(text, f"<{name}", f"</{name}>")
    if _BLOCK.search(text):
        text = _BLOCK.sub("\n", " ".join(text.split()))
    text = _CELL.sub("\t", _LINK.sub(_link, text))
    text = _BOLD.sub(lambda found: _END if found[1] else _BEGIN, text)
    text = unescape(_TAG.sub("", text))
    return "\n".join(_line_of_html(line, known) for line in text.split("\n"))


def _link(found: re.Match[str]) -> str:
    """The words of a link, with its address where they don't show it."""
    words = _TAG.sub("", found[2])
    return words if "://" in words or "www." in words else f"{words} ({found[1]})"


def _line_of_html(line: str, known: Collection[str]) -> str:
    line = line.strip()
    bold = re.match(rf"{_BEGIN}([^{_BEGIN}{_END}]{{1,80}}?)\s{{0,9}}(:?)\s{{0,9}}{_END}\s{{0,9}}(:?)", line)
    if bold and bare_name(bold[1]) in known and (bold[2] or bold[3] or line[bold.end() :].strip()):
        line = f"{bold[1]}: {line[bold.end() :].lstrip()}"
    return _with_colon(line.translate({ord(_BEGIN): None, ord(_END): None}).strip(), "\t", known)


def _with_colon(line: str, separator: str, known: Collection[str]) -> str:
    """A line with a colon between a known name and its value, where it has a separator."""
    name, found, rest = line.partition(separator)
    is_name = found and bare_name(name) in known
    return f"{name.rstrip(': ')}: {rest.strip()}" if is_name else line


def unquoted(lines: list[str]) -> list[str]:
    """Lines of a reply or a forwarded text without the marks of a quotation."""
    return dedent("\n".join(re.sub(r"^(?:[>|] ?){1,9}", "", line) for line in lines)).split("\n")


def undecorated(lines: list[str], known: Collection[str], headings: Iterable[Collection[str]]) -> list[str]:
    """Lines without lists and bold names, with colons for tabs and dashes, and with headings for names alone.

    Args:
        lines: the lines.
        known: names, as `bare_name` gives them.
        headings: groups of names; where all of a group are alone in a line, each name that is alone is a heading.
    """
    plain = [_undecorated(line, known) for line in lines]
    alone = set(map(bare_name, plain))
    return list(_with_headings(plain, known)) if any(map(alone.issuperset, headings)) else plain


def _undecorated(line: str, known: Collection[str]) -> str:
    line = re.sub(r"^[ \t]{0,9}(?:[-*+•]|[0-9]{1,2}[.)])[ \t]{1,9}", "", line)
    bold = re.match(r"(\*\*?|__?)([^*_]{1,80}?)[ \t]{0,9}(:?)\1[ \t]{0,9}(:?)", line)
    if bold and not line[bold.end() :].strip():
        return bold[2]
    if bold:
        return f"{bold[2]}: {line[bold.end() :].lstrip()}"
    for separator in ("\t", " - ", " \u2013 ", " \u2014 "):
        line = _with_colon(line, separator, known)
    return line


def _with_headings(lines: list[str], known: Collection[str]) -> Iterator[str]:
    for line in lines:
        yield f"### {line.strip()}" if bare_name(line) in known else line
