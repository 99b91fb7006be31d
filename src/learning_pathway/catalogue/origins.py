"""Where each entry is written, for edit links and for problems found later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .draft import Item, Kind

__all__ = ["Origin", "Origins"]


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a file; `file` is relative to the project's folder, line and column are counted from 1."""

    file: str
    line: int
    column: int


class Origins:
    """The origins of all entries that have an id, and of the settings."""

    def __init__(self, items: Iterable[Iterable[Item]]) -> None:
        """Keep the items until the first question; most checks end without one."""
        self._items: Iterable[Iterable[Item]] = items
        self._origins: dict[tuple[str, str], Origin] | None = None

    def of(self, kind: str, id: str) -> Origin | None:  # noqa: A002 - the word that editors use
        """Where an entry is written, or None where there is none.

        Args:
            kind: `resource`, `task`, `module`, `section`, `theme`, `route`, `tip`, `tip-source`, `tip-list`,
                `retired` or `pathway`.
            id: its id; `module-id/section-id` for a section, `list-id/source-id` for a source of tips; anything
                for `pathway`.
        """
        if self._origins is None:
            self._origins = _places(self._items)
            self._items = ()  # the parsed files are of no more use, and large
        return self._origins.get((kind, "" if kind == Kind.PATHWAY else id))


def _places(items: Iterable[Iterable[Item]]) -> dict[tuple[str, str], Origin]:
    places: dict[tuple[str, str], Origin] = {}
    for kind in items:
        for item in kind:
            if item.kind is not Kind.STEP and (key := _key(item)) is not None:
                mark = item.document.at_key(item.path)
                places.setdefault(key, Origin(item.document.file, mark.line, mark.column))
    return places


def _key(item: Item) -> tuple[str, str] | None:
    if item.kind is Kind.PATHWAY:
        return item.kind.value, ""
    return None if item.id is None else (item.kind.value, item.key)
