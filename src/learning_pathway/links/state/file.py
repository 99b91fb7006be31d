"""Read and write link-health.json, and merge run results into it."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from glob import escape
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from filelock import FileLock
from pydantic import ValidationError

from ...output import SUFFIX, replacing, write_whole
from .log import LogEntry, read_log, remove
from .model import FORMAT, VERSION, LinkState, entry_text, record_of
from .policy import advance, is_future, without_future_dates

if TYPE_CHECKING:  # a build reads states, and needs no settings of checks
    from ..settings import Alarms

__all__ = [
    "LinkState",
    "LinkStates",
    "MergeResult",
    "discard_unfinished",
    "health_text",
    "keep_damaged_copy",
    "merge_results",
    "newer_of",
    "parse_health",
    "read_health",
    "write_health",
]

_MERGE_MARKS: Final = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)
_MANY: Final = 10
"""Links that the catalogue does not have any more, from which on a state may be another project's."""
LARGEST = 256 * 1024 * 1024
"""Bytes of the largest file that is read: 100,000 links take about a third of it."""


@dataclass(frozen=True, slots=True)
class LinkStates:
    """The state of a catalogue's links, as the last run left it."""

    links: Mapping[str, LinkState] = field(default_factory=lambda: MappingProxyType({}))
    """Records by link id."""
    swept_on: date | None = None
    """Day of the last run over all links."""
    damage: str | None = None
    """What is wrong with the file, in words; None if nothing is."""
    is_newer: bool = False
    """Whether a newer version of this program wrote the file."""

    @property
    def refusal(self) -> str | None:
        """What is wrong with the file and what to do about it, for a command that must not change it; None if sound."""
        if self.damage is None:
            return None
        first = "Update this program" if self.is_newer else "Take a sound one from version control"
        return (
            f"{self.damage}. {first}, or run `pathway links check`, which keeps this one "
            "under another name and begins anew."
        )

    def of(self, resource_id: str) -> LinkState | None:
        """Return the record of a resource's own address, or None if there is none."""
        return self.links.get(resource_id)


def read_health(path: Path) -> LinkStates:
    """Read the state of the links.

    A missing file is an empty state. A damaged or foreign one never raises: what can be read is kept, and
    `LinkStates.damage` says what is wrong, so that a site can still be built.
    """
    try:
        if path.stat().st_size > LARGEST:
            return LinkStates(damage=f"{path.name} is larger than {LARGEST // 1024 // 1024} MB")
        raw = path.read_bytes()
    except FileNotFoundError:
        return LinkStates()
    except OSError as error:
        return LinkStates(damage=f"{path.name} cannot be read: {error.strerror or error}")
    return parse_health(raw, path.name)


def parse_health(raw: bytes | str, name: str) -> LinkStates:
    """Read the content of a state file; `name` is what messages call it."""
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        marks = _MERGE_MARKS.search(raw if isinstance(raw, bytes) else raw.encode("utf-8", "replace"))
        why = "has marks of a merge that someone has to finish (<<<<<<<)" if marks else f"is not JSON: {error}"
        return LinkStates(damage=f"{name} {why}")
    return _health_of(content, name)


def _health_of(content: Any, name: str) -> LinkStates:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        return LinkStates(damage=f'{name} is not a link-health file: it has no `"format": "{FORMAT}"`')
    if content.get("version") != VERSION:
        version = content.get("version")
        return LinkStates(
            damage=f"{name} has version {version!r}; this program reads version {VERSION}",
            is_newer=isinstance(version, int) and version > VERSION,
        )
    entries = content.get("links")
    if not isinstance(entries, dict):
        return LinkStates(damage=f"{name} has no table of `links`")
    swept_on = _day(content.get("swept_on"))
    links: dict[str, LinkState] = {}
    damaged: list[str] = []
    for id_, written in entries.items():
        try:
            links[id_] = record_of(id_, written, swept_on)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            damaged.append(f"{id_} ({'.'.join(str(part) for part in first['loc'])}: {first['msg']})")
    damage = None
    if damaged:
        more = f" and {len(damaged) - 3} more" if len(damaged) > 3 else ""
        damage = f"{name} has entries that cannot be read: {'; '.join(damaged[:3])}{more}"
    return LinkStates(MappingProxyType(links), swept_on, damage)


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(written)
    except (TypeError, ValueError):
        return None


def write_health(path: Path, records: Iterable[LinkState], *, swept_on: date | None) -> None:
    """Write the state of the links, sorted by id, in one piece: a reader sees the old file or the new one.

    Raises:
        OSError: the folder cannot be written, or the disk is full; the old file is untouched.
    """
    with replacing(path) as file:
        file.writelines(_parts(records, swept_on))


def health_text(records: Iterable[LinkState], *, swept_on: date | None) -> str:
    """Return the text of a state file, as `write_health` writes it."""
    return "".join(_parts(records, swept_on))


def _parts(records: Iterable[LinkState], swept_on: date | None) -> Iterator[str]:
    ordered = sorted(records, key=lambda record: record.id)
    yield f'{{\n  "format": "{FORMAT}",\n  "version": {VERSION},\n'
    yield f'  "swept_on": {json.dumps(swept_on.isoformat() if swept_on else None)},\n  "links": {{'
    for place, record in enumerate(ordered):
        yield ",\n" if place else "\n"
        entry = entry_text(record, swept_on).replace("\n", "\n    ")  # a string of JSON has no line break
        yield f"    {json.dumps(record.id)}: {entry}"
    yield "\n  }\n}\n" if ordered else "}\n}\n"


def discard_unfinished(path: Path) -> None:
    """Delete what writers that were killed left half-written. To be called under the lock that all writers hold."""
    for part in path.parent.glob(f".{escape(path.name)}.*{SUFFIX}"):
        part.unlink(missing_ok=True)


def keep_damaged_copy(path: Path) -> Path:
    """Rename a damaged file so that nothing in it is lost, and return its new name: `link-health.damaged-1.json`."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder is where the state should be", str(path))
    for number in range(1, 1_000):
        new = path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")
        if not new.exists():
            path.replace(new)
            return new
    raise FileExistsError(f"{path.parent} holds 999 damaged copies of {path.name}; delete some")


def keep_copy(path: Path) -> Path:
    """Copy a state file, so that nothing in it is lost, and return the copy's name: `link-health.copy-1.json`."""
    for number in range(1, 1_000):
        new = path.with_name(f"{path.stem}.copy-{number}{path.suffix}")
        if not new.exists():
            write_whole(new, path.read_bytes())
            return new
    raise FileExistsError(f"{path.parent} holds 999 copies of {path.name}; delete some")


def newer_of(ours: LinkStates, theirs: LinkStates, today: date) -> LinkStates:
    """Return our state with every link that theirs knows from a later check. Days in the future count as yesterday."""
    links = dict(ours.links)
    for id_, found in theirs.links.items():
        record, known = without_future_dates(found, today), links.get(id_)
        if known is not None and known.url == record.url and _is_later(record.checked_on, known.checked_on):
            links[id_] = record
    days = [day for day in (ours.swept_on, theirs.swept_on) if day and not is_future(day, today)]
    return LinkStates(MappingProxyType(links), max(days, default=ours.swept_on))


def _is_later(one: date | None, other: date | None) -> bool:
    return one is not None and (other is None or one > other)


@dataclass(frozen=True, slots=True)
class MergeResult:
    """State before and after a merge."""

    before: LinkStates
    """The state before."""
    after: dict[str, LinkState]
    """The state after, by link id."""
    damaged_copy: Path | None = None
    """Where a damaged state file was put; None if there was none."""
    notes: tuple[str, ...] = ()
    """What else was odd about the state before, and where a copy of it was put."""


def merge_results(
    state: Path,
    logs: Collection[Path],
    alarms: Alarms,
    *,
    entries: Iterable[LogEntry] | None = None,
    wanted: dict[str, str] | None = None,
    ignored: Collection[str] = (),
    today: date | None = None,
    swept_on: date | None = None,
) -> MergeResult:
    """Merge run results into link-health.json, then delete the run logs.

    Args:
        state: the state file; made if it is not there, set aside if it is damaged.
        logs: what to take in, the oldest first.
        alarms: when trouble becomes an alarm.
        entries: what the logs hold, where that is known; None reads them.
        wanted: the ids and addresses that the catalogue has now; others are dropped. None keeps every link.
        ignored: ids of links that raise no alarm today, whatever is found.
        today: the day of the run; days after it are a wrong clock's, and are fixed. None takes every day as it is.
        swept_on: the day of the run, if it went over all links.

    Raises:
        OSError: the folder cannot be written, or the disk is full; the state and the logs are then as they were.
    """
    with FileLock(f"{state}.lock"):
        discard_unfinished(state)
        before = read_health(state)
        records = {
            id_: without_future_dates(record, today) if today else record for id_, record in before.links.items()
        }
        notes = _oddities(state, before, records, wanted, today)
        if wanted is not None:
            records = {id_: _fitting(records.get(id_), id_, url) for id_, url in wanted.items()}
        for entry in chain.from_iterable(map(read_log, logs)) if entries is None else entries:
            record = records.get(entry.id)
            if record is None and wanted is not None:
                continue
            if record is None or record.url != entry.url:
                if wanted is not None and wanted[entry.id] != entry.url:
                    continue
                record = LinkState.unchecked(entry.id, entry.url)
            on = today if today and is_future(entry.on, today) else entry.on
            records[entry.id] = advance(record, entry.result, on, alarms, validators=entry.validators)
        for id_ in ignored:
            if id_ in records:
                records[id_] = replace(records[id_], alarm=False)
        aside = keep_damaged_copy(state) if before.damage and state.exists() else None
        swept_before = None if today and is_future(before.swept_on, today) else before.swept_on
        write_health(state, records.values(), swept_on=swept_on or swept_before)
        for path in logs:
            remove(path)
    return MergeResult(before, records, aside, notes)


def _oddities(
    state: Path,
    before: LinkStates,
    records: Mapping[str, LinkState],
    wanted: Mapping[str, str] | None,
    today: date | None,
) -> tuple[str, ...]:
    """Copy a state that is of another time or another project, and say so."""
    ahead = today is not None and is_future(before.swept_on, today)
    lost = len(records) - sum(id_ in records for id_ in wanted) if wanted is not None else 0
    is_foreign = lost >= _MANY and lost * 2 > len(records)
    is_future_one = ahead or any(records[id_] is not record for id_, record in before.links.items())
    if not (is_foreign or is_future_one):
        return ()
    copy = keep_copy(state).name
    notes = []
    if is_future_one and today is not None:
        notes.append(
            f"{state.name} had days after {today.isoformat()}, so a clock is or was wrong. It was copied to {copy}, "
            "and those days count as the day before."
        )
    if is_foreign:
        notes.append(
            f"{state.name} knew {lost} links that the catalogue does not have; is it of another project? It was copied "
            f"to {copy}."
        )
    return tuple(notes)


def _fitting(record: LinkState | None, id_: str, url: str) -> LinkState:
    """Return the record of a link, or a new one where the entry now has another address.

    If the new address is where the old one was seen to lead, the link's history goes on.
    """
    if record is None:
        return LinkState.unchecked(id_, url)
    if record.url == url:
        return record
    if record.final_url == url:
        return replace(record, url=url, validators=None)
    return LinkState.unchecked(id_, url)
