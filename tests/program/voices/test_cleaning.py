"""Recordings are made anew by ffmpeg: nothing but sound and pictures is left, and what is no recording is refused."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from learning_pathway.voices import media
from learning_pathway.voices.media import MediaError, clean, mp4_fault
from learning_pathway.voices.model import Kind
from recordings import FACTS, film, make, sound, with_facts, write_hostile
from voiceanswers import MEDIA

if TYPE_CHECKING:
    from conftest import Once

pytestmark = pytest.mark.usefixtures("with_ffmpeg")

#: What nothing that is published may hold; dates as text, and the marks of encoders.
TRACES = (*FACTS.values(), "Ada", "2027", "Handler of", "x264 - core", "Lavf", "Madephone", "<script", "PK\x03\x04")


@pytest.fixture(scope="session")
def hostile(once: Once) -> dict[str, Path]:
    """Files that are no recording, by what they are."""

    def write(folder: Path) -> None:
        names = {what: path.name for what, path in write_hostile(folder).items()}
        (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")

    folder = once("hostile-recordings", write)
    names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
    return {what: folder / name for what, name in names.items()}


def probe(path: Path) -> dict[str, object]:
    shown = "stream=codec_name,width,height:stream_tags:format_tags"
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_entries", shown, str(path)]
    found: dict[str, object] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def cleaned(source: Path, kind: Kind, longest: int = 2) -> Path:
    target = source.parent / "cleaned"
    target.mkdir()
    done = clean(source, target, kind, longest)
    assert [path.name for path in target.iterdir()] == [done.name]
    return target / done.name


def assert_no_traces(path: Path) -> None:
    data = path.read_bytes()
    for trace in TRACES:
        assert trace.encode() not in data, trace
        assert trace.encode("utf-16-be") not in data, trace
    assert mp4_fault(path) == ""


SOUNDS = ("m4a", "webm", "mp3", "ogg", "wav", "mka")


@pytest.mark.matrix
@pytest.mark.parametrize("form", SOUNDS)
def test_sound_in_any_form_becomes_m4a_without_facts(tmp_path: Path, form: str) -> None:
    codec = {"webm": ["-c:a", "libopus"], "ogg": ["-c:a", "libvorbis", "-ac", "2"]}.get(form, [])
    source = sound(tmp_path / f"Ada Gray.{form}", *codec, *with_facts())
    assert b"Ada" in source.read_bytes()
    found = cleaned(source, Kind.AUDIO)
    assert found.name == "answer.m4a"
    assert [each["codec_name"] for each in probe(found)["streams"]] == ["aac"]  # type: ignore[attr-defined]
    assert_no_traces(found)


@pytest.mark.matrix
@pytest.mark.parametrize("form", ["mp4", "mov", "webm", "mkv", "3gp"])
def test_film_in_any_form_becomes_mp4_without_facts(tmp_path: Path, form: str) -> None:
    codecs = {"webm": ["-c:v", "libvpx", "-c:a", "libopus", "-deadline", "realtime"]}
    source = film(tmp_path / f"film.{form}", *codecs.get(form, ["-c:v", "libx264", "-c:a", "aac"]), *with_facts())
    found = cleaned(source, Kind.VIDEO)
    assert [each["codec_name"] for each in probe(found)["streams"]] == ["h264", "aac"]  # type: ignore[attr-defined]
    assert_no_traces(found)


def test_covers_subtitles_attachments_and_chapters_are_left_behind(tmp_path: Path) -> None:
    cover = make(tmp_path / "cover.jpg", "-f", "lavfi", "-i", "testsrc=size=64x64", "-frames:v", "1")
    tone = sound(tmp_path / "tone.mp3")
    joined = ("-i", str(tone), "-i", str(cover), "-map", "0", "-map", "1", "-c", "copy")
    covered = make(tmp_path / "covered.mp3", *joined, "-id3v2_version", "3", "-metadata:s:v", "title=Ada's cover")
    found = cleaned(covered, Kind.AUDIO)
    assert [each["codec_name"] for each in probe(found)["streams"]] == ["aac"]  # type: ignore[attr-defined]
    assert_no_traces(found)
    (tmp_path / "more").mkdir()
    words, chapters = tmp_path / "words.srt", tmp_path / "chapters.txt"
    words.write_text("1\n00:00:00,000 --> 00:00:01,000\nWords of Ada\n", encoding="utf-8")
    chapters.write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=Chapter of Ada\n", "utf-8")
    plain = film(tmp_path / "plain.mkv", "-c:v", "libx264", "-c:a", "aac")
    inputs = ("-i", str(plain), "-i", str(words), "-i", str(chapters), "-map", "0", "-map", "1", "-map_chapters", "2")
    attached = ("-attach", str(words), "-metadata:s:t", "mimetype=text/plain", "-metadata:s:t", "filename=Ada.txt")
    full = make(tmp_path / "more/full.mkv", *inputs, "-c", "copy", "-c:s", "srt", *attached)
    assert full.read_bytes().count(b"Ada") > 2
    assert_no_traces(cleaned(full, Kind.VIDEO))


@pytest.mark.parametrize("tail", [b"PK\x03\x04 a zip file of Ada", b"<script>alert('Ada')</script>", b"%PDF-1.7 Ada"])
def test_what_follows_or_fills_a_recording_is_left_behind(tmp_path: Path, tail: bytes) -> None:
    source = sound(tmp_path / "polyglot.m4a")
    filler = (8 + len(tail)).to_bytes(4, "big") + b"free" + tail
    data = source.read_bytes()
    source.write_bytes(data + filler + tail)
    assert_no_traces(cleaned(source, Kind.AUDIO))


#: How a file says that its picture is not turned, or by a quarter.
_TURNS = ((1 << 16, 0, 0, 0, 1 << 16), (0, 1 << 16, 0, -1 << 16, 0))


def test_a_film_held_upright_stays_upright_and_a_large_one_gets_smaller(tmp_path: Path) -> None:
    plain = film(tmp_path / "wide.mp4", "-c:v", "libx264", "-preset", "ultrafast", size="1920x1080", seconds=1)
    whole, upright = (struct.pack(">9i", *turn, 0, 0, 0, 1 << 30) for turn in _TURNS)
    before, of_file, rest = plain.read_bytes().partition(whole)
    turned = tmp_path / "turned.mp4"
    turned.write_bytes(before + of_file + rest.replace(whole, upright, 1))
    stream = probe(cleaned(turned, Kind.VIDEO))["streams"][0]  # type: ignore[index]
    assert (stream["width"], stream["height"]) == (720, 1280)


def test_a_film_without_sound_is_taken_and_said_to_be_silent(tmp_path: Path) -> None:
    source = film(tmp_path / "signed.mp4", "-c:v", "libx264", "-an")
    assert clean(source, tmp_path, Kind.VIDEO, 2).notes == ("It has no sound.",)


def test_of_a_film_sent_as_sound_only_the_sound_is_kept(tmp_path: Path) -> None:
    source = film(tmp_path / "film.mp4", "-c:v", "libx264", "-c:a", "aac")
    assert "only its sound was kept" in clean(source, tmp_path, Kind.AUDIO, 2).notes[0]
    assert len(probe(tmp_path / "answer.m4a")["streams"]) == 1  # type: ignore[arg-type]


def test_a_recording_without_its_end_is_said_to_be_cut_off(tmp_path: Path) -> None:
    whole = film(tmp_path / "whole.mp4", "-c:v", "libx264", "-c:a", "aac", "-movflags", "+faststart", seconds=4)
    assert clean(whole, tmp_path, Kind.VIDEO, 2).notes == ()
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) * 6 // 10])
    assert "It says that it has 4 seconds" in clean(whole, tmp_path, Kind.VIDEO, 2).notes[0]


@pytest.mark.parametrize("form", ["gif", "png"])
def test_a_picture_that_is_called_a_film_is_refused(tmp_path: Path, form: str) -> None:
    still = ("-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=1", "-frames:v", "3" if form == "gif" else "1")
    picture = make(tmp_path / f"picture.{form}", *still).rename(tmp_path / "film.mp4")
    with pytest.raises(MediaError, match="no recording that we can read"):
        clean(picture, tmp_path, Kind.VIDEO, 2)


@pytest.mark.parametrize("brand", [b"avif", b"heic", b"mif1"])
def test_a_photo_that_begins_as_a_film_is_refused(tmp_path: Path, brand: bytes) -> None:
    (tmp_path / "film.mp4").write_bytes(b"\x00\x00\x00\x18ftyp" + brand + bytes(12) + MEDIA)
    with pytest.raises(MediaError, match="no recording that we can read"):
        clean(tmp_path / "film.mp4", tmp_path, Kind.VIDEO, 2)


@pytest.mark.parametrize("arguments", [("-f", "webm", "-live", "1", "-c:a", "libopus"), ("-map", "0", "-map", "0")])
def test_a_length_that_is_not_told_or_told_for_each_track_does_not_matter(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    source = sound(tmp_path / "tone.mka", *arguments)
    assert clean(source, tmp_path, Kind.AUDIO, 2).seconds == 2


@pytest.mark.parametrize(
    ("box", "place", "value"),
    [
        ("mvhd", 16, struct.pack(">I", 12 * 3_600_000)),  # twelve hours, it says
        ("mvhd", 12, bytes(4)),  # no unit of time
        ("mdhd", 16, b"\xff" * 4),
        ("stts", 12, struct.pack(">I", 0x7FFFFFFF)),  # one sound of half a day
    ],
)
def test_lengths_that_are_no_lengths_take_little_time(tmp_path: Path, box: str, place: int, value: bytes) -> None:
    source = sound(tmp_path / "tone.m4a")
    data = source.read_bytes()
    start = data.index(box.encode()) + 4 + place
    source.write_bytes(data[:start] + value + data[start + len(value) :])
    began = time.monotonic()
    with suppress(MediaError):
        assert clean(source, tmp_path, Kind.AUDIO, 2).seconds == 2
    assert time.monotonic() - began < 15


def test_sound_sent_as_film_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="there is no film in it"):
        clean(sound(tmp_path / "tone.m4a"), tmp_path, Kind.VIDEO, 2)


def test_a_picture_that_is_far_too_large_is_refused(tmp_path: Path, full: bool) -> None:
    """In full also one that ffmpeg takes seconds to make."""
    for size in ("5000x3000", "16000x16000") if full else ("5000x3000",):
        grey = ("-f", "lavfi", "-i", f"color=gray:size={size}:rate=10:duration=0.1", "-pix_fmt", "yuv420p")
        source = make(tmp_path / f"{size}.mp4", *grey, "-c:v", "libx264", "-preset", "ultrafast")
        with pytest.raises(MediaError, match="too large"):
            clean(source, tmp_path, Kind.VIDEO, 2)


REFUSED = {
    "an hour of silence": "60 minutes long; the call takes at most 2",
    "an hour of silence that does not say so": "longer than the 2 minutes that the call takes",
    "too large a file": "larger than 60 MB",
    "a playlist": "no recording that we can read",
    "a picture in SVG": "no recording that we can read",
    "a zip file": "no recording that we can read",
}


def test_a_cover_of_fifty_megabytes_takes_little_and_is_left_behind(tmp_path: Path) -> None:
    picture = b"\x00image/png\x00\x03\x00" + bytes(range(256)) * 200_000
    frame = b"APIC" + len(picture).to_bytes(4, "big") + b"\x00\x00" + picture
    size = bytes(len(frame) >> shift & 127 for shift in (21, 14, 7, 0))
    source = sound(tmp_path / "tone.mp3", "-id3v2_version", "0")
    source.write_bytes(b"ID3\x03\x00\x00" + size + frame + source.read_bytes())
    assert cleaned(source, Kind.AUDIO).stat().st_size < 100_000


CLEANING = """\
import json, resource, sys, time
from pathlib import Path
from learning_pathway.voices.media import MediaError, clean
from learning_pathway.voices.model import Kind
target, found = Path(sys.argv[1]), []
for path in sys.argv[2:]:
    began, said = time.monotonic(), None
    try:
        clean(Path(path), target, Kind.AUDIO, 2)
    except MediaError as error:
        said = str(error)
    (target / "answer.m4a").unlink(missing_ok=True)
    found.append([said, time.monotonic() - began, [left.name for left in target.iterdir()]])
print(json.dumps([found, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


def test_what_is_no_recording_is_refused_with_a_reason_and_leaves_nothing_and_takes_little(
    hostile: dict[str, Path], tmp_path: Path
) -> None:
    command = [sys.executable, "-c", CLEANING, str(tmp_path), *map(str, hostile.values())]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=180)
    found, memory = json.loads(done.stdout)
    for what, (said, seconds, left) in zip(hostile, found, strict=True):
        assert said, what
        assert said.endswith("."), what
        assert REFUSED.get(what, "") in said, what
        assert "passwd" not in said
        assert seconds < 30, what
        assert left == [], what
    assert memory < 500_000, "kB"


def test_a_program_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "bin"
    slow.mkdir()
    for name in ("ffmpeg", "ffprobe"):
        (slow / name).write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
        (slow / name).chmod(0o755)
    source = sound(tmp_path / "tone.m4a")
    monkeypatch.setenv("PATH", f"{slow}:/usr/bin:/bin")
    monkeypatch.setattr(media, "_PROBE_SECONDS", 1)
    with pytest.raises(MediaError, match="within 1 seconds"):
        clean(source, tmp_path, Kind.AUDIO, 2)


@pytest.mark.parametrize(
    ("in_ci", "outcome"), [("true", "1 error"), pytest.param("", "1 skipped", marks=pytest.mark.full_only)]
)
def test_without_ffmpeg_a_test_of_recordings_never_passes(tmp_path: Path, in_ci: str, outcome: str) -> None:
    test = f"{__file__}::test_sound_sent_as_film_is_refused"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "--basetemp",
        str(tmp_path / "t"),
    ]
    variables = {**os.environ, "PATH": str(tmp_path), "CI": in_ci}
    done = subprocess.run([*command, test], env=variables, capture_output=True, text=True, check=False, timeout=120)
    assert outcome in done.stdout
    assert "apt-get install ffmpeg" in done.stdout or not in_ci


def test_without_ffmpeg_the_message_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = sound(tmp_path / "tone.m4a")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MediaError, match="apt-get install ffmpeg"):
        clean(source, tmp_path, Kind.AUDIO, 2)


FAULTS = {
    "more boxes": (MEDIA + b"\x00\x00\x00\x0cuuidAda!", "more than sound and pictures"),
    "facts": (MEDIA.replace(b"mvhd", b"udta"), "who made it, where or with what"),
    "a date": (MEDIA.replace(b"mvhd" + bytes(8), b"mvhd" + bytes(4) + b"\xe0\x00\x00\x01"), "when it was made"),
    "filler": (MEDIA + b"\x00\x00\x00\x0cfreeAda!", "bytes that nothing plays"),
    "a tail": (MEDIA + b"Ada", "no complete MP4 file"),
    "half of it": (MEDIA[:-3], "no complete MP4 file"),
    "no film": (MEDIA[:16], "no complete MP4 file"),
    "text": (b"WEBVTT\n\nAda", "MP4 file"),
    "nothing": (b"", "no complete MP4 file"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_file_that_holds_more_than_sound_and_pictures_is_told(tmp_path: Path, what: str) -> None:
    content, message = FAULTS[what]
    (tmp_path / "answer.m4a").write_bytes(content)
    assert message in mp4_fault(tmp_path / "answer.m4a")
    (tmp_path / "answer.m4a").write_bytes(MEDIA)
    assert mp4_fault(tmp_path / "answer.m4a") == ""
