"""The rolling issue: one for as long as the project lives, opened, edited and closed as the state of the links asks."""

from __future__ import annotations

from enum import StrEnum

from .forge import Issues
from .report import Report
from .report.issue import issue_text, news, told

__all__ = ["Done", "roll"]


class Done(StrEnum):
    """What was done to the issue."""

    NOTHING = "nothing"
    OPENED = "opened"
    REOPENED = "reopened"
    EDITED = "edited"
    CLOSED = "closed"


async def roll(issues: Issues, report: Report) -> Done:
    """Bring the issue up to date; do nothing at all where there is no news.

    Args:
        issues: the project's issues.
        report: the present state of the links.

    Raises:
        ForgeError: the forge cannot be asked, or refuses.
    """
    text = issue_text(report)
    ours = next(((issue, mark) for issue in await issues.find() if (mark := told(issue.body))), None)
    if ours is None:
        if not text.body:
            return Done.NOTHING
        await issues.open(text.body)
        return Done.OPENED
    issue, (key, links) = ours
    if not text.body:
        if not issue.is_open:
            return Done.NOTHING
        await issues.say(issue.number, "Every link works again, or is no longer in the catalogue.")
        await issues.write(issue.number, None, is_open=False)
        return Done.CLOSED
    if issue.is_open and key == text.key:
        return Done.NOTHING
    await issues.write(issue.number, text.body, is_open=True)
    # Forges tell nobody of a changed text, only of a comment.
    said = news(links if issue.is_open else (), text, report)
    if said:
        await issues.say(issue.number, said)
    return Done.EDITED if issue.is_open else Done.REOPENED
