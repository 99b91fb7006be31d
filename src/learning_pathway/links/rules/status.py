"""Rules for links that gave no page: network errors, statuses, video services."""

from __future__ import annotations

from typing import Final

from ...web.model import Fetch, FetchedLink, Trouble, VideoStatus
from ..verdicts import Verdict
from .context import Finding

__all__ = [
    "judge_status",
    "judge_trouble",
    "judge_video",
]

_TROUBLES: Final[dict[Trouble, tuple[Verdict, float]]] = {
    Trouble.NO_SUCH_NAME: (Verdict.BROKEN, 0.97),
    Trouble.NAME_TEMPORARY: (Verdict.UNWELL, 0.8),
    Trouble.REFUSED: (Verdict.UNWELL, 0.8),
    Trouble.UNREACHABLE: (Verdict.UNWELL, 0.7),
    Trouble.CONNECT_TIMEOUT: (Verdict.UNWELL, 0.8),
    Trouble.SILENT: (Verdict.UNWELL, 0.8),
    Trouble.RESET: (Verdict.UNWELL, 0.8),
    Trouble.TLS_EXPIRED: (Verdict.BROKEN, 0.9),
    Trouble.TLS_WRONG_HOST: (Verdict.BROKEN, 0.9),
    Trouble.TLS_SELF_SIGNED: (Verdict.BROKEN, 0.9),
    Trouble.TLS_INCOMPLETE: (Verdict.BROKEN, 0.7),
    Trouble.TLS_OTHER: (Verdict.BROKEN, 0.7),
    Trouble.MALFORMED: (Verdict.UNWELL, 0.7),
    Trouble.GARBLED: (Verdict.BLOCKED, 0.5),
    Trouble.TRUNCATED: (Verdict.UNWELL, 0.7),
    Trouble.LOOP: (Verdict.BROKEN, 0.9),
    Trouble.TOO_MANY_REDIRECTS: (Verdict.BROKEN, 0.9),
    Trouble.NOWHERE: (Verdict.BROKEN, 0.85),
    Trouble.BAD_ADDRESS: (Verdict.BROKEN, 0.9),
    Trouble.UNSAFE: (Verdict.NOT_CHECKED, 0.9),
    Trouble.ROBOTS: (Verdict.NOT_CHECKED, 1.0),
    Trouble.HELD: (Verdict.NOT_CHECKED, 1.0),
}

_NAME_DAYS: Final = 2
"""Days after which a name that is not found is believed to be gone: name servers have bad days too."""

_WALLS: Final[dict[int, str]] = {
    401: "asks who is there (401)",
    403: "turns the check away (403)",
    406: "does not like how the check asks (406)",
    407: "wants a proxy's password (407)",
    418: "turns the check away (418)",
    423: "keeps the page locked (423)",
    429: "says that it is asked too often (429)",
    430: "turns the check away (430)",
    451: "may not show it here for legal reasons (451)",
    498: "turns the check away (498)",
    499: "turns the check away (499)",
    999: "turns programs away (999)",
}
_PASSING: Final[dict[int, str]] = {
    408: "gave up waiting (408)",
    421: "was asked on the wrong connection (421)",
    425: "is not ready (425)",
}


def judge_trouble(fetch: Fetch, fetched: FetchedLink) -> Finding:
    """Judge a fetch that ended without an answer, or in redirects without end."""
    trouble = fetch.trouble
    if trouble is None:
        raise ValueError("the fetch met no trouble")
    verdict, confidence = _TROUBLES[trouble]
    evidence = [fetch.detail]
    if fetch.redirects and trouble is not Trouble.LOOP:
        evidence.append(
            f"after {_count(len(fetch.redirects), 'redirect')}, the last from {fetch.redirects[-1].url[:200]}"
        )
    if trouble is Trouble.UNSAFE and fetch.redirects:
        verdict = Verdict.BROKEN
        evidence.append("a redirect to a private address leads no learner anywhere")
    twice = len(fetched.fetches) > 1 and all(each.trouble is trouble for each in fetched.fetches)
    unknown = twice and trouble is Trouble.NO_SUCH_NAME
    if unknown:
        evidence.append("looked up twice")
    sure_after = _NAME_DAYS if unknown and not fetch.redirects else None
    return Finding(verdict, confidence, tuple(evidence), sure_after=sure_after)


def judge_status(status: int, host: str) -> Finding | None:
    """Judge a status that says no; None for one that may bring the resource."""
    if status == 410:
        return Finding(Verdict.BROKEN, 0.98, (f"{host} says that the page is gone for good (410)",), certain=True)
    if status == 404:
        return Finding(Verdict.BROKEN, 0.95, (f"{host} says that there is no such page (404)",))
    if status in _WALLS:
        return Finding(Verdict.BLOCKED, 0.9, (f"{host} {_WALLS[status]}",))
    if status in _PASSING:
        return Finding(Verdict.UNWELL, 0.8, (f"{host} {_PASSING[status]}",))
    if 500 <= status < 600:
        return Finding(Verdict.UNWELL, 0.9, (f"{host} has trouble of its own ({status})",))
    if status == 405:
        return Finding(Verdict.BLOCKED, 0.7, (f"{host} does not let this address be read ({status})",))
    if 400 <= status < 500:
        return Finding(Verdict.BROKEN, 0.7, (f"{host} refuses the address ({status})",))
    if not 200 <= status < 400:
        return Finding(Verdict.BLOCKED, 0.5, (f"{host} answers with a status of its own making ({status})",))
    return None


def _count(number: int, noun: str) -> str:
    return f"one {noun}" if number == 1 else f"{number} {noun}s"


def judge_video(signals: VideoStatus) -> Finding | None:
    """Judge a video by what its service said; None if that settles nothing and its page must be looked at."""
    name = {"youtube": "YouTube", "vimeo": "Vimeo"}.get(signals.service, signals.service)
    status, picture = signals.oembed_status, signals.picture
    if status == 200 and signals.oembed_title is not None:
        return Finding(Verdict.OK, 0.98, (f"{name} knows the video as “{signals.oembed_title[:160]}”",))
    if signals.service == "vimeo":
        return None
    if status == 401:
        return Finding(Verdict.OK, 0.9, (f"{name} has the video; its creator does not let other sites embed it",))
    if status in (400, 403, 404):
        what = "is private" if status == 403 else "does not exist"
        if picture is False:
            evidence = (f"{name} says that the video {what} ({status})", "its picture is gone too")
            return Finding(Verdict.REMOVED_VIDEO, 0.97, evidence, certain=True)
        if picture is None:
            return Finding(Verdict.REMOVED_VIDEO, 0.8, (f"{name} says that the video {what} ({status})",))
        evidence = (f"{name} says that the video {what} ({status})", "but still shows its picture")
        if status == 404:
            return Finding(Verdict.REMOVED_VIDEO, 0.7, evidence)
        return Finding(Verdict.BLOCKED, 0.6, evidence)
    if picture is False:
        said = "gave no answer that could be used" if status is None else f"answered {status} and no more"
        return Finding(Verdict.REMOVED_VIDEO, 0.7, (f"{name} {said} about the video", "and has no picture of it"))
    if picture is True:
        return Finding(Verdict.OK, 0.6, (f"{name} did not answer about the video, but shows its picture",))
    return None
