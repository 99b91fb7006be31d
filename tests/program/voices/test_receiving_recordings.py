"""Filing answers in sound and on film: sheet and recording find each other, and what is wrong leaves nothing behind."""

from __future__ import annotations

import hashlib
import json
import os
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from learning_pathway.catalogue import read
from learning_pathway.cli import main
from learning_pathway.links.state.file import LinkStates
from learning_pathway.preview.site import AssetsByName
from learning_pathway.site.build import Build
from learning_pathway.site.document import additions
from learning_pathway.voices import receive as receiving
from learning_pathway.voices.collection import collect
from learning_pathway.voices.sheet import FORMAT, MARK, code_hash, words_hash
from learning_pathway.voices.words import caption_faults, plain_captions
from recordings import film, sound

pytestmark = pytest.mark.usefixtures("with_ffmpeg")

CODE = "H4TN-0W8E-R2MB-51XQ-J9CD"
WORDS = "Once the director had said it out loud, we stopped asking."
CALL = """\
pathway: {title: Test}
themes:
  - {id: permission, title: Permission to act, statement: People share the lead when they may.}
calls:
  - id: what-helps
    question: What helped you?
    closes: 2099-03-31
    controller: {name: Example Learning Network, contact: voices@example.org}
    lawful_basis: consent
    notice: what-helps/1
    formats: [text, audio, video]
    send_to: voices@example.org
    storage: {location: United Kingdom, retention: two years}
    quorum: 1
"""
NOTICE = b"What may we do?\n"
CAPTIONS = """\
WEBVTT

NOTE Spoken by Ada Gray

STYLE
::cue { color: red }

1
00:00.000 --> 00:01.000 line:0
<v Ada Gray>Once the director had said it out loud,

00:01.000 --> 00:02.000
<i>we</i> stopped asking &amp; began.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    (root / "notices/what-helps").mkdir(parents=True)
    (root / "notices/what-helps/1.md").write_bytes(NOTICE)
    (root / "resources.yaml").write_text(CALL, encoding="utf-8")
    (tmp_path / "store").mkdir()
    monkeypatch.setenv("PATHWAY_VOICES", str(tmp_path / "store"))
    return root


def sheet(media: Path, /, **changes: Any) -> Path:
    person = {
        "record": "3f0c5d1e-1111-4222-8333-444455556666",
        "notice": {"id": "what-helps/1", "sha256": hashlib.sha256(NOTICE).hexdigest()},
        "take_back": code_hash(changes.pop("code", CODE)),
        "shown_as": changes.pop("shown_as", {"mode": "name", "text": "Ada Gray"}),
        "scope": "publish",
        "adult": True,
    }
    words = changes.pop("words", WORDS)
    content = {
        "format": FORMAT,
        "id": "v-7kq2m9",
        "call": "what-helps",
        "made": "2025-02-03",
        "kind": "audio",
        "language": "en-GB",
        "words": words,
        "words_sha256": words_hash(words),
        "media": {"sha256": f"sha256:{hashlib.sha256(media.read_bytes()).hexdigest()}", "seconds": 2},
        "consent": [person],
        **changes,
    }
    content = {key: value for key, value in content.items() if value is not None}
    path = media.parent / f"{content['id']}.txt"
    path.write_text(f"An answer\n\n{MARK}\n{json.dumps(content, indent=1)}\n", encoding="utf-8")
    return path


def run(project: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["voices", *words, "--path", str(project), "--today", "2025-02-10"])


def edit(store: Path, *names: str, checked: bool = True, id_: str = "v-7kq2m9") -> None:
    """What an editor does: listen, and name the transcript in place of what the person wrote."""
    path = store / id_ / "voice.yaml"
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    if names:
        record["files"] = [*record["files"][:1], *({"name": name} for name in names)]
    if checked:
        record["checked"] = {"on": "2025-02-10", "by": "editor"}
    path.write_text(json.dumps(record, default=str), encoding="utf-8")


def test_a_recording_is_filed_cleaned_with_its_sheet_whatever_it_is_called(project: Path, tmp_path: Path) -> None:
    media = sound(tmp_path / "Jane Smith voice 3.webm", "-c:a", "libopus", "-metadata", "title=Jane")
    done = run(project, "receive", str(media), str(sheet(media)))
    assert done.exit_code == 0, done.output
    assert "filed as v-7kq2m9" in done.output
    assert "count who can be seen or heard" in done.output
    folder = tmp_path / "store/v-7kq2m9"
    assert sorted(path.name for path in folder.iterdir()) == ["answer.m4a", "answer.txt", "voice.yaml"]
    record = yaml.safe_load((folder / "voice.yaml").read_text(encoding="utf-8"))
    first = record["files"][0]
    assert first["sha256"] == hashlib.sha256((folder / "answer.m4a").read_bytes()).hexdigest()
    assert first["as_received"] == hashlib.sha256(media.read_bytes()).hexdigest()
    assert record["seconds"] in (2, 3)
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"Jane" not in kept


def refusals(tmp_path: Path) -> dict[str, tuple[list[Path], str]]:
    media, other = sound(tmp_path / "a.m4a"), sound(tmp_path / "b.m4a", seconds=1)
    picture = tmp_path / "c.svg"
    picture.write_text("<svg><image href='file:///etc/passwd'/></svg>", encoding="utf-8")
    pictured = sheet(picture, id="v-p3x8ra")
    pipe, odd = tmp_path / "pipe.txt", tmp_path / "a\x1b[2J\n.txt"
    os.mkfifo(pipe)
    odd.write_text("Words.", encoding="utf-8")
    large = tmp_path / "large.m4a"
    large.write_bytes(media.read_bytes())
    os.truncate(large, 60_000_001)
    return {
        "a recording without a sheet": ([media], "No sheet beside it names this recording"),
        "a sheet without its recording": ([sheet(media)], "Its recording is missing"),
        "the recording of another": ([sheet(media), other], "Its recording is missing"),
        "a picture that a sheet calls a recording": ([picture, pictured], "no recording that we can read"),
        "a device without an end": ([Path("/dev/zero")], "It is missing, or no file."),
        "a pipe that no one writes to": ([pipe], "It is missing, or no file."),
        "a file that is gone": ([tmp_path / "gone.txt"], "It is missing, or no file."),
        "a folder": ([tmp_path], "It is a folder: give the files in it."),
        "a name with commands for the terminal": ([odd], "a\ufffd[2J\ufffd.txt: not filed."),
        "too large": ([large], "No sheet beside it"),
        "sound that is called film": ([media, sheet(media, id="v-h4tn0w", kind="video")], "there is no film in it"),
        "film without a recording": ([sheet(media, id="v-h4tn0x", media=None)], "which recording belongs to it"),
        "a recording beside written words": ([sheet(media, id="v-h4tn0y", kind="text")], "beside a written answer"),
    }


def test_each_refusal_says_why_and_leaves_nothing(project: Path, tmp_path: Path) -> None:
    for what, (files, message) in refusals(tmp_path).items():
        found = run(project, "receive", *map(str, files))
        assert found.exit_code == 1, what
        assert message in found.output, (what, found.output)
        assert not list((tmp_path / "store").iterdir()), what


def test_a_call_for_written_answers_takes_no_recording(project: Path, tmp_path: Path) -> None:
    text = (project / "resources.yaml").read_text(encoding="utf-8")
    (project / "resources.yaml").write_text(text.replace("[text, audio, video]", "[text]"), encoding="utf-8")
    media = sound(tmp_path / "a.m4a")
    found = run(project, "receive", str(media), str(sheet(media)))
    assert "takes answers as text only" in found.output
    assert not list((tmp_path / "store").iterdir())


def test_a_recording_that_a_messenger_changed_is_taken_by_hand_with_the_reason(project: Path, tmp_path: Path) -> None:
    media, changed = sound(tmp_path / "a.m4a"), sound(tmp_path / "b.ogg", "-c:a", "libvorbis", "-ac", "2")
    files = (str(sheet(media)), str(changed))
    assert run(project, "receive", *files).exit_code == 1
    assert run(project, "receive", "--by-hand", "The messenger changed it; I heard it.", *files).exit_code == 0
    record = yaml.safe_load((tmp_path / "store/v-7kq2m9/voice.yaml").read_text(encoding="utf-8"))
    assert record["files"][0]["by_hand"] == "The messenger changed it; I heard it."


def test_the_same_recording_is_filed_once(project: Path, tmp_path: Path) -> None:
    media = sound(tmp_path / "a.m4a")
    run(project, "receive", str(media), str(sheet(media)))
    other = sheet(media, id="v-p3x8ra", words="Other words.", code="1" * 20)
    found = run(project, "receive", str(media), str(other))
    assert "It is the recording of v-7kq2m9, which is filed already." in found.output
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["v-7kq2m9"]


def test_a_run_that_was_killed_leaves_nothing_for_long(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = sound(tmp_path / "a.m4a")

    def interrupted(*_: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(receiving, "_record", interrupted)
        run(project, "receive", str(media), str(sheet(media)))
    assert not list((tmp_path / "store").iterdir())
    left = tmp_path / "store/.incoming-killed"
    left.mkdir()
    (left / "answer.m4a").write_bytes(b"Ada")
    os.utime(left, (time.time() - 7_200,) * 2)
    run(project, "receive", str(media), str(sheet(media)))
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["v-7kq2m9"]


def test_a_film_is_shown_with_captions_only_and_a_missing_transcript_is_said(project: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    media = film(tmp_path / "a.mp4", "-c:v", "libx264", "-c:a", "aac", seconds=2)
    assert run(project, "receive", str(media), str(sheet(media, kind="video", words=""))).exit_code == 0
    edit(store)
    assert "v-7kq2m9/voice.yaml: It has no transcript" in run(project, "check").output
    assert permission(project).counted
    assert not permission(project).whole
    (store / "v-7kq2m9/answer.txt").write_text(WORDS, encoding="utf-8")
    edit(store, "answer.txt")
    assert permission(project).whole
    assert not permission(project).media
    assert "it needs captions without faults" in run(project, "check").output
    (store / "v-7kq2m9/answer.vtt").write_text(CAPTIONS.replace("00:01.000 line", "00:99 line"), encoding="utf-8")
    edit(store, "answer.vtt")
    assert not permission(project).media
    assert "answer.vtt:9: The times are not written" in run(project, "check").output
    (store / "v-7kq2m9/answer.vtt").write_text(CAPTIONS, encoding="utf-8")
    assert permission(project).media
    assert run(project, "check").exit_code == 0
    edit(store, "answer.vtt", "answer.txt")
    assert "It has two transcripts." in run(project, "check").output
    assert not permission(project).counted


def permission(project: Path) -> Any:
    catalogue = read(project, today=date(2025, 2, 10)).catalogue
    assert catalogue is not None
    return collect(project, catalogue, date(2025, 2, 10)).voices["v-7kq2m9"].permission


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("WEBVTT", "SUBRIP"), "The first line is not `WEBVTT`."),
        (("00:01.000 line", "00:00.000 line"), "The cue ends before it begins."),
        (("00:01.000 --> 00:02", "00:50.000 --> 00:52"), "The cue begins after the end"),
        (("00:00.000 -->", "00:01.500 -->"), "The cue ends before it begins."),
        (("00:01.000 --> 00:02.000", "0:1 -> 0:2 --> 1"), "The times are not written"),
        (("<i>we</i> stopped asking &amp; began.", " "), "The cue has no words."),
        (("00:01.000 --> 00:02.000\n", "00:01.000 --> 00:02.000\n\n"), "The cue has no words."),
    ],
)
def test_faults_of_captions_are_named_with_their_line(change: tuple[str, str], message: str) -> None:
    assert not list(caption_faults(CAPTIONS, 2))
    found = list(caption_faults(CAPTIONS.replace(*change), 2))
    assert message in [fault.message[: len(message)] for fault in found]
    assert all(fault.line >= 1 for fault in found)


def test_published_captions_hold_times_and_words_only() -> None:
    assert plain_captions(CAPTIONS) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nOnce the director had said it out loud,\n\n"
        "00:00:01.000 --> 00:00:02.000\nwe stopped asking &amp; began.\n"
    )
    assert not list(caption_faults(plain_captions(CAPTIONS), 2))


def site(project: Path, folder: Path) -> dict[str, bytes]:
    """The pages of answers and every file beside the pages, written into a folder."""
    build = Build(read(project), LinkStates(), None)
    written = {page.path.replace(".md", ".html"): page.body.encode() for page in build.pages()}
    written |= {asset.path: asset.data for asset in (*build.assets(), *build.recordings())}
    for path, data in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return written


def test_a_film_is_on_the_page_of_its_answer_until_it_is_taken_back(project: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    media = film(tmp_path / "a.mp4", "-c:v", "libx264", "-c:a", "aac", seconds=2)
    run(project, "receive", str(media), str(sheet(media, kind="video", words="")))
    (store / "v-7kq2m9/answer.vtt").write_text(CAPTIONS, encoding="utf-8")
    edit(store, "answer.vtt")
    shown = site(project, tmp_path / "site")
    files = [path for path in shown if path.startswith("voices/v-7kq2m9/") and not path.endswith(".html")]
    assert [Path(path).suffix for path in sorted(files, key=lambda path: Path(path).suffix)] == [".mp4", ".vtt"]
    preview = Build(read(project), LinkStates(), None)
    assert preview.site is not None
    previewed = AssetsByName(preview, preview.site, [])
    assert [previewed.get(path) for path in files] == [shown[path] for path in files]
    page = shown["voices/v-7kq2m9/index.html"].decode()
    assert all(f'="{Path(path).name}"' in page for path in files)
    assert "<video" not in page, "nothing is loaded before a press"
    assert additions(page) == "", "the recording is the site's own"
    assert run(project, "verify", str(tmp_path / "site")).exit_code == 0
    for path in files:
        copy = tmp_path / "site/other" / Path(path).name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(shown[path])
    (tmp_path / "site/original.mp4").write_bytes(media.read_bytes())
    found = run(project, "verify", str(tmp_path / "site"))
    assert found.output.count(": a file of v-7kq2m9") == 3, found.output

    assert run(project, "take-back", CODE).exit_code == 0
    listed = (project / "voices-recalled.txt").read_text(encoding="utf-8")
    for path in files:
        assert hashlib.sha256(shown[path]).hexdigest() in listed
    after = site(project, tmp_path / "after")
    assert not [path for path in after if path.endswith((".mp4", ".vtt"))]
    assert b"the director had said" not in b"".join(after.values())
    assert run(project, "verify", str(tmp_path / "after")).exit_code == 0
    assert run(project, "verify", str(tmp_path / "site")).output.count(": a file of v-7kq2m9") == 5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"shown_as": {"mode": "anonymous"}}, True),
        ({"people_recorded": 2}, False),
        ({"words": ""}, False),
    ],
)
def test_what_may_not_be_heard_is_in_no_file(
    project: Path, tmp_path: Path, changes: dict[str, Any], words: bool
) -> None:
    media = sound(tmp_path / "a.m4a")
    run(project, "receive", str(media), str(sheet(media, **changes)))
    edit(tmp_path / "store")
    shown = site(project, tmp_path / "site")
    assert not [path for path in shown if path.endswith((".m4a", ".vtt"))]
    assert (b"the director had said" in b"".join(shown.values())) is words
    assert b"data-lp-media" not in b"".join(shown.values())


def test_a_file_that_was_put_there_by_hand_is_not_published(project: Path, tmp_path: Path) -> None:
    """A recording with the place where it was made is a problem, whatever the record says of it."""
    media = sound(tmp_path / "a.m4a", "-metadata", "title=Ada's kitchen")
    run(project, "receive", str(media), str(sheet(media)))
    edit(tmp_path / "store", "answer.txt")
    folder = tmp_path / "store/v-7kq2m9"
    (folder / "answer.m4a").write_bytes(media.read_bytes())
    record = json.loads((folder / "voice.yaml").read_text(encoding="utf-8"))
    for name in ("answer.m4a", "phone.m4a"):
        record["files"][0] = {"name": name}
        (folder / name).write_bytes(media.read_bytes())
        (folder / "voice.yaml").write_text(json.dumps(record), encoding="utf-8")
        assert "`pathway voices receive`" in run(project, "check").output
        assert not permission(project).counted
