"""Repairing the catalogue: writing the new address of a moved resource, or an archived copy, into its entry, no more.

The text of the file is edited, not its meaning: comments, order and quotes stay as the editor wrote them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ..catalogue import Reading
from ..catalogue.addresses import refusal
from ..catalogue.yaml.patch import Patch
from ..catalogue.yaml.patch import apply as edit
from .state.model import LinkRecord
from .target import Target, targets_of
from .verdicts import Verdict

__all__ = ["apply", "plan"]

_FIELDS = {"": "url", "archived-url": "archived_url", "catalogue-url": "catalogue_url", "transcript": "transcript"}


def plan(
    root: Path,
    targets: Iterable[Target],
    links: Mapping[str, LinkRecord],
    copies: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[Patch], list[str]]:
    """Work out what to change, without changing it.

    Only a permanent move to a page that was seen to be the same resource is repaired.

    Args:
        root: the project's folder.
        targets: the links of the catalogue.
        links: what is known of them.
        copies: archived copies to offer as `archived_url`, by link id.

    Returns:
        The patches, one for each file, and the ids of links whose place in the text could not be told for sure.
    """
    by_file: dict[str, list[tuple[Target, str]]] = defaultdict(list)
    additions: dict[str, list[tuple[Target, str]]] = defaultdict(list)
    targets = list(targets)
    for target in targets:
        record = links.get(target.id)
        if record is None or record.url != target.url or record.verdict is not Verdict.MOVED or not record.new_url:
            continue
        if refusal(record.new_url) is None:
            by_file[target.file].append((target, record.new_url))
    for target in targets:
        if target.id in copies and not target.archived and target.is_main and refusal(copies[target.id]) is None:
            additions[target.file].append((target, copies[target.id]))
    patches: list[Patch] = []
    left: list[str] = []
    for file in sorted({*by_file, *additions}):
        before = (root / file).read_bytes().decode("utf-8")
        lines = before.splitlines(keepends=True)
        # From the end of the file, so that a line that is added moves no entry that is still to come.
        steps = sorted(
            [
                *((target, new, _replace) for target, new in by_file[file]),
                *((t, new, _add) for t, new in additions[file]),
            ],
            key=lambda step: -step[0].line,
        )
        done = [target.id for target, new, change in steps if change(lines, target, new)]
        left += [target.id for target, _, _ in steps if target.id not in done]
        if done:
            patches.append(Patch(file, before, "".join(lines), tuple(done)))
    return patches, left


def _replace(lines: list[str], target: Target, new: str) -> bool:
    """Put the new address into the entry's own lines; return False unless there is exactly one place for it."""
    found = _place_of(lines, target)
    if found is None:
        return False
    number, written = found
    quoted = new if _is_plain(new) else f'"{new}"'
    lines[number] = written.sub(
        lambda found: f"{found[1]}{found[2] or ''}{new}{found[2]}" if found[2] else f"{found[1]}{quoted}",
        lines[number],
    )
    return True


def _add(lines: list[str], target: Target, copy: str) -> bool:
    """Write `archived_url` after the entry's `url`; return False unless there is exactly one place for it."""
    found = _place_of(lines, target)
    if found is None:
        return False
    number, written = found
    first = lines[target.line - 1]
    if re.match(r"\s*(-\s+)?\{", first):
        lines[number] = written.sub(lambda found: f'{found[0]}, archived_url: "{copy}"', lines[number])
        return True
    value = copy if _is_plain(copy) else f'"{copy}"'
    end = "\r\n" if lines[number].endswith("\r\n") else "\n"
    if not lines[number].endswith("\n"):
        lines[number] += end
    lines.insert(number + 1, f"{' ' * _depth(first)}archived_url: {value}{end}")
    return True


def _depth(first: str) -> int:
    """Columns before the keys of an entry whose first line is given."""
    found = re.match(r"\s*-\s+", first)
    return len(found[0]) if found else _indent(first)


def _place_of(lines: list[str], target: Target) -> tuple[int, re.Pattern[str]] | None:
    """Find the one line that holds a link's address, and the pattern that it is written in there."""
    field = _FIELDS.get(target.id.partition("/")[2])
    if field is None:
        return None
    written = re.compile(
        rf"""((?:^|[\s{{,-]){field}:[ ]+)(["']?){re.escape(target.url)}\2(?=\s*(?:[#,}}]|$))""",
    )
    entry = _lines_of_entry(lines, target)
    depth = _depth(lines[entry[0]])
    places = [
        number
        for number in entry
        if _is_own(lines[number], number == entry[0], depth) and written.search(lines[number])
    ]
    if len(places) != 1 or len(written.findall(lines[places[0]])) != 1:
        return None
    return places[0], written


def _is_own(line: str, first: bool, depth: int) -> bool:
    """Tell whether a line holds keys of the entry itself, not of something inside it."""
    return first or _indent(line) == depth


def _is_plain(address: str) -> bool:
    """Tell whether YAML reads an address as itself without quotes."""
    return not re.search(r"[\s,\[\]{}\"'`]|: |:$| #", address)


def _lines_of_entry(lines: list[str], target: Target) -> range:
    """Return the lines that an entry takes up: from its own to the next that is indented as little or less."""
    start = target.line - 1
    indent = _indent(lines[start])
    end = start + 1
    while end < len(lines) and (
        not lines[end].strip() or _indent(lines[end]) > indent or lines[end].lstrip().startswith("#")
    ):
        end += 1
    return range(start, end)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def apply(root: Path, patches: Sequence[Patch]) -> None:
    """Write patches, each file in one piece, and make sure that the catalogue still reads and says what it should.

    Raises:
        EditError: it does not; every file is as it was.
        OSError: a file cannot be written.
    """
    repaired = {id_ for patch in patches for id_ in patch.changed}

    def sound(reading: Reading) -> str | None:
        assert reading.catalogue is not None, "a catalogue with errors never comes here"  # noqa: S101
        ids = {target.id for target in targets_of(reading.catalogue)}
        return None if repaired <= ids else "an entry would be lost by the repair"

    edit(root, patches, sound)
