"""Undo a change of the diary: find what it wrote in the files as they are now, and put back what was there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path as FilePath
from typing import Any

from ..catalogue.yaml.document import FileProblem, Path
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.loader import load
from ..catalogue.yaml.patch import Patch, text_before
from ..catalogue.yaml.scalars import Bare
from ..catalogue.yaml.tree import EditError
from .journal import CONTEXT, ID_LINE, FileRegions, Places, Region, entries, lines_of
from .project import Change

__all__ = ["ConflictError", "undo"]

#: Lines on each side of a place that are compared with those that were around a region.
_COMPARED = 12
#: Places that a deleted text is tried at.
_MOST_TRIED = 5


class ConflictError(EditError):
    """What a change wrote was changed since.

    Attributes:
        file: the file.
        wrote: the lines that the change wrote there; empty where it only took lines out.
        now: the lines that are there now, of the whole entry where it is known.
    """

    def __init__(self, file: str, region: Region, now: str) -> None:
        super().__init__(
            f"{file}, line {region.line + 1}: what this change wrote was changed since, so it can't be undone by itself"
        )
        self.file, self.wrote, self.now = file, region.after, now


def undo(root: FilePath, id_: str) -> Change:
    """Work out the change that undoes one in the diary. What was changed elsewhere since stays.

    Raises:
        EditError: there is no such change, it is undone already, or what it changed was changed again.
        OSError: a file cannot be read.
    """
    entry = next((each for each in entries(root) if each.id == id_), None)
    if entry is None:
        raise EditError("there is no such change in the diary")
    if entry.undone_by:
        raise EditError("this change is undone already")
    title = entry.words[0] if entry.words else "a change"
    patches = tuple(_undone(root, each) for each in entry.files)
    return Change((f"Undo: {title}",), patches, undoes=id_, renamed=entry.renamed)


def _undone(root: FilePath, changed: FileRegions) -> Patch:
    now = text_before(root / changed.file)
    if changed.removed and now is None:
        return Patch(changed.file, None, "".join(region.before for region in changed.regions), ())
    if now is None or changed.removed:
        raise EditError(f"{changed.file} was {'written again' if changed.removed else 'deleted'} since")
    if changed.created:
        if now != "".join(region.after for region in changed.regions):
            raise EditError(f"{changed.file} was changed since, so it can't be deleted")
        return Patch(changed.file, now, "", (), removes=True)
    text = now
    for region in reversed(changed.regions):
        text = _without_region(text, region, changed.file)
    return Patch(changed.file, now, text, ())


def _without_region(text: str, region: Region, file: str) -> str:
    """The text with a region as it was before the change. Lines around it may have changed.

    Raises:
        ConflictError: its own lines have.
    """
    has_id = any(ID_LINE.match(line) for line in lines_of(region.after))
    for above in (region.above, "") if has_id else (region.above,):
        start = _found(text, region, above)
        if start is not None:
            return text[:start] + region.before + text[start + len(region.after) :]
    place = _found_by_entry(text, region, file) if region.owner else None
    lines = lines_of(text)
    if place is not None:
        return _spliced(lines, place, len(lines_of(region.after)), region.before)
    by_keys = _undone_by_keys(text, region, file) if region.owner else None
    if by_keys is None:
        raise ConflictError(file, region, _now(lines, region, file))
    return by_keys


def _spliced(lines: Sequence[str], place: int, count: int, text: str) -> str:
    """Lines with a text in place of some of them."""
    above, below = lines[:place], lines[place + count :]
    return "".join([*above, *_ended(above, text, below), *below])


def _ended(above: Sequence[str], text: str, below: Sequence[str]) -> Iterator[str]:
    """A text to stand between lines: it begins a line of its own, and ends it where more follows."""
    if above and text and not above[-1].endswith("\n"):
        yield "\n"
    yield text
    if below and text and not text.endswith("\n"):
        yield "\n"


def _found(text: str, region: Region, above: str) -> int | None:
    """Where the region's text begins; None where it isn't there, or could be in several places."""
    for lines_below in range(CONTEXT, -1, -1):
        places = list(_places(text, above + region.after + "".join(lines_of(region.below)[:lines_below])))
        at_end = [place for place in places if place + len(above + region.after) == len(text)]
        if not region.below and at_end:
            places = at_end
        exact = [place for place in places if text.count("\n", 0, place) + above.count("\n") == region.line]
        if places:
            chosen = exact or places
            return chosen[0] + len(above) if len(chosen) == 1 else None
    return None


def _places(text: str, part: str) -> Iterator[int]:
    """Where a part of a text begins, at the beginning of a line."""
    place = text.find(part)
    while place >= 0:
        if place == 0 or text[place - 1] in "\r\n":
            yield place
        place = text.find(part, place + 1)


def _found_by_entry(text: str, region: Region, file: str) -> int | None:
    """The line that the region's text begins in, by its entry and field; None where that can't be told for sure."""
    places = Places.of(file, text)
    if places is None:
        return None
    lines, wrote = lines_of(text), lines_of(region.after)
    if not wrote:
        return _place_of_deleted(places, lines, region, file)
    found = [
        place
        for place in range(len(lines) - len(wrote) + 1)
        if lines[place] == wrote[0]
        and lines[place : place + len(wrote)] == wrote
        and places.is_at(region, place, place + len(wrote))
    ]
    return _best(lines, region, found)


def _best(lines: Sequence[str], region: Region, found: Iterable[int]) -> int | None:
    """The one of some places whose surroundings are most like the region's; None where two are alike."""
    scored = _by_likeness(lines, region, found)
    is_clear = bool(scored) and (len(scored) == 1 or scored[0][0] > scored[1][0])
    return scored[0][1] if is_clear else None


def _by_likeness(lines: Sequence[str], region: Region, found: Iterable[int]) -> list[tuple[int, int]]:
    """How like the region's surroundings those of some places are, and the places, the most like first."""
    above, below = lines_of(region.above)[: -_COMPARED - 1 : -1], lines_of(region.below)
    count = len(lines_of(region.after))

    def likeness(place: int) -> int:
        pairs = [(place - 1 - at, line, at) for at, line in enumerate(above)]
        pairs += [(place + count + at, line, at) for at, line in enumerate(below)]
        same = (at for number, line, at in pairs if 0 <= number < len(lines) and lines[number] == line)
        ends = (not above and place == 0) + (not below and place + count == len(lines))
        return sum(max(1, CONTEXT + 1 - at) for at in same) + ends

    return sorted(((likeness(place), place) for place in found), reverse=True)


def _place_of_deleted(places: Places, lines: list[str], region: Region, file: str) -> int | None:
    """Where deleted lines go back, so that they are in their entry and field again and nothing else changes."""
    known, count = places.leaves(), len(lines_of(region.before))
    scored = _by_likeness(lines, region, range(len(lines) + 1))
    fitting: list[tuple[int, int]] = []
    for score, place in scored[:_MOST_TRIED]:
        if not score or (fitting and score < fitting[0][0]):
            break
        tried = Places.of(file, _spliced(lines, place, 0, region.before))
        if tried is not None and tried.is_at(region, place, place + count) and not known - tried.leaves():
            fitting.append((score, place))
    return fitting[0][1] if len(fitting) == 1 else None


def _undone_by_keys(text: str, region: Region, file: str) -> str | None:
    """The text with those keys as they were that a change inside brackets is about; None for any other change."""
    old, new, places = _in_brackets(region.before), _in_brackets(region.after), Places.of(file, text)
    if not old or not new or places is None:
        return None
    around, _, last = region.field.rpartition(".")
    found = places.mappings(region, around if last in new else region.field)
    every = [(path, each) for path, now in found if (each := _differences(old, new, now)) is not None]
    if len(every) != 1:
        return None
    path, changes = every[0]
    try:
        editor = Editor(file, text)
        for inner, value in changes.items():
            holder = editor.holder((*path, *inner)) or editor.holder((*path, *inner[:-1]))
            if holder is None or not (holder.collection.flow or holder.value.flow):
                return None
            if value is None:
                editor.unset((*path, *inner), shared=Shared.HERE)
            else:
                editor.set((*path, *inner), _as_written(value), order=tuple(old), shared=Shared.HERE)
    except EditError:
        return None
    return editor.text


def _differences(old: Any, new: Any, now: Any) -> dict[Path, Any] | None:
    """What to set in a value as it is now, by path, so that a change of it is undone; None where it was changed again.

    A key that is to go has the value None.
    """
    if old == new:
        return {}
    if now == new:
        return {(): old}
    found: dict[Path, Any] = {}
    if isinstance(old, dict) and isinstance(new, dict) and isinstance(now, dict):
        parts: Iterable[str | int] = {**old, **new}
    elif isinstance(old, list) and isinstance(new, list) and isinstance(now, list) and len(old) == len(new) == len(now):
        parts = range(len(old))
    else:
        return None
    for part in parts:
        values = [each.get(part) if isinstance(each, dict) else each[part] for each in (old, new, now)]
        inner = _differences(*values)
        if inner is None:
            return None
        found |= {(part, *path): value for path, value in inner.items()}
    return found


def _in_brackets(text: str) -> dict[str, Any] | None:
    """The keys and values in lines of a mapping in brackets, whole or in part."""
    part = re.sub(r"\A-[ \t]+", "", text.strip())
    whole = part if part.startswith("{") and part.endswith("}") else f"{{{part.lstrip('{').rstrip('},')}}}"
    try:
        document = load("", f"in: {whole}\n").document
    except FileProblem:
        return None
    found = document.data.get("in") if document is not None else None
    return found if isinstance(found, dict) else None


def _as_written(value: Any) -> Any:
    """A value that goes without quotes where it needs none."""
    return Bare(value) if isinstance(value, str) and re.fullmatch(r"[\w.-]+", value) else value


def _now(lines: Sequence[str], region: Region, file: str) -> str:
    """What is there now: the lines of the region's entry; where that is gone, those at its old place."""
    places = Places.of(file, "".join(lines)) if region.owner else None
    owned = [
        place
        for place in range(len(lines))
        if places is not None and places.at(place, place + 1)[0] == region.owner and region.owner.partition(" ")[2]
    ]
    first, last = (owned[0], owned[-1] + 1) if owned else (region.line - CONTEXT, region.line + CONTEXT)
    return "".join(lines[max(0, first) : last])
