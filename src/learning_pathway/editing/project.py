"""A project that is to be edited: its entries, everything that mentions one, and changes that aren't written yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath
from typing import Any, TypeAlias

from ..catalogue.did_you_mean import nearest
from ..catalogue.messages import shown
from ..catalogue.problems import Problem, Severity, first_error
from ..catalogue.raw import RawCatalogue, RawEntry
from ..catalogue.reader import LoadedFiles, ReadResult, Rule, read
from ..catalogue.rules.ids import BASED, BASES, GLOBAL, LOCAL, REFERENCES
from ..catalogue.types import EntryKind
from ..catalogue.yaml.document import Path
from ..catalogue.yaml.edit import Editor
from ..catalogue.yaml.patch import Patch, preview, text_before
from ..catalogue.yaml.tree import EditError

__all__ = [
    "IDENTIFIED",
    "Change",
    "CheckedChange",
    "FileEdits",
    "Mention",
    "Project",
    "compared",
    "new_problems",
    "open_project",
    "title_of",
]


@dataclass(frozen=True, slots=True)
class Change:
    """What a change does, and to which files."""

    words: tuple[str, ...]
    """What changes, in sentences; the first one names the change."""
    patches: tuple[Patch, ...]
    """The files that change, one patch for each."""
    remarks: tuple[str, ...] = ()
    """What the editor should know beside it."""
    undoes: str = ""
    """The change in the diary that this one undoes; empty for none."""
    renamed: tuple[tuple[str, str], ...] = ()
    """What problems call an entry before and after the change, where that differs."""

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        return "".join(patch.diff for patch in self.patches)

    def data(self) -> dict[str, Any]:
        """The change as JSON has it."""
        return {
            "words": list(self.words),
            "remarks": list(self.remarks),
            "files": [patch.file for patch in self.patches],
            "diff": self.diff,
        }


class FileEdits:
    """Editors for the files of a project, opened as they are asked for."""

    def __init__(self, root: FilePath, texts: Mapping[str, str]) -> None:
        """Begin without changes.

        Args:
            root: the project's folder.
            texts: the text of each file as it was read, without byte-order mark.
        """
        self._root, self._texts = root, texts
        self._before: dict[str, str] = {}
        self._editors: dict[str, Editor] = {}

    def of(self, file: str) -> Editor:
        """The editor of a file.

        Raises:
            EditError: the file was changed since the catalogue was read, or cannot be edited.
        """
        if file not in self._editors:
            before = text_before(self._root / file)
            if before is None or before.removeprefix("\ufeff") != self._texts.get(file):
                raise EditError(f"{file} was changed in the meantime; try again")
            self._before[file], self._editors[file] = before, Editor(file, before)
        return self._editors[file]

    def patches(self, *ids: str) -> tuple[Patch, ...]:
        """A patch for each file that would change."""
        return tuple(
            Patch(file, self._before[file], editor.text, ids)
            for file, editor in self._editors.items()
            if editor.text != self._before[file]
        )


def new_problems(root: FilePath, before: ReadResult, change: Change) -> tuple[Problem, ...]:
    """The errors and warnings that the catalogue would have after a change, and hasn't now."""
    found = compared(before.problems, preview(root, change.patches).problems, change.renamed)
    return tuple(each for each in found.new if each.severity in (Severity.ERROR, Severity.WARNING))


@dataclass(frozen=True, slots=True)
class CheckedChange:
    """What `pathway check` would say, beside what it says now."""

    new: tuple[Problem, ...]
    """Problems that the change makes."""
    fixed: tuple[Problem, ...]
    """Problems that the change fixes."""
    left: tuple[Problem, ...]
    """Problems that are there now, and stay."""

    @property
    def stops(self) -> tuple[Problem, ...]:
        """The errors that keep the change from being saved."""
        return tuple(problem for problem in self.new if problem.severity is Severity.ERROR)


_Identity: TypeAlias = tuple[str, str, str]


def compared(
    before: Iterable[Problem], after: Iterable[Problem], renamed: Iterable[tuple[str, str]] = ()
) -> CheckedChange:
    """The problems of a catalogue before and after a change.

    A problem is known by its code, its entry and what it says, without line numbers and whatever the entry is called
    now; a warning of an entry that had one with that code is not new, whatever it says.

    Args:
        before: the problems before.
        after: the problems after.
        renamed: what entries were called before and after.
    """
    names = tuple(renamed)
    said = [(each, _identity(each, names)) for each in before]
    said_after = [(each, _identity(each, names)) for each in after]
    had, left = Counter(identity for _, identity in said), list[Problem]()
    rest = list[tuple[Problem, _Identity]]()
    for problem, identity in said_after:
        if had[identity] > 0:
            had[identity] -= 1
            left.append(problem)
        else:
            rest.append((problem, identity))
    gone = list[tuple[Problem, _Identity]]()
    for problem, identity in said:
        if had[identity] > 0:
            had[identity] -= 1
            gone.append((problem, identity))
    lost = Counter(identity[:2] for problem, identity in gone if problem.severity is not Severity.ERROR)
    new = list[Problem]()
    for problem, identity in rest:
        is_known = problem.severity is not Severity.ERROR and lost[identity[:2]] > 0
        lost[identity[:2]] -= is_known
        (left if is_known else new).append(problem)
    said_anew = {identity[:2] for _, identity in rest}
    fixed = (problem for problem, identity in gone if identity[:2] not in said_anew)
    return CheckedChange(tuple(new), tuple(fixed), tuple(left))


def _identity(problem: Problem, renamed: Iterable[tuple[str, str]]) -> _Identity:
    """What tells a problem from others before and after a change: code, entry (else the file), and words."""
    id_, message = problem.id, re.sub(r"\bline [0-9,]+", "line", problem.message)
    for old, new in renamed:
        if id_ == new or id_.startswith(f"{new}/"):
            id_ = old + id_[len(new) :]
        message = re.sub(rf"`{re.escape(new)}(?=[`/])", f"`{old}", message)
    return problem.code, id_ or problem.file, message


#: Keys that may name an entry, the best first.
_TITLES = ("title", "supplied_title", "question", "prompt", "text", "reason")
#: Ids that are named where one holds what was typed.
_MOST_MEANT = 3
#: Kinds of entries that have an id.
IDENTIFIED = (*GLOBAL, *LOCAL)


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A place that mentions an entry by its id."""

    entry: RawEntry
    """The entry with the mention."""
    field: str
    path: Path

    @property
    def words(self) -> str:
        """Where it is, for an editor: "`basics/begin` (read)"."""
        return f"`{self.entry.name or 'pathway'}` ({self.field})"


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """A catalogue with its files as they were read."""

    root: FilePath
    result: ReadResult
    raw: RawCatalogue
    texts: Mapping[str, str]

    def edits(self) -> FileEdits:
        """Editors for its files."""
        return FileEdits(self.root, self.texts)

    def entries(self) -> Iterator[RawEntry]:
        """Every entry of every kind, drafts last."""
        for entries in self.raw.entries.values():
            yield from entries
        for draft in self.raw.drafts:
            yield from _with_children(draft)

    def entry(self, name: str, kind: EntryKind | None = None) -> RawEntry:
        """The entry called `name`: an id, or `module-id/section-id`.

        Args:
            name: its id now.
            kind: its kind, where entries of several kinds share the id.

        Raises:
            EditError: there is none, or more than one.
        """
        name, kinds = name.strip(), IDENTIFIED if kind is None else (kind,)
        every = [entry for entry in self.entries() if entry.kind in kinds and entry.id is not None]
        found = [entry for entry in every if entry.key == name] or [entry for entry in every if entry.id == name]
        if len(found) == 1:
            return found[0]
        if not found:
            raise EditError(self._unknown(name, kind, every))
        if len({entry.kind for entry in found}) > 1:
            kinds_found = " and ".join(f"a {entry.kind.words}" for entry in found)
            options = " or ".join(f"`--kind {entry.kind}`" for entry in found)
            raise EditError(f"`{shown(name)}` is {kinds_found}; say which with {options}")
        names = " and ".join(f"`{entry.key}`" for entry in found)
        raise EditError(f"`{shown(name)}` could be {names}; write the whole name")

    def same(self, entry: RawEntry) -> RawEntry:
        """The entry at the place of an entry that was read before.

        Raises:
            EditError: there is none.
        """
        place = entry.kind, entry.document.file, entry.path
        for each in self.entries():
            if (each.kind, each.document.file, each.path) == place:
                return each
        raise EditError(f"{entry.document.file} was changed in the meantime; try again")

    def mentions(self, entry: RawEntry) -> Iterator[Mention]:
        """Every place that mentions an entry by the id that it has now."""
        fields = [(each.kind, each.field) for each in REFERENCES if each.target is entry.kind]
        fields += [(kind, "rests_on") for kind in BASED if entry.kind in BASES]
        for each in self.entries():
            wanted = [field for kind, field in fields if each.kind is kind]
            for field in wanted:
                yield from (Mention(each, field, path) for path, name in each.texts(field) if name == entry.id)
            if each.kind is EntryKind.RETIRED and _replacement(each) == (entry.kind.value, entry.key):
                yield Mention(each, "replacement", (*each.path, "replacement"))

    def present(self) -> None:
        """Make sure that there is a catalogue.

        Raises:
            EditError: there is none; the message says where to look.
        """
        if not self.texts:
            raise EditError(" ".join(f"{each.message} {each.remedy}" for each in self.result.problems[:1]))

    def sound(self) -> None:
        """Make sure that the catalogue has no errors.

        Raises:
            EditError: it has, so what a change would do isn't known for sure.
        """
        self.present()
        if self.result.catalogue is None:
            where = first_error(self.result.problems)
            raise EditError(f"the catalogue has errors; fix them first.{where} Run `pathway check` to see everything")

    def _unknown(self, name: str, kind: EntryKind | None, every: list[RawEntry]) -> str:
        what = kind.words if kind is not None else "entry"
        for entry in every:
            if any(former == name for _, former in entry.texts("formerly")):
                return f"the {entry.kind.words} `{shown(name)}` is called `{entry.key}` now; use that id"
        for gone in self.raw.each(EntryKind.RETIRED):
            if gone.id == name:
                return f"`{shown(name)}` is retired ({gone.written_at})"
        keys = {entry.key for entry in every}
        parts = sorted(key for key in keys if name and name.casefold() in key)[:_MOST_MEANT]
        close = [key for key in (nearest(name, keys),) if key] or parts
        meant = f"; did you mean {' or '.join(f'`{key}`' for key in close)}?" if close else ""
        return f"there is no {what} `{shown(name)}`{meant}"


def open_project(
    path: FilePath,
    today: date | None = None,
    further_rules: Iterable[Rule] = (),
    loaded: LoadedFiles | None = None,
) -> Project:
    """Read the catalogue at a path, to edit it.

    Args:
        path: the project's folder.
        today: the day by which dates are judged.
        further_rules: rules of other packages to check besides.
        loaded: what was read before, which is brought up to date.
    """
    loaded = {} if loaded is None else loaded
    result = read(path, today=today, loaded=loaded, further_rules=further_rules)
    documents = tuple(file.document for _, file in loaded.values() if file.document is not None)
    raw = RawCatalogue(documents, complete=len(documents) == len(loaded))
    return Project(result.root, result, raw, {name: text for name, (text, _) in loaded.items()})


def _replacement(gone: RawEntry) -> tuple[str, str | None]:
    """Kind and id of what a retired entry leads to."""
    return gone.text("kind") or EntryKind.RESOURCE.value, gone.text("replacement")


def title_of(entry: RawEntry) -> str:
    """What an entry is called: its title, else its first words; empty where it has none."""
    return next((" ".join(text.split()) for key in _TITLES if (text := entry.text(key))), "")


def _with_children(entry: RawEntry) -> Iterator[RawEntry]:
    yield entry
    for child in entry.children():
        yield from _with_children(child)
