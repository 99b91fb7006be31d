"""What YouTube and Vimeo say about a video."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from .client import Client
from .model import VideoStatus
from .response import RequestError, Response
from .settings import Services
from .urls import host_of

__all__ = [
    "ask_service",
    "video_of",
]

_YOUTUBE_ID = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def video_of(url: str, services: Services) -> tuple[str, str] | None:
    """Tell which service's video an address shows.

    Returns:
        `youtube` or `vimeo`, and the video's id; None if the address shows no single video of theirs.
    """
    host = host_of(url)
    if host not in services.youtube_hosts and host not in services.vimeo_hosts:
        return None
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    if host in services.youtube_hosts and services.youtube_oembed:
        watched = dict(parse_qsl(parts.query)).get("v", "")
        if watched:
            found = watched
        elif len(steps) == 2 and steps[0] in ("embed", "shorts", "live", "v", "e"):
            found = steps[1]
        elif len(steps) == 1 and host.endswith("youtu.be"):
            found = steps[0]
        else:
            return None
        return ("youtube", found) if 6 <= len(found) <= 20 and set(found) <= _YOUTUBE_ID else None
    if host in services.vimeo_hosts and services.vimeo_oembed:
        numbers = [step for step in steps if step.isdigit()]
        return (
            ("vimeo", numbers[0])
            if numbers and steps[0] in (numbers[0], "video", "channels", "groups", "album")
            else None
        )
    return None


async def ask_service(client: Client, url: str, service: str, video: str) -> VideoStatus:
    """Ask a service whether a video is there: by oEmbed, and by its picture where oEmbed leaves doubt."""
    services = client.settings.services
    if service == "youtube":
        page = f"https://www.youtube.com/watch?v={video}"
        answer = await _get(client, _with_query(services.youtube_oembed, url=page, format="json"))
    else:
        answer = await _get(client, _with_query(services.vimeo_oembed, url=url))
    title, creator = _read_oembed(answer)
    status = answer.status if answer is not None else None
    picture: bool | None = None
    if service == "youtube" and services.youtube_thumbnail and not (status == 200 and title is not None):
        shown = await _get(client, services.youtube_thumbnail.replace("{id}", quote(video, safe="")))
        if shown is not None and shown.status in (200, 404):
            picture = shown.status == 200
    return VideoStatus(service, status, title, creator, picture)


def _with_query(address: str, **query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


async def _get(client: Client, url: str) -> Response | None:
    try:
        return await client.ask(url, fresh=True)
    except RequestError:
        return None


def _read_oembed(answer: Response | None) -> tuple[str | None, str]:
    """Return title and creator of an oEmbed answer; a 200 whose body is not that JSON proves nothing."""
    if answer is None or answer.status != 200:
        return None, ""
    try:
        data = json.loads(answer.body.content)
    except (ValueError, RecursionError):
        return None, ""
    if not isinstance(data, dict) or not isinstance(data.get("title"), str) or "type" not in data:
        return None, ""
    return data["title"][:400], str(data.get("author_name") or "")[:200]
