"""The report as JUnit's XML, which CI systems show as tests: one test for each link."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ..record import LinkRecord
from .summary import Report

__all__ = ["junit"]

#: Characters that XML 1.0 (2.2) does not allow.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report) -> str:
    """Write the report as JUnit's XML: alarms fail, what cannot be told is skipped, the rest passes."""
    left = {record.id for record in report.records if record.id in report.left_alone and record.severity.is_news}
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
        _add(suite, record, is_left=record.id in report.left_alone)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _add(suite: ElementTree.Element, record: LinkRecord, *, is_left: bool) -> None:
    case = ElementTree.SubElement(suite, "testcase", name=_clean(record.id), classname=f"links.{record.verdict.value}")
    said = _clean(f"{record.verdict.meaning.label}: {record.url}")
    if record.alarm and not is_left:
        failure = ElementTree.SubElement(case, "failure", message=said, type=record.verdict.value)
        failure.text = _clean("\n".join(record.evidence))
    elif record.severity.is_news:
        ElementTree.SubElement(case, "skipped", message=said)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
