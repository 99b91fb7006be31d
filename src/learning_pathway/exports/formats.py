"""The table of export formats: each drives the files beside the pages, the links to them and the tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..catalogue.model import Resource
from ..citation.bibtex import bibtex_entry
from ..citation.csl import csl_item
from ..citation.ris import ris_record
from .table import csv_table

__all__ = ["FORMATS", "Format", "export"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that resources can be taken away in.

    Attributes:
        label: its name, for people.
        suffix: how its files end, with the dot.
        media_type: its MIME type.
        write: turns resources into the text of a file.
    """

    label: str
    suffix: str
    media_type: str
    write: Callable[[Sequence[Resource]], str]


def _csl_json(resources: Sequence[Resource]) -> str:
    return json.dumps([csl_item(resource) for resource in resources], ensure_ascii=False, indent=2) + "\n"


def _bibtex(resources: Sequence[Resource]) -> str:
    return "\n".join(bibtex_entry(resource) for resource in resources)


def _ris(resources: Sequence[Resource]) -> str:
    return "\n".join(ris_record(resource) for resource in resources)


#: The formats, by the name that `export` takes.
FORMATS = {
    "csl-json": Format("CSL-JSON", ".json", "application/vnd.citationstyles.csl+json", _csl_json),
    "bibtex": Format("BibTeX", ".bib", "application/x-bibtex", _bibtex),
    "ris": Format("RIS", ".ris", "application/x-research-info-systems", _ris),
    "csv": Format("CSV", ".csv", "text/csv; charset=utf-8", csv_table),
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
