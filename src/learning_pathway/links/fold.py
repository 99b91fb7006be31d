"""Folding: taking the findings of journals into the state file, in one piece, under a lock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from filelock import FileLock

from .clock import in_time, is_to_come
from .health import Health, discard_unfinished, read_health, set_aside, write_health
from .history import advance
from .journal import read_journal, remove
from .record import LinkRecord
from .settings import Alarms

__all__ = ["Fold", "fold"]


@dataclass(frozen=True, slots=True)
class Fold:
    """What folding did."""

    before: Health
    """The state before."""
    after: dict[str, LinkRecord]
    """The state after, by link id."""
    kept_aside: Path | None = None
    """Where a damaged state file was put; None if there was none."""


def fold(
    state: Path,
    journals: Collection[Path],
    alarms: Alarms,
    *,
    wanted: dict[str, str] | None = None,
    left_alone: Collection[str] = (),
    today: date | None = None,
    swept_on: date | None = None,
) -> Fold:
    """Take the findings of journals into the state file, then delete the journals.

    Args:
        state: the state file; made if it is not there, set aside if it is damaged.
        journals: what to take in, the oldest first.
        alarms: when trouble becomes an alarm.
        wanted: the ids and addresses that the catalogue has now; others are dropped. None keeps every link.
        left_alone: ids of links that raise no alarm today, whatever is found.
        today: the day of the run; days after it are a wrong clock's, and are mended. None takes every day as it is.
        swept_on: the day of the run, if it went over all links.

    Raises:
        OSError: the folder cannot be written, or the disk is full; state and journals are then as they were.
    """
    with FileLock(f"{state}.lock"):
        discard_unfinished(state)
        before = read_health(state)
        records = {id_: in_time(record, today) if today else record for id_, record in before.links.items()}
        if wanted is not None:
            records = {id_: _fitting(records.get(id_), id_, url) for id_, url in wanted.items()}
        for path in journals:
            for finding in read_journal(path):
                record = records.get(finding.id)
                if record is None and wanted is not None:
                    continue
                if record is None or record.url != finding.url:
                    if wanted is not None and wanted[finding.id] != finding.url:
                        continue
                    record = LinkRecord.unchecked(finding.id, finding.url)
                on = today if today and is_to_come(finding.on, today) else finding.on
                records[finding.id] = advance(record, finding.judgement, on, alarms, validators=finding.validators)
        for id_ in left_alone:
            if id_ in records:
                records[id_] = replace(records[id_], alarm=False)
        aside = set_aside(state) if before.damage and state.exists() else None
        swept_before = None if today and is_to_come(before.swept_on, today) else before.swept_on
        write_health(state, records.values(), swept_on=swept_on or swept_before)
        for path in journals:
            remove(path)
    return Fold(before, records, aside)


def _fitting(record: LinkRecord | None, id_: str, url: str) -> LinkRecord:
    """Return the record of a link, or a new one where the entry now has another address.

    If the new address is where the old one was seen to lead, the link's history goes on.
    """
    if record is None:
        return LinkRecord.unchecked(id_, url)
    if record.url == url:
        return record
    if record.final_url == url:
        return replace(record, url=url, validators=None)
    return LinkRecord.unchecked(id_, url)
