"""What a person says about a link: seen, or approved as it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from filelock import FileLock

from ..output import write_whole
from ..web.client import Client
from ..web.guard import Guard
from .fetch import fetch_link
from .rules.context import describe_page
from .settings import Settings
from .state.file import health_text, read_health, write_health
from .state.model import Baseline, LinkState, VerdictChange
from .state.policy import evidence_key
from .target import Target
from .verdicts import Verdict

__all__ = [
    "Approval",
    "NoPageError",
    "UnknownLinkError",
    "approve",
    "approve_link",
    "look",
    "mark_seen",
    "meant",
    "proposed",
    "seen",
    "store_copies",
]


class UnknownLinkError(Exception):
    """The state knows no link of that id."""


def mark_seen(state: Path, id_: str, on: date) -> LinkState:
    """Record that a person opened a link and found the resource there.

    Raises:
        UnknownLinkError: the state knows no such link.
        OSError: the state cannot be written.
    """
    return _change(state, id_, lambda record: seen(record, on))


def seen(record: LinkState, on: date) -> LinkState:
    """Return a link's state after a person opened it and found the resource there.

    Of a link in trouble, that says that the alarm is false: it raises none until the check sees something else.
    """
    looked_at = replace(record, seen_by_person=max(on, record.seen_by_person or on), look_once=False)
    if record.first_failed is None and not record.alarm:
        return looked_at
    return replace(
        looked_at,
        vouched=evidence_key(record),
        alarm=False,
        failures=0,
        first_failed=None,
        last_good=max(on, record.last_good or on),
        archived_url=None,
    )


@dataclass(frozen=True, slots=True)
class Approval:
    """A page to be approved as it is: what it looks like, from a check just made, and where its address led."""

    page: Baseline
    url: str
    final_url: str | None = None

    def of(self, record: LinkState, on: date) -> LinkState:
        """Return a link's state with the page as what it should look like, and without trouble.

        A link that has another address now begins with the approval.
        """
        known = record if record.url == self.url else LinkState.unchecked(record.id, self.url)
        history = known.history
        if known.verdict is not Verdict.OK:
            history = (*history, VerdictChange(before=known.verdict, to=Verdict.OK, on=on))
        return replace(
            known,
            verdict=Verdict.OK,
            first_seen=known.first_seen or on,
            final_url=self.final_url or self.url,
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
            baseline=replace(self.page, on=on, approved=True),
            validators=None,
            look_once=False,
            vouched="",
        )


def approve(state: Path, id_: str, approval: Approval, on: date) -> LinkState:
    """Record an approval. A link that was never checked begins with it.

    Raises:
        UnknownLinkError: the state file is damaged.
        OSError: the state cannot be written.
    """
    new = LinkState.unchecked(id_, approval.url)
    return _change(state, id_, lambda record: approval.of(record, on), new=new)


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


def proposed(
    state: Path, id_: str, how: Callable[[LinkState], LinkState], *, new: LinkState | None = None
) -> tuple[LinkState, str]:
    """Return a link's state as it would be, and the text of the state file with it. Nothing is written.

    Args:
        state: the state file.
        id_: the link.
        how: returns its state after the change.
        new: what a link begins with that the state doesn't know.

    Raises:
        UnknownLinkError: the state knows no such link, or its file is damaged.
    """
    health = read_health(state)
    if health.refusal is not None:
        raise UnknownLinkError(health.refusal)
    record = health.links.get(id_, new)
    if record is None:
        why = meant(id_, health.links) or " Run `pathway links check` first."
        raise UnknownLinkError(f"{state.name} knows no link called `{id_}`.{why}")
    changed = how(record)
    others = (each for each in health.links.values() if each.id != id_)
    return changed, health_text([*others, changed], swept_on=health.swept_on)


def meant(id_: str, known: Iterable[str]) -> str:
    """Return a question with the ids that are most like an unknown one; empty if none is."""
    near = get_close_matches(id_.casefold(), list(known), 2)
    return f" Did you mean {' or '.join(f'`{each}`' for each in near)}?" if near else ""


def _change(state: Path, id_: str, how: Callable[[LinkState], LinkState], *, new: LinkState | None = None) -> LinkState:
    with FileLock(f"{state}.lock"):
        changed, text = proposed(state, id_, how, new=new)
        write_whole(state, text.encode())
        return changed


class NoPageError(Exception):
    """No page came, so there is nothing to approve."""


async def look(target: Target, settings: Settings, guard: Guard, now: datetime, *, ca: Path | None = None) -> Approval:
    """Look at a link now, and return what an approval of the page would record.

    Raises:
        NoPageError: no page came.
        OSError: the certificates cannot be read.
    """
    async with Client(settings, guard, ca) as client:
        fetched = await fetch_link(client, target.url, now=now)
    page = describe_page(fetched.last) if fetched.fetches else None
    if page is None:
        answer = fetched.last.answer if fetched.fetches else None
        why = f"it answers {answer.status}" if answer else fetched.last.detail if fetched.fetches else "it is a video"
        raise NoPageError(f"no page came from {target.url} ({why}), so there is nothing to approve")
    return Approval(page, target.url, fetched.last.ended_at)


async def approve_link(
    state: Path, target: Target, settings: Settings, guard: Guard, now: datetime, *, ca: Path | None = None
) -> LinkState:
    """Look at a link and approve what is there.

    Raises:
        NoPageError: no page came.
        UnknownLinkError: the state file is damaged.
        OSError: the state cannot be written, or the certificates cannot be read.
    """
    return approve(state, target.id, await look(target, settings, guard, now, ca=ca), now.date())
