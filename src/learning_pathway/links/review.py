"""What a person says about a link: seen, or approved as it is now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock

from ..web.client import Client
from ..web.guard import Guard
from .fetch import fetch_link
from .rules.context import describe_page
from .settings import Settings
from .state.file import read_health, write_health
from .state.model import Baseline, LinkState, VerdictChange
from .state.policy import evidence_key
from .target import Target
from .verdicts import Verdict

__all__ = [
    "NoPageError",
    "UnknownLinkError",
    "approve",
    "approve_link",
    "mark_seen",
    "store_copies",
]


class UnknownLinkError(Exception):
    """The state knows no link of that id."""


def mark_seen(state: Path, id_: str, on: date) -> LinkState:
    """Record that a person opened a link and found the resource there.

    Of a link in trouble, that says that the alarm is false: it raises none until the check sees something else.

    Raises:
        UnknownLinkError: the state knows no such link.
        OSError: the state cannot be written.
    """
    return _change(state, id_, lambda record: _seen(record, on))


def _seen(record: LinkState, on: date) -> LinkState:
    seen = replace(record, seen_by_person=on, look_once=False)
    if record.first_failed is None and not record.alarm:
        return seen
    return replace(
        seen,
        vouched=evidence_key(record),
        alarm=False,
        failures=0,
        first_failed=None,
        last_good=on,
        archived_url=None,
    )


def approve(state: Path, id_: str, url: str, seen: Baseline, on: date, *, final_url: str | None = None) -> LinkState:
    """Record what a page looks like now as what it should look like, and end the link's trouble.

    Args:
        state: the state file.
        id_: the link. One that was never checked, or has another address now, begins with the approval.
        url: its address.
        seen: what the page looks like, from a check just made.
        on: the day.
        final_url: where the address led.

    Raises:
        UnknownLinkError: the state file is damaged.
        OSError: the state cannot be written.
    """
    baseline = replace(seen, on=on, approved=True)

    def change(record: LinkState) -> LinkState:
        known = record if record.url == url else LinkState.unchecked(id_, url)
        history = known.history
        if known.verdict is not Verdict.OK:
            history = (*history, VerdictChange(before=known.verdict, to=Verdict.OK, on=on))
        return replace(
            known,
            verdict=Verdict.OK,
            first_seen=known.first_seen or on,
            final_url=final_url or url,
            new_url=None,
            history=history,
            archived_url=None,
            confidence=1.0,
            evidence=("a person approved the page as it is",),
            checked_on=on,
            last_good=on,
            first_failed=None,
            failures=0,
            alarm=False,
            seen_by_person=on,
            baseline=baseline,
            validators=None,
            look_once=False,
            vouched="",
        )

    return _change(state, id_, change, new=LinkState.unchecked(id_, url))


def store_copies(state: Path, copies: Mapping[str, str]) -> None:
    """Keep the addresses of archived copies that were found, so that readers are offered them.

    Args:
        state: the state file.
        copies: addresses of copies, by link id; links that are gone from the state are passed over.

    Raises:
        OSError: the state cannot be written.
    """
    with FileLock(f"{state}.lock"):
        health = read_health(state)
        if health.damage is not None or not copies:
            return
        records = [
            replace(record, archived_url=copies.get(record.id, record.archived_url)) for record in health.links.values()
        ]
        write_health(state, records, swept_on=health.swept_on)


def _change(state: Path, id_: str, how: Callable[[LinkState], LinkState], *, new: LinkState | None = None) -> LinkState:
    with FileLock(f"{state}.lock"):
        health = read_health(state)
        if health.damage is not None:
            raise UnknownLinkError(health.damage)
        record = health.links.get(id_, new)
        if record is None:
            raise UnknownLinkError(f"{state.name} knows no link called `{id_}`; run `pathway links check` first")
        changed = how(record)
        write_health(
            state, [*(each for each in health.links.values() if each.id != id_), changed], swept_on=health.swept_on
        )
        return changed


class NoPageError(Exception):
    """No page came, so there is nothing to approve."""


async def approve_link(
    state: Path, target: Target, settings: Settings, guard: Guard, now: datetime, *, ca: Path | None = None
) -> LinkState:
    """Look at a link and approve what is there.

    Raises:
        NoPageError: no page came.
        UnknownLinkError: the state file is damaged.
        OSError: the state cannot be written, or the certificates cannot be read.
    """
    async with Client(settings, guard, ca) as client:
        fetched = await fetch_link(client, target.url, now=now)
    seen = describe_page(fetched.last) if fetched.fetches else None
    if seen is None:
        raise NoPageError(f"no page came from {target.url}, so there is nothing to approve")
    return approve(state, target.id, target.url, seen, now.date(), final_url=fetched.last.ended_at)
