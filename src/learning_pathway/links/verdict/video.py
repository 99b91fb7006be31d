"""Verdicts on videos whose service was asked: by oEmbed, and by a second signal where oEmbed leaves doubt."""

from __future__ import annotations

from ..observation import VideoSignals
from ..verdicts import Verdict
from .scene import Finding

__all__ = ["judge_video"]


def judge_video(signals: VideoSignals) -> Finding | None:
    """Judge a video by what its service said; None if that settles nothing and its page must be looked at."""
    name = {"youtube": "YouTube", "vimeo": "Vimeo"}.get(signals.service, signals.service)
    status, picture = signals.oembed_status, signals.picture
    if status == 200 and signals.oembed_title is not None:
        return Finding(Verdict.OK, 0.98, (f"{name} knows the video as “{signals.oembed_title[:160]}”",))
    if signals.service == "vimeo":
        return None
    if status == 401:
        return Finding(Verdict.OK, 0.9, (f"{name} has the video; its maker does not let other sites embed it",))
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
