"""The pages on which an entry gets another id, is archived or is retired; every mention follows."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from ..catalogue.raw import RawEntry
from ..catalogue.types import EntryKind
from ..catalogue.yaml.tree import EditError
from ..editing.change import Change
from ..editing.project import IDENTIFIED
from ..editing.rename import rename
from ..editing.retire import archive, retire
from .asked import Asked, Fields, confirm, html, missing, refused, see_other
from .controls import Control, Widget
from .entries import Entries
from .form_data import value_meant
from .pages import entry_href
from .workbench import RefusedError, Workbench, digest_of

__all__ = ["IdPages"]


class IdPages:
    """Shows the two small forms, and takes what comes back from them."""

    def __init__(self, workbench: Workbench) -> None:
        """`workbench` is the project."""
        self.workbench = workbench

    def show(self, asked: Asked) -> web.Response:
        """The form, empty."""
        return self._page(asked, "")

    def rename(self, asked: Asked) -> web.Response:
        """Give an entry another id, after showing what that changes."""

        def planned(entry: RawEntry, _: Entries) -> Change:
            return rename(self.workbench.project(), entry.key, asked.fields.get("new", "").strip(), entry.kind)

        def place(entry: RawEntry) -> tuple[EntryKind, str]:
            new = asked.fields.get("new", "").strip()
            return entry.kind, f"{entry.parent.key}/{new}" if entry.parent and "/" in entry.key else new

        return self._made(asked, planned, place)

    def retire(self, asked: Asked) -> web.Response:
        """Take an entry out, or keep its page without recommending it, after showing what that changes."""

        def planned(entry: RawEntry, entries: Entries) -> Change:
            heir = value_meant(picker(entry), asked.fields.get("heir", "").strip(), entries.titles) or None
            if asked.fields.get("way") == "archive":
                return archive(self.workbench.project(), entry.key, replaced_by=heir)
            reason = asked.fields.get("reason", "").strip() or None
            return retire(self.workbench.project(), entry.key, replaced_by=heir, reason=reason, kind=entry.kind)

        return self._made(asked, planned, lambda entry: (entry.kind, entry.key))

    def _made(
        self,
        asked: Asked,
        planned: Callable[[RawEntry, Entries], Change],
        place: Callable[[RawEntry], tuple[EntryKind, str]],
    ) -> web.Response:
        entries, entry = self._found(asked.rest)
        if entry is None:
            return missing()
        back = entry_href(entry.kind.value, entry.key)
        try:
            change = planned(entry, entries)
            if asked.fields.get("seen") != digest_of(change.patches):
                return confirm(self.workbench, change, f"/{asked.name}/{asked.rest}", asked.fields, back)
            number = self.workbench.save(change)
        except RefusedError as error:
            return refused(error, back)
        except EditError as error:
            return self._page(asked, str(error))
        kind, key = place(entry)
        return see_other(f"/saved/{number}?kind={kind.value}&key={key}")

    def _page(self, asked: Asked, error: str) -> web.Response:
        entries, entry = self._found(asked.rest)
        if entry is None:
            return missing()
        titles = entries.titles.get(entry.kind, {})
        return html(
            f"{asked.name}.html",
            status=409 if error else 200,
            entry=entry,
            title=entries.name(entry),
            texts=with_defaults(asked.fields),
            error=error[:1].upper() + error[1:],
            others=[f"{title} [{key}]" for key, title in titles.items() if key != entry.key],
        )

    def _found(self, rest: str) -> tuple[Entries, RawEntry | None]:
        entries, entry, _ = self.workbench.found(rest)
        return entries, entry if entry is not None and entry.kind in IDENTIFIED else None


def picker(entry: RawEntry) -> Control:
    """The field for an entry of the same kind."""
    return Control("heir", "Replaced by", Widget.REFERENCE, refers=entry.kind)


def with_defaults(fields: Fields) -> Fields:
    """What is in the small forms' boxes."""
    return {"new": "", "heir": "", "reason": "", "way": "", **fields}
