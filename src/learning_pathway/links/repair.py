"""Write the new addresses of resources that have moved, and archived copies, into the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ..catalogue import ReadResult
from ..catalogue.addresses import refusal, written
from ..catalogue.yaml.anchors import value_at
from ..catalogue.yaml.document import Path as DataPath
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.patch import Patch
from ..catalogue.yaml.patch import apply as edit
from ..catalogue.yaml.tree import Data, EditError
from ..catalogue.yaml.writer import RESOURCE_KEYS
from .state.model import LinkState
from .target import Target, targets_of
from .verdicts import Verdict

__all__ = ["apply", "plan"]

_ALTERNATIVE = "alternatives-"


def plan(
    root: Path,
    targets: Iterable[Target],
    links: Mapping[str, LinkState],
    copies: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[Patch], list[str]]:
    """Return what to change, without changing it.

    Only a permanent move to a page that was seen to be the same resource is repaired.

    Args:
        root: the project's folder.
        targets: the links of the catalogue.
        links: what is known of them.
        copies: archived copies to offer as `archived_url`, by link id.

    Returns:
        The patches, one for each file, and the ids of links whose place in the text could not be told for sure.

    Raises:
        EditError: a file is no text in UTF-8.
        OSError: a file cannot be read.
    """
    wanted: dict[str, list[tuple[Target, str, bool]]] = defaultdict(list)
    for target in targets:
        record = links.get(target.id)
        if record is not None and record.url == target.url and record.verdict is Verdict.MOVED and record.new_url:
            wanted[target.file].append((target, record.new_url, False))
        if target.id in copies and not target.archived and target.is_main:
            wanted[target.file].append((target, copies[target.id], True))
    patches: list[Patch] = []
    left: list[str] = []
    for file in sorted(wanted):
        safe = [each for each in wanted[file] if refusal(each[1]) is None]
        patch, unclear = _patch(root, file, safe)
        patches += [patch] if patch.changed else []
        left += unclear
    return patches, left


def _patch(root: Path, file: str, wanted: Sequence[tuple[Target, str, bool]]) -> tuple[Patch, list[str]]:
    """The change to one file, and the ids of links that it leaves out because their place is not certain."""
    before = (root / file).read_bytes().decode("utf-8")
    editor = Editor(file, before)
    changes: dict[DataPath, tuple[str, str]] = {}
    left: list[str] = []
    for target, address, is_copy in wanted:
        path = _path_of(editor.data, target)
        if path is None:
            left.append(target.id)
        else:
            changes[(*path[:2], "archived_url") if is_copy else path] = (target.id, address)
    made = _make(editor, {path: address for path, (_, address) in changes.items()})
    left += [id_ for path, (id_, _) in changes.items() if path not in made]
    return Patch(file, before, editor.text, tuple(changes[path][0] for path in made)), left


def _make(editor: Editor, changes: Mapping[DataPath, str]) -> list[DataPath]:
    """Make changes, all at once or else each that can be made; returns the paths of those that were."""
    try:
        editor.set_all(changes, order=RESOURCE_KEYS, shared=Shared.HERE)
    except EditError:
        middle, items = len(changes) // 2, list(changes.items())
        return [path for half in (items[:middle], items[middle:]) if middle for path in _make(editor, dict(half))]
    return list(changes)


def _path_of(data: Data, target: Target) -> DataPath | None:
    """The path to a link's address in a file; None unless there is exactly one entry with its id, and that address."""
    name, _, field = target.id.partition("/")
    entries = data.get("resources") or ()
    places = [
        place for place, entry in enumerate(entries) if isinstance(entry, dict) and _text(entry.get("id")) == name
    ]
    if len(places) != 1:
        return None
    inner: DataPath = (field.replace("-", "_"),) if field else ("url",)
    if field.startswith(_ALTERNATIVE):
        inner = ("alternatives", int(field.removeprefix(_ALTERNATIVE)) - 1, "url")
    path = ("resources", places[0], *inner)
    try:
        address = _text(value_at(data, path))
    except EditError:
        return None
    return path if address is not None and target.url in (address, written(address)) else None


def _text(value: Data) -> str | None:
    return value.strip() if isinstance(value, str) else None


def apply(root: Path, patches: Sequence[Patch], record: Patch | None = None) -> None:
    """Write patches, each file in one piece, and make sure that the catalogue still reads and says what it should.

    Args:
        root: the project's folder.
        patches: what to change.
        record: the file of the diary about it.

    Raises:
        EditError: it does not; every file is as it was.
        OSError: a file cannot be written.
    """
    repaired = {id_ for patch in patches for id_ in patch.changed}

    def sound(reading: ReadResult) -> str | None:
        assert reading.catalogue is not None, "a catalogue with errors never comes here"  # noqa: S101
        ids = {target.id for target in targets_of(reading.catalogue)}
        return None if repaired <= ids else "an entry would be lost by the repair"

    edit(root, patches, sound, record=record)
