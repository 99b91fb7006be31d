"""The table of export formats: each drives the files beside the pages, the links to them and the tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..catalogue.model import Resource
from ..citation import cite
from ..citation.bibtex import bibtex_entry
from ..citation.csl import csl_item
from ..citation.ris import ris_record
from .table import CSV_HEAD, csv_row

__all__ = ["FORMATS", "Format", "export"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that resources can be taken away in.

    A file is its resources' own pieces between a head and a tail, and nothing else: whoever holds the pieces can put a
    file of their own choice together, as a learner's browser does.

    Attributes:
        label: its name, for people.
        use: what reads it, in a few words for people.
        suffix: how its files end, with the dot.
        media_type: its MIME type.
        piece: what one resource adds to a file.
        head: what stands before the first piece.
        between: what stands between two pieces.
        tail: what stands after the last piece.
        empty: the whole of a file without resources.
    """

    label: str
    use: str
    suffix: str
    media_type: str
    piece: Callable[[Resource], str]
    head: str = ""
    between: str = ""
    tail: str = ""
    empty: str = ""

    def write(self, resources: Sequence[Resource]) -> str:
        """The text of a file of the resources, in their order."""
        return self.joined(list(map(self.piece, resources)))

    def joined(self, pieces: Sequence[str]) -> str:
        """The text of a file of the pieces, in their order."""
        return self.head + self.between.join(pieces) + self.tail if pieces else self.empty


def _csl_json(resource: Resource) -> str:
    text = json.dumps(csl_item(resource), ensure_ascii=False, indent=2)
    return "\n".join(f"  {line}" for line in text.split("\n"))


def _markdown(resource: Resource) -> str:
    return cite(resource).isolated_markdown


def _text(resource: Resource) -> str:
    return cite(resource).isolated_text


#: The formats, by the name that `export` takes.
FORMATS = {
    "csl-json": Format(
        "CSL-JSON",
        "Zotero, Pandoc and other citation software",
        ".csl.json",
        "application/vnd.citationstyles.csl+json",
        _csl_json,
        head="[\n",
        between=",\n",
        tail="\n]\n",
        empty="[]\n",
    ),
    "bibtex": Format("BibTeX", "LaTeX and JabRef", ".bib", "application/x-bibtex", bibtex_entry, between="\n"),
    "ris": Format(
        "RIS",
        "EndNote, Mendeley, RefWorks and Zotero",
        ".ris",
        "application/x-research-info-systems",
        ris_record,
        between="\n",
    ),
    "csv": Format("CSV", "spreadsheets", ".csv", "text/csv; charset=utf-8", csv_row, head=CSV_HEAD, empty=CSV_HEAD),
    "markdown": Format(
        "References as Markdown",
        "notes and web pages",
        ".md",
        "text/markdown; charset=utf-8",
        _markdown,
        between="\n\n",
        tail="\n",
    ),
    "text": Format(
        "References as plain text",
        "letters and documents",
        ".txt",
        "text/plain; charset=utf-8",
        _text,
        between="\n\n",
        tail="\n",
    ),
}


def export(resources: Sequence[Resource], name: str) -> bytes:
    """The resources, in their order, as the bytes of one file.

    Args:
        resources: what to write.
        name: a name in `FORMATS`.

    Returns:
        UTF-8, without a byte-order mark but in CSV, where spreadsheets need one to read accents.

    Raises:
        ValueError: there is no such format.
    """
    try:
        write = FORMATS[name].write
    except KeyError:
        raise ValueError(f"no export format {name!r}; there are: {', '.join(FORMATS)}") from None
    return write(resources).encode("utf-8")
