"""Problems as JSON, for scripts: a list of objects, in the order of their places.

The form is described by `schema/problems-1.schema.json`. The number in that name is its version: within a version,
keys are added and never changed or taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from json import dumps

from ..problem import Problem

__all__ = ["KEYS", "VERSION", "write_json"]

VERSION = 1
"""Version of the form; it changes only when a script that reads the last one would have to change."""

KEYS = ("code", "severity", "file", "line", "column", "id", "message", "remedy", "source", "corrected")


def write_json(problems: Sequence[Problem]) -> str:
    """The problems as a JSON list, one object in each line; an empty list where there are none."""
    rows = [_escaped(dumps({key: getattr(problem, key) for key in KEYS}, ensure_ascii=False)) for problem in problems]
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"


def _escaped(row: str) -> str:
    """JSON whose invisible characters are written as codes, so that it can be shown on a terminal."""
    if row.isprintable():
        return row
    return "".join(each if each.isprintable() else dumps(each)[1:-1] for each in row)
