"""Answers for tests, as records and as folders of a store."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from learning_pathway.voices.model import VoiceRecord
from learning_pathway.voices.permission import Conditions

__all__ = [
    "CONDITIONS",
    "MEDIA",
    "NOTICE",
    "NOTICE_HASH",
    "ROLE",
    "WORDS",
    "consent",
    "event",
    "facts",
    "record",
    "write_answer",
]

NOTICE = "what-helps-2027/2"
NOTICE_HASH = hashlib.sha256(b"The notice.\n").hexdigest()
ROLE = "Local government"
CONDITIONS = Conditions({NOTICE: NOTICE_HASH}, frozenset({ROLE, "Charity"}), has_quorum=True)
WORDS = "Once the director had said it out loud, we stopped asking, and we just went ahead together.\n"


def _box(name: bytes, content: bytes = b"") -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


#: An MP4 file that holds nothing but what has to be in one.
MEDIA = (
    _box(b"ftyp", b"isom\x00\x00\x02\x00")
    + _box(b"moov", _box(b"mvhd", bytes(100)) + _box(b"trak", _box(b"mdia")))
    + _box(b"mdat", b"\x00\x01sound")
)


def event(scope: str = "publish", state: str = "ConsentGiven", **other: Any) -> dict[str, Any]:
    """One decision: given on 3 February 2027 by an adult, until two years later."""
    until = other.pop("valid_until", "2029-02-03")
    facts = {"event_time": "2027-02-03", "event_state": state, "scope": scope, "adult": "true", **other}
    return {**facts, **({"valid_until": until} if until else {})}


def consent(*events: dict[str, Any], number: int = 1, shown: str = "role", text: str | None = None) -> dict[str, Any]:
    """The consent of one person."""
    words = {"role": ROLE, "name": "Ada Gray"}.get(shown) if text is None else text
    return {
        "record": f"3f0c5d1e-000{number}",
        "notice": {"id": NOTICE, "sha256": NOTICE_HASH},
        "shown_as": {"mode": shown, **({"text": words} if words else {})},
        "events": list(events),
    }


def facts(
    *consents: dict[str, Any], kind: str = "text", files: tuple[str, ...] | None = None, **other: Any
) -> dict[str, Any]:
    """The facts of one answer."""
    names = {"text": ("answer.txt",), "audio": ("answer.m4a", "answer.vtt"), "video": ("answer.mp4", "answer.vtt")}
    return {
        "id": "v-7kq2m9",
        "call": "what-helps-2027",
        "received": "2027-02",
        "kind": kind,
        "language": "en-GB",
        "files": [{"name": name} for name in (names[kind] if files is None else files)],
        "people_recorded": len(consents) or 1,
        "consent": list(consents),
        "checked": {"on": "2027-02-10", "by": "editor"},
        **other,
    }


def record(*consents: dict[str, Any], **other: Any) -> VoiceRecord:
    """The record of one answer."""
    return VoiceRecord.model_validate(
        {key: value for key, value in facts(*consents, **other).items() if value is not None}
    )


def write_answer(store: Path, data: dict[str, Any], words: str = WORDS) -> Path:
    """A folder of the store that holds an answer; JSON is YAML too."""
    folder = store / data["id"]
    folder.mkdir(parents=True)
    contents = {"txt": words.encode(), "vtt": f"WEBVTT\n\n00:00.000 --> 00:05.000\n{words}".encode()}
    for file in data.get("files", ()):
        (folder / file["name"]).write_bytes(contents.get(file["name"].rpartition(".")[2], MEDIA))
    (folder / "voice.yaml").write_text(json.dumps(data), encoding="utf-8")
    return folder
