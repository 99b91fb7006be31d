"""Which ids there are, and which fields mention them."""

from __future__ import annotations

from typing import NamedTuple

from ..draft import Draft, Item, Kind
from ..suggestion import nearest
from .identity import GLOBAL, LOCAL

__all__ = ["MENTIONED", "MOST_SUGGESTIONS", "REFERENCES", "Directory"]


class Reference(NamedTuple):
    """A field that mentions ids of another kind."""

    kind: Kind
    field: str
    target: Kind


REFERENCES = (
    Reference(Kind.PATHWAY, "modules", Kind.MODULE),
    Reference(Kind.RESOURCE, "themes", Kind.THEME),
    Reference(Kind.RESOURCE, "related", Kind.RESOURCE),
    Reference(Kind.RESOURCE, "cites", Kind.RESOURCE),
    Reference(Kind.RESOURCE, "replaced_by", Kind.RESOURCE),
    Reference(Kind.TASK, "themes", Kind.THEME),
    Reference(Kind.MODULE, "themes", Kind.THEME),
    Reference(Kind.MODULE, "prerequisites", Kind.MODULE),
    Reference(Kind.STEP, "read", Kind.RESOURCE),
    Reference(Kind.STEP, "watch", Kind.RESOURCE),
    Reference(Kind.STEP, "listen", Kind.RESOURCE),
    Reference(Kind.STEP, "task", Kind.TASK),
    Reference(Kind.ROUTE, "modules", Kind.MODULE),
    Reference(Kind.TIP_LIST, "resource", Kind.RESOURCE),
    Reference(Kind.TIP, "themes", Kind.THEME),
    Reference(Kind.TIP, "see", Kind.RESOURCE),
)
#: A catalogue with a thousand lost ids would wait for as many searches; by then, the pattern is plain.
MOST_SUGGESTIONS = 200
#: Kinds that are mentioned by id.
MENTIONED = (Kind.THEME, Kind.RESOURCE, Kind.TASK, Kind.MODULE)


class Directory:
    """Which ids there are, were, and are gone, by kind."""

    def __init__(self, draft: Draft) -> None:
        kinds = (*GLOBAL, *LOCAL)
        self.present = {kind: {_known_as(item): item for item in draft.each(kind)} for kind in kinds}
        self.former = {
            kind: {name: item.key for item in draft.having(kind, "formerly") for _, name in item.texts("formerly")}
            for kind in kinds
        }
        self.drafts = {(item.kind, item.id): item for item in draft.drafts if item.id is not None}
        """Entries that are not published yet, by kind and id."""
        self._nearest: dict[tuple[str, Kind], str | None] = {}
        self.retired: dict[tuple[str, str], Item] = {
            (item.text("kind") or Kind.RESOURCE.value, item.id): item
            for item in draft.each(Kind.RETIRED)
            if item.id is not None
        }

    def meant(self, name: str, target: Kind) -> str | None:
        """The id that a mention stands for: itself, the one that an entry has now, or the nearest; else None."""
        if name in self.present[target]:
            return name
        if name in self.former[target]:
            return self.former[target][name]
        key = (name, target)
        if key not in self._nearest and len(self._nearest) < MOST_SUGGESTIONS:
            self._nearest[key] = nearest(name, self.present[target])
        return self._nearest.get(key)


def _known_as(item: Item) -> str:
    """Its key; for an entry whose id is missing, which is reported already, the id that is suggested there."""
    return item.key if item.id is not None else item.suggested_id
