"""Make the pages and the other files of a site in two processes, which share the work as they get on with it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from ..process import end_with_parent, processors, receive_signals, signals_held
from .build import Build
from .document import Asset, BinaryAsset, Page, PageBuilder
from .head import PICTURES
from .pages.search import WrittenPage

__all__ = [
    "PROCESSES",
    "HiddenFileError",
    "LostWorkerError",
    "ParallelBuild",
    "write_files",
]


class HiddenFileError(Exception):
    """A file of the site itself is at the path of one of these files; the message is its path."""


def write_files(files: Iterable[Asset | BinaryAsset], site: Path, taken: Collection[str]) -> None:
    """Write `files` into the folder `site`, but no redirect and no drawn picture over a project's own file.

    Args:
        files: what to write.
        site: the site, finished or not.
        taken: what the site's engine puts there, as paths below that folder; nothing of it may be hidden.

    Raises:
        HiddenFileError: something would be.
        OSError: a file could not be written.
    """
    folders: set[str] = set()
    for file in files:
        if file.path in taken:
            if file.path.endswith("/index.html") or file.path.startswith(PICTURES):
                continue
            raise HiddenFileError(file.path)
        # There are tens of thousands of them in a large catalogue: plain strings and unbuffered bytes cost least.
        path = f"{site}/{file.path}"
        folder = path.rpartition("/")[0]
        if folder not in folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        with open(path, "wb", buffering=0) as out:  # noqa: PTH123 - a `Path` for each would take as long as the write
            out.write(file.data)


#: Variable of the environment that says how many processes there may be.
PROCESSES = "PATHWAY_PROCESSES"
#: With fewer processors, a second process costs more than it helps.
ENOUGH_PROCESSORS = 1.5


class LostWorkerError(Exception):
    """The second process ended before its work was done; the message says so."""


@dataclass(frozen=True)
class Job:
    """What the processes make: the pages, then every file that is not a page.

    Attributes:
        build: the catalogue.
        builders: of the pages.
        site: the folder that the engine writes.
        taken: what the engine itself puts there, as paths below that folder.
        written: the hand-written pages that a search finds.
        pages_left: what is left to make of the pages.
        files_left: what is left to make of the files.
    """

    build: Build
    builders: Sequence[PageBuilder]
    site: Path
    taken: Collection[str]
    written: Sequence[WrittenPage]
    pages_left: Left
    files_left: Left

    def make_pages(self) -> dict[int, list[Page]]:
        """The pages of each builder that this process came to, by the builder's place."""
        every = range(len(self.builders))
        mine = chain.from_iterable(every[number :: self.pages_left.count] for number in self.pages_left)
        return {place: list(self.builders[place]()) for place in mine}

    def other_files(self) -> Iterator[Asset | BinaryAsset]:
        """Everything that is not a page, but what the other process makes of it."""
        makers = self.build.file_makers(self.written)
        return chain.from_iterable(makers[number]() for number in self.files_left)

    def write(self, files: Iterable[Asset | BinaryAsset]) -> None:
        """Write `files`."""
        write_files(files, self.site, self.taken)


class Left:
    """The numbers of what is left to do, at most 250: each process that is free takes the next one, from one pipe."""

    def __init__(self, count: int) -> None:
        self.count = min(count, 250)
        self.reader, writer = os.pipe()
        os.write(writer, bytes(range(self.count)))
        os.close(writer)

    def __iter__(self) -> Iterator[int]:
        while number := os.read(self.reader, 1):
            yield number[0]

    def close(self) -> None:
        """Close the pipe. Harmless when called twice."""
        if self.reader >= 0:
            os.close(self.reader)
        self.reader = -1


class ParallelBuild:
    """Build the pages: `pages` first, `finish` when the engine has written them, and `close` in any case."""

    def __init__(self, build: Build, site: Path, taken: Collection[str], written: Sequence[WrittenPage] = ()) -> None:
        """Begin.

        Args:
            build: the catalogue.
            site: the folder that the engine writes; an engine that empties it must have done so.
            taken: what the engine itself puts there, as paths below that folder.
            written: the hand-written pages that a search finds.
        """
        builders = build.page_builders()
        left = Left(len(builders)), Left(len(build.file_makers(written)))
        self.job = Job(build, builders, site, taken, written, *left)
        self.second = Worker(self.job) if can_fork() else None

    def pages(self) -> Iterator[Page]:
        """Every generated page, in the catalogue's order.

        Raises:
            LostWorkerError: the second process was killed.
        """
        made = self.job.make_pages()
        if self.second:
            made |= self.second.receive()
        for place in range(len(made)):
            yield from made[place]

    def finish(self) -> None:
        """Make the files that are not pages, with the second process.

        Raises:
            HiddenFileError: a hand-written file would be hidden.
            LostWorkerError: the second process was killed.
            OSError: a file could not be read or written.
        """
        self.job.write(self.job.other_files())
        if self.second:
            self.second.receive()

    def close(self) -> None:
        """Stop the worker, and leave nothing but the site. Harmless when called twice."""
        self.job.pages_left.close()
        self.job.files_left.close()
        if self.second:
            self.second.close()


class Worker:
    """A copy of this process, which runs a job and ends."""

    def __init__(self, job: Job) -> None:
        context = get_context("fork")
        self.receiver, sender = context.Pipe(duplex=False)
        self.process: BaseProcess = context.Process(
            target=run_job, args=(job, sender, self.receiver, os.getpid()), daemon=True
        )
        # Until the copy has handlers of its own, it must not act on a signal with those of this process.
        with signals_held():
            self.process.start()
        sender.close()

    def receive(self) -> Any:
        """The next message from it.

        Raises:
            LostWorkerError: it ended before.
            Exception: what kept it from its work.
        """
        try:
            found = self.receiver.recv()
        except EOFError:
            self.process.join()
            raise LostWorkerError(lost_message(self.process.exitcode or 0)) from None
        if isinstance(found, Exception):
            raise found
        return found

    def close(self) -> None:
        """End it, if it has not ended."""
        self.process.terminate()
        self.process.join()
        self.receiver.close()


def run_job(job: Job, sender: Connection, receiver: Connection, parent: int) -> None:
    """In the worker: make the pages, then write the files, and send each result."""
    end_with_parent(parent)
    receiver.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it reaches the first process, too, which ends this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    receive_signals()
    with suppress(BrokenPipeError):
        try:
            sender.send(job.make_pages())
            job.write(while_parent_lives(parent, job.other_files()))
            sender.send(None)
        except BrokenPipeError:
            raise
        except Exception as error:
            sender.send(error)


def while_parent_lives(parent: int, files: Iterable[Asset | BinaryAsset]) -> Iterator[Asset | BinaryAsset]:
    """The files, as long as the parent process lives: after it, no one would delete them."""
    for file in files:
        if os.getppid() != parent:
            raise BrokenPipeError
        yield file


def can_fork() -> bool:
    """Whether a second process helps, and forking is safe: threads would not survive in it."""
    return (
        sys.platform == "linux"
        and os.environ.get(PROCESSES) != "1"
        and processors() >= ENOUGH_PROCESSORS
        and threading.active_count() == 1
    )


def lost_message(code: int) -> str:
    """The message for a worker that ended with this exit code."""
    how = "was killed; is there too little memory?" if code < 0 else "ended too soon; it has printed why."
    return f"a process that makes a part of the site {how} Set {PROCESSES}=1 to do without it."
