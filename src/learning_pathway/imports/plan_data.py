"""A plan as data for other programs: `pathway import FILE --format json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..catalogue.yaml.writer import RESOURCE_KEYS
from ..formats.model import Record
from .imported import comparable
from .plan import Plan

__all__ = ["plan_data"]


def plan_data(plan: Plan) -> dict[str, Any]:
    """The plan: what would be added and changed, what is there already, what was refused, and what is not kept."""
    return {
        "from": plan.format,
        "program": plan.program,
        "additions": [_entry(addition.id, addition.record.facts) for addition in plan.additions],
        "updates": [
            {
                "id": update.id,
                "line": update.record.line,
                "key": update.record.key,
                "changes": [
                    {"field": each.field, "before": each.before, "after": each.after, "made": each.is_made}
                    for each in update.changes
                ],
            }
            for update in plan.updates
        ],
        "duplicates": [
            {
                "id": match.id,
                "line": record.line,
                "key": record.key,
                "title": record.facts.get("title") or record.facts.get("supplied_title") or "",
                "why": match.why,
                "certain": match.certain,
            }
            for record, match in plan.duplicates
        ],
        "refused": [{"line": refusal.line, "key": refusal.name, "reason": refusal.reason} for refusal in plan.refused],
        "left_out": list(_left_out(plan)),
        "themes": [{"id": id_, "title": title} for id_, title in plan.themes],
        "remarks": list(plan.remarks),
    }


def _entry(id_: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as it would be written, its keys in the catalogue's order."""
    values = {"id": id_, **comparable(facts), "added": facts.get("added")}
    return {name: values[name] for name in RESOURCE_KEYS if values.get(name) is not None}


def _left_out(plan: Plan) -> Iterator[dict[str, Any]]:
    for id_, record in _records(plan):
        for part in record.left_out:
            yield {
                "id": id_,
                "key": record.key,
                "line": part.line or record.line,
                "group": part.group,
                "name": part.name,
                "value": part.value,
                "reason": part.reason,
            }


def _records(plan: Plan) -> Iterator[tuple[str, Record]]:
    yield from ((addition.id, addition.record) for addition in plan.additions)
    yield from ((update.id, update.record) for update in plan.updates)
