"""Salted hashes of what was taken back: they find its words in a finished site, and do not hold them."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ..output import write_whole
from .words import runs

__all__ = ["KEPT", "Fingerprints", "read_fingerprints", "take_fingerprints"]

#: The folder of the store that holds them.
FOLDER = "fingerprints"
#: So long they are kept.
KEPT = timedelta(days=90)
_DIGEST = 10


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

    def finds(self, text_runs: Iterable[tuple[str, ...]]) -> bool:
        """Whether any of the runs of a text is one of the answer's."""
        return any(_digest(self.salt, run) in self.runs for run in text_runs)


def _digest(salt: bytes, run: tuple[str, ...]) -> str:
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
    salt = secrets.token_bytes(16)
    content = {
        "taken": today.isoformat(),
        "salt": salt.hex(),
        "runs": sorted({_digest(salt, run) for text in texts for run in runs(text)}),
        "files": sorted(files),
        "codes": sorted(codes),
    }
    write_whole(path, json.dumps(content).encode())


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
