"""Approving a page: looking at it now, and taking it as it is for what it should be."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from .person import approve
from .probe import Asker, Guard, observe
from .record import LinkRecord
from .settings import Settings
from .target import Target
from .verdict import describe

__all__ = ["NothingSeenError", "approve_link"]


class NothingSeenError(Exception):
    """No page came, so there is nothing to approve."""


async def approve_link(
    state: Path, target: Target, settings: Settings, guard: Guard, now: datetime, *, ca: Path | None = None
) -> LinkRecord:
    """Look at a link and approve what is there.

    Raises:
        NothingSeenError: no page came.
        UnknownLinkError: the state file is damaged.
        OSError: the state cannot be written, or the certificates cannot be read.
    """
    async with Asker(settings, guard, ca) as asker:
        observation = await observe(asker, target.url, now=now)
    seen = describe(observation.last) if observation.attempts else None
    if seen is None:
        raise NothingSeenError(f"no page came from {target.url}, so there is nothing to approve")
    return approve(state, target.id, target.url, seen, now.date(), final_url=observation.last.ended_at)
