"""Shards: a run in several parts, on several machines, whose states are merged afterwards."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock

from .address import written_host
from .health import Health, read_health, set_aside, write_health
from .record import LinkRecord
from .target import Target

__all__ = ["MergeError", "Merged", "Shard", "merge", "shard_of"]

_WRITTEN = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


class MergeError(ValueError):
    """The parts cannot be merged. The message says which, and why."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several parts."""

    number: int
    """From 1."""
    of: int
    """Parts altogether."""

    @classmethod
    def parse(cls, written: str) -> Shard:
        """Read `3/8`.

        Raises:
            ValueError: it is something else.
        """
        found = _WRITTEN.fullmatch(written.strip())
        if found is None or int(found[1]) > int(found[2]):
            raise ValueError(f"`{written}` is not a shard; write 3/8 for the third of eight")
        return cls(int(found[1]), int(found[2]))


def shard_of(targets: Iterable[Target], shard: Shard) -> list[Target]:
    """Return the links that belong to a shard. A host's links all belong to one, so that nobody asks it twice as fast.

    Args:
        targets: the links to divide, the same in every part.
        shard: which part.
    """
    return [
        target
        for target in targets
        if zlib.crc32(written_host(target.url).lower().encode()) % shard.of == shard.number - 1
    ]


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging came to."""

    before: Health
    """The state before."""
    after: dict[str, LinkRecord]
    """The state after, by link id."""


def merge(state: Path, parts: Sequence[Path], *, wanted: dict[str, str], day: date) -> Merged:
    """Merge the states that the parts of a run wrote into one: of each link, what was checked last.

    Args:
        state: the state file to bring up to date; made if it is not there, set aside if it is damaged.
        parts: the parts' state files.
        wanted: the ids and addresses that the catalogue has; others are dropped.
        day: the day of the run: if all links were checked on it, it was a run over all.

    Raises:
        MergeError: a part is missing or damaged; nothing was written.
        OSError: the state cannot be written.
    """
    with FileLock(f"{state}.lock"):
        before = read_health(state)
        sources = [before]
        for part in parts:
            if not part.exists():
                raise MergeError(f"{part} is not there")
            health = read_health(part)
            if health.damage is not None:
                raise MergeError(f"{part}: {health.damage}")
            sources.append(health)
        after = {id_: _newest(id_, url, sources) for id_, url in wanted.items()}
        swept = bool(after) and all(record.checked_on == day for record in after.values())
        swept_on = day if swept else max((each.swept_on for each in sources if each.swept_on), default=None)
        if before.damage is not None and state.exists():
            set_aside(state)
        write_health(state, after.values(), swept_on=swept_on)
        return Merged(before, after)


def _newest(id_: str, url: str, sources: Iterable[Health]) -> LinkRecord:
    found = [record for source in sources if (record := source.of(id_)) is not None and record.url == url]
    # The last of equals: a part that looked again on the day of the state knows more than the state.
    return max(reversed(found), key=_freshness, default=LinkRecord.unchecked(id_, url))


def _freshness(record: LinkRecord) -> tuple[date, bool, date]:
    return (
        record.checked_on or date.min,
        record.archived_url is not None,
        record.seen_by_person or date.min,
    )
