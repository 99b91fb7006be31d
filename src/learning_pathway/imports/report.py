"""What an import would do, in words and as data for other programs, and what a format cannot carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..catalogue.fields import FIELDS, RESOURCE_KEYS, Loss
from ..catalogue.types import ResourceType
from ..formats.model import Record
from ..formats.text import shown
from .add import as_cell
from .matching import Update, comparable
from .plan import Addition, Plan
from .readers import FORMATS

__all__ = ["LEFT_OUT", "LeftOut", "described", "left_out", "plan_data", "report"]

#: Things left out of one record that are named.
_MOST_NAMED = 20
#: Values of a group that are named.
_MOST_OF_GROUP = 8
#: Fields that learners miss most.
_WORTH_FILLING = ("access", "level", "minutes", "captions", "themes", "summary", "why")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Fields that a format does not carry, and why."""

    fields: tuple[str, ...]
    formats: frozenset[str]
    reason: str


#: The column of each format in the table of fields.
_COLUMNS = {"csl-json": "csl", "bibtex": "bibtex", "ris": "ris"}


def _fields_lost() -> tuple[LeftOut, ...]:
    """Fields that stay behind, together where the reason and the formats are the same."""
    found: dict[tuple[Loss, frozenset[str]], list[str]] = {}
    for field, row in FIELDS.items():
        reasons = {name: getattr(row, column) for name, column in _COLUMNS.items()}
        for loss in Loss:
            formats = frozenset(name for name, reason in reasons.items() if reason is loss)
            if formats and field not in _TURNED:
                found.setdefault((loss, formats), []).append(field)
    return tuple(LeftOut(tuple(fields), formats, loss.value) for (loss, formats), fields in found.items())


#: Fields without a name of their own in some formats, which come back as another field.
_TURNED = frozenset({"archived_url", "updated", "summary_source"})
#: Fields that stay behind.
LEFT_OUT = _fields_lost()


def left_out(name: str) -> tuple[str, ...]:
    """The fields of a resource that a format does not carry."""
    return tuple(field for loss in LEFT_OUT if name in loss.formats for field in loss.fields)


def report(plan: Plan) -> str:
    """What would be added, what is there already and why, what was refused, and what could not be kept."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    yield from plan.remarks
    yield f"To add: {len(plan.additions)}"
    for addition in plan.additions:
        yield f"  line {addition.record.line}: {addition.id} – {described(addition.record.facts)}"
        yield from _losses(addition.record)
    if plan.updates:
        yield f"Imported before, and changed in the source since: {len(plan.updates)}"
        for update in plan.updates:
            yield f"  line {update.record.line}: {update.id}"
            yield from _changes(update)
            yield from _losses(update.record)
    if plan.themes:
        yield f"New themes: {len(plan.themes)} ({shown(', '.join(title for _, title in plan.themes), 200)})"
    yield from _duplicates(plan)
    if plan.refused:
        yield f"Refused: {len(plan.refused)}"
        for refusal in plan.refused:
            name = f"{shown(refusal.name)}: " if refusal.name else ""
            yield f"  line {refusal.line}: {name}{shown(refusal.reason, 300)}"
    yield from _groups(plan)
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


def _duplicates(plan: Plan) -> Iterator[str]:
    """What is in the catalogue already, and how to add it all the same."""
    if plan.duplicates:
        yield f"In the catalogue already: {len(plan.duplicates)}"
        for record, match in plan.duplicates:
            yield f"  line {record.line}: {shown(record.key) or described(record.facts)}"
            yield f"      is taken for `{match.id}`, which {match.why}"
            if not match.certain:
                name = record.key or described(record.facts, bare=True)
                yield f"      if it is another work: --despite {_quoted(name)}"


def _losses(record: Record) -> Iterator[str]:
    """What a record says that is lost, but for what comes in masses: see `_groups`."""
    lost = [part for part in record.left_out if part.group == "other"]
    yield from (f"      left out: {part}" for part in lost[:_MOST_NAMED])
    if (rest := len(lost) - _MOST_NAMED) > 0:
        yield f"      … and {rest:,} more"


def _changes(update: Update) -> Iterator[str]:
    for change in update.changes:
        before, after = shown(as_cell(change.before), 60), shown(as_cell(change.after), 60)
        if change.is_made:
            yield f"      {change.field}: {before or 'empty'} becomes {after}"
        else:
            yield f"      {change.field}: stays {before or 'empty'}, which an editor wrote; the source has {after}"


def _groups(plan: Plan) -> Iterator[str]:
    """What was left out in masses, a line for each group."""
    records = [*(each.record for each in plan.additions), *(each.record for each in plan.updates)]
    groups: dict[str, Counter[str]] = {}
    for part in (part for record in records for part in record.left_out if part.group != "other"):
        groups.setdefault(part.group, Counter())[part.value if part.group == "keywords" else part.name] += 1
    for group, counted in sorted(groups.items()):
        named = ", ".join(shown(name, 40) for name, _ in counted.most_common(_MOST_OF_GROUP))
        more = f" and {len(counted) - _MOST_OF_GROUP:,} more" if len(counted) > _MOST_OF_GROUP else ""
        yield f"Left out, {group}: {counted.total():,} ({named}{more})"
    if "keywords" in groups:
        yield "  A keyword is kept where a theme is called so; --themes-from keywords makes themes of the others."


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


def plan_data(plan: Plan) -> dict[str, Any]:
    """The plan as data, for `pathway import FILE --format json`: its keys are documented and stable."""
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
