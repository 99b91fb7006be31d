"""Players of videos and recordings within a page, by the address of the resource.

Nothing is loaded from there until a learner presses the button; see `media.mjs` in the theme.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

__all__ = [
    "Player",
    "player_at",
]


_YOUTUBE = frozenset({"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"})
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v|e)/([A-Za-z0-9_-]{11})/?")
#: A film on its own page, in a channel, a group or a showcase; an unlisted one has a key after its number.
_VIMEO_PATH = re.compile(
    r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/|(?:showcase|album)/\d+/video/)?"
    r"(\d{1,12})(?:/([0-9a-f]{6,40}))?/?"
)
_START = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?")
_AUDIO_FILE = re.compile(r"\.(?:mp3|m4a|aac|oga|ogg|opus|wav|flac)", re.IGNORECASE)
_VIDEO_FILE = re.compile(r"\.(?:mp4|m4v|webm|ogv)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Player:
    """A player within a page.

    Attributes:
        kind: ``frame`` for another site's player, ``audio`` or ``video`` for a file that the browser plays itself.
        address: what to load when the learner asks for it.
        host: the site that it is loaded from, in words.
        picture: the address of a still, where the site has one for every film; it is only named, and never loaded.
    """

    kind: str
    address: str
    host: str
    picture: str | None = None

    @property
    def embedded(self) -> str:
        """The address of the player itself, without what says how it starts."""
        base, _, query = self.address.partition("?")
        key = parse_qs(query).get("h")
        return f"{base}?h={key[0]}" if self.kind == "frame" and key else base if self.kind == "frame" else self.address


def player_at(url: str) -> Player | None:
    """The player for what is at an address that has passed the catalogue's checks, or None."""
    try:
        parts = urlsplit(url.strip())
        name = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if name == "youtu.be" or name in _YOUTUBE:
        return youtube(parts, name)
    if name in ("vimeo.com", "player.vimeo.com"):
        return vimeo(parts)
    for kind, ending in (("audio", _AUDIO_FILE), ("video", _VIDEO_FILE)):
        # A page over plain HTTP would be refused by a browser that shows ours over HTTPS.
        if parts.scheme == "https" and ending.fullmatch(PurePosixPath(parts.path).suffix):
            return Player(kind, url.strip(), name)
    return None


def youtube(parts: SplitResult, name: str) -> Player | None:
    """YouTube's player from its address without cookies; None where the address names no single film."""
    query = parse_qs(parts.query)
    if name == "youtu.be":
        video = parts.path.strip("/")
    elif (found := _YOUTUBE_PATH.fullmatch(parts.path)) is not None:
        video = found[1]
    else:
        video = query.get("v", [""])[0] if parts.path.rstrip("/") == "/watch" else ""
    if not _YOUTUBE_ID.fullmatch(video) or video == "videoseries":
        return None
    settings = {"autoplay": "1", "rel": "0", "playsinline": "1"}
    start = seconds_of((query.get("t") or query.get("start") or [""])[0])
    if start:
        settings["start"] = str(start)
    picture = f"https://i.ytimg.com/vi/{video}/hqdefault.jpg"
    return Player("frame", f"https://www.youtube-nocookie.com/embed/{video}?{urlencode(settings)}", "YouTube", picture)


def vimeo(parts: SplitResult) -> Player | None:
    """Vimeo's player, asked not to track (``dnt``); None where the address names no single film."""
    found = _VIMEO_PATH.fullmatch(parts.path)
    if found is None:
        return None
    key = found[2] or parse_qs(parts.query).get("h", [""])[0]
    settings = ({"h": key} if re.fullmatch(r"[0-9a-f]{6,40}", key) else {}) | {"dnt": "1", "autoplay": "1"}
    return Player("frame", f"https://player.vimeo.com/video/{found[1]}?{urlencode(settings)}", "Vimeo")


def seconds_of(written: str) -> int:
    """A moment in a video, written as ``90``, ``90s`` or ``1m30s``, in seconds; zero for anything else."""
    found = _START.fullmatch(written)
    if found is None:
        return 0
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + rest
