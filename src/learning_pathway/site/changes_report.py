"""What a site gains and loses, for people and programs: text, Markdown and JSON."""

from __future__ import annotations

import json
from typing import Any

from ..catalogue import Problem, Severity
from ..catalogue.reports import KEYS, counts, visible
from .changes import KINDS, Changes, Row
from .document import inert

__all__ = ["VERSION", "as_json", "as_markdown", "as_text"]

VERSION = 1
#: Rows of a kind, and problems, that are listed.
_MOST = 30
#: Characters of a value.
_LONGEST = 300
#: Kinds whose rows have no value worth showing.
_BARE = frozenset({"page", "id"})
_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}


def as_json(changes: Changes) -> str:
    """All of it as one JSON object."""
    data: dict[str, Any] = {
        "version": VERSION,
        "before": changes.has_before,
        "after": changes.has_after,
        "changes": [
            {"kind": row.kind, "change": row.change, "name": row.name, "before": row.before, "after": row.after}
            for row in changes.rows
        ],
        "problems": [{key: getattr(problem, key) for key in KEYS} for problem in changes.problems],
        "fixed": [{key: getattr(problem, key) for key in KEYS} for problem in changes.fixed],
    }
    return json.dumps(data, ensure_ascii=True, indent=1) + "\n"


def as_text(changes: Changes) -> str:
    """It as lines for a terminal."""
    lines = [_state(changes)] if _state(changes) else []
    for kind, heading in KINDS.items():
        rows = [row for row in changes.rows if row.kind == kind]
        if rows:
            lines += ["", f"{heading}: {_numbers(rows)}", *(f"  {visible(_words(row))}" for row in rows[:_MOST])]
            lines += [f"  … and {len(rows) - _MOST:,} more"] if len(rows) > _MOST else []
    if changes.has_before and changes.has_after and not changes.rows:
        lines.append("The site gains and loses nothing.")
    lines += ["", *_problems(changes)]
    return "\n".join(lines).strip("\n") + "\n"


def as_markdown(changes: Changes) -> str:
    """It as Markdown for the summary of a job; nothing of the catalogue's text is markup in it."""
    lines = ["## What changes on the site", ""]
    lines += [_state(changes), ""] if _state(changes) else []
    if changes.rows:
        lines += ["| | Gained | Lost | Changed |", "| --- | ---: | ---: | ---: |"]
        lines += [_table_row(kind, heading, changes) for kind, heading in KINDS.items()]
        lines.append("")
    elif changes.has_before and changes.has_after:
        lines += ["The site gains and loses nothing.", ""]
    for kind, heading in KINDS.items():
        rows = [row for row in changes.rows if row.kind == kind]
        if rows:
            lines += [f"### {heading}", "", *(f"- {inert(_words(row))}" for row in rows[:_MOST])]
            lines += [f"- … and {len(rows) - _MOST:,} more", ""] if len(rows) > _MOST else [""]
    lines += ["### Problems", "", *_problems(changes)[:1], ""]
    listed = [problem for problem in changes.problems if problem.severity is not Severity.ADVICE]
    lines += [f"- {inert(_problem(problem))}" for problem in listed[:_MOST]]
    lines += [f"- … and {len(listed) - _MOST:,} more"] if len(listed) > _MOST else []
    return "\n".join(lines).strip("\n") + "\n"


def _state(changes: Changes) -> str:
    """What keeps the two from being compared; empty where nothing does."""
    if not changes.has_after:
        return "The site can't be built: the catalogue has errors."
    return "" if changes.has_before else "There is no site to compare with: the catalogue had errors, or was not there."


def _table_row(kind: str, heading: str, changes: Changes) -> str:
    numbers = [
        sum(row.kind == kind and row.change == change for row in changes.rows)
        for change in ("gained", "lost", "changed")
    ]
    return f"| {heading} | {' | '.join(str(number or '–') for number in numbers)} |"


def _numbers(rows: list[Row]) -> str:
    found = {change: sum(row.change == change for row in rows) for change in _SIGNS}
    return ", ".join(f"{number} {change}" for change, number in found.items() if number)


def _words(row: Row) -> str:
    """A row in a line: its sign, what it is about, and how that was and is."""
    before, after = (value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…" for value in (row.before, row.after))
    value = "" if row.kind in _BARE else f"{before} → {after}" if before and after else before or after
    return f"{_SIGNS[row.change]} {row.name}{f': {value}' if value else ''}"


def _problems(changes: Changes) -> list[str]:
    fixed = f" Fixed: {len(changes.fixed):,}." if changes.fixed else ""
    return [counts(changes.problems) + fixed, *map(visible, map(_problem, changes.problems[:_MOST]))]


def _problem(problem: Problem) -> str:
    return f"{problem.file}:{problem.line}: {problem.severity}: {problem.message} [{problem.code}]"
