"""Where the site shows an entry."""

from __future__ import annotations

from ..catalogue.raw import RawEntry
from ..catalogue.types import EntryKind
from ..site.document import address
from ..site.published import FOLDERS

__all__ = ["address_of"]

#: Where kinds without pages of their own are listed.
_LISTED = {EntryKind.TIP_LIST: "tips/", EntryKind.CALL: "calls/", EntryKind.TIP: "tips/", EntryKind.TIP_SOURCE: "tips/"}


def address_of(entry: RawEntry) -> str:
    """The address, relative to the site, of the page that shows an entry; empty for the first page."""
    around = entry
    while around.parent is not None:
        around = around.parent
    folder = FOLDERS.get(around.kind.value)
    if folder is None or not around.id:
        return _LISTED.get(around.kind, "")
    anchor = f"#{entry.id}" if entry.kind is EntryKind.SECTION and entry.id else ""
    return address(f"{folder}/{around.id}.md") + anchor
