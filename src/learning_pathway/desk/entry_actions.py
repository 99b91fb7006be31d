"""Actions on an entry, shown before they are done: move, remove, give another id, archive, retire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from aiohttp import web

from ..catalogue.raw import RawEntry
from ..catalogue.types import EntryKind
from ..catalogue.yaml.tree import EditError
from ..editing.entries import archive, rename, retire
from ..editing.moves import put
from ..editing.project import IDENTIFIED, Change
from ..process import as_sentence
from .controls import Control, Widget
from .edits import move_child, remove_child
from .entries import CHILDREN, Entries
from .forms import value_meant
from .requests import Asked, Fields, cannot, confirm, entry_href, gone, html, missing, refused, see_other
from .workbench import RefusedError, Workbench

__all__ = ["PLACES", "EntryActions"]

#: Kinds whose entries can be moved to another one of the same kind: steps between sections, sections between modules.
PLACES = (EntryKind.SECTION, EntryKind.MODULE)


class EntryActions:
    """Does what a button or one of the two small forms says."""

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

    def show_move(self, asked: Asked) -> web.Response:
        """The form that asks for the section or module that an entry is to be in."""
        return self._move_page(asked, "")

    def move(self, asked: Asked) -> web.Response:
        """Move an entry among those around it, or to another section or module after showing what that changes."""
        entries, entry, _ = self.workbench.found(asked.rest)
        if entry is None or entry.parent is None:
            return missing()
        back, to = entry_href(entry.parent.kind, entry.parent.key), asked.fields.get("to", "")
        if to not in ("up", "down"):
            return self._moved_elsewhere(asked, entries, entry)
        siblings = len(entry.parent.data.get(CHILDREN[entry.parent.kind][0]) or ())
        wanted = int(entry.path[-1]) + (-1 if to == "up" else 1)
        if not 0 <= wanted < siblings:
            return see_other(back)
        if stale := self._stale(entries, entry, asked.fields):
            return stale
        try:
            number = self.workbench.save(move_child(entries, entry, wanted))
        except EditError as error:
            return refused(error, back)
        at_end = wanted == (0 if to == "up" else siblings - 1)  # the button that was pressed is not there any more
        button = {"up": "down", "down": "up"}[to] if at_end else to
        return see_other(f"{back}?saved={number}#{button}-{wanted}")

    def _moved_elsewhere(self, asked: Asked, entries: Entries, entry: RawEntry) -> web.Response:
        """The answer to the form that says which section or module an entry is to be in."""
        kind = entry.parent.kind if entry.parent is not None else None
        target = entries.get(kind, asked.fields.get("to", "")) if kind in PLACES else None
        if target is None:
            return self._move_page(asked, "Choose where it goes.")
        back = f"/move/{asked.rest}"
        if stale := self._stale(entries, entry, asked.fields):
            return stale
        try:
            project = self.workbench.project()
            project.sound()
            place = 0 if asked.fields.get("end") == "first" else None
            change = put(project, project.same(entry), project.same(target), place)
            planned = replace(change, words=(_move_words(entries, entry, target, place), *change.words[1:]))
            if not asked.has_seen(planned):
                return confirm(self.workbench, planned, back, asked.fields, back)
            number = self.workbench.save(planned)
        except RefusedError as error:
            return refused(error, back)
        except EditError as error:
            return self._move_page(asked, as_sentence(str(error)))
        return see_other(f"/saved/{number}?kind={target.kind.value}&key={target.key}")

    def _move_page(self, asked: Asked, error: str) -> web.Response:
        entries, entry, _ = self.workbench.found(asked.rest)
        if entry is None or entry.parent is None or entry.parent.kind not in PLACES:
            return missing()
        return html(
            "move.html",
            status=409 if error else 200,
            entry=entry,
            title=entries.name(entry),
            around=entries.name(entry.parent),
            back=entry_href(entry.parent.kind, entry.parent.key),
            rest=asked.rest,
            version=self.workbench.version(entries, entry),
            error=error,
            places=places_for(entries, entry),
            texts={"to": entry.parent.key, "end": "last", **asked.fields},
        )

    def remove(self, asked: Asked) -> web.Response:
        """Take an entry out of the list that it is in, after showing what that changes."""
        entries, entry, _ = self.workbench.found(asked.rest)
        if entry is None or entry.parent is None:
            return missing()
        back = entry_href(entry.parent.kind, entry.parent.key)
        if stale := self._stale(entries, entry, asked.fields):
            return stale
        try:
            planned = remove_child(entries, entry)
            if not asked.has_seen(planned):
                return confirm(self.workbench, planned, f"/remove/{asked.rest}", asked.fields, back)
            number = self.workbench.save(planned)
        except EditError as error:
            return refused(error, back)
        return see_other(f"{back}?saved={number}")

    def _made(
        self,
        asked: Asked,
        planned: Callable[[RawEntry, Entries], Change],
        place: Callable[[RawEntry], tuple[EntryKind, str]],
    ) -> web.Response:
        entries, entry = self._found(asked.rest)
        if entry is None:
            return gone(self.workbench, asked)
        back = entry_href(entry.kind.value, entry.key)
        try:
            change = planned(entry, entries)
            if not asked.has_seen(change):
                return confirm(self.workbench, change, f"/{asked.name}/{asked.rest}", asked.fields, back)
            number = self.workbench.save(change)
        except RefusedError as error:
            return refused(error, back)
        except EditError as error:
            return self._page(asked, as_sentence(str(error)).replace(" (`--reason`)", ""))
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
            error=error,
            others=[f"{title} [{key}]" for key, title in titles.items() if key != entry.key],
        )

    def _found(self, rest: str) -> tuple[Entries, RawEntry | None]:
        entries, entry, _ = self.workbench.found(rest)
        return entries, entry if entry is not None and entry.kind in IDENTIFIED else None

    def _stale(self, entries: Entries, entry: RawEntry, fields: Fields) -> web.Response | None:
        """The answer where an entry is no longer what the page had shown."""
        if fields.get("version") == self.workbench.version(entries, entry):
            return None
        parent = entry.parent
        back = entry_href(parent.kind, parent.key) if parent is not None else "/"
        words = "This was changed meanwhile, so nothing was moved or removed. Look at it as it is now, and try again."
        return cannot(words, back)


def _move_words(entries: Entries, entry: RawEntry, target: RawEntry, place: int | None) -> str:
    """The sentence that names a move, by titles."""
    old, end = entry.parent, "end" if place is None else "beginning"
    around = f" from “{entries.name(old)}”" if old is not None and old.key != target.key else ""
    return f"Move the {entry.kind.words} “{entries.name(entry)}”{around} to the {end} of “{entries.name(target)}”."


def places_for(entries: Entries, entry: RawEntry) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where an entry can go, as key and name; sections are in groups by module."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, each in entries.of_kind(entry.parent.kind) if entry.parent is not None else ():
        around = entries.name(each.parent) if each.parent is not None else ""
        groups.setdefault(around, []).append((key, entries.name(each)))
    return list(groups.items())


def picker(entry: RawEntry) -> Control:
    """The field for an entry of the same kind."""
    return Control("heir", "Replaced by", Widget.REFERENCE, refers=entry.kind)


def with_defaults(fields: Fields) -> Fields:
    """What is in the small forms' boxes."""
    return {"new": "", "heir": "", "reason": "", "way": "", **fields}
