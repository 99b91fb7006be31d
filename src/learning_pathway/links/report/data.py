"""The report as data: one JSON object for each link."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..record import LinkRecord
from .summary import Report

__all__ = ["json_lines", "link_data"]


def link_data(record: LinkRecord) -> dict[str, Any]:
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
