"""What a page says of itself in JSON-LD (https://schema.org): titles, makers, whether it is free to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["LinkedData", "read_linked_data", "things"]

_LARGEST: Final = 200_000
_LONGEST_NAME: Final = 400
_TITLED: Final = re.compile(
    r"Article|Report|Book|Course|Video|Audio|Podcast|Blog|CreativeWork|Publication|WebPage|Event|Dataset|Movie|Presentation"
)
_MAKER: Final = re.compile(r"Person|Organi[sz]ation")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What one block of JSON-LD says."""

    names: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    free: bool | None = None
    """What `isAccessibleForFree` says; None where it is not said."""


def read_linked_data(source: str) -> LinkedData:
    """Read a block of JSON-LD. What is too large or makes no sense says nothing."""
    names: list[str] = []
    makers: list[str] = []
    frees: list[bool] = []
    for thing in things(source):
        kind = str(thing.get("@type", ""))
        said = str(thing.get("isAccessibleForFree", "")).lower()
        if said in ("true", "false"):
            frees.append(said == "true")
        titles = [value[:_LONGEST_NAME] for key in ("headline", "name") if isinstance(value := thing.get(key), str)]
        if _TITLED.search(kind):
            names += titles
        elif _MAKER.search(kind):
            makers += titles
    return LinkedData(tuple(names), tuple(makers), all(frees) if frees else None)


def things(source: str) -> Iterator[dict[str, Any]]:
    """Walk through the objects of a block of JSON-LD, at most a few hundred. What makes no sense gives none."""
    if len(source) > _LARGEST:
        return
    try:
        waiting = [json.loads(source)]
    except (ValueError, RecursionError):
        return
    for _ in range(500):
        if not waiting:
            return
        current = waiting.pop()
        if isinstance(current, dict):
            yield current
            waiting += [value for value in current.values() if isinstance(value, dict | list)]
        elif isinstance(current, list):
            waiting += current[:100]
