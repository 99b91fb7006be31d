"""What the desk does to a project: read it, work out a change and what it leads to, save it, undo it, share it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from ..catalogue.files import FOLDER, PUBLISHED_FILE, ROOT_FILE, STATE_FILE
from ..catalogue.model import Catalogue
from ..catalogue.problems import Problem
from ..catalogue.raw import RawEntry
from ..catalogue.reader import ReadResult, read
from ..catalogue.types import EntryKind
from ..catalogue.yaml.loader import LoadedFiles
from ..catalogue.yaml.patch import BESIDE, Patch, preview, recover
from ..catalogue.yaml.tree import EditError
from ..citation import check_titles
from ..editing.journal import JournalEntry, entries, save
from ..editing.project import Change, CheckedChange, Project, compared, open_project
from ..editing.status import ProjectStatus, project_status
from ..editing.undo import undo
from ..links.settings import Settings, contact_of, project_settings
from ..links.state.file import read_health
from ..process import sentence
from ..web.client import Client
from ..web.guard import Guard
from .controls import in_form_words
from .entries import Entries, Owners, key_of, read_entries, text_of_entry, version_of

__all__ = [
    "NotWrittenError",
    "Proposal",
    "Reach",
    "RefusedError",
    "Workbench",
    "digest_of",
    "kind_of",
    "share_patch",
    "share_steps",
]


#: Changes that are kept until someone agrees to them.
MOST_HELD = 5
#: Returns what is wrong with a changed catalogue; None where nothing is.
Sound = Callable[[ReadResult], str | None]


def faults_by_box(
    problems: Iterable[Problem], patches: Iterable[Patch], kind: str, key: str
) -> Mapping[str, tuple[str, ...]]:
    """The problems of one entry by the box of its form; those of the entry as a whole are under the empty name."""
    texts = {patch.file: patch.after for patch in patches}
    owners = Owners(texts)
    found: dict[str, list[str]] = {}
    for problem in problems:
        place = owners.at(problem.file, problem.line, problem.column) if problem.file in texts else None
        if place is not None and place[0].kind.value == kind and key_of(place[0]) == key:
            words = in_form_words(f"{problem.message} {problem.remedy}", place[0].kind)
            plain = re.sub("`([^`]*)`", r"“\1”", words)
            found.setdefault(".".join(map(str, place[1])), []).append(plain)
    return {box: tuple(words) for box, words in found.items()}


class RefusedError(EditError):
    """A change would make new errors."""

    def __init__(self, outcome: CheckedChange) -> None:
        super().__init__("This would make new errors, so nothing was saved.")
        self.outcome = outcome


class NotWrittenError(EditError):
    """The files could not be written; they are as they were."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the desk may go on the network, and who it trusts there."""

    guard: Guard = field(default_factory=Guard)
    ca: Path | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that was shown, and is made when someone agrees.

    Attributes:
        back: the page that it was worked out on.
        keeps: a test of the catalogue as it would be.
    """

    change: Change
    back: str
    keeps: Sound = lambda _: None


class Workbench:
    """A project whose catalogue is edited. Only the thread that has the turn uses it."""

    def __init__(self, root: Path, reach: Reach | None = None) -> None:
        """Finish what an earlier run was killed in.

        Args:
            root: the project's folder.
            reach: where the desk may go on the network; to public hosts alone where it is None.

        Raises:
            JournalError: that cannot be done for sure.
            OSError: a file cannot be read or written.
        """
        self.root, self.reach = root, reach or Reach()
        self._held: dict[str, Proposal] = {}
        self.finished = recover(root)
        self.turn = Lock()
        self._loaded: LoadedFiles = {}
        self._checked: LoadedFiles = {}

    @contextmanager
    def others_go_on(self) -> Iterator[None]:
        """Give up the turn while a server is asked; what was read before may have changed afterwards."""
        self.turn.release()
        try:
            yield
        finally:
            self.turn.acquire()

    def entries(self) -> Entries:
        """The entries as they are written now."""
        return read_entries(self.root, self._loaded)

    def found(self, rest: str) -> tuple[Entries, RawEntry | None, str]:
        """The entries, the one that an address such as `resource/first` names, and its key."""
        name, _, key = rest.partition("/")
        entries, kind = self.entries(), kind_of(name)
        return entries, entries.get(kind, key) if kind is not None else None, key

    def version(self, entries: Entries, entry: RawEntry) -> str:
        """What tells this state of an entry's text from any other."""
        return version_of(text_of_entry(entries, entry))

    def reading(self) -> ReadResult:
        """The catalogue as it is, checked."""
        return read(self.root, loaded=self._checked)

    def outcome(self, change: Change) -> CheckedChange:
        """What the check would say after a change."""
        before = self.reading().problems
        return compared(before, preview(self.root, change.patches, loaded=self._checked).problems, change.renamed)

    def project(self) -> Project:
        """The project for a change that follows every mention of an entry."""
        return open_project(self.root, loaded=self._checked)

    def project_today(self) -> Project:
        """The project as it is today, with everything that can be said about its titles."""
        return open_project(self.root, date.today(), [check_titles], self._checked)

    def status(self, project: Project) -> ProjectStatus:
        """What is left to do today."""
        return project_status(project, read_health(self.root / STATE_FILE).links, date.today())

    def settings(self, catalogue: Catalogue | None) -> Settings:
        """How to ask the web, as the project's settings for links say.

        Raises:
            SettingsError: they cannot be read.
        """
        return project_settings(self.root, contact=contact_of(catalogue.pathway) if catalogue is not None else None)

    def client(self, catalogue: Catalogue | None) -> Client:
        """What asks the web, once someone presses a button.

        Raises:
            SettingsError: the settings cannot be read.
        """
        return Client(self.settings(catalogue), self.reach.guard, self.reach.ca)

    def hold(self, proposal: Proposal) -> str:
        """Keep a change until someone agrees to it, and return its name. Of several, the last few are kept."""
        name = digest_of(proposal.change.patches)
        self._held = {**dict([*self._held.items()][1 - MOST_HELD :]), name: proposal}
        return name

    def held(self, name: str) -> Proposal | None:
        """The change that was kept under a name; None where it no longer is."""
        return self._held.get(name)

    def drop(self, name: str) -> None:
        """Keep a change no longer."""
        self._held.pop(name, None)

    def save(self, change: Change, keeps: Sound = lambda _: None) -> str:
        """Save a change with its entry in the diary, and return the id of that.

        Args:
            change: what to save.
            keeps: a further test of the changed catalogue.

        Raises:
            RefusedError: it would make new errors.
            NotWrittenError: a file cannot be written.
            EditError: a file was changed in the meantime.
        """
        patches = tuple(patch for patch in change.patches if patch.before != patch.text_after)
        if not patches:
            raise EditError("Nothing would change.")
        before = self.reading().problems

        def sound(after: ReadResult) -> str | None:
            outcome = compared(before, after.problems, change.renamed)
            if outcome.stops:
                raise RefusedError(outcome)
            return keeps(after)

        try:
            return save(self.root, replace(change, patches=patches), sound=sound, may_be_invalid=True)
        except OSError as error:
            raise NotWrittenError(f"Nothing was saved. {sentence(error)}") from error

    def diary(self) -> list[JournalEntry]:
        """The changes that were made, the newest first."""
        return list(reversed(entries(self.root)))

    def undo(self, name: str) -> str:
        """Take a change back, and return the id that this has in the diary.

        Raises:
            RefusedError: the catalogue would have new errors.
            NotWrittenError: a file cannot be written.
            EditError: it has been undone, or what it wrote was changed again.
        """
        return self.save(undo(self.root, name))


def digest_of(patches: Sequence[Patch]) -> str:
    """What tells the change that an editor has seen from any other."""
    text = "\0".join(part for patch in patches for part in (patch.file, patch.before or "", patch.after))
    return sha256(text.encode()).hexdigest()[:24]


def kind_of(name: str) -> EntryKind | None:
    """The kind of entry with this name; None where there is none."""
    return EntryKind(name) if name in set(EntryKind) else None


#: What the desk changes.
_FILES = (ROOT_FILE, FOLDER, PUBLISHED_FILE, *sorted(BESIDE))
_SECONDS = 20


def share_steps(root: Path) -> dict[str, Any]:
    """The files that differ from the last commit, whether some are new, and whether this is a git checkout."""
    listed = _git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *_FILES)
    lines = [] if listed is None else listed.decode("utf-8", "replace").split("\0")[:-1]
    prefix = _prefix(root)
    files = [line[3:].removeprefix(prefix) for line in lines]
    return {
        "is_git": listed is not None,
        "files": files,
        "has_new": any(line.startswith("??") for line in lines),
        "paths": " ".join(dict.fromkeys(name.partition("/")[0] for name in files)),
    }


def share_patch(root: Path) -> bytes:
    """The changes since the last commit as a patch for the top folder of the checkout; empty where there is no git."""
    tracked = _git(root, "diff", "HEAD", "--", *_FILES) or b""
    listed = _git(root, "ls-files", "-z", "--others", "--exclude-standard", "--", *_FILES) or b""
    places = [f"--{side}-prefix={letter}/{_prefix(root)}" for side, letter in (("src", "a"), ("dst", "b"))]
    names = listed.decode("utf-8", "surrogateescape").split("\0")[:-1]
    new = (_git(root, "diff", "--no-index", *places, "--", "/dev/null", name) for name in names)
    return tracked + b"".join(part or b"" for part in new)


def _prefix(root: Path) -> str:
    """The project's folder in its checkout, such as `site/`; empty where it is the top one."""
    return (_git(root, "rev-parse", "--show-prefix") or b"").decode("utf-8", "replace").rstrip("\n")


def _git(root: Path, *arguments: str) -> bytes | None:
    """What git prints; None where there is no git, or no checkout."""
    program = shutil.which("git")
    if program is None:
        return None
    command = [program, "-C", str(root), "-c", "core.quotepath=off", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - no shell
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode in (0, 1) and not done.stderr.startswith(b"fatal") else None
