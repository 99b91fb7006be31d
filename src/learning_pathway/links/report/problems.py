"""The report as problems of the catalogue, each at the line of its entry: for forges and code scanning."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from ... import __version__
from ...catalogue import Problem, Severity
from ...catalogue.reports import write_github
from ..labels import remedy
from ..state.model import LinkState
from ..target import Target
from ..verdicts import MEANINGS, Urgency
from .summary import Incident, Report

__all__ = ["github_annotations", "problems", "sarif"]

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def problems(report: Report) -> list[Problem]:
    """Make a problem of every link that is not fine: an error of an alarm, a warning of a suspect, else advice.

    A host that fails wholly is one problem, and an ignored link is none.
    """
    found = [_problem(record, report.targets[record.id]) for record in report.records if _counts(record, report)]
    return sorted([*found, *(_host_problem(incident, report) for incident in report.incidents)])


def _counts(record: LinkState, report: Report) -> bool:
    return (record.urgency is not Urgency.FINE or record.look_once) and not (
        record.id in report.in_incidents or record.id in report.ignored or report.is_settled(record)
    )


def _host_problem(incident: Incident, report: Report) -> Problem:
    """One problem for a host that fails wholly, at the first of its links."""
    worst = _problem(incident.records[0], report.targets[incident.records[0].id])
    names = ", ".join(record.id for record in incident.records[:10])
    more = f" and {len(incident.records) - 10} more" if len(incident.records) > 10 else ""
    return replace(
        worst,
        severity=Severity.ERROR if incident.alarm else Severity.WARNING,
        message=f"None of the {len(incident.records)} links to {incident.host} work: {names}{more}.",
        remedy="Check the host first, not each link.",
    )


def _problem(record: LinkState, target: Target) -> Problem:
    severity = Severity.ADVICE
    if record.alarm:
        severity = Severity.ERROR
    elif record.urgency is Urgency.TROUBLE:
        severity = Severity.WARNING
    meaning = record.verdict.meaning
    label = "Look once" if record.look_once else meaning.label
    why = "; ".join(record.evidence[:3])
    return Problem(
        file=target.file,
        line=target.line,
        column=target.column,
        code=f"link-{record.verdict.value}",
        severity=severity,
        id=record.id,
        message=f"{label}: {record.url} ({why})." if why else f"{label}: {record.url}.",
        remedy=remedy(record),
    )


def github_annotations(report: Report) -> str:
    """Write workflow commands that show each problem beside the entry's line."""
    return write_github(problems(report))


def sarif(report: Report) -> str:
    """Write a SARIF 2.1.0 log; its rules are the table of verdicts."""
    rules = [
        {
            "id": f"link-{verdict.value}",
            "shortDescription": {"text": meaning.label},
            "fullDescription": {"text": meaning.maintainer},
            "help": {"text": meaning.remedy},
        }
        for verdict, meaning in MEANINGS.items()
    ]
    run = {
        "tool": {"driver": {"name": "pathway links", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem) for problem in problems(report)],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(problem: Problem) -> dict[str, Any]:
    return {
        "ruleId": problem.code,
        "level": _LEVELS[problem.severity],
        "message": {"text": f"{problem.message} {problem.remedy}"},
        # The line may change while the link stays the same: the id identifies the result.
        "partialFingerprints": {"link/v1": f"{problem.id}/{problem.code}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(problem.file, errors="surrogateescape")},
                    "region": {"startLine": problem.line, "startColumn": problem.column},
                },
                "logicalLocations": [{"fullyQualifiedName": problem.id}],
            }
        ],
    }
