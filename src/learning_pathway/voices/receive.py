"""File an answer sheet in the voice store, or refuse it with the reason."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ..catalogue.calls import Call
from .model import Kind
from .recalled import Recalled
from .sheet import Sheet, SheetError, is_late
from .store import RECORD, VoiceStore
from .words import contact_details, runs, words_of

__all__ = ["Received", "receive"]

_WORDS_FILE = "answer.txt"
#: Two answers that share so much of their words are one.
_SAME = 0.8


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
) -> Received:
    """File an answer.

    Args:
        sheet: the sheet.
        calls: the pathway's calls, by id.
        store: the store, which must hold no such answer yet.
        recalled: answers that were taken back.
        notices: SHA-256 of each notice, by id.
        today: the day.

    Raises:
        SheetError: it cannot be filed; nothing is written.
        OSError: the store cannot be written; nothing is left behind.
    """
    call = calls.get(sheet.call)
    refusal = _refusal(sheet, call, store, recalled)
    if refusal is not None or call is None:
        raise SheetError(refusal or "There is no such call.")
    _write(sheet, store.root, today)
    choices = tuple(_choice(sheet, place) for place in range(len(sheet.consent)))
    return Received(sheet.id, choices, tuple(_notes(sheet, call, notices)))


def _refusal(sheet: Sheet, call: Call | None, store: VoiceStore, recalled: Mapping[str, Recalled]) -> str | None:
    """Why a sheet is not filed, or None."""
    if call is None:
        return f"It answers the call `{sheet.call}`, which this pathway does not have."
    if sheet.kind.value not in call.formats:
        return f"The call takes answers as {', '.join(call.formats)} only."
    if sheet.kind is not Kind.TEXT:
        return "Recordings cannot be filed yet: only written answers can."
    if is_late(sheet, call.closes):
        return f"It was made on {sheet.made:%d %B %Y}, after the call had closed on {call.closes:%d %B %Y}."
    if sheet.id in recalled:
        return f"{sheet.id} was taken back, so it is not filed again."
    if (store.root / sheet.id).exists():
        return f"{sheet.id} is filed already. Nothing was changed."
    twin = _twin(sheet, store)
    return f"Its words are those of {twin}, which is filed already. Keep one of the two." if twin else None


def _twin(sheet: Sheet, store: VoiceStore) -> str | None:
    """The id of an answer to the same call with nearly the same words, or None."""
    own = set(runs(sheet.words))
    for answer in store.answers.values():
        if answer.record.call == sheet.call:
            shared = len(own & set(runs(answer.words)))
            if own and shared >= _SAME * len(own):
                return answer.record.id
    return None


def _write(sheet: Sheet, root: Path, today: date) -> None:
    """Write the folder of an answer, whole or not at all."""
    folder = Path(tempfile.mkdtemp(prefix=".incoming-", dir=root))
    try:
        words = f"{sheet.words}\n".encode()
        (folder / _WORDS_FILE).write_bytes(words)
        record = _record(sheet, hashlib.sha256(words).hexdigest(), today)
        text = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=110)
        (folder / RECORD).write_text(text, encoding="utf-8")
        folder.rename(root / sheet.id)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _record(sheet: Sheet, hashed: str, today: date) -> dict[str, Any]:
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
        "people_recorded": sheet.people_recorded,
        "files": [{"name": _WORDS_FILE, "sha256": hashed}],
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


def _notes(sheet: Sheet, call: Call, notices: Mapping[str, str]) -> Iterator[str]:
    """What an editor has to look at before anything is shown."""
    yield "Read it, take out other people's names, then add `checked:` to its record."
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
