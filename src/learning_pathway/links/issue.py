"""The issue that lists links in certain trouble: its text, and when it is opened, edited or closed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .issue_tracker import Issues
from .labels import long_date
from .report.markdown import address_in_markdown, plain_in_markdown
from .report.summary import Report
from .state.model import LinkRecord

__all__ = [
    "IssueAction",
    "IssueText",
    "issue_text",
    "news",
    "reported",
    "update_issue",
]

_OWNER: Final = re.compile(r"@?([A-Za-z0-9](?:[A-Za-z0-9._/-]{0,98}[A-Za-z0-9])?)")
_MARK: Final = re.compile(r"<!-- pathway-links ([0-9a-f]{16})((?: [a-z0-9/-]+)*) -->\s*\Z")
_MOST: Final = 100
"""Links that are described one by one: forges limit the length of an issue (GitHub: 65,536 characters)."""


@dataclass(frozen=True, slots=True)
class IssueText:
    """What the issue should say."""

    body: str
    """In Markdown; empty if nothing needs a person, so that the issue can be closed."""
    links: frozenset[str]
    """Ids of the links that it is about."""
    key: str
    """The same for as long as there is no news."""


def issue_text(report: Report) -> IssueText:
    """Write the issue. Everything that came from outside is escaped; only owners are mentioned."""
    alarms = report.alarms
    if not alarms:
        return IssueText("", frozenset(), "")
    facts = "\n".join(sorted(f"{each.id} {each.verdict.value} {each.archived_url or ''}" for each in alarms))
    key = hashlib.sha256(facts.encode()).hexdigest()[:16]
    names = sorted(each.id for each in alarms)[:500]
    body = "\n".join(_lines(report, alarms)) + f"\n\n<!-- pathway-links {' '.join((key, *names))} -->\n"
    return IssueText(body, frozenset(names), key)


def _lines(report: Report, alarms: list[LinkRecord]) -> Iterator[str]:
    yield "The link check keeps this issue up to date, and closes it when all is well."
    for incident in report.incidents:
        if incident.alarm:
            since = f", since {long_date(incident.since)}" if incident.since else ""
            yield from (
                "",
                f"- [ ] **{_plain(incident.host)}**: none of its {len(incident.records)} links work{since}.",
            )
            owners = dict.fromkeys(_mention(report, record) for record in incident.records)
            yield f"  {' '.join(owner for owner in owners if owner)}".rstrip() or "  Look at the host first."
    alone = [record for record in alarms if record.id not in report.in_incidents]
    for record in alone[:_MOST]:
        yield from ("", *_entry(record, report))
    if len(alone) > _MOST:
        yield from ("", f"And {len(alone) - _MOST} more: the report of the run names them all.")


def _entry(record: LinkRecord, report: Report) -> Iterator[str]:
    target = report.targets[record.id]
    title = _plain(target.titles[0] if target.titles else record.id)
    yield f"- [ ] **{title}** (`{record.id}`): {record.verdict.meaning.label} {_mention(report, record)}".rstrip()
    yield f"  - {address_in_markdown(record.url)}, at `{target.file}`, line {target.line}"
    for line in record.evidence[:3]:
        yield f"  - {_plain(line)}"
    if record.last_good:
        yield f"  - Last good on {long_date(record.last_good)}"
    if record.archived_url:
        yield f"  - Archived copy: {address_in_markdown(record.archived_url)}"
    instead = ", ".join(f"`{other.id}`" for other in report.alternatives_to(record))
    if instead:
        yield f"  - Instead, on the same themes: {instead}"
    yield f"  - {record.verdict.meaning.remedy}"


def _mention(report: Report, record: LinkRecord) -> str:
    owner = report.targets[record.id].owner or ""
    found = _OWNER.fullmatch(owner.strip())
    return f"@{found[1]}" if found else _plain(owner)


def _plain(text: str) -> str:
    """Escape, and break what a forge would take for a mention: it looks for them after it has undone escapes."""
    return plain_in_markdown(text).replace("@", "@\u200b")


def reported(body: str) -> tuple[str, frozenset[str]] | None:
    """Read from an issue's text what it was about: its key, and the links; None if it is not ours."""
    found = _MARK.search(body.replace("\r\n", "\n"))
    return (found[1], frozenset(found[2].split())) if found else None


def news(before: Collection[str], text: IssueText, report: Report) -> str:
    """Say what has changed since an issue was last written; empty if only details have."""
    lines = []
    fresh = sorted(text.links - set(before))
    if fresh:
        by_id = {record.id: record for record in report.alarms}
        named = ", ".join(f"`{id_}` {_mention(report, by_id[id_])}".rstrip() for id_ in fresh[:_MOST])
        lines.append(f"New: {named}.")
    fixed = sorted(set(before) - text.links)
    if fixed:
        lines.append(f"No longer in trouble: {', '.join(f'`{id_}`' for id_ in fixed[:_MOST])}.")
    return "\n\n".join(lines)


class IssueAction(StrEnum):
    """What was done to the issue."""

    NOTHING = "nothing"
    OPENED = "opened"
    REOPENED = "reopened"
    EDITED = "edited"
    CLOSED = "closed"


async def update_issue(issues: Issues, report: Report) -> IssueAction:
    """Bring the issue up to date; do nothing at all where there is no news.

    Args:
        issues: the project's issues.
        report: the present state of the links.

    Raises:
        ForgeError: the forge cannot be asked, or refuses.
    """
    text = issue_text(report)
    ours = next(((issue, mark) for issue in await issues.find() if (mark := reported(issue.body))), None)
    if ours is None:
        if not text.body:
            return IssueAction.NOTHING
        await issues.open(text.body)
        return IssueAction.OPENED
    issue, (key, links) = ours
    if not text.body:
        if not issue.is_open:
            return IssueAction.NOTHING
        await issues.say(issue.number, "Every link works again, or is no longer in the catalogue.")
        await issues.write(issue.number, None, is_open=False)
        return IssueAction.CLOSED
    if issue.is_open and key == text.key:
        return IssueAction.NOTHING
    await issues.write(issue.number, text.body, is_open=True)
    # Forges tell no one of a changed text, only of a comment.
    said = news(links if issue.is_open else (), text, report)
    if said:
        await issues.say(issue.number, said)
    return IssueAction.EDITED if issue.is_open else IssueAction.REOPENED
