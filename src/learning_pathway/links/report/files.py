"""Writing the report in all its forms into one folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from ...replacement import write_whole
from .data import json_lines
from .junit import junit
from .markdown import markdown
from .page import html_page
from .problems import github_annotations, sarif
from .summary import Report

__all__ = ["FORMS", "write_report"]


def _json(report: Report) -> str:
    return "".join(json_lines(report))


#: Each form that can be printed, and what writes it. `text` is for people at a terminal; see `text`.
FORMS: Mapping[str, Callable[[Report], str]] = MappingProxyType(
    {
        "json": _json,
        "markdown": markdown,
        "html": html_page,
        "junit": junit,
        "sarif": sarif,
        "github": github_annotations,
    }
)
_FILES: Mapping[str, str] = MappingProxyType(
    {
        "report.md": "markdown",
        "report.html": "html",
        "report.json": "json",
        "junit.xml": "junit",
        "report.sarif": "sarif",
    }
)


def write_report(report: Report, folder: Path) -> None:
    """Write `report.md`, `report.html`, `report.json`, `junit.xml` and `report.sarif` into a folder, made if need be.

    Raises:
        OSError: the folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, form in _FILES.items():
        write_whole(folder / name, FORMS[form](report).encode())
