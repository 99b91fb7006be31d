"""Items of a CSL-JSON file, each with its line; of a damaged one, all that are whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .model import Refused

__all__ = ["TWICE", "items", "records_in", "written_twice"]

_START = re.compile(r'\s*(?:\{(?:(?!"title").){0,400}?"(?:items|references)"\s*:\s*)?\[\s*', re.DOTALL)
_BETWEEN = re.compile(r"\s*(,?)\s*")
_NAME = re.compile(r'\{\s*"id"\s*:\s*"([^"]{1,80})"')


def items(text: str, refused: list[Refused]) -> Iterator[tuple[int, Any]]:
    """The items of a file, each with its line; what cannot be read is added to `refused`.

    Items may also follow each other without a list around them, one in a line.
    """
    decoder = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=lambda _: None)
    start = _START.match(text)
    place = start.end() if start else len(text) - len(text.lstrip())
    column = place - (text.rfind("\n", 0, place) + 1)
    again = re.compile(rf"\n[ ]{{{column}}}(?=\{{)")
    line, counted = 1, 0
    while place < len(text) and text[place] != "]":
        line, counted = line + text.count("\n", counted, place), place
        try:
            item, place = decoder.raw_decode(text, place)
            yield line, item
            if start is None and not (isinstance(item, dict) and re.compile(r"\s*\{").match(text, place)):
                return
            comma = _BETWEEN.match(text, place)
            place = comma.end() if comma else place
            if start is not None and text[place : place + 1] not in ("]", "") and not (comma and comma[1]):
                following = again.search(text, text.rfind("\n", 0, place))
                place = following.end() if following else len(text)
        except (ValueError, RecursionError) as error:
            following = again.search(text, place + 1)
            refused.append(_refusal(text, place, line, error, is_last=following is None))
            if following is None:
                return
            place = following.end()
    if start is not None and place >= len(text):
        line = text.count("\n") + 1
        refused.append(Refused(line, "", "The file ends before its list does; there may have been more."))


#: The key under which an item has the values of keys that it has twice; no variable is called so.
TWICE = "written twice"


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a key that is written twice the last value counts, and the others are kept apart."""
    found = dict(pairs)
    if len(found) < len(pairs):
        found[TWICE] = tuple((name, value) for name, value in pairs if found[name] is not value)
    return found


def written_twice(item: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values of keys that an item has twice, but for the last ones; a file cannot hold a tuple."""
    found = item.get(TWICE)
    yield from found if isinstance(found, tuple) else ()


def records_in(item: Any) -> list[Any]:
    """The records of an item; Crossref's interface puts one or several into a `message`."""
    message = item.get("message") if isinstance(item, dict) else None
    if not isinstance(message, dict):
        return [item]
    items = message.get("items")
    return items if isinstance(items, list) else [message]


def _refusal(text: str, place: int, line: int, error: Exception, *, is_last: bool) -> Refused:
    name = _NAME.match(text, place)
    if isinstance(error, json.JSONDecodeError):
        reason = f"It is damaged: {error.msg} in line {line + text.count(chr(10), place, error.pos)}."
    else:
        reason = "It is nested too deeply, or holds a number that is too long."
    return Refused(line, name[1] if name else "", reason + (" Nothing after it could be read." if is_last else ""))
