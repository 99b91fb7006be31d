"""What changed in which entry, and when: read from the git history of the catalogue's files, in one pass.

Git itself tells which entry a piece of a difference begins in (gitattributes(5), `xfuncname`). From there both sides
are read line by line, so that an entry that only moved has not changed. Where there is no whole history (no git, a
shallow copy, a history too long to read) there is nothing to tell: half of one would be wrong.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Timer

import yaml

from .model import Catalogue, Resource

__all__ = ["Change", "read_chronicle"]

#: Changes that are kept of one entry, the latest; its beginning is kept as well.
MOST = 12
_MOST_BYTES = 400_000_000
_SECONDS = 120
_PLACES = ("resources.yaml", "resources")
_ENTRY = re.compile(r"^( {0,4})- +(\{ *)?id: *[\"']?([a-z0-9-]+)")
_KEY = re.compile(r"^( *)([a-z_]+):")
_HUNK = re.compile(r"^@@ [^@]* @@ ?(.*)")
_DRIVER = r"diff.catalogue.xfuncname=^ {0,4}- +(\{ *)?id: *.*$"
#: Fields that are for editors, or only name the entry.
_UNSEEN = {"id", "formerly", "note", "owner", "review_every", "title_sentence"}


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to an entry on a day.

    Attributes:
        day: the author's day of the commit.
        fields: fields that changed, in the model's order; empty where that cannot be told.
        added: whether the entry began on that day.
    """

    day: date
    fields: tuple[str, ...]
    added: bool = False


@dataclass
class _Side:
    """One side of a commit's differences: whose lines they are, and what has been read so far."""

    lines: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    entry: str = ""
    key: str = ""
    indent: int = 0

    def begin(self, above: str) -> None:
        """Begin a piece; `above` is the line that opens the entry which it begins in."""
        self.entry = self.key = ""
        self.read(above, counted=False)

    def read(self, text: str, *, counted: bool = True) -> None:
        """Read the next line of this side."""
        if opening := _ENTRY.match(text):
            self.indent, self.entry, self.key = len(opening[1]), opening[3], "id"
            if opening[2] and counted:
                self.lines[self.entry].update(_flow(text))
                return
        elif key := _KEY.match(text):
            if len(key[1]) <= self.indent:
                self.entry = ""
            elif len(key[1]) == self.indent + 2:
                self.key = key[2]
        if self.entry and counted and (words := text.strip()):
            self.lines[self.entry][self.key, words] += 1


def _flow(text: str) -> Iterator[tuple[str, str]]:
    """The fields of an entry that is written on one line, in braces."""
    try:
        (entry,) = yaml.load(text[:20_000], Loader=yaml.CBaseLoader)  # noqa: S506 - it makes nothing but text
        yield from ((str(key), repr(value)) for key, value in entry.items())
    except (yaml.YAMLError, ValueError, TypeError, AttributeError):
        yield "id", text.strip()


def read_chronicle(root: Path, catalogue: Catalogue) -> Mapping[str, tuple[Change, ...]]:
    """What changed in each resource, latest first. Never fails; what cannot be told is left out.

    An id that a module, task, theme or route has as well is left out: a difference does not say which is meant.

    Args:
        root: the project's folder.
        catalogue: the catalogue as it stands.
    """
    others = (catalogue.modules, catalogue.tasks, catalogue.themes, catalogue.routes, catalogue.tips)
    taken = {entry.id for entries in others for entry in entries}
    names = {name: work.id for work in catalogue.resources for name in (work.id, *work.formerly) if name not in taken}
    found: dict[str, dict[date, Change]] = defaultdict(dict)
    try:
        for day, old, new in _commits(_history(root)):
            for name, change in _changes(day, old, new):
                if name in names:
                    _keep(found[names[name]], change)
    except (OSError, ValueError, subprocess.SubprocessError):
        return {}
    return {name: _latest(changes.values()) for name, changes in found.items()}


def _keep(changes: dict[date, Change], change: Change) -> None:
    """Join what was done to an entry on one day."""
    before = changes.get(change.day, change)
    fields = tuple(name for name in Resource.model_fields if name in {*before.fields, *change.fields})
    changes[change.day] = Change(change.day, fields, before.added or change.added)


def _latest(changes: Iterable[Change]) -> tuple[Change, ...]:
    ordered = sorted(changes, key=lambda change: change.day, reverse=True)
    first = [change for change in ordered[MOST:] if change.added]
    return (*ordered[:MOST], *first[-1:])


def _changes(day: date, old: _Side, new: _Side) -> Iterator[tuple[str, Change]]:
    """What one commit did to each entry; an entry that went, or only moved, is left out."""
    for name, lines in new.lines.items():
        before = old.lines.get(name, Counter())
        if before == lines:
            continue
        altered = {key for key, _ in (before - lines) + (lines - before)}
        if not any(key == "id" for key, _ in before) and any(key == "id" for key, _ in lines):
            yield name, Change(day, (), added=True)
        elif not altered or altered - _UNSEEN:
            yield name, Change(day, tuple(key for key in Resource.model_fields if key in altered - _UNSEEN))
    for name, before in old.lines.items():
        if (
            name not in new.lines
            and not any(key == "id" for key, _ in before)
            and (keys := {k for k, _ in before} - _UNSEEN)
        ):
            yield name, Change(day, tuple(key for key in Resource.model_fields if key in keys))


def _commits(lines: Iterable[str]) -> Iterator[tuple[date, _Side, _Side]]:
    """Both sides of each commit."""
    day: date | None = None
    old, new = _Side(), _Side()
    within = False
    for line in lines:
        if line.startswith("\0"):
            if day:
                yield day, old, new
            day, old, new, within = date.fromisoformat(line[1:11]), _Side(), _Side(), False
        elif line.startswith("diff --git"):
            within = False
        elif hunk := _HUNK.match(line):
            within = True
            old.begin(hunk[1])
            new.begin(hunk[1])
        elif within:
            text = line[1:].rstrip("\n")
            if line[0] in " -":
                old.read(text)
            if line[0] in " +":
                new.read(text)
    if day:
        yield day, old, new


def _history(root: Path) -> Iterator[str]:
    """Every difference of the catalogue's files as git prints it, latest first.

    Raises:
        OSError: there is no git.
        ValueError: the history is not whole, too long, or could not be read.
    """
    asked = ["git", "-C", str(root), "rev-parse", "--is-shallow-repository"]
    answer = subprocess.run(asked, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    if answer.stdout.strip() != "false":
        raise ValueError("no whole history")
    with tempfile.TemporaryDirectory() as folder:
        attributes = Path(folder) / "attributes"
        attributes.write_text("*.yaml diff=catalogue\n*.yml diff=catalogue\n", encoding="utf-8")
        settings = [f"core.attributesFile={attributes}", _DRIVER, "core.quotePath=false", "diff.noprefix=false"]
        shown = ["--no-color", "--no-ext-diff", "--no-textconv", "--find-renames", "--unified=15", "--patch"]
        command = ["git", "-C", str(root), *(part for setting in settings for part in ("-c", setting))]
        command += ["log", *shown, "--date-order", "--format=%x00%as", "--", *_PLACES]
        yield from _printed(command)


def _printed(command: list[str]) -> Iterator[str]:
    """What a command prints, line by line.

    Raises:
        ValueError: it failed, took too long, or printed too much.
    """
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", errors="replace"
    ) as running:
        stop = Timer(_SECONDS, running.kill)
        stop.start()
        try:
            size = 0
            for line in running.stdout or ():
                size += len(line)
                if size > _MOST_BYTES:
                    raise ValueError("the history is too long")
                yield line
            if running.wait():
                raise ValueError("git could not read the history")
        finally:
            stop.cancel()
            running.kill()
