"""Settings of earlier versions that the program no longer has: they are ignored, with advice to delete them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = [
    "DROPPED_KEYS",
    "DROPPED_VALUES",
    "dropped_values",
    "place_as_written",
    "without_dropped",
]

#: Keys below `pathway`, and what there is no more.
DROPPED_KEYS = {"record_history": "the history of each record, read from git"}
#: Values in lists below `pathway`, and what there is no more.
DROPPED_VALUES = {"packages": {"gift": "the tasks as GIFT questions"}}


def dropped_values(settings: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Each dropped value: its key, its place in the list there, and the value."""
    for key, gone in DROPPED_VALUES.items():
        values = settings.get(key)
        for place, value in enumerate(values if isinstance(values, list) else ()):
            if isinstance(value, str) and value.strip() in gone:
                yield key, place, value.strip()


def without_dropped(settings: Any) -> Any:
    """The settings without dropped keys and values; anything that is not a mapping as it is."""
    if not isinstance(settings, dict):
        return settings
    kept = {key: value for key, value in settings.items() if key not in DROPPED_KEYS}
    for key in {key for key, _, _ in dropped_values(settings)}:
        gone = DROPPED_VALUES[key]
        kept[key] = [value for value in kept[key] if not (isinstance(value, str) and value.strip() in gone)]
    return kept


def place_as_written(settings: Any, key: str, place: int) -> int:
    """The place, in the list `key` as it was written, of the value at `place` in the list without dropped values."""
    gone = {at for name, at, _ in dropped_values(settings) if name == key} if isinstance(settings, dict) else set()
    values = settings.get(key) if isinstance(settings, dict) else None
    left = [at for at in range(len(values)) if at not in gone] if isinstance(values, list) else []
    return left[place] if place < len(left) else place
