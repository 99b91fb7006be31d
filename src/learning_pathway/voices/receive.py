"""Answers that came by mail: pair sheets and recordings, and file each in the voice store or refuse it."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from ..catalogue.model import Call
from .collection import Recalled
from .media import LARGEST, Cleaned, MediaError, clean, container_of
from .model import CHECKED, Kind, Shown
from .sheet import MAXIMUM, Sheet, SheetError, read_sheet
from .store import RECORD, VoiceStore, file_hash
from .words import contact_details, runs, words_of

__all__ = [
    "Delivery",
    "Incoming",
    "Received",
    "pair",
    "receive",
]
_WORDS_FILE = "answer.txt"
#: A folder that is being written; one that is older than an hour was left by a run that was killed.
_INCOMING, _STALE = ".incoming-", 3_600
#: Two answers that share so much of their words are one.
_SAME = 0.8


_WRONG_CLOCK = "The device's clock was wrong: ask the person to set it, and to answer again."


class _Dumper(yaml.SafeDumper):
    """Writes YAML without anchors and aliases: the store refuses those, and dates that come twice would have one."""

    def ignore_aliases(self, _: object) -> bool:
        """Whether to write everything in full."""
        return True


@dataclass(frozen=True, slots=True)
class Incoming:
    """A sheet, and its recording where it names one that is there."""

    path: Path
    sheet: Sheet
    media: Path | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was made of some files."""

    answers: list[Incoming] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)
    """Files that are neither sheets nor named by one, and why."""


def pair(paths: Sequence[Path], *, by_hand: bool = False) -> Delivery:
    """Read sheets, and find the recording of each by its SHA-256, whatever it is called.

    Args:
        paths: the files.
        by_hand: whether the one recording belongs to the one sheet although its SHA-256 is another.

    Raises:
        OSError: a file cannot be read.
    """
    delivery, others = Delivery(), dict[Path, str]()
    sheets: list[tuple[Path, Sheet]] = []
    for path in paths:
        try:
            sheets.append((path, _read(path)))
        except SheetError as error:
            others[path] = str(error)
    hashes = {_hash(path): path for path in others}
    named = set[Path]()
    for path, sheet in sheets:
        media = hashes.get(sheet.media.sha256.removeprefix("sha256:")) if sheet.media else None
        if media is None and sheet.media and by_hand and len(sheets) == len(others) == 1:
            media = next(iter(others))
        if media is not None:
            named.add(media)
        delivery.answers.append(Incoming(path, sheet, media))
    delivery.refused.extend((path, why) for path, why in others.items() if path not in named)
    return delivery


def _read(path: Path) -> Sheet:
    if not path.is_file():  # a pipe or a device may have no end
        raise SheetError("It is missing, or no file." if not path.is_dir() else "It is a folder: give the files in it.")
    with path.open("rb") as file:
        data = file.read(MAXIMUM + 1)
    if container_of(data):
        raise SheetError(
            "No sheet beside it names this recording. Give its sheet as well; where a messenger has changed the "
            "recording on its way, add `--by-hand` and the reason."
        )
    return read_sheet(data)


def _hash(path: Path) -> str:
    """SHA-256 of a file; empty where it is too large for a recording, or a device, which may have no end."""
    return file_hash(path) if path.is_file() and path.stat().st_size <= LARGEST else ""


@dataclass(frozen=True, slots=True)
class Received:
    """An answer that was filed."""

    id: str
    choices: tuple[str, ...]
    """What each person allowed, in words."""
    notes: tuple[str, ...]
    """What an editor has to look at."""


def receive(
    sheet: Sheet,
    calls: Mapping[str, Call],
    store: VoiceStore,
    recalled: Mapping[str, Recalled],
    notices: Mapping[str, str],
    today: date,
    media: Path | None = None,
    by_hand: str = "",
) -> Received:
    """File an answer.

    Args:
        sheet: the sheet.
        calls: the pathway's calls, by id.
        store: the store, which must hold no such answer yet.
        recalled: answers that were taken back.
        notices: SHA-256 of each notice, by id.
        today: the day.
        media: the recording that the sheet names, for an answer in sound or on film.
        by_hand: why an editor takes a recording that is not the one that the sheet names, such as a messenger's copy.

    Raises:
        SheetError: it cannot be filed; nothing is written.
        MediaError: its recording cannot; nothing is written.
        OSError: the store cannot be written; nothing is left behind.
    """
    call = calls.get(sheet.call)
    refusal = _refusal(sheet, call, store, recalled, today)
    if refusal is not None or call is None:
        raise SheetError(refusal or "There is no such call.")
    if sheet.media is not None and media is None:
        raise SheetError("Its recording is missing: give both files at once.")
    longest = call.longest.video if sheet.kind is Kind.VIDEO else call.longest.audio
    cleaned = _write(sheet, store, today, media, longest, by_hand)
    choices = tuple(_choice(sheet, place) for place in range(len(sheet.consent)))
    notes = (*(cleaned.notes if cleaned else ()), *_notes(sheet, call, notices, today))
    return Received(sheet.id, choices, notes)


def _refusal(
    sheet: Sheet, call: Call | None, store: VoiceStore, recalled: Mapping[str, Recalled], today: date
) -> str | None:
    """Why a sheet is not filed, or None."""
    if call is None:
        return f"It answers the call `{sheet.call}`, which this pathway does not have."
    if sheet.kind.value not in call.formats:
        return f"The call takes answers as {', '.join(call.formats)} only."
    if sheet.made > call.closes:
        return f"It was made on {sheet.made:%d %B %Y}, after the call had closed on {call.closes:%d %B %Y}."
    if sheet.made > today + timedelta(days=1):  # it may be tomorrow elsewhere
        return f"It says that it was made on {sheet.made:%d %B %Y}, which is to come. {_WRONG_CLOCK}"
    if call.opens and sheet.made < call.opens - timedelta(days=1):
        return f"It says that it was made on {sheet.made:%d %B %Y}, before the call opened. {_WRONG_CLOCK}"
    if sheet.id in recalled:
        return f"{sheet.id} was taken back, so it is not filed again."
    if (store.root / sheet.id).exists():
        return f"{sheet.id} is filed already. Nothing was changed."
    twin = _twin(sheet, store)
    if twin:
        return f"Its words are those of {twin}, which is filed already. Keep one of the two."
    other = _holder_of_code(sheet, store)
    return (
        f"Its take-back code is that of {other}. Ask the person to answer again: the new one gets its own."
        if other
        else None
    )


def _holder_of_code(sheet: Sheet, store: VoiceStore) -> str | None:
    """The id of an answer that one of the sheet's take-back codes is for already, or None."""
    codes = {consent.take_back for consent in sheet.consent}
    held = (each.record.id for each in store.answers.values() for one in each.record.consent if one.take_back in codes)
    return next(held, None)


def _twin(sheet: Sheet, store: VoiceStore) -> str | None:
    """The id of an answer to the same call with nearly the same words, or None."""
    own = set(runs(sheet.words))
    for answer in store.answers.values():
        if answer.record.call == sheet.call:
            shared = len(own & set(runs(answer.words)))
            if own and shared >= _SAME * len(own):
                return answer.record.id
    return None


def _write(
    sheet: Sheet, store: VoiceStore, today: date, media: Path | None, longest: int, by_hand: str
) -> Cleaned | None:
    """Write the folder of an answer, whole or not at all; what was made of its recording."""
    _clear_stale(store.root)
    folder = Path(tempfile.mkdtemp(prefix=_INCOMING, dir=store.root))
    try:
        files: list[dict[str, str]] = []
        cleaned = None
        if media is not None:
            cleaned, facts = _add_media(sheet, store, media, folder, longest)
            is_other = sheet.media is None or facts["as_received"] not in sheet.media.sha256
            files.append(facts | ({"by_hand": by_hand} if by_hand and is_other else {}))
        if words_of(sheet.words):
            words = f"{sheet.words}\n".encode()
            (folder / _WORDS_FILE).write_bytes(words)
            files.append({"name": _WORDS_FILE, "sha256": hashlib.sha256(words).hexdigest()})
        record = _record(sheet, files, cleaned.seconds if cleaned else None, today)
        text = yaml.dump(record, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
        (folder / RECORD).write_text(text, encoding="utf-8")
        folder.rename(store.root / sheet.id)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return cleaned


def _add_media(
    sheet: Sheet, store: VoiceStore, media: Path, folder: Path, longest: int
) -> tuple[Cleaned, dict[str, str]]:
    """Put the cleaned recording into a folder; what was made of it, and its entry in the record."""
    received = file_hash(media)
    for id_, answer in store.answers.items():
        if any(received in (file.as_received or "") for file in answer.record.files):
            raise MediaError(f"It is the recording of {id_}, which is filed already. Nothing was changed.")
    cleaned = clean(media, folder, sheet.kind, longest)
    hashed = file_hash(folder / cleaned.name)
    return cleaned, {"name": cleaned.name, "sha256": hashed, "as_received": received}


def _clear_stale(root: Path) -> None:
    """Delete what a killed run has left, which no take-back would find."""
    for folder in root.glob(f"{_INCOMING}*"):
        if folder.stat().st_mtime < time.time() - _STALE:
            shutil.rmtree(folder, ignore_errors=True)


def _record(sheet: Sheet, files: list[dict[str, str]], seconds: int | None, today: date) -> dict[str, Any]:
    consents = []
    for consent in sheet.consent:
        shown_as = {"mode": consent.shown_as.mode.value}
        if consent.shown_as.text and consent.shown_as.mode.rank:
            shown_as["text"] = consent.shown_as.text
        event = {
            "event_time": sheet.made,
            "event_state": "ConsentGiven",
            "event_type": "ExplicitlyExpressedConsent",
            "scope": consent.scope.value,
            "translate": consent.translate,
            "take_away": consent.take_away,
            **({"valid_until": consent.valid_until} if consent.valid_until else {}),
            "adult": consent.adult,
        }
        consents.append(
            {
                "record": consent.record,
                "notice": {"id": consent.notice.id, "sha256": consent.notice.sha256},
                "take_back": consent.take_back,
                "shown_as": shown_as,
                "events": [event],
            }
        )
    return {
        "id": sheet.id,
        "call": sheet.call,
        "received": f"{today:%Y-%m}",
        "kind": sheet.kind.value,
        "language": sheet.language,
        **({"seconds": seconds} if seconds else {}),
        "people_recorded": max(sheet.people_recorded, len(sheet.consent)),
        "files": files,
        "consent": consents,
    }


_SCOPES = {
    "listen": "Listen only: it is counted, and no word of it is shown.",
    "quote": "Quote me: short pieces may be shown on the site.",
    "publish": "Publish it: all of it may be shown on the site.",
}


def _choice(sheet: Sheet, place: int) -> str:
    """What one person allowed, in a line."""
    consent = sheet.consent[place]
    person = f"Person {place + 1}: " if len(sheet.consent) > 1 else ""
    shown = {"anonymous": "No name.", "role": f"Shown as: {consent.shown_as.text}.", "name": "Shown by name."}
    extras = (
        "Translation allowed." if consent.translate else "No translation.",
        "Downloads allowed." if consent.take_away else "No downloads.",
        f"Until {consent.valid_until:%d %B %Y}." if consent.valid_until else "Without an end date.",
    )
    return " ".join((person + _SCOPES[consent.scope.value], shown[consent.shown_as.mode.value], *extras))


def _notes(sheet: Sheet, call: Call, notices: Mapping[str, str], today: date) -> Iterator[str]:
    """What an editor has to look at before anything is shown."""
    yield from (
        _notes_on_recording(sheet, today)
        if sheet.media
        else (f"Read it, take out other people's names, then add `{CHECKED.format(day=today)}` to its record.",)
    )
    missing = sheet.people_recorded - len(sheet.consent)
    if missing > 0:
        yield f"{missing} of {sheet.people_recorded} people have not agreed, so nothing of it is shown."
    for detail in contact_details(sheet.words):
        yield f"Line {detail.line} of the words holds {detail.what}: take it out, or nothing of it is shown."
    count = len(words_of(sheet.words))
    if count > call.longest.text:
        yield f"It has {count:,} words; the call asks for at most {call.longest.text:,}."
    for consent in sheet.consent:
        if notices.get(consent.notice.id) != consent.notice.sha256.removeprefix("sha256:"):
            yield f"The notice {consent.notice.id} is not known, or its words have changed: nothing of it is shown."
        if consent.shown_as.mode.value == "role" and consent.shown_as.text not in call.shown_as:
            yield f"“{consent.shown_as.text}” is no kind of work that the call offers, so it is not shown."


def _notes_on_recording(sheet: Sheet, today: date) -> Iterator[str]:
    yield "Write back before you show any of it, to make sure that those who can be seen or heard sent it themselves."
    yield (
        "Hear or watch all of it, and count who can be seen or heard. Then add "
        f"`{CHECKED.format(day=today)}` to its record, with `people` where they are more than it says."
    )
    form = "captions" if sheet.kind is Kind.VIDEO else "a transcript"
    yield f"Write {form} as `answer.vtt` beside it, and name the file under `files` in place of `answer.txt`."
    if any(consent.shown_as.mode is Shown.ANONYMOUS for consent in sheet.consent):
        yield "Someone in it chose no name: a voice or a face shows who it is, so only its words are ever shown."
