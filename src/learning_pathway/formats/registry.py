"""The table of export formats: each row drives the exported files, the links to them and the tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..catalogue.model import Resource
from ..citation import cite, cite_together, place_of
from .bibtex_writer import bibtex_entry
from .csl_json import csl_item
from .csv_writer import CSV_HEAD, csv_row
from .ris_writer import ris_record

__all__ = ["FORMATS", "Format", "Pieces", "export", "letter_places"]


class Pieces:
    """The pieces of one catalogue's resources. A resource is in modules and themes; its piece is made once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: dict[tuple[str, str], str] = {}

    def of(self, name: str, resource: Resource) -> str:
        """The piece of `resource` in the format `name`, a name in `FORMATS`."""
        key = name, resource.id
        if (piece := self._made.get(key)) is None:
            piece = self._made[key] = FORMATS[name].piece(resource)
        return piece

    def file(self, name: str, resources: Sequence[Resource]) -> str:
        """The text of a file of `resources`, in their order, in the format `name`."""
        form = FORMATS[name]
        return form.write(resources) if form.together else form.joined([self.of(name, one) for one in resources])


@dataclass(frozen=True, slots=True)
class Format:
    """A format that resources are exported in.

    A file is its resources' own pieces between a head and a tail, and nothing else: with the pieces anyone can put a
    file of their own choice together, as a learner's browser does. References alone say more in a list: where
    creators and year are the same, a letter follows the year (`letter_places` says where).

    Attributes:
        label: its name, for people.
        use: what reads it, in a few words for people.
        suffix: how its files end, with the dot.
        media_type: its MIME type.
        piece: what one resource adds to a file.
        together: the pieces of a list, where they depend on each other.
        head: the text before the first piece.
        between: the text between two pieces.
        tail: the text after the last piece.
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
    together: Callable[[Sequence[Resource]], list[str]] | None = None

    def write(self, resources: Sequence[Resource]) -> str:
        """The text of a file of the resources, in their order."""
        return self.joined(self.together(resources) if self.together else list(map(self.piece, resources)))

    def joined(self, pieces: Sequence[str]) -> str:
        """The text of a file of the pieces, in their order."""
        return self.head + self.between.join(pieces) + self.tail if pieces else self.empty


def _csl_json(resource: Resource) -> str:
    text = json.dumps(csl_item(resource), ensure_ascii=False, indent=2)
    return "\n".join(f"  {line}" for line in text.split("\n"))


def _markdown(resource: Resource) -> str:
    return cite(resource).isolated_markdown


def _markdown_list(resources: Sequence[Resource]) -> list[str]:
    return [reference.isolated_markdown for reference in cite_together(resources)]


def _text(resource: Resource) -> str:
    return cite(resource).isolated_text


def _text_list(resources: Sequence[Resource]) -> list[str]:
    return [reference.isolated_text for reference in cite_together(resources)]


#: A character that no text holds: a control that `clean` takes away.
_LETTER = "\x00"


def letter_places(resource: Resource) -> dict[str, str | int]:
    """What to do where a list holds several references of the same creators and year.

    Returns:
        `group`, the same for all of them; `order`, which they sort by; `before`, what stands before the letter; and for
        each format of references the place of the letter in the piece, in the units of UTF-16 that browsers count.
    """
    place, lettered = place_of(resource), cite(resource, letter=_LETTER)
    markdown, text = (found.partition(_LETTER)[0] for found in (lettered.isolated_markdown, lettered.isolated_text))
    before = "" if cite(resource).isolated_text.startswith(text) else text[-1:]
    places = {"markdown": markdown, "text": text}
    units = {name: len(found.removesuffix(before).encode("utf-16-le")) // 2 for name, found in places.items()}
    return {"group": place.group, "order": place.order, "before": before, **units}


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
        together=_markdown_list,
    ),
    "text": Format(
        "References as plain text",
        "letters and documents",
        ".txt",
        "text/plain; charset=utf-8",
        _text,
        between="\n\n",
        tail="\n",
        together=_text_list,
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
