"""The report on a terminal: grouped, worst first, what has changed before all else."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ..labels import key_dates, long_date
from ..state.model import LinkState
from .summary import Incident, Report

__all__ = ["print_report"]


def print_report(report: Report, console: Console) -> None:
    """Print the report.

    Args:
        report: what to print.
        console: where to.
    """
    for note in report.notes:
        console.print(f"[yellow]{_plain(note)}[/yellow]")
    console.print(f"[bold]{len(report.records)} links, {report.checked} checked in this run[/bold]")
    differences = [difference for difference in report.differences if difference.after.id not in report.in_incidents]
    if differences:
        console.print("\n[bold]Changed since last time[/bold]")
        for difference in differences:
            before = difference.before.verdict.value if difference.before else "new"
            mark = " [red]alarm[/red]" if difference.after.alarm else ""
            console.print(f"  {_plain(difference.after.id)}: {before} → {difference.after.verdict.value}{mark}")
    if report.incidents:
        console.print(f"\n[bold red]Hosts with no working link ({len(report.incidents)})[/bold red]")
        for incident in report.incidents:
            _print_incident(incident, console)
    for group in report.groups:
        console.print(f"\n[bold {group.colour}]{group.title} ({len(group.records)})[/bold {group.colour}]")
        for record in group.records:
            _print_record(record, report, console)
    counts = Table.grid(padding=(0, 2))
    for verdict, number in report.counts.items():
        counts.add_row(str(number), verdict.value, verdict.meaning.label)
    console.print()
    console.print(counts)


def _print_incident(incident: Incident, console: Console) -> None:
    mark = " [red]alarm[/red]" if incident.alarm else ""
    since = f", since {long_date(incident.since)}" if incident.since else ""
    console.print(
        f"  [bold]{_plain(incident.host)}[/bold]: none of its {len(incident.records)} links work{since}{mark}"
    )
    if incident.evidence:
        console.print(f"    {_plain(incident.evidence)}", soft_wrap=True)
    console.print(f"    {_plain(', '.join(record.id for record in incident.records))}", soft_wrap=True)


def _print_record(record: LinkState, report: Report, console: Console) -> None:
    console.print(f"  [bold]{_plain(record.id)}[/bold] {record.verdict.value} ({record.confidence:.2f})")
    console.print(f"    {_plain(record.url)}", soft_wrap=True)
    if record.final_url and record.final_url != record.url:
        console.print(f"    leads to {_plain(record.final_url)}", soft_wrap=True)
    for line in record.evidence:
        console.print(f"    {_plain(line)}", soft_wrap=True)
    for day in key_dates(record):
        console.print(f"    {day}", soft_wrap=True)
    if record.id in report.ignored:
        left = report.ignored[record.id]
        console.print(f"    ignored until {long_date(left.until)}: {_plain(left.reason)}", soft_wrap=True)
    if record.archived_url:
        console.print(f"    archived copy: {_plain(record.archived_url)}", soft_wrap=True)
    instead = ", ".join(target.id for target in report.alternatives_to(record))
    if instead:
        console.print(f"    on the same themes: {_plain(instead)}", soft_wrap=True)


def _plain(text: str) -> str:
    """Keep what came from outside from steering the terminal, by its own codes or by rich's."""
    return escape("".join(character if character.isprintable() else "\ufffd" for character in text))
