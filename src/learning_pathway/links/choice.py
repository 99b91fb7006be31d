"""Choosing which links a run checks."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from .health import Health
from .history import is_due, is_suspect
from .record import LinkRecord
from .target import Target

__all__ = ["Choice", "choose"]

_WEEK: Final = 7


class Choice(StrEnum):
    """Which links a run checks."""

    ALL = "all"
    SUSPECTS = "suspects"
    DUE = "due"


def choose(targets: Sequence[Target], health: Health, today: date, choice: Choice) -> list[Target]:
    """Choose the links that a run checks.

    Args:
        targets: all links of the catalogue.
        health: what is known of them.
        today: the day of the run.
        choice: `all`; `suspects`, those in trouble and those never checked; or `due`, those and the ones whose week
            is over. Each link's week is shortened by a day or two of its own, so that not all are due on one day.
    """
    if choice is Choice.ALL:
        return list(targets)
    return [target for target in targets if _is_chosen(target, health.of(target.id), today, choice)]


def _is_chosen(target: Target, record: LinkRecord | None, today: date, choice: Choice) -> bool:
    if record is None or record.checked_on is None or record.url != target.url or is_suspect(record):
        return True
    return choice is Choice.DUE and is_due(record, today, days=_WEEK, spread=zlib.crc32(target.id.encode()) % 3)
