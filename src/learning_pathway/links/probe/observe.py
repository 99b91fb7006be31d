"""One whole check of one address: the first try, a second opinion where it is due, and what a video service says."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from ..address import wire_form
from ..observation import Attempt, Observation, Page, Trouble, VideoSignals
from ..record import Validators
from .asker import Asker
from .follow import Followed, follow
from .video import ask_service, video_of

__all__ = ["observe"]

_FINAL = frozenset({Trouble.UNSAFE, Trouble.BAD_ADDRESS, Trouble.ROBOTS, Trouble.HELD})
"""Troubles that a second try cannot change."""


async def observe(
    asker: Asker,
    url: str,
    *,
    now: datetime,
    validators: Validators | None = None,
    looks_bad: Callable[[Observation], bool] = lambda _: False,
    needs_control: Callable[[Observation], bool] = lambda _: False,
) -> Observation:
    """Check one address. Whatever happens on the way is part of the observation; nothing is raised.

    Args:
        asker: sends the requests.
        url: the address, its fragment included.
        now: the time of the check, to count the days that a certificate has left.
        validators: makes the first request conditional, where the page was fine when last seen.
        looks_bad: asks whether a page that came would be called trouble, so that a second opinion is due.
        needs_control: asks whether a comparison with an address that cannot exist is needed.
    """
    signals: VideoSignals | None = None
    wire = wire_form(url)
    video = video_of(wire, asker.settings.services) if wire else None
    if wire is not None and video is not None:
        signals = await ask_service(asker, wire, *video)
        if _settled(signals):
            return Observation(url, (), video=signals)
    followed = await follow(asker, url, full_accept=False, conditional=_conditional(validators))
    attempts = [followed.attempt]
    if _needs_second_opinion(followed.attempt) or looks_bad(Observation(url, (followed.attempt,), video=signals)):
        await asyncio.sleep(asker.settings.probing.second_opinion_after)
        followed = await follow(asker, url, full_accept=True)
        attempts.append(followed.attempt)
    observation = Observation(
        url,
        tuple(attempts),
        video=signals,
        certificate_ends_in=_days_left(followed, now, asker.settings.probing.certificate_days),
    )
    if needs_control(observation):
        return replace(observation, control=await _control(asker, observation))
    return observation


def _settled(signals: VideoSignals) -> bool:
    """Tell whether a video's page need not be looked at any more."""
    if signals.oembed_status == 200:
        return signals.oembed_title is not None
    return signals.service == "youtube" and (signals.oembed_status in (400, 401, 403, 404) or signals.picture is True)


def _conditional(validators: Validators | None) -> dict[str, str]:
    if validators is None:
        return {}
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in headers.items() if value}


def _needs_second_opinion(attempt: Attempt) -> bool:
    if attempt.trouble is not None:
        return attempt.trouble not in _FINAL
    answer = attempt.answer
    return (
        answer is None
        or not (200 <= answer.status < 300 or answer.status == 304)
        or answer.cut in ("truncated", "encoding")
    )


def _days_left(followed: Followed, now: datetime, limit: int) -> int | None:
    if not followed.certificate_end:
        return None
    days = int((ssl.cert_time_to_seconds(followed.certificate_end) - now.timestamp()) // 86_400)
    return days if 0 <= days <= limit else None


async def _control(asker: Asker, observation: Observation) -> Page | None:
    """Ask the host for an address beside the one in question that nobody can have made."""
    ended = observation.last.ended_at
    wire = wire_form(ended) if ended else None
    if wire is None:
        return None
    parts = urlsplit(wire)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    # Drawn from the address, so that a check can be repeated; long enough never to be real.
    name = hashlib.sha256(wire.encode()).hexdigest()[:24]
    control = await follow(
        asker, urlunsplit((parts.scheme, parts.netloc, f"{folder}/{name}", "", "")), full_accept=False
    )
    answer = control.attempt.answer
    if answer is None or answer.status != 200:
        return None
    return answer.page
