"""Formats that are not read, and how to get one that is from the program that wrote them."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["how_to_get_ris"]

_ENDNOTE = "In EndNote, choose File > Export and the output style RefMan (RIS) Export."
_WEB_OF_SCIENCE = "In Web of Science, choose Export > RIS."
_ZOTERO = "In Zotero, right-click the collection, choose Export Collection and the format RIS."
_REFWORKS = "In RefWorks, choose Share > Export References and the format RIS."
_MENDELEY = "In Mendeley, select the references and choose File > Export > RIS."
_CITAVI = "In Citavi, choose File > Export and the format RIS."
_PUBMED = "In PubMed, choose Send to > Citation manager, which gives a .nbib file."
_SHEET = "In the spreadsheet, choose Save as and the type CSV."
_LIBRARY = "Load it into Zotero or another reference manager, and export RIS from there."
_NO_LIST = "It is a document, not a list of references: export RIS from the program that manages your references."

#: What a file of a format begins with, and how to get RIS in place of it.
_BEGINNINGS = (
    (rb"\s*(?:<\?xml[^>]*>\s*)?<xml>\s*<records", _ENDNOTE),
    (rb"\s*FN (?:ISI|Clarivate|Thomson)|PT\tAU\t", _WEB_OF_SCIENCE),
    (rb"[\s\S]{0,400}<rdf:RDF", _ZOTERO),
    (rb"[\s\S]{0,400}<(?:mods|modsCollection)\b|[\s\S]{0,400}<(?:marc:)?(?:collection|record)\b", _LIBRARY),
    (rb"[\s\S]{0,400}<(?:PubmedArticleSet|!DOCTYPE PubmedArticleSet)", _PUBMED),
    (rb"\s*RT (?:Journal|Book|Generic|Web|Report|Thesis|Conference|Dissertation|Magazine|News)", _REFWORKS),
    (rb"\d{5}[acdnp][a-z]", _LIBRARY),
    (rb"%PDF-|\{\\rtf", _NO_LIST),
)
_SUFFIXES = {
    ".enl": _ENDNOTE, ".enlx": _ENDNOTE, ".xls": _SHEET, ".xlsx": _SHEET, ".ods": _SHEET, ".ciw": _WEB_OF_SCIENCE,
    ".rdf": _ZOTERO, ".sqlite": _ZOTERO, ".mods": _LIBRARY, ".mrc": _LIBRARY, ".marc": _LIBRARY, ".ctv6": _CITAVI,
    ".ctv5": _CITAVI, ".mdb": _MENDELEY, ".docx": _NO_LIST, ".doc": _NO_LIST, ".odt": _NO_LIST, ".pdf": _NO_LIST,
    ".rtf": _NO_LIST,
}  # fmt: skip


def how_to_get_ris(path: Path) -> str:
    """A sentence on how to get a file that can be read; empty where the format is not known.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(4_000).removeprefix(b"\xef\xbb\xbf")
    found = next((told for pattern, told in _BEGINNINGS if re.match(pattern, start)), "")
    return found or _SUFFIXES.get(path.suffix.lower(), "")
