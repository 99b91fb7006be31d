"""Clean a recording: ffmpeg plays it and records it anew, and a result with more than sound and pictures is refused.

ffmpeg is run as a program of its own, with limits of time, memory and size, and never imported: its licence is the GPL.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from .model import Kind

__all__ = [
    "ADVICE",
    "LARGEST",
    "MEDIA_NAMES",
    "Cleaned",
    "MediaError",
    "clean",
    "container_of",
    "mp4_fault",
]

#: Bytes of a recording.
LARGEST = 60_000_000
#: What a cleaned recording is called.
MEDIA_NAMES = {Kind.AUDIO: "answer.m4a", Kind.VIDEO: "answer.mp4"}
ADVICE = (
    "Recordings need the programs ffmpeg and ffprobe, which are not installed. Install them (on Debian and Ubuntu: "
    "apt-get install ffmpeg; on a Mac: brew install ffmpeg), and run this again."
)
_ASK = "Please ask for another."
#: A recording may be a little longer than the call says.
_TOLERANCE = 1.2
_LARGEST_PICTURE = 3840 * 2160
_PROBE_SECONDS = 30
_MEMORY = 1_500_000_000
#: How a container begins, the place of that, and the reader of ffmpeg that is used for it, and no other.
_CONTAINERS = (
    (4, b"ftyp", "mov"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"OggS", "ogg"),
    (8, b"WAVE", "wav"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"\xff\xf3", "mp3"),
)
#: Pictures that begin as films do (ISO/IEC 23008-12).
_PICTURES = (b"avif", b"avis", b"heic", b"heix", b"hevc", b"mif1", b"msf1")
#: What phones, computers and browsers record.
_CODECS = (
    "aac,alac,mp3,mp3float,opus,libopus,vorbis,amrnb,amrwb,pcm_s16le,pcm_s24le,pcm_s16be,pcm_f32le,"
    "h264,hevc,vp8,vp9,libdav1d,av1,mpeg4,h263,"
    # Covers and subtitles, which are left behind, but have to be told from the rest.
    "mjpeg,png,subrip,srt,mov_text,webvtt,ass,ssa,text"
)


class MediaError(Exception):
    """A recording that cannot be filed; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A recording without anything but sound and pictures."""

    name: str
    seconds: int
    notes: tuple[str, ...] = ()
    """What an editor should know of it."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a file says of itself."""

    seconds: float | None
    sounds: int
    pictures: int


def container_of(data: bytes) -> str:
    """The reader of ffmpeg for a file that begins like this; empty where it is no recording that we take."""
    if data[4:12].startswith(b"ftyp") and data[8:12] in _PICTURES:
        return ""
    return next((name for at, mark, name in _CONTAINERS if data[at : at + len(mark)] == mark), "")


def clean(source: Path, folder: Path, kind: Kind, longest: int) -> Cleaned:
    """Record `source` anew as a file in `folder`, as M4A (AAC) or MP4 (H.264 and AAC).

    Args:
        source: the recording as it came.
        folder: where the cleaned file goes; its name is that of `MEDIA_NAMES`.
        kind: sound or film, as the answer says.
        longest: minutes that the call allows.

    Raises:
        MediaError: it is none, is too long or too large, or cannot be played.
        OSError: a file cannot be read or written.
    """
    if not (shutil.which("ffmpeg") and shutil.which("ffprobe")):
        raise MediaError(ADVICE)
    with source.open("rb") as file:
        container = container_of(file.read(16))
    if not container:
        raise MediaError(f"It is no recording that we can read: MP4, M4A, MOV, WebM, Ogg, MP3 or WAV. {_ASK}")
    if source.stat().st_size > LARGEST:
        raise MediaError(f"It is larger than {LARGEST // 1_000_000} MB. Ask for a shorter one.")
    facts = _facts(source, container, folder)
    _refuse(facts, kind, longest)
    target = folder / MEDIA_NAMES[kind]
    most = longest * 60 * _TOLERANCE
    error = _run("ffmpeg", [*_input(source, container), *_output(kind, most), str(target)], 60 + 3 * most)
    if error or not target.is_file():
        raise MediaError(f"It cannot be played to its end{error}. {_ASK}")
    made = _facts(target, "mov", folder)
    if made.seconds is None or made.seconds < 0.5:
        raise MediaError(f"There is nothing in it to hear or see. {_ASK}")
    if made.seconds >= most - 0.5:
        raise MediaError(f"It is longer than the {longest} minutes that the call takes. Ask for a shorter one.")
    if fault := mp4_fault(target):
        raise MediaError(f"What ffmpeg made of it {fault}. Update ffmpeg.")
    return Cleaned(target.name, max(1, round(made.seconds)), tuple(_notes(facts, made.seconds, kind)))


def _refuse(facts: _Facts, kind: Kind, longest: int) -> None:
    """Raise `MediaError` where the file is not what the answer says."""
    if facts.seconds is not None and facts.seconds > longest * 60 * _TOLERANCE:
        raise MediaError(
            f"It is {math.ceil(facts.seconds / 60):,} minutes long; the call takes at most {longest}. "
            "Ask for a shorter one, or raise `longest` of the call."
        )
    if kind is Kind.AUDIO and not facts.sounds:
        raise MediaError(f"There is no sound in it. {_ASK}")
    if kind is Kind.VIDEO and not facts.pictures:
        raise MediaError(f"The answer says that it is a film, and there is no film in it. {_ASK}")


def _notes(facts: _Facts, seconds: float, kind: Kind) -> list[str]:
    """What an editor should know of a file that says these facts, and of which so many seconds could be played."""
    notes = []
    if facts.seconds is not None and seconds < 0.9 * facts.seconds - 0.1:
        notes.append(
            f"It says that it has {facts.seconds:.0f} seconds, and {seconds:.0f} could be played. "
            "Ask for it again, if the end is missing."
        )
    if kind is Kind.AUDIO and facts.pictures:
        notes.append("It is a film, and the answer says that it is sound: only its sound was kept.")
    if kind is Kind.VIDEO and not facts.sounds:
        notes.append("It has no sound.")
    if facts.sounds > 1 or facts.pictures > 1:
        notes.append("It has several tracks: only the first was kept.")
    return notes


def _input(source: Path, container: str) -> list[str]:
    """How a file is read: as this container only, and nothing beside it."""
    choices = {
        "-protocol_whitelist": "file",
        "-format_whitelist": f"{container},mp4,m4a,3gp,3g2,mj2,webm" if container in {"mov", "matroska"} else container,
        "-codec_whitelist": _CODECS,
        "-max_streams": "16",
        "-probesize": "10M",
        "-analyzeduration": "10M",
        "-f": container,
    }
    if container == "mov":
        choices |= {"-enable_drefs": "0", "-use_absolute_path": "0"}
    return [*(part for pair in choices.items() for part in pair), "-i", f"file:{source}"]


def _output(kind: Kind, most: float) -> list[str]:
    """How a file is written: one track of each, without words about it."""
    sound = ["-map", "0:a:0?", "-c:a", "aac", "-ac", "1", "-ar", "44100", "-b:a", "64k", "-flags:a", "+bitexact"]
    shape = "scale='min(1280,iw)':'min(1280,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
    picture = [
        *("-map", "0:V:0", "-c:v", "libx264", "-preset", "veryfast", "-crf", "28", "-pix_fmt", "yuv420p"),
        *("-vf", shape, "-fpsmax", "30", "-flags:v", "+bitexact"),
        # Without the messages in the pictures, where encoders and cameras write about themselves.
        *("-bsf:v", "filter_units=remove_types=6"),
    ]
    return [
        *(picture if kind is Kind.VIDEO else ["-vn"]),
        *sound,
        *("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-threads", "1"),
        *("-t", f"{most:.0f}", "-fs", str(LARGEST), "-movflags", "+faststart", "-f", "mp4", "-y"),
    ]


def _facts(source: Path, container: str, folder: Path) -> _Facts:
    """What ffprobe says of a file, by way of a file in `folder`.

    Raises:
        MediaError: it cannot be read, or its pictures are too large.
    """
    shown = "stream=codec_type,width,height:stream_disposition=attached_pic:format=duration"
    report = folder / ".facts.json"
    try:
        error = _run(
            "ffprobe", ["-of", "json", "-show_entries", shown, *_input(source, container)], _PROBE_SECONDS, report
        )
        if error:
            raise MediaError(f"It is damaged, or far too large a picture, or not what it seems to be{error}. {_ASK}")
        with report.open("rb") as file:
            found: dict[str, Any] = json.loads(file.read(1_000_000))
    except ValueError:
        raise MediaError(f"It is damaged. {_ASK}") from None
    finally:
        report.unlink(missing_ok=True)
    streams = found.get("streams", [])
    covers = [one for one in streams if one.get("disposition", {}).get("attached_pic")]
    pictures = [one for one in streams if one.get("codec_type") == "video" and one not in covers]
    if any(one.get("width", 0) * one.get("height", 0) > _LARGEST_PICTURE for one in pictures):
        raise MediaError("Its pictures are too large: at most 3840 × 2160. Ask for a smaller film.")
    sounds = sum(one.get("codec_type") == "audio" for one in streams)
    return _Facts(_seconds(found.get("format", {}).get("duration")), sounds, len(pictures))


def _seconds(stated: object) -> float | None:
    try:
        seconds = float(str(stated))
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _run(program: str, arguments: Sequence[str], seconds: float, report: Path | None = None) -> str:
    """Run a program, with its output in `report`; what went wrong, as the end of a sentence, or nothing."""
    quiet = ["-hide_banner", "-v", "error", "-max_alloc", "500000000", "-threads", "1"]
    limits = ["-nostdin", "-max_pixels", str(_LARGEST_PICTURE)]
    if program == "ffprobe":  # tells the size of what is a little too large
        limits = ["-max_pixels", str(4 * _LARGEST_PICTURE)]
    try:
        with (report or Path(os.devnull)).open("wb") as output:
            done = subprocess.run(  # noqa: S603 - without a shell
                [shutil.which(program) or program, *quiet, *limits, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
                preexec_fn=(lambda: _limit(seconds)) if sys.platform != "win32" else None,
            )
    except subprocess.TimeoutExpired:
        return f" within {seconds:.0f} seconds"
    return "" if done.returncode == 0 else " (ffmpeg gave up)"


def _limit(seconds: float) -> None:
    """Limit what the process that begins here may take."""
    import resource  # not on Windows

    limits = {resource.RLIMIT_CPU: math.ceil(seconds), resource.RLIMIT_FSIZE: LARGEST + 1_000_000}
    limits |= {resource.RLIMIT_CORE: 0} | ({resource.RLIMIT_AS: _MEMORY} if sys.platform == "linux" else {})
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


#: The boxes that a cleaned file has, by the box that they are in. Others may say who made it, where and when.
_ALLOWED = {
    b"": {b"ftyp", b"moov", b"mdat", b"free"},
    b"moov": {b"mvhd", b"trak", b"udta"},
    b"trak": {b"tkhd", b"edts", b"mdia"},
}
#: The list of facts about a file, without any.
_NO_FACTS = b"\x00\x00\x00\x08ilst"
_EMPTY_META = 53


class _FaultError(Exception):
    """What is wrong with a file."""


def mp4_fault(path: Path) -> str:
    """Why a file is no cleaned recording, as the rest of a sentence; empty where it is one.

    Raises:
        OSError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            _walk(file, b"", path.stat().st_size)
    except _FaultError as error:
        return str(error)
    except struct.error:
        return "is no complete MP4 file"
    return ""


def _walk(file: BinaryIO, parent: bytes, end: int) -> None:
    found = set[bytes]()
    for name, start, stop in _boxes(file, end):
        found.add(name)
        if name not in _ALLOWED[parent]:
            raise _FaultError("holds more than sound and pictures")
        if name in _ALLOWED:
            file.seek(start)
            _walk(file, name, stop)
        elif name == b"mvhd":
            _refuse_date(file, start)
        elif name == b"free" and stop - start > 0:
            raise _FaultError("holds bytes that nothing plays")
        elif name == b"udta":
            _refuse_facts(file, start, stop)
    needed = {b"": {b"ftyp", b"moov", b"mdat"}, b"moov": {b"mvhd", b"trak"}, b"trak": {b"mdia"}}
    if not needed[parent] <= found:
        raise _FaultError("is no complete MP4 file")


def _boxes(file: BinaryIO, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of the content of each box from here on."""
    place = file.tell()
    for _ in range(100):
        if place == end:
            return
        file.seek(place)
        size, name = struct.unpack(">I4s", file.read(8))
        start = place + 8
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
            start += 8
        if place + size > end or place + size < start:
            break
        yield name, start, place + size
        place += size
    raise _FaultError("is no complete MP4 file")


def _refuse_date(file: BinaryIO, start: int) -> None:
    file.seek(start)
    version, created = struct.unpack(">B3xI", file.read(8))
    if version or created:
        raise _FaultError("says when it was made")


def _refuse_facts(file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    content = file.read(min(end - start, _EMPTY_META + 1))
    if len(content) != _EMPTY_META or not content.endswith(_NO_FACTS):
        raise _FaultError("says who made it, where or with what")
