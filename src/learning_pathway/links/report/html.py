"""Reports as an HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup, escape

from ..labels import key_dates, long_date, remedy
from ..state.model import LinkState
from .summary import Report

__all__ = [
    "html_page",
]

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
        Markup("<p>{} links, {} checked in this run.</p>").format(len(report.records), report.checked),
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
