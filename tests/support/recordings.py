"""Recordings for tests, made by ffmpeg: sound, film, and files that hold more than they should."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

__all__ = ["FACTS", "film", "make", "sound", "with_facts", "write_hostile"]

#: What phones write about themselves and their owners, under the names that they use.
FACTS = {
    "location": "+51.5074-000.1278+011/",
    "com.apple.quicktime.location.ISO6709": "+51.5074-000.1278+011/",
    "make": "Madephone",
    "model": "Modelphone 7",
    "title": "Titled by Ada",
    "artist": "Artist Ada Gray",
    "comment": "Comment of the phone",
    "creation_time": "2027-01-31T09:41:00Z",
    "com.apple.quicktime.creationdate": "2027-01-31T09:41:00+0000",
}
_SOUND = ("-f", "lavfi", "-i", "sine=frequency=300:duration={}")
_PICTURE = ("-f", "lavfi", "-i", "testsrc=duration={}:size={}:rate=10")


def make(path: Path, *arguments: str) -> Path:
    """What ffmpeg makes of these arguments, at `path`."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", *arguments, str(path)]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    return path


def sound(path: Path, *arguments: str, seconds: float = 2) -> Path:
    """A tone; the ending of the name says in which form."""
    return make(path, *(part.format(seconds) for part in _SOUND), *arguments)


def film(path: Path, *arguments: str, seconds: float = 1, size: str = "320x240") -> Path:
    """A test picture with a tone."""
    inputs = [part.format(seconds, size) for part in (*_PICTURE, *_SOUND)]
    return make(path, *inputs, "-pix_fmt", "yuv420p", *arguments)


def with_facts() -> list[str]:
    """Arguments that write facts into a file, its tracks and its chapters."""
    facts = [part for key, value in FACTS.items() for part in ("-metadata", f"{key}={value}")]
    tracks = ["-metadata:s:0", "handler_name=Handler of Ada", "-metadata:s:0", "title=Track of Ada"]
    return [*facts, *tracks, "-movflags", "use_metadata_tags"]


def write_hostile(folder: Path) -> dict[str, Path]:
    """Files that are no recording, or far too much of one, by what they are."""
    plain = sound(folder / "plain.m4a")
    data = plain.read_bytes()
    sizes = data.index(b"stsz") + 12
    nested = b""
    for _ in range(10_000):
        nested = (8 + len(nested)).to_bytes(4, "big") + b"moov" + nested
    written = {
        "an empty file": b"",
        "a picture in SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        "a page": b"<!doctype html><script>alert(1)</script>",
        "a playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        "a list of files": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "a description of a session": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 96\n",
        "a playlist that begins as a film": b"\x00\x00\x00\x18ftypisom#EXTM3U\nfile:///etc/passwd\n",
        "a page that begins as a film": b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42<script>alert(1)</script>",
        "a film without anything": data[:32],
        "half a recording": data[: len(data) // 3],
        "ten thousand nested boxes": data[:28] + nested,
        "a table of four billion sizes": data[:sizes] + b"\xff\xff\xff\x0f" + data[sizes + 4 :],
        "noise": b"\x00\x00\x00\x20ftypM4A " + bytes(range(256)) * 400,
        "noise in Matroska": b"\x1aE\xdf\xa3" + bytes(range(256)) * 400,
    }
    found = {}
    for number, (what, content) in enumerate(written.items()):
        found[what] = folder / f"written-{number}.m4a"
        found[what].write_bytes(content)
    found["a zip file"] = folder / "zip.m4a"
    with zipfile.ZipFile(found["a zip file"], "w") as archive:
        archive.writestr("answer.m4a", data)
    found["too large a file"] = folder / "large.m4a"
    with found["too large a file"].open("wb") as file:
        file.write(data)
        file.truncate(60_000_001)
    silence = ("-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono:d=3600", "-c:a", "aac", "-b:a", "8k")
    found["an hour of silence"] = make(folder / "hour.m4a", *silence)
    untold = ("-i", str(found["an hour of silence"]), "-c", "copy", "-f", "matroska", "-live", "1")
    found["an hour of silence that does not say so"] = make(folder / "hour.mkv", *untold)
    many = [part for _ in range(20) for part in ("-map", "0:a")]
    found["twenty tracks"] = sound(folder / "tracks.m4a", *many)
    found["nothing but subtitles"] = folder / "subtitles.mkv"
    text = folder / "words.srt"
    text.write_text("1\n00:00:00,000 --> 00:00:01,000\nWords of Ada\n", encoding="utf-8")
    make(found["nothing but subtitles"], "-i", str(text))
    found["a hundredth of a second"] = sound(folder / "short.m4a", seconds=0.01)
    return found
