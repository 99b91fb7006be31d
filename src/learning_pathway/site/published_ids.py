"""Update `published-ids.txt`: new ids are added, and none is ever taken out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..catalogue import Problem, ReadResult, Severity, read
from ..catalogue.files import PUBLISHED_FILE, ROOT_FILE, find
from ..catalogue.ids import PAGE, keys_of, write_published
from ..catalogue.model import Catalogue
from ..links.state.file import LinkStates
from ..output import replacing
from .context import Site
from .document import address
from .pages.index import index_titles

__all__ = ["BrokenCatalogueError", "NoProjectError", "PublishedList", "compare", "write"]


class NoProjectError(Exception):
    """The path is not a project's folder: only a whole catalogue has a list."""


class BrokenCatalogueError(Exception):
    """The catalogue has errors, so what it publishes is unknown."""

    def __init__(self, errors: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = errors


@dataclass(frozen=True, slots=True)
class PublishedList:
    """What a list holds and lacks.

    Attributes:
        file: the list, which may not be there yet.
        kept: the keys in it.
        missing: the keys of the present edition that it lacks, in order.
        files: the files that hold the catalogue.
    """

    file: Path
    kept: frozenset[str]
    missing: tuple[str, ...]
    files: tuple[str, ...] = ()


def compare(path: Path, today: date) -> PublishedList:
    """Hold the list of a project against the edition that its catalogue makes today.

    Args:
        path: the project's folder, or its `resources.yaml`.
        today: the day by which dates are judged.

    Raises:
        NoProjectError: `path` is a file of another name.
        BrokenCatalogueError: the catalogue has errors, or the list itself has.
    """
    if path.is_file() and path.name != ROOT_FILE:
        raise NoProjectError(f"{path} is a single file; give the folder that holds {ROOT_FILE}.")
    reading = read(path, today=today)
    if reading.catalogue is None:
        raise BrokenCatalogueError(tuple(problem for problem in reading.problems if problem.severity is Severity.ERROR))
    kept = frozenset(reading.published.lines)
    present = keys_of(reading.catalogue) | _pages(reading, reading.catalogue)
    layout = find(path)
    files = tuple(name for name in map(layout.name, layout.files) if name.isprintable())
    return PublishedList(reading.root / PUBLISHED_FILE, kept, tuple(sorted(present - kept)), files)


def write(record: PublishedList) -> None:
    """Write the list with what it lacked, in one piece: a reader sees the old file or the new one.

    A list that holds everything, but in another order or with a line twice, is put in order.

    Raises:
        OSError: the folder cannot be written, or the disk is full; the old list is untouched.
    """
    text = write_published(record.kept | frozenset(record.missing), record.files)
    file = record.file.resolve()  # a link stays a link
    if file.exists() and file.read_bytes() == text.encode():
        return
    with replacing(file) as out:
        out.write(text)


def _pages(reading: ReadResult, catalogue: Catalogue) -> frozenset[str]:
    """Keys of the pages that belong to no entry. The home page needs none: a site without it is no site."""
    site = Site(catalogue, reading.locations, LinkStates())
    return frozenset(f"{PAGE}:{address(path)}" for path in index_titles(site) if address(path))
