"""Problems as SARIF 2.1.0, which code scanning services read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Sequence
from json import dumps
from typing import Any
from urllib.parse import quote

from ... import __version__
from ..codes import Code
from ..problem import Problem, Severity

__all__ = ["write_sarif"]

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
