"""The press: prints an edition while a site engine makes the site, with two processes where there is room for two.

A site engine works on one page after another in one process. Half of the catalogue's pages, and everything that stands
beside pages, are made in a copy of that process meanwhile: on Linux a copy has all it needs already, so nothing is sent
to it but the word to begin. Elsewhere the one process does it all. The bytes are the same.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, zip_longest
from multiprocessing import get_context
from pathlib import Path

from ..exports.fulltext import FullText, index_documents
from . import Recipe
from .edition import Edition
from .files.writing import write_files
from .page import Page

__all__ = ["LostProcessError", "Press"]


class LostProcessError(Exception):
    """The second process ended before its work was done; the message says so."""


@dataclass(frozen=True)
class Order:
    """What a second process is asked to do.

    Attributes:
        edition: the catalogue.
        recipes: of those pages that it shall make.
        site: the folder that the engine writes, emptied of an earlier site.
        written: the folder of hand-written documents, none of which may be hidden.
        documents: where to put what the index of a large library shall hold; None where none is made.
    """

    edition: Edition
    recipes: Sequence[Recipe]
    site: Path
    written: Path
    documents: Path | None

    def make_pages(self) -> list[list[Page]]:
        """The pages of each recipe."""
        return [list(recipe()) for recipe in self.recipes]

    def write_beside(self) -> list[str]:
        """Write everything that stands beside the pages; the addresses of the works in `documents`."""
        write_files(chain(self.edition.assets(), self.edition.packages()), self.site, self.written)
        return self.edition.write_documents(self.documents) if self.documents else []


class Press:
    """Prints one edition: `pages` first, then `finish` when the engine has written them."""

    def __init__(self, edition: Edition, site: Path, written: Path, *, full_text: bool) -> None:
        """Begin.

        Args:
            edition: the catalogue.
            site: the folder that the engine writes; what was there before must be gone.
            written: the folder of hand-written documents, none of which may be hidden.
            full_text: whether to make the index of a large library in the end.
        """
        recipes = edition.recipes()
        self.language = edition.pathway.language
        self.folder = tempfile.TemporaryDirectory(prefix="pathway-documents-") if full_text else None
        documents = Path(self.folder.name) if self.folder else None
        self.order = Order(edition, recipes[1::2], site, written, documents)
        self.recipes = recipes[::2]
        self.process: ProcessPoolExecutor | None = None
        self.others: Future[list[list[Page]]] | None = None
        self.beside: Future[list[str]] | None = None
        if can_copy():
            self.process = ProcessPoolExecutor(1, get_context("fork"), remember, (self.order,))
            self.others = self.process.submit(make_pages)
            self.beside = self.process.submit(write_beside)

    def pages(self) -> Iterator[Page]:
        """Every generated page, in the catalogue's order.

        Raises:
            LostProcessError: the second process was killed.
        """
        mine = [list(recipe()) for recipe in self.recipes]
        try:
            others = self.others.result() if self.others else self.order.make_pages()
        except BrokenProcessPool:
            raise lost() from None
        for some, after in zip_longest(mine, others, fillvalue=()):
            yield from (*some, *after)

    def finish(self) -> FullText | None:
        """Wait for what stands beside the pages, and index a large library.

        Raises:
            HiddenFileError: a hand-written file would be hidden.
            NoPagefindError: the program that makes the index is not installed.
            FullTextError: it failed.
            LostProcessError: the second process was killed.
            OSError: a file could not be read or written.
        """
        try:
            addresses = self.beside.result() if self.beside else self.order.write_beside()
            if self.order.documents is None:
                return None
            return index_documents(self.order.site, self.order.documents, addresses, self.language)
        except BrokenProcessPool:
            raise lost() from None
        finally:
            if self.process:
                self.process.shutdown()
            if self.folder:
                self.folder.cleanup()


_orders: list[Order] = []
"""In a second process: what it was made for. It got this with everything else, so that nothing had to be sent."""


def remember(order: Order) -> None:
    """Keep `order` for the functions below."""
    _orders[:] = [order]


def make_pages() -> list[list[Page]]:
    """`Order.make_pages`, in a second process."""
    return _orders[0].make_pages()


def write_beside() -> list[str]:
    """`Order.write_beside`, in a second process."""
    return _orders[0].write_beside()


def can_copy() -> bool:
    """Whether a second process helps, and a copy of this one is safe: threads would not live on in it."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


def lost() -> LostProcessError:
    """The same words wherever it shows."""
    return LostProcessError("a process that makes a part of the site was killed; is there too little memory?")
