"""Withdrawal: the public list, fingerprints that find copies, and the steps of taking an answer back."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ..catalogue.values import VOICE_ID_PATTERN
from ..catalogue.yaml.edit import Editor
from ..output import replacing, write_whole
from .collection import RECALLED_FILE, Recalled, read_recalled, recalled_text
from .model import Consent
from .permission import Permission
from .sheet import is_hash_of
from .store import RECORD, Answer, VoiceStore, file_hash, published_files
from .words import runs

__all__ = [
    "CANNOT",
    "KEPT",
    "TO_DO",
    "Fingerprints",
    "TakenBack",
    "add_recalled",
    "digest",
    "find_by_code",
    "read_fingerprints",
    "take_back",
    "take_fingerprints",
]

#: The folder of the store that holds fingerprints.
FOLDER = "fingerprints"
#: So long fingerprints are kept.
KEPT = timedelta(days=90)
_DIGEST, _SALT = 10, 16
#: What a person does after the command; the command and the guide print it.
TO_DO = (
    "Delete the mail that brought the answer, its attachment, and copies in download folders and bins.",
    "Put backups beyond use until their next cycle.",
    "Build, verify and deploy the site, then clear the host's cache for `/voices/`.",
    "Delete old deploys: hosts keep each one.",
    "Ask web archives and search engines to remove the pages.",
    "Tell those who told you that they reuse your answers.",
    "Answer the person, and say what could not be reached.",
)
CANNOT = "Copies that others saved, and files that were downloaded, cannot be reached."


def add_recalled(project: Path, entry: Recalled) -> bool:
    """Add a line for an answer; False where there is one already.

    Raises:
        OSError: the file cannot be written.
    """
    if entry.id in read_recalled(project):
        return False
    path = project / RECALLED_FILE
    text = path.read_text(encoding="utf-8") if path.exists() else recalled_text(())
    write_whole(path, f"{text.rstrip(chr(10))}\n{entry}\n".encode())
    return True


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Those of one answer."""

    id: str
    taken: date
    salt: bytes
    runs: frozenset[str]
    """Salted hashes of its runs of words."""
    files: frozenset[str]
    """SHA-256 of its files, in hexadecimal digits."""
    codes: tuple[str, ...] = ()
    """Hashes of its take-back codes, so that a second attempt finds it."""


def digest(salt: bytes, run: tuple[str, ...]) -> str:
    """The salted hash of a run of words."""
    return hashlib.blake2b(" ".join(run).encode(), digest_size=_DIGEST, key=salt).hexdigest()


def take_fingerprints(
    store: Path, id_: str, texts: Iterable[str], files: Iterable[str], codes: Iterable[str], today: date
) -> None:
    """Write the fingerprints of an answer, unless they are there already.

    Raises:
        OSError: they cannot be written.
    """
    path = store / FOLDER / f"{id_}.json"
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, exist_ok=True)
    salt = _salt(path.parent)
    content = {
        "taken": today.isoformat(),
        "salt": salt.hex(),
        "runs": sorted({digest(salt, run) for text in texts for run in runs(text)}),
        "files": sorted(files),
        "codes": sorted(codes),
    }
    write_whole(path, json.dumps(content).encode())


def _salt(folder: Path) -> bytes:
    """The salt of other answers, so that a search hashes each run once for all of them; else a new one."""
    for path in sorted(folder.glob("v-*.json")):
        with suppress(OSError, KeyError, TypeError, ValueError):
            salt = bytes.fromhex(json.loads(path.read_bytes())["salt"])
            if len(salt) >= _SALT:
                return salt
    return secrets.token_bytes(_SALT)


def read_fingerprints(store: Path, today: date) -> Iterator[Fingerprints]:
    """All fingerprints that are still to be kept; older ones are deleted.

    Raises:
        OSError: they cannot be read or deleted.
        ValueError: a file is damaged.
    """
    folder = store / FOLDER
    for path in sorted(folder.glob("v-*.json")) if folder.is_dir() else ():
        try:
            content = json.loads(path.read_bytes())
            taken, salt = date.fromisoformat(content["taken"]), bytes.fromhex(content["salt"])
            found = Fingerprints(
                path.stem,
                taken,
                salt,
                frozenset(content["runs"]),
                frozenset(content["files"]),
                tuple(content["codes"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{FOLDER}/{path.name} is damaged") from error
        if taken + KEPT < today:
            path.unlink()
        else:
            yield found


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a take-back did."""

    id: str
    was_listed: bool
    """Whether the public list had it already."""
    was_deleted: bool
    """Whether its folder was gone already."""


def find_by_code(store: VoiceStore, code: str, today: date) -> str | None:
    """The id of the answer that a take-back code is for; None where there is none.

    Raises:
        OSError, ValueError: the fingerprints cannot be read.
    """
    found = None
    for answer in store.answers.values():
        if any(is_hash_of(code, consent.take_back) for consent in answer.record.consent):
            found = answer.record.id
    for fingerprints in read_fingerprints(store.root, today):
        if any(is_hash_of(code, kept) for kept in fingerprints.codes):
            found = fingerprints.id
    return found


def take_back(
    project: Path, store: VoiceStore, id_: str, permission: Permission, today: date, code: str = ""
) -> TakenBack:
    """Take an answer back, from the public list to the folder.

    Args:
        project: the project's folder, which holds the public list.
        store: the store.
        id_: the answer; its folder may be gone already.
        permission: what was shown of it before (`before_withdrawal`).
        today: the day.
        code: the take-back code, where it names the person who asked.

    Raises:
        LookupError: there is no such answer, and there never was.
        EditError: the record cannot be changed for sure.
        OSError: a file cannot be written or deleted.
    """
    if not re.fullmatch(VOICE_ID_PATTERN, id_):
        raise LookupError("This is neither a take-back code (20 letters and digits) nor an id (such as v-7kq2m9xd).")
    answer, folder = store.answers.get(id_), store.root / id_
    listed = id_ in read_recalled(project)
    if answer is None and not listed and not folder.is_dir():
        raise LookupError(f"There is no answer {id_}.")
    if answer is None:  # its record is damaged, or gone since an earlier attempt
        listed = not add_recalled(project, Recalled(id_, f"{today:%Y-%m}"))
    else:
        _write_event(answer, today, code)
        hashes = tuple(sorted(_published_hashes(answer, permission)))
        listed = not add_recalled(project, Recalled(id_, f"{today:%Y-%m}", hashes))
        codes = [consent.take_back for consent in answer.record.consent if consent.take_back]
        take_fingerprints(store.root, id_, answer.texts, _all_hashes(answer), codes, today)
    is_gone = not folder.exists()
    if not is_gone:
        _delete(folder)
    return TakenBack(id_, listed, is_gone)


def _write_event(answer: Answer, today: date, code: str) -> None:
    """Add the withdrawal to the record, so that nothing of it is shown even if the next step fails."""
    path = answer.folder / RECORD
    editor = Editor(RECORD, path.read_text(encoding="utf-8"))
    for place, consent in enumerate(answer.record.consent):
        if consent.events[-1].event_state.live and _is_asked_by(consent, code):
            last = consent.events[-1].event_time
            event = {"event_time": max(today, last), "event_state": "ConsentWithdrawn"}
            editor.insert(("consent", place, "events", len(consent.events)), event)
    with replacing(path) as file:
        file.write(editor.text)


def _is_asked_by(consent: Consent, code: str) -> bool:
    return not code or is_hash_of(code, consent.take_back)


def _published_hashes(answer: Answer, permission: Permission) -> Iterator[str]:
    """SHA-256 of the files that were published whole."""
    words = [answer.words_file] if permission.whole else []
    hashes = {*_hashes(answer.folder, words), *(published_files(answer) if permission.media else ())}
    return (f"sha256:{hashed}" for hashed in hashes)


def _all_hashes(answer: Answer) -> set[str]:
    """SHA-256 of every file of an answer: as it came, as it is kept, and as it was published."""
    files = answer.record.files
    noted = [hashed for file in files for hashed in (file.sha256, file.as_received) if hashed]
    kept = _hashes(answer.folder, [file.name for file in files])
    return {*(hashed.removeprefix("sha256:") for hashed in noted), *kept, *published_files(answer)}


def _hashes(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """SHA-256 of those files that are there."""
    for name in names:
        if (folder / name).is_file():
            yield file_hash(folder / name)


def _delete(folder: Path) -> None:
    """Delete the words and media first and the record last, so that a code still finds what a kill left behind."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name == RECORD):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    folder.rmdir()
