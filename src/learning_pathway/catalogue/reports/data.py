"""Problems as data: JSON, SARIF 2.1.0, and workflow commands of GitHub Actions."""

from __future__ import annotations

from collections.abc import Sequence
from json import dumps
from typing import Any
from urllib.parse import quote

from ... import __version__
from ..codes import Code
from ..problem import Problem, Severity
from .text import counts, visible

__all__ = [
    "KEYS",
    "VERSION",
    "write_github",
    "write_json",
    "write_sarif",
]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def write_github(problems: Sequence[Problem]) -> str:
    """One command in each line, and the counts in the last."""
    return "\n".join([*(_command(problem) for problem in problems), counts(problems)]) + "\n"


def _command(problem: Problem) -> str:
    title = f"{problem.code}: {problem.id}" if problem.id else problem.code
    properties = {"file": problem.file, "line": problem.line, "col": problem.column, "title": title}
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[problem.severity]} {listed}::{_data(_words(problem))}"


def _words(problem: Problem) -> str:
    """What is wrong and what to do, and the line as it should be in a line of its own."""
    corrected = f"\n{visible(problem.corrected.strip())}" if problem.corrected else ""
    return f"{problem.message} {problem.remedy}{corrected}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


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


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def write_sarif(problems: Sequence[Problem]) -> str:
    """A SARIF log with one run; its rules are the whole table of codes."""
    codes = {code.value: place for place, code in enumerate(Code)}
    driver = {"name": "pathway", "version": __version__, "rules": [_rule(code) for code in Code]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes[problem.code]) for problem in problems],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.value,
        "shortDescription": {"text": code.meaning},
        "help": {"text": code.remedy},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    address = {"uri": quote(problem.file, errors="surrogateescape")}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": f"{problem.message} {problem.remedy}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": address,
                    "region": {
                        "startLine": problem.line,
                        "startColumn": problem.column,
                        **({"snippet": {"text": problem.source}} if problem.source else {}),
                    },
                },
                **({"logicalLocations": [{"fullyQualifiedName": problem.id}]} if problem.id else {}),
            }
        ],
        **({"fixes": [_fix(problem, address)]} if problem.corrected else {}),
    }


def _fix(problem: Problem, address: dict[str, str]) -> dict[str, Any]:
    """The line as it should be, in place of the line as it is."""
    region = {"startLine": problem.line, "startColumn": 1, "endColumn": len(problem.source) + 1}
    change = {"deletedRegion": region, "insertedContent": {"text": problem.corrected}}
    return {
        "description": {"text": problem.remedy},
        "artifactChanges": [{"artifactLocation": address, "replacements": [change]}],
    }
