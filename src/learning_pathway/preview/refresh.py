"""Follow the files of a project, keep the last good site where one has a fault, and tell which pages a change is in."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from secrets import token_urlsafe
from tempfile import mkdtemp
from typing import TypeVar

from ..catalogue.yaml.patch import Patch
from ..process import explain
from ..site.frontend import theme_folder
from ..site.stage import CONFIGURATION, settings_files
from .overlay import OWN, Fault, faults_of, overlay
from .state import CatalogueError, FoundKind, PreviewedProject, SiteState, Stamps, read_state

__all__ = [
    "PageChange",
    "PageChanges",
    "Preview",
    "ProgramChangedError",
    "Watched",
    "page_changes",
]

Value = TypeVar("Value")

#: Seconds between two looks at the project's files, and between two at the program's own.
INTERVAL, PROGRAM_INTERVAL = 0.05, 1.0
#: Earlier states of the site are freed after so many seconds without a change, or after so many changes: that takes a
#: while for a large site, and would come at any time if Python did it by itself.
IDLE, MOST_STATES = 2.0, 5
#: Sites with unsaved changes that can still be looked at.
MOST_PROPOSED = 3
#: Seconds that the files must stay as they are before a fault in them is shown: editors may save in several steps.
SETTLED = 0.15


class ProgramChangedError(Exception):
    """A file of the program itself has changed: only a new process has all of it anew."""


class Preview:
    """The site as it can be shown now, and what keeps it from being newer."""

    def __init__(self, root: Path, folder: Path) -> None:
        """`root` is the project's folder; `folder` is an empty one, for what plugins write."""
        self.root = root
        self.state: SiteState | None = None
        #: Where the catalogue can be edited; empty where it cannot.
        self.desk = ""
        #: Sites with changes that are not saved, by names that no one can guess; the last few.
        self.proposed: dict[str, SiteState] = {}
        self.faults: tuple[Fault, ...] = ()
        self.shown = ""
        self.version = 0
        self._folder = folder
        self._project = PreviewedProject(root)
        self._watched = Watched(root)
        self._seen: Stamps | None = None
        self._thread = ThreadPoolExecutor(1, "preview-read")
        self._changed = asyncio.Condition()
        self._told: set[str] = set()
        self._log = EngineLog(self.say)

    async def follow(self) -> None:
        """Read the site, and again after every change.

        Raises:
            ProgramChangedError: a file of the program itself has changed.
        """
        logging.getLogger("mkdocs").addHandler(self._log)
        gc.disable()
        program, looked = await self._run(program_stamps), 0.0
        clock = asyncio.get_running_loop().time
        changed, states = 0.0, 0
        while True:
            stamps = await self._run(self._watched.stamps)
            if stamps != self._seen:
                await self._refresh(stamps)
                changed, states = clock(), states + 1
            elif clock() - looked > PROGRAM_INTERVAL:
                looked = clock()
                if await self._run(program_stamps) != program:
                    raise ProgramChangedError
            if states >= MOST_STATES or (states and clock() - changed > IDLE):
                states = 0
                await self._run(gc.collect)
            await asyncio.sleep(INTERVAL)

    def propose(self, patches: Sequence[Patch]) -> tuple[str, SiteState]:
        """Read the site as it would be with changes that are not saved; gives its name below `proposed/` as well.

        Raises:
            CatalogueError: the catalogue would have errors.
            Exception: anything else that would stop a build.
        """
        dropped = [*self.proposed][: 1 - MOST_PROPOSED] if len(self.proposed) >= MOST_PROPOSED else []
        self.proposed = {name: state for name, state in self.proposed.items() if name not in dropped}
        if dropped:
            gc.collect()
        folder = Path(mkdtemp(dir=self._folder))
        state = read_state(self._project.proposed(patches), self._watched.stamps(), folder, lambda _: None)
        name = token_urlsafe(12)
        self.proposed = {**self.proposed, name: state}
        return name, state

    async def after(self, version: int, seconds: float) -> None:
        """Wait until there is something newer than `version`, but no longer than so many seconds."""
        async with self._changed:
            try:
                await asyncio.wait_for(self._changed.wait_for(lambda: self.version != version), seconds)
            except TimeoutError:
                return

    def say(self, line: str) -> None:
        """Print a line for the editor, once for each state of the site."""
        if line not in self._told:
            self._told.add(line)
            print(line, file=sys.stderr, flush=True)  # noqa: T201 - the terminal is where an editor looks

    def tell(self, faults: Sequence[Fault]) -> None:
        """Print faults."""
        for fault in faults:
            self.say(fault.line)

    async def _refresh(self, stamps: Stamps) -> None:
        """Read the site as it is now. A fault counts only when the files have settled."""
        self._log.errors.clear()
        self._told.clear()
        faults: tuple[Fault, ...] = ()
        try:
            state = await self._run(lambda: read_state(self._project, stamps, self._folder, self._watched.add))
        except (Exception, SystemExit) as error:
            faults = faults_of(error, self.root, self._log.errors)
            await asyncio.sleep(SETTLED)
            if await self._run(self._watched.stamps) != stamps:
                return  # the next look finds what has changed meanwhile
            self.tell(faults)
        else:
            self.state = state
        self._seen = stamps
        self.faults, self.shown = faults, overlay(faults)
        async with self._changed:
            self.version += 1
            self._changed.notify_all()

    async def _run(self, work: Callable[[], Value]) -> Value:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


class EngineLog(logging.Handler):
    """Prints the warnings of the site engine, and keeps its errors."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """`say` prints a line."""
        super().__init__(logging.WARNING)
        self.errors: list[str] = []
        self._say = say

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error, which is shown with what follows from it; print a warning."""
        if record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())
        else:
            self._say(f"{record.levelname}: {record.getMessage()}")


#: Seconds that are spent on looking at pages, those that are likely to change first.
PATIENCE = 8.0
_TITLE = re.compile(rb"<title>([^<]*)</title>")


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that differs; an address is empty where there is no such page."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PageChanges:
    """The pages that differ, how many were not looked at, and why there are none where they cannot be told."""

    rows: tuple[PageChange, ...] = ()
    unseen: int = 0
    failure: str = ""


def page_changes(preview: Preview, origin: str, patches: Sequence[Patch], about: str) -> PageChanges:
    """The pages that differ between the site as it is and as it would be. Nothing is written to the project.

    Args:
        preview: the preview.
        origin: where it is.
        patches: the change.
        about: the address of the page that the change is about, which is looked at first.
    """
    now = preview.state
    if now is None:
        return PageChanges(failure="The preview is not ready. Try again in a moment.")
    try:
        return compared(now, preview, origin, patches, about)
    except CatalogueError:
        return PageChanges(failure="They cannot be told while the catalogue has errors. Fix those first.")
    except (Exception, SystemExit) as error:  # MkDocs ends a build with the latter
        return PageChanges(failure=explain(error, preview.root))


def compared(now: SiteState, preview: Preview, origin: str, patches: Sequence[Patch], about: str) -> PageChanges:
    """The pages that differ.

    Raises:
        CatalogueError: the catalogue would have errors.
        Exception: anything else that would stop a build.
    """
    name, then = preview.propose(patches)
    old, new = now.addresses(), then.addresses()
    known = set(old)
    both = sorted({*old, *new}, key=lambda path: (path != about, path in known, path.count("/")))
    deadline, rows = time.monotonic() + PATIENCE, list[PageChange]()
    for number, path in enumerate(both):
        if number and time.monotonic() > deadline:
            return PageChanges(tuple(rows), len(both) - number)
        before, after = page_at(now, path), page_at(then, path)
        if before != after:
            title = _TITLE.search(after or before or b"")
            words = unescape(title[1].decode("utf-8", "replace")) if title else path
            there = f"{origin}{now.mount}{path}" if before is not None else ""
            here = f"{origin}{OWN}proposed/{name}/{path}" if after is not None else ""
            rows.append(PageChange(words, there, here))
    return PageChanges(tuple(rows))


def page_at(state: SiteState, path: str) -> bytes | None:
    """The page at an address; None where there is none."""
    return next((found.make() for found in state.find(path) if found.kind is FoundKind.PAGE), None)


#: Files and folders of a project that make its site, besides its settings and its theme.
FILES = ("resources.yaml", "published-ids.txt", "link-health.json", "voices-recalled.txt")
FOLDERS = ("docs", "hooks", "notices", "resources", "sample-answers")
#: Folders in a folder, at the most: a link may lead round in a circle.
DEEPEST = 40


class Watched:
    """The files of a project that make its site."""

    def __init__(self, root: Path) -> None:
        """`root` is the folder of the project."""
        self.root = root
        self._more: frozenset[str] = frozenset()
        self._inherited: tuple[object, tuple[str, ...]] = (None, ())

    def add(self, paths: Iterable[str | Path]) -> None:
        """Watch these files and folders, which the settings name, in place of those that they named before."""
        self._more = frozenset(str(self.root / path) for path in paths)

    def stamps(self) -> Stamps:
        """The files as they are now."""
        found: dict[str, tuple[int, int, int]] = {}
        settings = [str(path) for path in sorted(self.root.glob("*.y*ml")) if path.is_file()]
        for path in (*settings, *self._bases(), *(str(self.root / name) for name in FILES)):
            note(path, found)
        folders = {str(theme_folder()), *(str(self.root / name) for name in FOLDERS), *self._more}
        for path in sorted(folders):
            if os.path.isdir(path):  # noqa: PTH112 - many times a second
                found |= dict(files_in(path))
            else:
                note(path, found)
        return found

    def _bases(self) -> tuple[str, ...]:
        """The files that `mkdocs.yml` takes settings from (`INHERIT`)."""
        found: dict[str, tuple[int, int, int]] = {}
        for path in (str(self.root / CONFIGURATION), *self._inherited[1]):
            note(path, found)
        if found != self._inherited[0]:
            _, *bases = (str(path) for path, _ in settings_files(self.root))
            self._inherited = found, tuple(bases)
        return self._inherited[1]


def program_stamps() -> Stamps:
    """The files of the program itself, without the theme, which each reading of the site reads anew."""
    theme = f"{theme_folder()}{os.sep}"
    return {path: stamp for path, stamp in files_in(str(theme_folder().parent)) if not path.startswith(theme)}


def note(path: str, found: dict[str, tuple[int, int, int]]) -> None:
    """Note the stamp of a file; nothing for one that is not there."""
    try:
        status = os.stat(path)  # noqa: PTH116 - called for every file, many times a second
    except OSError:
        return
    found[path] = status.st_mtime_ns, status.st_size, status.st_ino


def files_in(folder: str, depth: int = 0) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """The files in a folder and the folders in it, but no hidden ones, with their stamps."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith((".", "__")):
                    continue
                try:
                    if entry.is_dir():
                        if depth < DEEPEST:
                            yield from files_in(entry.path, depth + 1)
                    else:
                        status = entry.stat()
                        yield entry.path, (status.st_mtime_ns, status.st_size, status.st_ino)
                except OSError:
                    continue
    except OSError:
        return
