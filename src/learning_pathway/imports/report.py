"""What an import would do, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..catalogue.fields import FIELDS
from ..catalogue.vocabulary import ResourceType
from ..formats.text import shown
from .format_coverage import left_out
from .plan import Addition, Plan
from .readers import FORMATS

__all__ = ["described", "report"]

#: Things left out of one record that are named.
_MOST_NAMED = 20
#: Fields that learners miss most.
_WORTH_FILLING = ("access", "level", "minutes", "captions", "themes", "summary", "why")


def report(plan: Plan) -> str:
    """What would be added, what is there already and why, what was refused, and what could not be kept."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    yield from plan.remarks
    yield f"To add: {len(plan.additions)}"
    for addition in plan.additions:
        yield f"  line {addition.record.line}: {addition.id} – {described(addition.record.facts)}"
        yield from (f"      left out: {unmapped}" for unmapped in addition.record.unmapped[:_MOST_NAMED])
        if (rest := len(addition.record.unmapped) - _MOST_NAMED) > 0:
            yield f"      … and {rest:,} more"
    if plan.duplicates:
        yield f"In the catalogue already: {len(plan.duplicates)}"
        for record, twin in plan.duplicates:
            yield f"  line {record.line}: {shown(record.key) or described(record.facts)}"
            yield f"      is taken for `{twin.id}`, which {twin.why}"
            if not twin.certain:
                name = record.key or described(record.facts, bare=True)
                yield f"      if it is another work: --despite {_quoted(name)}"
    if plan.refused:
        yield f"Refused: {len(plan.refused)}"
        for refusal in plan.refused:
            name = f"{shown(refusal.name)}: " if refusal.name else ""
            yield f"  line {refusal.line}: {name}{shown(refusal.reason, 300)}"
    words = sum("summary" in addition.record.facts for addition in plan.additions)
    if words:
        yield (
            f"Summaries that came along: {words}, marked as the publisher's words (`summary_source: publisher`). "
            "If you write your own, take that line out."
        )
    if plan.additions and plan.format in FORMATS:
        silent = [name for name in _WORTH_FILLING if name in left_out(plan.format)]
        empty = [name for name in _WORTH_FILLING if name not in silent and name in _unfilled(plan.additions)]
        if silent:
            yield f"{FORMATS[plan.format].label} cannot say: {', '.join(silent)}. Fill in by hand what you know."
        if empty:
            yield f"Empty in some of them: {', '.join(empty)}."


def _unfilled(additions: tuple[Addition, ...]) -> set[str]:
    """Fields that some work lacks; only what is watched or heard has minutes, and only films have captions."""
    return {
        name
        for name in _WORTH_FILLING
        for addition in additions
        if name not in addition.record.facts and addition.record.facts["type"] in FIELDS[name].types
    }


def described(facts: Mapping[str, Any], *, bare: bool = False) -> str:
    """A work in a line: its title, and unless `bare`, its type, first creator and year."""
    title = shown(facts.get("title") or facts.get("supplied_title") or "without a title", 90)
    if bare:
        return title
    people = facts.get("authors") or facts.get("editors") or []
    creator = people[0].get("organisation") or people[0].get("family") or "" if people else facts.get("publisher", "")
    kind = ResourceType(facts["type"]).label if facts.get("type") in set(ResourceType) else ""
    rest = " and others" if len(people) > 1 else ""
    parts = [kind.lower(), f"{shown(creator, 40)}{rest}" if creator else "", str(facts.get("published", ""))[:4]]
    return f"{title} ({', '.join(part for part in parts if part)})"


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "'\\''") + "'"
