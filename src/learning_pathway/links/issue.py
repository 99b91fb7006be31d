"""The issue that lists links that need a person: its text, and when it is opened, edited or closed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .issue_tracker import Issue, Issues
from .report.summary import Incident, Report
from .report.text import address_in_markdown, long_date, plain_in_markdown, remedy
from .state.model import LinkState

__all__ = [
    "IssueAction",
    "IssueMark",
    "IssueText",
    "issue_text",
    "news",
    "read_mark",
    "update_issue",
]

_OWNER: Final = re.compile(r"@?([A-Za-z0-9](?:[A-Za-z0-9._/-]{0,98}[A-Za-z0-9])?)")
_MARK: Final = re.compile(r"<!-- pathway-links ([0-9a-f]{16})((?: [a-z0-9/-]+)*)(?: \|((?: [a-z0-9/-]+)*))? -->\s*\Z")
_MOST: Final = 100
"""Links that are described one by one: forges limit the length of an issue (GitHub: 65,536 characters)."""
_MOST_NAMES: Final = 500
_NO_KEY: Final = "0" * 16
"""Key of a text that lists nothing."""
_NOTHING: Final = "Every link works again, or is no longer in the catalogue."


def _few(ids: Iterable[str]) -> frozenset[str]:
    """Return no more ids than an issue has room for."""
    return frozenset(sorted(ids)[:_MOST_NAMES])


@dataclass(frozen=True, slots=True)
class IssueMark:
    """What the last line of an issue keeps for the next run."""

    key: str
    """The same for as long as there is no news."""
    links: frozenset[str] = frozenset()
    """Ids of the links that the issue lists."""
    dismissed: frozenset[str] = frozenset()
    """Ids of links still in trouble that it does not list, because a person closed an issue that did."""

    def __str__(self) -> str:
        parts = [self.key, *sorted(_few(self.links))]
        if self.dismissed:
            parts += ["|", *sorted(_few(self.dismissed))]
        return f"\n\n<!-- pathway-links {' '.join(parts)} -->\n"


@dataclass(frozen=True, slots=True)
class IssueText:
    """What the issue should say."""

    body: str
    """In Markdown; empty if nothing needs a person, so that the issue can be closed."""
    mark: IssueMark

    @property
    def links(self) -> frozenset[str]:
        """Ids of the links that it is about."""
        return self.mark.links

    @property
    def key(self) -> str:
        """The same for as long as there is no news."""
        return self.mark.key


def issue_text(report: Report, dismissed: Collection[str] = ()) -> IssueText:
    """Write the issue. Everything that came from outside is escaped; only owners are mentioned.

    Args:
        report: the present state of the links.
        dismissed: ids of links to leave out.
    """
    alarms = [record for record in report.alarms if record.id not in dismissed]
    unsteady = [record for record in report.unsteady if record.id not in dismissed]
    doubtful = [record for record in report.look_once if record.id not in dismissed]
    left_out = frozenset(dismissed) & _listed(report)
    facts = [f"{each.id} {each.verdict.value} {each.archived_url or ''}" for each in alarms]
    facts += [f"{each.id} fails and recovers, {report.day:%Y-%m}" for each in unsteady]
    facts += [f"{each.id} look once" for each in doubtful]
    if not facts:
        return IssueText("", IssueMark(_NO_KEY, frozenset(), left_out))
    key = hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()[:16]
    mark = IssueMark(key, frozenset(each.id for each in (*alarms, *unsteady, *doubtful)), left_out)
    return IssueText("\n".join(_lines(report, alarms, unsteady, doubtful)) + str(mark), mark)


def _listed(report: Report) -> frozenset[str]:
    return frozenset(record.id for record in (*report.alarms, *report.unsteady, *report.look_once))


def _lines(
    report: Report, alarms: list[LinkState], unsteady: list[LinkState], doubtful: list[LinkState]
) -> Iterator[str]:
    yield "The link check keeps this issue up to date, and closes it when all is well."
    ids = {record.id for record in alarms}
    for incident in report.incidents:
        if ids & {record.id for record in incident.records}:
            yield from ("", f"- [ ] **{_plain(incident.host)}**: {_told(incident)}.")
            owners = dict.fromkeys(_mention(report, record) for record in incident.records)
            yield f"  {' '.join(owner for owner in owners if owner)}".rstrip() or "  Look at the host first."
    alone = [record for record in alarms if record.id not in report.in_incidents]
    for record in alone[:_MOST]:
        yield from ("", *_entry(record, report))
    if len(alone) > _MOST:
        yield from ("", f"And {len(alone) - _MOST} more: the report of the run names them all.")
    yield from _list("Keep failing and recovering", unsteady)
    yield from _list("Open these once, since no check has seen the resource there", doubtful)


def _list(title: str, records: list[LinkState]) -> Iterator[str]:
    if not records:
        return
    yield from ("", f"**{title}** ({len(records)}):", "")
    for record in records[:_MOST]:
        yield f"- [ ] `{record.id}`: {address_in_markdown(record.url)}"
    if len(records) > _MOST:
        yield f"- And {len(records) - _MOST} more: the report of the run names them all."


def _told(incident: Incident) -> str:
    since = f", since {long_date(incident.since)}" if incident.since else ""
    return f"none of its {len(incident.records)} links work{since}"


def _entry(record: LinkState, report: Report) -> Iterator[str]:
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
    yield f"  - {remedy(record)}"


def _mention(report: Report, record: LinkState) -> str:
    owner = report.targets[record.id].owner or ""
    found = _OWNER.fullmatch(owner.strip())
    return f"@{found[1]}" if found else _plain(owner)


def _plain(text: str) -> str:
    """Escape, and break what a forge would take for a mention: it looks for them after it has undone escapes."""
    return plain_in_markdown(text).replace("@", "@\u200b")


def read_mark(body: str) -> IssueMark | None:
    """Read from an issue's text what it was about; None if it is not ours."""
    found = _MARK.search(body.replace("\r\n", "\n"))
    if found is None:
        return None
    return IssueMark(found[1], frozenset(found[2].split()), frozenset((found[3] or "").split()))


def news(before: Collection[str], text: IssueText, report: Report) -> str:
    """Say what has changed since an issue was last written; empty if only details have."""
    lines = []
    fresh = text.links - set(before)
    alarms = {record.id: record for record in report.alarms if record.id in fresh}
    for incident in report.incidents:
        ids = {record.id for record in incident.records} & alarms.keys()
        if ids:
            lines.append(f"New: {_told(incident)} ({_plain(incident.host)}).")
            for id_ in ids:
                del alarms[id_]
    if alarms:
        lines.append(f"New: {_names(report, sorted(alarms))}.")
    unsteady = sorted(record.id for record in report.unsteady if record.id in text.links)
    if unsteady and (fresh or text.links == set(before)):
        lines.append(f"Keep failing and recovering: {_names(report, unsteady)}.")
    doubtful = sorted(record.id for record in report.look_once if record.id in fresh)
    if doubtful:
        lines.append(f"Open once: {_names(report, doubtful)}.")
    fixed = sorted(set(before) - text.links)
    if fixed:
        lines.append(f"No longer in trouble: {', '.join(f'`{id_}`' for id_ in fixed[:_MOST])}.")
    return "\n\n".join(lines)


def _names(report: Report, ids: Iterable[str]) -> str:
    by_id = {record.id: record for record in report.records}
    return ", ".join(f"`{id_}` {_mention(report, by_id[id_])}".rstrip() for id_ in list(ids)[:_MOST])


class IssueAction(StrEnum):
    """What was done to the issue."""

    NOTHING = "nothing"
    OPENED = "opened"
    REOPENED = "reopened"
    EDITED = "edited"
    CLOSED = "closed"


async def update_issue(issues: Issues, report: Report) -> IssueAction:
    """Bring the issue up to date; do nothing at all where there is no news.

    An issue that a person closed stays closed until a link that it did not list is in trouble, and then names only
    what is new.

    Args:
        issues: the project's issues.
        report: the present state of the links.

    Raises:
        TrackerError: the forge cannot be asked, or refuses.
    """
    ours = next(((issue, mark) for issue in await issues.find() if (mark := read_mark(issue.body))), None)
    if ours is None:
        text = issue_text(report)
        if not text.body:
            return IssueAction.NOTHING
        await issues.open(text.body)
        return IssueAction.OPENED
    issue, mark = ours
    return await (_update_open if issue.is_open else _update_closed)(issues, issue, mark, report)


async def _update_open(issues: Issues, issue: Issue, mark: IssueMark, report: Report) -> IssueAction:
    text = issue_text(report, mark.dismissed)
    if text.key == mark.key and _few(text.mark.dismissed) == mark.dismissed:
        return IssueAction.NOTHING
    if not text.body:
        # Closing it tells everyone, so that the comment may be lost, but is never repeated.
        await issues.write(issue.number, _NOTHING + str(text.mark), is_open=False)
        await issues.say(issue.number, _NOTHING)
        return IssueAction.CLOSED
    await _tell(issues, issue, mark, text, news(mark.links, text, report) if text.key != mark.key else "")
    return IssueAction.EDITED


async def _tell(issues: Issues, issue: Issue, mark: IssueMark, text: IssueText, said: str) -> None:
    """Write the issue's text and say what is new. Forges tell no one of a changed text, only of a comment.

    The text keeps its old mark until the comment is there: if the forge fails in between, the next run says it.
    """
    if said:
        await issues.write(issue.number, text.body.replace(str(text.mark), str(mark)), is_open=True)
        await issues.say(issue.number, said)
    await issues.write(issue.number, text.body, is_open=True)


async def _update_closed(issues: Issues, issue: Issue, mark: IssueMark, report: Report) -> IssueAction:
    """Leave an issue closed unless a link is in trouble that it has not told of. One that we closed lists no link."""
    text = issue_text(report, mark.links | mark.dismissed)
    if not text.body:
        if mark.links or _few(text.mark.dismissed) != mark.dismissed:
            # Written without a comment: a link that recovers and fails again later is new.
            await issues.write(issue.number, _NOTHING + str(text.mark))
        return IssueAction.NOTHING
    untold = IssueMark(_NO_KEY, frozenset(), text.mark.dismissed)
    await _tell(issues, issue, untold, text, news((), text, report))
    return IssueAction.REOPENED
