"""Reports as files: JSON and JUnit, and the table of formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree

from ...output import write_whole
from ..state.model import LinkState
from .html import html_page
from .markdown import markdown
from .problems import github_annotations, sarif
from .summary import Report

__all__ = [
    "FORMS",
    "json_lines",
    "junit",
    "link_data",
    "write_report",
]


def link_data(record: LinkState) -> dict[str, Any]:
    """Turn a record into the JSON that scripts rely on. Days are written YYYY-MM-DD; unknown ones are null."""
    return {
        "id": record.id,
        "url": record.url,
        "verdict": record.verdict.value,
        "confidence": round(record.confidence, 2),
        "evidence": list(record.evidence),
        "final_url": record.final_url,
        "first_seen": record.first_seen.isoformat() if record.first_seen else None,
        "checked_on": record.checked_on.isoformat() if record.checked_on else None,
        "last_good": record.last_good.isoformat() if record.last_good else None,
        "first_failed": record.first_failed.isoformat() if record.first_failed else None,
        "alarm": record.alarm,
        "look_once": record.look_once,
    }


def json_lines(report: Report) -> Iterator[str]:
    """Write the report as one JSON list, in pieces, sorted by link id."""
    records = sorted(report.records, key=lambda record: record.id)
    if not records:
        yield "[]\n"
        return
    for place, record in enumerate(records):
        yield ("[\n  " if place == 0 else ",\n  ") + json.dumps(link_data(record), ensure_ascii=False)
    yield "\n]\n"


#: Characters that XML 1.0 (2.2) does not allow.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report) -> str:
    """Write the report as JUnit's XML: alarms fail, what cannot be told is skipped, the rest passes."""
    left = {record.id for record in report.records if record.id in report.ignored and record.severity.is_news}
    skipped = [*report.suspects, *report.unknown, *left]
    suite = ElementTree.Element(
        "testsuite",
        name="Links",
        tests=str(len(report.records)),
        failures=str(len(report.alarms)),
        errors="0",
        skipped=str(len(skipped)),
        timestamp=f"{report.day.isoformat()}T00:00:00",
    )
    for record in report.records:
        _add(suite, record, is_left=record.id in report.ignored)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _add(suite: ElementTree.Element, record: LinkState, *, is_left: bool) -> None:
    case = ElementTree.SubElement(suite, "testcase", name=_clean(record.id), classname=f"links.{record.verdict.value}")
    said = _clean(f"{record.verdict.meaning.label}: {record.url}")
    if record.alarm and not is_left:
        failure = ElementTree.SubElement(case, "failure", message=said, type=record.verdict.value)
        failure.text = _clean("\n".join(record.evidence))
    elif record.severity.is_news:
        ElementTree.SubElement(case, "skipped", message=said)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


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
