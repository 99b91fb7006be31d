"""The pages that a change is about: which they are, and where each can be seen as it is and as it would be."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from ..catalogue.yaml.patch import Patch
from ..failure import explain
from ..preview.overlay import OWN
from ..preview.project import CatalogueError
from ..preview.refresh import Preview
from ..preview.state import Kind, SiteState

__all__ = ["PageChange", "PageChanges", "page_changes"]

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
    return next((found.make() for found in state.find(path) if found.kind is Kind.PAGE), None)
