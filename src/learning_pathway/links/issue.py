"""The issue that lists links that need a person: when it is opened, edited or closed, on GitHub and on GitLab."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote

import aiohttp

from .report.summary import Report
from .report.text import MOST_DESCRIBED, incident_told, issue_lines, owner_mentioned, without_mentions
from .settings import Forge

__all__ = [
    "Forge",
    "Issue",
    "IssueAction",
    "IssueMark",
    "IssueText",
    "Issues",
    "TrackerError",
    "found_forge",
    "issue_text",
    "news",
    "read_mark",
    "update_issue",
]

_LARGEST: Final = 20 * 1024 * 1024
"""Bytes of the longest answer that is read."""
_TIMEOUT: Final = aiohttp.ClientTimeout(total=60)


class TrackerError(Exception):
    """The forge could not be asked, or refused. The message says what it said."""


def found_forge(forge: Forge) -> Forge:
    """Fill in what the settings leave out from what GitHub's and GitLab's own runners say of themselves.

    Raises:
        TrackerError: neither says where the issues are.
    """
    kind = forge.kind or ("gitlab" if "CI_API_V4_URL" in os.environ else "github")
    names = ("CI_API_V4_URL", "CI_PROJECT_PATH") if kind == "gitlab" else ("GITHUB_API_URL", "GITHUB_REPOSITORY")
    api, project = forge.api or os.environ.get(names[0]), forge.project or os.environ.get(names[1])
    if not api or not project:
        raise TrackerError("It is not known where the issues are: set `forge.api` and `forge.project` in the settings.")
    return forge.model_copy(update={"kind": kind, "api": api, "project": project})


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue on the forge."""

    number: int
    body: str
    is_open: bool


class Issues:
    """The issues of one project that carry the link check's label. Use it as an asynchronous context manager."""

    def __init__(self, forge: Forge, token: str) -> None:
        """Take the forge's settings, in which `kind`, `api` and `project` must be given, and the right to write."""
        self._forge = forge
        self._is_gitlab = forge.kind == "gitlab"
        project = quote(forge.project or "", safe="" if self._is_gitlab else "/")
        kind = "projects" if self._is_gitlab else "repos"
        self._base = f"{(forge.api or '').rstrip('/')}/{kind}/{project}/issues"
        self._headers = {"Accept": "application/json", "User-Agent": "LearningPathway"}
        if self._is_gitlab:
            self._headers["PRIVATE-TOKEN"] = token
        else:
            self._headers["Authorization"] = f"Bearer {token}"

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(headers=self._headers, timeout=_TIMEOUT)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def find(self) -> list[Issue]:
        """List the issues with the label, open and closed, the newest first.

        Raises:
            TrackerError: the forge could not be asked.
        """
        label = quote(self._forge.label, safe="")
        order = "order_by=created_at&sort=desc" if self._is_gitlab else "sort=created&direction=desc"
        found = await self._ask("GET", f"{self._base}?labels={label}&state=all&per_page=100&{order}")
        if not isinstance(found, list):
            raise TrackerError("the forge did not answer with a list of issues")
        return [self._read(each) for each in found if isinstance(each, dict) and "pull_request" not in each]

    async def open(self, body: str) -> Issue:
        """Open an issue.

        Raises:
            TrackerError: the forge refused.
        """
        if self._is_gitlab:
            written = {"title": self._forge.title, "description": body, "labels": self._forge.label}
        else:
            written = {"title": self._forge.title, "body": body, "labels": [self._forge.label]}  # type: ignore[dict-item]
        return self._read(await self._ask("POST", self._base, written))

    async def write(self, number: int, body: str, *, is_open: bool | None = None) -> None:
        """Give an issue a new text, and open or close it unless `is_open` is None.

        Raises:
            TrackerError: the forge refused.
        """
        change = {"description" if self._is_gitlab else "body": body}
        if is_open is not None and self._is_gitlab:
            change["state_event"] = "reopen" if is_open else "close"
        elif is_open is not None:
            change["state"] = "open" if is_open else "closed"
        await self._ask("PUT" if self._is_gitlab else "PATCH", f"{self._base}/{number}", change)

    async def say(self, number: int, text: str) -> None:
        """Add a comment to an issue.

        Raises:
            TrackerError: the forge refused.
        """
        await self._ask("POST", f"{self._base}/{number}/{'notes' if self._is_gitlab else 'comments'}", {"body": text})

    def _read(self, written: Any) -> Issue:
        try:
            number = written["iid" if self._is_gitlab else "number"]
            body = written.get("description" if self._is_gitlab else "body") or ""
            return Issue(int(number), str(body), written["state"] in ("open", "opened"))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise TrackerError("the forge answered with something that is no issue") from error

    async def _ask(self, method: str, url: str, written: Any = None) -> Any:
        try:
            # Redirects are not followed: the token is for this address only.
            async with self._session.request(method, url, json=written, allow_redirects=False) as response:
                content = bytearray()
                async for piece in response.content.iter_chunked(65_536):
                    content += piece
                    if len(content) > _LARGEST:
                        raise TrackerError(f"the answer of {response.url.host} is too long")
                if not 200 <= response.status < 300:
                    said = bytes(content[:300]).decode("utf-8", "replace")
                    raise TrackerError(f"{method} {url.partition('?')[0]}: {response.status} {said}")
                return json.loads(content) if content else None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise TrackerError(f"{url.partition('?')[0]} cannot be asked: {error}") from error


_MARK: Final = re.compile(r"<!-- pathway-links ([0-9a-f]{16})((?: [a-z0-9/-]+)*)(?: \|((?: [a-z0-9/-]+)*))? -->\s*\Z")
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
    return IssueText("\n".join(issue_lines(report, alarms, unsteady, doubtful)) + str(mark), mark)


def _listed(report: Report) -> frozenset[str]:
    return frozenset(record.id for record in (*report.alarms, *report.unsteady, *report.look_once))


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
            lines.append(f"New: {incident_told(incident)} ({without_mentions(incident.host)}).")
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
        lines.append(f"No longer in trouble: {', '.join(f'`{id_}`' for id_ in fixed[:MOST_DESCRIBED])}.")
    return "\n\n".join(lines)


def _names(report: Report, ids: Iterable[str]) -> str:
    by_id = {record.id: record for record in report.records}
    return ", ".join(f"`{id_}` {owner_mentioned(report, by_id[id_])}".rstrip() for id_ in list(ids)[:MOST_DESCRIBED])


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
