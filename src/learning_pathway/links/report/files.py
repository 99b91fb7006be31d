"""Reports as files: HTML, JSON, JUnit, SARIF and annotations, and the table of formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote
from xml.etree import ElementTree

from markupsafe import Markup, escape

from ... import __version__
from ...catalogue.problems import Problem, Severity
from ...catalogue.reports import write_github
from ...output import write_whole
from ..state.model import LinkState
from ..target import Target
from ..verdicts import MEANINGS, Urgency
from .summary import Incident, Report
from .text import key_dates, long_date, markdown, remedy

__all__ = [
    "FORMS",
    "github_annotations",
    "html_page",
    "json_lines",
    "junit",
    "link_data",
    "problems",
    "sarif",
    "write_report",
]

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


_STYLE: Final = Markup(
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f;"
    "background:#fff}h2{margin-top:2.5rem}article{border-top:1px solid #8a8a94;padding:.5rem 0}a{color:#1a4fa0}"
    "h3{margin:.5rem 0}code,.address{overflow-wrap:anywhere}table{border-collapse:collapse}"
    "td,th{padding:.2rem 1rem .2rem 0;text-align:left}"
    "@media(prefers-color-scheme:dark){body{color:#e9e9ee;background:#17171b}a{color:#9cc2ff}}"
)


def html_page(report: Report) -> str:
    """Write the report as an HTML page. What came from outside is escaped, and only web addresses are links."""
    counts = Markup("").join(
        Markup("<tr><th scope=row>{}</th><td>{}</td></tr>").format(verdict.meaning.label, number)
        for verdict, number in report.counts.items()
    )
    parts = [
        Markup("<h1>Link health on {}</h1>").format(long_date(report.day)),
        Markup("<p>{}.</p>").format(report.tally),
        *(Markup("<p><strong>{}</strong></p>").format(note) for note in report.notes),
        Markup("<table><caption>Links by verdict</caption>{}</table>").format(counts) if counts else Markup(""),
        Markup("<h2>What has changed since last time</h2>"),
        _changes(report),
        _incidents(report),
        *(_group(group.title, group.records, report) for group in report.groups),
    ]
    head = Markup(
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Link health on {}</title>'
        '<meta name="viewport" content="width=device-width"><style>{}</style></head>'
    ).format(long_date(report.day), _STYLE)
    return head + Markup("<body><main>{}</main></body></html>\n").format(Markup("").join(parts))


def _changes(report: Report) -> Markup:
    differences = [difference for difference in report.differences if difference.after.id not in report.in_incidents]
    if not differences:
        return Markup("<p>Nothing.</p>")
    rows = Markup("").join(
        Markup("<li><code>{}</code>: {} to {}{}</li>").format(
            difference.after.id,
            difference.before.verdict.value if difference.before else "new",
            difference.after.verdict.value,
            ", an alarm" if difference.after.alarm else "",
        )
        for difference in differences
    )
    return Markup("<ul>{}</ul>").format(rows)


def _incidents(report: Report) -> Markup:
    if not report.incidents:
        return Markup("")
    entries = Markup("").join(
        Markup("<article><h3>{} <small>({} links{})</small></h3><p>{}</p><p class=address>{}</p></article>").format(
            incident.host,
            len(incident.records),
            f", since {long_date(incident.since)}" if incident.since else "",
            incident.evidence,
            ", ".join(record.id for record in incident.records),
        )
        for incident in report.incidents
    )
    return Markup("<section><h2>Hosts with no working link ({})</h2>{}</section>").format(
        len(report.incidents), entries
    )


def _group(title: str, records: Sequence[LinkState], report: Report) -> Markup:
    if not records:
        return Markup("")
    entries = Markup("").join(_entry(record, report) for record in records)
    return Markup("<section><h2>{} ({})</h2>{}</section>").format(title, len(records), entries)


def _entry(record: LinkState, report: Report) -> Markup:
    target = report.targets.get(record.id)
    name = target.titles[0] if target and target.titles else record.id
    lines = [Markup("<p class=address>{}</p>").format(_link(record.url))]
    if record.final_url and record.final_url != record.url:
        lines.append(Markup("<p class=address>Leads to {}</p>").format(_link(record.final_url)))
    said = (*record.evidence, *key_dates(record))
    lines.append(Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(each) for each in said)))
    if record.id in report.ignored:
        left = report.ignored[record.id]
        lines.append(Markup("<p>Ignored until {}: {}</p>").format(long_date(left.until), left.reason))
    if record.archived_url:
        lines.append(Markup("<p class=address>Archived copy: {}</p>").format(_link(record.archived_url)))
    instead = ", ".join(other.id for other in report.alternatives_to(record))
    if instead:
        lines.append(Markup("<p>Instead, on the same themes: {}</p>").format(instead))
    lines.append(Markup("<p>{}</p>").format(remedy(record)))
    heading = Markup("<h3>{} <small>({}: {})</small></h3>").format(name, record.id, record.verdict.meaning.label)
    return Markup("<article>{}{}</article>").format(heading, Markup("").join(lines))


def _link(url: str) -> Markup:
    if not url.lower().startswith(("http://", "https://")):
        return escape(url)
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(url, url)


def link_data(record: LinkState) -> dict[str, Any]:
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
        "look_once": record.look_once,
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


#: Characters that XML 1.0 (2.2) does not allow.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report) -> str:
    """Write the report as JUnit's XML: alarms fail, what cannot be told is skipped, the rest passes."""
    left = {record.id for record in report.records if record.id in report.ignored and record.urgency.is_news}
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
        _add(suite, record, is_left=record.id in report.ignored)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _add(suite: ElementTree.Element, record: LinkState, *, is_left: bool) -> None:
    case = ElementTree.SubElement(suite, "testcase", name=_clean(record.id), classname=f"links.{record.verdict.value}")
    said = _clean(f"{record.verdict.meaning.label}: {record.url}")
    if record.alarm and not is_left:
        failure = ElementTree.SubElement(case, "failure", message=said, type=record.verdict.value)
        failure.text = _clean("\n".join(record.evidence))
    elif record.urgency.is_news:
        ElementTree.SubElement(case, "skipped", message=said)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _json(report: Report) -> str:
    return "".join(json_lines(report))


#: Each form that can be printed, and what writes it. `text` is for people at a terminal; see `text`.
FORMS: Mapping[str, Callable[[Report], str]] = MappingProxyType(
    {
        "json": _json,
        "markdown": markdown,
        "html": html_page,
        "junit": junit,
        "sarif": sarif,
        "github": github_annotations,
    }
)
_FILES: Mapping[str, str] = MappingProxyType(
    {
        "report.md": "markdown",
        "report.html": "html",
        "report.json": "json",
        "junit.xml": "junit",
        "report.sarif": "sarif",
    }
)


def write_report(report: Report, folder: Path) -> None:
    """Write `report.md`, `report.html`, `report.json`, `junit.xml` and `report.sarif` into a folder, made if need be.

    Raises:
        OSError: the folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, form in _FILES.items():
        write_whole(folder / name, FORMS[form](report).encode())
