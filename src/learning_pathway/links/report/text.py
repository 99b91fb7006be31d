"""The report as text: Markdown, readable as it is and on any forge, on a terminal, and as the lines of an issue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from ..state.model import LinkState
from ..verdicts import Verdict
from .summary import Difference, Incident, Report

if TYPE_CHECKING:  # only a terminal needs it
    from rich.console import Console

__all__ = [
    "MOST_DESCRIBED",
    "address_in_markdown",
    "incident_told",
    "issue_lines",
    "key_dates",
    "long_date",
    "markdown",
    "owner_mentioned",
    "plain_in_markdown",
    "print_report",
    "remedy",
    "without_mentions",
]

_LONG_UNWELL: Final = 21
"""Days of trouble after which waiting is no advice any more."""


def long_date(day: date) -> str:
    """Write a day as people in the UK do: `5 March 2026`."""
    return f"{day.day} {day:%B %Y}"


def remedy(record: LinkState) -> str:
    """Say what to do about a link that a report lists."""
    if record.look_once:
        return "Open it once. If the resource is there, record that you saw it: `pathway links seen ID`."
    days = (record.checked_on - record.first_failed).days if record.checked_on and record.first_failed else 0
    if record.verdict is Verdict.UNWELL and (record.alarm or days >= _LONG_UNWELL):
        return (
            "It has failed for weeks. Do not wait any longer: find the resource's new address, add an archived copy, "
            "or retire the entry."
        )
    return record.verdict.meaning.remedy


def key_dates(record: LinkState) -> Iterator[str]:
    """What a maintainer asks of a link that needs them: since when, when it was last good, and who has opened it."""
    walled = record.verdict is Verdict.BLOCKED
    if record.first_failed and not walled:  # what was seen before a wall stood there is no trouble of today
        days = "1 day" if record.failures == 1 else f"{record.failures} days"
        yield f"In trouble since {long_date(record.first_failed)}, on {days} of checks"
    if walled and record.since:
        yield f"Blocked since {long_date(record.since)}"
    if record.last_good:
        yield f"Last good on {long_date(record.last_good)}"
    if record.seen_by_person:
        yield f"Last opened by a person on {long_date(record.seen_by_person)}"
    elif walled:
        yield "No one has recorded yet that they opened it"


def print_report(report: Report, console: Console) -> None:
    """Print the report.

    Args:
        report: what to print.
        console: where to.
    """
    for note in report.notes:
        console.print(f"[yellow]{_plain(note)}[/yellow]")
    console.print(f"[bold]{report.tally}[/bold]")
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
    from rich.table import Table

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
    from rich.markup import escape

    return escape("".join(character if character.isprintable() else "\ufffd" for character in text))


_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&@])")


def markdown(report: Report) -> str:
    """Write the report as Markdown. Everything that came from outside is escaped."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# Link health on {long_date(report.day)}"
    yield ""
    yield _summary(report)
    for note in report.notes:
        yield ""
        yield f"> {plain_in_markdown(note)}"
    yield from _changes(
        [difference for difference in report.differences if difference.after.id not in report.in_incidents]
    )
    if report.incidents:
        yield from ("", f"## Hosts with no working link ({len(report.incidents)})", "")
        yield from ("No link to these hosts works. Check the host first, not each link.", "")
        for incident in report.incidents:
            yield from _incident(incident)
    for group in report.groups:
        yield from ("", f"## {group.title} ({len(group.records)})", "", group.explanation, "")
        for record in group.records:
            yield from _entry(record, report)


def _incident(incident: Incident) -> Iterator[str]:
    yield f"### {plain_in_markdown(incident.host)}"
    yield ""
    yield f"{len(incident.records)} links{', an alarm' if incident.alarm else ''}."
    yield ""
    if incident.since:
        yield f"- In trouble since {long_date(incident.since)}"
    if incident.evidence:
        yield f"- {plain_in_markdown(incident.evidence)}"
    yield f"- Links: {', '.join(f'`{record.id}`' for record in incident.records)}"
    yield ""


def _summary(report: Report) -> str:
    counts = ", ".join(f"{number} {verdict.value}" for verdict, number in report.counts.items())
    return f"{report.tally}: {counts or 'none'}."


def _changes(differences: Sequence[Difference]) -> Iterator[str]:
    yield from ("", "## What has changed since last time", "")
    if not differences:
        yield "Nothing."
    for difference in differences:
        before = difference.before.verdict.value if difference.before else "new"
        alarm = " (alarm)" if difference.after.alarm else ""
        yield f"- `{difference.after.id}`: {before} → {difference.after.verdict.value}{alarm}"


def _entry(record: LinkState, report: Report) -> Iterator[str]:
    target = report.targets.get(record.id)
    name = target.titles[0] if target and target.titles else record.id
    yield f"### {plain_in_markdown(name)}"
    yield ""
    owner = f", {plain_in_markdown(target.owner)}" if target and target.owner else ""
    yield f"`{record.id}`{owner}: **{record.verdict.meaning.label}** ({record.verdict.value}, {record.confidence:.2f})"
    yield ""
    yield f"- Address: {address_in_markdown(record.url)}"
    if record.final_url and record.final_url != record.url:
        yield f"- Leads to: {address_in_markdown(record.final_url)}"
    for line in record.evidence:
        yield f"- {plain_in_markdown(line)}"
    for day in key_dates(record):
        yield f"- {day}"
    if record.id in report.ignored:
        left = report.ignored[record.id]
        yield f"- Ignored until {long_date(left.until)}: {plain_in_markdown(left.reason)}"
    yield from (f"- {line}" for line in _substitutes(record, report))
    yield f"- What to do: {remedy(record)}"
    yield ""


def plain_in_markdown(text: str) -> str:
    """Escape what Markdown would read as more than text; line breaks go."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def address_in_markdown(url: str) -> str:
    """Write an address as a link that shows itself; one that holds what cannot be shown becomes code."""
    safe = "".join(f"%{ord(character):02X}" if character in '<>` \\"' else character for character in url)
    return f"<{safe}>" if safe.isprintable() else f"`{safe.encode('ascii', 'backslashreplace').decode()}`"


_OWNER: Final = re.compile(r"@?([A-Za-z0-9](?:[A-Za-z0-9._/-]{0,98}[A-Za-z0-9])?)")
MOST_DESCRIBED: Final = 100
"""Links that are described one by one: forges limit the length of an issue (GitHub: 65,536 characters)."""


def issue_lines(
    report: Report, alarms: list[LinkState], unsteady: list[LinkState], doubtful: list[LinkState]
) -> Iterator[str]:
    """The text of the issue in lines: links in certain trouble, unsteady ones, and those for a person to open once."""
    yield "The link check keeps this issue up to date, and closes it when all is well."
    ids = {record.id for record in alarms}
    for incident in report.incidents:
        if ids & {record.id for record in incident.records}:
            yield from ("", f"- [ ] **{without_mentions(incident.host)}**: {incident_told(incident)}.")
            owners = dict.fromkeys(owner_mentioned(report, record) for record in incident.records)
            yield f"  {' '.join(owner for owner in owners if owner)}".rstrip() or "  Look at the host first."
    alone = [record for record in alarms if record.id not in report.in_incidents]
    for record in alone[:MOST_DESCRIBED]:
        yield from ("", *_issue_entry(record, report))
    if len(alone) > MOST_DESCRIBED:
        yield from ("", f"And {len(alone) - MOST_DESCRIBED} more: the report of the run names them all.")
    yield from _issue_list("Keep failing and recovering", unsteady)
    yield from _issue_list("Open these once, since no check has seen the resource there", doubtful)


def _issue_list(title: str, records: list[LinkState]) -> Iterator[str]:
    if not records:
        return
    yield from ("", f"**{title}** ({len(records)}):", "")
    for record in records[:MOST_DESCRIBED]:
        yield f"- [ ] `{record.id}`: {address_in_markdown(record.url)}"
    if len(records) > MOST_DESCRIBED:
        yield f"- And {len(records) - MOST_DESCRIBED} more: the report of the run names them all."


def incident_told(incident: Incident) -> str:
    """An incident in a few words."""
    since = f", since {long_date(incident.since)}" if incident.since else ""
    return f"none of its {len(incident.records)} links work{since}"


def _issue_entry(record: LinkState, report: Report) -> Iterator[str]:
    target = report.targets[record.id]
    title = without_mentions(target.titles[0] if target.titles else record.id)
    owner = owner_mentioned(report, record)
    yield f"- [ ] **{title}** (`{record.id}`): {record.verdict.meaning.label} {owner}".rstrip()
    yield f"  - {address_in_markdown(record.url)}, at `{target.file}`, line {target.line}"
    for line in record.evidence[:3]:
        yield f"  - {without_mentions(line)}"
    if record.last_good:
        yield f"  - Last good on {long_date(record.last_good)}"
    yield from (f"  - {line}" for line in _substitutes(record, report))
    yield f"  - {remedy(record)}"


def _substitutes(record: LinkState, report: Report) -> Iterator[str]:
    """What can be used instead of a link, in Markdown: its archived copy, and resources on the same themes."""
    if record.archived_url:
        yield f"Archived copy: {address_in_markdown(record.archived_url)}"
    instead = ", ".join(f"`{other.id}`" for other in report.alternatives_to(record))
    if instead:
        yield f"Instead, on the same themes: {instead}"


def owner_mentioned(report: Report, record: LinkState) -> str:
    """The owner of a link, as a mention where that can be an account."""
    owner = report.targets[record.id].owner or ""
    found = _OWNER.fullmatch(owner.strip())
    return f"@{found[1]}" if found else without_mentions(owner)


def without_mentions(text: str) -> str:
    """Escape, and break what a forge would take for a mention: it looks for them after it has undone escapes."""
    return plain_in_markdown(text).replace("@", "@\u200b")
